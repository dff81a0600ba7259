//! Records that are handed over by the caller, not read from a file: JSON lines from memory or from any reader.

use std::io::Read;
use std::sync::Mutex;

use crate::read::{Format, Input};

/// JSON lines in UTF-8 that come from no file: one object a line, with the fields that files have. They are read once,
/// and only as fast as they are worked on.
///
/// ```
/// use verbale::batch::JsonLines;
///
/// let lines = r#"{"doc_id": "a1", "date": "2023-09-20", "text": "Abra spoke."}"#;
/// let records = JsonLines::new("records", lines.as_bytes());
/// ```
pub struct JsonLines {
    name: String,
    bytes: Box<dyn Read + Send>,
}

impl JsonLines {
    /// `name` stands for the name of a file: in rejects, and in the ids of records without one (`records:1`).
    pub fn new(name: impl Into<String>, bytes: impl Read + Send + 'static) -> JsonLines {
        JsonLines { name: name.into(), bytes: Box::new(bytes) }
    }
}

impl From<JsonLines> for Input {
    fn from(JsonLines { name, bytes }: JsonLines) -> Input {
        Input {
            path: None,
            name,
            size: None,
            format: Some(Format::Jsonl),
            in_folder: false,
            unread: None,
            handed: Some(Handed(Mutex::new(Some(bytes)))),
        }
    }
}

/// The bytes of an input, until somebody reads them.
pub(crate) struct Handed(Mutex<Option<Box<dyn Read + Send>>>);

impl Handed {
    /// The bytes; `None` if they were taken before.
    pub(super) fn take(&self) -> Option<Box<dyn Read + Send>> {
        self.0.lock().ok()?.take()
    }
}

//! Every sentence that is said when something fails.
//!
//! Two kinds: a [`Fault`] stops the run before the first document; a [`Reject`] is one bad record, which is
//! written down while the run goes on.

use std::path::PathBuf;

/// Why a run could not start or go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Something is wrong with an input, an output or an option; the sentence says where, what, and the repair.
    #[error("{0}")]
    Said(String),
    /// A table has a bad row.
    #[error("{path}:{line}: {field}: found {found}; expected {expected}")]
    Table {
        /// As the user named it.
        path: String,
        /// Counting from 1, the header included.
        line: u64,
        /// The column.
        field: String,
        /// What stands there, in backquotes where it is a value.
        found: String,
        /// What should.
        expected: String,
    },
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// Somebody asked the run to stop; not a mistake.
    #[error("stopped before the end")]
    Stopped,
    /// Whoever read the output has stopped reading; not a mistake.
    #[error("the reader of the output has gone")]
    BrokenPipe,
}

impl Fault {
    /// An error of the operating system about `path`.
    pub fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Fault {
        if source.kind() == std::io::ErrorKind::BrokenPipe {
            return Fault::BrokenPipe;
        }
        Fault::Io { path: path.into(), source }
    }

    /// A bad row of a table: `row` is the file and the line.
    pub(crate) fn table(row: (String, u64), field: &str, found: &str, expected: &str) -> Fault {
        let (path, line) = row;
        Fault::Table { path, line, field: field.to_owned(), found: found.to_owned(), expected: expected.to_owned() }
    }

    /// A fault told in one sentence.
    pub fn said(sentence: impl Into<String>) -> Fault {
        Fault::Said(sentence.into())
    }
}

/// One record that could not be used, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Reject {
    /// The input's name, as in the manifest.
    pub file: String,
    /// Counting from 1; 0 when it is about the file as a whole.
    pub line: u64,
    /// The column or part of the record.
    pub field: String,
    /// What was there, cut to a readable length.
    pub found: String,
    /// What should have been.
    pub expected: String,
}

impl std::fmt::Display for Reject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Reject { file, line, field, found, expected } = self;
        write!(f, "{file}:{line}: {field}: found {found}; expected {expected}")
    }
}

/// `value` in backquotes, cut to 60 characters, with control characters made visible.
pub(crate) fn quoted(value: &str) -> String {
    let mut shown = String::from("`");
    for character in value.chars().take(60) {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown.push_str(if value.chars().nth(60).is_some() { "…`" } else { "`" });
    shown
}

//! Documents of word processors become text, whatever their names say.

use std::io::{Cursor, Read};

use crate::read::sign::{OLE, ZIP};
use crate::read::{office, rtf};

/// Why a file could not be read whole: what was found, and what was expected.
pub(super) type Unfit = (String, &'static str);

/// All bytes of a file that has to be read in one piece.
pub(super) fn whole(mut reader: Box<dyn Read + Send>, most: usize) -> Result<Vec<u8>, Unfit> {
    let mut bytes = Vec::new();
    let read = reader.by_ref().take(most as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| (format!("a stream that breaks off ({error})"), "a file that can be read to its end"))?;
    match bytes.len() > most {
        true => Err(("a longer file".to_owned(), "less than --max-record")),
        false => Ok(bytes),
    }
}

/// The text of a document that a word processor has written, or what it is instead and what was expected.
pub(super) fn written(reader: Box<dyn Read + Send>, most: usize) -> Result<Box<dyn Read + Send>, Unfit> {
    let bytes = whole(reader, most)?;
    let text = if bytes.starts_with(ZIP) {
        office::text(&bytes, most).map_err(|found| {
            (found.to_owned(), "a document such as .docx or .odt; name workbooks .xlsx or .ods, unpack archives")
        })?
    } else if bytes.starts_with(OLE) {
        return Err(office::old(&bytes));
    } else {
        rtf::text(&bytes)
    };
    Ok(Box::new(Cursor::new(text.into_bytes())))
}

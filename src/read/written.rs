//! What a file is by its first bytes, whatever its name says: documents of word processors become text, and what would
//! be read as speech although it is markup is named.

use std::io::{Cursor, Read};

use crate::read::{office, rtf};

/// How an archive begins, as .docx and .odt are.
const ZIP: &[u8] = b"PK\x03\x04";

/// How an RTF document begins.
const RTF: &[u8] = b"{\\rtf";

/// The text of a document that a word processor has written, or what it is instead and what was expected.
pub(super) fn written(
    mut reader: Box<dyn Read + Send>,
    most: usize,
) -> Result<Box<dyn Read + Send>, (String, &'static str)> {
    let mut bytes = Vec::new();
    let read = reader.by_ref().take(most as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| (format!("a stream that breaks off ({error})"), "a file that can be read to its end"))?;
    if bytes.len() > most {
        return Err(("a longer document".to_owned(), "less than --max-record"));
    }
    let text = match bytes.starts_with(ZIP) {
        true => office::text(&bytes, most).map_err(|found| {
            (found.to_owned(), "a document such as .docx or .odt; save tables as CSV, unpack archives")
        })?,
        false => rtf::text(&bytes),
    };
    Ok(Box::new(Cursor::new(text.into_bytes())))
}

/// Whether a file that begins with `head` has to be made text first.
pub(super) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(ZIP) || head.starts_with(RTF)
}

/// So many bytes show what a file is that only calls itself text.
pub(super) const SIGN: usize = 1 << 10;

/// What a file is whose markup would be read as speech, and how it becomes text.
pub(super) fn foreign(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let start = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head).trim_ascii_start();
    let begins = |sign: &str| start.get(..sign.len()).is_some_and(|head| head.eq_ignore_ascii_case(sign.as_bytes()));
    if begins("%PDF-") {
        Some(("a PDF document", "text; make it with `pdftotext`"))
    } else if begins("<!doctype html") || begins("<html") {
        Some(("an HTML page", "text; make it with `pandoc -t plain`, or give the article's text in a table"))
    } else {
        None
    }
}

//! Signs: what a file is by its first bytes, whatever its name says, so that no picture or markup is read as speech.

use crate::read::Format;

/// So many bytes show what a file is that only calls itself text.
pub(super) const SIGN: usize = 1 << 10;

/// How an archive begins, as .docx, .odt, .xlsx and .ods are.
pub(super) const ZIP: &[u8] = b"PK\x03\x04";

/// How a document of the old Office begins, and any that Office has encrypted.
pub(super) const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// How an RTF document begins.
pub(super) const RTF: &[u8] = b"{\\rtf";

const IMAGE: (&str, &str) = ("an image", "text; leave images out, or make text of them first");
const ARCHIVE: (&str, &str) = ("an archive", "the files in it; unpack it");

/// What a file is that begins so, and what was expected instead.
const BYTES: [(&[u8], (&str, &str)); 21] = [
    (b"%PDF-", ("a PDF document", "text; make it with `pdftotext`")),
    (ZIP, ("a ZIP archive", "a name that tells what it is: .docx, .odt, .xlsx or .ods; unpack other archives")),
    (
        OLE,
        ("a document of the old Office, or an encrypted one", "a document saved as .docx or .xlsx, without a password"),
    ),
    (RTF, ("an RTF document", "a name that ends in .rtf")),
    (b"PAR1", ("a Parquet file", "a name that ends in .parquet, or --format parquet")),
    (b"ARROW1", ("an Arrow file", "a name that ends in .arrow or .feather, or --format arrow")),
    (b"FEA1", ("a Feather file of version 1", "version 2, as the library `pyarrow` writes it")),
    (b"SQLite format 3", ("a database of SQLite", "a table; write it as CSV")),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF87a", IMAGE),
    (b"GIF89a", IMAGE),
    (b"II*\0", IMAGE),
    (b"MM\0*", IMAGE),
    (b"BZh91AY&SY", ARCHIVE),
    (b"\xfd7zXZ\0", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!\x1a", ARCHIVE),
    (b"\x7fELF", ("a program", "text")),
    (b"MZ\x90\0", ("a program", "text")),
    (b"bplist00", ("a page saved by Safari", "the page saved as HTML")),
];

/// What a file is that begins with `head`, and what was expected, if it cannot be read as `format`.
///
/// Tables of columns have readers that find this out themselves.
pub(super) fn foreign(head: &[u8], format: Format) -> Option<(&'static str, &'static str)> {
    if is_packed(head, format) {
        return None;
    }
    if let Some((_, told)) = BYTES.iter().find(|(sign, _)| head.starts_with(sign)) {
        return Some(*told);
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some(ARCHIVE);
    }
    match markup(head)? {
        _ if matches!(format, Format::Html | Format::Feed) => None,
        Markup::Html => Some(("an HTML page", "text; --format html finds the article in a page")),
        Markup::Xml => {
            Some(("an XML document", "text; --format feed reads RSS and Atom, and other XML must become JSON or CSV"))
        }
    }
}

/// Whether a file that begins with `head` has to be unpacked before it is read as `format`.
pub(super) fn is_packed(head: &[u8], format: Format) -> bool {
    match format {
        Format::Txt => [ZIP, RTF, OLE].iter().any(|sign| head.starts_with(sign)),
        #[cfg(feature = "sheets")]
        Format::Sheet => head.starts_with(ZIP) || head.starts_with(OLE),
        _ => false,
    }
}

enum Markup {
    Html,
    Xml,
}

fn markup(head: &[u8]) -> Option<Markup> {
    let start = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head).trim_ascii_start();
    let begins = |sign: &str| start.get(..sign.len()).is_some_and(|head| head.eq_ignore_ascii_case(sign.as_bytes()));
    if ["<!doctype html", "<html", "<head", "<body"].into_iter().any(begins) {
        Some(Markup::Html)
    } else if ["<?xml", "<rss", "<feed", "<rdf:rdf", "<!doctype"].into_iter().any(begins) {
        Some(Markup::Xml)
    } else {
        None
    }
}

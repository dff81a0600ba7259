//! Documents of word processors (.docx, .odt) as text: the one file in the archive that holds it, without its markup.

use std::io::Read;

use crate::read::repair::entities;

/// The text of an archive, a paragraph and an empty line after another; an error says what it is instead.
///
/// **What it does**: takes what stands in paragraphs.
/// **Why**: databases and ministries give their texts like this.
/// **Known failures**: footnotes and text in pictures are left out; lists lose their numbers.
/// **Source**: ECMA-376 (`w:p`, `w:t`); OpenDocument 1.3 (`text:p`, `text:h`).
pub(super) fn text(archive: &[u8], most: usize) -> Result<String, &'static str> {
    let files = files(archive).ok_or("a damaged ZIP archive")?;
    let entry = |name: &str| files.iter().find(|file| file.name == name.as_bytes());
    let unpacked = |file: &Packed<'_>| file.unpacked(most).ok_or("a damaged or too large ZIP archive");
    if let Some(file) = entry("word/document.xml") {
        Ok(written(&unpacked(file)?, true))
    } else if let Some(file) = entry("content.xml") {
        Ok(written(&unpacked(file)?, false))
    } else if entry("xl/workbook.xml").is_some() {
        Err("a workbook of Excel")
    } else if files.iter().any(|file| file.name.starts_with(b"ppt/")) {
        Err("slides of PowerPoint")
    } else {
        Err("a ZIP archive")
    }
}

/// What a document is that the old Office has written or the new one has encrypted, and what was expected instead.
pub(super) fn old(document: &[u8]) -> (String, &'static str) {
    // The names of the parts of such a document are in UTF-16.
    let has = |part: &str| {
        let name: Vec<u8> = part.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(document, &name).is_some()
    };
    let told = if has("EncryptedPackage") {
        ("an encrypted document", "one that is saved without a password")
    } else if has("WordDocument") {
        ("a document of Word 97 to 2003", "one that is saved as .docx or as text")
    } else if has("PowerPoint Document") {
        ("slides of PowerPoint 97 to 2003", "text; save them as text")
    } else if has("Workbook") || has("Book") {
        ("a workbook of Excel 97 to 2003", "a name that ends in .xls, or one that is saved as .xlsx")
    } else {
        ("a document of the old Office", "one that is saved as .docx, .xlsx or text")
    };
    (told.0.to_owned(), told.1)
}

/// Whether an archive is, or was before it was damaged, a workbook of Excel or LibreOffice.
#[cfg(feature = "sheets")]
pub(super) fn is_workbook(archive: &[u8]) -> bool {
    let signs = [&b"xl/workbook"[..], b"opendocument.spreadsheet"];
    signs.iter().any(|sign| memchr::memmem::find(archive, sign).is_some())
}

/// Whether all files of an archive, unpacked, are at most `most` bytes. Damage is told by whoever reads them.
#[cfg(feature = "sheets")]
pub(super) fn fits(archive: &[u8], most: usize) -> bool {
    let mut left = most as u64;
    files(archive).unwrap_or_default().iter().all(|file| {
        let mut limited: Box<dyn Read> = match file.is_deflated {
            true => Box::new(flate2::read::DeflateDecoder::new(file.bytes).take(left + 1)),
            false => Box::new(file.bytes.take(left + 1)),
        };
        let length = std::io::copy(&mut limited, &mut std::io::sink()).unwrap_or(0);
        let fits = length <= left;
        left -= length.min(left);
        fits
    })
}

/// A file in an archive.
struct Packed<'a> {
    name: &'a [u8],
    is_deflated: bool,
    bytes: &'a [u8],
}

impl Packed<'_> {
    fn unpacked(&self, most: usize) -> Option<String> {
        let mut bytes = Vec::new();
        let limit = most as u64 + 1;
        match self.is_deflated {
            true => flate2::read::DeflateDecoder::new(self.bytes).take(limit).read_to_end(&mut bytes).ok()?,
            false => self.bytes.take(limit).read_to_end(&mut bytes).ok()?,
        };
        if bytes.len() > most { None } else { String::from_utf8(bytes).ok() }
    }
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte)))
}

/// The files of an archive, by its directory at the end; `None` if that is damaged.
fn files(archive: &[u8]) -> Option<Vec<Packed<'_>>> {
    let tail = archive.len().saturating_sub(1 << 16);
    let end = tail + memchr::memmem::rfind(&archive[tail..], b"PK\x05\x06")?;
    let (entries, mut at) = (number(archive, end + 10, 2)?, number(archive, end + 16, 4)?);
    let mut files = Vec::new();
    for _ in 0..entries {
        if archive.get(at..at.checked_add(4)?)? != b"PK\x01\x02" {
            return None;
        }
        let field = |offset, length| number(archive, at + offset, length);
        let (method, size, name) = (field(10, 2)?, field(20, 4)?, field(28, 2)?);
        let (more, comment, local) = (field(30, 2)?, field(32, 2)?, field(42, 4)?);
        let start = local + 30 + number(archive, local + 26, 2)? + number(archive, local + 28, 2)?;
        let bytes = archive.get(start..start.checked_add(size)?)?;
        files.push(Packed { name: archive.get(at + 46..at + 46 + name)?, is_deflated: method == 8, bytes });
        at += 46 + name + more + comment;
    }
    Some(files)
}

/// What stands in the paragraphs of a document in XML.
fn written(xml: &str, is_word: bool) -> String {
    let mut out = String::new();
    let (mut in_text, mut deep) = (false, 0_usize);
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        if in_text {
            out.push_str(&entities(&rest[..start]));
        }
        let Some(length) = rest[start..].find('>') else { break };
        let tag = &rest[start + 1..start + length];
        let name = tag.split(|character: char| character.is_whitespace()).next().unwrap_or("").trim_end_matches('/');
        let is_empty = tag.ends_with('/');
        match (is_word, name) {
            (true, "w:t") => in_text = !is_empty,
            (true, "/w:t") => in_text = false,
            (true, "/w:p") | (false, "/text:p" | "/text:h") => out.push_str("\n\n"),
            (true, "w:br" | "w:cr") | (false, "text:line-break") => out.push('\n'),
            (true, "w:tab") | (false, "text:tab") => out.push('\t'),
            (false, "text:s") => out.push(' '),
            _ => {}
        }
        if !is_word {
            // Paragraphs may stand in notes inside paragraphs, which are left out.
            match name {
                "text:note" | "office:annotation" if !is_empty => deep += 1,
                "/text:note" | "/office:annotation" => deep = deep.saturating_sub(1),
                "text:p" | "text:h" => in_text = !is_empty,
                "/text:p" | "/text:h" if deep == 0 => in_text = false,
                _ => {}
            }
            in_text = if deep > 0 { false } else { in_text || name == "/text:note" };
        }
        rest = &rest[start + length + 1..];
    }
    out
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// An archive with one file.
    fn archive(name: &str, content: &str) -> Vec<u8> {
        let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(content.as_bytes()).expect("memory takes it");
        let packed = packed.finish().expect("memory takes it");
        let (size, name_length) = ((packed.len() as u32).to_le_bytes(), (name.len() as u16).to_le_bytes());
        let sizes = [&[0; 4][..], &size, &(content.len() as u32).to_le_bytes(), &name_length].concat();
        let local =
            [b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0".as_slice(), &sizes, &[0; 2], name.as_bytes(), &packed].concat();
        let central =
            [b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0".as_slice(), &sizes, &[0; 16], name.as_bytes()].concat();
        let place = [(central.len() as u32).to_le_bytes(), (local.len() as u32).to_le_bytes()].concat();
        [&local[..], &central, b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &place, &[0; 2]].concat()
    }

    #[test]
    fn paragraphs_come_out() {
        let word = "<w:document><w:p><w:r><w:t xml:space=\"preserve\">Ada Ilo said </w:t></w:r><w:r><w:t>&#8220;no&quot;</w:t>\
            </w:r></w:p><w:p><w:delText>gone</w:delText><w:t>A</w:t><w:br/><w:t>B</w:t><w:t/></w:p></w:document>";
        assert_eq!(text(&archive("word/document.xml", word), 9999), Ok("Ada Ilo said “no\"\n\nA\nB\n\n".to_owned()));
        let open = "<office:text><text:h>Title</text:h><text:p>A <text:span>b</text:span><text:note><text:p>x</text:p>\
            </text:note> c</text:p></office:text>";
        let found = text(&archive("content.xml", open), 9999).expect("it is whole");
        assert!(
            found.starts_with("Title\n\nA b") && found.trim_end().ends_with(" c") && !found.contains('x'),
            "{found}"
        );
        assert_eq!(text(&archive("xl/workbook.xml", ""), 9999), Err("a workbook of Excel"));
        assert!(text(&archive("word/document.xml", word), 10).is_err());
    }

    #[test]
    fn damage_is_told() {
        let whole = archive("word/document.xml", "<w:p><w:t>x</w:t></w:p>");
        for length in 0..whole.len() {
            let _ = text(&whole[..length], 9999);
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xff;
            let _ = text(&damaged, 9999);
        }
    }
}

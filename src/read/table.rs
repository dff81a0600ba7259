//! A table: how its cells are parted and quoted is judged from its first bytes, then its header says which cell is what.

use std::io::{BufRead, Cursor, Read};

use crate::error::{Reject, quoted};
use crate::read::names::Field;
use crate::read::open::NotOpened;
use crate::read::row::{Most, Row, Rows};
use crate::read::stream::peek;
use crate::read::{FileInfo, Format, OwnColumn};

/// The longest header, in bytes and in cells.
const HEADER: usize = 1 << 20;

/// So many bytes show how a table is written.
const HEAD: usize = 1 << 20;

/// How the cells of a table are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// Whether marks around a cell are no part of it.
    pub(super) quoting: bool,
    /// Whether `\"` is a mark inside a cell, as Spark and MySQL write it.
    pub(super) backslash: bool,
}

impl Dialect {
    /// The dialect of a table that begins with `head`; `usual` parts its cells unless the header shows another.
    ///
    /// **What it does**: takes what parts the header most often; sees that marks are letters like others if a cell begins
    /// with one that does not close as it should, while every line has as many cells as the header; sees a backslash
    /// before a mark that could not stand there otherwise.
    /// **Why**: a table read in another dialect loses records without a word.
    /// **Example**: `d1⇥"Stop it," said Tesk` is no quoted cell.
    /// **Known failures**: what shows the dialect stands behind the first million bytes.
    pub(super) fn of(head: &[u8], usual: u8) -> Dialect {
        let mut lines = head.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        let header = lines.find(|line| !line.is_empty()).unwrap_or_default();
        let delimiter = delimiter(header, usual);
        let whole: Vec<&[u8]> = lines.filter(|line| !line.is_empty()).collect();
        // The last line may be cut.
        let whole = &whole[..whole.len().saturating_sub(usize::from(head.last() != Some(&b'\n') && whole.len() > 1))];
        let quoting = delimiter != b'\t' || !has_plain_marks(header, whole);
        Dialect { delimiter, quoting, backslash: quoting && has_backslashes(head, delimiter) }
    }
}

fn delimiter(header: &[u8], usual: u8) -> u8 {
    let mut number = [usual, b',', b';', b'\t', b'|'].map(|delimiter| (delimiter, 0));
    let mut in_quotes = false;
    for &byte in header {
        in_quotes ^= byte == b'"';
        for (delimiter, number) in &mut number {
            *number += usize::from(!in_quotes && byte == *delimiter);
        }
    }
    // The usual one stands first, and wins if another is as frequent.
    number.iter().rev().max_by_key(|(_, number)| *number).map_or(usual, |(delimiter, _)| *delimiter)
}

/// Whether lines of tabs show that marks are letters like others.
fn has_plain_marks(header: &[u8], lines: &[&[u8]]) -> bool {
    let cells = |line: &[u8]| line.iter().filter(|&&byte| byte == b'\t').count();
    let width = cells(header);
    let plain = |cell: &[u8]| cell.first() == Some(&b'"') && !is_quoted(cell);
    lines.iter().all(|line| cells(line) == width)
        && lines.iter().any(|line| line.split(|&byte| byte == b'\t').any(plain))
}

/// Whether a cell is quoted as it should be: marks at both ends, and doubled ones between them.
fn is_quoted(cell: &[u8]) -> bool {
    let inside = cell.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    inside.is_some_and(|inside| {
        let marks = |run: &[u8]| run.len().is_multiple_of(2);
        inside.split(|&byte| byte != b'"').all(marks)
    })
}

/// Whether a mark follows a backslash where a quoted cell neither ends nor has a doubled mark.
fn has_backslashes(head: &[u8], delimiter: u8) -> bool {
    head.windows(3).any(|three| three[..2] == *b"\\\"" && ![delimiter, b'"', b'\n', b'\r'].contains(&three[2]))
}

/// A reader of the rows below the header, which is kept in `file`.
pub(super) fn rows(reader: Box<dyn BufRead + Send>, file: &mut FileInfo) -> Result<Rows, NotOpened> {
    let (mut head, rest) = peek(reader, HEAD);
    let mut usual = if file.format == Format::Tsv { b'\t' } else { b',' };
    // Excel's own line for what parts the cells.
    let mut is_named = false;
    if head.len() > 4 && head[..4].eq_ignore_ascii_case(b"sep=") && matches!(head.get(5), Some(b'\r' | b'\n')) {
        usual = head[4];
        is_named = true;
        head.drain(..5);
    }
    let mut dialect = Dialect::of(&head, usual);
    if is_named {
        dialect.delimiter = usual;
    }
    let mut rows = Rows::new(Box::new(Cursor::new(head).chain(rest)), dialect);
    let reject = |field: &str, found: String, expected: &str| Reject {
        file: file.name.clone(),
        line: 1,
        field: field.to_owned(),
        found,
        expected: expected.to_owned(),
    };
    let header: Vec<String> = match rows.next(Most { bytes: HEADER, cells: HEADER }) {
        Ok(None) => Vec::new(),
        Ok(Some(Row::Cells(row))) => row.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect(),
        Ok(Some(Row::TooLong | Row::TooManyCells(_))) => {
            let expected = format!("at most {HEADER} bytes");
            return Err(NotOpened::Reject(reject("header", "a longer header".to_owned(), &expected)));
        }
        Err(error) => {
            return Err(NotOpened::Reject(reject("header", error.to_string(), "a row of column names")));
        }
    };
    if header.iter().all(String::is_empty) {
        return Err(NotOpened::Reject(reject("file", "no record".to_owned(), "at least one record")));
    }
    file.cells = known(file, &header)?;
    if file.keeps_own {
        file.own = own(&header, &file.cells);
    }
    file.width = header.len();
    Ok(rows)
}

/// Which column of the header is which field.
pub(super) fn known(file: &FileInfo, header: &[String]) -> Result<Vec<(Field, usize)>, NotOpened> {
    let mut cells = Vec::new();
    for field in Field::ALL {
        match file.names.column(field, header) {
            Some(at) if twice(header, at) => {
                return Err(NotOpened::Other(Reject {
                    file: file.name.clone(),
                    line: 1,
                    field: "header".to_owned(),
                    found: format!("several columns {}", quoted(&header[at])),
                    expected: "each name once; rename the others".to_owned(),
                }));
            }
            Some(at) => cells.push((field, at)),
            None if field == Field::Text || file.names.given(field) => {
                return Err(NotOpened::Other(missing_column(file, field, header)));
            }
            None => {}
        }
    }
    Ok(cells)
}

/// The columns of the header that are no field. One without a name, such as that of row numbers, is left out; one whose
/// name stood before gets a number.
pub(super) fn own(header: &[String], cells: &[(Field, usize)]) -> Vec<OwnColumn> {
    let mut found: Vec<OwnColumn> = Vec::new();
    for (at, column) in header.iter().enumerate() {
        if column.is_empty() || cells.iter().any(|&(_, field)| field == at) {
            continue;
        }
        let is_new = |name: &str| found.iter().all(|one| one.name != name);
        let numbered = (2..).map(|number| format!("{column}_{number}"));
        let name = std::iter::once(column.clone()).chain(numbered).find(|name| is_new(name));
        found.extend(name.map(|name| OwnColumn { name, at, is_literal: false }));
    }
    found
}

/// Whether another column has the name of the column `at`.
fn twice(header: &[String], at: usize) -> bool {
    header.iter().filter(|name| name.eq_ignore_ascii_case(&header[at])).count() > 1
}

/// Names the columns that are there, and those that were probably meant.
fn missing_column(file: &FileInfo, field: Field, header: &[String]) -> Reject {
    let wanted = file.names.first(field);
    let known = ["body", "content", "article", "full_text", "fulltext", "sentence", "message", "speech"];
    let option = field.option();
    let is_known = |column: &&String| field == Field::Text && known.contains(&column.to_lowercase().as_str());
    let mut meant: Vec<&String> = header.iter().filter(is_known).collect();
    if meant.is_empty() {
        let likeness = |column: &String| strsim::jaro_winkler(&column.to_lowercase(), &wanted.to_lowercase());
        let near = header.iter().map(|column| (likeness(column), column)).filter(|(likeness, _)| *likeness > 0.7);
        meant.extend(near.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, column)| column));
    }
    let meant: Vec<String> = meant.into_iter().map(|column| format!("{option} {column}")).collect();
    let hint = if meant.is_empty() { String::new() } else { format!("; did you mean {}?", meant.join(" or ")) };
    let columns: Vec<String> = header.iter().map(|column| quoted(column)).collect();
    Reject {
        file: file.name.clone(),
        line: 1,
        field: "header".to_owned(),
        found: format!("the columns {}", columns.join(", ")),
        expected: format!("a column {}{hint}", quoted(wanted)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialect(head: &str, usual: u8) -> (char, bool, bool) {
        let Dialect { delimiter, quoting, backslash } = Dialect::of(head.as_bytes(), usual);
        (char::from(delimiter), quoting, backslash)
    }

    #[test]
    fn the_first_lines_show_the_dialect() {
        assert_eq!(dialect("a,b\n1,2\n", b','), (',', true, false));
        assert_eq!(dialect("a;b;\"c, d\"\n", b','), (';', true, false));
        assert_eq!(dialect("a\tb\n1\t2,3\n", b','), ('\t', true, false));
        assert_eq!(dialect("a|b\n", b','), ('|', true, false));
        assert_eq!(dialect("text\n", b','), (',', true, false));
        assert_eq!(dialect("a,b\n1,2\n", b'\t'), (',', true, false));
        assert_eq!(dialect("a\tb\n1\t\"No, she said.\n2\tx\n", b'\t'), ('\t', false, false));
        assert_eq!(dialect("a\tb\n1\t\"No,\" she said.\n", b'\t'), ('\t', false, false));
        assert_eq!(dialect("a\tb\n1\t\"\"\"No,\"\" she said.\"\n", b'\t'), ('\t', true, false));
        assert_eq!(dialect("a\tb\n1\t\"No,\nshe said.\"\n", b'\t'), ('\t', true, false));
        assert_eq!(dialect("a,b\n1,\"\\\"No,\\\" she said.\"\n", b','), (',', true, true));
        assert_eq!(dialect("a,b\n\"C:\\\",\"x\"\n", b','), (',', true, false));
    }
}

//! Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods): one sheet becomes rows of text, like a table. A cell with a date becomes
//! its day.
//!
//! The library panics on some damaged files. Such a panic ends the file, not the run.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, ExcelDateTime, ExcelDateTimeType, Range, Reader, Sheets, open_workbook_auto_from_rs};

use crate::read::names::Field;
use crate::read::office;
use crate::read::sign::{OLE, ZIP};
use crate::read::written::Unfit;

/// What a workbook should have been.
const WORKBOOK: &str = "a workbook of Excel or LibreOffice; name tables of text .csv or .tsv";

/// The header stands in one of the first rows that hold anything.
const HEADER: usize = 20;

/// Cells that one sheet may have, empty ones included.
const MOST: usize = 100_000_000;

/// The sheets of one workbook.
pub(super) struct Workbook {
    sheets: Vec<(String, Range<Data>)>,
    /// Whether days are counted from 1904 and not from 1900.
    from_1904: bool,
}

/// One row: its number in the sheet, from 1, and its cells.
pub(super) type Row = (u64, csv::ByteRecord);

impl Workbook {
    /// Reads all sheets that have rows.
    pub(super) fn open(bytes: Vec<u8>, most: usize) -> Result<Workbook, Unfit> {
        if bytes.starts_with(OLE) {
            let (found, expected) = office::old(&bytes);
            if !found.contains("Excel") {
                return Err((found, expected));
            }
        } else if !bytes.starts_with(ZIP) {
            return Err(("no workbook".to_owned(), WORKBOOK));
        } else if !office::is_workbook(&bytes) {
            return Err(("an archive without a workbook".to_owned(), WORKBOOK));
        } else if !office::fits(&bytes, most) {
            return Err(("a larger workbook".to_owned(), "less than --max-record, once it is unpacked"));
        }
        let read = catch_unwind(AssertUnwindSafe(|| Workbook::read(bytes)));
        let book = read.unwrap_or_else(|_| Err("damaged data".to_owned())).map_err(|error| {
            let expected = if error.contains("password") { "one that is saved without a password" } else { WORKBOOK };
            (format!("a workbook that is damaged or cut off ({error})"), expected)
        })?;
        match book.sheets.is_empty() {
            true => Err(("a workbook without a filled sheet".to_owned(), "a sheet with a row of column names")),
            false => Ok(book),
        }
    }

    fn read(bytes: Vec<u8>) -> Result<Workbook, String> {
        // Each reader would say of the others' files that they are damaged; the first message that fits is that of the kind.
        let is_zip = bytes.starts_with(ZIP);
        let mut workbook = match is_zip && memchr::memmem::find(&bytes, b"xl/workbook.xml").is_some() {
            true => Sheets::Xlsx(calamine::Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?),
            false => open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| error.to_string())?,
        };
        let from_1904 = match &workbook {
            Sheets::Xlsx(workbook) => workbook.has_1904_epoch(),
            Sheets::Xlsb(workbook) => workbook.has_1904_epoch(),
            _ => false,
        };
        let mut sheets = Vec::new();
        for name in workbook.sheet_names() {
            let range = workbook.worksheet_range(&name).map_err(|error| error.to_string())?;
            if range.width().saturating_mul(range.height()) > MOST {
                return Err(format!("more than {MOST} cells"));
            }
            if !range.is_empty() {
                sheets.push((name, range));
            }
        }
        Ok(Workbook { sheets, from_1904 })
    }

    /// The sheets that have a header for which `fits` is true, each with the place of that header and its name.
    pub(super) fn fitting(&self, fits: impl Fn(&[String]) -> bool) -> Vec<(usize, usize, &str)> {
        let mut found = Vec::new();
        for (at, (name, range)) in self.sheets.iter().enumerate() {
            let header = filled(range).take(HEADER).find(|(_, row)| fits(&names(row)));
            found.extend(header.map(|(row, _)| (at, row, name.as_str())));
        }
        found
    }

    /// The header of the first sheet, for messages.
    pub(super) fn first_header(&self) -> Vec<String> {
        self.sheets.iter().find_map(|(_, range)| filled(range).next()).map_or_else(Vec::new, |(_, row)| names(row))
    }

    /// The header in the row `header` of the sheet `at`.
    pub(super) fn header(&self, (at, header): (usize, usize)) -> Vec<String> {
        self.sheets[at].1.rows().nth(header).map_or_else(Vec::new, names)
    }

    /// Whether the cells of this column below that header hold numbers, or true and false, and nothing else.
    pub(super) fn is_literal(&self, (at, header): (usize, usize), column: usize) -> bool {
        let literal = |cell: &Data| matches!(cell, Data::Int(_) | Data::Float(_) | Data::Bool(_));
        let is_literal =
            |(_, row): (usize, &[Data])| row.get(column).is_none_or(|cell| literal(cell) || is_empty(cell));
        filled(&self.sheets[at].1).filter(|(row, _)| *row > header).all(is_literal)
    }

    /// The chosen cells of the rows below that header, those of fields and of the sheet's own columns.
    pub(super) fn rows(&self, (at, header): (usize, usize), chosen: &[(Option<Field>, usize)]) -> Vec<Row> {
        let range = &self.sheets[at].1;
        let first = range.start().map_or(0, |(row, _)| row as usize);
        let rows = filled(range).filter(|(row, _)| *row > header).map(|(row, cells)| {
            let cell = |&(field, at): &(Option<Field>, usize)| {
                cells.get(at).map_or_else(String::new, |cell| self.cell(cell, field))
            };
            ((first + row) as u64 + 1, chosen.iter().map(cell).collect())
        });
        rows.collect()
    }

    /// What a reader of the sheet sees, but days as YYYY-MM-DD. In a column of dates a plain number is a day too; in one of
    /// the sheet's own a moment keeps its time.
    fn cell(&self, cell: &Data, field: Option<Field>) -> String {
        let is_date = field == Some(Field::Date);
        match cell {
            Data::Empty | Data::Error(_) => String::new(),
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
            Data::Bool(is) => is.to_string(),
            Data::DateTime(moment) if moment.is_datetime() && field.is_none() => self::moment(moment),
            Data::DateTime(moment) if moment.is_datetime() => day(moment),
            Data::DateTime(duration) => duration.as_f64().to_string(),
            Data::Int(number) if is_date => self.serial(*number as f64),
            Data::Float(number) if is_date => self.serial(*number),
            Data::Int(number) => number.to_string(),
            Data::Float(number) => number.to_string(),
        }
    }

    /// The day of a number of five digits, as a cell has it whose format was lost.
    fn serial(&self, number: f64) -> String {
        match (10_000.0..100_000.0).contains(&number) {
            true => day(&ExcelDateTime::new(number, ExcelDateTimeType::DateTime, self.from_1904)),
            false => number.to_string(),
        }
    }
}

/// The rows that hold anything, with their places in the range.
fn filled(range: &Range<Data>) -> impl Iterator<Item = (usize, &[Data])> {
    range.rows().enumerate().filter(|(_, row)| row.iter().any(|cell| !matches!(cell, Data::Empty)))
}

fn names(row: &[Data]) -> Vec<String> {
    row.iter().map(|cell| cell.to_string().trim().to_owned()).collect()
}

fn is_empty(cell: &Data) -> bool {
    matches!(cell, Data::Empty | Data::Error(_))
}

/// A day, and its time unless it is midnight.
fn moment(moment: &ExcelDateTime) -> String {
    match moment.to_ymd_hms_milli() {
        (.., 0, 0, 0, 0) => day(moment),
        (.., hour, minute, second, _) => format!("{} {hour:02}:{minute:02}:{second:02}", day(moment)),
    }
}

fn day(moment: &ExcelDateTime) -> String {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

//! Columns: files of tables that are not text (Parquet, Arrow, workbooks) give the cells of the known columns, and of
//! their own if these are kept.

#[cfg(feature = "parquet")]
use std::fs::File;

use crate::error::Reject;
#[cfg(feature = "sheets")]
use crate::error::quoted;
#[cfg(feature = "sheets")]
use crate::model::input::Noted;
use crate::read::names::Field;
use crate::read::open::NotOpened;
use crate::read::source::Records;
use crate::read::table::{known, own};
use crate::read::{FileInfo, OwnColumn};
#[cfg(feature = "parquet")]
use crate::read::{Format, arrow, parquet};

#[cfg(feature = "parquet")]
const WHOLE_PARQUET: &str = "a complete Parquet file, uncompressed or compressed with snappy, zstd or gzip";
#[cfg(feature = "parquet")]
const WHOLE_ARROW: &str =
    "a complete Arrow file or stream (Feather, version 2), uncompressed or compressed with lz4 or zstd";

/// An opened file of columns.
#[cfg(feature = "parquet")]
pub(super) trait Columnar {
    /// Whether the column at this index of the header holds one value a row.
    fn is_value(&self, column: usize) -> bool;

    /// Whether that column holds numbers, or true and false.
    fn is_literal(&self, column: usize) -> bool;

    /// Selects the columns to read, by index in the header: those of fields, then the file's own, which must hold one
    /// value a row. Errors: the first field whose column does not.
    fn choose(&mut self, fields: &[usize], own: &[usize]) -> Result<(), (usize, String)>;
}

/// The columns of a Parquet or Arrow file of `size` bytes.
#[cfg(feature = "parquet")]
pub(super) fn columns(opened: File, size: u64, file: &mut FileInfo) -> Result<Records, NotOpened> {
    let is_parquet = file.format == Format::Parquet;
    let (kind, whole) = if is_parquet { ("Parquet", WHOLE_PARQUET) } else { ("Arrow", WHOLE_ARROW) };
    let damaged = |error: String| reject(file, "file", format!("not a complete {kind} file ({error})"), whole);
    if is_parquet {
        let (mut rows, header) = parquet::Rows::open(opened).map_err(damaged)?;
        let share = size / rows.number().max(1);
        choose(file, &header, &mut rows)?;
        Ok(Records::Cells { rows: Box::new((1..).zip(rows)), share, whole })
    } else {
        let (mut rows, header) = arrow::Rows::open(opened).map_err(damaged)?;
        choose(file, &header, &mut rows)?;
        Ok(Records::Cells { rows: Box::new((1..).zip(rows)), share: 0, whole })
    }
}

fn reject(file: &FileInfo, field: &str, found: String, expected: &str) -> NotOpened {
    let (field, expected) = (field.to_owned(), expected.to_owned());
    NotOpened::Reject(Reject { file: file.name.clone(), line: 0, field, found, expected })
}

/// Has the columns of `header` chosen, and keeps in `file` which cell is which.
#[cfg(feature = "parquet")]
fn choose(file: &mut FileInfo, header: &[String], rows: &mut impl Columnar) -> Result<(), NotOpened> {
    let cells = known(file, header)?;
    let mut own = if file.keeps_own { own(header, &cells) } else { Vec::new() };
    own.retain(|column| rows.is_value(column.at));
    own.iter_mut().for_each(|column| column.is_literal = rows.is_literal(column.at));
    let fields: Vec<usize> = cells.iter().map(|&(_, at)| at).collect();
    let more: Vec<usize> = own.iter().map(|column| column.at).collect();
    let bad = |(at, found): (usize, String)| reject(file, &header[at], found, "a column of texts, numbers or dates");
    rows.choose(&fields, &more).map_err(bad)?;
    settle(file, cells, own);
    Ok(())
}

/// Keeps in `file` that a row has the cells of fields, then those of its own columns, and no others.
fn settle(file: &mut FileInfo, cells: Vec<(Field, usize)>, mut own: Vec<OwnColumn>) {
    file.cells = cells.iter().enumerate().map(|(at, &(field, _))| (field, at)).collect();
    (cells.len()..).zip(&mut own).for_each(|(at, column)| column.at = at);
    file.own = own;
}

/// What is told of a workbook with several sheets that could be read.
#[cfg(feature = "sheets")]
const SHEETS: &str =
    "the first of several sheets with a column for the text is read; save the others as files of their own";

/// The rows of the first sheet that has a column for the text, and what is told of the workbook.
///
/// Errors: no workbook; no sheet with the columns that are needed.
#[cfg(feature = "sheets")]
pub(super) fn sheet(bytes: Vec<u8>, most: usize, file: &mut FileInfo) -> Result<(Records, Vec<Noted>), NotOpened> {
    let book = crate::read::sheet::Workbook::open(bytes, most)
        .map_err(|(found, expected)| reject(file, "file", found, expected))?;
    let fitting = book.fitting(|header| known(file, header).is_ok());
    let Some(&(at, row, name)) = fitting.first() else {
        known(file, &book.first_header())?;
        return Err(reject(file, "file", "no row of column names".to_owned(), "a sheet with a column for the text"));
    };
    let mut notes = Vec::new();
    if fitting.len() > 1 {
        let (file, found) = (file.name.clone(), quoted(name));
        notes.push(Noted { what: SHEETS.to_owned(), count: 1, file, line: 0, found });
    }
    let header = book.header((at, row));
    let cells = known(file, &header)?;
    let mut own = if file.keeps_own { own(&header, &cells) } else { Vec::new() };
    own.iter_mut().for_each(|column| column.is_literal = book.is_literal((at, row), column.at));
    let fields = cells.iter().map(|&(field, at)| (Some(field), at));
    let chosen: Vec<(Option<Field>, usize)> = fields.chain(own.iter().map(|column| (None, column.at))).collect();
    let rows = book.rows((at, row), &chosen);
    settle(file, cells, own);
    let rows = rows.into_iter().map(|(line, row)| (line, Ok(row)));
    let whole = "a whole workbook";
    Ok((Records::Cells { rows: Box::new(rows), share: 0, whole }, notes))
}

//! Columns: files of tables that are not text (Parquet, Arrow, workbooks) give the cells of the known columns.

#[cfg(feature = "parquet")]
use std::fs::File;

use crate::error::Reject;
#[cfg(feature = "sheets")]
use crate::error::quoted;
#[cfg(feature = "sheets")]
use crate::model::input::Noted;
use crate::read::FileInfo;
use crate::read::open::NotOpened;
use crate::read::source::Records;
use crate::read::table::known;
#[cfg(feature = "parquet")]
use crate::read::{Format, arrow, parquet};

#[cfg(feature = "parquet")]
const WHOLE_PARQUET: &str = "a complete Parquet file, uncompressed or compressed with snappy, zstd or gzip";
#[cfg(feature = "parquet")]
const WHOLE_ARROW: &str =
    "a complete Arrow file or stream (Feather, version 2), uncompressed or compressed with lz4 or zstd";

/// The known columns of a Parquet or Arrow file of `size` bytes.
#[cfg(feature = "parquet")]
pub(super) fn columns(opened: File, size: u64, file: &mut FileInfo) -> Result<Records, NotOpened> {
    let is_parquet = file.format == Format::Parquet;
    let (kind, whole) = if is_parquet { ("Parquet", WHOLE_PARQUET) } else { ("Arrow", WHOLE_ARROW) };
    let damaged = |error: String| reject(file, "file", format!("not a complete {kind} file ({error})"), whole);
    if is_parquet {
        let (mut rows, header) = parquet::Rows::open(opened).map_err(damaged)?;
        let share = size / rows.number().max(1);
        choose(file, &header, |columns| rows.choose(columns))?;
        Ok(Records::Cells { rows: Box::new((1..).zip(rows)), share, whole })
    } else {
        let (mut rows, header) = arrow::Rows::open(opened).map_err(damaged)?;
        choose(file, &header, |columns| rows.choose(columns))?;
        Ok(Records::Cells { rows: Box::new((1..).zip(rows)), share: 0, whole })
    }
}

fn reject(file: &FileInfo, field: &str, found: String, expected: &str) -> NotOpened {
    let (field, expected) = (field.to_owned(), expected.to_owned());
    NotOpened::Reject(Reject { file: file.name.clone(), line: 0, field, found, expected })
}

/// Has the known columns of `header` chosen, and keeps in `file` which cell is which.
#[cfg(feature = "parquet")]
fn choose(
    file: &mut FileInfo,
    header: &[String],
    choose: impl FnOnce(&[usize]) -> Result<(), (usize, String)>,
) -> Result<(), NotOpened> {
    let cells = known(file, header)?;
    let columns: Vec<usize> = cells.iter().map(|&(_, at)| at).collect();
    choose(&columns).map_err(|(at, found)| reject(file, &header[at], found, "a column of texts, numbers or dates"))?;
    file.cells = cells.iter().enumerate().map(|(at, &(field, _))| (field, at)).collect();
    Ok(())
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
    let rows = book.rows((at, row), &cells);
    file.cells = cells.iter().enumerate().map(|(at, &(field, _))| (field, at)).collect();
    let rows = rows.into_iter().map(|(line, row)| (line, Ok(row)));
    let whole = "a whole workbook";
    Ok((Records::Cells { rows: Box::new(rows), share: 0, whole }, notes))
}

//! Rows: results as a table, one row each. The same columns make a CSV file and a Parquet file.

use std::borrow::Cow;
use std::io::Write;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::Error;
use crate::model::columns::OwnColumns;
#[cfg(feature = "parquet")]
use crate::report::parquet::ParquetTable;
use crate::report::table::guarded;

/// What stands in one cell.
#[derive(Serialize, Deserialize)]
pub(crate) enum Cell {
    Text(String),
    Day(Date),
    Number(f64),
    Truth(bool),
    Nothing,
    /// As the input has it. Rows that wait have their own columns beside their cells.
    #[serde(skip)]
    Own(Value),
}

/// One row; it has a cell for each column that every table of its sort has.
pub(crate) struct Row {
    pub(super) cells: Vec<Cell>,
    /// The other columns of its record.
    pub(super) own: OwnColumns,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "parquet"), allow(dead_code, reason = "in CSV all cells are text"))]
pub(crate) enum Kind {
    Text,
    Day,
    Number,
    Integer,
    Boolean,
}

/// A column of a table.
#[derive(Clone)]
#[cfg_attr(not(feature = "parquet"), allow(dead_code, reason = "in CSV all cells are text, and any may be empty"))]
pub(crate) struct Column {
    pub(super) name: Cow<'static, str>,
    pub(super) kind: Kind,
    /// Whether a cell may be empty.
    pub(super) may_be_missing: bool,
    /// Its name in the inputs, if it is a column of theirs.
    pub(super) own: Option<String>,
}

impl Column {
    const fn new(name: &'static str, kind: Kind) -> Column {
        Column { name: Cow::Borrowed(name), kind, may_be_missing: false, own: None }
    }

    pub(super) const fn text(name: &'static str) -> Column {
        Column::new(name, Kind::Text)
    }

    pub(super) const fn day(name: &'static str) -> Column {
        Column::new(name, Kind::Day)
    }

    pub(super) const fn number(name: &'static str) -> Column {
        Column::new(name, Kind::Number)
    }

    pub(super) const fn truth(name: &'static str) -> Column {
        Column::new(name, Kind::Boolean)
    }

    pub(super) const fn or_nothing(mut self) -> Column {
        self.may_be_missing = true;
        self
    }
}

impl Cell {
    /// Nothing if there is no text.
    pub(super) fn text(text: Option<impl Into<String>>) -> Cell {
        text.map_or(Cell::Nothing, |text| Cell::Text(text.into()))
    }

    /// Nothing if there is no date.
    pub(super) fn day(date: Option<Date>) -> Cell {
        date.map_or(Cell::Nothing, Cell::Day)
    }

    /// Nothing if there is no number.
    pub(super) fn number(number: Option<f64>) -> Cell {
        number.map_or(Cell::Nothing, Cell::Number)
    }

    /// Nothing if it is not known.
    pub(super) fn truth(truth: Option<bool>) -> Cell {
        truth.map_or(Cell::Nothing, Cell::Truth)
    }

    fn in_csv(&self) -> String {
        match self {
            // Only a text can be taken for a formula; a number may begin with a minus.
            Cell::Text(text) | Cell::Own(Value::String(text)) => guarded(text),
            Cell::Day(date) => date.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Truth(truth) => truth.to_string(),
            Cell::Nothing => String::new(),
            Cell::Own(value) => value.to_string(),
        }
    }
}

impl Row {
    /// A row of a table that has no columns of the inputs'.
    pub(super) fn new(cells: Vec<Cell>) -> Row {
        Row { cells, own: OwnColumns::default() }
    }

    /// A cell for each of `columns`.
    fn into_cells(self, columns: &[Column]) -> Vec<Cell> {
        let Row { mut cells, own } = self;
        let value = |column: &Column| own.get(column.own.as_deref()?).cloned();
        let more = columns[cells.len()..].iter().map(|column| value(column).map_or(Cell::Nothing, Cell::Own));
        cells.extend(more);
        cells
    }
}

/// Writes rows as CSV, below a header.
pub(crate) struct CsvTable<'w> {
    writer: csv::Writer<&'w mut (dyn Write + Send)>,
}

impl<'w> CsvTable<'w> {
    fn new(out: &'w mut (dyn Write + Send), columns: &[Column]) -> Result<CsvTable<'w>, Error> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(columns.iter().map(|column| guarded(&column.name))).map_err(fault)?;
        Ok(CsvTable { writer })
    }

    fn push(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.writer.write_record(cells.iter().map(Cell::in_csv)).map_err(fault)
    }
}

fn fault(error: csv::Error) -> Error {
    Error::io("output", error.into())
}

/// A table that is being written.
pub(crate) struct Table<'w> {
    columns: Vec<Column>,
    file: File<'w>,
}

enum File<'w> {
    Csv(CsvTable<'w>),
    #[cfg(feature = "parquet")]
    Parquet(ParquetTable<'w>),
}

impl<'w> Table<'w> {
    /// Starts a table of CSV.
    pub(crate) fn csv(out: &'w mut (dyn Write + Send), columns: Vec<Column>) -> Result<Table<'w>, Error> {
        Ok(Table { file: File::Csv(CsvTable::new(out, &columns)?), columns })
    }

    /// Starts a Parquet file.
    #[cfg(feature = "parquet")]
    pub(crate) fn parquet(out: &'w mut (dyn Write + Send), columns: Vec<Column>) -> Result<Table<'w>, Error> {
        Ok(Table { file: File::Parquet(ParquetTable::new(out, columns.clone())?), columns })
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: Row) -> Result<(), Error> {
        let cells = row.into_cells(&self.columns);
        match &mut self.file {
            File::Csv(table) => table.push(&cells),
            #[cfg(feature = "parquet")]
            File::Parquet(table) => table.push(cells),
        }
    }

    /// Writes what remains.
    pub(crate) fn finish(self) -> Result<(), Error> {
        match self.file {
            File::Csv(mut table) => table.writer.flush().map_err(|error| Error::io("output", error)),
            #[cfg(feature = "parquet")]
            File::Parquet(table) => table.finish(),
        }
    }
}

//! Rows: results as a table, one row each. The same columns make a CSV file and a Parquet file.

use jiff::civil::Date;

use crate::report::table::guarded;

/// What stands in one cell.
pub(crate) enum Cell {
    Text(String),
    Day(Date),
    Number(f64),
    Nothing,
}

/// One row; it has a cell for each column.
pub(crate) type Row = Vec<Cell>;

/// What the cells of a column hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    #[cfg_attr(not(feature = "parquet"), allow(dead_code, reason = "in CSV all cells are text"))]
    Day,
    #[cfg_attr(not(feature = "parquet"), allow(dead_code, reason = "in CSV all cells are text"))]
    Number,
}

/// A column of a table.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    #[cfg_attr(not(feature = "parquet"), allow(dead_code, reason = "in CSV all cells are text"))]
    pub(crate) kind: Kind,
    /// Whether a cell may be empty.
    #[cfg_attr(not(feature = "parquet"), allow(dead_code, reason = "in CSV any cell may be empty"))]
    pub(crate) may_be_missing: bool,
}

impl Column {
    pub(super) const fn text(name: &'static str) -> Column {
        Column { name, kind: Kind::Text, may_be_missing: false }
    }

    pub(super) const fn day(name: &'static str) -> Column {
        Column { name, kind: Kind::Day, may_be_missing: false }
    }

    pub(super) const fn number(name: &'static str) -> Column {
        Column { name, kind: Kind::Number, may_be_missing: false }
    }

    pub(super) const fn or_nothing(self) -> Column {
        Column { may_be_missing: true, ..self }
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

    fn in_csv(&self) -> String {
        match self {
            Cell::Text(text) => guarded(text),
            Cell::Day(date) => date.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Nothing => String::new(),
        }
    }
}

/// The line of CSV with the names of the columns.
pub(crate) fn header(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    names.join(",") + "\n"
}

/// Appends rows as CSV.
pub(crate) fn csv_lines(out: &mut Vec<u8>, rows: &[Row]) {
    let mut writer = csv::Writer::from_writer(out);
    for row in rows {
        writer.write_record(row.iter().map(Cell::in_csv)).expect("memory takes every row");
    }
    writer.flush().expect("memory takes every row");
}

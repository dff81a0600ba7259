//! Tables of results as Parquet files.
//!
//! Row groups depend only on the number and length of the rows, so the same rows give the same bytes.

use std::fmt::Write as _;
use std::io::Write;
use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use crate::error::Error;
use crate::report::rows::{Cell, Column, Kind, Row};

/// Maximum number of rows in a group.
const ROWS: usize = 1 << 16;

/// Maximum number of bytes of text in a group.
const BYTES: usize = 32 << 20;

type Out<'w> = &'w mut (dyn Write + Send);

/// Writes rows, one group at a time.
pub(crate) struct ParquetTable<'w> {
    columns: &'static [Column],
    writer: SerializedFileWriter<Out<'w>>,
    rows: Vec<Row>,
    bytes: usize,
}

impl<'w> ParquetTable<'w> {
    /// Starts the file.
    pub(crate) fn new(out: Out<'w>, columns: &'static [Column]) -> Result<ParquetTable<'w>, Error> {
        let schema = parse_message_type(&schema(columns)).expect("the schema is well-formed");
        let maker = concat!(env!("CARGO_PKG_NAME"), " version ", env!("CARGO_PKG_VERSION"));
        let properties = WriterProperties::builder()
            .set_created_by(maker.to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(fault)?;
        Ok(ParquetTable { columns, writer, rows: Vec::new(), bytes: 0 })
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: Row) -> Result<(), Error> {
        let text = |cell: &Cell| if let Cell::Text(text) = cell { text.len() } else { 0 };
        self.bytes += row.iter().map(text).sum::<usize>();
        self.rows.push(row);
        if self.rows.len() < ROWS && self.bytes < BYTES { Ok(()) } else { self.close_group() }
    }

    /// Writes the remaining rows and the end of the file.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        if !self.rows.is_empty() {
            self.close_group()?;
        }
        self.writer.close().map(drop).map_err(fault)
    }

    fn close_group(&mut self) -> Result<(), Error> {
        let mut group = self.writer.next_row_group().map_err(fault)?;
        write(&mut group, self.columns, &self.rows).and_then(|()| group.close().map(drop)).map_err(fault)?;
        self.rows.clear();
        self.bytes = 0;
        Ok(())
    }
}

fn schema(columns: &[Column]) -> String {
    let mut schema = "message rows {\n".to_owned();
    for Column { name, kind, may_be_missing } in columns {
        let is = if *may_be_missing { "OPTIONAL" } else { "REQUIRED" };
        let line = match kind {
            Kind::Text => format!("{is} BYTE_ARRAY {name} (UTF8);"),
            Kind::Day => format!("{is} INT32 {name} (DATE);"),
            Kind::Number => format!("{is} DOUBLE {name};"),
        };
        writeln!(schema, "{line}").expect("memory takes every line");
    }
    schema + "}"
}

type Group<'g, 'w> = SerializedRowGroupWriter<'g, Out<'w>>;

/// All columns, in the order of the schema.
fn write(group: &mut Group<'_, '_>, columns: &[Column], rows: &[Row]) -> Result<(), ParquetError> {
    for (at, one) in columns.iter().enumerate() {
        let cells = rows.iter().map(|row| &row[at]);
        match one.kind {
            Kind::Text => column::<ByteArrayType>(group, cells.map(text))?,
            Kind::Day => column::<Int32Type>(group, cells.map(days))?,
            Kind::Number => column::<DoubleType>(group, cells.map(number))?,
        }
    }
    Ok(())
}

fn text(cell: &Cell) -> Option<ByteArray> {
    if let Cell::Text(text) = cell { Some(ByteArray::from(text.as_str())) } else { None }
}

fn number(cell: &Cell) -> Option<f64> {
    if let Cell::Number(number) = cell { Some(*number) } else { None }
}

/// Days since 1970-01-01.
fn days(cell: &Cell) -> Option<i32> {
    let Cell::Day(date) = cell else { return None };
    let hours = date.duration_since(Date::constant(1970, 1, 1)).as_hours();
    Some(i32::try_from(hours / 24).expect("a date has four digits of a year"))
}

/// Writes the next column: its values, and which rows have one.
fn column<T: DataType>(
    group: &mut Group<'_, '_>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    let mut column = group.next_column()?.expect("the schema has as many columns");
    let writer = column.typed::<T>();
    let may_be_missing = writer.get_descriptor().max_def_level() > 0;
    writer.write_batch(&values, may_be_missing.then_some(&levels), None)?;
    column.close()
}

fn fault(error: ParquetError) -> Error {
    match error {
        ParquetError::External(source) => match source.downcast::<std::io::Error>() {
            Ok(error) => Error::io("output", *error),
            Err(other) => Error::said(format!("output: {other}")),
        },
        other => Error::said(format!("output: {other}")),
    }
}

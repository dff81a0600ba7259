//! The table of opinions as a Parquet file. It is a column format of the rows in `report/opinion.rs`.
//!
//! Row groups depend only on the number and length of the rows, so the same rows give the same bytes.

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
use crate::report::opinion::{OpinionRow, Toward};

/// Column names as in the CSV table.
const SCHEMA: &str = "message opinions {
    REQUIRED BYTE_ARRAY statement_id (UTF8);
    REQUIRED BYTE_ARRAY doc_id (UTF8);
    OPTIONAL INT32 date (DATE);
    OPTIONAL BYTE_ARRAY outlet (UTF8);
    REQUIRED BYTE_ARRAY form (UTF8);
    OPTIONAL BYTE_ARRAY holder (UTF8);
    OPTIONAL BYTE_ARRAY via (UTF8);
    OPTIONAL BYTE_ARRAY target (UTF8);
    OPTIONAL DOUBLE stance;
    OPTIONAL BYTE_ARRAY polarity (UTF8);
    OPTIONAL DOUBLE confidence;
    REQUIRED DOUBLE compound;
    REQUIRED BYTE_ARRAY words (UTF8);
}";

/// Maximum number of rows in a group.
const ROWS: usize = 1 << 16;

/// Maximum number of bytes of text in a group.
const BYTES: usize = 32 << 20;

type Out<'w> = &'w mut (dyn Write + Send);

/// Writes rows, one group at a time.
pub(crate) struct OpinionTable<'w> {
    writer: SerializedFileWriter<Out<'w>>,
    rows: Vec<OpinionRow>,
    bytes: usize,
}

impl<'w> OpinionTable<'w> {
    /// Starts the file.
    pub(crate) fn new(out: Out<'w>) -> Result<OpinionTable<'w>, Error> {
        let schema = parse_message_type(SCHEMA).expect("the schema is well-formed");
        let maker = concat!(env!("CARGO_PKG_NAME"), " version ", env!("CARGO_PKG_VERSION"));
        let properties = WriterProperties::builder()
            .set_created_by(maker.to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(fault)?;
        Ok(OpinionTable { writer, rows: Vec::new(), bytes: 0 })
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: OpinionRow) -> Result<(), Error> {
        self.bytes += row.words.len();
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
        columns(&mut group, &self.rows).and_then(|()| group.close().map(drop)).map_err(fault)?;
        self.rows.clear();
        self.bytes = 0;
        Ok(())
    }
}

type Group<'g, 'w> = SerializedRowGroupWriter<'g, Out<'w>>;

/// All columns, in the order of the schema.
fn columns(group: &mut Group<'_, '_>, rows: &[OpinionRow]) -> Result<(), ParquetError> {
    texts(group, rows, |row| Some(&row.statement_id))?;
    texts(group, rows, |row| Some(&row.doc_id))?;
    column::<Int32Type>(group, rows.iter().map(|row| row.date.map(days)))?;
    texts(group, rows, |row| row.outlet.as_deref())?;
    texts(group, rows, |row| Some(row.form.word()))?;
    texts(group, rows, |row| row.holder.as_deref())?;
    texts(group, rows, |row| row.via.as_deref())?;
    texts(group, rows, |row| row.toward.as_ref().map(|toward| toward.target.as_ref()))?;
    numbers(group, rows, |toward| toward.stance)?;
    texts(group, rows, |row| row.toward.as_ref().map(|toward| toward.polarity.word()))?;
    numbers(group, rows, |toward| toward.confidence)?;
    column::<DoubleType>(group, rows.iter().map(|row| Some(row.compound)))?;
    texts(group, rows, |row| Some(&row.words))
}

fn texts(
    group: &mut Group<'_, '_>,
    rows: &[OpinionRow],
    cell: impl Fn(&OpinionRow) -> Option<&str>,
) -> Result<(), ParquetError> {
    column::<ByteArrayType>(group, rows.iter().map(|row| cell(row).map(ByteArray::from)))
}

fn numbers(group: &mut Group<'_, '_>, rows: &[OpinionRow], cell: impl Fn(&Toward) -> f64) -> Result<(), ParquetError> {
    column::<DoubleType>(group, rows.iter().map(|row| row.toward.as_ref().map(&cell)))
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

/// Days since 1970-01-01.
fn days(date: Date) -> i32 {
    let hours = date.duration_since(Date::constant(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).expect("a date has four digits of a year")
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

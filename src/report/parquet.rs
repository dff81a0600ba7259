//! The table of opinions as a Parquet file. It is a column format of the rows in `report/opinion.rs`.
//!
//! Row groups depend only on the number and length of the rows, so the same rows give the same bytes.

use std::io::Write;
use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{Type, TypePtr};
use serde_json::Value;

use crate::error::Error;
use crate::report::opinion::{OpinionRow, Toward};
use crate::report::own::{Column, Kind, Seen, cell};

/// Column names as in the CSV table, without the inputs' own.
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
    own: Vec<Column>,
}

impl<'w> OpinionTable<'w> {
    /// Starts the file, with the inputs' own columns that were `seen`.
    pub(crate) fn new(out: Out<'w>, seen: &Seen) -> Result<OpinionTable<'w>, Error> {
        let own = seen.columns();
        let schema = schema(&own).map_err(fault)?;
        let maker = concat!(env!("CARGO_PKG_NAME"), " version ", env!("CARGO_PKG_VERSION"));
        let properties = WriterProperties::builder()
            .set_created_by(maker.to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(fault)?;
        Ok(OpinionTable { writer, rows: Vec::new(), bytes: 0, own })
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
        columns(&mut group, &self.rows)
            .and_then(|()| self.own.iter().try_for_each(|own| own_column(&mut group, &self.rows, own)))
            .and_then(|()| group.close().map(drop))
            .map_err(fault)?;
        self.rows.clear();
        self.bytes = 0;
        Ok(())
    }
}

fn schema(own: &[Column]) -> Result<Type, ParquetError> {
    let usual = parse_message_type(SCHEMA).expect("the schema is well-formed");
    let mut fields: Vec<TypePtr> = usual.get_fields().to_vec();
    for Column { shown, kind, .. } in own {
        let (physical, logical) = match kind {
            Kind::Boolean => (Physical::BOOLEAN, None),
            Kind::Integer => (Physical::INT64, None),
            Kind::Number => (Physical::DOUBLE, None),
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let column = Type::primitive_type_builder(shown, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        fields.push(Arc::new(column));
    }
    Type::group_type_builder(usual.name()).with_fields(fields).build()
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

fn own_column(group: &mut Group<'_, '_>, rows: &[OpinionRow], own: &Column) -> Result<(), ParquetError> {
    let values = || rows.iter().map(|row| row.columns.get(&own.name));
    match own.kind {
        Kind::Boolean => column::<BoolType>(group, values().map(|value| value.and_then(Value::as_bool))),
        Kind::Integer => column::<Int64Type>(group, values().map(|value| value.and_then(Value::as_i64))),
        Kind::Number => column::<DoubleType>(group, values().map(|value| value.and_then(Value::as_f64))),
        Kind::Text => {
            let text = |value: &Value| ByteArray::from(cell(value).into_bytes());
            column::<ByteArrayType>(group, values().map(|value| value.map(text)))
        }
    }
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

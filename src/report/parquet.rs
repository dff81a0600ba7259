//! Tables of results as Parquet files.
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
use parquet::schema::types::{Type, TypePtr};
use serde_json::Value;

use crate::error::Error;
use crate::report::rows::{Cell, Column, Kind};

/// Maximum number of rows in a group.
const ROWS: usize = 1 << 16;

/// Maximum number of bytes of text in a group.
const BYTES: usize = 32 << 20;

type Out<'w> = &'w mut (dyn Write + Send);

/// Writes rows, one group at a time.
pub(super) struct ParquetTable<'w> {
    columns: Vec<Column>,
    writer: SerializedFileWriter<Out<'w>>,
    rows: Vec<Vec<Cell>>,
    bytes: usize,
}

impl<'w> ParquetTable<'w> {
    /// Starts the file.
    pub(super) fn new(out: Out<'w>, columns: Vec<Column>) -> Result<ParquetTable<'w>, Error> {
        let schema = schema(&columns).map_err(fault)?;
        let maker = concat!(env!("CARGO_PKG_NAME"), " version ", env!("CARGO_PKG_VERSION"));
        let properties = WriterProperties::builder()
            .set_created_by(maker.to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(fault)?;
        Ok(ParquetTable { columns, writer, rows: Vec::new(), bytes: 0 })
    }

    /// Adds a row, which has a cell for each column.
    pub(super) fn push(&mut self, row: Vec<Cell>) -> Result<(), Error> {
        let text = |cell: &Cell| match cell {
            Cell::Text(text) | Cell::Own(Value::String(text)) => text.len(),
            _ => 0,
        };
        self.bytes += row.iter().map(text).sum::<usize>();
        self.rows.push(row);
        if self.rows.len() < ROWS && self.bytes < BYTES { Ok(()) } else { self.close_group() }
    }

    /// Writes the remaining rows and the end of the file.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        if !self.rows.is_empty() {
            self.close_group()?;
        }
        self.writer.close().map(drop).map_err(fault)
    }

    fn close_group(&mut self) -> Result<(), Error> {
        let mut group = self.writer.next_row_group().map_err(fault)?;
        write(&mut group, &self.columns, &self.rows).and_then(|()| group.close().map(drop)).map_err(fault)?;
        self.rows.clear();
        self.bytes = 0;
        Ok(())
    }
}

fn schema(columns: &[Column]) -> Result<Type, ParquetError> {
    let mut fields: Vec<TypePtr> = Vec::new();
    for Column { name, kind, may_be_missing, .. } in columns {
        let (physical, logical) = match kind {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
            Kind::Number => (Physical::DOUBLE, None),
            Kind::Integer => (Physical::INT64, None),
            Kind::Boolean => (Physical::BOOLEAN, None),
        };
        let column = Type::primitive_type_builder(name, physical)
            .with_repetition(if *may_be_missing { Repetition::OPTIONAL } else { Repetition::REQUIRED })
            .with_logical_type(logical)
            .build()?;
        fields.push(Arc::new(column));
    }
    Type::group_type_builder("rows").with_fields(fields).build()
}

type Group<'g, 'w> = SerializedRowGroupWriter<'g, Out<'w>>;

/// All columns, in the order of the schema.
fn write(group: &mut Group<'_, '_>, columns: &[Column], rows: &[Vec<Cell>]) -> Result<(), ParquetError> {
    for (at, one) in columns.iter().enumerate() {
        let cells = rows.iter().map(|row| &row[at]);
        match one.kind {
            Kind::Text => column::<ByteArrayType>(group, cells.map(text))?,
            Kind::Day => column::<Int32Type>(group, cells.map(days))?,
            Kind::Number => column::<DoubleType>(group, cells.map(number))?,
            Kind::Integer => column::<Int64Type>(group, cells.map(integer))?,
            Kind::Boolean => column::<BoolType>(group, cells.map(boolean))?,
        }
    }
    Ok(())
}

fn text(cell: &Cell) -> Option<ByteArray> {
    match cell {
        Cell::Text(text) | Cell::Own(Value::String(text)) => Some(ByteArray::from(text.as_str())),
        Cell::Own(value) => Some(ByteArray::from(value.to_string().into_bytes())),
        _ => None,
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(*number),
        Cell::Own(value) => value.as_f64(),
        _ => None,
    }
}

fn integer(cell: &Cell) -> Option<i64> {
    if let Cell::Own(value) = cell { value.as_i64() } else { None }
}

fn boolean(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Truth(truth) => Some(*truth),
        Cell::Own(value) => value.as_bool(),
        _ => None,
    }
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

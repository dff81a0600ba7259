//! Arrow tables as JSON lines, written only as fast as somebody reads them. Texts stay in Arrow's memory until then.

use std::io::{Error, Read, Result, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch, RecordBatchReader};
use arrow_schema::{DataType, TimeUnit};
use verbale::Date;

use crate::records::Fault;

/// So many bytes are written at a time.
const PIECE: usize = 64 << 10;

/// Reads as one JSON object for each row.
pub(crate) struct ArrowLines<B> {
    batches: B,
    stop: Arc<AtomicBool>,
    fault: Fault,
    batch: Option<Batch>,
    written: Vec<u8>,
    /// Bytes of `written` that were read.
    read: usize,
}

struct Batch {
    rows: RecordBatch,
    /// The columns that can be written, each with its name as JSON.
    columns: Vec<(String, usize)>,
    next: usize,
}

impl<B: RecordBatchReader> ArrowLines<B> {
    /// A stream that breaks off sets `fault` and `stop`. When somebody else sets `stop`, no more of it is asked for: it may
    /// be Python that answers, on its way out.
    pub(crate) fn new(batches: B, stop: Arc<AtomicBool>, fault: Fault) -> ArrowLines<B> {
        ArrowLines { batches, stop, fault, batch: None, written: Vec::new(), read: 0 }
    }

    /// Writes some rows. Returns whether there was one.
    fn write(&mut self) -> Result<bool> {
        self.written.clear();
        self.read = 0;
        while self.written.len() < PIECE {
            match self.batch.as_mut().filter(|batch| batch.next < batch.rows.num_rows()) {
                Some(batch) => batch.write(&mut self.written)?,
                None if self.stop.load(Ordering::Relaxed) => return Err(Error::other("stopped")),
                None => match self.batches.next() {
                    Some(Ok(rows)) => self.batch = Some(Batch::new(rows)),
                    None => break,
                    Some(Err(error)) => {
                        self.fault.set(error.to_string());
                        self.stop.store(true, Ordering::Relaxed);
                        return Err(Error::other(error));
                    }
                },
            }
        }
        Ok(!self.written.is_empty())
    }
}

impl<B: RecordBatchReader> Read for ArrowLines<B> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.read == self.written.len() && !self.write()? {
            return Ok(0);
        }
        let length = (&self.written[self.read..]).read(buffer)?;
        self.read += length;
        Ok(length)
    }
}

impl Batch {
    fn new(rows: RecordBatch) -> Batch {
        let fields = rows.schema();
        let named = fields.fields().iter().enumerate().filter(|(_, field)| can_be_written(field.data_type()));
        let columns = named.map(|(at, field)| (serde_json::Value::from(field.name().as_str()).to_string(), at));
        Batch { columns: columns.collect(), rows, next: 0 }
    }

    fn write(&mut self, out: &mut Vec<u8>) -> Result<()> {
        let row = self.next;
        self.next += 1;
        let mut mark = b'{';
        for (name, at) in &self.columns {
            let column = self.rows.column(*at);
            if column.is_valid(row) {
                out.push(std::mem::replace(&mut mark, b','));
                write!(out, "{name}:")?;
                value(out, column, row)?;
            }
        }
        if mark == b'{' {
            out.push(b'{');
        }
        out.extend(b"}\n");
        Ok(())
    }
}

/// Whether records may hold such values: texts, numbers, days, and lists and objects of these.
fn can_be_written(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, values) => can_be_written(values),
        DataType::List(item) | DataType::LargeList(item) => can_be_written(item.data_type()),
        DataType::Struct(fields) => fields.iter().all(|field| can_be_written(field.data_type())),
        kind => {
            matches!(kind, DataType::Boolean | DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
                || matches!(kind, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..))
                || kind.is_integer()
                || matches!(kind, DataType::Float32 | DataType::Float64)
        }
    }
}

/// Writes one value as JSON. Moments become their day.
fn value(out: &mut Vec<u8>, array: &dyn Array, row: usize) -> Result<()> {
    if array.is_null(row) {
        return out.write_all(b"null");
    }
    match array.data_type() {
        DataType::Utf8 => text(out, array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => text(out, array.as_string::<i64>().value(row)),
        DataType::Utf8View => text(out, array.as_string_view().value(row)),
        DataType::Boolean => write!(out, "{}", array.as_boolean().value(row)),
        DataType::Int8 => number::<Int8Type>(out, array, row),
        DataType::Int16 => number::<Int16Type>(out, array, row),
        DataType::Int32 => number::<Int32Type>(out, array, row),
        DataType::Int64 => number::<Int64Type>(out, array, row),
        DataType::UInt8 => number::<UInt8Type>(out, array, row),
        DataType::UInt16 => number::<UInt16Type>(out, array, row),
        DataType::UInt32 => number::<UInt32Type>(out, array, row),
        DataType::UInt64 => number::<UInt64Type>(out, array, row),
        DataType::Float32 => float(out, f64::from(array.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => float(out, array.as_primitive::<Float64Type>().value(row)),
        DataType::Date32 => day(out, i64::from(array.as_primitive::<Date32Type>().value(row)), 1),
        DataType::Date64 => day(out, array.as_primitive::<Date64Type>().value(row), DAY * 1_000),
        DataType::Timestamp(TimeUnit::Second, _) => {
            day(out, array.as_primitive::<TimestampSecondType>().value(row), DAY)
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            day(out, array.as_primitive::<TimestampMillisecondType>().value(row), DAY * 1_000)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            day(out, array.as_primitive::<TimestampMicrosecondType>().value(row), DAY * 1_000_000)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            day(out, array.as_primitive::<TimestampNanosecondType>().value(row), DAY * 1_000_000_000)
        }
        DataType::Dictionary(..) => word(out, array, row),
        DataType::List(_) => list(out, &*array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => list(out, &*array.as_list::<i64>().value(row)),
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            let mut mark = "{";
            for (field, column) in fields.iter().zip(columns) {
                write!(out, "{mark}{}:", serde_json::Value::from(field.name().as_str()))?;
                value(out, column, row)?;
                mark = ",";
            }
            out.write_all(if mark == "{" { b"{}" } else { b"}" })
        }
        _ => out.write_all(b"null"),
    }
}

/// Seconds.
const DAY: i64 = 86_400;

fn text(out: &mut Vec<u8>, text: &str) -> Result<()> {
    Ok(serde_json::to_writer(out, text)?)
}

fn number<T: ArrowPrimitiveType>(out: &mut Vec<u8>, array: &dyn Array, row: usize) -> Result<()>
where
    T::Native: std::fmt::Display,
{
    write!(out, "{}", array.as_primitive::<T>().value(row))
}

/// JSON has no infinity, and pandas writes NaN for what is missing.
fn float(out: &mut Vec<u8>, value: f64) -> Result<()> {
    if value.is_finite() { Ok(serde_json::to_writer(out, &value)?) } else { out.write_all(b"null") }
}

/// A moment in units since 1970, of which a day has `units`. A day outside the calendar stays a number.
fn day(out: &mut Vec<u8>, moment: i64, units: i64) -> Result<()> {
    let days = moment.div_euclid(units);
    match calendar(days) {
        Some(date) => write!(out, "\"{date}\""),
        None => write!(out, "{days}"),
    }
}

/// The date that many days after 1970-01-01.
fn calendar(days: i64) -> Option<Date> {
    let distance = Duration::from_secs(days.unsigned_abs().checked_mul(DAY.unsigned_abs())?);
    let start = Date::constant(1970, 1, 1);
    if days < 0 { start.checked_sub(distance).ok() } else { start.checked_add(distance).ok() }
}

/// An entry of a dictionary, as categories are stored.
fn word(out: &mut Vec<u8>, array: &dyn Array, row: usize) -> Result<()> {
    let dictionary = array.as_any_dictionary();
    let key = dictionary.keys().slice(row, 1);
    let mut index = Vec::new();
    value(&mut index, &*key, 0)?;
    match std::str::from_utf8(&index).ok().and_then(|index| index.parse().ok()) {
        Some(index) => value(out, dictionary.values().as_ref(), index),
        None => out.write_all(b"null"),
    }
}

fn list(out: &mut Vec<u8>, items: &dyn Array) -> Result<()> {
    let mut mark = "[";
    for at in 0..items.len() {
        out.write_all(mark.as_bytes())?;
        value(out, items, at)?;
        mark = ",";
    }
    out.write_all(if mark == "[" { b"[]" } else { b"]" })
}

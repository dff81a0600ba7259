//! Arrow files and streams (.arrow, .feather): reads only the columns that are used, one batch at a time. A row
//! becomes cells of text, like a row of CSV; an empty cell stands for a missing value.
//!
//! The library may panic on damaged files. Such a panic ends the file, not the run.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::types::{
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, RecordBatch};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, DataType, SchemaRef, TimeUnit};
use jiff::Timestamp;

use crate::read::columns::Columnar;
use crate::read::date::since_1970 as day;

/// How a file begins whose batches can be found from its end; any other is a stream of batches.
const FILE: &[u8] = b"ARROW1";

/// An opened file.
pub(super) struct Rows {
    batches: Batches,
    schema: SchemaRef,
    /// The columns to read.
    chosen: Vec<usize>,
    /// So many of them are fields; the rest are the file's own.
    fields: usize,
    open: Option<RecordBatch>,
    next: usize,
    ended: bool,
}

enum Batches {
    File(FileReader<BufReader<File>>),
    Stream(StreamReader<BufReader<File>>),
}

impl Rows {
    /// Opens a file and returns its column names. Errors: neither a file nor a stream of Arrow.
    pub(super) fn open(mut file: File) -> Result<(Rows, Vec<String>), String> {
        let mut head = [0; 6];
        let read = file.read(&mut head).and_then(|length| file.rewind().map(|()| length));
        let is_file = read.map_err(|error| error.to_string())? == FILE.len() && head == FILE;
        let reader = BufReader::with_capacity(1 << 18, file);
        let batches = match is_file {
            true => Batches::File(whole(|| FileReader::try_new(reader, None))?),
            false => Batches::Stream(whole(|| StreamReader::try_new(reader, None))?),
        };
        let schema = match &batches {
            Batches::File(file) => file.schema(),
            Batches::Stream(stream) => stream.schema(),
        };
        let header = schema.fields().iter().map(|field| field.name().clone()).collect();
        Ok((Rows { batches, schema, chosen: Vec::new(), fields: 0, open: None, next: 0, ended: false }, header))
    }

    fn batch(&mut self) -> Option<Result<RecordBatch, String>> {
        let batches = &mut self.batches;
        let mut next = || match batches {
            Batches::File(file) => file.next(),
            Batches::Stream(stream) => stream.next(),
        };
        whole(|| next().transpose()).transpose()
    }

    fn record(&self, batch: &RecordBatch) -> csv::ByteRecord {
        let cell = |(at, &column): (usize, &usize)| {
            let (column, row) = (batch.column(column), self.next);
            let own = if at < self.fields { None } else { own_cell(column, row) };
            own.or_else(|| cell(column, row)).unwrap_or_default()
        };
        self.chosen.iter().enumerate().map(cell).collect()
    }

    fn kind(&self, column: usize) -> &DataType {
        match self.schema.field(column).data_type() {
            DataType::Dictionary(_, values) => values,
            kind => kind,
        }
    }
}

impl Columnar for Rows {
    fn is_value(&self, column: usize) -> bool {
        let kind = self.kind(column);
        is_cell(kind) || *kind == DataType::Boolean
    }

    fn is_literal(&self, column: usize) -> bool {
        let kind = self.kind(column);
        kind.is_integer() || matches!(kind, DataType::Float32 | DataType::Float64 | DataType::Boolean)
    }

    fn choose(&mut self, fields: &[usize], own: &[usize]) -> Result<(), (usize, String)> {
        (self.chosen, self.fields) = ([fields, own].concat(), fields.len());
        let bad = fields.iter().find(|&&column| !is_cell(self.kind(column)));
        bad.map_or(Ok(()), |&bad| Err((bad, format!("values of the type {}", self.schema.field(bad).data_type()))))
    }
}

/// An error ends the file.
impl Iterator for Rows {
    type Item = Result<csv::ByteRecord, String>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            if let Some(batch) = self.open.as_ref().filter(|batch| self.next < batch.num_rows()) {
                let record = catch_unwind(AssertUnwindSafe(|| self.record(batch)));
                self.next += 1;
                self.ended = record.is_err();
                return Some(record.map_err(|_| "damaged data".to_owned()));
            }
            self.next = 0;
            match self.batch() {
                Some(Ok(batch)) => self.open = Some(batch),
                Some(Err(error)) => {
                    self.ended = true;
                    return Some(Err(error));
                }
                None => self.ended = true,
            }
        }
        None
    }
}

/// Whether a column holds one value a row, of a type that can be shown in a cell.
fn is_cell(kind: &DataType) -> bool {
    match kind {
        DataType::Null | DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => true,
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => true,
        kind => kind.is_integer() || matches!(kind, DataType::Float32 | DataType::Float64),
    }
}

/// What stands in a row of a column; `None` if nothing does. A moment becomes its day in UTC.
fn cell(column: &ArrayRef, row: usize) -> Option<Vec<u8>> {
    if column.is_null(row) {
        return None;
    }
    const DAY: i64 = 86_400;
    Some(match column.data_type() {
        DataType::Null => return None,
        DataType::Utf8 => column.as_string::<i32>().value(row).into(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).into(),
        DataType::Utf8View => column.as_string_view().value(row).into(),
        DataType::Binary => column.as_binary::<i32>().value(row).into(),
        DataType::LargeBinary => column.as_binary::<i64>().value(row).into(),
        DataType::BinaryView => column.as_binary_view().value(row).into(),
        DataType::Dictionary(..) => {
            let dictionary = column.as_any_dictionary_opt()?;
            let at = key(dictionary.keys(), row)?;
            return cell(dictionary.values(), at);
        }
        DataType::Date32 => day(i64::from(number::<Date32Type>(column, row))),
        DataType::Date64 => day(number::<Date64Type>(column, row).div_euclid(DAY * 1_000)),
        DataType::Timestamp(unit, _) => day(match unit {
            TimeUnit::Second => number::<TimestampSecondType>(column, row).div_euclid(DAY),
            TimeUnit::Millisecond => number::<TimestampMillisecondType>(column, row).div_euclid(DAY * 1_000),
            TimeUnit::Microsecond => number::<TimestampMicrosecondType>(column, row).div_euclid(DAY * 1_000_000),
            TimeUnit::Nanosecond => number::<TimestampNanosecondType>(column, row).div_euclid(DAY * 1_000_000_000),
        }),
        DataType::Float32 => number::<Float32Type>(column, row).to_string().into(),
        DataType::Float64 => number::<Float64Type>(column, row).to_string().into(),
        _ => integer(column, row)?.to_string().into(),
    })
}

/// The same in a column of the file's own, where a moment keeps its time (in UTC, as the cells of Parquet) and a number
/// with a fraction its form; `None` for what is no different there.
fn own_cell(column: &ArrayRef, row: usize) -> Option<Vec<u8>> {
    if column.is_null(row) {
        return None;
    }
    let moment = match column.data_type() {
        DataType::Dictionary(..) => {
            let dictionary = column.as_any_dictionary_opt()?;
            return own_cell(dictionary.values(), key(dictionary.keys(), row)?);
        }
        DataType::Boolean => return Some(column.as_boolean().value(row).to_string().into()),
        DataType::Float32 => return Some(format!("{:?}", number::<Float32Type>(column, row)).into()),
        DataType::Float64 => return Some(format!("{:?}", number::<Float64Type>(column, row)).into()),
        DataType::Timestamp(TimeUnit::Second, _) => Timestamp::from_second(number::<TimestampSecondType>(column, row)),
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            Timestamp::from_millisecond(number::<TimestampMillisecondType>(column, row))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            Timestamp::from_microsecond(number::<TimestampMicrosecondType>(column, row))
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            Timestamp::from_nanosecond(number::<TimestampNanosecondType>(column, row).into())
        }
        _ => return None,
    };
    moment.ok().map(|moment| moment.strftime("%Y-%m-%d %H:%M:%S%.f +00:00").to_string().into())
}

fn number<T: ArrowPrimitiveType>(column: &ArrayRef, row: usize) -> T::Native {
    column.as_primitive::<T>().value(row)
}

fn integer(column: &ArrayRef, row: usize) -> Option<i128> {
    Some(match column.data_type() {
        DataType::Int8 => number::<Int8Type>(column, row).into(),
        DataType::Int16 => number::<Int16Type>(column, row).into(),
        DataType::Int32 => number::<Int32Type>(column, row).into(),
        DataType::Int64 => number::<Int64Type>(column, row).into(),
        DataType::UInt8 => number::<UInt8Type>(column, row).into(),
        DataType::UInt16 => number::<UInt16Type>(column, row).into(),
        DataType::UInt32 => number::<UInt32Type>(column, row).into(),
        DataType::UInt64 => number::<UInt64Type>(column, row).into(),
        _ => return None,
    })
}

/// The place of a row's value among the values of a dictionary.
fn key(keys: &dyn Array, row: usize) -> Option<usize> {
    let keys = arrow_array::make_array(keys.to_data());
    usize::try_from(integer(&keys, row)?).ok()
}

/// Runs `work`; errors and panics become one line of text. After an error, the file is not used again.
fn whole<T>(work: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, String> {
    let Ok(done) = catch_unwind(AssertUnwindSafe(work)) else { return Err("damaged data".to_owned()) };
    done.map_err(|error| error.to_string().lines().next().unwrap_or_default().to_owned())
}

//! Parquet files: reads only the columns that are used, one row group at a time. A row becomes cells of text,
//! like a row of CSV; an empty cell stands for a missing value.
//!
//! The library panics on some damaged files. Such a panic ends the file, not the run.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, TimestampType, Type as Physical};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::{ReaderIter, TreeBuilder};
use parquet::record::{Field, Row};
use parquet::schema::types::{SchemaDescPtr, SchemaDescriptor, Type, TypePtr};

use crate::read::columns::Columnar;
use crate::read::date::since_1970 as day;

/// An opened file.
pub(super) struct Rows {
    reader: SerializedFileReader<File>,
    /// The columns to read.
    schema: SchemaDescPtr,
    /// For each cell of a row, the index of its column in the file.
    cells: Vec<usize>,
    /// The unit of a numeric column.
    counts: Vec<Count>,
    groups: std::ops::Range<usize>,
    open: Option<ReaderIter>,
}

/// The unit of a plain number.
#[derive(Clone, Copy, PartialEq)]
enum Count {
    /// The number itself.
    Units,
    /// Nanoseconds since 1970.
    Nanoseconds,
    /// No matter: the value stays as it is.
    Own,
}

impl Rows {
    /// Opens a file and returns its column names. Errors: not a complete Parquet file.
    pub(super) fn open(file: File) -> Result<(Rows, Vec<String>), String> {
        let reader = whole(|| SerializedFileReader::new(file))?;
        let metadata = reader.metadata();
        if let Some(column) =
            metadata.row_groups().iter().flat_map(RowGroupMetaData::columns).find(|one| !is_placed(one))
        {
            return Err(format!("the column {} has no position in the file", column.column_path()));
        }
        let schema = metadata.file_metadata().schema_descr_ptr();
        let header = schema.root_schema().get_fields().iter().map(|column| column.name().to_owned()).collect();
        let groups = 0..metadata.num_row_groups();
        Ok((Rows { reader, schema, cells: Vec::new(), counts: Vec::new(), groups, open: None }, header))
    }

    /// Number of rows in the file.
    pub(super) fn number(&self) -> u64 {
        u64::try_from(self.reader.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    fn group(&self, group: usize) -> Result<ReaderIter, ParquetError> {
        let group = self.reader.get_row_group(group)?;
        TreeBuilder::new().as_iter(Arc::clone(&self.schema), &*group)
    }

    fn record(&self, row: &Row) -> csv::ByteRecord {
        let fields: Vec<&Field> = row.get_column_iter().map(|(_, field)| field).collect();
        self.cells.iter().map(|&at| cell(fields[at], self.counts[at])).collect()
    }
}

impl Columnar for Rows {
    fn is_value(&self, column: usize) -> bool {
        let column = &self.schema.root_schema().get_fields()[column];
        is_cell(column) || (column.is_primitive() && is_single(column) && is_boolean(column))
    }

    fn is_literal(&self, column: usize) -> bool {
        let column = &self.schema.root_schema().get_fields()[column];
        let is_time = matches!(
            column.get_basic_info().converted_type(),
            ConvertedType::DATE | ConvertedType::TIMESTAMP_MILLIS | ConvertedType::TIMESTAMP_MICROS
        );
        !is_time && !matches!(column.get_physical_type(), Physical::BYTE_ARRAY | Physical::INT96)
    }

    fn choose(&mut self, wanted: &[usize], own: &[usize]) -> Result<(), (usize, String)> {
        let root = self.schema.root_schema();
        let fields = root.get_fields();
        if let Some(&bad) = wanted.iter().find(|&&column| !is_cell(&fields[column])) {
            return Err((bad, sort(&fields[bad])));
        }
        let mut chosen = [wanted, own].concat();
        chosen.sort_unstable();
        chosen.dedup();
        let cells = wanted.iter().chain(own);
        self.cells = cells.filter_map(|column| chosen.binary_search(column).ok()).collect();
        let count = |column: &usize| if own.contains(column) { Count::Own } else { count(&fields[*column]) };
        self.counts = chosen.iter().map(count).collect();
        let fields: Vec<TypePtr> = chosen.iter().map(|&column| Arc::clone(&fields[column])).collect();
        let root = Type::group_type_builder(root.name()).with_fields(fields).build();
        self.schema = Arc::new(SchemaDescriptor::new(Arc::new(root.expect("columns of a schema make a schema"))));
        Ok(())
    }
}

/// A row has one cell for each selected column. An error ends the file.
impl Iterator for Rows {
    type Item = Result<csv::ByteRecord, String>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let open = &mut self.open;
            match whole(|| open.as_mut().and_then(Iterator::next).transpose()) {
                Ok(Some(row)) => return Some(Ok(self.record(&row))),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
            let group = self.groups.next()?;
            match whole(|| self.group(group)) {
                Ok(rows) => self.open = Some(rows),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// Whether a column says where its bytes are. The library assumes it.
fn is_placed(column: &ColumnChunkMetaData) -> bool {
    let start = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
    start >= 0 && column.compressed_size() >= 0
}

/// Whether a column holds one value a row, of a type that can be shown in a cell.
fn is_cell(column: &Type) -> bool {
    if !column.is_primitive() || !is_single(column) {
        return false;
    }
    let converted = column.get_basic_info().converted_type();
    match column.get_physical_type() {
        Physical::BYTE_ARRAY => {
            matches!(converted, ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON | ConvertedType::NONE)
        }
        Physical::INT32 => matches!(
            converted,
            ConvertedType::INT_8
                | ConvertedType::INT_16
                | ConvertedType::INT_32
                | ConvertedType::UINT_8
                | ConvertedType::UINT_16
                | ConvertedType::UINT_32
                | ConvertedType::DATE
                | ConvertedType::NONE
        ),
        Physical::INT64 => matches!(
            converted,
            ConvertedType::INT_64
                | ConvertedType::UINT_64
                | ConvertedType::TIMESTAMP_MILLIS
                | ConvertedType::TIMESTAMP_MICROS
                | ConvertedType::NONE
        ),
        Physical::INT96 | Physical::DOUBLE | Physical::FLOAT => true,
        Physical::BOOLEAN | Physical::FIXED_LEN_BYTE_ARRAY => false,
    }
}

fn is_single(column: &Type) -> bool {
    column.get_basic_info().repetition() != Repetition::REPEATED
}

fn is_boolean(column: &Type) -> bool {
    column.get_physical_type() == Physical::BOOLEAN
}

/// The type of a column, for messages.
fn sort(column: &Type) -> String {
    if column.is_primitive() {
        format!("values of the type {}", column.get_physical_type())
    } else {
        "lists or groups of values".to_owned()
    }
}

fn count(column: &Type) -> Count {
    match column.get_basic_info().logical_type_ref() {
        Some(LogicalType::Timestamp(TimestampType { unit: TimeUnit::NANOS, .. })) => Count::Nanoseconds,
        _ => Count::Units,
    }
}

/// A timestamp becomes its day, in the time zone of the file, unless the column is the file's own.
fn cell(field: &Field, count: Count) -> Vec<u8> {
    const DAY: i64 = 86_400_000;
    match field {
        Field::Null => Vec::new(),
        Field::Str(text) => text.as_bytes().to_vec(),
        Field::Bytes(bytes) => bytes.data().to_vec(),
        Field::Date(days) => day(i64::from(*days)),
        other if count == Count::Own => other.to_string().into_bytes(),
        Field::TimestampMillis(moment) => day(moment.div_euclid(DAY)),
        Field::TimestampMicros(moment) => day(moment.div_euclid(DAY * 1_000)),
        Field::Long(moment) if count == Count::Nanoseconds => day(moment.div_euclid(DAY * 1_000_000)),
        other => other.to_string().into_bytes(),
    }
}

/// Runs `work`; errors and panics become one line of text. After an error, the file is not used again.
fn whole<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    let Ok(done) = catch_unwind(AssertUnwindSafe(work)) else { return Err("damaged data".to_owned()) };
    done.map_err(|error| error.to_string().lines().next().unwrap_or_default().to_owned())
}

//! A source: one opened input, unpacked, decoded and split into raw records. It does not interpret their fields.

use std::fs::File;
use std::io::{BufRead, Cursor, Read};
use std::sync::Arc;

use crate::error::{Fault, Reject, quoted};
use crate::model::input::Decoded;
#[cfg(feature = "parquet")]
use crate::read::parquet;
use crate::read::record::{Field, Names};
use crate::read::row::{Most, Row, Rows};
use crate::read::stream::{Counted, Counter, decode, unpack};
use crate::read::{Body, FileInfo, Format, Input, RawRecord, ReadOptions};

/// Maximum size of a header, in bytes and in cells.
const HEADER: usize = 1 << 20;

/// Why an input could not be opened.
pub(super) enum NotOpened {
    /// The input is skipped, and the run goes on.
    Reject(Reject),
    /// The run cannot start.
    Fault(Fault),
}

/// One opened input.
pub(super) struct Source {
    file: Arc<FileInfo>,
    records: Records,
    counter: Arc<Counter>,
    encoding: Option<&'static encoding_rs::Encoding>,
    compression: Option<&'static str>,
    max_record: usize,
    count: u64,
    rejected: u64,
    ended: bool,
}

enum Records {
    Lines {
        reader: Box<dyn BufRead + Send>,
        line: u64,
    },
    Rows(Box<Rows>),
    /// Each row counts as this many bytes of the file.
    #[cfg(feature = "parquet")]
    Columns {
        rows: Box<parquet::Rows>,
        share: u64,
    },
}

impl Source {
    pub(super) fn open(input: &Input, options: &ReadOptions) -> Result<Source, NotOpened> {
        let whole = |found: String, expected: &str| {
            let field = "file".to_owned();
            NotOpened::Reject(Reject { file: input.name.clone(), line: 0, field, found, expected: expected.to_owned() })
        };
        let counter = Arc::new(Counter::default());
        let format = options.format.or(input.format).expect("listing the inputs settles every format");
        let names = Names::new(&options.columns);
        let mut file = FileInfo { name: input.name.clone(), format, names, width: 0, cells: Vec::new() };
        #[cfg(feature = "parquet")]
        if let (Format::Parquet, Some(path)) = (format, &input.path) {
            let opened = File::open(path).map_err(|error| whole(error.to_string(), "a file that can be read"))?;
            let records = columns(opened, input.size.unwrap_or(0), &mut file)?;
            return Ok(Source::new(file, records, counter, options));
        }
        let raw: Box<dyn Read + Send> = match &input.path {
            None => Box::new(std::io::stdin()),
            Some(path) => {
                Box::new(File::open(path).map_err(|error| whole(error.to_string(), "a file that can be read"))?)
            }
        };
        let raw = Counted { inner: raw, counter: Arc::clone(&counter) };
        let (unpacked, compression) =
            unpack(raw).map_err(|error| whole(error.to_string(), "a file that can be read"))?;
        let (reader, encoding) = decode(unpacked, format == Format::Txt)
            .map_err(|error| whole(error.to_string(), "a file that can be read"))?;
        let records = match format {
            Format::Txt | Format::Jsonl => Records::Lines { reader, line: 0 },
            Format::Csv | Format::Tsv => Records::Rows(Box::new(rows(reader, &mut file)?)),
            #[cfg(feature = "parquet")]
            Format::Parquet => return Err(whole("a stream".to_owned(), "a Parquet file, named by its path")),
        };
        Ok(Source { encoding, compression, ..Source::new(file, records, counter, options) })
    }

    fn new(file: FileInfo, records: Records, counter: Arc<Counter>, options: &ReadOptions) -> Source {
        Source {
            file: Arc::new(file),
            records,
            counter,
            encoding: None,
            compression: None,
            max_record: options.max_record,
            count: 0,
            rejected: 0,
            ended: false,
        }
    }

    /// The next record, or a reject in its place; `None` at the end. The line or text is appended to `bytes`.
    pub(super) fn next(&mut self, bytes: &mut Vec<u8>) -> Option<Result<RawRecord, Reject>> {
        if self.ended {
            return None;
        }
        let start = bytes.len();
        let next = match self.file.format {
            Format::Txt => self.text(bytes),
            Format::Jsonl => self.line(bytes),
            Format::Csv | Format::Tsv => self.row(),
            #[cfg(feature = "parquet")]
            Format::Parquet => self.row_of_columns(),
        };
        match &next {
            Some(Ok(_)) => self.count += 1,
            Some(Err(_)) => {
                self.count += 1;
                self.rejected += 1;
                bytes.truncate(start);
            }
            None => self.ended = true,
        }
        next
    }

    /// A reject for a file without any record; `None` if there was one.
    pub(super) fn empty_file(&self) -> Option<Reject> {
        (self.count == 0).then(|| self.reject(0, "file", "no record", "at least one record"))
    }

    /// The input's encoding, if it is not UTF-8.
    pub(super) fn decoded(&self) -> Option<Decoded> {
        let encoding = self.encoding?.name().to_owned();
        Some(Decoded { name: self.file.name.clone(), encoding })
    }

    /// Bytes read from disk since the last call.
    pub(super) fn bytes_since_last_asked(&self) -> u64 {
        self.counter.unasked()
    }

    fn reject(&self, line: u64, field: &str, found: impl Into<String>, expected: &str) -> Reject {
        let (field, expected) = (field.to_owned(), expected.to_owned());
        Reject { file: self.file.name.clone(), line, field, found: found.into(), expected }
    }

    fn broken(&mut self, line: u64, error: &std::io::Error) -> Reject {
        self.ended = true;
        let packed = self.compression.map_or("file", |_| "compression");
        let expected = self
            .compression
            .map_or("a file that can be read to its end".to_owned(), |name| format!("a complete {name} stream"));
        self.reject(line, packed, format!("a stream that is cut off here ({error})"), &expected)
    }

    fn text(&mut self, bytes: &mut Vec<u8>) -> Option<Result<RawRecord, Reject>> {
        let Records::Lines { reader, .. } = &mut self.records else {
            return None;
        };
        if self.count > 0 {
            return None;
        }
        let start = bytes.len();
        let read = reader.take(self.max_record as u64 + 1).read_to_end(bytes);
        match read {
            Err(error) => Some(Err(self.broken(1, &error))),
            Ok(0) => None,
            Ok(length) if length > self.max_record => {
                self.ended = true;
                Some(Err(self.too_long(1)))
            }
            Ok(_) => {
                let body = Body::Bytes(start..bytes.len());
                Some(Ok(RawRecord { file: Arc::clone(&self.file), line: 1, body }))
            }
        }
    }

    fn too_long(&self, line: u64) -> Reject {
        let expected = format!("at most {} bytes", self.max_record);
        self.reject(line, "record", "a longer record", &expected)
    }

    fn line(&mut self, bytes: &mut Vec<u8>) -> Option<Result<RawRecord, Reject>> {
        loop {
            let Records::Lines { reader, line } = &mut self.records else {
                return None;
            };
            let start = bytes.len();
            *line += 1;
            let line = *line;
            match reader.by_ref().take(self.max_record as u64 + 1).read_until(b'\n', bytes) {
                Err(error) => return Some(Err(self.broken(line, &error))),
                Ok(0) => return None,
                Ok(length) if length > self.max_record => {
                    if let Err(error) = skip_line(reader) {
                        return Some(Err(self.broken(line, &error)));
                    }
                    return Some(Err(self.too_long(line)));
                }
                Ok(_) => {}
            }
            if !bytes[start..].trim_ascii().is_empty() {
                let body = Body::Bytes(start..bytes.len());
                return Some(Ok(RawRecord { file: Arc::clone(&self.file), line, body }));
            }
            bytes.truncate(start);
        }
    }

    fn row(&mut self) -> Option<Result<RawRecord, Reject>> {
        let Records::Rows(rows) = &mut self.records else {
            return None;
        };
        let line = rows.line();
        let width = self.file.width;
        let expected = || format!("{width} as in the header");
        match rows.next(Most { bytes: self.max_record, cells: width }) {
            Ok(None) => None,
            Ok(Some(Row::TooLong)) => Some(Err(self.too_long(line))),
            Ok(Some(Row::TooManyCells(number))) => Some(Err(self.reject(line, "row", cells(number), &expected()))),
            Ok(Some(Row::Cells(row))) if row.len() != width => {
                Some(Err(self.reject(line, "row", cells(row.len()), &expected())))
            }
            Ok(Some(Row::Cells(row))) => {
                Some(Ok(RawRecord { file: Arc::clone(&self.file), line, body: Body::Row(row) }))
            }
            Err(error) => Some(Err(self.broken(line, &error))),
        }
    }

    #[cfg(feature = "parquet")]
    fn row_of_columns(&mut self) -> Option<Result<RawRecord, Reject>> {
        let Records::Columns { rows, share } = &mut self.records else {
            return None;
        };
        let row = rows.next()?;
        self.counter.add(*share);
        let line = self.count + 1;
        match row {
            Ok(row) if row.as_slice().len() > self.max_record => Some(Err(self.too_long(line))),
            Ok(row) => Some(Ok(RawRecord { file: Arc::clone(&self.file), line, body: Body::Row(row) })),
            Err(error) => {
                self.ended = true;
                Some(Err(self.reject(line, "file", format!("rows that cannot be read ({error})"), WHOLE_PARQUET)))
            }
        }
    }
}

#[cfg(feature = "parquet")]
const WHOLE_PARQUET: &str = "a complete Parquet file, uncompressed or compressed with snappy, zstd or gzip";

/// The known columns of a Parquet file.
#[cfg(feature = "parquet")]
fn columns(opened: File, size: u64, file: &mut FileInfo) -> Result<Records, NotOpened> {
    let reject = |field: &str, found: String, expected: &str| {
        let (field, expected) = (field.to_owned(), expected.to_owned());
        NotOpened::Reject(Reject { file: file.name.clone(), line: 0, field, found, expected })
    };
    let (mut rows, header) = parquet::Rows::open(opened)
        .map_err(|error| reject("file", format!("not a complete Parquet file ({error})"), WHOLE_PARQUET))?;
    let cells = known(file, &header)?;
    let columns: Vec<usize> = cells.iter().map(|&(_, at)| at).collect();
    rows.choose(&columns).map_err(|(at, found)| reject(&header[at], found, "a column of texts, numbers or dates"))?;
    file.cells = cells.iter().enumerate().map(|(at, &(field, _))| (field, at)).collect();
    let share = size / rows.number().max(1);
    Ok(Records::Columns { rows: Box::new(rows), share })
}

/// The fields of the header, with the index of the column of each.
fn known(file: &FileInfo, header: &[String]) -> Result<Vec<(Field, usize)>, NotOpened> {
    let mut cells = Vec::new();
    for field in Field::ALL {
        match file.names.column(field, header) {
            Some(at) => cells.push((field, at)),
            None if field == Field::Text || file.names.given(field) => {
                return Err(NotOpened::Fault(missing_column(file, field, header)));
            }
            None => {}
        }
    }
    Ok(cells)
}

fn cells(number: usize) -> String {
    format!("{number} cell{}", if number == 1 { "" } else { "s" })
}

fn skip_line(reader: &mut Box<dyn BufRead + Send>) -> std::io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = memchr::memchr(b'\n', buffer);
        let length = end.map_or(buffer.len(), |at| at + 1);
        reader.consume(length);
        if end.is_some() {
            return Ok(());
        }
    }
}

/// Reads the header into `file`, and returns a reader of the rows below it.
fn rows(mut reader: Box<dyn BufRead + Send>, file: &mut FileInfo) -> Result<Rows, NotOpened> {
    let mut first_line = Vec::new();
    // A read error here occurs again, and is reported, when the rows are read.
    let _ = reader.by_ref().take(HEADER as u64).read_until(b'\n', &mut first_line);
    let delimiter = match file.format {
        Format::Tsv => b'\t',
        _ if !first_line.contains(&b',') && first_line.contains(&b';') => b';',
        _ => b',',
    };
    let reader: Box<dyn BufRead + Send> = Box::new(Cursor::new(first_line).chain(reader));
    let mut rows = Rows::new(reader, delimiter);
    let reject = |field: &str, found: String, expected: &str| Reject {
        file: file.name.clone(),
        line: 1,
        field: field.to_owned(),
        found,
        expected: expected.to_owned(),
    };
    let header: Vec<String> = match rows.next(Most { bytes: HEADER, cells: HEADER }) {
        Ok(None) => Vec::new(),
        Ok(Some(Row::Cells(row))) => row.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect(),
        Ok(Some(Row::TooLong | Row::TooManyCells(_))) => {
            let expected = format!("at most {HEADER} bytes");
            return Err(NotOpened::Reject(reject("header", "a longer header".to_owned(), &expected)));
        }
        Err(error) => {
            return Err(NotOpened::Reject(reject("header", error.to_string(), "a row of column names")));
        }
    };
    if header.iter().all(String::is_empty) {
        return Err(NotOpened::Reject(reject("file", "no record".to_owned(), "at least one record")));
    }
    file.cells = known(file, &header)?;
    file.width = header.len();
    Ok(rows)
}

/// Lists the columns of the file, and suggests the one that was probably meant.
fn missing_column(file: &FileInfo, field: Field, header: &[String]) -> Fault {
    let (name, wanted) = (&file.name, file.names.first(field));
    let known = ["body", "content", "article", "full_text", "fulltext", "sentence", "message", "speech"];
    let near = header
        .iter()
        .map(|column| {
            let lower = column.to_lowercase();
            let likeness = strsim::jaro_winkler(&lower, &wanted.to_lowercase());
            (if field == Field::Text && known.contains(&lower.as_str()) { 1.0 } else { likeness }, column)
        })
        .filter(|(likeness, _)| *likeness > 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let option = field.option();
    let hint = near.map_or(String::new(), |(_, column)| format!("; did you mean {option} {column}?"));
    let columns: Vec<String> = header.iter().map(|column| quoted(column)).collect();
    Fault::said(format!(
        "{name}:1: header: found the columns {}; expected a column {}{hint}",
        columns.join(", "),
        quoted(wanted)
    ))
}

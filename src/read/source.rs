//! A source: one opened input, unpacked, decoded and split into raw records. It does not interpret their fields.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::sync::{Arc, OnceLock};

use crate::error::Reject;
use crate::model::input::Decoded;
use crate::read::date::Order;
use crate::read::export::{self, Article};
use crate::read::handed::Handed;
use crate::read::json::{self, Objects, Piece};
use crate::read::names::Names;
#[cfg(feature = "parquet")]
use crate::read::parquet;
use crate::read::row::{Most, Row, Rows};
use crate::read::stream::{Counted, Counter, decode, peek, unpack};
#[cfg(feature = "parquet")]
use crate::read::table::known;
use crate::read::table::rows;
use crate::read::written::{SIGN, foreign, is_packed, written};
use crate::read::{Body, FileInfo, Format, Input, RawRecord, ReadOptions};

/// So many bytes show whether a file has one record a line.
const HEAD: usize = 256 << 10;

/// Why an input could not be opened.
pub(super) enum NotOpened {
    /// The input is skipped, and the run goes on.
    Reject(Reject),
    /// It has no column for the text, or none that the user named: a wrong option, or no part of the corpus.
    Other(Reject),
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
    Objects(Objects),
    Articles(std::vec::IntoIter<Article>),
    /// Each row stands for so many bytes of the file.
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
        let asked = options.format.filter(|_| input.handed.is_none());
        let format = asked.or(input.format).expect("listing the inputs settles every format");
        let names = Names::new(&options.columns);
        let mut file = FileInfo {
            name: input.name.clone(),
            format,
            names,
            width: 0,
            cells: Vec::new(),
            pattern: options.date_format.clone().filter(|form| !["dmy", "mdy"].contains(&form.as_str())),
            order: OnceLock::new(),
            strict_dates: options.strict_dates,
            repair: options.repair,
        };
        #[cfg(feature = "parquet")]
        if let (Format::Parquet, Some(path)) = (format, &input.path) {
            let opened = File::open(path).map_err(|error| whole(error.to_string(), "a file that can be read"))?;
            let records = columns(opened, input.size.unwrap_or(0), &mut file)?;
            return Ok(Source::new(file, records, counter, options));
        }
        if let Some(bytes) = input.handed.as_ref().and_then(Handed::take) {
            let counted = Counted { inner: bytes, counter: Arc::clone(&counter) };
            let records = objects(Box::new(BufReader::with_capacity(PIECE, counted)), &file);
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
        let again = input.path.as_deref().filter(|_| !input.is_stream());
        let (head, rest) = peek(Box::new(BufReader::with_capacity(PIECE, unpacked)), SIGN);
        if let Some((found, expected)) = foreign(&head) {
            return Err(whole(found.to_owned(), expected));
        }
        let is_packed = format == Format::Txt && is_packed(&head);
        let unpacked: Box<dyn Read + Send> = Box::new(Cursor::new(head).chain(rest));
        let unpacked = if is_packed {
            written(unpacked, options.max_record).map_err(|(found, expected)| whole(found, expected))?
        } else {
            unpacked
        };
        let again = again.filter(|_| !is_packed);
        let (reader, encoding) = decode(unpacked, again, matches!(format, Format::Json | Format::Jsonl))
            .map_err(|error| whole(error.to_string(), "a file that can be read"))?;
        let records = match format {
            Format::Txt => Records::Lines { reader, line: 0 },
            Format::Json | Format::Jsonl => objects(reader, &file),
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
            Format::Txt => match self.records {
                Records::Articles(_) => self.next_article(),
                _ => self.text(bytes),
            },
            Format::Json | Format::Jsonl => match self.records {
                Records::Objects(_) => self.object(bytes),
                _ => self.line(bytes),
            },
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

    /// What its records share.
    pub(super) fn file(&self) -> &FileInfo {
        &self.file
    }

    /// Settles the order of day and month; the first word counts.
    pub(super) fn set_order(&self, order: Option<Order>) {
        let _ = self.file.order.set(order);
    }

    /// Told if it is not UTF-8.
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
                let articles = std::str::from_utf8(&bytes[start..]).ok().and_then(export::articles);
                if let Some(articles) = articles {
                    bytes.truncate(start);
                    self.records = Records::Articles(articles.into_iter());
                    return self.next_article();
                }
                let body = Body::Bytes(start..bytes.len());
                Some(Ok(RawRecord { file: Arc::clone(&self.file), line: 1, body }))
            }
        }
    }

    fn next_article(&mut self) -> Option<Result<RawRecord, Reject>> {
        let Records::Articles(articles) = &mut self.records else {
            return None;
        };
        let article = articles.next()?;
        let (file, line) = (Arc::clone(&self.file), article.line);
        Some(Ok(RawRecord { file, line, body: Body::Article(Box::new(article)) }))
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

    /// Objects are counted, since several may stand on one line.
    fn object(&mut self, bytes: &mut Vec<u8>) -> Option<Result<RawRecord, Reject>> {
        let Records::Objects(objects) = &mut self.records else {
            return None;
        };
        let (start, line) = (bytes.len(), self.count + 1);
        match objects.next(bytes, self.max_record) {
            Ok(None) => None,
            Ok(Some(Piece::TooLong)) => Some(Err(self.too_long(line))),
            Ok(Some(Piece::Whole)) => {
                let body = Body::Bytes(start..bytes.len());
                Some(Ok(RawRecord { file: Arc::clone(&self.file), line, body }))
            }
            Err(error) => Some(Err(self.broken(line, &error))),
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

/// Bytes are taken from the disk in pieces of this size.
const PIECE: usize = 64 << 10;

/// The records of a JSON file: a line each, or cut from one piece.
fn objects(reader: Box<dyn BufRead + Send>, file: &FileInfo) -> Records {
    let (head, rest) = peek(reader, HEAD);
    let is_text = |name: &str| file.names.may_be_text(name);
    let begin = json::begin(&head, file.format == Format::Jsonl, is_text);
    let mut head = Cursor::new(head);
    head.set_position(begin.map_or(0, |begin| begin.at as u64));
    let reader: Box<dyn BufRead + Send> = Box::new(head.chain(rest));
    match begin {
        Some(begin) => Records::Objects(Objects::new(reader, begin.in_array)),
        None => Records::Lines { reader, line: 0 },
    }
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

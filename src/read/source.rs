//! A source: one opened input, split into raw records. It does not interpret their fields.

use std::io::{BufRead, Read};
use std::sync::Arc;

use crate::error::Reject;
use crate::model::input::{Decoded, Noted};
use crate::read::date::Order;
use crate::read::export::{self, Article};
use crate::read::feed;
use crate::read::json::{Objects, Piece};
use crate::read::open::{NotOpened, Opened, open};
use crate::read::row::{Most, Row, Rows};
use crate::read::stream::Counter;
use crate::read::written::Unfit;
use crate::read::{Body, FileInfo, Format, Input, RawRecord, ReadOptions};

/// One opened input.
pub(super) struct Source {
    file: Arc<FileInfo>,
    records: Records,
    counter: Arc<Counter>,
    encoding: Option<&'static encoding_rs::Encoding>,
    compression: Option<&'static str>,
    /// What is told of the file as a whole.
    pub(super) notes: Vec<Noted>,
    max_record: usize,
    count: u64,
    rejected: u64,
    ended: bool,
}

/// How the records of a file are cut.
pub(super) enum Records {
    /// Not cut: the file is read whole.
    Text(Box<dyn BufRead + Send>),
    Lines {
        reader: Box<dyn BufRead + Send>,
        line: u64,
    },
    Rows(Box<Rows>),
    Objects(Objects),
    Articles(std::vec::IntoIter<Article>),
    /// Rows out of a file that is not text.
    #[cfg(any(feature = "parquet", feature = "sheets"))]
    Cells {
        rows: Box<dyn Iterator<Item = (u64, Result<csv::ByteRecord, String>)> + Send>,
        /// Each stands for so many bytes of the file.
        share: u64,
        /// What a file is whose rows can all be read.
        whole: &'static str,
    },
}

impl Source {
    /// Begins before the first record.
    pub(super) fn open(input: &Input, options: &ReadOptions) -> Result<Source, NotOpened> {
        let Opened { file, records, counter, encoding, compression, notes } = open(input, options)?;
        Ok(Source {
            file: Arc::new(file),
            records,
            counter,
            encoding,
            compression,
            notes,
            max_record: options.max_record,
            count: 0,
            rejected: 0,
            ended: false,
        })
    }

    /// The next record, or a reject in its place; `None` at the end. The line or text is appended to `bytes`.
    pub(super) fn next(&mut self, bytes: &mut Vec<u8>) -> Option<Result<RawRecord, Reject>> {
        if self.ended {
            return None;
        }
        let start = bytes.len();
        let next = match self.records {
            Records::Text(_) => self.text(bytes),
            Records::Articles(_) => self.article(),
            Records::Lines { .. } => self.line(bytes),
            Records::Objects(_) => self.object(bytes),
            Records::Rows(_) => self.row(),
            #[cfg(any(feature = "parquet", feature = "sheets"))]
            Records::Cells { .. } => self.cells(),
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

    /// A file that is read whole: one text, or several articles.
    fn text(&mut self, bytes: &mut Vec<u8>) -> Option<Result<RawRecord, Reject>> {
        let Records::Text(reader) = &mut self.records else {
            return None;
        };
        let start = bytes.len();
        let read = reader.take(self.max_record as u64 + 1).read_to_end(bytes);
        // There is nothing behind it.
        self.records = Records::Articles(Vec::new().into_iter());
        match read {
            Err(error) => return Some(Err(self.broken(1, &error))),
            Ok(0) => return None,
            Ok(length) if length > self.max_record => return Some(Err(self.too_long(1))),
            Ok(_) => {}
        }
        // Damage is told when the record is parsed.
        if let Ok(text) = std::str::from_utf8(&bytes[start..]) {
            match several(text, self.file.format) {
                Ok(None) => {}
                Ok(Some(articles)) => {
                    bytes.truncate(start);
                    self.records = Records::Articles(articles.into_iter());
                    return self.article();
                }
                Err((found, expected)) => return Some(Err(self.reject(0, "file", found, expected))),
            }
        }
        let body = Body::Bytes(start..bytes.len());
        Some(Ok(RawRecord { file: Arc::clone(&self.file), line: 1, body }))
    }

    fn article(&mut self) -> Option<Result<RawRecord, Reject>> {
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

    #[cfg(any(feature = "parquet", feature = "sheets"))]
    fn cells(&mut self) -> Option<Result<RawRecord, Reject>> {
        let Records::Cells { rows, share, whole } = &mut self.records else {
            return None;
        };
        let (line, row) = rows.next()?;
        let (share, whole) = (*share, *whole);
        self.counter.add(share);
        match row {
            Ok(row) if row.as_slice().len() > self.max_record => Some(Err(self.too_long(line))),
            Ok(row) => Some(Ok(RawRecord { file: Arc::clone(&self.file), line, body: Body::Row(row) })),
            Err(error) => {
                self.ended = true;
                Some(Err(self.reject(line, "file", format!("rows that cannot be read ({error})"), whole)))
            }
        }
    }
}

/// The articles of a text that holds several; `None` if it is one.
fn several(text: &str, format: Format) -> Result<Option<Vec<Article>>, Unfit> {
    match format {
        Format::Html => Ok(export::articles_of_page(text)),
        Format::Feed => feed::articles(text).map(Some),
        _ => Ok(export::articles(text)),
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

//! Reading: paths come in; raw records come out, in input order and in batches of bounded size. A raw record becomes a
//! document or a reject. This room never interprets a text.

mod encoding;
mod input;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod row;
mod source;
mod statement;
mod stream;

use std::sync::Arc;

pub(crate) use input::{Input, list_inputs};
pub(crate) use record::parse;
use record::{Field, Names};
use source::Source;
pub(crate) use statement::{each_statement, needs_actors, scored_statements};
pub(crate) use stream::unpack;

use crate::error::{Fault, Reject};
use crate::model::hash::{add_to_sum, check_sum};
use crate::model::input::Decoded;

/// The layout of the records in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Format {
    /// Plain text; the whole file is one document.
    Txt,
    /// Comma-separated values with a header.
    Csv,
    /// Tab-separated values with a header.
    Tsv,
    /// JSON lines, one object a line.
    Jsonl,
    /// Apache Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
}

/// The user's names for columns; `None` keeps the default names.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Column of the document's id. Default: `doc_id` or `id`.
    pub id: Option<String>,
    /// Column of the text. Default: `text`.
    pub text: Option<String>,
    /// Column of the date, YYYY-MM-DD. Default: `date`.
    pub date: Option<String>,
    /// Column of the outlet. Default: `outlet`.
    pub outlet: Option<String>,
    /// Column of the title. Default: `title`.
    pub title: Option<String>,
    /// Column of the speaker. A record with a speaker is a given statement. Default: `holder` or `speaker`.
    pub holder: Option<String>,
}

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// The format of all inputs; `None` goes by each file's name.
    pub format: Option<Format>,
    /// Column names.
    pub columns: Columns,
    /// Maximum size of a record, in bytes. A longer record becomes a reject.
    pub max_record: usize,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions { format: None, columns: Columns::default(), max_record: 256 << 20 }
    }
}

/// What all records of one file share.
pub(crate) struct FileInfo {
    /// The input's name.
    pub(crate) name: String,
    /// Layout of its records.
    pub(crate) format: Format,
    /// The names under which its fields are looked up.
    names: Names,
    /// Number of cells in a row; 0 for other layouts.
    width: usize,
    /// The fields and the index of the cell of each.
    cells: Vec<(Field, usize)>,
}

/// One record as read from the file.
pub(crate) struct RawRecord {
    pub(crate) file: Arc<FileInfo>,
    /// Line number in the decoded file, from 1.
    pub(crate) line: u64,
    pub(crate) body: Body,
}

/// The bytes of a record.
pub(crate) enum Body {
    /// A line of JSON, or a whole text: its range in the bytes of the batch.
    Bytes(std::ops::Range<usize>),
    /// A row of a table.
    Row(csv::ByteRecord),
}

/// Consecutive records, and the rejects among them.
#[derive(Default)]
pub(crate) struct Batch {
    /// In input order.
    pub(crate) records: Vec<RawRecord>,
    /// All lines and texts, one after another, so that a batch of short lines needs one allocation.
    pub(crate) bytes: Vec<u8>,
    /// Problems of the file itself: truncation, overlong lines, ragged rows.
    pub(crate) rejects: Vec<Reject>,
    /// Bytes read from disk for this batch.
    pub(crate) bytes_read: u64,
}

/// Reads inputs one after another.
pub(crate) struct Reader {
    waiting: std::vec::IntoIter<Input>,
    options: ReadOptions,
    open: Option<Source>,
    /// The inputs read so far that are not UTF-8.
    pub(crate) decoded: Vec<Decoded>,
}

impl Reader {
    /// Starts before the first of `inputs`.
    pub(crate) fn new(inputs: Vec<Input>, options: ReadOptions) -> Reader {
        Reader { waiting: inputs.into_iter(), options, open: None, decoded: Vec::new() }
    }

    /// The next records: at most `max_records`, and little more than `max_bytes` bytes; `None` at the end.
    ///
    /// Errors: a table without a required column, since the user most likely gave a wrong option.
    pub(crate) fn next_batch(&mut self, max_records: usize, max_bytes: usize) -> Result<Option<Batch>, Fault> {
        let mut batch = Batch::default();
        let mut bytes = 0;
        while batch.records.len() < max_records && bytes < max_bytes {
            let Some(source) = &mut self.open else {
                let Some(input) = self.waiting.next() else {
                    break;
                };
                match Source::open(&input, &self.options) {
                    Ok(source) => self.open = Some(source),
                    Err(source::NotOpened::Reject(reject)) => batch.rejects.push(reject),
                    Err(source::NotOpened::Fault(fault)) => return Err(fault),
                }
                continue;
            };
            match source.next(&mut batch.bytes) {
                Some(Ok(record)) => {
                    bytes += record.length();
                    batch.records.push(record);
                }
                Some(Err(reject)) => batch.rejects.push(reject),
                None => {
                    let finished = self.open.take().expect("a source was open");
                    batch.bytes_read += finished.bytes_since_last_asked();
                    batch.rejects.extend(finished.empty_file());
                    self.decoded.extend(finished.decoded());
                }
            }
        }
        if let Some(source) = &self.open {
            batch.bytes_read += source.bytes_since_last_asked();
        }
        let nothing = batch.records.is_empty() && batch.rejects.is_empty() && self.open.is_none();
        Ok(if nothing && self.waiting.len() == 0 { None } else { Some(batch) })
    }
}

impl RawRecord {
    /// A checksum of the record's position and content; `bytes` are those of its batch.
    pub(crate) fn sum(&self, bytes: &[u8]) -> u64 {
        let sum = add_to_sum(0, self.line);
        match &self.body {
            Body::Bytes(range) => add_to_sum(sum, check_sum(&bytes[range.clone()])),
            Body::Row(row) => self.file.cells.iter().fold(sum, |sum, &(field, at)| {
                add_to_sum(add_to_sum(sum, field as u64), row.get(at).map_or(0, check_sum))
            }),
        }
    }

    pub(crate) fn length(&self) -> usize {
        match &self.body {
            Body::Bytes(bytes) => bytes.len(),
            Body::Row(row) => row.as_slice().len(),
        }
    }

    pub(crate) fn reject(&self, field: &str, found: impl Into<String>, expected: impl Into<String>) -> Reject {
        Reject {
            file: self.file.name.clone(),
            line: self.line,
            field: field.to_owned(),
            found: found.into(),
            expected: expected.into(),
        }
    }
}

//! Reading: paths come in; raw records come out, in input order and in batches of bounded size. A raw record becomes a
//! document or a reject. This room never interprets a text.

#[cfg(feature = "parquet")]
mod arrow;
mod codes;
#[cfg(any(feature = "parquet", feature = "sheets"))]
mod columns;
mod date;
mod encoding;
mod export;
mod feed;
mod handed;
mod input;
mod json;
mod markup;
mod names;
mod object;
mod office;
mod open;
mod order;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod repair;
mod row;
mod rtf;
mod scored;
#[cfg(feature = "sheets")]
mod sheet;
mod sign;
mod source;
mod statement;
mod stream;
mod table;
mod written;

use std::sync::{Arc, OnceLock};

pub(crate) use codes::{CodeFile, read_codes};
use date::{Dates, Order};
use export::Article;
pub use handed::JsonLines;
pub(crate) use input::{Input, list_inputs};
use names::{Field, Names};
use open::NotOpened;
pub(crate) use record::{Remark, parse};
pub(crate) use scored::{each_scored_row, scored_table};
use source::Source;
pub(crate) use statement::{each_line, each_statement, keeps_duplicates, needs_actors, options_of, scored_statements};
pub(crate) use stream::unpack;

use crate::error::{Error, Reject};
use crate::model::hash::{add_to_sum, check_sum};
use crate::model::input::{Decoded, Noted};

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
    /// JSON in one piece: an array of objects, or objects one after another.
    Json,
    /// HTML; the article of the page is one document.
    Html,
    /// RSS, Atom or JSON Feed; each entry is a document.
    Feed,
    /// A workbook (.xlsx, .xlsm, .xlsb, .xls, .ods), one of whose sheets has a header.
    #[cfg(feature = "sheets")]
    Sheet,
    /// Columns, in groups of rows.
    #[cfg(feature = "parquet")]
    Parquet,
    /// Columns, in batches of rows: a file or a stream of Arrow, also called Feather.
    #[cfg(feature = "parquet")]
    Arrow,
}

impl Format {
    /// Whether a file is text without a column of dates.
    fn is_text(self) -> bool {
        matches!(self, Format::Txt | Format::Html | Format::Feed)
    }
}

/// The user's names for columns; `None` keeps the default names.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Column of the document's id. Default: `doc_id` or `id`.
    pub id: Option<String>,
    /// Column of the text. Default: `text`.
    pub text: Option<String>,
    /// Column of the date. Default: `date`, `created_at`, `published_at` or `publication_date`.
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
    /// How dates are written, in the letters of `strptime`, or `dmy` or `mdy` for what comes first; `None` reads what
    /// is clear, and lets each file show the order of day and month.
    pub date_format: Option<String>,
    /// Whether a record whose date cannot be read is a reject; if not, it is undated.
    pub strict_dates: bool,
    /// Whether HTML entities, wrongly decoded and invisible characters are repaired.
    pub repair: bool,
    /// Whether documents keep the columns that the program does not read itself; only `score` needs them.
    pub own_columns: bool,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions {
            format: None,
            columns: Columns::default(),
            max_record: 256 << 20,
            date_format: None,
            strict_dates: false,
            repair: true,
            own_columns: false,
        }
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
    /// The columns of the file's own that are kept.
    own: Vec<OwnColumn>,
    /// Whether such columns are kept.
    keeps_own: bool,
    /// The user's pattern for dates.
    pattern: Option<String>,
    /// Whether the day or the month comes first, once it is settled.
    order: OnceLock<Option<Order>>,
    /// Whether a date that cannot be read makes a reject.
    strict_dates: bool,
    /// Whether texts are repaired.
    repair: bool,
}

/// A column of a table that the program does not read itself.
pub(crate) struct OwnColumn {
    name: String,
    /// Index of its cell.
    at: usize,
    /// Whether its cells hold numbers, or true and false; if not, texts.
    is_literal: bool,
}

impl FileInfo {
    fn dates(&self) -> Dates<'_> {
        Dates { pattern: self.pattern.as_deref(), order: self.order.get().copied().flatten() }
    }
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
    /// A line of JSON, or a whole text or page: its range in the bytes of the batch.
    Bytes(std::ops::Range<usize>),
    /// A row of a table.
    Row(csv::ByteRecord),
    /// One article of an export or a feed.
    Article(Box<Article>),
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
    /// Files in folders that are no input.
    pub(crate) notes: Vec<Noted>,
    /// Bytes taken from the disk for this batch.
    pub(crate) bytes_read: u64,
}

/// An input, and the order of its dates if it is settled beforehand.
struct Planned {
    input: Input,
    order: Option<Option<Order>>,
}

impl Planned {
    /// Whether it is text, which has no column of dates.
    fn is_text(&self, options: &ReadOptions) -> bool {
        options.format.or(self.input.format).is_some_and(Format::is_text)
    }
}

/// Reads inputs one after another.
pub(crate) struct Reader {
    waiting: std::vec::IntoIter<Planned>,
    options: ReadOptions,
    open: Option<Source>,
    /// Whether the inputs have been looked over.
    begun: bool,
    /// Those of the inputs read so far that are not UTF-8.
    pub(crate) decoded: Vec<Decoded>,
}

impl Reader {
    /// Starts before the first of `inputs`.
    pub(crate) fn new(inputs: Vec<Input>, options: ReadOptions) -> Reader {
        let planned: Vec<Planned> = inputs.into_iter().map(|input| Planned { input, order: None }).collect();
        Reader { waiting: planned.into_iter(), options, open: None, begun: false, decoded: Vec::new() }
    }

    /// The next records: at most `max_records`, and little more than `max_bytes` bytes; `None` at the end.
    ///
    /// Errors: a table without a required column, since the user most likely gave a wrong option.
    pub(crate) fn next_batch(&mut self, max_records: usize, max_bytes: usize) -> Result<Option<Batch>, Error> {
        if !std::mem::replace(&mut self.begun, true) {
            self.waiting = order::settled(std::mem::take(&mut self.waiting).collect(), &self.options)?.into_iter();
        }
        let mut batch = Batch::default();
        let mut bytes = 0;
        while batch.records.len() < max_records && bytes < max_bytes {
            let Some(source) = &mut self.open else {
                let Some(Planned { input, order }) = self.waiting.next() else {
                    break;
                };
                if let Some(noted) = input.unread {
                    batch.notes.push(noted);
                    continue;
                }
                match Source::open(&input, &self.options) {
                    Ok(mut source) => {
                        if let Some(order) = order {
                            source.set_order(order);
                        }
                        batch.notes.append(&mut source.notes);
                        self.open = Some(source);
                    }
                    Err(NotOpened::Reject(reject)) => batch.rejects.push(reject),
                    Err(NotOpened::Other(reject)) if input.in_folder => batch.rejects.push(reject),
                    Err(NotOpened::Other(reject)) => return Err(Error::said(reject.to_string())),
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
        if self.options.date_format.is_none() {
            order::settle_streams(&batch)?;
        }
        let nothing =
            batch.records.is_empty() && batch.rejects.is_empty() && batch.notes.is_empty() && self.open.is_none();
        Ok(if nothing && self.waiting.len() == 0 { None } else { Some(batch) })
    }
}

impl RawRecord {
    /// A checksum of the record's position and content; `bytes` are those of its batch.
    pub(crate) fn sum(&self, bytes: &[u8]) -> u64 {
        let sum = add_to_sum(0, self.line);
        match &self.body {
            Body::Bytes(range) => add_to_sum(sum, check_sum(&bytes[range.clone()])),
            Body::Article(article) => add_to_sum(sum, check_sum(article.body.as_bytes())),
            Body::Row(row) => self.file.cells.iter().fold(sum, |sum, &(field, at)| {
                add_to_sum(add_to_sum(sum, field as u64), row.get(at).map_or(0, check_sum))
            }),
        }
    }

    /// A note that stands for this record.
    pub(crate) fn noted(&self, remark: Remark) -> Noted {
        let Remark { what, found } = remark;
        Noted { what: what.to_owned(), count: 1, file: self.file.name.clone(), line: self.line, found }
    }

    pub(crate) fn length(&self) -> usize {
        match &self.body {
            Body::Bytes(bytes) => bytes.len(),
            Body::Row(row) => row.as_slice().len(),
            Body::Article(article) => article.body.len(),
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

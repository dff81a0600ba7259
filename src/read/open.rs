//! Opening: one input is unpacked and decoded, and it is settled how its records are cut.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::sync::{Arc, OnceLock};

use crate::error::Reject;
use crate::model::input::Noted;
#[cfg(any(feature = "parquet", feature = "sheets"))]
use crate::read::columns;
use crate::read::feed::is_json_feed;
use crate::read::handed::Handed;
use crate::read::json::{self, Objects};
use crate::read::names::Names;
use crate::read::sign::{SIGN, foreign, is_packed};
use crate::read::source::Records;
use crate::read::stream::{Counted, Counter, decode, peek, unpack};
use crate::read::table::rows;
use crate::read::written::{Unfit, written};
use crate::read::{FileInfo, Format, Input, ReadOptions};

/// So many bytes show whether a file has one record a line.
const HEAD: usize = 256 << 10;

/// Bytes are taken from the disk in pieces of this size.
const PIECE: usize = 64 << 10;

/// Why an input could not be opened.
pub(super) enum NotOpened {
    /// The input is skipped, and the run goes on.
    Reject(Reject),
    /// It has no column for the text, or none that the user named: a wrong option, or no part of the corpus.
    Other(Reject),
}

/// An input whose records can be read.
pub(super) struct Opened {
    pub(super) file: FileInfo,
    pub(super) records: Records,
    pub(super) counter: Arc<Counter>,
    /// `None` for UTF-8.
    pub(super) encoding: Option<&'static encoding_rs::Encoding>,
    pub(super) compression: Option<&'static str>,
    /// What is told of the file as a whole.
    pub(super) notes: Vec<Noted>,
}

impl Opened {
    fn new(file: FileInfo, records: Records, counter: Arc<Counter>) -> Opened {
        Opened { file, records, counter, encoding: None, compression: None, notes: Vec::new() }
    }
}

/// Opens `input`, in the format of its name unless `options` say another.
pub(super) fn open(input: &Input, options: &ReadOptions) -> Result<Opened, NotOpened> {
    let unfit = |(found, expected): Unfit| {
        let (file, field, expected) = (input.name.clone(), "file".to_owned(), expected.to_owned());
        NotOpened::Reject(Reject { file, line: 0, field, found, expected })
    };
    let unreadable = |error: std::io::Error| unfit((error.to_string(), "a file that can be read"));
    let counter = Arc::new(Counter::default());
    let mut file = info(input, options);
    #[cfg(feature = "parquet")]
    if let (Format::Parquet | Format::Arrow, Some(path)) = (file.format, &input.path) {
        let opened = File::open(path).map_err(unreadable)?;
        let records = columns::columns(opened, input.size.unwrap_or(0), &mut file)?;
        return Ok(Opened::new(file, records, counter));
    }
    if let Some(bytes) = input.handed.as_ref().and_then(Handed::take) {
        let counted = Counted { inner: bytes, counter: Arc::clone(&counter) };
        let records = objects(Box::new(BufReader::with_capacity(PIECE, counted)), &mut file);
        return Ok(Opened::new(file, records, counter));
    }
    let raw: Box<dyn Read + Send> = match &input.path {
        None => Box::new(std::io::stdin()),
        Some(path) => Box::new(File::open(path).map_err(unreadable)?),
    };
    let raw = Counted { inner: raw, counter: Arc::clone(&counter) };
    let (unpacked, compression) = unpack(raw).map_err(unreadable)?;
    let (head, rest) = peek(Box::new(BufReader::with_capacity(PIECE, unpacked)), SIGN);
    if let Some((found, expected)) = foreign(&head, file.format) {
        return Err(unfit((found.to_owned(), expected)));
    }
    let is_packed = is_packed(&head, file.format);
    let unpacked: Box<dyn Read + Send> = Box::new(Cursor::new(head).chain(rest));
    #[cfg(feature = "sheets")]
    if file.format == Format::Sheet {
        let bytes = crate::read::written::whole(unpacked, options.max_record).map_err(unfit)?;
        let (records, notes) = columns::sheet(bytes, options.max_record, &mut file)?;
        return Ok(Opened { compression, notes, ..Opened::new(file, records, counter) });
    }
    let unpacked = if is_packed { written(unpacked, options.max_record).map_err(unfit)? } else { unpacked };
    let again = input.path.as_deref().filter(|_| !input.is_stream() && !is_packed);
    let is_json = matches!(file.format, Format::Json | Format::Jsonl);
    let (reader, encoding) = decode(unpacked, again, is_json).map_err(unreadable)?;
    let records = match file.format {
        Format::Txt | Format::Html | Format::Feed => Records::Text(reader),
        Format::Json | Format::Jsonl => objects(reader, &mut file),
        Format::Csv | Format::Tsv => Records::Rows(Box::new(rows(reader, &mut file)?)),
        #[cfg(feature = "parquet")]
        Format::Parquet | Format::Arrow => return Err(unfit(("a stream".to_owned(), "a file, named by its path"))),
        #[cfg(feature = "sheets")]
        Format::Sheet => unreachable!("workbooks are opened above"),
    };
    Ok(Opened { encoding, compression, ..Opened::new(file, records, counter) })
}

fn info(input: &Input, options: &ReadOptions) -> FileInfo {
    let asked = options.format.filter(|_| input.handed.is_none());
    FileInfo {
        name: input.name.clone(),
        format: asked.or(input.format).expect("listing the inputs settles every format"),
        names: Names::new(&options.columns),
        width: 0,
        cells: Vec::new(),
        own: Vec::new(),
        keeps_own: options.own_columns,
        pattern: options.date_format.clone().filter(|form| !["dmy", "mdy"].contains(&form.as_str())),
        order: OnceLock::new(),
        strict_dates: options.strict_dates,
        repair: options.repair,
    }
}

/// The records of a JSON file: a line each, or cut from one piece; a feed is read whole.
fn objects(reader: Box<dyn BufRead + Send>, file: &mut FileInfo) -> Records {
    let (head, rest) = peek(reader, HEAD);
    if is_json_feed(&head) {
        file.format = Format::Feed;
        return Records::Text(Box::new(Cursor::new(head).chain(rest)));
    }
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

//! A stream: the bytes of one input, counted, unpacked and decoded on their way from the disk. It does not look for
//! records.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::read::encoding;

/// Number of bytes that are examined to detect the encoding.
const HEAD: usize = 64 << 10;

/// Unpacks gzip or zstd, which are detected by their first bytes.
pub(crate) fn unpack(raw: impl Read + Send + 'static) -> std::io::Result<(Box<dyn Read + Send>, Option<&'static str>)> {
    let mut reader = BufReader::with_capacity(HEAD, raw);
    let head = reader.fill_buf()?;
    if head.starts_with(&[0x1f, 0x8b]) {
        Ok((Box::new(flate2::bufread::MultiGzDecoder::new(reader)), Some("gzip")))
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let mut decoder = zstd::Decoder::with_buffer(reader)?;
        decoder.window_log_max(27)?;
        Ok((Box::new(decoder), Some("zstd")))
    } else {
        Ok((Box::new(reader), None))
    }
}

pub(super) type Decoded = (Box<dyn BufRead + Send>, Option<&'static encoding_rs::Encoding>);

/// Turns the bytes into UTF-8, without a byte order mark; UTF-8 itself is passed through unchecked.
///
/// `again` opens the same bytes once more, if the first of them do not tell the encoding.
pub(super) fn decode(
    mut reader: Box<dyn Read + Send>,
    again: Option<&Path>,
    is_json: bool,
) -> std::io::Result<Decoded> {
    let mut head = Vec::with_capacity(HEAD);
    // A stream that breaks off in its first bytes still yields them. The error occurs again, and is reported, later.
    let broken = reader.by_ref().take(HEAD as u64).read_to_end(&mut head).err();
    let mut rest = match again {
        Some(path) if head.len() == HEAD => unpack(File::open(path)?)?.0,
        _ => Box::new(std::io::empty()),
    };
    let skipped = std::io::copy(&mut rest.by_ref().take(HEAD as u64), &mut std::io::sink());
    let encoding = encoding::detect(&head, skipped.is_ok().then_some(&mut rest as &mut dyn Read), is_json);
    let body: Box<dyn Read + Send> = match broken {
        None => Box::new(std::io::Cursor::new(head).chain(reader)),
        Some(error) => Box::new(std::io::Cursor::new(head).chain(Broken(Some(error)))),
    };
    // A decoder for UTF-8 would replace bad bytes, so only the byte order mark is dropped.
    let decoded: Box<dyn Read + Send> = match encoding {
        Some(encoding) => Box::new(
            encoding_rs_io::DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_sniffing(true).build(body),
        ),
        None => Box::new(
            encoding_rs_io::DecodeReaderBytesBuilder::new()
                .utf8_passthru(true)
                .strip_bom(true)
                .bom_sniffing(true)
                .build(body),
        ),
    };
    Ok((Box::new(BufReader::with_capacity(1 << 18, decoded)), encoding))
}

/// The first bytes, at most `most`, and a stream of what follows them. A break is met again, and told, later.
pub(super) fn peek(mut reader: Box<dyn BufRead + Send>, most: usize) -> (Vec<u8>, Box<dyn BufRead + Send>) {
    let mut head = Vec::new();
    match reader.by_ref().take(most as u64).read_to_end(&mut head) {
        Ok(_) => (head, reader),
        Err(error) => (head, Box::new(BufReader::new(Broken(Some(error))))),
    }
}

/// A stream that has already failed.
struct Broken(Option<std::io::Error>);

impl Read for Broken {
    fn read(&mut self, _buffer: &mut [u8]) -> std::io::Result<usize> {
        Err(self.0.take().unwrap_or_else(|| std::io::ErrorKind::UnexpectedEof.into()))
    }
}

/// Counts the bytes that pass.
#[derive(Default)]
pub(super) struct Counter {
    unasked: AtomicU64,
}

impl Counter {
    /// Adds bytes that were not read in sequence.
    #[cfg(any(feature = "parquet", feature = "sheets"))]
    pub(super) fn add(&self, bytes: u64) {
        self.unasked.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Bytes that have passed since the last call.
    pub(super) fn unasked(&self) -> u64 {
        self.unasked.swap(0, Ordering::Relaxed)
    }
}

pub(super) struct Counted {
    pub(super) inner: Box<dyn Read + Send>,
    pub(super) counter: Arc<Counter>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.counter.unasked.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

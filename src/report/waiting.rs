//! Rows that wait until the last one is known, because only then it is known which columns of their own the inputs have.

use std::io::{BufReader, BufWriter, Read, Seek, Write};

use tempfile::SpooledTempFile;

use crate::error::Error;
use crate::report::own::Seen;
use crate::report::rows::{Cell, Column, Row};

/// Rows beyond so many bytes wait in a temporary file.
const IN_MEMORY: usize = 64 << 20;

/// Rows that wait to be written, in order.
pub(crate) struct WaitingRows {
    rows: BufWriter<SpooledTempFile>,
    number: u64,
    seen: Seen,
}

impl WaitingRows {
    pub(crate) fn new() -> WaitingRows {
        WaitingRows {
            rows: BufWriter::with_capacity(1 << 16, SpooledTempFile::new(IN_MEMORY)),
            number: 0,
            seen: Seen::default(),
        }
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: &Row) -> Result<(), Error> {
        self.seen.add(&row.own);
        self.number += 1;
        // The packed form of own columns is empty.
        let own = match row.own.is_empty() {
            true => Vec::new(),
            false => serde_json::to_vec(&row.own).expect("plain values become JSON"),
        };
        let bytes = postcard::to_stdvec(&(&row.cells, own)).expect("plain values can be packed");
        let length = u32::try_from(bytes.len()).map_err(|_| Error::said("output: a row is longer than 4 GB"))?;
        self.rows.write_all(&length.to_le_bytes()).and_then(|()| self.rows.write_all(&bytes)).map_err(waiting)
    }

    /// The columns of a table of all rows: those that every table of the sort has, and the inputs' own.
    pub(crate) fn columns(&self, usual: &[Column]) -> Vec<Column> {
        self.seen.columns(usual)
    }

    /// Hands over all rows.
    pub(crate) fn each(self, mut take: impl FnMut(Row) -> Result<(), Error>) -> Result<(), Error> {
        let mut rows = self.rows.into_inner().map_err(|error| waiting(error.into_error()))?;
        rows.rewind().map_err(waiting)?;
        let mut rows = BufReader::with_capacity(1 << 16, rows);
        let mut bytes = Vec::new();
        for _ in 0..self.number {
            let mut length = [0; 4];
            rows.read_exact(&mut length).map_err(waiting)?;
            bytes.resize(u32::from_le_bytes(length) as usize, 0);
            rows.read_exact(&mut bytes).map_err(waiting)?;
            let (cells, own): (Vec<Cell>, Vec<u8>) =
                postcard::from_bytes(&bytes).expect("rows are read back as they were written");
            let mut row = Row::new(cells);
            if !own.is_empty() {
                row.own = serde_json::from_slice(&own).expect("columns are read back as they were written");
            }
            take(row)?;
        }
        Ok(())
    }
}

fn waiting(error: std::io::Error) -> Error {
    Error::io("the temporary file of rows", error)
}

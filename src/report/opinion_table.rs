//! The table of opinions of a whole corpus, as CSV or Parquet: keeps the rows until the last one is known, because only
//! then it is known which columns of their own the inputs have.

use std::io::{BufReader, BufWriter, Read, Seek, Write};

use tempfile::SpooledTempFile;

use crate::error::Error;
use crate::report::opinion::{OpinionRow, opinion_header, opinion_line};
use crate::report::own::Seen;
#[cfg(feature = "parquet")]
use crate::report::parquet::OpinionTable;

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
    pub(crate) fn push(&mut self, row: &OpinionRow) -> Result<(), Error> {
        self.seen.add(&row.columns);
        self.number += 1;
        let own = if row.columns.is_empty() { Vec::new() } else { json(&row.columns) };
        let bytes = postcard::to_stdvec(&(row, own)).expect("plain values can be packed");
        let length = u32::try_from(bytes.len()).map_err(|_| Error::said("output: a row is longer than 4 GB"))?;
        self.rows.write_all(&length.to_le_bytes()).and_then(|()| self.rows.write_all(&bytes)).map_err(waiting)
    }

    /// Writes all rows as CSV, below a header.
    pub(crate) fn write_csv(self, out: &mut dyn Write) -> Result<(), Error> {
        let columns = self.seen.columns();
        let mut lines = Vec::new();
        opinion_header(&mut lines, &columns);
        self.each(|row| {
            opinion_line(&mut lines, row, &columns);
            let written = out.write_all(&lines);
            lines.clear();
            written.map_err(|error| Error::io("output", error))
        })?;
        // What is left is the header of a table without rows.
        out.write_all(&lines).and_then(|()| out.flush()).map_err(|error| Error::io("output", error))
    }

    /// Writes all rows as a Parquet file.
    #[cfg(feature = "parquet")]
    pub(crate) fn write_parquet(self, out: &mut (dyn Write + Send)) -> Result<(), Error> {
        let mut table = OpinionTable::new(out, &self.seen)?;
        self.each(|row| table.push(row))?;
        table.finish()
    }

    fn each(self, mut take: impl FnMut(OpinionRow) -> Result<(), Error>) -> Result<(), Error> {
        let mut rows = self.rows.into_inner().map_err(|error| waiting(error.into_error()))?;
        rows.rewind().map_err(waiting)?;
        let mut rows = BufReader::with_capacity(1 << 16, rows);
        let mut bytes = Vec::new();
        for _ in 0..self.number {
            let mut length = [0; 4];
            rows.read_exact(&mut length).map_err(waiting)?;
            bytes.resize(u32::from_le_bytes(length) as usize, 0);
            rows.read_exact(&mut bytes).map_err(waiting)?;
            let (mut row, own): (OpinionRow, Vec<u8>) =
                postcard::from_bytes(&bytes).expect("rows are read back as they were written");
            if !own.is_empty() {
                row.columns = serde_json::from_slice(&own).expect("columns are read back as they were written");
            }
            take(row)?;
        }
        Ok(())
    }
}

fn json(columns: &crate::model::columns::OwnColumns) -> Vec<u8> {
    serde_json::to_vec(columns).expect("plain values become JSON")
}

fn waiting(error: std::io::Error) -> Error {
    Error::io("the temporary file of rows", error)
}

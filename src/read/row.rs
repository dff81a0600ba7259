//! Rows: splits a table into rows of cells, with a limit on the memory of each row. It does not know what the columns
//! mean.

use std::io::BufRead;

use csv_core::ReadRecordResult;

use crate::read::table::Dialect;

/// The rows of one table.
pub(super) struct Rows {
    reader: Box<dyn BufRead + Send>,
    parser: csv_core::Reader,
    /// The cells of the current row, one after another; incomplete if the row is too large.
    cells: Vec<u8>,
    /// The end of each cell in `cells`.
    ends: Vec<usize>,
}

/// The limits on a row.
#[derive(Clone, Copy)]
pub(super) struct Most {
    /// Total bytes of all cells.
    pub(super) bytes: usize,
    pub(super) cells: usize,
}

/// One row, read to its end.
pub(super) enum Row {
    Cells(csv::ByteRecord),
    /// The row has this many cells.
    TooManyCells(usize),
    TooLong,
}

impl Rows {
    pub(super) fn new(reader: Box<dyn BufRead + Send>, dialect: Dialect) -> Rows {
        let parser = csv_core::ReaderBuilder::new()
            .delimiter(dialect.delimiter)
            .quoting(dialect.quoting)
            .escape(dialect.backslash.then_some(b'\\'))
            .build();
        Rows { reader, parser, cells: vec![0; 1 << 10], ends: vec![0; 1 << 5] }
    }

    /// The line on which the next row begins, from 1.
    pub(super) fn line(&self) -> u64 {
        self.parser.line()
    }

    /// The next row, or `None` at the end. Only the size is kept of a row that exceeds `most`.
    pub(super) fn next(&mut self, most: Most) -> std::io::Result<Option<Row>> {
        // Bytes and cells read so far.
        let (mut bytes, mut number) = (0, 0);
        let (mut filled, mut placed) = (0, 0);
        loop {
            let input = self.reader.fill_buf()?;
            let (result, taken, more_bytes, more_cells) =
                self.parser.read_record(input, &mut self.cells[filled..], &mut self.ends[placed..]);
            self.reader.consume(taken);
            bytes += more_bytes;
            number += more_cells;
            filled += more_bytes;
            placed += more_cells;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.cells.len() <= most.bytes => {
                    self.cells.resize(self.cells.len().saturating_mul(2).min(most.bytes + 1), 0);
                }
                ReadRecordResult::OutputFull => filled = 0,
                ReadRecordResult::OutputEndsFull if self.ends.len() <= most.cells => {
                    self.ends.resize(self.ends.len().saturating_mul(2).min(most.cells + 1), 0);
                }
                ReadRecordResult::OutputEndsFull => placed = 0,
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(None),
            }
        }
        Ok(Some(match () {
            () if number > most.cells => Row::TooManyCells(number),
            () if bytes > most.bytes => Row::TooLong,
            () => Row::Cells(self.record(bytes, number)),
        }))
    }

    fn record(&self, bytes: usize, number: usize) -> csv::ByteRecord {
        let mut record = csv::ByteRecord::with_capacity(bytes, number);
        let mut start = 0;
        for &end in &self.ends[..number] {
            record.push_field(&self.cells[start..end]);
            start = end;
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each row as its cells, or as its error.
    fn rows(table: &str, most: Most) -> Vec<String> {
        // A reader that yields one byte at a time.
        let bytes = std::io::BufReader::with_capacity(1, std::io::Cursor::new(table.to_owned()));
        let mut rows = Rows::new(Box::new(bytes), Dialect { delimiter: b',', quoting: true, backslash: false });
        let mut found = Vec::new();
        loop {
            let line = rows.line();
            match rows.next(most).expect("memory can be read") {
                None => return found,
                Some(Row::TooLong) => found.push(format!("{line} too long")),
                Some(Row::TooManyCells(number)) => found.push(format!("{line} {number} cells")),
                Some(Row::Cells(cells)) => {
                    let cells: Vec<String> = cells.iter().map(|cell| String::from_utf8_lossy(cell).into()).collect();
                    found.push(format!("{line} {}", cells.join("|")));
                }
            }
        }
    }

    #[test]
    fn what_is_too_much_is_passed_over_and_the_next_row_is_whole() {
        let (long, wide) = ("x,\n".repeat(2000), ",".repeat(5000));
        let table = format!("a,\"b\n\"\"c\"\n\"{long}\",d\ne,f\n{wide}\ng,\n");
        let found = rows(&table, Most { bytes: 1500, cells: 2 });
        assert_eq!(found, ["1 a|b\n\"c", "3 too long", "2004 e|f", "2005 5001 cells", "2006 g|"]);
        assert_eq!(rows("ab,c\nabc,d\n", Most { bytes: 3, cells: 9 }), ["1 ab|c", "2 too long"]);
        assert_eq!(rows("", Most { bytes: 0, cells: 0 }), Vec::<String>::new());
    }
}

//! Tables: the one reader of CSV word lists. A file's text comes in; rows with named columns come out. Errors name the
//! file, the line and the column.

use crate::error::{Error, quoted};

/// A table as read; all cells are text.
pub(crate) struct Table {
    name: String,
    header: Vec<String>,
    /// The cells of all rows, one after another.
    text: String,
    /// The end of each cell in `text`, row by row.
    ends: Vec<u32>,
    /// The line of each row in the file.
    lines: Vec<u32>,
}

/// One row, with its position for error messages.
#[derive(Clone, Copy)]
pub(crate) struct Row<'t> {
    table: &'t Table,
    number: usize,
}

impl Table {
    /// Reads `text`, the content of the file `name`. All columns in `required` must be present.
    ///
    /// Errors: no header, a missing column, or a row with a different number of cells than the header.
    pub(crate) fn read(name: &str, text: &str, required: &[&str]) -> Result<Table, Error> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(|cell| cell.trim().to_owned()).collect(),
            Err(error) => return Err(Error::said(format!("{name}:1: {error}"))),
        };
        let mut table = Table {
            name: name.to_owned(),
            header,
            text: String::with_capacity(text.len()),
            ends: Vec::with_capacity(text.len() / 8),
            lines: Vec::new(),
        };
        for column in required {
            if !table.has(column) {
                let found = quoted(&table.header.join(","));
                return Err(table.fault(1, "header", &found, &format!("a column `{column}`")));
            }
        }
        if text.contains('"') {
            table.read_quoted(reader)?;
        } else {
            table.read_plain(text)?;
        }
        Ok(table)
    }

    fn read_quoted(&mut self, mut reader: csv::Reader<&[u8]>) -> Result<(), Error> {
        let mut record = csv::StringRecord::new();
        let name = self.name.clone();
        while reader.read_record(&mut record).map_err(|error| Error::said(format!("{name}: {error}")))? {
            self.push(record.position().map_or(0, csv::Position::line), record.iter())?;
        }
        Ok(())
    }

    /// Without quotation marks every line is a row and every comma a separator. This is three times as fast.
    fn read_plain(&mut self, text: &str) -> Result<(), Error> {
        let rows = (1..).zip(text.lines()).skip(1).filter(|(_, row)| !row.is_empty());
        rows.into_iter().try_for_each(|(line, row)| self.push(line, row.split(',')))
    }

    fn push<'c>(&mut self, line: u64, cells: impl Iterator<Item = &'c str>) -> Result<(), Error> {
        let before = self.ends.len();
        for cell in cells {
            self.text.push_str(cell.trim());
            self.ends.push(self.text.len() as u32);
        }
        let cells = self.ends.len() - before;
        if cells != self.header.len() {
            let expected = format!("{} as in the header", self.header.len());
            return Err(self.fault(line, "row", &format!("{cells} cells"), &expected));
        }
        self.lines.push(line as u32);
        Ok(())
    }

    /// Whether the header has `column`.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.header.iter().any(|name| name == column)
    }

    /// The rows, in file order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.lines.len()).map(|number| Row { table: self, number })
    }

    fn cell(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[number] as usize]
    }

    fn fault(&self, line: u64, field: &str, found: &str, expected: &str) -> Error {
        Error::table((self.name.clone(), line), field, found, expected)
    }
}

impl<'t> Row<'t> {
    /// The cell in `column`, without surrounding white space; empty if there is no such column.
    pub(crate) fn get(self, column: &str) -> &'t str {
        let at = self.table.header.iter().position(|name| name == column);
        at.map_or("", |at| self.table.cell(self.number * self.table.header.len() + at))
    }

    /// The cell in `column`. Errors: it is empty.
    pub(crate) fn required(self, column: &str) -> Result<&'t str, Error> {
        match self.get(column) {
            "" => Err(self.fault(column, "nothing", "a value")),
            value => Ok(value),
        }
    }

    /// The number in `column`; `None` if the cell is empty. Errors: it is not a number from `low` to `high`.
    pub(crate) fn number(self, column: &str, low: f64, high: f64) -> Result<Option<f64>, Error> {
        let cell = self.get(column);
        if cell.is_empty() {
            return Ok(None);
        }
        match cell.parse::<f64>() {
            Ok(number) if low <= number && number <= high => Ok(Some(number)),
            _ => Err(self.fault(column, &quoted(cell), &format!("a number from {low} to {high}"))),
        }
    }

    /// The value that `choices` gives for the word in `column`. Errors: the word is not one of them.
    pub(crate) fn choice<T: Copy>(self, column: &str, choices: &[(&str, T)]) -> Result<T, Error> {
        let cell = self.get(column);
        choices.iter().find(|(word, _)| *word == cell).map(|(_, value)| *value).ok_or_else(|| {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            self.fault(column, &quoted(cell), &format!("one of {}", words.join(", ")))
        })
    }

    /// An error about this row.
    pub(crate) fn fault(self, field: &str, found: &str, expected: &str) -> Error {
        self.table.fault(self.line(), field, found, expected)
    }

    /// Its line in the file, from 1.
    pub(crate) fn line(self) -> u64 {
        u64::from(self.table.lines[self.number])
    }

    /// The name of its file.
    pub(crate) fn file(self) -> &'t str {
        &self.table.name
    }
}

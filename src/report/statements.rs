//! The table of statements: the lines of all documents, in the order of the documents' ids; and what is derived from it.
//!
//! That order is the same however the corpus is cut and shuffled. What does not fit into memory waits in sorted files
//! beside the reports.

use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::Fault;
use crate::lexicon::actors::Registry;
use crate::model::state::Sheet;
use crate::report::dna::Events;

/// So many bytes are held before they are put away.
const HELD: usize = 32 << 20;

/// Collects the lines of documents, in any order.
pub(crate) struct Statements {
    /// The folder for what is put away.
    folder: PathBuf,
    held: Vec<Sheet>,
    bytes: usize,
    put_away: Vec<PathBuf>,
}

impl Statements {
    /// Nothing yet; `folder` is for the time being.
    pub(crate) fn new(folder: &Path) -> Statements {
        Statements { folder: folder.to_owned(), held: Vec::new(), bytes: 0, put_away: Vec::new() }
    }

    /// Takes the lines of one document.
    pub(crate) fn take(&mut self, sheet: Sheet) -> Result<(), Fault> {
        self.bytes += sheet.doc_id.len() + sheet.title.len() + sheet.lines.len();
        self.held.push(sheet);
        if self.bytes >= HELD { self.put_away() } else { Ok(()) }
    }

    fn put_away(&mut self) -> Result<(), Fault> {
        let path = self.folder.join(format!(".statements-{}", self.put_away.len()));
        let fault = |error| Fault::io(&path, error);
        let mut out = BufWriter::new(File::create(&path).map_err(fault)?);
        self.held.sort();
        for Sheet { doc_id, title, lines } in self.held.drain(..) {
            let head = format!("{} {} {}\n{doc_id}{title}", doc_id.len(), title.len(), lines.len());
            out.write_all(head.as_bytes()).and_then(|()| out.write_all(lines.as_bytes())).map_err(fault)?;
        }
        out.flush().map_err(fault)?;
        self.put_away.push(path);
        self.bytes = 0;
        Ok(())
    }

    /// Calls `each` with the statements of every document, in order.
    pub(crate) fn each(mut self, mut each: impl FnMut(&Sheet) -> Result<(), Fault>) -> Result<(), Fault> {
        if self.put_away.is_empty() {
            self.held.sort();
            return self.held.iter().try_for_each(each);
        }
        self.put_away()?;
        let mut files: Vec<BufReader<File>> = Vec::new();
        let mut next = BinaryHeap::new();
        for (number, path) in self.put_away.iter().enumerate() {
            let mut file = BufReader::new(File::open(path).map_err(|error| Fault::io(path, error))?);
            let first = sheet(&mut file).map_err(|error| Fault::io(path, error))?;
            next.extend(first.map(|first| std::cmp::Reverse((first, number))));
            files.push(file);
        }
        while let Some(std::cmp::Reverse((earliest, number))) = next.pop() {
            each(&earliest)?;
            let after = sheet(&mut files[number]).map_err(|error| Fault::io(&self.put_away[number], error))?;
            next.extend(after.map(|after| std::cmp::Reverse((after, number))));
        }
        drop(files);
        self.put_away.iter().try_for_each(|path| std::fs::remove_file(path).map_err(|error| Fault::io(path, error)))
    }

    /// Writes all lines, and the table of events that they make, into the folder `out`.
    pub(crate) fn write(self, out: &Path, registry: &Registry) -> Result<(), Fault> {
        let path = out.join("statements.jsonl");
        let fault = |error| Fault::io(&path, error);
        let mut lines = BufWriter::with_capacity(1 << 20, File::create(&path).map_err(fault)?);
        let mut events = Events::create(&out.join("dna.csv"), registry)?;
        self.each(|sheet| {
            lines.write_all(sheet.lines.as_bytes()).map_err(fault)?;
            events.add(sheet)
        })?;
        events.finish()?;
        lines.flush().map_err(fault)
    }
}

/// The next document of a file that was put away.
fn sheet(file: &mut impl BufRead) -> std::io::Result<Option<Sheet>> {
    let mut head = String::new();
    if file.read_line(&mut head)? == 0 {
        return Ok(None);
    }
    let bad = || std::io::Error::from(std::io::ErrorKind::InvalidData);
    let mut lengths = head.split_whitespace().map(|length| length.parse::<usize>().map_err(|_| bad()));
    let mut part = || {
        let mut bytes = vec![0; lengths.next().ok_or_else(bad)??];
        file.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(|_| bad())
    };
    Ok(Some(Sheet { doc_id: part()?, title: part()?, lines: part()? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_out_sorted_whether_put_away_or_not() {
        let sheet = |doc_id: &str| {
            let (title, lines) = (format!("On {doc_id}"), format!("{doc_id} line\n"));
            Sheet { doc_id: doc_id.to_owned(), title, lines }
        };
        let sorted = |put_away: bool| {
            let folder = tempfile::tempdir().expect("a folder");
            let mut statements = Statements::new(folder.path());
            for doc_id in ["b", "d\n", "a", "c"] {
                statements.take(sheet(doc_id)).expect("room");
                if put_away {
                    statements.put_away().expect("room");
                }
            }
            let mut out = Vec::new();
            statements
                .each(|sheet| {
                    out.push(sheet.clone());
                    Ok(())
                })
                .expect("room");
            assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
            out
        };
        assert_eq!(sorted(true), sorted(false));
        assert_eq!(sorted(true), ["a", "b", "c", "d\n"].map(sheet));
    }
}

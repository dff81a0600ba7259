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
const HELD: usize = 12 << 20;

/// So many files become one, so that a large corpus needs no more open files than a small one.
const FILES: usize = 32;

/// Collects the lines of documents, in any order.
pub(crate) struct Statements {
    /// The folder for what is put away.
    folder: PathBuf,
    held: Vec<Sheet>,
    bytes: usize,
    /// Sorted files: first those of what was held, then those that were made of [`FILES`] of these, and so on.
    put_away: Vec<Vec<PathBuf>>,
    /// How many files there have been.
    number: usize,
}

impl Statements {
    /// Nothing yet; `folder` is for the time being.
    pub(crate) fn new(folder: &Path) -> Statements {
        Statements { folder: folder.to_owned(), held: Vec::new(), bytes: 0, put_away: Vec::new(), number: 0 }
    }

    /// Takes the lines of one document.
    pub(crate) fn take(&mut self, sheet: Sheet) -> Result<(), Fault> {
        self.bytes += sheet.doc_id.len() + sheet.title.len() + sheet.lines.len();
        self.held.push(sheet);
        if self.bytes >= HELD { self.put_away() } else { Ok(()) }
    }

    fn put_away(&mut self) -> Result<(), Fault> {
        self.held.sort();
        let mut held = std::mem::take(&mut self.held);
        self.keep(0, |out| held.drain(..).try_for_each(|sheet| put(out, &sheet)))?;
        // Its room is used again.
        self.held = held;
        self.bytes = 0;
        let mut level = 0;
        while self.put_away[level].len() >= FILES {
            let files = std::mem::take(&mut self.put_away[level]);
            level += 1;
            self.keep(level, |out| merged(&files, |sheet| put(out, sheet)))?;
        }
        Ok(())
    }

    /// Adds a file with what `write` writes.
    fn keep(
        &mut self,
        level: usize,
        write: impl FnOnce(&mut BufWriter<File>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let path = self.folder.join(format!(".statements-{}", self.number));
        let fault = |error| Fault::io(&path, error);
        let mut out = BufWriter::with_capacity(1 << 18, File::create(&path).map_err(fault)?);
        write(&mut out)?;
        out.flush().map_err(fault)?;
        self.number += 1;
        self.put_away.resize_with(self.put_away.len().max(level + 1), Vec::new);
        self.put_away[level].push(path);
        Ok(())
    }

    /// Calls `each` with the statements of every document, in order.
    pub(crate) fn each(mut self, each: impl FnMut(&Sheet) -> Result<(), Fault>) -> Result<(), Fault> {
        if self.put_away.is_empty() {
            self.held.sort();
            return self.held.iter().try_for_each(each);
        }
        self.put_away()?;
        merged(&self.put_away.concat(), each)
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

/// Calls `each` with the documents of sorted files, in order, and removes the files.
fn merged(paths: &[PathBuf], mut each: impl FnMut(&Sheet) -> Result<(), Fault>) -> Result<(), Fault> {
    let mut files: Vec<BufReader<File>> = Vec::new();
    let mut next = BinaryHeap::new();
    for (number, path) in paths.iter().enumerate() {
        let mut file = BufReader::new(File::open(path).map_err(|error| Fault::io(path, error))?);
        let first = sheet(&mut file).map_err(|error| Fault::io(path, error))?;
        next.extend(first.map(|first| std::cmp::Reverse((first, number))));
        files.push(file);
    }
    while let Some(std::cmp::Reverse((earliest, number))) = next.pop() {
        each(&earliest)?;
        let after = sheet(&mut files[number]).map_err(|error| Fault::io(&paths[number], error))?;
        next.extend(after.map(|after| std::cmp::Reverse((after, number))));
    }
    drop(files);
    paths.iter().try_for_each(|path| std::fs::remove_file(path).map_err(|error| Fault::io(path, error)))
}

/// Writes a document so that [`sheet`] reads it.
fn put(out: &mut impl Write, sheet: &Sheet) -> Result<(), Fault> {
    let Sheet { doc_id, title, lines } = sheet;
    let head = format!("{} {} {}\n{doc_id}{title}", doc_id.len(), title.len(), lines.len());
    let written = out.write_all(head.as_bytes()).and_then(|()| out.write_all(lines.as_bytes()));
    written.map_err(|error| Fault::io("statements that wait", error))
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

    #[test]
    fn many_files_become_few() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut statements = Statements::new(folder.path());
        let id = |number: usize| format!("{:04}", number * 7919 % 2000);
        for number in 0..FILES * (FILES + 2) {
            let sheet = Sheet { doc_id: id(number), title: String::new(), lines: "line\n".to_owned() };
            statements.take(sheet).and_then(|()| statements.put_away()).expect("room");
        }
        assert!(std::fs::read_dir(folder.path()).expect("a folder").count() <= 2 * FILES);
        let mut found = Vec::new();
        statements
            .each(|sheet| {
                found.push(sheet.doc_id.clone());
                Ok(())
            })
            .expect("room");
        assert!(found.is_sorted());
        assert_eq!(found.len(), FILES * (FILES + 2));
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}

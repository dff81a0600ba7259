//! The table of statements: the lines of all documents, in the order of the documents' ids.
//!
//! That order is the same however the corpus is cut and shuffled. What does not fit into memory waits in sorted files
//! beside the reports.

use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::Fault;

/// So many bytes are held before they are put away.
const HELD: usize = 32 << 20;

/// Collects the lines of documents, in any order.
pub(crate) struct Statements {
    /// The folder for what is put away.
    folder: PathBuf,
    held: Vec<(String, Vec<u8>)>,
    bytes: usize,
    put_away: Vec<PathBuf>,
}

impl Statements {
    /// Nothing yet; `folder` is for the time being.
    pub(crate) fn new(folder: &Path) -> Statements {
        Statements { folder: folder.to_owned(), held: Vec::new(), bytes: 0, put_away: Vec::new() }
    }

    /// Takes the lines of one document.
    pub(crate) fn take(&mut self, doc_id: String, lines: Vec<u8>) -> Result<(), Fault> {
        self.bytes += doc_id.len() + lines.len();
        self.held.push((doc_id, lines));
        if self.bytes >= HELD { self.put_away() } else { Ok(()) }
    }

    fn put_away(&mut self) -> Result<(), Fault> {
        let path = self.folder.join(format!(".statements-{}", self.put_away.len()));
        let fault = |error| Fault::io(&path, error);
        let mut out = BufWriter::new(File::create(&path).map_err(fault)?);
        self.held.sort();
        for (doc_id, lines) in self.held.drain(..) {
            let head = format!("{} {}\n{doc_id}", doc_id.len(), lines.len());
            out.write_all(head.as_bytes()).and_then(|()| out.write_all(&lines)).map_err(fault)?;
        }
        out.flush().map_err(fault)?;
        self.put_away.push(path);
        self.bytes = 0;
        Ok(())
    }

    /// Calls `each` with every document and its lines, in order.
    pub(crate) fn each(mut self, mut each: impl FnMut(&str, &[u8]) -> Result<(), Fault>) -> Result<(), Fault> {
        if self.put_away.is_empty() {
            self.held.sort();
            return self.held.iter().try_for_each(|(doc_id, lines)| each(doc_id, lines));
        }
        self.put_away()?;
        let mut files: Vec<BufReader<File>> = Vec::new();
        let mut next = BinaryHeap::new();
        for (number, path) in self.put_away.iter().enumerate() {
            let mut file = BufReader::new(File::open(path).map_err(|error| Fault::io(path, error))?);
            let first = document(&mut file).map_err(|error| Fault::io(path, error))?;
            next.extend(first.map(|first| std::cmp::Reverse((first, number))));
            files.push(file);
        }
        while let Some(std::cmp::Reverse(((doc_id, lines), number))) = next.pop() {
            each(&doc_id, &lines)?;
            let after = document(&mut files[number]).map_err(|error| Fault::io(&self.put_away[number], error))?;
            next.extend(after.map(|after| std::cmp::Reverse((after, number))));
        }
        drop(files);
        self.put_away.iter().try_for_each(|path| std::fs::remove_file(path).map_err(|error| Fault::io(path, error)))
    }

    /// Writes all lines into the file `path`.
    pub(crate) fn write(self, path: &Path) -> Result<(), Fault> {
        let fault = |error| Fault::io(path, error);
        let mut out = BufWriter::with_capacity(1 << 20, File::create(path).map_err(fault)?);
        self.each(|_, lines| out.write_all(lines).map_err(fault))?;
        out.flush().map_err(fault)
    }
}

/// The next document of a file that was put away.
fn document(file: &mut impl BufRead) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut head = String::new();
    if file.read_line(&mut head)? == 0 {
        return Ok(None);
    }
    let bad = || std::io::Error::from(std::io::ErrorKind::InvalidData);
    let (id, lines) = head.trim_end().split_once(' ').ok_or_else(bad)?;
    let length = |number: &str| number.parse::<usize>().map_err(|_| bad());
    let mut doc_id = vec![0; length(id)?];
    let mut bytes = vec![0; length(lines)?];
    file.read_exact(&mut doc_id)?;
    file.read_exact(&mut bytes)?;
    Ok(Some((String::from_utf8(doc_id).map_err(|_| bad())?, bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_out_sorted_whether_put_away_or_not() {
        let sorted = |put_away: bool| {
            let folder = tempfile::tempdir().expect("a folder");
            let mut statements = Statements::new(folder.path());
            for doc_id in ["b", "d\n", "a", "c"] {
                statements.take(doc_id.to_owned(), format!("{doc_id} line\n").into_bytes()).expect("room");
                if put_away {
                    statements.put_away().expect("room");
                }
            }
            let mut out = Vec::new();
            statements
                .each(|doc_id, lines| {
                    out.push((doc_id.to_owned(), lines.to_vec()));
                    Ok(())
                })
                .expect("room");
            assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
            out
        };
        assert_eq!(sorted(true), sorted(false));
        assert_eq!(sorted(true).len(), 4);
    }
}

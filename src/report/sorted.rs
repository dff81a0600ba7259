//! External sorting: items that do not fit into memory are written to sorted files, which are merged at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Maximum number of bytes held in memory.
const HELD: usize = 12 << 20;

/// Number of files that are merged into one, so that a large corpus does not need more open files than a small one.
const FILES: usize = 32;

/// An item with its sort key. Keys are unique.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Keyed {
    pub(super) key: String,
    pub(super) bytes: Vec<u8>,
}

/// Collects items in any order and returns them by key.
pub(super) struct Sorted {
    /// The folder for sorted files.
    folder: PathBuf,
    held: Vec<Keyed>,
    bytes: usize,
    /// Sorted files by level: first those written from memory, then those merged from [`FILES`] of these, and so on.
    put_away: Vec<Vec<PathBuf>>,
    /// Number of files so far, for their names.
    number: usize,
}

impl Sorted {
    /// Starts empty; `folder` is a temporary folder.
    pub(super) fn new(folder: &Path) -> Sorted {
        Sorted { folder: folder.to_owned(), held: Vec::new(), bytes: 0, put_away: Vec::new(), number: 0 }
    }

    /// Adds an item.
    pub(super) fn take(&mut self, thing: Keyed) -> Result<(), Error> {
        self.bytes += thing.key.len() + thing.bytes.len();
        self.held.push(thing);
        if self.bytes >= HELD { self.put_away() } else { Ok(()) }
    }

    /// Calls `each` with all items, sorted by key.
    pub(super) fn each(mut self, each: impl FnMut(&Keyed) -> Result<(), Error>) -> Result<(), Error> {
        if self.put_away.is_empty() {
            self.held.sort();
            return self.held.iter().try_for_each(each);
        }
        self.put_away()?;
        merged(&self.put_away.concat(), each)
    }

    fn put_away(&mut self) -> Result<(), Error> {
        self.held.sort();
        let mut held = std::mem::take(&mut self.held);
        self.keep(0, |out| held.drain(..).try_for_each(|thing| put(out, &thing)))?;
        // Reuses the allocation.
        self.held = held;
        self.bytes = 0;
        let mut level = 0;
        while self.put_away[level].len() >= FILES {
            let files = std::mem::take(&mut self.put_away[level]);
            level += 1;
            self.keep(level, |out| merged(&files, |thing| put(out, thing)))?;
        }
        Ok(())
    }

    /// Adds a file written by `write`.
    fn keep(
        &mut self,
        level: usize,
        write: impl FnOnce(&mut BufWriter<File>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let path = self.folder.join(format!(".sorted-{}", self.number));
        let fault = |error| Error::io(&path, error);
        let mut out = BufWriter::with_capacity(1 << 18, File::create(&path).map_err(fault)?);
        write(&mut out)?;
        out.flush().map_err(fault)?;
        self.number += 1;
        self.put_away.resize_with(self.put_away.len().max(level + 1), Vec::new);
        self.put_away[level].push(path);
        Ok(())
    }
}

/// Merges sorted files into `each`, in order, and removes the files.
fn merged(paths: &[PathBuf], mut each: impl FnMut(&Keyed) -> Result<(), Error>) -> Result<(), Error> {
    let mut files: Vec<BufReader<File>> = Vec::new();
    let mut next = BinaryHeap::new();
    for (number, path) in paths.iter().enumerate() {
        let mut file = BufReader::new(File::open(path).map_err(|error| Error::io(path, error))?);
        let first = get(&mut file).map_err(|error| Error::io(path, error))?;
        next.extend(first.map(|first| Reverse((first, number))));
        files.push(file);
    }
    while let Some(Reverse((earliest, number))) = next.pop() {
        each(&earliest)?;
        let after = get(&mut files[number]).map_err(|error| Error::io(&paths[number], error))?;
        next.extend(after.map(|after| Reverse((after, number))));
    }
    drop(files);
    paths.iter().try_for_each(|path| std::fs::remove_file(path).map_err(|error| Error::io(path, error)))
}

/// Writes an item for [`get`]: two lengths, the key and the bytes.
fn put(out: &mut impl Write, thing: &Keyed) -> Result<(), Error> {
    let parts = [thing.key.as_bytes(), &thing.bytes];
    let lengths = parts.iter().try_for_each(|part| out.write_all(&(part.len() as u64).to_le_bytes()));
    let written = lengths.and_then(|()| parts.iter().try_for_each(|part| out.write_all(part)));
    written.map_err(|error| Error::io("a temporary file", error))
}

/// Reads the next item of a sorted file; `None` at its end.
fn get(file: &mut impl BufRead) -> std::io::Result<Option<Keyed>> {
    if file.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let bad = |_| std::io::Error::from(std::io::ErrorKind::InvalidData);
    let mut length = || {
        let mut bytes = [0; 8];
        file.read_exact(&mut bytes)?;
        usize::try_from(u64::from_le_bytes(bytes)).map_err(|_| std::io::ErrorKind::InvalidData.into())
    };
    let lengths: [std::io::Result<usize>; 2] = [length(), length()];
    let [mut key, mut bytes] = [Vec::new(), Vec::new()];
    for (part, length) in [&mut key, &mut bytes].into_iter().zip(lengths) {
        part.resize(length?, 0);
        file.read_exact(part)?;
    }
    Ok(Some(Keyed { key: String::from_utf8(key).map_err(bad)?, bytes }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(key: &str) -> Keyed {
        Keyed { key: key.to_owned(), bytes: format!("{key}\nbytes").into_bytes() }
    }

    #[test]
    fn things_come_out_sorted_whether_put_away_or_not() {
        let sorted = |put_away: bool| {
            let folder = tempfile::tempdir().expect("a folder");
            let mut sorted = Sorted::new(folder.path());
            for key in ["b", "d\n", "a", "c"] {
                sorted.take(thing(key)).expect("room");
                if put_away {
                    sorted.put_away().expect("room");
                }
            }
            let mut out = Vec::new();
            let each = |thing: &Keyed| {
                out.push(thing.clone());
                Ok(())
            };
            sorted.each(each).expect("room");
            assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
            out
        };
        assert_eq!(sorted(true), sorted(false));
        assert_eq!(sorted(true), ["a", "b", "c", "d\n"].map(thing));
    }

    #[test]
    fn many_files_become_few() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut sorted = Sorted::new(folder.path());
        let key = |number: usize| format!("{:04}", number * 7919 % 2000);
        for number in 0..FILES * (FILES + 2) {
            sorted.take(thing(&key(number))).and_then(|()| sorted.put_away()).expect("room");
        }
        assert!(std::fs::read_dir(folder.path()).expect("a folder").count() <= 2 * FILES);
        let mut found = Vec::new();
        let each = |thing: &Keyed| {
            found.push(thing.key.clone());
            Ok(())
        };
        sorted.each(each).expect("room");
        assert!(found.is_sorted());
        assert_eq!(found.len(), FILES * (FILES + 2));
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}

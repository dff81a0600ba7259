//! Scored statements: reads back what `score` and `run` wrote. It does not score anything.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::Error;
use crate::model::record::Statement;
use crate::model::run::own_actors;

/// A first line that is longer is no statement, in bytes.
const LONGEST: u64 = 16 << 20;

/// The file of statements in a folder of reports.
const STATEMENTS: &str = "statements.jsonl";

/// The file that only a folder of reports has.
const MANIFEST: &str = "manifest.json";

/// The file of scored statements for `input`, which may be a folder of reports or a `.jsonl` file whose first line is a
/// scored statement. `None` for any other input, which must be scored first; also for a folder of documents in which a
/// file happens to have that name.
pub(crate) fn scored_statements(input: &str) -> Option<PathBuf> {
    let path = Path::new(input);
    if path.is_dir() {
        let file = path.join(STATEMENTS);
        return (file.is_file() && (path.join(MANIFEST).is_file() || is_scored(&file))).then_some(file);
    }
    is_scored(path).then(|| path.to_owned())
}

fn is_scored(file: &Path) -> bool {
    let mut first = String::new();
    let read = File::open(file).and_then(|file| BufReader::new(file.take(LONGEST)).read_line(&mut first));
    read.is_ok() && serde_json::from_str::<Statement>(&first).is_ok()
}

/// Whether the reports in `folder` were made with more tables of actors than `given`.
pub(crate) fn needs_actors(folder: &str, given: usize) -> bool {
    #[derive(Deserialize)]
    struct Manifest {
        lexicons: BTreeMap<String, String>,
    }
    let text = std::fs::read_to_string(Path::new(folder).join(MANIFEST)).unwrap_or_default();
    let own = |manifest: Manifest| own_actors(&manifest.lexicons).count();
    serde_json::from_str(&text).is_ok_and(|manifest| own(manifest) > given)
}

/// The options in the manifest of the reports in `folder`, by name.
///
/// Errors: no such file, or not the manifest of reports.
pub(crate) fn options_of(folder: &Path) -> Result<BTreeMap<String, String>, Error> {
    #[derive(Deserialize)]
    struct Manifest {
        options: BTreeMap<String, String>,
    }
    let path = folder.join(MANIFEST);
    let bad = |found: String| Error::said(format!("{}: not a folder of reports ({found})", folder.display()));
    let text = std::fs::read_to_string(&path).map_err(|error| bad(format!("manifest.json: {error}")))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| bad(format!("manifest.json: {error}")))?;
    Ok(manifest.options)
}

/// Whether the reports in `folder` count every copy of the same words.
pub(crate) fn keeps_duplicates(folder: &str) -> bool {
    let kept = |options: BTreeMap<String, String>| options.get("keep_duplicates").is_some_and(|kept| kept == "true");
    options_of(Path::new(folder)).is_ok_and(kept)
}

/// Calls `take` with every statement of the file `path`, in order.
pub(crate) fn each_statement(path: &Path, take: &mut dyn FnMut(Statement)) -> Result<(), Error> {
    each_line(path, &mut |number, line| {
        let fault = |error| Error::said(format!("{}:{number}: not a scored statement ({error})", path.display()));
        take(serde_json::from_str(line).map_err(fault)?);
        Ok(())
    })
}

/// Calls `take` with the number, from 1, and the words of every line of the file `path`.
pub(crate) fn each_line(path: &Path, take: &mut dyn FnMut(u64, &str) -> Result<(), Error>) -> Result<(), Error> {
    let file = File::open(path).map_err(|error| Error::io(path, error))?;
    for (number, line) in (1..).zip(BufReader::with_capacity(1 << 20, file).lines()) {
        take(number, &line.map_err(|error| Error::io(path, error))?)?;
    }
    Ok(())
}

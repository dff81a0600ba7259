//! Any bytes as a user's table of actors or lexicon: it is read, or refused.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder can be made"));

const HEADERS: [&str; 6] = [
    "id,name,kind,parent,aliases\n",
    "id,name,kind,parent,gender,origin\n",
    "expression,slot,valence,category,origin\n",
    "word,valence\n",
    "",
    "id,alias,from,to\n",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let header = HEADERS[usize::from(*kind) % HEADERS.len()];
    let path = FOLDER.path().join("table.csv");
    std::fs::write(&path, [header.as_bytes(), bytes].concat()).expect("the file can be written");
    verbale::fuzzing::table(&path, *kind & 64 != 0);
});

//! Reads arbitrary bytes as an input file of every format. Every record must become a document or a reject.
#![no_main]

use std::panic::catch_unwind;
use std::sync::{LazyLock, Mutex, PoisonError};

use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder can be made"));

const ENDINGS: [&str; 19] = [
    "txt", "csv", "tsv", "jsonl", "csv.gz", "jsonl.gz", "jsonl.zst", "txt.zst", "parquet", "tsv.gz", "json", "html", "rss",
    "xlsx", "xls", "ods", "arrow", "docx", "rtf",
];

/// The message of the latest panic.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// The libraries for tables panic on some damaged files, and the program catches this. libFuzzer would stop at every panic,
/// so a panic ends the process only if it gets this far.
fn tolerate_what_is_caught() {
    std::panic::set_hook(Box::new(|panic| {
        *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string();
    }));
}

fuzz_target!(init: tolerate_what_is_caught(), |bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let path = FOLDER.path().join(format!("input.{}", ENDINGS[usize::from(*kind) % ENDINGS.len()]));
    std::fs::write(&path, bytes).expect("the file can be written");
    if catch_unwind(|| verbale::batch::fuzzing::records(&path)).is_err() {
        eprintln!("{}", PANIC.lock().unwrap_or_else(PoisonError::into_inner));
        std::process::abort();
    }
    std::fs::remove_file(&path).expect("the file can be removed");
});

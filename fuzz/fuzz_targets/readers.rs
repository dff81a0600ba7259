//! Any bytes as any kind of input file: every record becomes a document or a reject.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder can be made"));

const ENDINGS: [&str; 10] =
    ["txt", "csv", "tsv", "jsonl", "csv.gz", "jsonl.gz", "jsonl.zst", "txt.zst", "parquet", "tsv.gz"];

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let path = FOLDER.path().join(format!("input.{}", ENDINGS[usize::from(*kind) % ENDINGS.len()]));
    std::fs::write(&path, bytes).expect("the file can be written");
    verbale::fuzzing::records(&path);
    std::fs::remove_file(&path).expect("the file can be removed");
});

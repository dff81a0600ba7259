//! Any bytes as a state of `fold`: it is whole, or refused.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder can be made"));

fuzz_target!(|bytes: &[u8]| {
    let path = FOLDER.path().join("one.state");
    std::fs::write(&path, bytes).expect("the file can be written");
    verbale::fuzzing::state(&path);
});

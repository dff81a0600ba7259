//! Reads arbitrary bytes as a state of `fold`. It must become reports or be refused.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;
use verbale::batch::fuzzing::Mend;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder can be made"));

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let mend = [Mend::Nothing, Mend::Lines, Mend::All, Mend::All][usize::from(*kind) % 4];
    verbale::batch::fuzzing::state(bytes, FOLDER.path(), mend);
});

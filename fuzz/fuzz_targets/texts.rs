//! Runs arbitrary text through extraction, resolution and scoring. There must be no panic, and every span must be
//! inside the text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    verbale::batch::fuzzing::text(&String::from_utf8_lossy(bytes), *kind & 1 != 0);
});

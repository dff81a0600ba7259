//! Opens files of lines for the benches, plain or compressed.

use std::io::Read;

/// The bytes of a file, unpacked if its name ends in `.zst`.
pub(crate) fn opened(path: &str) -> Box<dyn Read> {
    let file = std::fs::File::open(path).expect("the file can be opened");
    if path.ends_with(".zst") {
        let mut decoder = zstd::Decoder::new(file).expect("a zstd file");
        decoder.window_log_max(27).expect("a window that this machine can hold");
        Box::new(decoder)
    } else {
        Box::new(file)
    }
}

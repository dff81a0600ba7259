//! Packing: the pages of a large report, compressed into letters that its script unpacks.
//!
//! Numbers say that words repeat themselves: a packed report has a quarter of its size.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::report::html::policy::base64;

/// Reports whose pages take more bytes than this are packed. Chosen by hand: any browser opens such a file at once.
pub(super) const PLAIN: usize = 2_000_000;

/// What stands between two parts. No text of a corpus contains it, since `<` is escaped there.
const BETWEEN: &str = "<!---->";

/// Told where no script runs, or an old browser's.
const TOLD: &str = "The words of this report are packed to keep the file small. A browser of the year 2023 or later \
    shows them, if scripts are allowed. The same pages, unpacked, are index.md and the folder actors beside this file.";

/// The element that holds `parts`, in order.
pub(super) fn packed<'p>(parts: impl Iterator<Item = &'p str>) -> String {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    for (number, part) in parts.enumerate() {
        let between = if number > 0 { BETWEEN } else { "" };
        let put = encoder.write_all(between.as_bytes()).and_then(|()| encoder.write_all(part.as_bytes()));
        put.expect("memory takes every byte");
    }
    let bytes = encoder.finish().expect("memory takes every byte");
    format!("<p id=\"packed\">{TOLD}</p>\n<p id=\"pack\" hidden>{}</p>\n", base64(&bytes))
}

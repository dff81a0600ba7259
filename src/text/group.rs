//! Word groups: clusters of words with similar meaning and use.
//!
//! **What it does**: replaces a word by the number of its cluster, from `lexicons/groups.csv`.
//! **Why**: a model can then generalise to words that were not in its training data.
//! **Example**: a rare verb of reporting shares its group with "said".
//! **Known failures**: a word has one group, whatever its sense; words outside the list have none.
//! **Source**: k-means on the vectors of a sentence encoder; see `lexicons/README.md`.

use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::text::list::pairs;
use crate::text::word::low;

/// Maps the hash of each listed word to its group. The file has one word a line, after a header.
#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static GROUPS: LazyLock<std::collections::HashMap<u32, u16, FxBuildHasher>> = LazyLock::new(|| {
    let rows = pairs(include_str!("../../lexicons/groups.csv"));
    rows.filter_map(|(word, group)| Some((low(word), group.parse::<u16>().ok()? + 1))).collect()
});

/// The group of a word, given its hash [`Word::low`](crate::text::word::Word::low); 0 if it has none.
pub(crate) fn group(low: u32) -> u32 {
    GROUPS.get(&low).map_or(0, |&group| u32::from(group))
}

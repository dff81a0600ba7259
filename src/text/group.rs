//! Groups of words that mean and do similar things, for models to see in a word that they have never met.

use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::text::word::low;

/// The group of each listed word, by the hash of the word, one a line after the header.
#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static GROUPS: LazyLock<std::collections::HashMap<u32, u16, FxBuildHasher>> = LazyLock::new(|| {
    let rows = include_str!("../../lexicons/groups.csv").lines().skip(1);
    let rows = rows.filter_map(|row| row.split_once(','));
    rows.filter_map(|(word, group)| Some((low(word), group.parse::<u16>().ok()? + 1))).collect()
});

/// The group of the word whose [`Word::low`](crate::text::word::Word::low) is given; 0 if it is in none.
pub(crate) fn group(low: u32) -> u32 {
    GROUPS.get(&low).map_or(0, |&group| u32::from(group))
}

//! The small words that resolution asks for: titles, days and months, and what leads to a place.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::model::actor::Gender;
use crate::text::function_words::is_function_word;
use crate::text::group::group;
use crate::text::list::{pairs, rows};
use crate::text::word::low;

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static TITLES: LazyLock<HashMap<&'static str, &'static str, FxBuildHasher>> =
    LazyLock::new(|| pairs(include_str!("../../lexicons/titles.csv")).collect());

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static HONORIFICS: LazyLock<HashMap<&'static str, &'static str, FxBuildHasher>> =
    LazyLock::new(|| pairs(include_str!("../../lexicons/honorifics.csv")).collect());

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static DAYS: LazyLock<HashSet<&'static str, FxBuildHasher>> =
    LazyLock::new(|| rows(include_str!("../../lexicons/days.csv")).collect());

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static LOCATIVES: LazyLock<HashMap<&'static str, &'static str, FxBuildHasher>> =
    LazyLock::new(|| pairs(include_str!("../../lexicons/locatives.csv")).collect());

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static ABBREVIATIONS: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| pairs(include_str!("../../lexicons/abbreviations.csv")).collect());

/// What an abbreviation, without its point, is short for: "senator" for "Sen".
pub(super) fn expansion(word: &str) -> Option<&'static str> {
    ABBREVIATIONS.get(word).copied()
}

/// Whether `word` is a title or rank that stands before a name.
pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains_key(word.trim_end_matches('.').to_lowercase().as_str())
}

/// Whether `word` is a title, rank or form of address that stands before the name of a person ("Mr", "Lt.").
pub(super) fn is_honorific(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && HONORIFICS.contains_key(word.trim_end_matches('.').to_lowercase().as_str())
}

/// The gender that a form of address or a noun for a person tells ("Mrs", "spokesman"); `None` for all others.
pub(super) fn gender_of_title(word: &str) -> Option<Gender> {
    match *HONORIFICS.get(word.trim_end_matches('.').to_lowercase().as_str())? {
        "f" => Some(Gender::Feminine),
        "m" => Some(Gender::Masculine),
        _ => None,
    }
}

/// Whether `word`, in small letters, makes a post one of the past ("former"), or of the opposition ("shadow").
pub(super) fn is_past(word: &str) -> bool {
    TITLES.get(word) == Some(&"past")
}

/// Whether `word` is a common word of English, and no name, when it stands in small letters.
pub(super) fn is_common(word: &str) -> bool {
    let small = word.to_lowercase();
    is_function_word(&small) || group(low(&small)) != 0
}

/// Whether `word` is the title of a member of parliament ("Rep").
pub(super) fn is_lawmaker(word: &str) -> bool {
    TITLES.get(word.trim_end_matches('.').to_lowercase().as_str()) == Some(&"lawmaker")
}

/// Whether `word` names a day or a month.
pub(super) fn is_time(word: &str) -> bool {
    DAYS.contains(word)
}

/// Whether `word`, in small letters, puts what follows in a place ("near").
pub(super) fn puts_in_place(word: &str) -> bool {
    LOCATIVES.get(word) == Some(&"place")
}

/// Whether `word`, in small letters, tells of a move to or from what follows ("flew").
pub(super) fn tells_of_move(word: &str) -> bool {
    LOCATIVES.get(word) == Some(&"move")
}

/// Whether `word`, in small letters, makes the name after "of" one of a place ("port").
pub(super) fn has_places(word: &str) -> bool {
    matches!(LOCATIVES.get(word), Some(&"seat" | &"direction"))
}

/// Whether `word`, in small letters, makes another region of the one named after it ("northern").
pub(super) fn is_direction(word: &str) -> bool {
    LOCATIVES.get(word) == Some(&"direction")
}

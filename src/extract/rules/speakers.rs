//! The small words by which the source of a sentence is told from its surroundings.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::HashMap;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::text::list::pairs;

/// What a word says about the noun phrase it stands in or beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Stands for a speaker by itself.
    Pronoun,
    /// A noun for people, bodies and papers that can say something.
    Noun,
    /// Ends a noun phrase.
    Boundary,
    /// May stand between a subject and its verb.
    Adverb,
    /// A form of "be".
    Be,
    /// Begins a phrase of time or place.
    Lead,
    /// Names a day, month or year.
    Time,
}

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static ROLES: LazyLock<HashMap<&'static str, Role, FxBuildHasher>> = LazyLock::new(|| {
    let rows = pairs(include_str!("../../../lexicons/speakers.csv"));
    rows.filter_map(|(word, kind)| Some((word, role(kind)?))).collect()
});

fn role(kind: &str) -> Option<Role> {
    Some(match kind {
        "pronoun" => Role::Pronoun,
        "noun" => Role::Noun,
        "boundary" => Role::Boundary,
        "adverb" => Role::Adverb,
        "be" => Role::Be,
        "lead" => Role::Lead,
        "time" => Role::Time,
        _ => return None,
    })
}

/// What `word`, in lower case, says; `None` for all other words.
pub(super) fn role_of(word: &str) -> Option<Role> {
    ROLES.get(word).copied()
}

/// Whether `word` is a manner adverb by its ending, or one of the listed ones.
pub(super) fn is_adverb(word: &str) -> bool {
    role_of(word) == Some(Role::Adverb)
        || word.len() > 4
            && word.ends_with("ly")
            && !matches!(word, "ally" | "family" | "assembly" | "only" | "italy" | "rally")
}

/// Whether `word` begins a noun phrase.
pub(super) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "its"
            | "their"
            | "our"
            | "my"
            | "this"
            | "that"
            | "these"
            | "those"
            | "any"
            | "no"
            | "such"
            | "each"
            | "every"
            | "'s"
    )
}

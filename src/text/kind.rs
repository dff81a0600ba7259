//! Words that make a saying one of another kind: negations, modals, what is declined, asked or wrongly said.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::HashSet;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::text::list::pairs;

/// What a word does beside a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// "not", "never".
    Not,
    /// "would", "may".
    Modal,
    /// "did", "has", "was".
    Helper,
    /// "refused", "stopped".
    Decline,
    /// "say", "comment", "confirm": what may be declined.
    Speak,
    /// "saying", "claiming".
    Saying,
    /// "nobody", "neither".
    Nobody,
    /// "if", "unless".
    If,
    /// "whether", "why": begins a question that is told.
    Asks,
    /// "like", "prefer": a wish in spite of its modal.
    Wish,
    /// "claims", "reports": what may be denied for what it says.
    Claim,
    /// "involvement", "responsibility": what is denied whole.
    Part,
    /// "wrong", "mistaken".
    Wrong,
    /// "believe", "want": who does not believe it believes that it is not so.
    Raises,
}

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static KINDS: LazyLock<HashSet<(&'static str, Kind), FxBuildHasher>> = LazyLock::new(|| {
    let rows = pairs(include_str!("../../lexicons/kinds_of_saying.csv"));
    rows.filter_map(|(word, name)| Some((word, kind(name)?))).collect()
});

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "not" => Kind::Not,
        "modal" => Kind::Modal,
        "helper" => Kind::Helper,
        "decline" => Kind::Decline,
        "speak" => Kind::Speak,
        "saying" => Kind::Saying,
        "nobody" => Kind::Nobody,
        "if" => Kind::If,
        "asks" => Kind::Asks,
        "wish" => Kind::Wish,
        "claim" => Kind::Claim,
        "part" => Kind::Part,
        "wrong" => Kind::Wrong,
        "raises" => Kind::Raises,
        _ => return None,
    })
}

/// Whether `word`, in small letters, is listed with this kind.
pub(crate) fn is(word: &str, kind: Kind) -> bool {
    KINDS.contains(&(word, kind)) || kind == Kind::Not && word.ends_with("n't")
}

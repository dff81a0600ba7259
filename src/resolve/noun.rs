//! Nouns that tell what somebody is ("ministry", "senator"): a phrase comes in; its noun and what that describes come
//! out.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::HashMap;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::model::span::Span;
use crate::resolve::words::{expansion, is_title};
use crate::text::function_words::{is, is_function_word};
use crate::text::list::rows;

/// What a noun describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A part of a state; the detail is the last part of its id.
    Part,
    /// A body; the detail is the kinds of actors that it may be.
    Body,
    /// A newspaper, agency or broadcaster.
    Medium,
    /// A state.
    State,
    /// A statement or report, which speaks for whoever made it.
    Text,
    /// Somebody who speaks for somebody else.
    Spokesman,
    /// A person.
    Person,
    /// What somebody has done, which stands for whoever did it.
    Event,
    /// A place, a treaty, a prize: whatever never speaks, though it has a name.
    Thing,
    /// Several people whom nobody names, or where they come from.
    Plural,
}

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static DESCRIPTIONS: LazyLock<HashMap<&'static str, (Sort, &'static str), FxBuildHasher>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../lexicons/descriptions.csv"));
    rows.filter_map(|row| {
        let mut cells = row.split(',');
        let (noun, sort, detail) = (cells.next()?, cells.next()?, cells.next()?);
        let sort = match sort {
            "part" => Sort::Part,
            "body" => Sort::Body,
            "medium" => Sort::Medium,
            "state" => Sort::State,
            "text" => Sort::Text,
            "spokesman" => Sort::Spokesman,
            "person" => Sort::Person,
            "plural" => Sort::Plural,
            "event" => Sort::Event,
            "thing" => Sort::Thing,
            _ => return None,
        };
        Some((noun, (sort, detail)))
    })
    .collect()
});

/// So many words a noun of the list has at most.
const LONGEST: usize = 4;

/// A description in a source, such as "the foreign ministry".
pub(super) struct Description<'t> {
    /// The word before the noun, in small letters: "the", "his"; empty for none.
    pub(super) lead: &'t str,
    /// The words of its head, in small letters.
    pub(super) noun: &'t str,
    pub(super) sort: Sort,
    pub(super) detail: &'static str,
}

/// Where the head of a phrase ends.
const ENDS: [&str; 18] = [
    ",",
    " of ",
    " for ",
    " to ",
    " in ",
    " from ",
    " at ",
    " with ",
    " on ",
    " by ",
    " who ",
    " that ",
    " which ",
    " (",
    " released",
    " issued",
    " posted",
    " published",
];

/// The phrase, in small letters, without what follows its head.
pub(super) fn head(phrase: &str) -> &str {
    ENDS.iter().filter_map(|end| phrase.find(end)).min().map_or(phrase, |end| &phrase[..end])
}

/// The noun that ends the head of a phrase in small letters, if the list has it.
pub(super) fn parse(words: &str) -> Option<Description<'_>> {
    let head = head(words).trim_end_matches(['.', ' ']);
    // A source may be cut behind its preposition: "an annual poll from".
    let head = head.rsplit_once(' ').filter(|(_, last)| is(last, "preposition")).map_or(head, |(rest, _)| rest);
    let lead = head.split(' ').next()?;
    let is_lead = matches!(
        lead,
        "the"
            | "this"
            | "that"
            | "his"
            | "her"
            | "its"
            | "their"
            | "a"
            | "an"
            | "another"
            | "these"
            | "those"
            | "one"
            | "both"
    );
    let rest = if is_lead { head[lead.len()..].trim_start() } else { head };
    let starts = std::iter::once(0).chain(rest.match_indices(' ').map(|(at, _)| at + 1)).collect::<Vec<usize>>();
    let from = starts.len().saturating_sub(LONGEST);
    let (noun, (sort, detail)) = starts[from..].iter().find_map(|start| {
        let noun = &rest[*start..];
        DESCRIPTIONS.get(noun).map(|known| (noun, *known))
    })?;
    Some(Description { lead: if is_lead { lead } else { "" }, noun, sort, detail })
}

/// What a noun, in small letters, describes; `None` for other words.
pub(super) fn sort(noun: &str) -> Option<(Sort, &'static str)> {
    DESCRIPTIONS.get(noun).copied()
}

/// Whether the head of a phrase is a noun for a text, which speaks for whoever made it ("figures released by").
pub(super) fn is_text(phrase: &str) -> bool {
    parse(&phrase.to_lowercase()).is_some_and(|found| found.sort == Sort::Text)
}

/// The nouns, in small letters, that stand beside a name and tell what it is: "retailer Kelmar", "Odo Kell, a baker".
pub(super) fn nouns_beside(text: &str, name: Span) -> Vec<String> {
    let mut found = Vec::new();
    let before = text[..name.start()].strip_suffix(' ').unwrap_or("");
    // "Gov. Ada Ilo" is a governor.
    let point = before.strip_suffix('.');
    let before = point.unwrap_or(before);
    let word = before.rsplit(|letter: char| !letter.is_alphanumeric() && letter != '-').next().unwrap_or("");
    match (point, expansion(word)) {
        (_, Some(noun)) => found.push(noun.to_owned()),
        (None, None) if is_title(word) || word.starts_with(char::is_lowercase) && !is_function_word(word) => {
            found.push(word.to_lowercase());
        }
        _ => {}
    }
    if let Some(rest) = text[name.end()..].strip_prefix(", ") {
        let clause = rest.split([',', '.', ';', '\n', '"', '“', '(', ':']).next().unwrap_or("").to_lowercase();
        let phrase = clause.split_once(' ').filter(|(lead, _)| matches!(*lead, "a" | "an" | "the" | "its" | "their"));
        found.extend(phrase.and_then(|_| head_noun(&clause)).map(str::to_owned));
    }
    found
}

/// Whether a noun fits so many people that it tells of nobody.
pub(super) fn is_of_many(noun: &str) -> bool {
    const MANY: [&str; 14] = [
        "official",
        "source",
        "analyst",
        "expert",
        "person",
        "man",
        "woman",
        "resident",
        "witness",
        "report",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "people",
    ];
    MANY.contains(&noun.trim_end_matches('s')) || MANY.contains(&noun)
}

/// Whether `noun`, in small letters, makes a relative of whoever is named behind it.
pub(super) fn is_of_family(noun: &str) -> bool {
    sort(noun) == Some((Sort::Person, "family"))
}

/// The last word of the head of a phrase in small letters.
pub(super) fn head_noun(phrase: &str) -> Option<&str> {
    let noun = head(phrase).trim_end_matches(['.', ' ']).rsplit(' ').next()?;
    (noun.len() > 2 && noun.starts_with(char::is_alphabetic) && !is_function_word(noun)).then_some(noun)
}

/// Whether `word`, in small letters, is the plural of a noun for a person.
pub(super) fn is_several_people(word: &str) -> bool {
    let one = word.strip_suffix('s').unwrap_or("");
    is_of_many(word) || matches!(sort(one), Some((Sort::Person | Sort::Spokesman, _)))
}

/// Whether `word`, in small letters, describes somebody and is no name.
pub(super) fn is_description(word: &str) -> bool {
    DESCRIPTIONS.contains_key(word)
}

/// Whether the phrase, in small letters, is about somebody whom nobody will name: its noun is in the plural, or of no
/// person.
pub(super) fn is_one_person(words: &str) -> bool {
    let last = head(words).rsplit(' ').next().unwrap_or("");
    let thing = DESCRIPTIONS.get(last).is_some_and(|(sort, _)| !matches!(sort, Sort::Person | Sort::Spokesman));
    !thing
        && (!last.ends_with('s') || last.ends_with("ss"))
        && !matches!(last, "people" | "police" | "media" | "men" | "women" | "some" | "many")
}

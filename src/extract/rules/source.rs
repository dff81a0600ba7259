//! Sources: the noun phrase that speaks, before or after its cue.

use std::ops::Range;

use crate::extract::rules::cue::is_due;
use crate::extract::rules::speakers::{Role, is_adverb, is_determiner, role_of};
use crate::extract::rules::unit::Unit;

/// The longest noun phrase that is taken for a source, in tokens. Chosen by hand.
const LONGEST: usize = 22;

/// The tokens of the noun phrase that is the subject of the verb at `verb`, appositions included.
pub(super) fn before(unit: &Unit<'_>, verb: usize, floor: usize) -> Option<Range<usize>> {
    let mut end = verb;
    if end > floor && is_due(unit, end - 1) {
        end -= 1;
    }
    while end > floor && (is_adverb(unit.word(end - 1)) || role_of(unit.word(end - 1)) == Some(Role::Be)) {
        end -= 1;
    }
    if end > floor && unit.word(end - 1) == "," {
        return with_apposition(unit, end - 1, floor);
    }
    noun_phrase(unit, end, floor)
}

/// `X, a minister of Y, said`: from the comma before the verb back to the name.
fn with_apposition(unit: &Unit<'_>, comma: usize, floor: usize) -> Option<Range<usize>> {
    let earliest = comma.saturating_sub(LONGEST).max(floor);
    let opening = (earliest..comma).rev().find(|&at| unit.word(at) == ",")?;
    if (opening..comma).any(|at| unit.quoted[at]) {
        return None;
    }
    let name = noun_phrase(unit, opening, floor)?;
    Some(name.start..comma)
}

/// The noun phrase that ends before `end`.
fn noun_phrase(unit: &Unit<'_>, end: usize, floor: usize) -> Option<Range<usize>> {
    let mut start = end;
    while start > floor && end - start < LONGEST {
        let at = start - 1;
        let word = unit.word(at);
        if unit.quoted[at] || ends_phrase(unit, at) {
            break;
        }
        start = at;
        if role_of(word) == Some(Role::Pronoun) && word != "one" && word != "some" && word != "many" {
            break;
        }
    }
    while start < end
        && (matches!(unit.word(start), "and" | "but" | "or" | "yet" | "so" | "-") || is_adverb(unit.word(start)))
    {
        start += 1;
    }
    let start = past_leading_phrase(unit, start, end);
    (start < end && names_somebody(unit, start, end)).then_some(start..end)
}

fn ends_phrase(unit: &Unit<'_>, at: usize) -> bool {
    let word = unit.word(at);
    if unit.is_mark(at) {
        return !matches!(word, "-" | "'" | "’" | "&" | "." | "/");
    }
    role_of(word) == Some(Role::Boundary) || role_of(word) == Some(Role::Be) && word != "'s"
}

/// `In Seoul Abra said`: what stands before the name is no part of it.
fn past_leading_phrase(unit: &Unit<'_>, start: usize, end: usize) -> usize {
    if role_of(unit.word(start)) != Some(Role::Lead) {
        return start;
    }
    if let Some(determiner) = (start + 1..end).rev().find(|&at| is_determiner(unit.word(at)) && unit.word(at) != "'s") {
        return determiner;
    }
    let mut name = end;
    while name > start + 1 && (unit.is_capital(name - 1) || unit.word(name - 1) == "-") {
        name -= 1;
    }
    name
}

/// A pronoun, a name, or a noun for those who can speak.
fn names_somebody(unit: &Unit<'_>, start: usize, end: usize) -> bool {
    (start..end).any(|at| {
        let word = unit.word(at);
        let name = unit.is_capital(at)
            && !is_determiner(word)
            && role_of(word) != Some(Role::Lead)
            && role_of(word) != Some(Role::Time);
        name || matches!(role_of(word), Some(Role::Pronoun | Role::Noun))
    })
}

/// The noun phrase that begins at `start`, without an apposition.
pub(super) fn bare_after(unit: &Unit<'_>, start: usize) -> Option<Range<usize>> {
    let end = phrase_end(unit, start);
    names_somebody(unit, start, end).then_some(start..end)
}

/// The noun phrase that begins at `start` (`said X, the minister of Y`), up to the end of its apposition.
pub(super) fn after(unit: &Unit<'_>, start: usize) -> Option<Range<usize>> {
    let mut end = bare_after(unit, start)?.end;
    let apposed = is_determiner(unit.word(end + 1))
        || matches!(unit.word(end + 1), "who" | "head" | "director" | "president" | "chief")
        || unit.is_capital(end + 1) && unit.word(end + 2) == "'s";
    if unit.word(end) == "," && apposed && !unit.quoted.get(end + 1).copied().unwrap_or(true) {
        end = apposition_end(unit, end + 1);
    }
    // A point inside a name belongs to it ("Mr."), the one that ends the sentence does not.
    while end > start && unit.is_mark(end - 1) {
        end -= 1;
    }
    Some(start..end)
}

fn phrase_end(unit: &Unit<'_>, start: usize) -> usize {
    let mut at = start;
    while at < unit.len() && at - start < LONGEST && !unit.quoted[at] {
        let word = unit.word(at);
        let time = role_of(word) == Some(Role::Lead)
            && (role_of(unit.word(at + 1)) == Some(Role::Time)
                || unit.word(at + 1) == "a"
                || unit.word(at + 1) == "an");
        if ends_phrase(unit, at) || time || at > start && role_of(word) == Some(Role::Time) {
            break;
        }
        at += 1;
        if at == start + 1 && role_of(word) == Some(Role::Pronoun) && !matches!(word, "one" | "some" | "many" | "her") {
            break;
        }
    }
    at
}

fn apposition_end(unit: &Unit<'_>, start: usize) -> usize {
    (start..unit.len())
        .find(|&at| {
            unit.quoted[at] || unit.is_mark(at) && matches!(unit.word(at), "," | "." | ":" | ";" | "!" | "?" | "—")
        })
        .unwrap_or(unit.len())
}

//! Cues in a unit: where a listed word really reports.

use crate::extract::rules::speakers::{Role, is_adverb, is_determiner, role_of};
use crate::extract::rules::unit::Unit;
use crate::lexicon::cues::{Cue, CueClass, Cues};

/// A listed cue in a unit.
#[derive(Clone, Copy)]
pub(super) struct Match<'c> {
    /// First token.
    pub(super) from: usize,
    /// One past the last token.
    pub(super) to: usize,
    /// Its row in the list.
    pub(super) cue: &'c Cue,
    /// "is seen", "was accused".
    pub(super) passive: bool,
}

/// The cues of `unit` that stand outside quotations, in order.
pub(super) fn matches<'c>(unit: &Unit<'_>, cues: &'c Cues) -> Vec<Match<'c>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < unit.len() {
        let next = if unit.quoted[at] || unit.is_mark(at) { None } else { cue_at(unit, cues, at) };
        at = next.map_or(at + 1, |cue: Match<'_>| cue.to);
        found.extend(next);
    }
    found
}

fn cue_at<'c>(unit: &Unit<'_>, cues: &'c Cues, at: usize) -> Option<Match<'c>> {
    let found = cues.phrases.at(unit.words, at)?;
    let to = at + found.length;
    if (at..to).any(|token| unit.quoted[token]) {
        return None;
    }
    // Nouns are cues only where a verb is not; they are left to a later reading of the sentence.
    let entry = found.entries.iter().copied().find(|&entry| cues.entries[entry].class != CueClass::Noun)?;
    let cue = &cues.entries[entry];
    let passive = is_passive(unit, at);
    if cue.class == CueClass::Verb && !is_finite_verb(unit, at) {
        return None;
    }
    Some(Match { from: at, to, cue, passive })
}

/// Not a noun ("the report"), not an infinitive ("to say"), not an adjective ("the accused").
fn is_finite_verb(unit: &Unit<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let previous = unit.word(before);
    if is_determiner(previous)
        || previous == "to" && !is_due(unit, before)
        || role_of(previous) == Some(Role::Lead)
        || previous == "of"
        || previous == "-"
        || unit.word(at + 1) == "-"
    {
        return false;
    }
    // A capital in the middle of a sentence belongs to a name.
    if unit.is_capital(at) {
        return false;
    }
    let progressive = unit.word(at).ends_with("ing");
    !progressive || role_of(previous) == Some(Role::Be) || is_adverb(previous) || previous == ","
}

/// "Is to announce", "was to notify": an infinitive that tells what its subject says.
pub(super) fn is_due(unit: &Unit<'_>, to: usize) -> bool {
    unit.word(to) == "to" && to > 0 && matches!(unit.word(to - 1), "is" | "was" | "are" | "were")
}

fn is_passive(unit: &Unit<'_>, at: usize) -> bool {
    let mut before = at;
    while before > 0 && is_adverb(unit.word(before - 1)) {
        before -= 1;
    }
    before > 0 && role_of(unit.word(before - 1)) == Some(Role::Be) && !unit.word(at).ends_with("ing")
}

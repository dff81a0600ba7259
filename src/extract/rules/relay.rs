//! Relays: those whose words somebody else passes on.

use crate::extract::rules::nested::nested;
use crate::extract::rules::source;
use crate::extract::rules::speakers::{Role, is_adverb, role_of};
use crate::extract::rules::unit::{Unit, units};
use crate::lexicon::cues::Cues;
use crate::model::attribution::{Attribution, CueCategory};
use crate::model::span::Span;
use crate::text::paragraph::{Paragraph, Quoting};

/// How sure such a phrase is.
const SURE: f64 = 0.9;

/// Puts what a paragraph passes on in the place of what was `found` there.
pub(crate) fn relay(paragraph: &Paragraph<'_>, cues: &Cues, found: &mut Vec<Attribution>) {
    for one in units(paragraph, false).filter_map(|unit| passed_on(&unit)) {
        let cue = one.cue.unwrap_or(paragraph.span);
        let same = |other: &Attribution| {
            let inside = one.content.iter().any(|part| other.cue.is_some_and(|cue| part.contains(cue)));
            let overlaps = one.content.iter().any(|part| other.content.iter().any(|with| with.overlaps(*part)));
            other.cue.is_some_and(|other| other.overlaps(cue)) || overlaps && !inside
        };
        found.retain(|other| !same(other));
        found.push(one);
    }
    found.retain(|one| !only_names(paragraph, one));
    for outer in found {
        let cue = outer.cue.map_or("", |cue| cue.of(paragraph.text));
        outer.relays |=
            !outer.nested.is_empty() && matches!(cue, "quoted" | "quotes" | "quoting" | "cited" | "cites" | "citing");
        if outer.nested.is_empty() && outer.category == CueCategory::Say {
            outer.nested.extend(outer.content.first().and_then(|&content| nested(paragraph, cues, content)));
        }
    }
}

/// `Norland News, citing officials, …`: who is cited is named there, and nothing is said.
fn only_names(paragraph: &Paragraph<'_>, one: &Attribution) -> bool {
    let cue = one.cue.map_or("", |cue| cue.of(paragraph.text));
    let short = one.content.iter().all(|part| {
        let words = paragraph.tokens().within(*part);
        words.len() <= 8 && !words.clone().any(|at| paragraph.tokens().quoting[at] != Quoting::Outside)
    });
    matches!(cue, "quoting" | "citing" | "cited" | "quoted") && one.nested.is_empty() && short
}

/// What a sentence passes on: `X was quoted (by Y) as saying …`, `X is reported to have said …`, `…, X was quoted as
/// saying`.
///
/// **What it does**: The subject of the passive is the source; whoever stands behind `by` relays.
/// **Why**: Elsewhere nobody says what "is seen as" something, and X would be a target of Y.
/// **Example**: `Mia Tesk was quoted by Norland News as saying that Sudria had lied`: Tesk, via Norland News.
/// **Known failures**: "Was cited as an example".
/// **Source**: PARC 3.0 guidelines: the source is the one who speaks.
fn passed_on(unit: &Unit<'_>) -> Option<Attribution> {
    let passes = |at: usize| matches!(unit.word(at), "quoted" | "cited" | "reported") && !unit.quoted[at];
    let quoted = (1..unit.len()).find(|&at| passes(at) && is_passive(unit, at))?;
    let (by, cue_end) = as_saying(unit, quoted).or_else(|| to_have_said(unit, quoted).map(|end| (None, end)))?;
    let mut verb = quoted;
    while verb > 0 && (is_adverb(unit.word(verb - 1)) || is_be(unit.word(verb - 1))) {
        verb -= 1;
    }
    let source = source::before(unit, verb, 0)?;
    let after = unit.has_words(2, cue_end, unit.len());
    let (from, mut to) = if after { (cue_end, unit.len()) } else { (0, source.start) };
    while to > from && !unit.quoted[to - 1] && unit.is_mark(to - 1) {
        to -= 1;
    }
    if !unit.has_words(2, from, to) {
        return None;
    }
    let cue = unit.stretch(quoted, cue_end);
    let content = vec![unit.stretch(from, to)];
    let said = Attribution::said(Some(unit.stretch(source.start, source.end)), Some(cue), content.clone(), SURE);
    Some(match by {
        None => said,
        Some(by) => {
            let mut outer = Attribution::said(Some(by), Some(cue), content, SURE);
            (outer.nested, outer.relays) = (vec![said], true);
            outer
        }
    })
}

fn is_be(word: &str) -> bool {
    role_of(word) == Some(Role::Be) || matches!(word, "has" | "have" | "had")
}

fn is_passive(unit: &Unit<'_>, at: usize) -> bool {
    let mut before = at;
    while before > 0 && is_adverb(unit.word(before - 1)) {
        before -= 1;
    }
    before > 0 && role_of(unit.word(before - 1)) == Some(Role::Be)
}

/// `(by Y) as saying`: who relays, and one past the last word of the cue.
fn as_saying(unit: &Unit<'_>, quoted: usize) -> Option<(Option<Span>, usize)> {
    let near = (quoted + 1..unit.len().min(quoted + 14)).find(|&at| unit.word(at) == "as" && !unit.quoted[at])?;
    if !unit.word(near + 1).ends_with("ing") {
        return None;
    }
    let by = (unit.word(quoted + 1) == "by").then(|| source::after(unit, quoted + 2)).flatten();
    let by = by.filter(|by| by.start < near).map(|by| unit.stretch(by.start, by.end.min(near)));
    Some((by, near + 2))
}

/// `to have said`: one past the last word of the cue.
fn to_have_said(unit: &Unit<'_>, quoted: usize) -> Option<usize> {
    let told = matches!((unit.word(quoted + 1), unit.word(quoted + 2)), ("to", "have"));
    (told && matches!(unit.word(quoted + 3), "said" | "told" | "called" | "warned" | "accused" | "claimed"))
        .then_some(quoted + 4)
}

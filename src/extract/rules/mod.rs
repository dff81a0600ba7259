//! Rules: attributions by cue list, quotation marks and the order of words, without tags or trees.
//!
//! They are right about most direct speech, and a second opinion where the models read too.

mod cue;
mod nested;
mod phrase;
mod relay;
mod source;
mod speakers;
mod unit;

use crate::lexicon::cues::Cues;
use crate::model::attribution::Attribution;
use crate::model::span::Span;
use crate::text::paragraph::Paragraph;
pub(crate) use relay::relay;
use speakers::{Role, role_of};
use unit::Unit;

/// Whether `word`, in small letters, is a noun for people, bodies and papers that can say something.
pub(crate) fn speaks(word: &str) -> bool {
    role_of(word) == Some(Role::Noun)
}

/// The words of the one named from the token `from` of a paragraph on.
pub(crate) fn source_phrase(paragraph: &Paragraph<'_>, from: usize) -> Option<Span> {
    let (unit, from) = unit_of(paragraph, from)?;
    let found = source::after(&unit, from)?;
    Some(unit.stretch(found.start, found.end))
}

/// The words of the subject of the verb at the token `verb` of a paragraph.
pub(crate) fn source_before(paragraph: &Paragraph<'_>, verb: usize) -> Option<Span> {
    let (unit, verb) = unit_of(paragraph, verb)?;
    let found = source::before(&unit, verb, 0)?;
    Some(unit.stretch(found.start, found.end))
}

/// The unit that holds the token `at` of a paragraph, and its place there.
fn unit_of<'p>(paragraph: &'p Paragraph<'_>, at: usize) -> Option<(Unit<'p>, usize)> {
    let number = paragraph.tokens().units.iter().position(|range| range.contains(&at))?;
    let unit = unit::units(paragraph, false).nth(number)?;
    Some((unit, at - paragraph.tokens().units[number].start))
}

/// The attributions that the rules find in a paragraph, in the order of their cues; with `quoted`, only where there is
/// a quotation.
pub(crate) fn attributions(paragraph: &Paragraph<'_>, cues: &Cues, quoted: bool) -> Vec<Attribution> {
    let mut found = Vec::new();
    for unit in unit::units(paragraph, quoted) {
        let before = found.len();
        phrase::attributions(&unit, cues, &mut found);
        if found.len() == before {
            join_following_quotation(&unit, &mut found);
        }
    }
    found
}

/// `"A," he said. "B."`: the second sentence, all quotation, belongs to the first.
fn join_following_quotation(unit: &Unit<'_>, found: &mut [Attribution]) {
    if !unit.is_all_quoted() {
        return;
    }
    if let Some(last) = found.last_mut().filter(|last| ends_in_quotation(unit.text, last)) {
        last.content.push(unit.span);
    }
}

fn ends_in_quotation(text: &str, attribution: &Attribution) -> bool {
    let last = attribution.content.last().map_or("", |span| span.of(text));
    last.trim_end_matches(['.', ',']).ends_with(['”', '"', '’', '\'', '»'])
}

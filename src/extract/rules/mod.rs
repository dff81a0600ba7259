//! Rules: attributions by cue list, quotation marks and the order of words, without tags or trees.
//!
//! They are right about most direct speech, and a second opinion where the models read too.

mod cue;
mod phrase;
mod source;
mod speakers;
mod unit;

use crate::lexicon::cues::Cues;
use crate::model::attribution::Attribution;
use crate::text::paragraph::Paragraph;
use unit::Unit;

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

//! Transcripts and interviews: each turn is a statement of the name that begins it.

use crate::model::attribution::Attribution;
use crate::model::span::Span;
use crate::text::annotated::Annotated;

/// How sure a turn is.
const SURE: f64 = 0.8;

/// Reads the turns of `document`: what they hold replaces what was `found` in them. Paragraphs between two turns belong
/// to the first; after the last turn the writer may speak again.
pub(super) fn turns(document: &Annotated<'_>, found: &mut Vec<Attribution>) {
    let turns = &document.turns;
    if turns.is_empty() {
        return;
    }
    let mut told: Vec<Attribution> = Vec::new();
    let mut current: Option<usize> = None;
    for paragraph in &document.paragraphs {
        let next = turns.partition_point(|turn| turn.name.start() < paragraph.span.start());
        let begins = turns.get(next).filter(|turn| paragraph.span.contains(turn.mark));
        if let Some(turn) = begins {
            let content = Span::new(turn.content.start(), turn.content.end().min(paragraph.span.end()));
            told.push(Attribution::said(Some(turn.name), Some(turn.mark), vec![content], SURE));
            current = Some(next + 1);
        } else if current.is_some_and(|number| number < turns.len()) {
            told.last_mut().into_iter().for_each(|turn| turn.content.push(paragraph.span));
        } else if current == Some(turns.len()) {
            current = None;
        }
    }
    let mut parts: Vec<Span> = told.iter().flat_map(|turn| turn.content.iter().copied()).collect();
    parts.sort();
    let in_turn = |part: &Span| {
        let first = parts.partition_point(|said| said.end() <= part.start());
        parts.get(first).is_some_and(|said| said.overlaps(*part))
    };
    found.retain(|one| !one.content.iter().any(in_turn));
    found.extend(told);
}

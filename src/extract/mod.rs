//! Extraction: a document becomes attributions, each a source, a cue and a content.
//! It knows spans only; who the sources are is nothing to it.

mod cue;
mod phrase;
mod source;
mod speakers;
mod unit;

use crate::lexicon::cues::Cues;
use crate::model::attribution::{Attribution, Form};
use crate::model::span::Span;
use crate::text::quotation::{Quotation, overlapping, paragraphs, quotations};
use unit::Unit;

/// The shortest quotation that counts as speech without a cue of its own, in words: shorter ones may be scare quotes.
/// Chosen by hand.
const SPEECH: usize = 6;

/// So many attributions back, one may still have claimed a quotation. Chosen by hand; a paragraph has fewer.
const NEAR: usize = 24;

/// The attributions of `text`, in text order.
pub(crate) fn extract(text: &str, cues: &Cues) -> Vec<Attribution> {
    let paragraphs = paragraphs(text);
    let quotations = quotations(text, &paragraphs);
    let mut found: Vec<Attribution> = Vec::new();
    let mut last_source = None;
    for &paragraph in &paragraphs {
        let first = found.len();
        for unit in unit::units(text, paragraph, &quotations) {
            let before = found.len();
            phrase::attributions(&unit, cues, &mut found);
            if found.len() == before {
                join_following_quotation(&unit, first, &mut found);
            }
        }
        fill(text, paragraph, &quotations, &mut found, first, last_source);
        if let Some(source) = found[first..].iter().rev().find_map(|attribution| attribution.source) {
            last_source = Some(source);
        } else if found.len() == first {
            last_source = None;
        }
    }
    for attribution in &mut found {
        complete(text, &quotations, attribution);
    }
    found.sort_by_key(|attribution| attribution.content.first().map_or(0, |span| span.start()));
    found
}

/// `"A," he said. "B."`: the second sentence, all quotation, belongs to the first.
fn join_following_quotation(unit: &Unit<'_>, first: usize, found: &mut [Attribution]) {
    if !unit.is_all_quoted() {
        return;
    }
    if let Some(last) = found[first..].last_mut().filter(|last| ends_in_quotation(unit.text, last)) {
        last.content.push(unit.span);
    }
}

fn ends_in_quotation(text: &str, attribution: &Attribution) -> bool {
    let last = attribution.content.last().map_or("", |span| span.of(text));
    last.trim_end_matches(['.', ',']).ends_with(['”', '"', '’', '\'', '»'])
}

/// Quotations long enough to be speech that no cue has claimed: said by whoever spoke last in the paragraph,
/// or in the one before.
fn fill(
    text: &str,
    paragraph: Span,
    quotations: &[Quotation],
    found: &mut Vec<Attribution>,
    first: usize,
    last: Option<Span>,
) {
    let ends_here = |quotation: &&Quotation| quotation.spans.last().is_some_and(|last| paragraph.contains(*last));
    for quotation in overlapping(quotations, paragraph).iter().filter(ends_here) {
        let whole = quotation.whole();
        // Whoever claims it stands near, though perhaps in an earlier paragraph that it runs on from.
        let claimed = found.iter().rev().take(NEAR).flat_map(|known| &known.content).any(|span| span.overlaps(whole));
        if claimed || whole.of(text).split_whitespace().count() < SPEECH {
            continue;
        }
        let source = found[first..].iter().rev().find_map(|attribution| attribution.source).or(last);
        let content = vec![quotation.spans[0]];
        found.push(Attribution {
            form: Form::Direct,
            source,
            cue: None,
            cue_entry: None,
            content,
            relays: Vec::new(),
            confidence: 0.6,
        });
    }
}

/// Adds the other paragraphs of a quotation that runs on, and says which form it is.
fn complete(text: &str, quotations: &[Quotation], attribution: &mut Attribution) {
    for span in attribution.content.clone() {
        let long = overlapping(quotations, span).iter().filter(|quotation| quotation.spans.len() > 1);
        for quotation in long.filter(|quotation| quotation.spans.iter().any(|part| part.overlaps(span))) {
            attribution.content.extend(&quotation.spans);
        }
    }
    attribution.content.sort();
    attribution.content.dedup_by(|next, kept| {
        let touching = next.start() <= kept.end();
        if touching {
            *kept = Span::new(kept.start(), kept.end().max(next.end()));
        }
        touching
    });
    attribution.form = form(text, quotations, &attribution.content);
}

fn form(text: &str, quotations: &[Quotation], content: &[Span]) -> Form {
    let (mut inside, mut all) = (0, 0);
    for span in content {
        all += letters(span.of(text));
        let parts = overlapping(quotations, *span).iter().flat_map(|quotation| &quotation.spans);
        for part in parts.filter(|part| part.overlaps(*span)) {
            inside += letters(Span::new(part.start().max(span.start()), part.end().min(span.end())).of(text));
        }
    }
    match inside {
        0 => Form::Indirect,
        _ if inside >= all => Form::Direct,
        _ => Form::Mixed,
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|character| character.is_alphanumeric()).count()
}

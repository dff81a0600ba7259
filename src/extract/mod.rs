//! Extraction: a document becomes attributions, each a source, a cue and a content.
//! It knows spans only; who the sources are is nothing to it.

pub(crate) mod cascade;
pub(crate) mod confidence;
pub(crate) mod cue_classifier;
pub(crate) mod frame;
pub(crate) mod path;
pub(crate) mod rules;
mod spans;
pub(crate) mod viterbi;

use crate::lexicon::cues::Cues;
use crate::model::attribution::{Attribution, CueCategory, Form};
use crate::model::span::Span;
use crate::text::annotated::Annotated;
use crate::text::paragraph::Paragraph;
use crate::text::quotation::{Quotation, overlapping};
use cascade::Models;

/// How carefully a text is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// With tags, trees and everything learned.
    #[default]
    Full,
    /// By rules alone.
    Fast,
    /// By rules, and only where there is a quotation: no indirect speech.
    Direct,
}

/// What is looked for, and what of it is kept.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// How carefully the text is read.
    pub depth: Depth,
    /// Attributions with a lower confidence are left out, 0 to 1.
    pub min_confidence: f64,
    /// Attributions whose cue does something else are left out; `None` keeps all.
    pub cues: Option<Vec<CueCategory>>,
}

impl Extraction {
    fn keeps(&self, attribution: &Attribution) -> bool {
        let category = self.cues.as_ref().is_none_or(|cues| cues.contains(&attribution.category));
        category && attribution.confidence >= self.min_confidence
    }
}

/// The shortest quotation that counts as speech without a cue of its own, in words: shorter ones may be scare quotes.
/// Chosen by hand.
const SPEECH: usize = 6;

/// So many attributions back, one may still have claimed a quotation. Chosen by hand; a paragraph has fewer.
const NEAR: usize = 24;

/// The attributions of `document`, in text order.
pub(crate) fn extract(document: &Annotated<'_>, cues: &Cues, how: &Extraction) -> Vec<Attribution> {
    let (text, quotations) = (document.text, &document.quotations);
    let mut found: Vec<Attribution> = Vec::new();
    let mut last_source = None;
    for paragraph in &document.paragraphs {
        let first = found.len();
        found.extend(read(paragraph, cues, how.depth));
        fill(text, paragraph.span, quotations, &mut found, first, last_source);
        if let Some(source) = found[first..].iter().rev().find_map(|attribution| attribution.source) {
            last_source = Some(source);
        } else if found.len() == first {
            last_source = None;
        }
    }
    if how.depth == Depth::Full {
        turns(document, &mut found);
    }
    for attribution in &mut found {
        complete(text, quotations, attribution);
        attribution.nested.iter_mut().for_each(|inner| inner.form = form(text, quotations, &inner.content));
        attribution.nested.retain(|inner| how.keeps(inner));
    }
    found.retain(|attribution| how.keeps(attribution));
    if how.depth == Depth::Direct {
        found.retain(|attribution| attribution.form != Form::Indirect);
    }
    found.sort_by_key(|attribution| attribution.content.first().map_or(0, |span| span.start()));
    found
}

/// What rules, and in full depth models, find in a paragraph.
fn read(paragraph: &Paragraph<'_>, cues: &Cues, depth: Depth) -> Vec<Attribution> {
    if depth == Depth::Direct && !paragraph.has_quotation() {
        return Vec::new();
    }
    let ruled = rules::attributions(paragraph, cues, depth == Depth::Direct);
    match depth {
        Depth::Full => cascade::attributions(paragraph, cues, Models::shipped(), &ruled),
        Depth::Fast | Depth::Direct => ruled,
    }
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
        let said = found[first..].iter().rev().find_map(|attribution| attribution.source).or(last);
        let source = signature(text, paragraph, whole).or(said);
        let content = vec![quotation.spans[0]];
        found.push(Attribution {
            form: Form::Direct,
            source,
            cue: None,
            category: CueCategory::Say,
            content,
            nested: Vec::new(),
            confidence: 0.6,
        });
    }
}

/// `“…” — Name`: who has signed a quotation that ends at the end of `whole`.
fn signature(text: &str, paragraph: Span, whole: Span) -> Option<Span> {
    let rest = Span::new(whole.end(), paragraph.end()).trimmed(text);
    let name = rest.of(text).strip_prefix(['—', '–', '―', '-'])?.trim_start_matches(['-', ' ', '\u{a0}']);
    let name = name.trim_end_matches(['.', ' ', '\u{a0}']);
    let is_name = name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= 8;
    let start = rest.end() - rest.of(text).len() + rest.of(text).find(name)?;
    is_name.then(|| Span::new(start, start + name.len()))
}

/// So many paragraphs must begin with a name and a colon for the text to be a transcript. Chosen by hand.
const TURNS: usize = 3;

/// `ILO: The bridge is open.`: in a transcript, each paragraph is what the name before the colon has said.
fn turns(document: &Annotated<'_>, found: &mut Vec<Attribution>) {
    let turn = |paragraph: &Paragraph<'_>| turn(document.text, paragraph.span);
    let turns: Vec<(Span, Span)> = document.paragraphs.iter().filter_map(turn).collect();
    if turns.len() < TURNS {
        return;
    }
    let in_turn = |part: &Span| {
        let first = turns.partition_point(|(_, content)| content.end() <= part.start());
        turns.get(first).is_some_and(|(_, content)| content.overlaps(*part))
    };
    found.retain(|attribution| !attribution.content.iter().any(in_turn));
    found.extend(turns.iter().map(|&(name, content)| Attribution {
        form: Form::Indirect,
        source: Some(name),
        cue: Some(Span::new(name.end(), name.end() + 1)),
        category: CueCategory::Say,
        content: vec![content],
        nested: Vec::new(),
        confidence: 0.8,
    }));
}

/// The name in capitals before the colon with which `paragraph` begins, and what follows.
fn turn(text: &str, paragraph: Span) -> Option<(Span, Span)> {
    let words = paragraph.of(text);
    let name = words.split(':').next().filter(|name| name.len() < words.len())?;
    let bare = name.trim_start_matches(['"', '“', ' ', '*']);
    let letters = || bare.chars().filter(|character| character.is_alphabetic());
    if letters().count() < 2 || bare.split_whitespace().count() > 5 || letters().any(char::is_lowercase) {
        return None;
    }
    let start = paragraph.start() + name.len() - bare.len();
    let content = Span::new(paragraph.start() + name.len() + 1, paragraph.end()).trimmed(text);
    (content.of(text).split_whitespace().count() >= 2).then_some((Span::new(start, start + bare.len()), content))
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

//! Extraction: a document becomes attributions, each a source, a cue and a content.
//! It knows spans only; who the sources are is nothing to it.

mod assertion;
mod authored;
mod caption;
pub(crate) mod cascade;
mod claim;
pub(crate) mod confidence;
pub(crate) mod cue_classifier;
pub(crate) mod frame;
pub(crate) mod gate;
mod headline;
pub(crate) mod path;
pub(crate) mod rules;
mod spans;
pub(crate) mod speaker;
mod transcript;
mod unclaimed;
pub(crate) mod viterbi;

use crate::lexicon::cues::Cues;
use crate::model::attribution::{Assertion, Attribution, CueCategory, Form};
use crate::text::annotated::Annotated;
use crate::text::paragraph::Paragraph;
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
    /// Attributions of another kind of saying are left out; `None` keeps all.
    pub assertions: Option<Vec<Assertion>>,
    /// Whether what is left out is listed all the same, and only counts for nothing.
    pub lists_all: bool,
}

impl Extraction {
    /// Whether an attribution is asked for.
    pub(crate) fn keeps(&self, attribution: &Attribution) -> bool {
        let category = self.cues.as_ref().is_none_or(|cues| cues.contains(&attribution.category));
        let kind = self.assertions.as_ref().is_none_or(|kinds| kinds.contains(&attribution.assertion));
        category && kind && attribution.confidence >= self.min_confidence
    }

    /// Drops what is not asked for, or takes it out of the count.
    fn choose(&self, found: &mut Vec<Attribution>) {
        for attribution in found.iter_mut() {
            attribution.counts = self.keeps(attribution);
            self.choose(&mut attribution.nested);
        }
        if !self.lists_all {
            found.retain(|attribution| attribution.counts);
        }
    }
}

/// The attributions of `document`, in text order.
pub(crate) fn extract(document: &Annotated<'_>, cues: &Cues, how: &Extraction) -> Vec<Attribution> {
    let (text, quotations) = (document.text, &document.quotations);
    let mut found = in_paragraphs(document, cues, how.depth);
    if how.depth != Depth::Direct {
        transcript::turns(document, &mut found);
        for &headline in &document.headlines {
            headline::attributions(document, headline, &mut found);
        }
    }
    claim::complete(quotations, &mut found);
    found.iter_mut().for_each(|one| claim::tidy(text, quotations, one));
    claim::once_each(&mut found);
    for one in &mut found {
        one.form = claim::form(text, quotations, &one.content);
        one.nested.iter_mut().for_each(|inner| inner.form = claim::form(text, quotations, &inner.content));
    }
    if how.depth == Depth::Full {
        authored::statements(document, &mut found);
    }
    for one in &mut found {
        one.nested.iter_mut().for_each(|inner| assertion::judge(document, cues, inner));
        assertion::judge(document, cues, one);
    }
    how.choose(&mut found);
    if how.depth == Depth::Direct {
        found.retain(|attribution| attribution.form != Form::Indirect);
    }
    found.sort_by_key(|attribution| attribution.content.first().map_or(0, |span| span.start()));
    found
}

/// What each paragraph says by itself, and the quotations that nobody in it claims.
fn in_paragraphs(document: &Annotated<'_>, cues: &Cues, depth: Depth) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::new();
    let mut last_source = None;
    for (number, paragraph) in document.paragraphs.iter().enumerate() {
        if caption::is_no_text(document, paragraph) {
            continue;
        }
        let first = found.len();
        found.extend(read(paragraph, cues, depth));
        let headline = document.headlines.contains(&paragraph.span);
        unclaimed::fill(document, number, &mut found, first, last_source.filter(|_| !headline));
        if headline {
            continue;
        }
        if let Some(source) = found[first..].iter().rev().find_map(|attribution| attribution.source) {
            last_source = Some(source);
        } else if found.len() == first {
            last_source = None;
        }
    }
    found
}

/// What rules, and in full depth models, find in a paragraph.
fn read(paragraph: &Paragraph<'_>, cues: &Cues, depth: Depth) -> Vec<Attribution> {
    if depth == Depth::Direct && !paragraph.has_quotation() {
        return Vec::new();
    }
    let ruled = rules::attributions(paragraph, cues, depth == Depth::Direct);
    let mut found = match depth {
        Depth::Full => cascade::attributions(paragraph, cues, Models::shipped(), &ruled),
        Depth::Fast | Depth::Direct => ruled.clone(),
    };
    if depth != Depth::Direct {
        rules::relay(paragraph, cues, &mut found);
    }
    if depth == Depth::Full {
        claim::take_back(paragraph, ruled, &mut found);
    }
    found
}

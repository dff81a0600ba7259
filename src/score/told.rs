//! Receipts: which words of a sentence made its stance.

use std::cmp::Reverse;

use crate::lexicon::fitted::Place;
use crate::model::opinion::{Evidence, REST, Scope};
use crate::model::span::Span;

/// A part of the direction of a sentence.
pub(super) struct Part<'p> {
    pub(super) span: Span,
    pub(super) direction: f64,
    pub(super) origin: Origin<'p>,
}

/// Where a part comes from.
#[derive(Clone, Copy)]
pub(super) enum Origin<'p> {
    /// Words in a place, in base form.
    Feature(Place, [&'p str; 2]),
    /// What an entry of the lexicon says.
    Entry(&'p Evidence),
}

impl Origin<'_> {
    /// The words that stood at `span` of `text`, and the rule by which they count, as evidence has them.
    fn names(self, span: Span, text: &str) -> (String, String) {
        match self {
            Origin::Feature(place, words) => (entry(words, span, text), place.join(" ").trim().to_owned()),
            Origin::Entry(evidence) => (evidence.entry.clone(), evidence.rule.clone()),
        }
    }
}

/// What stood there: of two words both, else the words themselves, also where their class is what counts.
fn entry(words: [&str; 2], span: Span, text: &str) -> String {
    let is_pair = !words[1].is_empty() && !matches!(words[0], "not" | "if" | "must");
    if is_pair { words.join(" ") } else { span.of(text).to_lowercase() }
}

/// Parts at the same words, with those inside them.
pub(super) struct Piece {
    span: Span,
    direction: f64,
    /// Those of the part that says most.
    entry: String,
    rule: String,
}

/// At most so many pieces of evidence are told of a sentence; the others are told as one.
const TOLD: usize = 5;
/// So are those weaker than this, unless the strongest is weak too: then those weaker than this share of it.
const WEAKEST: f64 = 0.02;
const SHARE: f64 = 0.25;

/// The parts of a sentence of `text`, put together where they stand at the same words or inside each other; in text
/// order.
pub(super) fn pieces(mut parts: Vec<Part<'_>>, text: &str) -> Vec<Piece> {
    parts.sort_by_key(|part| (part.span.start(), Reverse(part.span.end())));
    let mut found = Vec::new();
    let mut rest = parts.as_slice();
    while let Some(first) = rest.first() {
        let inside = rest.iter().take_while(|part| first.span.contains(part.span)).count();
        let (piece, behind) = rest.split_at(inside);
        let most = piece.iter().max_by(|a, b| a.direction.abs().total_cmp(&b.direction.abs())).unwrap_or(first);
        let (entry, rule) = most.origin.names(most.span, text);
        let direction = piece.iter().map(|part| part.direction).sum();
        found.push(Piece { span: first.span, direction, entry, rule });
        rest = behind;
    }
    found
}

/// The evidence of one sentence, in text order. `scale` brings its pieces to the scale of the stance.
pub(super) fn told(pieces: Vec<Piece>, scale: f64) -> Vec<Evidence> {
    let piece = |Piece { span, direction, entry, rule }: Piece| {
        let valence = direction * scale;
        Evidence { span, scope: Scope::Words, entry, valence, rule }
    };
    let mut found: Vec<Evidence> = pieces.into_iter().map(piece).collect();
    found.sort_by(|a, b| b.valence.abs().total_cmp(&a.valence.abs()).then(a.span.cmp(&b.span)));
    let weakest = found.first().map_or(WEAKEST, |first| WEAKEST.min(SHARE * first.valence.abs()));
    let strong = found.iter().take(TOLD).take_while(|piece| piece.valence.abs() >= weakest).count();
    let weak = found.split_off(strong);
    if let Some(first) = weak.iter().map(|piece| piece.span).min() {
        let valence = weak.iter().map(|piece| piece.valence).sum();
        let (entry, rule) = (REST.to_owned(), "together".to_owned());
        found.push(Evidence { span: first, scope: Scope::Rest, entry, valence, rule });
    }
    found.sort_by_key(|piece| piece.span);
    found
}

//! Receipts: which words of a sentence made its stance.

use crate::lexicon::fitted::Place;
use crate::model::opinion::{Evidence, REST, Scope};
use crate::model::span::Span;

/// A part of the direction of a sentence.
pub(super) struct Part {
    pub(super) span: Span,
    pub(super) direction: f64,
    /// The words that stood there, in base form.
    pub(super) entry: String,
    pub(super) rule: String,
}

/// At most so many pieces of evidence are told of a sentence, none weaker than this; the others are told as one.
const TOLD: usize = 5;
const WEAKEST: f64 = 0.02;

/// The name of a place as evidence has it.
pub(super) fn rule(place: Place) -> String {
    place.join(" ").trim().to_owned()
}

/// The evidence of one sentence, in text order: parts at the same words belong together, and those inside others with
/// these. `scale` brings parts to the scale of the stance.
pub(super) fn told(mut parts: Vec<Part>, scale: f64) -> Vec<Evidence> {
    parts.sort_by_key(|part| (part.span.start(), std::cmp::Reverse(part.span.end())));
    let mut pieces: Vec<Vec<Part>> = Vec::new();
    for part in parts {
        match pieces.last_mut().filter(|piece| piece[0].span.contains(part.span)) {
            Some(piece) => piece.push(part),
            None => pieces.push(vec![part]),
        }
    }
    let piece = |parts: &Vec<Part>| {
        let valence = parts.iter().map(|part| part.direction).sum::<f64>() * scale;
        let most = parts.iter().max_by(|a, b| a.direction.abs().total_cmp(&b.direction.abs()))?;
        let (entry, rule) = (most.entry.clone(), most.rule.clone());
        Some(Evidence { span: parts[0].span, scope: Scope::Words, entry, valence, rule })
    };
    let mut found: Vec<Evidence> = pieces.iter().filter_map(piece).collect();
    found.sort_by(|a, b| b.valence.abs().total_cmp(&a.valence.abs()).then(a.span.cmp(&b.span)));
    let strong = found.iter().take(TOLD).take_while(|piece| piece.valence.abs() >= WEAKEST).count();
    let weak = found.split_off(strong);
    if let Some(first) = weak.iter().map(|piece| piece.span).min() {
        let valence = weak.iter().map(|piece| piece.valence).sum();
        let (entry, rule) = (REST.to_owned(), "together".to_owned());
        found.push(Evidence { span: first, scope: Scope::Rest, entry, valence, rule });
    }
    found.sort_by_key(|piece| piece.span);
    found
}

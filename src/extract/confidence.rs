//! Confidence: how probable it is that a frame is right, by logistic regression.

use crate::extract::cascade::Reading;
use crate::extract::cue_classifier;
use crate::extract::frame::Frame;
use crate::extract::path::relations;
use crate::text::linear::{Linear, feature};
use crate::text::paragraph::Quoting;

/// How many classes the model has: two that count, and two that make the row even.
pub(crate) const CLASSES: usize = 4;
/// A frame that stands by itself.
pub(crate) const OUTER: usize = 0;
/// A frame in the content of another.
pub(crate) const NESTED: usize = 1;

/// A fitted confidence model.
pub(crate) struct ConfidenceModel {
    /// The weights of [`features`], as log-odds.
    pub(crate) weights: Linear<CLASSES>,
}

impl ConfidenceModel {
    /// The probabilities that `frame` is right, 0 to 1: by itself, and if it stands in the content of another.
    pub(crate) fn confidence(&self, reading: &Reading<'_>, frame: &Frame) -> [f64; 2] {
        let mut known = Vec::with_capacity(80);
        features(reading, frame, &mut known);
        let sums = self.weights.sums(&known);
        [OUTER, NESTED].map(|class| 1.0 / (1.0 + (-f64::from(sums[class]) / f64::from(self.weights.scale)).exp()))
    }
}

/// What is seen of a frame whose cue is a candidate by `margin`.
pub(crate) fn features(reading: &Reading<'_>, frame: &Frame, out: &mut Vec<u32>) {
    let Reading { parsed, margins } = reading;
    cue_classifier::features(parsed, frame.cue, out);
    let cue = frame.cue;
    let margin = i32::from(margins[cue]) + 8;
    // Other candidates inside the content, and how strong the strongest is.
    let rival = frame.content.iter().flat_map(Clone::clone).map(|at| i32::from(margins[at])).max().unwrap_or(-8) + 8;
    let (word, group, tag) = (parsed.words[cue].low, parsed.groups[cue], parsed.tag_at(cue));
    let sentence = parsed.sentences[usize::from(parsed.sentence[cue])].clone();
    let window =
        sentence.start.min(frame.content[0].start)..sentence.end.max(frame.content[frame.content.len() - 1].end);
    let window =
        frame.source.iter().fold(window, |window, source| window.start.min(source.start)..window.end.max(source.end));
    let relations = relations(parsed, cue, &window);
    let place = |at: usize| relations[at - window.start].path();
    let first = frame.content[0].start;
    let last = frame.content[frame.content.len() - 1].end - 1;
    let all = frame.size();
    let length = 64 - (all as u64 * 2).leading_zeros();
    let quoted =
        frame.content.iter().flat_map(Clone::clone).filter(|&at| parsed.quoting[at] != Quoting::Outside).count();
    let quoted = if quoted == 0 {
        0
    } else if quoted + 1 >= all {
        2
    } else {
        1
    };
    let side = u32::from(first > cue) | u32::from(last > cue) << 1;
    let pieces = frame.content.len().min(3) as u32;
    let form = quoted << 4 | side << 2 | pieces;
    let gap = if first > cue { first - cue } else { cue.saturating_sub(last) }.min(8) as u32;
    let (source_tag, source_side, source_word, source_path, source_shape) = match &frame.source {
        Some(source) => {
            let end = source.end - 1;
            (
                parsed.tag_at(end),
                1 + u32::from(source.start > cue),
                parsed.words[end].low,
                place(end),
                parsed.words[end].shape,
            )
        }
        None => (0, 0, 0, 0, 0),
    };
    let source_gap = frame.source.as_ref().map_or(9, |source| {
        if source.start > cue { source.start - cue } else { cue - source.end.min(cue) }.min(8) as u32
    });
    let frame_margin = frame.margin.clamp(-20, 120) / 4 + 10;
    let (first_tag, last_tag) = (parsed.tag_at(first), parsed.tag_at(last));
    out.extend([
        feature(50, margin as u32, 0, 0),
        feature(51, margin as u32 / 2, form, 0),
        feature(76, margin as u32, rival as u32, 0),
        feature(77, word, rival as u32 / 4, side),
        feature(52, frame_margin as u32, 0, 0),
        feature(53, frame_margin as u32 / 2, length, form),
        feature(54, word, form, 0),
        feature(55, tag, form, length),
        feature(56, word, source_side, 0),
        feature(57, word, place(first), side),
        feature(58, tag, place(first), place(last)),
        feature(59, word, parsed.words[first].low, 0),
        feature(60, parsed.words[first].low, tag, gap),
        feature(61, first_tag, last_tag, length),
        feature(62, place(first), form, gap),
        feature(63, source_tag, source_side, source_gap),
        feature(64, source_word, source_side, 0),
        feature(65, source_path, source_side, tag),
        feature(66, source_tag << 8 | source_shape, word, 0),
        feature(67, source_tag << 8 | source_shape, form, first_tag),
        feature(68, length, form, gap),
        feature(69, parsed.tag_at(last + 1), parsed.words.get(last + 1).map_or(0, |word| word.low), form),
        feature(70, parsed.tag_at(first.wrapping_sub(1)), parsed.word(first.wrapping_sub(1)).low, form),
        feature(71, form, tag, source_side),
        feature(72, word, tag, source_side << 4 | quoted),
        feature(73, parsed.words[last].low, tag, 0),
        feature(74, first_tag, word, 0),
        feature(75, length, word, 0),
        feature(85, frame.origin, form, 0),
        feature(86, frame.origin, tag, length),
        feature(87, frame.origin, word, 0),
        feature(88, frame.origin, margin as u32 / 2, side),
        feature(89, frame.origin, frame_margin as u32 / 2, form),
        feature(90, frame.origin, source_side, source_tag),
        feature(78, group, form, tag),
        feature(79, group, source_side, tag),
        feature(80, group, place(first), side),
        feature(81, group, first_tag, gap),
        feature(82, group, parsed.words[first].low, 0),
        feature(83, group, parsed.group_at(first), 0),
        feature(84, group, source_tag << 8 | source_shape, 0),
    ]);
}

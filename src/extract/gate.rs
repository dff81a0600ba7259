//! The gate: whether somebody may say something in a paragraph, by its words alone. What it keeps closed is not parsed.

use crate::extract::cue_classifier::CLASSES;
use crate::text::linear::{Linear, feature};
use crate::text::paragraph::Paragraph;
use crate::text::word::{NONE, Word};

/// A fitted gate: a linear model of which words may be cues that knows no tags and no trees.
pub(crate) struct Gate {
    /// The weights of [`features`].
    pub(crate) weights: Linear<CLASSES>,
}

/// A paragraph is parsed if the margin of one of its words is at least this. Chosen on the development articles, so
/// that hardly a statement is lost.
const LEAST: f32 = 0.0;

impl Gate {
    /// Whether a word of `paragraph` may be a cue.
    pub(crate) fn opens(&self, paragraph: &Paragraph<'_>) -> bool {
        let words = paragraph.words();
        let mut known = Vec::with_capacity(FEATURES);
        (0..words.words.len()).any(|at| {
            features(&words.words, &words.groups, at, &mut known);
            let sums = self.weights.sums(&known);
            (sums[1] - sums[0]) as f32 >= LEAST * self.weights.scale
        })
    }
}

const FEATURES: usize = 9;

/// What is seen at the word `at` without tags and trees.
pub(crate) fn features(words: &[Word], groups: &[u32], at: usize, out: &mut Vec<u32>) {
    let word = |at: usize| words.get(at).unwrap_or(&NONE);
    let (here, before, after) = (word(at), word(at.wrapping_sub(1)), word(at + 1));
    let group = groups[at];
    out.clear();
    out.extend([
        feature(0, here.low, 0, 0),
        feature(1, here.low, after.low, 0),
        feature(2, here.low, before.low, 0),
        feature(3, here.ending, here.shape, 0),
        feature(4, group, here.ending, 0),
        feature(5, group, after.low, 0),
        feature(6, before.low, here.ending, 0),
        feature(7, after.low, before.shape, 0),
        feature(8, 0, 0, 0),
    ]);
}

//! Learning which words around a cue are its source and its content: a structured perceptron with a margin.

use crate::extract::frame::{FIRST, Frames, LABELS, LAST, MIDDLE, ONLY, PAIRS, SOURCE, SOURCE_ON, Seen};
use crate::extract::viterbi::decode;
use crate::fit::articles::Page;
use crate::fit::perceptron::{Perceptron, Shuffle};

/// Features met less often are not learned.
const LEAST: u32 = 4;

/// Features of borders met less often are not learned.
const LEAST_OF_PAIRS: u32 = 2;

/// Features whose weights are all smaller than so many of 127 are left out.
const LIGHTEST: f32 = 14.0;

/// By how much the right label of a word must beat the others while learning.
const MARGIN: f32 = 1.0;

/// A model of frames fitted to those of `pages`, each with the margins of its words as candidates.
pub(super) fn frames(pages: &[(&Page<'_>, &[i8])], rounds: usize, seed: u64) -> Frames {
    let mut learner = Learner { words: Perceptron::new(), pairs: Perceptron::new() };
    let mut shuffle = Shuffle::new(5 + seed);
    let all = |(number, (page, _)): (usize, &(&Page<'_>, _))| (0..page.frames.len()).map(move |frame| (number, frame));
    let examples: Vec<(usize, usize)> = pages.iter().enumerate().flat_map(all).collect();
    for round in 0..=rounds {
        for number in shuffle.order(examples.len()) {
            let (page, frame) = examples[number];
            let (page, margins) = pages[page];
            let (cue, labels) = &page.frames[frame];
            let seen = Seen::new(page.parsed, margins, *cue);
            if round == 0 {
                learner.meet(&seen);
            } else {
                learner.learn(&seen, labels);
            }
        }
        if round == 0 {
            learner.words.begin(LEAST);
            learner.pairs.begin(LEAST_OF_PAIRS);
        }
    }
    Frames { weights: learner.words.model(LIGHTEST), pairs: learner.pairs.model(LIGHTEST) }
}

struct Learner {
    words: Perceptron<LABELS>,
    pairs: Perceptron<PAIRS>,
}

impl Learner {
    /// Gathers the features of a window.
    fn meet(&mut self, seen: &Seen<'_>) {
        let mut known = Vec::new();
        for at in seen.window.clone() {
            seen.all_features(at, &mut known);
            self.words.meet(&known);
            self.pairs.meet(&seen.pair_features(at));
        }
    }

    /// Learns from a window whose words have the right `labels`.
    fn learn(&mut self, seen: &Seen<'_>, labels: &[usize]) {
        let window = seen.window.clone();
        let mut right = labels[window.clone()].to_vec();
        cut_off(&mut right);
        let features: Vec<Vec<u32>> = window
            .clone()
            .map(|at| {
                let mut known = Vec::with_capacity(64);
                seen.all_features(at, &mut known);
                known
            })
            .collect();
        let borders: Vec<_> = window.clone().map(|at| seen.pair_features(at)).collect();
        let mut scores = seen.empty_scores();
        scores.words.extend(features.iter().map(|features| self.words.sums(features)));
        scores.pairs.extend(borders.iter().map(|features| self.pairs.sums(features)));
        for (scores, right) in scores.words.iter_mut().zip(&right) {
            scores[*right] -= MARGIN;
        }
        let (guess, _) = decode(&scores, seen.cue - window.start);
        for at in 0..window.len() {
            if guess[at] != right[at] {
                self.words.update(&features[at], right[at], guess[at]);
            }
            let pair = |labels: &[usize]| labels[at.max(1) - 1] * LABELS + labels[at];
            if at > 0 && pair(&guess) != pair(&right) {
                self.pairs.update(&borders[at], pair(&right), pair(&guess));
            }
        }
        self.words.step();
        self.pairs.step();
    }
}

/// A stretch that reaches out of the window begins or ends at its edge.
fn cut_off(labels: &mut [usize]) {
    if let Some(first) = labels.first_mut() {
        *first = match *first {
            MIDDLE => FIRST,
            LAST => ONLY,
            SOURCE_ON => SOURCE,
            other => other,
        };
    }
    if let Some(last) = labels.last_mut() {
        *last = match *last {
            MIDDLE => LAST,
            FIRST => ONLY,
            other => other,
        };
    }
}

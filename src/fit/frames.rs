//! Training frames: which words around a cue are its source and its content, by a structured perceptron with a margin.

use crate::extract::frame::{FIRST, Frames, LABELS, LAST, MIDDLE, ONLY, PAIRS, SOURCE, SOURCE_ON, Seen};
use crate::extract::viterbi::{Scores, decode};
use crate::fit::articles::{Answer, Page};
use crate::fit::perceptron::{Perceptron, Shuffle};

/// Features that occur less often are dropped.
const LEAST: u32 = 4;

/// Features of label pairs that occur less often are dropped.
const LEAST_OF_PAIRS: u32 = 2;

/// Features are dropped if all their weights are smaller than this, in units of 1/127.
const LIGHTEST: f32 = 14.0;

/// The margin by which the right label of a word must win in training.
const MARGIN: f32 = 1.0;

/// Trains frames on `pages`, each with the margins of its words as cue candidates.
pub(super) fn frames(pages: &[(&Page<'_>, &[i8])], rounds: usize, seed: u64) -> Frames {
    let mut learner = Learner { words: Perceptron::new(), pairs: Perceptron::new() };
    pages.iter().flat_map(|&(page, margins)| seen(page, margins)).for_each(|(seen, _)| learner.meet(&seen));
    learner.words.begin(LEAST);
    learner.pairs.begin(LEAST_OF_PAIRS);
    let windows: Vec<Window> = pages
        .iter()
        .flat_map(|&(page, margins)| seen(page, margins))
        .map(|(seen, answer)| learner.window(&seen, answer))
        .collect();
    let mut shuffle = Shuffle::new(5 + seed);
    for _ in 0..rounds {
        for number in shuffle.order(windows.len()) {
            learner.learn(&windows[number]);
        }
    }
    Frames { weights: learner.words.model(LIGHTEST), pairs: learner.pairs.model(LIGHTEST) }
}

/// What is seen around each marked cue of a page.
fn seen<'p>(page: &'p Page<'_>, margins: &'p [i8]) -> impl Iterator<Item = (Seen<'p>, &'p Answer)> {
    page.frames.iter().map(move |answer| (Seen::new(page.parsed, margins, answer.cue), answer))
}

/// What is seen of a window, as rows of what is learned, and its right labels.
struct Window {
    /// The place of the cue.
    cue: usize,
    anew: Vec<bool>,
    words: Vec<Vec<u32>>,
    borders: Vec<Vec<u32>>,
    right: Vec<usize>,
}

struct Learner {
    words: Perceptron<LABELS>,
    pairs: Perceptron<PAIRS>,
}

impl Learner {
    /// Counts the features of a window.
    fn meet(&mut self, seen: &Seen<'_>) {
        let mut known = Vec::new();
        for at in seen.window.clone() {
            seen.all_features(at, &mut known);
            self.words.meet(&known);
            self.pairs.meet(&seen.pair_features(at));
        }
    }

    fn window(&self, seen: &Seen<'_>, answer: &Answer) -> Window {
        let mut known = Vec::new();
        let mut rows = |at: usize| {
            seen.all_features(at, &mut known);
            self.words.rows(&known)
        };
        let mut right = answer.labels[seen.window.clone()].to_vec();
        cut_off(&mut right);
        Window {
            cue: seen.cue - seen.window.start,
            anew: seen.empty_scores().anew,
            words: seen.window.clone().map(&mut rows).collect(),
            borders: seen.window.clone().map(|at| self.pairs.rows(&seen.pair_features(at))).collect(),
            right,
        }
    }

    fn learn(&mut self, window: &Window) {
        let Window { cue, anew, words, borders, right } = window;
        let mut scores = Scores {
            words: words.iter().map(|rows| self.words.sums_of(rows)).collect(),
            pairs: borders.iter().map(|rows| self.pairs.sums_of(rows)).collect(),
            anew: anew.clone(),
            taken: vec![false; words.len()],
        };
        for (scores, right) in scores.words.iter_mut().zip(right) {
            scores[*right] -= MARGIN;
        }
        let (guess, _) = decode(&scores, *cue);
        for at in 0..words.len() {
            if guess[at] != right[at] {
                self.words.update_rows(&words[at], right[at], guess[at]);
            }
            let pair = |labels: &[usize]| labels[at.max(1) - 1] * LABELS + labels[at];
            if at > 0 && pair(&guess) != pair(right) {
                self.pairs.update_rows(&borders[at], pair(right), pair(&guess));
            }
        }
        self.words.step();
        self.pairs.step();
    }
}

/// A span that reaches beyond the window begins or ends at its edge.
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

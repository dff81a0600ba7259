//! Training the cue classifier and the gate: which words may be cues.

use crate::extract::cue_classifier::{self, CLASSES, CueClassifier};
use crate::extract::gate::{self, Gate};
use crate::fit::articles::Page;
use crate::fit::perceptron::{Perceptron, Shuffle};
use crate::text::linear::Linear;

/// Features that occur less often are dropped.
const LEAST: u32 = 4;

/// Features are dropped if all their weights are smaller than this, in units of 1/127.
const LIGHTEST: f32 = 3.5;

/// The margin by which a cue must win in training. A missed cue costs more than a false one, which the frame model can
/// still reject.
const MARGIN: f32 = 4.0;

/// The same for the gate: what it keeps closed is lost.
const GATE_MARGIN: f32 = 16.0;

/// Trains a cue classifier on `pages`.
pub(super) fn candidates(pages: &[&Page<'_>], rounds: usize) -> CueClassifier {
    let seen = |page: &Page<'_>, at: usize, known: &mut Vec<u32>| cue_classifier::features(&page.parsed, at, known);
    CueClassifier { weights: learned(pages, rounds, MARGIN, &seen) }
}

/// Trains a gate on `pages`.
pub(super) fn gate(pages: &[&Page<'_>], rounds: usize) -> Gate {
    let seen = |page: &Page<'_>, at: usize, known: &mut Vec<u32>| {
        gate::features(page.parsed.words, page.parsed.groups, at, known);
    };
    Gate { weights: learned(pages, rounds, GATE_MARGIN, &seen) }
}

/// Learns which words are cues from the features that `seen` gives for them.
fn learned(
    pages: &[&Page<'_>],
    rounds: usize,
    least: f32,
    seen: &dyn Fn(&Page<'_>, usize, &mut Vec<u32>),
) -> Linear<CLASSES> {
    let mut learner = Perceptron::<CLASSES>::new();
    let mut known = Vec::new();
    for (page, at, _) in pages.iter().flat_map(|page| words(page)) {
        seen(page, at, &mut known);
        learner.meet(&known);
    }
    learner.begin(LEAST);
    let mut rows = |(page, at, right): (&Page<'_>, usize, usize)| {
        seen(page, at, &mut known);
        (learner.rows(&known), right)
    };
    let examples: Vec<Vec<(Vec<u32>, usize)>> = pages.iter().map(|page| words(page).map(&mut rows).collect()).collect();
    let mut shuffle = Shuffle::new(4);
    for _ in 0..rounds {
        for number in shuffle.order(pages.len()) {
            for (rows, right) in &examples[number] {
                let sums = learner.sums_of(rows);
                let margin = if *right == 1 { sums[1] - sums[0] - least } else { sums[0] - sums[1] };
                if margin <= 0.0 {
                    learner.update_rows(rows, *right, 1 - right);
                }
                learner.step();
            }
        }
    }
    learner.model(LIGHTEST)
}

/// The words of a page from which is learned, each with its class.
fn words<'p, 'd>(page: &'p Page<'d>) -> impl Iterator<Item = (&'p Page<'d>, usize, usize)> {
    let right = |at: usize| usize::from(page.frames.iter().any(|answer| answer.cue == at));
    (0..page.parsed.len())
        .map(move |at| (page, at, right(at)))
        .filter(|&(page, at, right)| right == 1 || !page.ignored[at])
}

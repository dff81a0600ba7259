//! Learning which words may be cues.

use crate::extract::cue_classifier::{CLASSES, CueClassifier, features};
use crate::fit::articles::Page;
use crate::fit::perceptron::{Perceptron, Shuffle};

/// Features met less often are not learned.
const LEAST: u32 = 4;

/// Features whose weights are all smaller than so many of 127 are left out.
const LIGHTEST: f32 = 3.5;

/// By how much a cue must win while learning: a missed one costs more than a false one, which the frame can refuse.
const MARGIN: f32 = 4.0;

/// A model of candidates fitted to `pages`.
pub(super) fn candidates(pages: &[&Page<'_>], rounds: usize) -> CueClassifier {
    let mut learner = Perceptron::<CLASSES>::new();
    let mut known = Vec::new();
    for (page, at, _) in pages.iter().flat_map(|page| words(page)) {
        features(&page.parsed, at, &mut known);
        learner.meet(&known);
    }
    learner.begin(LEAST);
    let mut rows = |(page, at, right): (&Page<'_>, usize, usize)| {
        features(&page.parsed, at, &mut known);
        (learner.rows(&known), right)
    };
    let examples: Vec<Vec<(Vec<u32>, usize)>> = pages.iter().map(|page| words(page).map(&mut rows).collect()).collect();
    let mut shuffle = Shuffle::new(4);
    for _ in 0..rounds {
        for number in shuffle.order(pages.len()) {
            for (rows, right) in &examples[number] {
                let sums = learner.sums_of(rows);
                let margin = if *right == 1 { sums[1] - sums[0] - MARGIN } else { sums[0] - sums[1] };
                if margin <= 0.0 {
                    learner.update_rows(rows, *right, 1 - right);
                }
                learner.step();
            }
        }
    }
    CueClassifier { weights: learner.model(LIGHTEST) }
}

/// The words of a page from which is learned, each with its class.
fn words<'p, 'd>(page: &'p Page<'d>) -> impl Iterator<Item = (&'p Page<'d>, usize, usize)> {
    let right = |at: usize| usize::from(page.frames.iter().any(|answer| answer.cue == at));
    (0..page.parsed.len())
        .map(move |at| (page, at, right(at)))
        .filter(|&(page, at, right)| right == 1 || !page.ignored[at])
}

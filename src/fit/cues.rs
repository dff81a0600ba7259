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
    let mut shuffle = Shuffle::new(4);
    for round in 0..=rounds {
        for number in shuffle.order(pages.len()) {
            let page = pages[number];
            for at in 0..page.parsed.len() {
                let right = usize::from(page.frames.iter().any(|(cue, _)| *cue == at));
                if right == 0 && page.ignored[at] {
                    continue;
                }
                features(&page.parsed, at, &mut known);
                if round == 0 {
                    learner.meet(&known);
                    continue;
                }
                let sums = learner.sums(&known);
                let margin = if right == 1 { sums[1] - sums[0] - MARGIN } else { sums[0] - sums[1] };
                if margin <= 0.0 {
                    learner.update(&known, right, 1 - right);
                }
                learner.step();
            }
        }
        if round == 0 {
            learner.begin(LEAST);
        }
    }
    CueClassifier { weights: learner.model(LIGHTEST) }
}

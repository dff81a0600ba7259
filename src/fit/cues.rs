//! Training the cue classifier: which words may be cues.

use crate::extract::cue_classifier::{CLASSES, CueClassifier, features};
use crate::fit::articles::Page;
use crate::fit::perceptron::{Perceptron, Shuffle};

/// Features that occur less often are dropped.
const LEAST: u32 = 4;

/// Features are dropped if all their weights are smaller than this, in units of 1/127.
const LIGHTEST: f32 = 3.5;

/// The margin by which a cue must win in training. A missed cue costs more than a false one, which the frame model can
/// still reject.
const MARGIN: f32 = 4.0;

/// Trains a cue classifier on `pages`.
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

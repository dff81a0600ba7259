//! The search for the best row of labels in a window, by dynamic programming.

use crate::extract::frame::{CUE, FIRST, LABELS, LAST, MIDDLE, ONLY, OUT, PAIRS, SOURCE, SOURCE_ON};

/// Scores of a window: those of each word for each label, and of each pair of labels at the border before it.
pub(crate) struct Scores {
    pub(crate) words: Vec<[f32; LABELS]>,
    pub(crate) pairs: Vec<[f32; PAIRS]>,
    /// Whether a further stretch of content may begin at or after the word, however many there were on its side.
    pub(crate) anew: Vec<bool>,
    /// Words that may not belong to the content.
    pub(crate) taken: Vec<bool>,
}

/// The states of the search: the labels, and after them the labels of words that stand after the content of their
/// side of the cue: no further content may follow there.
const STATES: usize = 11;
const STATE_LABELS: [usize; STATES] = [OUT, FIRST, MIDDLE, LAST, ONLY, SOURCE, SOURCE_ON, CUE, OUT, SOURCE, SOURCE_ON];

const fn may_come(state: usize, next: usize, anew: bool) -> bool {
    let done = state > CUE || state == LAST || state == ONLY;
    let next_done = next > CUE;
    if !may_follow(STATE_LABELS[state], STATE_LABELS[next]) {
        return false;
    }
    match STATE_LABELS[next] {
        CUE => true,
        OUT => next_done == (done && !anew),
        SOURCE | SOURCE_ON => next_done == done,
        FIRST | ONLY => !done || anew,
        _ => true,
    }
}

/// For each state, those that may stand before it.
const BEFORE: [[[bool; STATES]; STATES]; 2] = {
    let mut table = [[[false; STATES]; STATES]; 2];
    let mut at = 0;
    while at < 2 * STATES * STATES {
        let (anew, next, state) = (at / (STATES * STATES), at / STATES % STATES, at % STATES);
        table[anew][next][state] = may_come(state, next, anew == 1);
        at += 1;
    }
    table
};

/// The best row of labels in which the word at `cue` is the cue, and its score.
pub(crate) fn decode(scores: &Scores, cue: usize) -> (Vec<usize>, f32) {
    const NEVER: f32 = f32::NEG_INFINITY;
    let length = scores.words.len();
    let mut best: Vec<[(f32, u8); STATES]> = Vec::with_capacity(length);
    for at in 0..length {
        let mut here = [(NEVER, 0); STATES];
        let before = &BEFORE[usize::from(scores.anew[at])];
        for state in 0..STATES {
            let label = STATE_LABELS[state];
            if (label == CUE) != (at == cue) || scores.taken[at] && (FIRST..=ONLY).contains(&label) {
                continue;
            }
            let own = scores.words[at][label];
            if at == 0 {
                if state <= CUE && !matches!(label, MIDDLE | LAST | SOURCE_ON) {
                    here[state].0 = own;
                }
                continue;
            }
            for (earlier, &(sum, _)) in best[at - 1].iter().enumerate() {
                let sum = sum + own + scores.pairs[at][STATE_LABELS[earlier] * LABELS + label];
                if before[state][earlier] && sum > here[state].0 {
                    here[state] = (sum, earlier as u8);
                }
            }
        }
        best.push(here);
    }
    let ends = (0..STATES).filter(|&state| !matches!(STATE_LABELS[state], FIRST | MIDDLE));
    let last = &best[length - 1];
    let mut state = ends.fold(OUT, |most, state| if last[state].0 > last[most].0 { state } else { most });
    let sum = last[state].0;
    let mut labels = vec![OUT; length];
    for at in (0..length).rev() {
        labels[at] = STATE_LABELS[state];
        state = usize::from(best[at][state].1);
    }
    (labels, sum)
}

/// The score of the row in which nothing is labelled.
pub(crate) fn nothing(scores: &Scores) -> f32 {
    let words: f32 = scores.words.iter().map(|word| word[OUT]).sum();
    words + scores.pairs.iter().skip(1).map(|pair| pair[OUT]).sum::<f32>()
}

/// Whether the label `next` may follow `label`.
const fn may_follow(label: usize, next: usize) -> bool {
    match label {
        FIRST | MIDDLE => matches!(next, MIDDLE | LAST),
        SOURCE | SOURCE_ON => !matches!(next, MIDDLE | LAST | SOURCE),
        _ => !matches!(next, MIDDLE | LAST | SOURCE_ON),
    }
}

//! The cue classifier: which words of a paragraph may be cues, by a linear model. It lets many pass; frames decide.

use crate::text::linear::{Linear, feature};
use crate::text::paragraph::Parsed;
use crate::text::parser::{ROOT, labels};

/// How many classes the model has: no cue, a cue, and two that make the row even.
pub(crate) const CLASSES: usize = 4;

/// A fitted model of candidates.
pub(crate) struct CueClassifier {
    /// The weights of [`features`].
    pub(crate) weights: Linear<CLASSES>,
}

impl CueClassifier {
    /// By how much each word of `parsed` is a candidate, in steps from −8 to 8.
    pub(crate) fn margins(&self, parsed: &Parsed<'_>) -> Vec<i8> {
        let mut known = Vec::with_capacity(40);
        let margin = |at: usize| {
            features(parsed, at, &mut known);
            let sums = self.weights.sums(&known);
            ((sums[1] - sums[0]) as f32 / self.weights.scale / STEP).round().clamp(-8.0, 8.0) as i8
        };
        (0..parsed.len()).map(margin).collect()
    }
}

/// How much of the sums is one step of a margin.
const STEP: f32 = 2.0;

/// A word with at least this margin is a candidate.
pub(crate) const CANDIDATE: i8 = 0;

/// What is seen at the word `at`.
pub(crate) fn features(parsed: &Parsed<'_>, at: usize, out: &mut Vec<u32>) {
    let dependents = &parsed.dependents[at];
    let word = |at: usize| parsed.word(at);
    let low = |at: usize| parsed.word(at).low;
    let tag = |at: usize| parsed.tag_at(at);
    let (here, before, before2) = (word(at), at.wrapping_sub(1), at.wrapping_sub(2));
    let (w, t) = (here.low, tag(at));
    let label = u32::from(parsed.labels[at]);
    let head = usize::from(parsed.heads[at]);
    let rooted = parsed.heads[at] == ROOT;
    let (hw, ht) = if rooted { (0, 0) } else { (low(head), tag(head)) };
    let subject = dependents.subject.wrapping_sub(1) as usize;
    let object = dependents.object.wrapping_sub(1) as usize;
    let near_quote = near_quote(parsed, at);
    let quoting = parsed.quoting_at(at);
    let frame = dependents.labels & CLAUSAL;
    let group = parsed.group_at(at);
    out.clear();
    out.extend([
        feature(0, w, 0, 0),
        feature(1, w, t, 0),
        feature(2, t, tag(before), tag(at + 1)),
        feature(3, w, tag(before), 0),
        feature(4, w, tag(at + 1), 0),
        feature(5, w, low(before), 0),
        feature(6, w, low(at + 1), 0),
        feature(7, low(before), t, 0),
        feature(8, low(at + 1), t, 0),
        feature(9, low(at + 1), low(at + 2), t),
        feature(10, low(before), low(before2), t),
        feature(11, here.ending, t, 0),
        feature(12, w, frame, 0),
        feature(13, t, frame, label),
        feature(14, w, label, 0),
        feature(15, w, quoting, near_quote),
        feature(16, t, quoting, near_quote),
        feature(17, hw, label, t),
        feature(18, hw, ht, label),
        feature(19, low(subject), t, 0),
        feature(20, tag(subject), w, 0),
        feature(21, tag(subject) << 8 | word(subject).shape, frame, t),
        feature(22, low(object), w, 0),
        feature(23, tag(object), w, 0),
        feature(24, tag(object), frame, t),
        feature(25, low(at + 1), w, low(at + 2)),
        feature(26, here.shape, t, tag(before)),
        feature(27, tag(before2) << 8 | tag(before), t, tag(at + 1) << 8 | tag(at + 2)),
        feature(28, w, parsed.sentences.len().min(3) as u32, u32::from(parsed.sentence[at] > 0)),
        always(),
        feature(30, group, t, 0),
        feature(31, group, frame, t),
        feature(32, group, label, tag(subject)),
        feature(33, group, tag(at + 1), 0),
        feature(34, group, quoting, near_quote),
        feature(35, parsed.group_at(at + 1), t, 0),
        feature(36, parsed.group_at(object), group, 0),
        feature(37, parsed.group_at(before), t, 0),
        feature(38, group, low(at + 1), 0),
        feature(39, parsed.group_at(subject), group, 0),
    ]);
}

/// The feature that every word has.
pub(crate) fn always() -> u32 {
    feature(29, 0, 0, 0)
}

/// Labels that show what a verb does: subjects, objects, clauses, particles, prepositions.
const CLAUSAL: u32 =
    labels(&["nsubj", "nsubjpass", "dobj", "attr", "ccomp", "xcomp", "auxpass", "mark", "prep", "prt", "agent"]);

/// How near the nearest marks of quotations stand before and after.
fn near_quote(parsed: &Parsed<'_>, at: usize) -> u32 {
    let before = (1..=6).find(|&distance| matches!(parsed.quoting_at(at.wrapping_sub(distance)), 1 | 3));
    let after = (1..=6).find(|&distance| matches!(parsed.quoting_at(at + distance), 1 | 3));
    (before.unwrap_or(0) as u32) << 4 | after.unwrap_or(0) as u32
}

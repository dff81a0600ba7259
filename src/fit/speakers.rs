//! Learning who of those around a cue speaks: a perceptron with a margin over candidates.

use crate::extract::cascade::Reading;
use crate::extract::frame::{Frame, SOURCE, SOURCE_ON};
use crate::extract::speaker::{CLASSES, Candidate, Candidates, SpeakerRanker};
use crate::fit::articles::{Answer, Page};
use crate::fit::perceptron::{Perceptron, Shuffle};
use crate::text::parser::ROOT;

/// Features met less often are not learned.
const LEAST: u32 = 3;

/// Features whose weights are all smaller than so many of 127 are left out.
const LIGHTEST: f32 = 1.0;

/// By how much the right candidate must beat the others while learning.
const MARGIN: f32 = 1.0;

/// How often the frames are walked through.
const ROUNDS: usize = 8;

/// A frame that was found, its candidates by their features, and which of them are right.
struct Example {
    rows: Vec<Vec<u32>>,
    right: Vec<bool>,
}

/// A ranker fitted to frames, each with the page, the margins and the answer with which it was found.
pub(super) fn ranker(found: &[(&Page<'_>, &[i8], &Frame, &Answer)]) -> SpeakerRanker {
    let mut learner = Perceptron::<CLASSES>::new();
    let made =
        |&(page, margins, frame, answer): &(&Page<'_>, &[i8], &Frame, &Answer)| example(page, margins, frame, answer);
    let mut examples: Vec<Example> = found.iter().filter_map(made).collect();
    examples.iter().flat_map(|example| &example.rows).for_each(|row| learner.meet(row));
    learner.begin(LEAST);
    examples.iter_mut().flat_map(|example| &mut example.rows).for_each(|row| *row = learner.rows(row));
    let mut shuffle = Shuffle::new(11);
    for _ in 0..ROUNDS {
        for number in shuffle.order(examples.len()) {
            let Example { rows, right } = &examples[number];
            let score = |row: usize| learner.sums_of(&rows[row])[0];
            let best = |wanted: bool| {
                let rows = (0..rows.len()).filter(|&row| right[row] == wanted);
                rows.map(|row| (score(row), row)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            };
            if let (Some((good, right)), Some((bad, wrong))) = (best(true), best(false))
                && good - bad <= MARGIN
            {
                learner.prefer(&rows[right], &rows[wrong]);
            }
            learner.step();
        }
    }
    SpeakerRanker { weights: learner.model(LIGHTEST) }
}

/// `None` if the speaker is marked, but is no candidate.
fn example(page: &Page<'_>, margins: &[i8], frame: &Frame, answer: &Answer) -> Option<Example> {
    let reading = Reading { parsed: page.parsed, margins };
    let candidates = Candidates::new(&reading, frame);
    let speaks = |at: usize| matches!(answer.labels[at], SOURCE | SOURCE_ON);
    let marked = answer.labels.iter().any(|label| matches!(*label, SOURCE | SOURCE_ON));
    if !marked && answer.spoken {
        // The speaker stands in another paragraph.
        return None;
    }
    let touches = |candidate: &Candidate| candidate.words.clone().any(speaks);
    let heads = |candidate: &Candidate| {
        let above = page.parsed.heads[candidate.head];
        speaks(candidate.head) && (above == ROOT || !speaks(usize::from(above)))
    };
    let headed = candidates.all.iter().any(heads);
    let mut rows = vec![Vec::new()];
    candidates.features(None, &mut rows[0]);
    let mut right = vec![!marked];
    for candidate in &candidates.all {
        let mut row = Vec::new();
        candidates.features(Some(candidate), &mut row);
        rows.push(row);
        right.push(if headed { heads(candidate) } else { touches(candidate) });
    }
    right.contains(&true).then_some(Example { rows, right })
}

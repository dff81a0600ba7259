//! Learning how probable it is that a frame is right: logistic regression by adaptive gradient descent.

#[allow(clippy::disallowed_types, reason = "written out in the order of the features")]
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::extract::cascade::{BY_RULE, Reading};
use crate::extract::confidence::{CLASSES, ConfidenceModel, features};
use crate::extract::frame::{FIRST, Frame, Frames, ONLY};
use crate::fit::articles::Page;
use crate::fit::perceptron::{Shuffle, compact};
use crate::text::word::MARK;

/// Features met less often are not learned.
const LEAST: u32 = 3;

/// From this margin on candidates are learned from: lower than that from which the program proposes them, so that
/// confidence know what a bad one looks like.
const CANDIDATE: i8 = -3;

/// How often what was found is walked through; the weights are the mean of the second half.
const ROUNDS: usize = 16;

/// The strength of the penalty on large weights, shared out over the times that a feature was met. On the dev
/// articles 0.5 gives an F1 of 67.6, 2 of 68.1, 4 to 8 of 68.4 (frames, by cue).
const PENALTY: f32 = 8.0;

/// How far a step goes.
const STEP: f32 = 0.1;

/// A frame that was found, and whether it is right.
pub(super) struct Found<'p> {
    page: &'p Page<'p>,
    margins: &'p [i8],
    frame: Frame,
    right: bool,
}

/// The frames that are proposed for a page. What only shares words with a marked cue is neither right nor wrong.
pub(super) fn find<'p>(page: &'p Page<'p>, margins: &'p [i8], frames: &Frames) -> Vec<Found<'p>> {
    let proposed = Reading { parsed: page.parsed, margins }.frames(CANDIDATE, frames, &page.ruled);
    let judged = proposed.into_iter().map(|frame| Found { right: is_right(page, &frame), page, margins, frame });
    let is_cue = |at: usize| page.frames.iter().any(|(cue, _)| *cue == at);
    judged.filter(|found| found.right || !page.ignored[found.frame.cue] || is_cue(found.frame.cue)).collect()
}

/// Whether a marked frame with this cue shares at least half of its words, marks left out.
fn is_right(page: &Page<'_>, found: &Frame) -> bool {
    let word = |at: &usize| page.parsed.words[*at].shape & MARK == 0;
    let mine: Vec<usize> = found.content.iter().cloned().flatten().filter(word).collect();
    let in_cue = |cue: usize| cue == found.cue || found.origin >= BY_RULE && page.ignored[found.cue];
    page.frames.iter().filter(|(cue, _)| in_cue(*cue)).any(|(_, labels)| {
        let content = |at: &usize| (FIRST..=ONLY).contains(&labels[*at]);
        let marked: Vec<usize> = (0..labels.len()).filter(content).filter(word).collect();
        let shared = mine.iter().filter(|at| marked.contains(at)).count();
        shared > 0 && shared * 2 >= mine.len() + marked.len() - shared
    })
}

/// A model of confidence fitted to what was `found`.
#[allow(clippy::disallowed_types, reason = "written out in the order of the features")]
pub(super) fn confidence(found: &[Found<'_>]) -> ConfidenceModel {
    let mut rows: HashMap<u32, u32, FxBuildHasher> = HashMap::default();
    let mut counts: Vec<u32> = Vec::new();
    let mut known = Vec::new();
    let mut examples: Vec<Vec<u32>> = Vec::with_capacity(found.len());
    for item in found {
        let reading = Reading { parsed: item.page.parsed, margins: item.margins };
        features(&reading, &item.frame, &mut known);
        let number = |feature: &u32| {
            let fresh = counts.len() as u32;
            let row = *rows.entry(*feature).or_insert(fresh);
            if row == fresh {
                counts.push(0);
            }
            counts[row as usize] += 1;
            row
        };
        examples.push(known.iter().map(number).collect());
    }
    examples.iter_mut().for_each(|example| example.retain(|row| counts[*row as usize] >= LEAST));
    let weights = descend(&examples, found, &counts);
    let mut list: Vec<(u32, [f32; CLASSES])> = rows
        .iter()
        .filter(|(_, row)| counts[**row as usize] >= LEAST)
        .map(|(feature, row)| (*feature, [weights[*row as usize], 0.0, 0.0, 0.0]))
        .collect();
    list.sort_unstable_by_key(|(feature, _)| *feature);
    ConfidenceModel { weights: compact(&list, 0.5) }
}

fn descend(examples: &[Vec<u32>], found: &[Found<'_>], counts: &[u32]) -> Vec<f32> {
    let mut weights = vec![0.0_f32; counts.len()];
    let mut squares = vec![1e-6_f32; counts.len()];
    let mut mean = vec![0.0_f32; counts.len()];
    let mut shuffle = Shuffle::new(9);
    for round in 0..ROUNDS {
        for number in shuffle.order(found.len()) {
            let sum: f32 = examples[number].iter().map(|&row| weights[row as usize]).sum();
            let slope = 1.0 / (1.0 + (-sum).exp()) - f32::from(u8::from(found[number].right));
            for row in examples[number].iter().map(|&row| row as usize) {
                let gradient = slope + PENALTY * weights[row] / counts[row] as f32;
                squares[row] += gradient * gradient;
                weights[row] -= STEP * gradient / squares[row].sqrt();
            }
        }
        if round * 2 >= ROUNDS {
            mean.iter_mut().zip(&weights).for_each(|(mean, weight)| *mean += weight / (ROUNDS - ROUNDS / 2) as f32);
        }
    }
    mean
}

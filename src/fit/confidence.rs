//! Training confidence: the probability that a frame is right, by logistic regression with adaptive gradient descent.

#[allow(clippy::disallowed_types, reason = "written out in the order of the features")]
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::extract::cascade::{BY_RULE, Reading};
use crate::extract::confidence::{CLASSES, ConfidenceModel, NESTED, OUTER, features};
use crate::extract::cue_classifier::always;
use crate::extract::frame::{FIRST, Frame, Frames, ONLY};
use crate::fit::PARTS;
use crate::fit::articles::{Answer, Page};
use crate::fit::perceptron::{Shuffle, compact};
use crate::text::word::MARK;

/// Features that occur less often are dropped.
const LEAST: u32 = 3;

/// Candidates are used for training from this margin on. It is lower than the program's own threshold, so that the
/// model sees bad candidates too.
const CANDIDATE: i8 = -3;

/// Number of passes over the data. The weights are averaged over the second half.
const ROUNDS: usize = 16;

/// Strength of the penalty on large weights, divided by the number of occurrences of the feature. On the dev articles,
/// 0.5 gives an F1 of 67.6, 2 of 68.1, and 4 to 8 of 68.4 (frames, by cue).
const PENALTY: f32 = 8.0;

/// Learning rate.
const STEP: f32 = 0.1;

/// A proposed frame, and whether it is right.
pub(super) struct Found<'p> {
    page: &'p Page<'p>,
    margins: &'p [i8],
    frame: Frame,
    /// The marked one that it agrees with.
    answer: Option<&'p Answer>,
    right: bool,
    /// Of a frame in the content of a marked one, where those are marked too: whether it is right there.
    right_inside: Option<bool>,
}

impl<'p> Found<'p> {
    /// What the speaker is learned from, if it agrees with a marked one.
    pub(super) fn agreed(&self) -> Option<(&'p Page<'p>, &'p [i8], &Frame, &'p Answer)> {
        Some((self.page, self.margins, &self.frame, self.answer?))
    }
}

/// The frames proposed for a page. Frames that merely overlap an annotated cue count neither as right nor as wrong.
pub(super) fn find<'p>(page: &'p Page<'p>, margins: &'p [i8], frames: &Frames) -> Vec<Found<'p>> {
    let proposed = Reading { parsed: page.parsed, margins }.frames(CANDIDATE, frames, &page.ruled);
    let judged = proposed.into_iter().map(|frame| {
        let answers: Vec<&Answer> = page.frames.iter().filter(|answer| is_right(page, &frame, answer)).collect();
        let within = |answer: &Answer| answer.cue != frame.cue && is_content(answer.labels[frame.cue]);
        let right_inside = (page.nesting && page.frames.iter().any(within)).then_some(!answers.is_empty());
        Found {
            answer: answers.first().copied(),
            right: answers.iter().any(|answer| !answer.nested),
            right_inside,
            page,
            margins,
            frame,
        }
    });
    let is_cue = |at: usize| page.frames.iter().any(|answer| answer.cue == at);
    judged.filter(|found| found.right || !page.ignored[found.frame.cue] || is_cue(found.frame.cue)).collect()
}

fn is_content(label: usize) -> bool {
    (FIRST..=ONLY).contains(&label)
}

/// Whether the `answer` has the cue of what was `found` and shares at least half of its words, marks left out.
fn is_right(page: &Page<'_>, found: &Frame, answer: &Answer) -> bool {
    let word = |at: &usize| page.parsed.words[*at].shape & MARK == 0;
    let mine: Vec<usize> = found.content.iter().cloned().flatten().filter(word).collect();
    if answer.cue != found.cue && !(found.origin >= BY_RULE && page.ignored[found.cue]) {
        return false;
    }
    let content = |at: &usize| is_content(answer.labels[*at]);
    let marked: Vec<usize> = (0..answer.labels.len()).filter(content).filter(word).collect();
    let shared = mine.iter().filter(|at| marked.contains(at)).count();
    shared > 0 && shared * 2 >= mine.len() + marked.len() - shared
}

/// Trains the model on `found`.
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
    let parts: Vec<usize> = found.iter().map(|item| item.page.article % PARTS).collect();
    examples.iter_mut().for_each(|example| example.retain(|row| counts[*row as usize] >= LEAST));
    let bias = rows.get(&always()).map(|row| *row as usize);
    let weights = |answer: fn(&Found<'_>) -> Option<bool>| {
        let answers: Vec<Option<bool>> = found.iter().map(answer).collect();
        let mut weights = descend(&examples, &answers, counts.len());
        let unseen = unseen(&examples, &answers, &parts, counts.len());
        let [slope, shift] = scaling(&unseen);
        weights.iter_mut().for_each(|weight| *weight *= slope);
        bias.into_iter().for_each(|row| weights[row] += shift);
        weights
    };
    let (outer, nested) = (weights(|item| Some(item.right)), weights(|item| item.right_inside));
    let row = |row: usize| {
        let mut weights = [0.0; CLASSES];
        (weights[OUTER], weights[NESTED]) = (outer[row], nested[row]);
        weights
    };
    let mut list: Vec<(u32, [f32; CLASSES])> = rows
        .iter()
        .filter(|(_, number)| counts[**number as usize] >= LEAST)
        .map(|(feature, number)| (*feature, row(*number as usize)))
        .collect();
    list.sort_unstable_by_key(|(feature, _)| *feature);
    ConfidenceModel { weights: compact(&list, 0.5) }
}

/// Weights by which the sums of `examples` tell the `answers`; those without one are passed over.
fn descend(examples: &[Vec<u32>], answers: &[Option<bool>], rows: usize) -> Vec<f32> {
    let mut counts = vec![0_u32; rows];
    let answered = examples.iter().zip(answers).filter(|(_, answer)| answer.is_some());
    answered.flat_map(|(example, _)| example).for_each(|row| counts[*row as usize] += 1);
    let mut weights = vec![0.0_f32; rows];
    let mut squares = vec![1e-6_f32; rows];
    let mut mean = vec![0.0_f32; rows];
    let mut shuffle = Shuffle::new(9);
    for round in 0..ROUNDS {
        for number in shuffle.order(examples.len()) {
            let Some(answer) = answers[number] else { continue };
            let sum: f32 = examples[number].iter().map(|&row| weights[row as usize]).sum();
            let slope = 1.0 / (1.0 + (-sum).exp()) - f32::from(u8::from(answer));
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

/// The sum of each example by weights that have not seen the articles of its part, and its answer.
fn unseen(examples: &[Vec<u32>], answers: &[Option<bool>], parts: &[usize], rows: usize) -> Vec<(f32, bool)> {
    let of_part = |part: usize| {
        let others: Vec<Option<bool>> =
            answers.iter().zip(parts).map(|(answer, of)| answer.filter(|_| *of != part)).collect();
        let weights = descend(examples, &others, rows);
        let mine = (0..examples.len()).filter(|&number| parts[number] == part);
        let sum = |number: usize| examples[number].iter().map(|&row| weights[row as usize]).sum();
        mine.filter_map(|number| Some((sum(number), answers[number]?))).collect::<Vec<(f32, bool)>>()
    };
    super::in_pairs(&of_part).concat()
}

/// The slope and the shift that make sums into log-odds (Platt 1999): by Newton's method, from no change.
fn scaling(sums: &[(f32, bool)]) -> [f32; 2] {
    let (mut slope, mut shift) = (1.0_f64, 0.0_f64);
    for _ in 0..20 {
        let [mut g, mut h, mut aa, mut ab, mut bb] = [0.0_f64; 5];
        for (sum, right) in sums.iter().map(|(sum, right)| (f64::from(*sum), f64::from(u8::from(*right)))) {
            let p = 1.0 / (1.0 + (-(slope * sum + shift)).exp());
            let weight = p * (1.0 - p);
            g += (p - right) * sum;
            h += p - right;
            aa += weight * sum * sum;
            ab += weight * sum;
            bb += weight;
        }
        let det = aa * bb - ab * ab;
        if det < 1e-9 {
            break;
        }
        slope -= (bb * g - ab * h) / det;
        shift -= (aa * h - ab * g) / det;
    }
    [slope as f32, shift as f32]
}

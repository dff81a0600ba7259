//! Learning what expressions say about a target that stands in a place toward them: multinomial logistic regression
//! with a penalty, on rows that people have labelled and on rows that a larger model has.

#[allow(clippy::disallowed_types, reason = "written out in the order of the features")]
use std::collections::HashMap;
use std::io::BufRead;

use rustc_hash::FxBuildHasher;

use crate::error::Fault;
use crate::fit::perceptron::Shuffle;
use crate::lexicon::fitted::{Weight, key};
use crate::model::span::Span;
use crate::score::polarity::Sums;
use crate::score::{Feature, Look, Scorer};

/// Features seen in fewer rows are not learned.
const LEAST: u32 = 10;
/// How often the rows are walked through.
const ROUNDS: usize = 12;
/// The length of a step.
const STEP: f32 = 0.04;
/// How strongly weights are drawn to 0.
const PENALTY: f32 = 30.0;
/// Weights nearer to 0 in both columns are left out.
const LIGHTEST: f32 = 0.04;
#[derive(serde::Deserialize)]
struct Line {
    sentence: String,
    target: Words,
    source: Option<Words>,
    /// Whether these are the holder's own words.
    #[serde(default)]
    own: bool,
    /// −1 against, 0 none, 1 favor.
    label: Option<i8>,
    /// The probabilities of the three.
    silver: Option<[f32; 3]>,
    /// How much the row counts.
    counts: Option<f32>,
}

#[derive(serde::Deserialize)]
struct Words {
    start: usize,
    end: usize,
}

/// A row as numbers.
pub(super) struct Row {
    features: Vec<(u32, f32)>,
    /// The probabilities of against, none and favor that are right.
    right: [f32; 3],
    counts: f32,
}

/// Features by number.
#[derive(Default)]
#[allow(clippy::disallowed_types, reason = "written out in the order of the features")]
pub(super) struct Known {
    numbers: HashMap<u64, u32, FxBuildHasher>,
    /// The place and the expression of each, and in how many rows it was seen.
    names: Vec<(String, String, u32)>,
}

/// The rows of JSON `lines`; new features are added to `known`.
pub(super) fn rows(lines: &mut dyn BufRead, scorer: &Scorer<'_>, known: &mut Known) -> Result<Vec<Row>, Fault> {
    let mut rows = Vec::new();
    for line in lines.lines() {
        let line = line.map_err(|error| Fault::io("rows", error))?;
        let line: Line = serde_json::from_str(&line).map_err(|error| Fault::said(format!("rows: {error}")))?;
        let bytes: Vec<usize> = line.sentence.char_indices().map(|(at, _)| at).chain([line.sentence.len()]).collect();
        let span = |words: &Words| Span::new(bytes[words.start], bytes[words.end]);
        let mut features: Vec<(u32, f32)> = Vec::new();
        let row = Look { target: span(&line.target), source: line.source.as_ref().map(span), own: line.own };
        scorer.look(&line.sentence, row, &mut |seen| {
            let Feature { place, words, value, .. } = seen;
            let fresh = known.names.len() as u32;
            let number = *known.numbers.entry(key(place, words)).or_insert(fresh);
            if number == fresh {
                known.names.push((place.join(" ").trim().to_owned(), words.join(" ").trim().to_owned(), 0));
            }
            features.push((number, value));
        });
        features.sort_by_key(|(number, _)| *number);
        features.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        features.iter().for_each(|(number, _)| known.names[*number as usize].2 += 1);
        let right = match (line.label, line.silver) {
            (Some(label), _) => std::array::from_fn(|of| f32::from(u8::from(of as i8 - 1 == label))),
            (None, Some(silver)) => silver,
            (None, None) => return Err(Fault::said("rows: a row has neither label nor silver")),
        };
        rows.push(Row { features, right, counts: line.counts.unwrap_or(1.0) });
    }
    Ok(rows)
}

/// Weights for the features of `rows`, with their places and expressions, in the order of these.
pub(super) fn weights(rows: &mut [Row], known: &Known) -> Vec<(String, String, Weight)> {
    for row in rows.iter_mut() {
        row.features.retain(|(number, _)| known.names[*number as usize].2 >= LEAST);
    }
    let weights = descend(rows, known);
    let mut list: Vec<(String, String, Weight)> = known
        .names
        .iter()
        .zip(weights)
        .filter(|(_, weight)| weight.direction.abs().max(weight.salience.abs()) >= LIGHTEST)
        .map(|((place, expression, _), weight)| (place.clone(), expression.clone(), weight))
        .collect();
    list.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    list
}

fn descend(rows: &[Row], known: &Known) -> Vec<Weight> {
    let size = known.names.len();
    let mut weights = vec![[0.0_f32; 2]; size];
    let mut squares = vec![[1e-4_f32; 2]; size];
    let mut mean = vec![[0.0_f32; 2]; size];
    let mut shuffle = Shuffle::new(13);
    for round in 0..ROUNDS {
        for number in shuffle.order(rows.len()) {
            let row = &rows[number];
            let mut sums = Sums::default();
            for &(feature, value) in &row.features {
                let [direction, salience] = weights[feature as usize];
                sums.add(Weight { direction, salience }, value);
            }
            let sure = sums.probabilities().map(|part| part as f32);
            let off: [f32; 3] = std::array::from_fn(|of| (sure[of] - row.right[of]) * row.counts);
            let slopes = [off[2] - off[0], off[2] + off[0]];
            for &(feature, value) in &row.features {
                let feature = feature as usize;
                let pull = PENALTY / known.names[feature].2 as f32;
                for of in 0..2 {
                    let gradient = slopes[of] * value + pull * weights[feature][of];
                    squares[feature][of] += gradient * gradient;
                    weights[feature][of] -= STEP * gradient / squares[feature][of].sqrt();
                }
            }
        }
        if round * 2 >= ROUNDS {
            for (mean, weight) in mean.iter_mut().zip(&weights) {
                (0..2).for_each(|of| mean[of] += weight[of] / (ROUNDS - ROUNDS / 2) as f32);
            }
        }
    }
    mean.into_iter().map(|[direction, salience]| Weight { direction, salience }).collect()
}

//! Training stance: what an expression in a given place says about a target, by multinomial logistic regression with a
//! penalty. It learns from rows labelled by people and from rows labelled by a larger model.

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

/// Features that occur in fewer rows are dropped.
const LEAST: u32 = 10;
/// Number of passes over the rows.
const ROUNDS: usize = 12;
/// Learning rate.
const STEP: f32 = 0.04;
/// Strength of the penalty that shrinks weights toward 0.
const PENALTY: f32 = 30.0;
/// Features are dropped if both weights are closer to 0 than this.
const LIGHTEST: f32 = 0.04;
#[derive(serde::Deserialize)]
struct Line {
    sentence: String,
    target: Words,
    source: Option<Words>,
    /// Whether the words are the holder's own.
    #[serde(default)]
    own: bool,
    /// The label: −1 against, 0 none, 1 favor.
    label: Option<i8>,
    /// The probabilities of the three labels.
    silver: Option<[f32; 3]>,
    /// The weight of the row.
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
    /// The target probabilities of against, none and favor.
    right: [f32; 3],
    counts: f32,
}

/// Features by index.
#[derive(Default)]
#[allow(clippy::disallowed_types, reason = "written out in the order of the features")]
pub(super) struct Known {
    numbers: HashMap<u64, u32, FxBuildHasher>,
    /// The place and the expression of each feature, and the number of rows that have it.
    names: Vec<(String, String, u32)>,
}

/// Reads rows from JSON `lines`; new features are added to `known`.
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

/// Trains weights for the features of `rows`; returns them with their places and expressions, sorted by these.
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

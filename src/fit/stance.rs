//! Learning what expressions say about a target that stands in a place toward them: multinomial logistic regression
//! with a penalty that leaves few weights, on rows that people have coded and on rows that a teacher has judged.
//!
//! Only an expression that a reader accepts as a reason, and that the tree joins to the target, can say which way a
//! statement leans. All others can say no more than that a target is judged, or not.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::HashSet;

use crate::error::{Error, quoted};
use crate::fit::perceptron::Shuffle;
use crate::fit::rows::{Known, Row};
use crate::lexicon::fitted::Weight;
use crate::lexicon::table::Table;
use crate::score::polarity::Sums;

/// Features seen in fewer rows are not learned.
const LEAST: u32 = 5;
/// How often the rows are walked through.
const ROUNDS: usize = 12;
/// The length of the first step; the steps get shorter.
const STEP: f32 = 0.05;
/// How strongly weights are drawn to 0: by their size, and by its square.
const SPARSE: f32 = 4.0;
const SMALL: f32 = 2.0;
/// The first for weights of expressions that say nothing of the direction.
const SPARSE_MUTE: f32 = 8.0;
/// Weights nearer to 0 in both columns are left out.
const LIGHTEST: f32 = 0.03;
/// How much a weak code counts.
const WEAK: f32 = 0.6;
/// By what the learned weights are multiplied, so that probabilities are as often right as they say on rows that were
/// not learned from. Chosen by cross-fitting over the training articles.
const CALIBRATION: f32 = 0.7;

/// How much the rows of a corpus count; a teacher's word, less than a reader's. Chosen by cross-fitting over the
/// training articles.
fn counts(corpus: &str) -> f32 {
    match corpus {
        "newsmtsc" => 1.5,
        "dse" => 0.8,
        "invented" => 1.5,
        _ if corpus.starts_with("model") => 1.5,
        _ if corpus.starts_with("silver") => 0.4,
        _ => 3.0,
    }
}

/// Expressions that readers accept as reasons, from the table `judged`.
///
/// Errors: no such table, or a row that says neither yes nor no.
#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
pub(super) fn reasons(judged: &str) -> Result<HashSet<String>, Error> {
    let table = Table::read("reasons", judged, &["expression", "reason"])?;
    let mut reasons = HashSet::new();
    for row in table.rows() {
        match row.get("reason") {
            "yes" => drop(reasons.insert(row.get("expression").to_owned())),
            "no" => {}
            other => return Err(row.fault("reason", &quoted(other), "yes or no")),
        }
    }
    Ok(reasons)
}

/// Weights for the features of `rows`, with their places and expressions, in the order of these.
#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
pub(super) fn weights(mut rows: Vec<Row>, known: &Known, reasons: &HashSet<String>) -> Vec<(String, String, Weight)> {
    let mut seen = vec![0_u32; known.names.len()];
    rows.iter().for_each(|row| row.features.iter().for_each(|(number, _)| seen[*number as usize] += 1));
    let kinds: Vec<Kind> = known.names.iter().map(|(place, expression)| kind(place, expression, reasons)).collect();
    for row in &mut rows {
        row.features.retain(|(number, _)| seen[*number as usize] >= LEAST && kinds[*number as usize] != Kind::LeftOut);
    }
    let learned = descend(&rows, &seen, &kinds);
    let kept = |weight: &Weight| weight.direction.abs().max(weight.salience.abs()) >= LIGHTEST;
    let mut list: Vec<(String, String, Weight)> = known
        .names
        .iter()
        .zip(learned)
        .filter(|(_, weight)| kept(weight))
        .map(|((place, expression), Weight { direction, salience })| {
            let weight = Weight { direction: direction * CALIBRATION, salience: salience * CALIBRATION };
            (place.clone(), expression.clone(), weight)
        })
        .collect();
    list.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    list
}

/// What a feature can say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Which way a statement leans.
    Reason,
    /// No more than that the target is judged or not: an expression that is no reason, or merely stands near.
    Mute,
    /// The same, of what is known of a mention and its statement without any expression.
    Fact,
    /// Nothing that is worth a weight: where an expression stands that is no reason.
    LeftOut,
}

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
fn kind(place: &str, expression: &str, reasons: &HashSet<String>) -> Kind {
    if expression.is_empty() {
        return if place.starts_with("entry") { Kind::Reason } else { Kind::Fact };
    }
    let is_anywhere = matches!(place, "sentence" | "near before" | "near after")
        || ["form ", "others ", "side "].iter().any(|fact| place.starts_with(fact))
        || place.ends_with("elsewhere");
    let plain = ["not ", "if ", "must "].iter().find_map(|turn| expression.strip_prefix(turn)).unwrap_or(expression);
    let is_reason =
        plain.starts_with('(') || reasons.contains(plain) || plain.split(' ').any(|word| reasons.contains(word));
    match (is_reason, is_anywhere) {
        (true, false) => Kind::Reason,
        (_, true) => Kind::Mute,
        (false, false) if place.starts_with("cue") || place.starts_with("hyphen") => Kind::Mute,
        (false, false) => Kind::LeftOut,
    }
}

/// How much a row counts.
fn weight_of(row: &Row) -> f32 {
    counts(&row.corpus) * row.counts * if row.weak { WEAK } else { 1.0 }
}

fn descend(rows: &[Row], seen: &[u32], kinds: &[Kind]) -> Vec<Weight> {
    let mut weights = vec![[0.0_f32; 2]; seen.len()];
    let mut squares = vec![[1e-4_f32; 2]; seen.len()];
    let mut shuffle = Shuffle::new(13);
    for round in 0..ROUNDS {
        let step = STEP * (1.0 - round as f32 / ROUNDS as f32).max(0.15);
        for number in shuffle.order(rows.len()) {
            let row = &rows[number];
            let slopes = slopes(row, &weights);
            for &(feature, value) in &row.features {
                let feature = feature as usize;
                let count = seen[feature] as f32;
                let (first, sparse) = match kinds[feature] {
                    Kind::Reason => (0, SPARSE),
                    Kind::Fact => (1, SPARSE),
                    Kind::Mute | Kind::LeftOut => (1, SPARSE_MUTE),
                };
                for of in first..2 {
                    let weight = &mut weights[feature][of];
                    let gradient = slopes[of] * value + SMALL / count * *weight;
                    squares[feature][of] += gradient * gradient;
                    let step = step / squares[feature][of].sqrt();
                    let moved = *weight - step * gradient;
                    *weight = moved.signum() * (moved.abs() - step * sparse / count).max(0.0);
                }
            }
        }
    }
    weights.into_iter().map(|[direction, salience]| Weight { direction, salience }).collect()
}

/// How the loss of `row` grows with its two sums.
fn slopes(row: &Row, weights: &[[f32; 2]]) -> [f32; 2] {
    let mut sums = Sums::default();
    // What the entries add beside is not calibrated afterwards.
    sums.add(row.entries, 1.0 / CALIBRATION);
    for &(feature, value) in &row.features {
        let [direction, salience] = weights[feature as usize];
        sums.add(Weight { direction, salience }, value);
    }
    let counts = weight_of(row);
    let sure = sums.probabilities();
    let [against, _, favor]: [f32; 3] = std::array::from_fn(|of| (sure[of] as f32 - row.right[of]) * counts);
    [favor - against, favor + against]
}

//! Corrected means: what the program says of all units, and what coders say of a sample of them, come in; a mean whose
//! interval holds whatever the errors of the program comes out.
//!
//! **What it does**: takes the mean of the program's values and adds the mean error found in the sample, each error
//! weighted by one over the probability with which it was drawn. Units that coders reject (not about this target, wrong
//! speaker) leave the mean. How far the program's values are trusted (`trust`, 0 to 1) minimises the variance.
//! Standard errors are clustered by document; the part that comes from drawing the sample follows its strata.
//! **Why**: a biased classifier gives biased means, however many texts it reads; codes alone give wide intervals.
//! **Example**: with `trust` 0 it is the weighted mean of the codes alone; with 1 the plain doubly robust estimate.
//! **Known failures**: with fewer than some twenty codes the normal approximation is poor; pages then pool or say so. A
//! sample without a design is taken as drawn at random.
//! **Source**: design-based supervised learning (Egami, Hinck, Stewart & Wei 2023); prediction-powered inference with
//! tuning (PPI++, Angelopoulos, Duchi & Zrnic 2023).

use std::collections::{BTreeMap, BTreeSet};

use crate::model::quantile::student;
use crate::model::validation::Estimate;

/// One unit of the population.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Unit {
    /// The hash of its document.
    pub(crate) cluster: u64,
    /// What the program says.
    pub(crate) predicted: f64,
    /// What coders say; `None` for units outside the sample.
    pub(crate) coded: Option<Seen>,
}

/// A unit of the sample.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    /// What coders say; `None` if the unit does not belong to the population.
    pub(crate) value: Option<f64>,
    /// The number of its stratum.
    pub(crate) stratum: usize,
    /// Number of units drawn from its stratum, in this population or outside.
    pub(crate) drawn: u64,
    /// The probability with which it was drawn, above 0 to 1.
    pub(crate) probability: f64,
}

/// A unit of the sample with what the estimate needs of it.
struct Drawn {
    at: usize,
    weight: f64,
    /// 1, or 0 if the coders reject it.
    belongs: f64,
    /// 0 if the coders reject it.
    value: f64,
}

/// The corrected mean of `units`; `None` without a coded unit that belongs to the population.
///
/// `trust` fixes how far the program's values are trusted; `None` chooses it.
pub(crate) fn estimate(units: &[Unit], trust: Option<f64>) -> Option<Estimate> {
    let drawn = sample(units);
    if !drawn.iter().any(|one| one.belongs > 0.0) {
        return None;
    }
    let trust = match trust {
        Some(trust) => trust,
        None => tuned(units, &drawn, mean(units, &drawn, 1.0)),
    };
    let value = mean(units, &drawn, trust);
    let (variance, freedom) = variance(units, &drawn, trust, value);
    let error = variance.max(0.0).sqrt();
    let reach = student(freedom) * error;
    let documents: BTreeSet<u64> = drawn.iter().map(|one| units[one.at].cluster).collect();
    Some(Estimate {
        value,
        error,
        interval: (value - reach, value + reach),
        trust,
        codes: drawn.len() as u64,
        documents: documents.len() as u64,
    })
}

/// The variance of the mean of `units` if all of them were coded, as far as the program's values show it, and the
/// variance of the program's error of one unit; `None` as for [`estimate`].
pub(crate) fn variances(units: &[Unit]) -> Option<(f64, f64)> {
    let found = estimate(units, None)?;
    let drawn = sample(units);
    let (mut errors, mut below, mut all) = (0.0, 0.0, 0.0);
    for one in &drawn {
        let error = one.belongs * (one.value - found.value) - found.trust * (units[one.at].predicted - found.value);
        (errors, below) = (errors + one.weight * error * error, below + one.weight * one.belongs);
        all += one.weight;
    }
    Some((corpus_variance(units), errors / all / (below / all).powi(2)))
}

/// The variance of the mean of `units` if all of them were coded, as far as the program's values show it.
pub(crate) fn corpus_variance(units: &[Unit]) -> f64 {
    let mean = predicted_mean(units);
    let mut clusters: BTreeMap<u64, f64> = BTreeMap::new();
    units.iter().for_each(|unit| *clusters.entry(unit.cluster).or_default() += unit.predicted - mean);
    clusters.values().map(|sum| sum * sum).sum::<f64>() / (units.len() as f64).powi(2)
}

/// What the program says of `units` on average.
pub(crate) fn predicted_mean(units: &[Unit]) -> f64 {
    units.iter().map(|unit| unit.predicted).sum::<f64>() / units.len() as f64
}

/// The coded units, with weights that add up to the number of all units.
fn sample(units: &[Unit]) -> Vec<Drawn> {
    let coded = units.iter().enumerate().filter_map(|(at, unit)| Some((at, unit.coded.as_ref()?)));
    let total: f64 = coded.clone().map(|(_, seen)| 1.0 / seen.probability).sum();
    let one = |(at, seen): (usize, &Seen)| Drawn {
        at,
        weight: units.len() as f64 / total / seen.probability,
        belongs: f64::from(u8::from(seen.value.is_some())),
        value: seen.value.unwrap_or(0.0),
    };
    coded.map(one).collect()
}

/// The solution of Σ trust·(f − m) + w·(d·(y − m) − trust·(f − m)) = 0.
fn mean(units: &[Unit], drawn: &[Drawn], trust: f64) -> f64 {
    let all: f64 = units.iter().map(|unit| unit.predicted).sum();
    let above = |one: &Drawn| one.weight * (one.belongs * one.value - trust * units[one.at].predicted);
    let below = |one: &Drawn| one.weight * (one.belongs - trust);
    let (above, below): (f64, f64) = (drawn.iter().map(above).sum(), drawn.iter().map(below).sum());
    (trust * all + above) / (trust * units.len() as f64 + below)
}

/// The trust that minimises the variance: the slope of the codes on the program's values, 0 to 1.
fn tuned(units: &[Unit], drawn: &[Drawn], about: f64) -> f64 {
    let total: f64 = drawn.iter().map(|one| one.weight).sum();
    let mean_of = |value: &dyn Fn(&Drawn) -> f64| drawn.iter().map(|one| one.weight * value(one)).sum::<f64>() / total;
    let code = |one: &Drawn| one.belongs * (one.value - about);
    let predicted = |one: &Drawn| units[one.at].predicted;
    let (mean_code, mean_predicted) = (mean_of(&code), mean_of(&predicted));
    let covariance = mean_of(&|one| (code(one) - mean_code) * (predicted(one) - mean_predicted));
    let number = units.len() as f64;
    let middle = predicted_mean(units);
    let variance = units.iter().map(|unit| (unit.predicted - middle).powi(2)).sum::<f64>() / (number - 1.0);
    if variance > 0.0 { (covariance / variance).clamp(0.0, 1.0) } else { 0.0 }
}

/// The variance of the mean, and its degrees of freedom.
fn variance(units: &[Unit], drawn: &[Drawn], trust: f64, value: f64) -> (f64, u64) {
    let number = units.len() as f64;
    let below = drawn.iter().map(|one| one.weight * one.belongs).sum::<f64>() / number;
    // The error of each coded unit, around the mean error.
    let error = |one: &Drawn| one.belongs * (one.value - value) - trust * (units[one.at].predicted - value);
    let middle = drawn.iter().map(|one| one.weight * error(one)).sum::<f64>() / number;
    let mut clusters: BTreeMap<u64, f64> = BTreeMap::new();
    for unit in units {
        *clusters.entry(unit.cluster).or_default() += trust * (unit.predicted - value) + middle;
    }
    let mut strata: BTreeMap<usize, (u64, Vec<(f64, f64)>)> = BTreeMap::new();
    let (mut independent, mut documents) = (0.0, BTreeSet::new());
    for one in drawn {
        let (unit, off) = (&units[one.at], error(one) - middle);
        *clusters.entry(unit.cluster).or_default() += one.weight * off;
        // What independent draws would add; replaced below by what draws from strata add.
        independent += one.weight * (one.weight - 1.0) * off * off;
        documents.insert(unit.cluster);
        let seen = unit.coded.as_ref().expect("drawn units are coded");
        strata.entry(seen.stratum).or_insert((seen.drawn, Vec::new())).1.push((one.weight, off));
    }
    let many = |number: usize| number as f64 / (number as f64 - 1.0).max(1.0);
    let whole: f64 = clusters.values().map(|sum| sum * sum).sum();
    let stratified: f64 = strata.into_values().map(|(drawn, errors)| within(drawn, &errors)).sum();
    // Few documents, and the choice of trust, cost degrees of freedom.
    let short = many(documents.len()) * many(drawn.len());
    // Codes without any spread do not show that there is none: then as if half a code more were off by one whole value.
    let spread: f64 = drawn.iter().map(|one| (error(one) - middle).powi(2)).sum();
    let unseen = if spread < 1e-12 { half_a_code(units, drawn.len()) } else { 0.0 };
    let variance = (whole - independent).max(0.0) + stratified + unseen;
    (variance * short / (below * number).powi(2), documents.len() as u64 - 1)
}

/// The variance of the sum if half a code more than those at hand were off by the largest value that occurs.
fn half_a_code(units: &[Unit], codes: usize) -> f64 {
    let said = units.iter().map(|unit| unit.predicted.abs());
    let coded = units.iter().filter_map(|unit| unit.coded.as_ref()?.value).map(f64::abs);
    let largest = said.chain(coded).fold(0.0, f64::max);
    let size = if largest > 0.0 { largest } else { 1.0 };
    let (number, codes) = (units.len() as f64, codes as f64);
    number * number * (1.0 - codes / number).max(0.0) * size * size * 0.5 / (codes * codes)
}

/// The variance of the sum of `errors`, drawn without replacement from a stratum. Units of the stratum outside the
/// population count as 0.
fn within(drawn: u64, errors: &[(f64, f64)]) -> f64 {
    let drawn = (drawn.max(errors.len() as u64)) as f64;
    let weight = errors.iter().map(|(weight, _)| weight).sum::<f64>() / errors.len() as f64;
    let sum: f64 = errors.iter().map(|(_, error)| error).sum();
    let squares: f64 = errors.iter().map(|(_, error)| error * error).sum();
    // A single unit says nothing about the spread of its stratum, so its whole error counts.
    let spread = if drawn > 1.0 { (squares - sum * sum / drawn) * drawn / (drawn - 1.0) } else { squares };
    weight * (weight - 1.0).max(0.0) * spread
}

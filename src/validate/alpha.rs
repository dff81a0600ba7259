//! Krippendorff's alpha and percent agreement: what several coders say about the same units comes in; how far they agree
//! beyond chance comes out.
//!
//! **What it does**: compares the disagreement inside units with the disagreement between all values. Units may have a
//! weight, values may be missing. The interval draws documents anew, 1,000 times.
//! **Why**: it is the coefficient of content analysis: any number of coders, gaps, nominal or ordered values.
//! **Example**: 1 is perfect agreement, 0 what chance gives, 0.8 is the usual demand for published data.
//! **Known failures**: with one rare class, alpha is low though coders almost always agree. Below some twenty units the
//! interval is too narrow.
//! **Source**: Krippendorff, Content Analysis (4th ed. 2018), ch. 12.

use crate::model::validation::Alpha;
use crate::validate::bootstrap::bounds;

/// How far two different values are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// All different values are equally far apart.
    Nominal,
    /// Values are ordered.
    Ordinal,
}

/// What the coders say about one unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rated {
    /// The hash of its document.
    pub(crate) cluster: u64,
    /// How many units of the population it stands for; 1 for a plain alpha.
    pub(crate) weight: f64,
    /// One value, from 0, for each coder who gave one.
    pub(crate) values: Vec<usize>,
}

/// The weighted pairs of values inside units.
type Coincidences = Vec<Vec<f64>>;

fn coincidences<'r>(rated: impl Iterator<Item = (&'r Rated, f64)>, classes: usize) -> Coincidences {
    let mut pairs = vec![vec![0.0; classes]; classes];
    for (unit, times) in rated {
        let number = unit.values.len();
        for (at, &first) in unit.values.iter().enumerate() {
            for (_, &second) in unit.values.iter().enumerate().filter(|(other, _)| *other != at) {
                pairs[first][second] += times * unit.weight / (number as f64 - 1.0);
            }
        }
    }
    pairs
}

/// Alpha for these pairs; `None` if all values are equal.
fn of(pairs: &Coincidences, level: Level) -> Option<f64> {
    let totals: Vec<f64> = pairs.iter().map(|row| row.iter().sum()).collect();
    let all: f64 = totals.iter().sum();
    let distance = |a: usize, b: usize| -> f64 {
        let (low, high) = (a.min(b), a.max(b));
        match level {
            _ if a == b => 0.0,
            Level::Nominal => 1.0,
            Level::Ordinal => (totals[low..=high].iter().sum::<f64>() - (totals[a] + totals[b]) / 2.0).powi(2),
        }
    };
    let (mut observed, mut expected) = (0.0, 0.0);
    for (a, row) in pairs.iter().enumerate() {
        for (b, pairs) in row.iter().enumerate() {
            observed += pairs * distance(a, b);
            expected += totals[a] * totals[b] * distance(a, b);
        }
    }
    (expected > 0.0).then(|| 1.0 - (all - 1.0) * observed / expected)
}

/// Krippendorff's alpha for values from 0 to `classes` − 1; `None` if no unit has two values, or all values are equal.
pub(crate) fn alpha(rated: &[Rated], classes: usize, level: Level) -> Option<Alpha> {
    let paired: Vec<&Rated> = rated.iter().filter(|unit| unit.values.len() > 1).collect();
    let value = of(&coincidences(paired.iter().map(|unit| (*unit, 1.0)), classes), level)?;
    let interval = bounds(&paired.iter().map(|unit| unit.cluster).collect::<Vec<u64>>(), |times| {
        of(&coincidences(paired.iter().copied().zip(times.iter().copied()), classes), level)
    });
    Some(Alpha { value, interval })
}

/// The share of pairs of values that are equal, 0 to 1; `None` if no unit has two values.
pub(crate) fn agreement(rated: &[Rated]) -> Option<f64> {
    let (mut equal, mut all) = (0.0, 0.0);
    for unit in rated.iter().filter(|unit| unit.values.len() > 1) {
        let number = unit.values.len();
        let pairs = (number * (number - 1)) as f64;
        let alike = |value: &usize| unit.values.iter().filter(|other| *other == value).count() - 1;
        equal += unit.weight * unit.values.iter().map(alike).sum::<usize>() as f64 / pairs;
        all += unit.weight;
    }
    (all > 0.0).then(|| equal / all)
}

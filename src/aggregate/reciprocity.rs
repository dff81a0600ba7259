//! Reciprocity: the series of a dyad and of its reverse come in; their correlations come out.
//!
//! **What it does**: correlates the mean stances of the two dyads over the periods that they share, in the same period
//! and with either one a period later. A permutation test gives the p-value of each correlation.
//! **Why**: mutual hostility shows as a correlation, and the actor who leads has the larger lagged correlation.
//! **Example**: A turns on B in one year and B on A in the next: A leads.
//! **Known failures**: two series that both drift correlate although neither answers the other. p-values from few
//! periods are coarse, and there is no correction for the number of dyads.
//! **Source**: Pearson's r with a permutation test (Good, Permutation Tests, 2000); the lag of one period as in Goldstein
//! & Pevehouse, Reciprocity, Bullying, and International Cooperation (1997).

use std::collections::BTreeMap;

use crate::model::hash::hash;
use crate::model::period::Period;
use crate::model::profile::{Correlation, Reciprocity};

/// Number of random orders, each used both ways.
const TRIED: u64 = 100;

/// Minimum number of shared periods. Chosen by hand.
const LEAST: usize = 6;

/// The correlations of the means of a dyad by period with those of its reverse; `None` with too few shared periods.
pub(super) fn reciprocity(own: &[(Period, f64)], opposite: &[(Period, f64)]) -> Option<Reciprocity> {
    let other: BTreeMap<Period, f64> =
        opposite.iter().copied().filter(|(period, _)| *period != Period::Undated).collect();
    let mine: BTreeMap<Period, f64> = own.iter().copied().collect();
    // The one's mean in a period, and the other's in the same period or the next.
    let pairs = |one: &BTreeMap<Period, f64>, other: &BTreeMap<Period, f64>, then: fn(Period) -> Option<Period>| {
        let pair = |(period, mean): (&Period, &f64)| Some((*mean, *other.get(&then(*period)?)?));
        one.iter().filter_map(pair).collect::<Vec<(f64, f64)>>()
    };
    let together = pairs(&mine, &other, Some);
    let same = correlation(&together)?;
    let own_first = pairs(&mine, &other, Period::next);
    let other_first = pairs(&other, &mine, Period::next);
    Some(Reciprocity {
        periods: together.len(),
        same,
        leads: correlation(&own_first),
        follows: correlation(&other_first),
    })
}

fn correlation(pairs: &[(f64, f64)]) -> Option<Correlation> {
    if pairs.len() < LEAST {
        return None;
    }
    let first: Vec<f64> = pairs.iter().map(|pair| pair.0).collect();
    let second: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    let r = pearson(&first, &second)?;
    let is_as_large = |one: &[f64], other: &[f64], order: &[usize]| {
        let shuffled: Vec<f64> = order.iter().map(|&at| other[at]).collect();
        pearson(one, &shuffled).is_some_and(|found| found.abs() >= r.abs() - 1e-9)
    };
    // Each order is used both ways, so that p does not depend on which of the two comes first.
    let by_chance: usize = (0..TRIED)
        .map(|round| {
            let mut order: Vec<usize> = (0..second.len()).collect();
            order.sort_by_key(|&at| hash(round, &(at as u64).to_le_bytes()));
            usize::from(is_as_large(&first, &second, &order)) + usize::from(is_as_large(&second, &first, &order))
        })
        .sum();
    Some(Correlation { r, p: (by_chance + 1) as f64 / (2 * TRIED + 1) as f64 })
}

fn pearson(first: &[f64], second: &[f64]) -> Option<f64> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (a, b) = (mean(first), mean(second));
    let product = |x: &[f64], y: &[f64], p: f64, q: f64| x.iter().zip(y).map(|(x, y)| (x - p) * (y - q)).sum::<f64>();
    let spread = (product(first, first, a, a) * product(second, second, b, b)).sqrt();
    (spread > 1e-12).then(|| product(first, second, a, b) / spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_leads_is_told_by_the_lag() {
        let waves = |shift: usize| -> Vec<(Period, f64)> {
            (0..24).map(|at| (Period::Year(1990 + at as i16), ((at + shift) as f64 * 0.9).sin())).collect()
        };
        let found = reciprocity(&waves(1), &waves(0)).expect("enough periods");
        let (leads, follows) = (found.leads.expect("enough"), found.follows.expect("enough"));
        assert!(leads.r > 0.99 && leads.p < 0.02 && follows.r < leads.r, "{found:?}");
        assert!(reciprocity(&waves(1)[..4], &waves(0)).is_none());
    }
}

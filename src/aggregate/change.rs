//! Change points: tests whether the stance of a dyad changed on some day. Documents with their stances come in; a day
//! comes out.
//!
//! **What it does**: sorts the documents of a dyad by day and finds the split with the largest difference between the
//! two means, weighted by the sizes of the groups. A permutation test gives the p-value; a bootstrap over documents
//! gives the interval of the day.
//! **Why**: a mean over all years hides that a holder has changed sides.
//! **Example**: twenty-five documents around +0.5, then fifteen around −0.3: a change point at the twenty-sixth.
//! **Known failures**: a slow drift is reported as one sudden change. Of several changes only the largest is found. A
//! change within the first or last ten documents is not detected.
//! **Source**: a single change point by cumulative sums with permutations, as in Taylor, Change-Point Analysis (2000);
//! over all dyads the false discovery rate is controlled (Benjamini & Hochberg 1995).

use crate::aggregate::interval::{Cluster, REPLICATES, weights};
use crate::model::hash::hash;
use crate::model::period::Day;
use crate::model::profile::Change;

/// Number of random orders: a few at first, and more while fewer than [`ENOUGH`] of them split as well.
///
/// Source: Besag & Clifford, Sequential Monte Carlo p-Values (1991).
const TRIED: [u64; 4] = [99, 499, 1999, 9999];
const ENOUGH: usize = 5;

/// Minimum number of documents on each side. Chosen by hand.
const LEAST: usize = 10;

/// The false discovery rate: the share of reported change points that may be chance.
const FALSE: f64 = 0.05;

/// The largest p-value that is still significant at [`FALSE`] over all tests; `None` if none is.
pub(super) fn limit(mut chances: Vec<f64>) -> Option<f64> {
    chances.sort_by(f64::total_cmp);
    let tested = chances.len() as f64;
    let allowed = |rank: usize| FALSE * (rank + 1) as f64 / tested;
    chances
        .iter()
        .enumerate()
        .filter(|(rank, chance)| **chance <= allowed(*rank))
        .map(|(_, chance)| *chance)
        .next_back()
}

/// The p-value of the best split of `documents`, which must be sorted by day, and the change point if that p-value is
/// small enough on its own; `None` with too few documents.
pub(super) fn change(documents: &[(Day, Cluster)]) -> Option<(f64, Option<Change>)> {
    let dated = documents.partition_point(|(day, _)| *day != Day::NONE);
    let documents = &documents[..dated];
    if documents.len() < 2 * LEAST {
        return None;
    }
    let values: Vec<(i64, f64)> = documents.iter().map(|(_, cluster)| (1, cluster.mean())).collect();
    let (at, size) = split(&values)?;
    let p = chance(documents, size);
    Some((p, (p <= FALSE).then(|| told(documents, &values, at, p))))
}

/// The change point at the document with index `at`.
fn told(documents: &[(Day, Cluster)], values: &[(i64, f64)], at: usize, p: f64) -> Change {
    let drawn: Vec<[u8; REPLICATES]> = documents.iter().map(|(_, cluster)| weights(cluster.document)).collect();
    let mut places: Vec<usize> = (0..REPLICATES)
        .filter_map(|replicate| {
            let weighed = drawn.iter().zip(values);
            let weighed: Vec<(i64, f64)> =
                weighed.map(|(weights, (_, value))| (i64::from(weights[replicate]), *value)).collect();
            split(&weighed).map(|(at, _)| at)
        })
        .collect();
    places.sort_unstable();
    let tail = places.len() / 40;
    let (low, high) = (places.get(tail).copied().unwrap_or(at), places.iter().rev().nth(tail).copied().unwrap_or(at));
    let mean = |part: &[(i64, f64)]| part.iter().map(|(_, value)| value).sum::<f64>() / part.len() as f64;
    let day = |at: usize| documents[at].0;
    Change {
        day: day(at),
        between: (day(low.min(at)), day(high.max(at))),
        before: mean(&values[..at]),
        after: mean(&values[at..]),
        documents: (at as u64, (values.len() - at) as u64),
        p,
    }
}

/// The share of random orders that separate two sides at least as far as `size`.
pub(super) fn chance(documents: &[(Day, Cluster)], size: f64) -> f64 {
    // Orders exactly as far apart count. Sums in another order can differ by a rounding error.
    let as_large = |round: &u64| split(&shuffled(documents, *round)).is_some_and(|(_, other)| other >= size - 1e-9);
    let (mut tried, mut larger) = (0, 0);
    for more in TRIED {
        larger += (tried..more).filter(as_large).count();
        tried = more;
        if larger >= ENOUGH {
            break;
        }
    }
    (larger + 1) as f64 / (tried + 1) as f64
}

/// The index of the first document of the second side, and the distance of the sides; `None` if a side has too few.
pub(super) fn split(values: &[(i64, f64)]) -> Option<(usize, f64)> {
    let (count, sum) = values
        .iter()
        .fold((0.0, 0.0), |(count, sum), &(weight, value)| (count + weight as f64, sum + weight as f64 * value));
    let (mut before, mut sum_before) = (0.0, 0.0);
    let mut best: Option<(usize, f64)> = None;
    for (at, &(weight, value)) in values.iter().enumerate() {
        let after = count - before;
        if before >= LEAST as f64 && after >= LEAST as f64 {
            let apart = (sum_before / before - (sum - sum_before) / after).abs() * (before * after / count).sqrt();
            if best.is_none_or(|(_, most)| apart > most) {
                best = Some((at, apart));
            }
        }
        before += weight as f64;
        sum_before += weight as f64 * value;
    }
    best
}

/// The documents in a random order that depends only on their ids and on the round.
fn shuffled(documents: &[(Day, Cluster)], round: u64) -> Vec<(i64, f64)> {
    let mut order: Vec<(u64, f64)> = documents
        .iter()
        .map(|(_, cluster)| (hash(cluster.document ^ 0x9e37_79b9, &round.to_le_bytes()), cluster.mean()))
        .collect();
    order.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    order.into_iter().map(|(_, value)| (1, value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(stances: impl Iterator<Item = i64>) -> Vec<(Day, Cluster)> {
        stances
            .enumerate()
            .map(|(number, stance)| {
                let document = hash(3, &number.to_le_bytes());
                (Day(20_000_101 + number as i32), Cluster { document, statements: 1, stance })
            })
            .collect()
    }

    #[test]
    fn one_rare_change_among_many_is_not_reported_and_several_are() {
        let many = |rare: usize| (0..100).map(|number| if number < rare { 0.005 } else { 0.5 }).collect();
        assert_eq!(limit(many(1)), None);
        assert_eq!(limit(many(20)), Some(0.005));
        assert_eq!(limit(Vec::new()), None);
    }

    #[test]
    fn a_change_is_found_and_noise_is_not() {
        let turned = documents((0..40).map(|n| if n < 25 { 500_000 } else { -300_000 } + (n * 37 % 11) * 20_000));
        let change = change(&turned).and_then(|(_, change)| change).expect("a change point");
        assert!((change.day.0 - 20_000_126).abs() <= 2, "{change:?}");
        assert!(change.before > 0.4 && change.after < 0.0 && change.p <= 0.05);
        let noise = super::change(&documents((0..40).map(|n| (n * 37 % 11) * 20_000))).expect("enough documents");
        assert!(noise.0 > 0.05 && noise.1.is_none(), "{noise:?}");
        assert!(super::change(&documents(0..19)).is_none());
    }
}

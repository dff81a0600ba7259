//! The bootstrap over documents: a statistic of weighted units comes in; its 95% interval comes out.

use std::collections::BTreeMap;

use crate::model::hash::hash;

/// The lower and the upper end of an interval.
pub(crate) type Bounds = (f64, f64);

/// Number of replicates.
const REPLICATES: u64 = 1000;

/// The middle 95% of `statistic` when documents are drawn anew; `None` with fewer than two documents. `statistic` gets the
/// number of times that each unit is drawn, in the order of `clusters`.
///
/// Draws depend on nothing but the order of the units, so the same units give the same interval.
pub(crate) fn bounds(clusters: &[u64], statistic: impl Fn(&[f64]) -> Option<f64>) -> Option<Bounds> {
    let mut numbers: BTreeMap<u64, usize> = BTreeMap::new();
    for cluster in clusters {
        let next = numbers.len();
        numbers.entry(*cluster).or_insert(next);
    }
    if numbers.len() < 2 {
        return None;
    }
    let mut found = Vec::new();
    let (mut drawn, mut times) = (vec![0.0; numbers.len()], vec![0.0; clusters.len()]);
    for replicate in 0..REPLICATES {
        drawn.fill(0.0);
        for number in 0..numbers.len() as u64 {
            drawn[hash(replicate ^ DRAW, &number.to_le_bytes()) as usize % numbers.len()] += 1.0;
        }
        clusters.iter().zip(&mut times).for_each(|(cluster, times)| *times = drawn[numbers[cluster]]);
        found.extend(statistic(&times));
    }
    found.sort_by(f64::total_cmp);
    let place = found.len() / 40;
    Some((*found.get(place)?, *found.get(found.len() - 1 - place)?))
}

/// Separates these draws from other uses of the same hash.
const DRAW: u64 = 0x51ed_2701_a3c4_9b17;

//! Intervals: the uncertainty of a mean. The statements of each document come in; a 95% interval comes out.
//!
//! **What it does**: a bootstrap over documents. In each of 200 replicates every document is weighted by a Poisson random
//! number with mean 1. The interval is the middle 95% of the means, widened for few documents.
//! **Why**: ten statements of one speech are not ten independent observations.
//! **Example**: forty documents that agree give a narrow interval, five that contradict each other a wide one.
//! **Known failures**: it covers the variation between documents, not the errors of the program. With fewer than five
//! documents it is unreliable, and pages do not show it. If all documents say the same, its width is 0.
//! **Source**: Chamandy et al., Estimating Uncertainty for Massive Data Streams (2012), for the Poisson weights;
//! Hesterberg, What Teachers Should Know about the Bootstrap (2015), for the wider percentiles.

use crate::model::hash::hash;
use crate::model::opinion::MICRO;
pub(crate) use crate::model::quantile::{normal, student};

/// The opinions of one document: the number of its utterances, and the sum of their stances in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cluster {
    /// The hash of the document's id.
    pub(crate) document: u64,
    pub(crate) statements: i64,
    pub(crate) stance: i64,
}

impl Cluster {
    /// The mean stance of the document, −1 to 1.
    pub(crate) fn mean(&self) -> f64 {
        self.stance as f64 / MICRO / self.statements as f64
    }
}

/// Number of bootstrap replicates.
pub(crate) const REPLICATES: usize = 200;

/// The mean stance over `clusters`, −1 to 1.
pub(crate) fn mean(clusters: &[Cluster]) -> f64 {
    let sum = |part: fn(&Cluster) -> i64| clusters.iter().map(part).sum::<i64>();
    ratio(sum(|cluster| cluster.stance), sum(|cluster| cluster.statements))
}

fn ratio(stance: i64, statements: i64) -> f64 {
    stance as f64 / MICRO / statements.max(1) as f64
}

/// The 95% interval of the mean stance; `None` with fewer than two documents.
///
/// The weights come from the hash of a document's id, so that the same documents give the same interval in any order.
/// For few documents the bootstrap is too narrow by the factor √((n−1)/n) and by the difference between normal and
/// Student's t: the percentiles are set wider by both.
pub(crate) fn interval(clusters: &[Cluster]) -> Option<(f64, f64)> {
    if clusters.len() < 2 {
        return None;
    }
    let freedom = clusters.len() as u64 - 1;
    let short = clusters.len() as f64 / freedom as f64;
    ends(replicates(clusters).into_iter().flatten().collect(), short, freedom)
}

/// The ends of the middle 95% of `means`, widened since the true variance is `short` times theirs; `None` without
/// means.
pub(super) fn ends(mut means: Vec<f64>, short: f64, freedom: u64) -> Option<(f64, f64)> {
    means.sort_by(f64::total_cmp);
    let tail = normal(-short.sqrt() * student(freedom));
    let last = means.len().checked_sub(1)?;
    let place = ((tail * means.len() as f64).floor() as usize).min(last / 2);
    Some((means[place], means[last - place]))
}

/// The mean of each replicate; `None` if a replicate has no document. Sums are integers, so their order does not
/// matter.
pub(crate) fn replicates(clusters: &[Cluster]) -> [Option<f64>; REPLICATES] {
    let (mut stance, mut statements) = ([0_i64; REPLICATES], [0_i64; REPLICATES]);
    for cluster in clusters {
        let weights = weights(cluster.document);
        for replicate in 0..REPLICATES {
            stance[replicate] += i64::from(weights[replicate]) * cluster.stance;
            statements[replicate] += i64::from(weights[replicate]) * cluster.statements;
        }
    }
    std::array::from_fn(|at| (statements[at] > 0).then(|| ratio(stance[at], statements[at])))
}

/// The number of values of a byte, out of 256, that stand for 0, 1, 2 …: the best approximation of a Poisson number
/// with mean 1.
const CHANCES: [usize; 6] = [94, 94, 47, 16, 4, 1];

/// The Poisson number for each value of a byte.
const DRAWN: [u8; 256] = {
    let mut table = [0; 256];
    let (mut at, mut number) = (0, 0);
    while number < CHANCES.len() {
        let end = at + CHANCES[number];
        while at < end {
            table[at] = number as u8;
            at += 1;
        }
        number += 1;
    }
    table
};

/// The weight of a document in each replicate.
pub(crate) fn weights(document: u64) -> [u8; REPLICATES] {
    let mut weights = [0; REPLICATES];
    for (number, block) in weights.chunks_mut(8).enumerate() {
        let bytes = hash(document, &(number as u64).to_le_bytes()).to_le_bytes();
        block.iter_mut().zip(bytes).for_each(|(weight, byte)| *weight = DRAWN[usize::from(byte)]);
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_the_tables() {
        for (freedom, table) in
            [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (1000, 1.962)]
        {
            assert!((student(freedom) - table).abs() < 0.03, "{freedom}: {}", student(freedom));
        }
        assert!((normal(-1.959_964) - 0.025).abs() < 1e-6 && (normal(1.0) - 0.841_345).abs() < 1e-6);
    }

    #[test]
    fn weights_have_the_mean_and_the_spread_of_a_poisson_number() {
        let weights: Vec<f64> = (0..400).flat_map(|document| weights(document).map(f64::from)).collect();
        let mean = |values: &dyn Fn(f64) -> f64| weights.iter().map(|&weight| values(weight)).sum::<f64>() / 80_000.0;
        let (first, square) = (mean(&|weight| weight), mean(&|weight| weight * weight));
        assert!((first - 1.0).abs() < 0.02 && (square - first * first - 1.0).abs() < 0.03, "{first} {square}");
    }

    /// With many samples whose true mean is known, about 95% of the intervals contain it.
    #[test]
    fn intervals_hold_the_true_mean_about_as_often_as_they_say() {
        for documents in [8_u64, 40] {
            let held = (0..400)
                .filter(|sample| {
                    // Stances are uniform from −1 to 1, so the mean is 0.
                    let cluster = |number: u64| {
                        let document = hash(sample * 1000 + number, b"document");
                        Cluster { document, statements: 1, stance: (document % 2_000_001) as i64 - 1_000_000 }
                    };
                    let clusters: Vec<Cluster> = (0..documents).map(cluster).collect();
                    interval(&clusters).is_some_and(|(low, high)| low <= 0.0 && 0.0 <= high)
                })
                .count();
            assert!((364..=398).contains(&held), "{documents} documents: {held} of 400");
        }
    }
}

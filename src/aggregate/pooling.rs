//! Shrinkage: means come in; means shrunk toward the overall mean come out. The fewer documents a mean has, the more it
//! is shrunk.
//!
//! **What it does**: moves each mean toward the mean of all by the share of its variance that chance explains.
//! **Why**: in a ranking by plain means, the actors with the fewest documents end up at both ends.
//! **Example**: a mean of +0.60 from forty documents hardly moves; the same from two moves far toward that of all.
//! **Known failures**: all dyads are assumed to have the same spread between documents. One that truly stands out and has
//! few documents is shrunk like the others.
//! **Source**: Efron & Morris, Data Analysis Using Stein's Estimator (1975); the variance between dyads by moments, as in
//! DerSimonian & Laird (1986).

use crate::aggregate::interval::{Cluster, mean};

/// The parameters of all dyads together.
pub(super) struct Pool {
    mean: f64,
    /// The variance of one document around the mean of its dyad.
    within: f64,
    /// The variance of the true means of dyads around the overall mean.
    between: f64,
}

/// The documents of one dyad: their number, their mean, and the sum of the squared distances from it.
struct Spread {
    documents: f64,
    mean: f64,
    squares: f64,
}

impl Spread {
    fn of(clusters: &[Cluster]) -> Spread {
        let documents = clusters.len() as f64;
        let mean = mean(clusters);
        let squares = clusters.iter().map(|cluster| (cluster.mean() - mean).powi(2)).sum();
        Spread { documents, mean, squares }
    }
}

impl Pool {
    /// The parameters estimated from `dyads`; `None` if no dyad has two documents, which the estimate needs.
    pub(super) fn of(dyads: impl Iterator<Item = Vec<Cluster>>) -> Option<Pool> {
        let spreads: Vec<Spread> = dyads.map(|clusters| Spread::of(&clusters)).collect();
        let freedom: f64 = spreads.iter().map(|spread| spread.documents - 1.0).sum();
        if freedom < 1.0 {
            return None;
        }
        let within = (spreads.iter().map(|spread| spread.squares).sum::<f64>() / freedom).max(1e-6);
        let weight = |spread: &Spread| spread.documents / within;
        let total: f64 = spreads.iter().map(weight).sum();
        let mean = spreads.iter().map(|spread| weight(spread) * spread.mean).sum::<f64>() / total;
        let off: f64 = spreads.iter().map(|spread| weight(spread) * (spread.mean - mean).powi(2)).sum();
        let squares: f64 = spreads.iter().map(|spread| weight(spread).powi(2)).sum();
        let scale = (total - squares / total).max(1e-9);
        let between = ((off - (spreads.len() as f64 - 1.0)) / scale).max(0.0);
        Some(Pool { mean, within, between })
    }

    /// The mean of `clusters`, shrunk toward the overall mean.
    pub(super) fn shrunk(&self, clusters: &[Cluster]) -> f64 {
        let own = Spread::of(clusters);
        let trust = self.between / (self.between + self.within / own.documents);
        self.mean + trust * (own.mean - self.mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_documents_are_shrunk_farther() {
        let dyad = |documents: u64, stance: i64| -> Vec<Cluster> {
            let noise = |number: u64| if number.is_multiple_of(2) { 200_000 } else { -200_000 };
            let cluster = |number| Cluster { document: number, statements: 1, stance: stance + noise(number) };
            (0..documents).map(cluster).collect()
        };
        let dyads = [dyad(40, 600_000), dyad(40, -600_000), dyad(2, 600_000), dyad(20, 0)];
        let pool = Pool::of(dyads.iter().cloned()).expect("documents that differ");
        let (many, few) = (pool.shrunk(&dyads[0]), pool.shrunk(&dyads[2]));
        assert!(few < many && many < 0.6 && few > 0.0, "{few} {many}");
        assert!(Pool::of(std::iter::once(dyad(1, 5))).is_none());
    }
}

//! Shares under the design of the sample: weighted yes-or-no answers come in; a share with its 95% interval comes out.
//!
//! **What it does**: precision, recall and F1 are ratios of two weighted sums. Their variance comes from linearised
//! residuals, summed by document; the interval is Wilson's, with the number of units that has this variance.
//! **Why**: units stand for different numbers of opinions, and those of one document are not independent.
//! **Known failures**: it ignores that strata were drawn apart, and is then a little too wide.
//! **Source**: Korn & Graubard, Confidence Intervals for Proportions with Small Expected Number of Positive Counts
//! (1998); Wilson (1927).

use std::collections::BTreeMap;

use crate::model::quantile::student;
use crate::model::validation::Share;

/// One unit of a ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    /// The hash of its document.
    pub(crate) cluster: u64,
    /// How many opinions it stands for.
    pub(crate) weight: f64,
    /// What it adds to the numerator …
    pub(crate) hit: f64,
    /// … and to the denominator, at least as much.
    pub(crate) of: f64,
}

/// The share of `parts`; `None` if the denominator is 0.
pub(crate) fn share(parts: &[Part]) -> Option<Share> {
    let sum = |value: &dyn Fn(&Part) -> f64| parts.iter().map(value).sum::<f64>();
    let (hits, all) = (sum(&|part| part.weight * part.hit), sum(&|part| part.weight * part.of));
    if all <= 0.0 {
        return None;
    }
    let value = hits / all;
    let mut clusters: BTreeMap<u64, f64> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.of > 0.0) {
        *clusters.entry(part.cluster).or_default() += part.weight * (part.hit - value * part.of);
    }
    let number = clusters.len() as f64;
    let squares: f64 = clusters.values().map(|sum| sum * sum).sum();
    let variance = squares / (all * all) * number / (number - 1.0);
    // Where all units agree, the weights alone tell how much they are worth.
    let plain = all * all / sum(&|part| (part.weight * part.of).powi(2));
    let counted = parts.iter().filter(|part| part.of > 0.0).count() as u64;
    let worth = if variance > 1e-12 { (value * (1.0 - value) / variance).min(counted as f64) } else { plain };
    let interval = (clusters.len() > 1).then(|| wilson(value, worth, student(clusters.len() as u64 - 1)));
    Some(Share { value, interval, units: counted })
}

fn wilson(share: f64, number: f64, t: f64) -> (f64, f64) {
    let t = t * t / number;
    let (middle, scale) = (share + t / 2.0, 1.0 + t);
    let reach = (share * (1.0 - share) * t + t * t / 4.0).sqrt();
    (((middle - reach) / scale).max(0.0), ((middle + reach) / scale).min(1.0))
}

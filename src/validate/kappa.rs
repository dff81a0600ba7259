//! Cohen's kappa: the values of two coders come in; their agreement beyond chance comes out.
//!
//! **What it does**: compares the weighted share of equal values with the share that chance gives for the same totals.
//! **Why**: it is what reviewers ask for when there are two coders.
//! **Known failures**: as for alpha, and each coder's own habits raise the share that chance gives.
//! **Source**: Cohen, A Coefficient of Agreement for Nominal Scales (1960).

/// Cohen's kappa of pairs of values, from 0 to `classes` − 1, with their weights; `None` if chance alone agrees always.
pub(crate) fn kappa(pairs: &[(usize, usize, f64)], classes: usize) -> Option<f64> {
    let (mut first, mut second) = (vec![0.0; classes], vec![0.0; classes]);
    let (mut equal, mut all) = (0.0, 0.0);
    for &(one, other, weight) in pairs {
        first[one] += weight;
        second[other] += weight;
        equal += if one == other { weight } else { 0.0 };
        all += weight;
    }
    let chance = first.iter().zip(&second).map(|(one, other)| one * other).sum::<f64>() / (all * all);
    (all > 0.0 && chance < 1.0).then(|| (equal / all - chance) / (1.0 - chance))
}

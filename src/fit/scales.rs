//! Scales: how far the learned weights can be trusted, place by place.
//!
//! Weights fit the rows that they were learned from better than others, those of rare words most. So the sums of each
//! place over rows that the weights have not seen are set against their labels once more.

use std::collections::BTreeMap;

use crate::fit::rows::{Known, Row};
use crate::lexicon::fitted::Weight;
use crate::score::polarity::Sums;

/// How often the rows are walked through, and the length of the first step.
const ROUNDS: usize = 400;
const STEP: f64 = 0.1;
/// How strongly scales are drawn to 1, and what is added to 0.
const SMALL: f64 = 18.0;

/// By what weights are multiplied, and what is added to facts.
pub(super) struct Scales {
    /// The standing of each feature.
    standings: Vec<usize>,
    /// Direction and salience, by standing.
    factors: Vec<[f64; 2]>,
    /// What is added to the salience of a fact, by the number of the feature.
    added: BTreeMap<usize, f64>,
}

impl Scales {
    /// What a weight of the feature `number` becomes.
    pub(super) fn scaled(&self, number: usize, Weight { direction, salience }: Weight) -> Weight {
        let [of_direction, of_salience] = self.factors[self.standings[number]];
        let added = self.added.get(&number).copied().unwrap_or(0.0);
        Weight { direction: direction * of_direction as f32, salience: salience * of_salience as f32 + added as f32 }
    }
}

/// A row as its sums by standing, and its facts.
struct Summed {
    right: [f64; 3],
    counts: f64,
    entries: Weight,
    sums: Vec<(usize, [f64; 2])>,
    facts: Vec<(usize, f64)>,
}

/// The scales that make `held` rows most probable, each with the weights that have not seen it and how much it counts.
pub(super) fn scales(held: &[(&Row, &[Weight], f32)], known: &Known) -> Scales {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let facts: Vec<bool> = known.names.iter().map(|name| is_fact(&name.place, &name.expression)).collect();
    let standings: Vec<usize> = known
        .names
        .iter()
        .zip(&facts)
        .map(|(name, is_fact)| {
            let fresh = numbers.len();
            *numbers.entry(if *is_fact { "a fact" } else { name.standing }).or_insert(fresh)
        })
        .collect();
    let rows: Vec<Summed> = held.iter().map(|held| summed(held, &standings, &facts)).collect();
    let added = rows.iter().flat_map(|row| row.facts.iter().map(|(number, _)| (*number, 0.0))).collect();
    let mut scales = Scales { standings, factors: vec![[1.0; 2]; numbers.len()], added };
    descend(&rows, &mut scales);
    scales
}

/// What is known of a mention and its statement, without any expression.
fn is_fact(place: &str, expression: &str) -> bool {
    expression.is_empty() && !place.starts_with("entry")
}

fn summed(&(row, weights, counts): &(&Row, &[Weight], f32), standings: &[usize], facts: &[bool]) -> Summed {
    let mut sums: BTreeMap<usize, [f64; 2]> = BTreeMap::new();
    for &(number, value) in &row.features {
        let (number, value) = (number as usize, f64::from(value));
        let [direction, salience] = sums.entry(standings[number]).or_default();
        *direction += f64::from(weights[number].direction) * value;
        *salience += f64::from(weights[number].salience) * value;
    }
    let facts = row.features.iter().filter(|(number, _)| facts[*number as usize]);
    Summed {
        right: row.right.map(f64::from),
        counts: f64::from(counts),
        entries: row.entries,
        sums: sums.into_iter().collect(),
        facts: facts.map(|&(number, value)| (number as usize, f64::from(value))).collect(),
    }
}

/// Whole gradients, each parameter with steps of its own: shorter where its slopes are steep.
fn descend(rows: &[Summed], scales: &mut Scales) {
    let mut steep = vec![[1e-4_f64; 2]; scales.factors.len()];
    let mut steep_added: BTreeMap<usize, f64> = scales.added.keys().map(|&number| (number, 1e-4)).collect();
    for round in 1..=ROUNDS {
        let step = STEP * (1.0 - round as f64 / ROUNDS as f64).max(0.05);
        let stepped = |squares: &mut f64, slope: f64| {
            *squares += slope * slope;
            step * slope / (*squares / round as f64).sqrt()
        };
        let (factors, added) = gradient(rows, scales);
        for (at, factor) in scales.factors.iter_mut().enumerate() {
            for of in 0..2 {
                factor[of] -= stepped(&mut steep[at][of], factors[at][of] + SMALL * (factor[of] - 1.0));
            }
        }
        for (number, more) in &mut scales.added {
            let squares = steep_added.get_mut(number).expect("the same keys");
            *more -= stepped(squares, added[number] + SMALL * *more);
        }
    }
}

/// How the loss of all rows grows with each factor, and with what is added to each fact.
fn gradient(rows: &[Summed], scales: &Scales) -> (Vec<[f64; 2]>, BTreeMap<usize, f64>) {
    let mut factors = vec![[0.0; 2]; scales.factors.len()];
    let mut added: BTreeMap<usize, f64> = scales.added.keys().map(|&number| (number, 0.0)).collect();
    for row in rows {
        let mut sums = Sums::default();
        sums.add(row.entries, 1.0);
        for (standing, [direction, salience]) in &row.sums {
            sums.direction += direction * scales.factors[*standing][0];
            sums.salience += salience * scales.factors[*standing][1];
        }
        sums.salience += row.facts.iter().map(|(number, value)| scales.added[number] * value).sum::<f64>();
        let sure = sums.probabilities();
        let [against, _, favor]: [f64; 3] = std::array::from_fn(|of| (sure[of] - row.right[of]) * row.counts);
        let slopes = [favor - against, favor + against];
        for (standing, parts) in &row.sums {
            for of in 0..2 {
                factors[*standing][of] += slopes[of] * parts[of];
            }
        }
        for (number, value) in &row.facts {
            *added.get_mut(number).expect("the same keys") += slopes[1] * value;
        }
    }
    (factors, added)
}

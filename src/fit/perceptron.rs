//! The averaged perceptron (Collins 2002), by which the models of syntax and attribution are trained.

#[allow(clippy::disallowed_types, reason = "written out in the order of the features")]
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::text::linear::Linear;

/// A model in training.
#[allow(clippy::disallowed_types, reason = "written out in the order of the features")]
pub(super) struct Perceptron<const W: usize> {
    rows: HashMap<u32, u32, FxBuildHasher>,
    weights: Vec<[f32; W]>,
    /// For each weight, the sum of its changes, each multiplied by its time.
    totals: Vec<[f32; W]>,
    /// Number of occurrences of each feature, counted before training.
    counts: Vec<u32>,
    moment: f32,
}

impl<const W: usize> Perceptron<W> {
    /// A model without features.
    pub(super) fn new() -> Perceptron<W> {
        Perceptron {
            rows: Default::default(),
            weights: Vec::new(),
            totals: Vec::new(),
            counts: Vec::new(),
            moment: 1.0,
        }
    }

    /// Counts `features`. Only those that occur often enough are kept.
    pub(super) fn meet(&mut self, features: &[u32]) {
        for &feature in features {
            let fresh = self.counts.len() as u32;
            let row = *self.rows.entry(feature).or_insert(fresh);
            if row == fresh {
                self.counts.push(0);
            }
            self.counts[row as usize] += 1;
        }
    }

    /// Drops features with fewer than `least` occurrences, and starts training.
    pub(super) fn begin(&mut self, least: u32) {
        let counts = std::mem::take(&mut self.counts);
        self.rows.retain(|_, row| counts[*row as usize] >= least);
        let mut kept: Vec<u32> = self.rows.keys().copied().collect();
        kept.sort_unstable();
        self.rows = kept.iter().enumerate().map(|(row, &feature)| (feature, row as u32)).collect();
        self.weights = vec![[0.0; W]; kept.len()];
        self.totals = self.weights.clone();
    }

    /// The rows of those of `features` that are learned: what is looked at often is looked up once.
    pub(super) fn rows(&self, features: &[u32]) -> Vec<u32> {
        features.iter().filter_map(|feature| self.rows.get(feature)).copied().collect()
    }

    /// The sums of the weights of `features`.
    pub(super) fn sums(&self, features: &[u32]) -> [f32; W] {
        if self.weights.is_empty() { [0.0; W] } else { self.sums_of(&self.rows(features)) }
    }

    /// The sums of the weights of `rows`.
    pub(super) fn sums_of(&self, rows: &[u32]) -> [f32; W] {
        let mut sums = [0.0; W];
        for row in rows {
            for (sum, weight) in sums.iter_mut().zip(&self.weights[*row as usize]) {
                *sum += weight;
            }
        }
        sums
    }

    /// Adds `change` to the weight of every one of `rows` for `class`.
    fn change(&mut self, rows: &[u32], class: usize, change: f32) {
        for row in rows {
            self.weights[*row as usize][class] += change;
            self.totals[*row as usize][class] += change * self.moment;
        }
    }

    /// Corrects a mistake: `wrong` was chosen instead of `right`.
    pub(super) fn update(&mut self, features: &[u32], right: usize, wrong: usize) {
        self.update_rows(&self.rows(features), right, wrong);
    }

    /// The same where the rows of the features are known.
    pub(super) fn update_rows(&mut self, rows: &[u32], right: usize, wrong: usize) {
        self.change(rows, right, 1.0);
        self.change(rows, wrong, -1.0);
    }

    /// The rows `right` should have had a greater sum than `wrong`, in the first class.
    pub(super) fn prefer(&mut self, right: &[u32], wrong: &[u32]) {
        self.change(right, 0, 1.0);
        self.change(wrong, 0, -1.0);
    }

    /// Moves on to the next example.
    pub(super) fn step(&mut self) {
        self.moment += 1.0;
    }

    /// The averaged weights, sorted by feature.
    fn averaged(&self) -> Vec<(u32, [f32; W])> {
        let mut features: Vec<(u32, u32)> = self.rows.iter().map(|(feature, row)| (*feature, *row)).collect();
        features.sort_unstable();
        let average =
            |row: usize| std::array::from_fn(|class| self.weights[row][class] - self.totals[row][class] / self.moment);
        features.into_iter().map(|(feature, row)| (feature, average(row as usize))).collect()
    }

    /// The averaged model with integer weights. Features are dropped if all their weights are below `least`/127.
    pub(super) fn model(&self, least: f32) -> Linear<W> {
        compact(&self.averaged(), least)
    }
}

/// Converts weights to integers. Features are dropped if all their weights are below `least`/127.
pub(super) fn compact<const W: usize>(weights: &[(u32, [f32; W])], least: f32) -> Linear<W> {
    let mut sizes: Vec<f32> =
        weights.iter().map(|(_, row)| row.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()))).collect();
    sizes.sort_unstable_by(f32::total_cmp);
    // The few largest weights are clipped, so that the many small ones are not rounded to zero.
    let heavy = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 500)).copied().unwrap_or(1.0).max(1e-6);
    let scale = 127.0 / heavy;
    let kept: Vec<(u32, [f32; W])> =
        weights.iter().filter(|(_, row)| row.iter().any(|weight| (weight * scale).abs() >= least)).copied().collect();
    Linear::new(&kept, scale)
}

/// A pseudo-random sequence that is the same every time.
pub(super) struct Shuffle(u64);

impl Shuffle {
    /// Starts with `seed`.
    pub(super) fn new(seed: u64) -> Shuffle {
        Shuffle(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// The next number below `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    /// The numbers below `length` in random order.
    pub(super) fn order(&mut self, length: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..length).collect();
        for at in (1..length).rev() {
            order.swap(at, self.below(at + 1));
        }
        order
    }
}

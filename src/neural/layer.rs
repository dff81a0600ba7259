//! A layer of the encoder: what each piece hears of all others, and what it makes of that.

use crate::neural::matrix::Matrix;
use crate::neural::number::{gelu, norm, softmax, wide};

/// The weight and bias of a norm.
pub(super) struct Norm {
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
    pub(super) epsilon: f32,
}

impl Norm {
    /// Normalises each row.
    pub(super) fn apply(&self, rows: &mut [f32]) {
        wide(
            #[inline(always)]
            || {
                for row in rows.chunks_exact_mut(self.weight.len()) {
                    norm(row, &self.weight, &self.bias, self.epsilon);
                }
            },
        );
    }
}

/// One layer.
pub(super) struct Layer {
    /// Makes queries, keys and values, one after another.
    pub(super) asked: Matrix,
    /// What is made of what the heads have heard.
    pub(super) heard: Matrix,
    pub(super) heard_norm: Norm,
    pub(super) up: Matrix,
    pub(super) down: Matrix,
    pub(super) down_norm: Norm,
    pub(super) heads: usize,
}

impl Layer {
    /// Replaces the states of the pieces, each `width` numbers.
    pub(super) fn apply(&self, states: &mut [f32], width: usize) {
        let asked = self.asked.of(states);
        let heard = self.heard.of(&wide(
            #[inline(always)]
            || attended(&asked, width, self.heads),
        ));
        add(states, &heard);
        self.heard_norm.apply(states);
        let mut made = self.up.of(states);
        wide(
            #[inline(always)]
            || gelu(&mut made),
        );
        add(states, &self.down.of(&made));
        self.down_norm.apply(states);
    }
}

fn add(states: &mut [f32], more: &[f32]) {
    states.iter_mut().zip(more).for_each(|(state, more)| *state += more);
}

/// Numbers that are computed together.
const BLOCK: usize = 16;

/// What the heads hear: for each piece, the values of all pieces, each as much as its key answers the query.
#[inline(always)]
fn attended(asked: &[f32], width: usize, heads: usize) -> Vec<f32> {
    let count = asked.len() / (3 * width);
    let size = width / heads;
    let scale = 1.0 / (size as f32).sqrt();
    let mut out = vec![0.0; count * width];
    // Of one head: the keys of all pieces for one number stand together, and so do the values of one piece. Both are
    // filled up with 0 to whole blocks.
    let (pieces, numbers) = (count.next_multiple_of(BLOCK), size.next_multiple_of(BLOCK));
    let (mut keys, mut values) = (vec![0.0; size * pieces], vec![0.0; count * numbers]);
    let mut weights = vec![0.0; pieces];
    for head in 0..heads {
        let part = |piece: usize, of: usize| {
            let first = piece * 3 * width + of * width + head * size;
            &asked[first..first + size]
        };
        for piece in 0..count {
            part(piece, 1).iter().enumerate().for_each(|(at, key)| keys[at * pieces + piece] = *key);
            values[piece * numbers..][..size].copy_from_slice(part(piece, 2));
        }
        for piece in 0..count {
            let query = part(piece, 0);
            for (number, weights) in weights.as_chunks_mut::<BLOCK>().0.iter_mut().enumerate() {
                *weights = summed(query.iter().map(|query| query * scale), &keys, pieces, number);
            }
            softmax(&mut weights[..count]);
            let out = &mut out[piece * width + head * size..][..size];
            for (number, out) in out.chunks_mut(BLOCK).enumerate() {
                let heard = summed(weights[..count].iter().copied(), &values, numbers, number);
                out.copy_from_slice(&heard[..out.len()]);
            }
        }
    }
    out
}

/// The sum of the rows of `matrix`, which have `width` numbers, each row times its factor: the block with this number.
#[inline(always)]
fn summed(factors: impl Iterator<Item = f32>, matrix: &[f32], width: usize, number: usize) -> [f32; BLOCK] {
    let mut sums = [0.0; BLOCK];
    for (factor, row) in factors.zip(matrix.chunks_exact(width)) {
        let row = &row[number * BLOCK..][..BLOCK];
        sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += factor * x);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_hears_most_of_whom_it_asks_for() {
        // Two pieces, two heads of one number each: query, key, value.
        let asked = [9.0, 0.0, 0.0, 1.0, 5.0, 1.0, 9.0, 0.0, 9.0, 1.0, 7.0, 3.0];
        let heard = attended(&asked, 2, 2);
        assert!((heard[0] - 7.0).abs() < 1e-3 && (heard[2] - 7.0).abs() < 1e-3, "{heard:?}");
        assert!((heard[1] - 2.0).abs() < 1e-3 && (heard[3] - 2.0).abs() < 1e-3, "{heard:?}");
    }
}

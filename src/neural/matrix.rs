//! Matrices of whole numbers, one scale for each row of weights: rows of numbers come in, rows of numbers come out.
//!
//! A row that comes in is rounded to 255 steps of its own. With weights of seven bits, no processor's product of bytes
//! overflows sixteen bits, so every sum is exact.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

use crate::neural::number::{most, whole_bits, wide};

/// Outputs that are computed together, and at most so many rows. The library of products splits larger ones between
/// threads; a worker that waits for such a part would begin another document meanwhile, on the same stack.
const WIDE: usize = 128;
const ROWS: usize = 64;

/// What stands for 0 in a rounded row.
const ZERO: i32 = 128;

/// The size of the greatest number of a rounded row.
const STEPS: f32 = 127.0;

thread_local! {
    /// What multiplies matrices of bytes, as this processor does it best. One for each thread, since it must not move
    /// to another; all are the same.
    static PRODUCTS: GemmExecutor<u8, i8, i32> = GemmExecutor::default();
}

/// Weights: a row for each number that comes out.
pub(super) struct Matrix {
    inputs: usize,
    outputs: usize,
    panels: Vec<PackedBMatrix<i8>>,
    /// What a unit of each output is worth.
    scale: Vec<f32>,
    bias: Vec<f32>,
    /// What the zero of the rows that come in adds to each output.
    zero: Vec<i32>,
}

impl Matrix {
    /// `weights` row by row.
    pub(super) fn new(weights: &[i8], scale: Vec<f32>, bias: Vec<f32>) -> Matrix {
        let outputs = scale.len();
        let inputs = weights.len() / outputs;
        let zero = weights.chunks_exact(inputs).map(|row| ZERO * row.iter().map(|&x| i32::from(x)).sum::<i32>());
        let panel = |rows: &[i8]| {
            let view = NdTensorView::from_data([rows.len() / inputs, inputs], rows);
            PRODUCTS.with(|products| products.prepack_b(view.transposed()))
        };
        let panels = weights.chunks(inputs * WIDE).map(panel).collect();
        Matrix { inputs, outputs, panels, scale, bias, zero: zero.collect() }
    }

    /// The rows that come out for `rows`, which follow each other.
    pub(super) fn of(&self, rows: &[f32]) -> Vec<f32> {
        let count = rows.len() / self.inputs;
        let mut out = vec![0.0; count * self.outputs];
        let (mut bytes, mut steps, mut sums) = (Vec::new(), Vec::new(), Vec::new());
        let parts = rows.chunks(ROWS * self.inputs).zip(out.chunks_mut(ROWS * self.outputs));
        for (rows, out) in parts {
            bytes.clear();
            bytes.resize(rows.len(), 0);
            steps.resize(rows.len() / self.inputs, 0.0);
            wide(
                #[inline(always)]
                || {
                    let all = rows.chunks_exact(self.inputs).zip(bytes.chunks_exact_mut(self.inputs));
                    for ((row, bytes), step) in all.zip(&mut steps) {
                        *step = round(row, bytes);
                    }
                },
            );
            let view = NdTensorView::from_data([steps.len(), self.inputs], bytes.as_slice());
            let packed = PRODUCTS.with(|products| products.prepack_a(view));
            for (number, panel) in self.panels.iter().enumerate() {
                let first = number * WIDE;
                let width = WIDE.min(self.outputs - first);
                sums.clear();
                sums.resize(steps.len() * width, 0);
                let (rows, columns) = (GemmInputA::Packed(&packed), GemmInputB::Packed(panel));
                let done = PRODUCTS.with(|products| products.gemm(&mut sums, rows, columns, GemmOptions::default()));
                done.expect("rows and columns are of one length");
                wide(
                    #[inline(always)]
                    || {
                        let rows = sums.chunks_exact(width).zip(out.chunks_exact_mut(self.outputs));
                        for ((sums, out), step) in rows.zip(&steps) {
                            self.put(&mut out[first..first + width], sums, *step, first);
                        }
                    },
                );
            }
        }
        out
    }

    /// Turns the sums of one row into the outputs from `first` on.
    #[inline(always)]
    fn put(&self, out: &mut [f32], sums: &[i32], step: f32, first: usize) {
        let to = first + out.len();
        let (scale, bias, zero) = (&self.scale[first..to], &self.bias[first..to], &self.zero[first..to]);
        for ((((out, sum), scale), bias), zero) in out.iter_mut().zip(sums).zip(scale).zip(bias).zip(zero) {
            *out = (sum - zero) as f32 * (step * scale) + bias;
        }
    }
}

/// Puts `row` into `bytes`, rounded; returns what a step is worth.
#[inline(always)]
fn round(row: &[f32], bytes: &mut [u8]) -> f32 {
    let most = most(row);
    let (step, steps) = if most > 0.0 { (most / STEPS, STEPS / most) } else { (0.0, 0.0) };
    // The lowest byte of the float is the whole number.
    bytes.iter_mut().zip(row).for_each(|(byte, x)| *byte = whole_bits(x * steps + ZERO as f32) as u8);
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without a pattern, from −`range` to `range`.
    fn numbers(count: usize, range: i32) -> impl Iterator<Item = i32> {
        let next = |state: &u32| Some(state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
        let states = std::iter::successors(Some(7_u32), next).take(count);
        states.map(move |state| (state >> 8) as i32 % (2 * range + 1) - range)
    }

    #[test]
    fn products_are_exact_whatever_stands_beside_a_row() {
        let (inputs, outputs) = (1536, 300);
        let weights: Vec<i8> = numbers(inputs * outputs, 63).map(|x| x as i8).collect();
        // Whole numbers up to the size of the steps are rounded to themselves, and the worst of them overflow first.
        let mut rows: Vec<f32> = numbers(inputs * 70, 127).map(|x| x as f32).collect();
        rows.chunks_exact_mut(inputs).for_each(|row| row[0] = 127.0);
        rows[..inputs].fill(127.0);
        let matrix = Matrix::new(&weights, vec![1.0; outputs], vec![0.5; outputs]);
        let together = matrix.of(&rows);
        for (row, found) in rows.chunks_exact(inputs).zip(together.chunks_exact(outputs)) {
            assert_eq!(matrix.of(row), found);
            for (weights, found) in weights.chunks_exact(inputs).zip(found) {
                let right: i32 = row.iter().zip(weights).map(|(&x, &y)| x as i32 * i32::from(y)).sum();
                assert_eq!(*found, right as f32 + 0.5);
            }
        }
    }
}

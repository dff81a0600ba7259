//! Numbers: the functions of an encoder, of additions, multiplications and divisions alone, so that they give the same
//! bits on every machine. Lists are added up in lanes, always in the same order.

use rten_simd::{Isa, SimdOp};

/// Number of lanes: two registers of the oldest x86-64.
const LANES: usize = 8;

/// A number that pushes the fraction of a small one out of a float.
const WHOLE: f32 = 12_582_912.0;

/// Work that is compiled once for each set of instructions.
struct Wide<F>(F);

impl<T, F: FnOnce() -> T> SimdOp for Wide<F> {
    type Output = T;

    #[inline(always)]
    fn eval<I: Isa>(self, _: I) -> T {
        (self.0)()
    }
}

/// Does `work` with the widest registers that this processor has; what `work` calls must be inlined. Rust never joins a
/// multiplication and an addition into one, and lanes do not depend on registers, so the bits are the same.
#[inline(always)]
pub(super) fn wide<T>(work: impl FnOnce() -> T) -> T {
    Wide(work).dispatch()
}

/// `x` to the nearest whole number, as the low bits of a float; for numbers far smaller than [`WHOLE`].
#[inline(always)]
pub(super) fn whole_bits(x: f32) -> u32 {
    (x + WHOLE).to_bits()
}

/// e to the power of `x`, with an error of a few units in the last place.
///
/// **Source**: argument reduction by ln 2 and the series of the exponential function.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 87.0);
    let shifted = x * std::f32::consts::LOG2_E + WHOLE;
    let whole = shifted - WHOLE;
    // ln 2 in two parts, of which the first has few bits, so that the product with a whole number is exact.
    let rest = (x - whole * 0.693_359_4) - whole * -0.000_212_194_44;
    let series = 1.0 / 5040.0;
    let series = series * rest + 1.0 / 720.0;
    let series = series * rest + 1.0 / 120.0;
    let series = series * rest + 1.0 / 24.0;
    let series = series * rest + 1.0 / 6.0;
    let series = series * rest + 0.5;
    let series = series * rest + 1.0;
    let series = series * rest + 1.0;
    // The low bits of `shifted` are the whole power of two; here it becomes an exponent.
    series * f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23))
}

/// The error function, with an error below 2e-7.
///
/// **Source**: Abramowitz & Stegun (1964), formula 7.1.26.
#[inline(always)]
fn erf(x: f32) -> f32 {
    let size = x.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * size);
    let series = 1.061_405_4;
    let series = series * t - 1.453_152;
    let series = series * t + 1.421_413_7;
    let series = series * t - 0.284_496_74;
    let series = series * t + 0.254_829_6;
    (1.0 - series * t * exp(-size * size)).copysign(x)
}

/// Replaces each number by itself times the normal distribution up to it.
#[inline(always)]
pub(super) fn gelu(all: &mut [f32]) {
    for x in all {
        *x = 0.5 * *x * (1.0 + erf(*x * std::f32::consts::FRAC_1_SQRT_2));
    }
}

/// The sum, in lanes.
#[inline(always)]
pub(super) fn sum(all: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    let (chunks, rest) = all.as_chunks::<LANES>();
    for chunk in chunks {
        lanes.iter_mut().zip(chunk).for_each(|(lane, x)| *lane += x);
    }
    lanes.iter_mut().zip(rest).for_each(|(lane, x)| *lane += x);
    lanes.iter().sum()
}

/// The greatest number.
#[inline(always)]
fn greatest(all: &[f32]) -> f32 {
    let larger = |most: f32, x: f32| if x > most { x } else { most };
    let mut lanes = [f32::MIN; LANES];
    let (chunks, rest) = all.as_chunks::<LANES>();
    for chunk in chunks {
        lanes.iter_mut().zip(chunk).for_each(|(lane, x)| *lane = larger(*lane, *x));
    }
    lanes.iter_mut().zip(rest).for_each(|(lane, x)| *lane = larger(*lane, *x));
    lanes.iter().fold(f32::MIN, |most, &x| larger(most, x))
}

/// The greatest size.
#[inline(always)]
pub(super) fn most(all: &[f32]) -> f32 {
    let larger = |most: f32, x: f32| if x > most { x } else { most };
    let mut lanes = [0.0_f32; LANES];
    let (chunks, rest) = all.as_chunks::<LANES>();
    for chunk in chunks {
        lanes.iter_mut().zip(chunk).for_each(|(lane, x)| *lane = larger(*lane, x.abs()));
    }
    lanes.iter_mut().zip(rest).for_each(|(lane, x)| *lane = larger(*lane, x.abs()));
    lanes.iter().fold(0.0, |most, &x| larger(most, x))
}

/// Makes probabilities of `all`.
#[inline(always)]
pub(super) fn softmax(all: &mut [f32]) {
    let top = greatest(all);
    all.iter_mut().for_each(|x| *x = exp(*x - top));
    let whole = 1.0 / sum(all);
    all.iter_mut().for_each(|x| *x *= whole);
}

/// Brings the mean of `all` to 0 and its deviation to 1, then weighs and moves each.
#[inline(always)]
pub(super) fn norm(all: &mut [f32], weight: &[f32], bias: &[f32], epsilon: f32) {
    let count = all.len() as f32;
    let mean = sum(all) / count;
    all.iter_mut().for_each(|x| *x -= mean);
    let mut lanes = [0.0; LANES];
    for chunk in all.chunks(LANES) {
        lanes.iter_mut().zip(chunk).for_each(|(lane, x)| *lane += x * x);
    }
    let scale = 1.0 / (lanes.iter().sum::<f32>() / count + epsilon).sqrt();
    for ((x, weight), bias) in all.iter_mut().zip(weight).zip(bias) {
        *x = *x * scale * weight + bias;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_those_of_mathematics() {
        for step in -2000..=2000 {
            let x = step as f32 / 100.0;
            let (found, right) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((found / right - 1.0).abs() < 1e-6, "exp {x}: {found}, not {right}");
        }
        // Values of a table of the normal distribution.
        for (x, below) in [(-3.0, 0.001_349_9), (-1.0, 0.158_655_3), (0.0, 0.5), (0.5, 0.691_462_5), (2.0, 0.977_249_9)]
        {
            let mut all = [x];
            gelu(&mut all);
            assert!((all[0] - x * below).abs() < 2e-6, "gelu {x}: {}", all[0]);
        }
        let mut all: Vec<f32> = (0..19).map(|x| x as f32).collect();
        assert_eq!((sum(&all), most(&[-3.0, 2.0]), most(&all)), (171.0, 3.0, 18.0));
        softmax(&mut all);
        assert!((sum(&all) - 1.0).abs() < 1e-6 && (all[18] / all[17] - std::f32::consts::E).abs() < 1e-5);
        let mut all = [1.0, 2.0, 3.0];
        norm(&mut all, &[1.0, 1.0, 2.0], &[0.0, 1.0, 0.0], 0.0);
        assert!((all[0] + 1.224_745).abs() < 1e-5 && all[1] == 1.0 && (all[2] - 2.449_49).abs() < 1e-5);
    }

    #[test]
    fn numbers_become_whole() {
        for (x, whole) in [(0.4, 0_u8), (127.6, 128), (254.5, 254), (1.5, 2)] {
            assert_eq!(whole_bits(x) as u8, whole, "{x}");
        }
    }
}

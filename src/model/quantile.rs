//! Quantiles and probabilities of the normal and of Student's distribution.

/// The 97.5% quantile of Student's t. Source: Abramowitz & Stegun (1964), 26.7.5.
pub(crate) fn student(freedom: u64) -> f64 {
    let z: f64 = 1.959_963_985;
    match freedom {
        0 | 1 => 12.706_205,
        2 => 4.302_653,
        _ => {
            let n = freedom as f64;
            let first = (z.powi(3) + z) / 4.0;
            let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
            let third = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0;
            z + first / n + second / n.powi(2) + third / n.powi(3)
        }
    }
}

/// The probability that a normal number is at most `z`, exact to 1e−7. Source: Abramowitz & Stegun (1964), 26.2.17.
pub(crate) fn normal(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z.abs());
    let density = 0.398_942_280_4 * (-z * z / 2.0).exp();
    let series =
        t * (0.319_381_530 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    if z < 0.0 { density * series } else { 1.0 - density * series }
}

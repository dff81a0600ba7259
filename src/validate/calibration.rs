//! Calibration: opinions that lean, with their confidence, and their codes come in; a confidence fitted to the codes
//! comes out.
//!
//! **What it does**: logistic regression of right or wrong on the log-odds of the program's confidence (Platt's method),
//! weighted by the design. What counts is cut where F1 is best. What is told of it is measured on documents that the fit
//! has not seen, in five parts.
//! **Why**: a confidence that is right on one corpus may be wrong on another.
//! **Known failures**: with fewer than some fifty codes the fit is unsteady; it is pulled a little toward no change.
//! **Source**: Platt, Probabilistic Outputs for Support Vector Machines (1999).

use crate::model::validation::{Calibration, Compared, Recalibrated};

/// Fewer codes of opinions that lean are too few to fit anything.
const LEAST: usize = 20;

/// Number of parts that are left out one after another.
const PARTS: u64 = 5;

/// How strongly the fit is pulled toward no change: as by this many codes.
const PULL: f64 = 1.0;

/// An opinion that leans.
struct Leaning {
    part: u64,
    weight: f64,
    confidence: f64,
    right: bool,
}

/// The calibration for `compared`; `None` with fewer than twenty codes of opinions that lean. `now` is the confidence from
/// which on opinions count.
pub(crate) fn recalibrate(compared: &[Compared], now: f64) -> Option<Recalibrated> {
    let lean = compared.iter().filter(|one| one.leans != 0);
    let scale = lean.clone().count() as f64 / lean.clone().map(|one| one.weight).sum::<f64>();
    let leaning: Vec<Leaning> = lean
        .map(|one| Leaning {
            part: one.cluster % PARTS,
            weight: one.weight * scale,
            confidence: one.confidence,
            right: one.label.sign() == Some(one.leans),
        })
        .collect();
    if leaning.len() < LEAST {
        return None;
    }
    // Opinions that coders find to lean, and the program does not: no threshold brings them back.
    let leans = |one: &&Compared| one.label.sign().is_some_and(|sign| sign != 0);
    let truly: f64 = compared.iter().filter(leans).map(|one| one.weight * scale).sum();
    let (intercept, slope) = fit(&mut leaning.iter());
    let apart: Vec<f64> = leaning
        .iter()
        .map(|one| {
            let (intercept, slope) = fit(&mut leaning.iter().filter(|other| other.part != one.part));
            Calibration { intercept, slope, threshold: 0.0 }.of(one.confidence)
        })
        .collect();
    let before: Vec<f64> = leaning.iter().map(|one| one.confidence).collect();
    let steps = (2..=16).map(|step| f64::from(step) * 0.05);
    let threshold = steps.fold((0.0, 0.5), |best: (f64, f64), threshold| {
        let f1 = f1(&leaning, &apart, threshold, truly);
        if f1 > best.0 + 1e-9 { (f1, threshold) } else { best }
    });
    Some(Recalibrated {
        calibration: Calibration { intercept, slope, threshold: threshold.1 },
        brier: (brier(&leaning, &before), brier(&leaning, &apart)),
        f1: (f1(&leaning, &before, now, truly), threshold.0),
        codes: leaning.len() as u64,
    })
}

/// The intercept and slope, by Newton's method.
fn fit(leaning: &mut dyn Iterator<Item = &Leaning>) -> (f64, f64) {
    let points: Vec<(f64, f64, f64)> = leaning
        .map(|one| {
            let confidence = one.confidence.clamp(0.001, 0.999);
            ((confidence / (1.0 - confidence)).ln(), f64::from(u8::from(one.right)), one.weight)
        })
        .collect();
    let (mut intercept, mut slope) = (0.0, 1.0);
    for _ in 0..50 {
        let (mut first, mut second) = (-PULL * intercept, -PULL * (slope - 1.0));
        let (mut a, mut b, mut c) = (PULL, 0.0, PULL);
        for &(x, right, weight) in &points {
            let p = 1.0 / (1.0 + (-(intercept + slope * x)).exp());
            first += weight * (right - p);
            second += weight * (right - p) * x;
            let spread = weight * p * (1.0 - p);
            (a, b, c) = (a + spread, b + spread * x, c + spread * x * x);
        }
        let determinant = a * c - b * b;
        let steps = ((c * first - b * second) / determinant, (a * second - b * first) / determinant);
        (intercept, slope) = (intercept + steps.0, slope + steps.1);
        if steps.0.abs() + steps.1.abs() < 1e-10 {
            break;
        }
    }
    (intercept, slope)
}

fn brier(leaning: &[Leaning], confidence: &[f64]) -> f64 {
    let off = |(one, said): (&Leaning, &f64)| one.weight * (said - f64::from(u8::from(one.right))).powi(2);
    let all: f64 = leaning.iter().map(|one| one.weight).sum();
    leaning.iter().zip(confidence).map(off).sum::<f64>() / all
}

fn f1(leaning: &[Leaning], confidence: &[f64], threshold: f64, truly: f64) -> f64 {
    let counted = leaning.iter().zip(confidence).filter(|(_, said)| **said >= threshold);
    let (mut right, mut all) = (0.0, 0.0);
    for (one, _) in counted {
        all += one.weight;
        right += if one.right { one.weight } else { 0.0 };
    }
    if all + truly > 0.0 { 2.0 * right / (all + truly) } else { 0.0 }
}

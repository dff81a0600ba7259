//! Compares the statistics with `krippendorff`, scikit-learn, `ppi-python` and NumPy, whose results
//! `tests/statistics/validation.py` stored.

use serde_json::Value;

use crate::validate::alpha::{Level, Rated, alpha};
use crate::validate::estimate::{Seen, Unit, estimate};
use crate::validate::kappa::kappa;
use crate::validate::share::{Part, share};

fn reference(name: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../../tests/statistics/validation.json")).expect("JSON");
    all[name].clone()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| f64::from(u8::from(value.as_bool().expect("a number"))))
}

fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(number).collect()
}

fn indices(value: &Value) -> Vec<usize> {
    numbers(value).into_iter().map(|number| number as usize).collect()
}

#[track_caller]
fn assert_near(found: f64, expected: f64, off: f64, what: &str) {
    assert!((found - expected).abs() <= off, "{what}: found {found}, expected {expected}");
}

#[test]
fn alpha_is_that_of_krippendorff() {
    for row in list(&reference("alpha")) {
        let rated = |(at, values): (usize, &Value)| Rated { cluster: at as u64, weight: 1.0, values: indices(values) };
        let rated: Vec<Rated> = list(&row["units"]).iter().enumerate().map(rated).collect();
        let classes = row["classes"].as_u64().expect("a number") as usize;
        for (name, level) in [("nominal", Level::Nominal), ("ordinal", Level::Ordinal)] {
            let found = alpha(&rated, classes, level).expect("several values");
            assert_near(found.value, number(&row[name]), 1e-6, name);
            let (low, high) = found.interval.expect("several units");
            assert!(low < found.value && found.value < high && high - low < 1.2, "{low} {high}");
        }
    }
}

#[test]
fn a_unit_of_weight_two_counts_like_two_units() {
    let unit = |cluster, weight, values: &[usize]| Rated { cluster, weight, values: values.to_vec() };
    let heavy = [unit(1, 2.0, &[0, 1]), unit(2, 1.0, &[1, 1]), unit(3, 1.0, &[0, 0])];
    let twice = [unit(1, 1.0, &[0, 1]), unit(1, 1.0, &[0, 1]), unit(2, 1.0, &[1, 1]), unit(3, 1.0, &[0, 0])];
    let value = |rated: &[Rated]| alpha(rated, 2, Level::Nominal).expect("several values").value;
    assert_near(value(&heavy), value(&twice), 1e-12, "alpha");
}

#[test]
fn kappa_is_that_of_scikit_learn() {
    for row in list(&reference("kappa")) {
        let said: Vec<Vec<usize>> = list(&row["said"]).iter().map(indices).collect();
        let weights = numbers(&row["weights"]);
        let pairs = |weight: &dyn Fn(usize) -> f64| -> Vec<(usize, usize, f64)> {
            (0..weights.len()).map(|at| (said[0][at], said[1][at], weight(at))).collect()
        };
        let classes = row["classes"].as_u64().expect("a number") as usize;
        let found = |weight: &dyn Fn(usize) -> f64| kappa(&pairs(weight), classes).expect("several classes");
        assert_near(found(&|_| 1.0), number(&row["plain"]), 1e-6, "plain");
        assert_near(found(&|at| weights[at]), number(&row["weighted"]), 1e-6, "weighted");
    }
}

#[test]
fn weighted_precision_recall_and_f1_are_those_of_scikit_learn() {
    let row = reference("classes");
    let (truth, program, weights) = (indices(&row["truth"]), indices(&row["program"]), numbers(&row["weights"]));
    for class in 0..3 {
        let is = |one: usize| f64::from(u8::from(one == class));
        let of = |hit: f64, below: &dyn Fn(usize) -> f64| {
            let part = |at: usize| Part {
                cluster: at as u64,
                weight: weights[at],
                hit: hit * is(truth[at]) * is(program[at]),
                of: below(at),
            };
            share(&(0..weights.len()).map(part).collect::<Vec<Part>>()).expect("units of the class")
        };
        for (name, found) in [
            ("precision", of(1.0, &|at| is(program[at]))),
            ("recall", of(1.0, &|at| is(truth[at]))),
            ("f1", of(2.0, &|at| is(program[at]) + is(truth[at]))),
        ] {
            assert_near(found.value, numbers(&row[name])[class], 1e-6, name);
            let (low, high) = found.interval.expect("several units");
            assert!(0.0 <= low && low < found.value && found.value < high && high <= 1.0, "{name}: {low} {high}");
        }
    }
}

#[test]
fn corrected_means_are_those_of_a_plain_script() {
    for row in list(&reference("estimates")) {
        let column = |name: &str| numbers(&row[name]);
        let (cluster, truth, predicted) = (column("cluster"), column("truth"), column("predicted"));
        let (stratum, belongs, coded) = (column("stratum"), column("belongs"), column("coded"));
        let (drawn, probability) = (column("drawn"), column("probability"));
        let unit = |at: usize| Unit {
            cluster: cluster[at] as u64,
            predicted: predicted[at],
            coded: (coded[at] > 0.0).then(|| Seen {
                value: (belongs[at] > 0.0).then_some(truth[at]),
                stratum: stratum[at] as usize,
                drawn: drawn[at] as u64,
                probability: probability[at],
            }),
        };
        let found = estimate(&(0..cluster.len()).map(unit).collect::<Vec<Unit>>(), None).expect("codes");
        assert_near(found.trust, number(&row["trust"]), 1e-6, "trust");
        assert_near(found.value, number(&row["value"]), 1e-6, "mean");
        assert_near(found.error, number(&row["error"]), 1e-6, "standard error");
    }
}

/// The package takes codes and the rest as two samples, and we the codes as part of the whole. For a simple random
/// sample the estimates are the same; standard errors agree as far as two estimates of one variance can.
#[test]
fn simple_random_samples_give_what_ppi_python_gives() {
    for row in list(&reference("ppi")) {
        let (truth, predicted) = (numbers(&row["truth"]), numbers(&row["predicted"]));
        let (drawn, size) = (truth.len(), predicted.len());
        let probability = drawn as f64 / size as f64;
        let seen = |at: usize| Seen { value: Some(truth[at]), stratum: 0, drawn: drawn as u64, probability };
        let unit = |at| Unit { cluster: at as u64, predicted: predicted[at], coded: (at < drawn).then(|| seen(at)) };
        let found = estimate(&(0..size).map(unit).collect::<Vec<Unit>>(), None).expect("codes");
        assert_near(found.value, number(&row["value"]), 1e-6, "mean");
        assert_near(found.trust * (1.0 - probability), number(&row["trust"]), 1e-6, "trust");
        // Ours allows for the degrees of freedom that the choice of trust costs.
        let plain = found.error * (drawn as f64 - 1.0) / drawn as f64;
        assert_near(plain / number(&row["error"]), 1.0, 0.03, "standard error");
    }
}

//! Compares the statistics with SciPy, statsmodels and ruptures, whose results `tests/statistics/reference.py` stored.

use serde_json::Value;

use crate::aggregate::change::{chance, change, limit, split};
use crate::aggregate::comparison::{by_chance, effect, holm, interval as interval_of_difference};
use crate::aggregate::interval::{Cluster, REPLICATES, interval, mean, normal, student, weights};
use crate::aggregate::pooling::Pool;
use crate::aggregate::profile::ambivalence;
use crate::aggregate::reciprocity::reciprocity;
use crate::model::comparison::{Half, Line};
use crate::model::hash::hash;
use crate::model::period::{Day, Period};
use crate::model::profile::Correlation;

fn reference(name: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../../tests/statistics/reference.json")).expect("JSON");
    all[name].as_array().expect("a list").clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

/// Documents with the ids that belong to a `seed`.
fn clusters(seed: u64, stance: &Value, statements: &Value) -> Vec<Cluster> {
    let many = statements.as_array();
    let cluster = |(at, stance): (usize, f64)| {
        let statements = many.map_or(1, |many| many[at].as_i64().expect("a number"));
        Cluster { document: hash(0, format!("{seed}/{at}").as_bytes()), statements, stance: stance as i64 }
    };
    numbers(stance).into_iter().enumerate().map(cluster).collect()
}

fn side(seed: u64, side: &Value) -> Vec<Cluster> {
    clusters(seed, &side["stance"], &side["statements"])
}

fn dated(clusters: Vec<Cluster>) -> Vec<(Day, Cluster)> {
    let day = |at: usize| Day(20_000_101 + (at / 28 * 100 + at % 28) as i32);
    clusters.into_iter().enumerate().map(|(at, cluster)| (day(at), cluster)).collect()
}

/// Four standard errors of a probability estimated from `tried` draws, plus one step of the estimate.
fn by_luck(p: f64, tried: f64) -> f64 {
    4.0 * (p * (1.0 - p) / tried).sqrt() + 2.0 / tried
}

#[track_caller]
fn assert_near(found: f64, expected: f64, off: f64, what: &str) {
    assert!((found - expected).abs() <= off, "{what}: found {found}, expected {expected} ± {off}");
}

#[test]
fn quantiles_and_probabilities_are_those_of_the_distributions() {
    for row in reference("student").iter().map(numbers) {
        // The series is meant for many degrees of freedom; at three it is off by one percent.
        assert_near(student(row[0] as u64), row[1], if row[0] < 5.0 { 0.03 } else { 0.003 }, "student");
    }
    for row in reference("normal").iter().map(numbers) {
        assert_near(normal(row[0]), row[1], 1e-7, "normal");
    }
}

/// Weights come from bytes, so each probability is off by up to 1/256. The draws are compared with those by χ².
#[test]
fn weights_follow_a_poisson_distribution_and_documents_do_not_go_together() {
    const DOCUMENTS: u64 = 2_000;
    let all: Vec<[u8; REPLICATES]> = (0..DOCUMENTS).map(|document| weights(hash(0, &document.to_le_bytes()))).collect();
    let draws = (DOCUMENTS as usize * REPLICATES) as f64;
    for (count, probability) in reference("poisson").iter().map(number).enumerate() {
        let share = all.iter().flatten().filter(|&&weight| usize::from(weight) == count).count() as f64 / draws;
        assert_near(share, probability, 0.5 / 256.0 + by_luck(probability, draws), &format!("weight {count}"));
    }
    // Neighbouring documents, and neighbouring replicates: the correlations must be within four standard errors.
    let product = |pairs: &mut dyn Iterator<Item = (u8, u8)>| {
        pairs.map(|(one, other)| (f64::from(one) - 1.0) * (f64::from(other) - 1.0)).sum::<f64>() / draws
    };
    let documents = product(&mut all.windows(2).flat_map(|pair| pair[0].into_iter().zip(pair[1])));
    let replicates = product(&mut all.iter().flat_map(|one| one.iter().copied().zip(one.iter().copied().skip(1))));
    assert!(documents.abs().max(replicates.abs()) < 4.0 / draws.sqrt(), "{documents} {replicates}");
}

/// Over a hundred sets of ids, the ends of the interval equal those of 400 000 plain draws.
///
/// Tolerance in standard deviations of the mean: 0.15, since each end is rounded to one of 200 replicates (its own
/// error, 0.015 over a hundred sets, is small in comparison); plus 4/n, since the number of documents drawn varies,
/// which widens the intervals of few documents.
#[test]
fn the_bootstrap_gives_the_percentiles_of_plain_draws() {
    const SETS: u64 = 100;
    for case in reference("bootstrap") {
        let spread = number(&case["spread"]);
        let documents = side(0, &case);
        assert_near(mean(&documents), number(&case["mean"]), 1e-12, "mean");
        let ends: Vec<(f64, f64)> = (0..SETS).filter_map(|set| interval(&side(set, &case))).collect();
        assert_eq!(ends.len() as u64, SETS);
        let average = |end: fn(&(f64, f64)) -> f64| ends.iter().map(end).sum::<f64>() / SETS as f64;
        let off = spread * (0.15 + 4.0 / documents.len() as f64);
        assert_near(average(|ends| ends.0), number(&case["low"]), off, "low end");
        assert_near(average(|ends| ends.1), number(&case["high"]), off, "high end");
    }
}

#[test]
fn dyads_are_shrunk_toward_the_mean_of_all_as_by_dersimonian_and_laird() {
    for case in reference("pooling") {
        let dyads = case["dyads"].as_array().expect("a list");
        let dyads: Vec<Vec<Cluster>> = dyads.iter().map(|stances| clusters(0, stances, &Value::Null)).collect();
        let pool = Pool::of(dyads.iter().cloned()).expect("many documents");
        for (dyad, expected) in dyads.iter().zip(numbers(&case["pooled"])) {
            assert_near(pool.shrunk(dyad), expected, 1e-9, "pooled mean");
        }
    }
}

#[test]
fn a_change_is_where_the_squares_are_least_and_as_rare_as_permutations_say() {
    let mut told = 0;
    for case in reference("changes") {
        let documents = dated(clusters(0, &case["stance"], &Value::Null));
        let values: Vec<(i64, f64)> = documents.iter().map(|(_, cluster)| (1, cluster.mean())).collect();
        let (at, apart) = split(&values).expect("enough documents");
        assert_near(apart, number(&case["apart"]), 1e-9, "distance");
        let (p, expected) = (chance(&documents, apart), number(&case["p"]));
        // Orders are tried until five are as far apart, and at least a hundred.
        let tried = (5.0 / expected).clamp(100.0, 10_000.0);
        assert_near(p, expected, by_luck(expected, tried), "p");
        if let Some(change) = change(&documents).and_then(|(_, change)| change) {
            told += 1;
            assert_eq!(at as u64, case["at"].as_u64().expect("a place"));
            assert_eq!((change.documents.0, change.day), (at as u64, documents[at].0));
            let (before, after) = documents.split_at(at);
            let mean = |side: &[(Day, Cluster)]| {
                side.iter().map(|(_, cluster)| cluster.mean()).sum::<f64>() / side.len() as f64
            };
            assert_near(change.before, mean(before), 1e-12, "before");
            assert_near(change.after, mean(after), 1e-12, "after");
            assert!(change.between.0 <= change.day && change.day <= change.between.1, "{change:?}");
        }
    }
    assert!(told >= 2, "only {told} changes");
}

/// Without a change, p-values up to 5% occur in 5% of cases, though the number of orders depends on chance.
#[test]
fn without_a_change_small_probabilities_are_as_rare_as_they_say() {
    const SAMPLES: u64 = 400;
    let p = |sample: u64| {
        let stance = |at: u64| (hash(sample, &at.to_le_bytes()) % 2_000_001) as i64 - 1_000_000;
        let cluster =
            |at: u64| Cluster { document: hash(at, &sample.to_le_bytes()), statements: 1, stance: stance(at) };
        change(&dated((0..24).map(cluster).collect())).expect("enough documents").0
    };
    let found: Vec<f64> = (0..SAMPLES).map(p).collect();
    for level in [0.05, 0.2, 0.5] {
        let share = found.iter().filter(|&&p| p <= level).count() as f64 / SAMPLES as f64;
        assert_near(share, level, by_luck(level, SAMPLES as f64), "share of small p");
    }
}

#[test]
fn corrections_for_many_tests_are_those_of_statsmodels() {
    for case in reference("corrections") {
        let p = numbers(&case["p"]);
        assert_eq!(limit(p.clone()), case["limit"].as_f64(), "false discovery rate");
        let line = |p: Option<f64>| Line {
            about: Vec::new(),
            halves: [Half::default(); 2],
            difference: 0.0,
            interval: None,
            effect: None,
            p,
            p_of_all: None,
        };
        // A line without a p-value is not a test.
        let mut lines: Vec<Line> = p.into_iter().map(Some).chain([None]).map(line).collect();
        holm(&mut lines);
        let found: Vec<f64> = lines.iter().filter_map(|line| line.p_of_all).collect();
        let expected = numbers(&case["holm"]);
        assert_eq!(found.len(), expected.len());
        found.iter().zip(expected).for_each(|(found, expected)| assert_near(*found, expected, 1e-12, "Holm"));
    }
}

#[test]
fn two_sides_differ_as_scipy_and_statsmodels_say() {
    for case in reference("two_sides") {
        let sides = [side(1, &case["first"]), side(2, &case["second"])];
        let difference = mean(&sides[1]) - mean(&sides[0]);
        assert_near(difference, number(&case["difference"]), 1e-12, "difference");
        assert_near(effect(&sides).expect("documents that differ"), number(&case["g"]), 1e-9, "Hedges' g");
        // Documents are exchanged until twenty orders reach the difference.
        let expected = number(&case["p"]);
        let tried = (20.0 / expected).clamp(20.0, 10_000.0);
        assert_near(by_chance(&sides), expected, by_luck(expected, tried), "p");
        let spread = number(&case["spread"]);
        let ends: Vec<(f64, f64)> = (0..100)
            .map(|set| interval_of_difference(&[side(set, &case["first"]), side(1000 + set, &case["second"])]))
            .collect();
        let average = |end: fn(&(f64, f64)) -> f64| ends.iter().map(end).sum::<f64>() / 100.0;
        let fewest = sides[0].len().min(sides[1].len()) as f64;
        let off = spread * (0.15 + 4.0 / fewest);
        assert_near(average(|ends| ends.0), number(&case["low"]), off, "low end");
        assert_near(average(|ends| ends.1), number(&case["high"]), off, "high end");
    }
}

/// A document in two runs swaps its halves: all swaps, counted by SciPy.
#[test]
fn documents_on_both_sides_swap_their_halves() {
    for case in reference("pairs") {
        let sides = ["first", "second"].map(|name| clusters(5, &case[name], &Value::Null));
        let expected = number(&case["p"]);
        let tried = (20.0 / expected).clamp(20.0, 10_000.0);
        assert_near(by_chance(&sides), expected, by_luck(expected, tried), "p");
    }
}

#[test]
fn two_series_go_together_as_pearson_says() {
    let series = |value: &Value| -> Vec<(Period, f64)> {
        let rows = value.as_array().expect("a list").iter().map(numbers);
        rows.map(|row| (Period::Year(row[0] as i16), row[1])).collect()
    };
    let same = |found: Correlation, expected: &Value, what: &str| {
        assert_near(found.r, number(&expected["r"]), 1e-9, what);
        let p = number(&expected["p"]);
        assert_near(found.p, p, by_luck(p, 200.0), what);
    };
    for case in reference("reciprocity") {
        let found = reciprocity(&series(&case["one"]), &series(&case["other"])).expect("enough periods");
        assert_eq!(found.periods as u64, case["same"]["n"].as_u64().expect("a number"));
        same(found.same, &case["same"], "same period");
        same(found.leads.expect("enough"), &case["leads"], "the other a period later");
        same(found.follows.expect("enough"), &case["follows"], "the other a period before");
    }
}

#[test]
fn ambivalence_is_griffins() {
    for row in reference("ambivalence").iter().map(numbers) {
        assert_near(ambivalence(row[0], row[1]), row[2], 1e-12, "ambivalence");
    }
}

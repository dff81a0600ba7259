use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn rows(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicons").join(name);
    let mut reader = csv::Reader::from_path(path).expect("the table can be read");
    reader.deserialize().map(|row| row.expect("a good row")).collect()
}

fn records(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicons").join(name);
    let mut reader = csv::Reader::from_path(path).expect("the table can be read");
    reader.records().map(|row| row.expect("a good row").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn every_table_is_sorted_and_says_nothing_twice() {
    for name in [
        "abbreviations.csv",
        "actors.csv",
        "aliases.csv",
        "collectives.csv",
        "cues.csv",
        "function_words.csv",
        "irregular.csv",
        "sentiment_corrections.csv",
        "sentiment_words.csv",
        "shifters.csv",
        "speakers.csv",
        "stance.csv",
        "titles.csv",
    ] {
        let rows = records(name);
        assert!(!rows.is_empty(), "{name} is empty");
        for pair in rows.windows(2) {
            assert!(pair[0] < pair[1], "{name}: {:?} stands before {:?}", pair[0], pair[1]);
        }
    }
}

#[test]
fn stance_entries_are_many_in_range_and_sourced() {
    let rows = rows("stance.csv");
    assert!(rows.len() >= 400, "only {}", rows.len());
    let mut seen = BTreeSet::new();
    for row in &rows {
        let valence: f64 = row["valence"].parse().expect("a number");
        assert!((-1.0..=1.0).contains(&valence) && valence != 0.0, "{row:?}");
        assert!(matches!(row["origin"].as_str(), "curated" | "fitted"), "{row:?}");
        assert_eq!(row["expression"], row["expression"].to_lowercase(), "upper case never matches");
        assert!(seen.insert((&row["expression"], &row["class"], &row["slot"])), "{row:?} stands twice");
    }
}

#[test]
fn every_member_of_the_united_nations_has_a_name() {
    let states = rows("actors.csv").iter().filter(|row| row["kind"] == "state").count();
    assert!(states >= 193, "only {states} states");
    let aliases = rows("aliases.csv");
    for actor in rows("actors.csv") {
        assert!(
            aliases.iter().any(|alias| alias["actor"] == actor["id"]),
            "{} has no alias and can never be found",
            actor["id"]
        );
    }
}

#[test]
fn every_row_of_the_registry_has_an_origin() {
    for row in rows("aliases.csv") {
        assert!(!row["origin"].is_empty(), "{row:?}");
    }
}

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
fn every_table_is_sorted_and_has_no_duplicates() {
    for name in [
        "abbreviations.csv",
        "actors.csv",
        "aliases.csv",
        "announcements.csv",
        "bodies.csv",
        "collectives.csv",
        "cues.csv",
        "days.csv",
        "descriptions.csv",
        "entities.csv",
        "function_words.csv",
        "groups.csv",
        "headings.csv",
        "invective.csv",
        "honorifics.csv",
        "irregular.csv",
        "kinds_of_saying.csv",
        "layout.csv",
        "locatives.csv",
        "missing.csv",
        "months.csv",
        "names.csv",
        "offices.csv",
        "posts.csv",
        "readers.csv",
        "sectors.csv",
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
fn every_file_is_described() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicons");
    let readme = std::fs::read_to_string(folder.join("README.md")).expect("it can be read");
    for entry in std::fs::read_dir(&folder).expect("the folder can be listed") {
        let path = entry.expect("it can be listed").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
        if name == "README.md" {
            continue;
        }
        let row = readme.lines().find(|line| line.starts_with('|') && line.contains(&format!("`{name}`")));
        let row = row.unwrap_or_else(|| panic!("README.md does not describe {name}"));
        if name.ends_with(".csv") {
            let text = std::fs::read_to_string(&path).expect("it can be read");
            let header = text.lines().next().unwrap_or_default();
            assert!(row.contains(&format!("`{header}`")), "{name}: README.md has other columns than {header}");
        }
    }
}

#[test]
fn stance_entries_are_many_in_range_and_sourced() {
    let rows = rows("stance.csv");
    assert!(rows.len() >= 2500, "only {}", rows.len());
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
fn every_actor_has_a_name_and_every_state_a_capital_or_people() {
    let actors = rows("actors.csv");
    let count = |kind: &str| actors.iter().filter(|row| row["kind"] == kind).count();
    assert!(count("state") >= 200, "only {} states", count("state"));
    let bodies = count("organisation") + count("armed_group");
    assert!(bodies >= 120, "only {bodies} organisations and armed groups");
    let aliases = rows("aliases.csv");
    let forms = |id: &str| -> BTreeSet<String> {
        aliases.iter().filter(|alias| alias["actor"] == id).map(|alias| alias["form"].clone()).collect()
    };
    let named: BTreeSet<&str> = aliases.iter().map(|alias| alias["actor"].as_str()).collect();
    for actor in &actors {
        assert!(
            named.contains(actor["id"].as_str()) || actor["id"].ends_with(".GOV") || actor["id"].ends_with(".MIL"),
            "{} has no alias and can never be found",
            actor["id"]
        );
        if actor["kind"] == "state" {
            let forms = forms(&actor["id"]);
            assert!(forms.contains("name"), "{} has no name", actor["id"]);
            assert!(forms.contains("demonym") || forms.contains("metonym"), "{} has no people", actor["id"]);
        }
    }
}

#[test]
fn offices_are_held_by_persons_with_dates() {
    let persons: BTreeSet<String> =
        rows("actors.csv").into_iter().filter(|row| row["kind"] == "person").map(|row| row["id"].clone()).collect();
    let offices = rows("offices.csv");
    let posts: BTreeSet<String> = rows("posts.csv").into_iter().map(|row| row["office"].clone()).collect();
    for row in &offices {
        assert!(persons.contains(&row["holder"]), "{row:?}");
        let spokesperson = row["office"].ends_with("spokesperson");
        assert!(posts.contains(&row["office"]) || spokesperson, "no title leads to {row:?}");
    }
    let heads = offices.iter().filter(|row| matches!(row["office"].as_str(), "president" | "prime_minister")).count();
    assert!(heads >= 2000, "only {heads} terms of presidents and prime ministers");
}

#[test]
fn every_row_of_the_registry_has_an_origin() {
    for table in ["aliases.csv", "names.csv", "offices.csv", "sectors.csv"] {
        for row in rows(table) {
            assert!(!row["origin"].is_empty(), "{table}: {row:?}");
        }
    }
}

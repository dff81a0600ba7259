use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::{stderr, stdout, verbale};

/// Cells of one row of `expected.csv`.
#[derive(serde::Deserialize)]
struct Expected {
    file: String,
    documents: usize,
    dates: String,
    outlets: String,
}

fn set(cells: &str) -> BTreeSet<String> {
    cells.split('|').filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
}

#[test]
fn every_layout_gives_its_articles() {
    let mut table = csv::Reader::from_path("tests/corpus/exports/expected.csv").expect("the table is there");
    let mut layouts = 0;
    for row in table.deserialize() {
        let expected: Expected = row.expect("a row");
        let left_out = match expected.file.rsplit('.').next() {
            Some("xlsx" | "ods") => !cfg!(feature = "sheets"),
            _ => false,
        };
        if left_out {
            continue;
        }
        let (file, name) = (format!("tests/corpus/exports/{}", expected.file), &expected.file);
        let scores = verbale(&["sentiment", "-q", &file]);
        assert!(scores.status.success(), "{name}: {}", stderr(&scores));
        assert_eq!(stdout(&scores).lines().count(), expected.documents, "{name}");
        let statements = stdout(&verbale(&["score", "-q", "--fast", &file]));
        let statements: Vec<Value> =
            statements.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
        let all = |field: &str| -> BTreeSet<String> {
            statements.iter().filter_map(|one| one[field].as_str().map(str::to_owned)).collect()
        };
        assert_eq!(all("date"), set(&expected.dates), "{name}");
        assert_eq!(all("outlet"), set(&expected.outlets), "{name}");
        for words in statements.iter().flat_map(|one| one["content"].as_array().cloned().unwrap_or_default()) {
            let words = words["text"].as_str().expect("words").to_lowercase();
            assert!(!words.contains("copyright") && !words.contains("load-date"), "{name}: {words}");
        }
        layouts += 1;
    }
    assert!(layouts >= 25, "only {layouts} layouts");
}

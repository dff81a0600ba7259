//! The direction of stances with the fitted weights; their size is not tested.
//!
//! A line of `cases/stance.md` is `- sentence → targets`. Each target has `for`, `against` or `none`; `nothing` means
//! no target. Under "Known to be wrong" is what the program says, followed by what is right. After new weights,
//! `UPDATE=1 cargo test --test tests stance::` sorts the lines again; the diff then shows what became right or wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::program::{stderr, stdout, verbale_reading};

const WRONG: &str = "# Known to be wrong";

/// Fewer right answers than this are a regression.
const RIGHT: usize = 60;

struct Case {
    behaviour: String,
    sentence: String,
    right: String,
}

fn page() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/stance.md")
}

/// The text before the first heading, and the cases.
fn read(page: &str) -> (&str, Vec<Case>) {
    let (intro, _) = page.split_once("\n## ").expect("a behaviour");
    let (mut behaviour, mut cases) = ("", Vec::new());
    for line in page.lines() {
        behaviour = line.strip_prefix("## ").unwrap_or(behaviour);
        let Some(case) = line.strip_prefix("- ") else { continue };
        let (sentence, answer) = case.split_once(" → ").expect("an arrow");
        let right = answer.rsplit_once("; right: ").map_or(answer, |(_, right)| right);
        cases.push(Case { behaviour: behaviour.to_owned(), sentence: sentence.to_owned(), right: right.to_owned() });
    }
    (intro, cases)
}

/// The program's answer for each sentence.
fn answers(cases: &[Case]) -> Vec<String> {
    let record = |(number, case): (usize, &Case)| {
        format!("{}\n", serde_json::json!({ "doc_id": number.to_string(), "text": case.sentence }))
    };
    let input: String = cases.iter().enumerate().map(record).collect();
    let arguments = ["score", "-q", "--format", "jsonl", "--actors", "tests/cases/actors.csv", "-"];
    let output = verbale_reading(&arguments, input.as_bytes());
    assert!(output.status.success(), "{}", stderr(&output));
    let mut found = vec![Vec::new(); cases.len()];
    for line in stdout(&output).lines() {
        let record: Value = serde_json::from_str(line).expect("a line of JSON");
        let number: usize = record["doc_id"].as_str().expect("an id").parse().expect("a number");
        for opinion in record["opinions"].as_array().expect("a list") {
            let polarity = match opinion["polarity"].as_str() {
                Some("favor") => "for",
                Some("against") => "against",
                _ => "none",
            };
            found[number].push(format!("{} {polarity}", opinion["target"].as_str().expect("an actor")));
        }
    }
    found.iter().map(|found| if found.is_empty() { "nothing".to_owned() } else { found.join(", ") }).collect()
}

/// The page with every line under the right heading.
fn sorted(intro: &str, cases: &[Case], answers: &[String]) -> String {
    let mut behaviours: Vec<&str> = Vec::new();
    let mut lines: BTreeMap<(&str, bool), String> = BTreeMap::new();
    for (case, answer) in cases.iter().zip(answers) {
        if !behaviours.contains(&case.behaviour.as_str()) {
            behaviours.push(&case.behaviour);
        }
        let is_right = *answer == case.right;
        let told = if is_right { String::new() } else { format!("; right: {}", case.right) };
        let line = format!("- {} → {answer}{told}\n", case.sentence);
        lines.entry((&case.behaviour, is_right)).or_default().push_str(&line);
    }
    let part = |is_right: bool| -> String {
        let lines = behaviours.iter().filter_map(|name| Some((name, lines.get(&(*name, is_right))?)));
        lines.map(|(name, lines)| format!("\n## {name}\n\n{lines}")).collect()
    };
    format!("{intro}{}\n{WRONG}\n{}", part(true), part(false))
}

#[test]
fn stances_have_the_direction_of_the_cases() {
    let found = std::fs::read_to_string(page()).expect("the page can be read");
    let (intro, cases) = read(&found);
    let sentences: BTreeSet<&str> = cases.iter().map(|case| case.sentence.as_str()).collect();
    assert_eq!(sentences.len(), cases.len(), "a sentence stands twice");
    assert!(cases.len() >= 80, "only {} cases", cases.len());
    let answers = answers(&cases);
    let right = cases.iter().zip(&answers).filter(|(case, answer)| case.right == **answer).count();
    assert!(right >= RIGHT, "only {right} of {} are right", cases.len());
    let expected = sorted(intro, &cases, &answers);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(page(), expected).expect("the page can be written");
        return;
    }
    let (old, new): (BTreeSet<&str>, BTreeSet<&str>) = (found.lines().collect(), expected.lines().collect());
    let lines = |one: &BTreeSet<&str>, other: &BTreeSet<&str>| {
        one.difference(other).map(|line| format!("  {line}\n")).collect::<String>()
    };
    assert!(
        found == expected,
        "{right} of {} are right\nthe page says\n{}the program says\n{}",
        cases.len(),
        lines(&old, &new),
        lines(&new, &old)
    );
}

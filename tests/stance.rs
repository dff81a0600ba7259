//! The direction of stances with the fitted weights; their size is not tested.
//!
//! A line of `cases/stance.md` is `- sentence → targets`. Each target has `for`, `against` or `none`; `nothing` means
//! no target. Under "Known to be wrong" is what the program says, followed by what is right. After new weights,
//! `UPDATE=1 cargo test --test tests stance::` sorts the lines again; the diff then shows what became right or wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::program::opinions;

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
    let answer = |found: Vec<(String, &str)>| {
        let told: Vec<String> = found.iter().map(|(target, sign)| format!("{target} {sign}")).collect();
        if told.is_empty() { "nothing".to_owned() } else { told.join(", ") }
    };
    let sentences = cases.iter().map(|case| case.sentence.as_str());
    opinions(sentences, "tests/cases/actors.csv").into_iter().map(answer).collect()
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
    // Behaviours of which nothing is right come last, where they are found again.
    behaviours.sort_by_key(|name| !lines.contains_key(&(*name, true)));
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

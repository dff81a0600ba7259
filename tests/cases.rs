//! A case is a heading, a sentence that says why, a block of text, and a block of expected results.
//!
//! A line of the second block has one of these forms:
//!
//! - attribution: `source | cue | content`. Parts of a content are joined by ` + `; `-` means none. `> ` in front means
//!   that the attribution is nested in the content of the line above.
//! - opinion: `holder > target sign words`. Words of evidence are joined by ` + `; `sign` is `for`, `against` or `none`.
//! - mention: `words > actor rule`.
//! - holder: `source > actor rule`, with `via actor` after it for an actor who passes the statement on.
//!
//! All results must be listed; the block `nothing` means that there are none.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use verbale::{Actors, Date, mentions};

use crate::program::{stderr, stdout, verbale_reading};

struct Case {
    name: String,
    /// The date of the text, if the case gives one.
    date: Option<Date>,
    text: String,
    expected: Vec<String>,
}

fn cases(file: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(file);
    let page = std::fs::read_to_string(path).expect("the page can be read");
    let sections = page.split("\n## ").skip(1);
    sections
        .map(|section| {
            let blocks: Vec<&str> = section.split("\n```").collect();
            let body = |number: usize| blocks[number].split_once('\n').map_or("", |(_, body)| body).to_owned();
            assert_eq!(blocks.len(), 5, "{file}: a case has two blocks: {}", section.lines().next().unwrap_or(""));
            let expected = body(3)
                .lines()
                .filter(|line| !line.trim().is_empty() && *line != "nothing")
                .map(str::to_owned)
                .collect();
            let date = blocks[1].lines().next().and_then(|line| line.split_once(' ')).map(|(_, date)| date);
            let date = date.map(|date| date.parse().expect("a day"));
            Case { name: section.lines().next().unwrap_or("").to_owned(), date, text: body(1), expected }
        })
        .collect()
}

/// The records that the program writes for each case.
fn found(verb: &str, cases: &[Case]) -> BTreeMap<String, Vec<Value>> {
    let input: String = cases
        .iter()
        .map(|case| {
            let date = case.date.map(|date| date.to_string());
            format!("{}\n", serde_json::json!({ "doc_id": case.name, "date": date, "text": case.text }))
        })
        .collect();
    // Lexicon entries are tested without the fitted weights.
    let rest = ["-q", "--format", "jsonl", "--no-fitted", "--actors", "tests/cases/actors.csv", "-"];
    let arguments: Vec<&str> = verb.split(' ').chain(rest).collect();
    let output = verbale_reading(&arguments, input.as_bytes());
    assert!(output.status.success(), "{}", stderr(&output));
    let mut by_case: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in stdout(&output).lines() {
        let record: Value = serde_json::from_str(line).expect("a line of JSON");
        by_case.entry(record["doc_id"].as_str().expect("an id").to_owned()).or_default().push(record);
    }
    by_case
}

fn words(value: &Value) -> String {
    value["text"].as_str().map_or("-".to_owned(), |text| text.replace('\n', " / "))
}

fn attribution(record: &Value) -> Vec<String> {
    let content: Vec<String> = record["content"].as_array().expect("a list").iter().map(words).collect();
    let mut lines = vec![format!("{} | {} | {}", words(&record["source"]), words(&record["cue"]), content.join(" + "))];
    let nested = record["nested"].as_array().map_or(&[][..], Vec::as_slice);
    lines.extend(nested.iter().flat_map(attribution).map(|line| format!("> {line}")));
    lines
}

fn holder(record: &Value) -> Vec<String> {
    let rule = record["rule"].as_str().unwrap_or("");
    let holder = record["holder"].as_str().unwrap_or("-");
    let via = record["via"].as_array().map_or(&[][..], Vec::as_slice).iter().filter_map(Value::as_str);
    let via: String = via.map(|via| format!(" via {via}")).collect();
    vec![format!("{} > {holder} {rule}{via}", words(&record["source"])).trim_end().to_owned()]
}

fn opinions(record: &Value) -> Vec<String> {
    let holder = record["holder"].as_str().unwrap_or("-");
    let line = |opinion: &Value| {
        let sign = match opinion["polarity"].as_str() {
            Some("favor") => "for",
            Some("against") => "against",
            _ => "none",
        };
        let evidence: Vec<String> = opinion["evidence"].as_array().expect("a list").iter().map(words).collect();
        let evidence = evidence.join(" + ");
        format!("{holder} > {} {sign} {evidence}", opinion["target"].as_str().expect("an actor")).trim_end().to_owned()
    };
    record["opinions"].as_array().expect("a list").iter().map(line).collect()
}

fn check(file: &str, verb: &str, lines: fn(&Value) -> Vec<String>) {
    let cases = cases(file);
    let found = found(verb, &cases);
    compare(file, &cases, |case| {
        found.get(&case.name).map_or(Vec::new(), |records| records.iter().flat_map(lines).collect())
    });
}

/// Checks that every case gives exactly the expected results.
fn compare(file: &str, cases: &[Case], found: impl Fn(&Case) -> Vec<String>) {
    let mut wrong = String::new();
    for case in cases {
        let got = found(case);
        if got != case.expected {
            wrong.push_str(&format!(
                "\n## {}\n{}\nexpected\n  {}\nfound\n  {}\n",
                case.name,
                case.text,
                case.expected.join("\n  "),
                got.join("\n  ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(cases.len() >= 10, "{file}: only {} cases", cases.len());
}

#[test]
fn mentions_as_in_the_cases() {
    let actors = Actors::default();
    compare("mentions.md", &cases("mentions.md"), |case| {
        let words = |start: usize, end: usize| case.text[start..end].replace('\n', " / ");
        let found = mentions(&case.text, case.date, &actors);
        found.iter().map(|item| format!("{} > {} {}", words(item.start, item.end), item.actor, item.rule)).collect()
    });
}

fn kinds(record: &Value) -> Vec<String> {
    let kind = record["assertion"].as_str().unwrap_or("-");
    let bare = |line: String| {
        let words: Vec<&str> = line.split(' ').take(4).collect();
        format!("{kind} | {}", words.join(" "))
    };
    opinions(record).into_iter().map(bare).collect()
}

#[test]
fn kinds_of_saying_as_in_the_cases() {
    check("assertion.md", "score", kinds);
}

#[test]
fn headlines_as_in_the_cases() {
    check("headlines.md", "extract", attribution);
}

#[test]
fn transcripts_as_in_the_cases() {
    check("transcripts.md", "extract", attribution);
}

#[test]
fn relays_as_in_the_cases() {
    check("relays.md", "score", holder);
}

#[test]
fn holders_as_in_the_cases() {
    check("holders.md", "score", holder);
}

#[test]
fn the_cast_as_in_the_cases() {
    check("cast.md", "score", holder);
}

#[test]
fn pronouns_as_in_the_cases() {
    check("pronouns.md", "score", holder);
}

#[test]
fn attributions_as_in_the_cases() {
    check("attributions.md", "extract", attribution);
}

#[test]
fn what_rules_alone_find_as_in_the_cases() {
    check("rules.md", "extract --fast", attribution);
}

#[test]
fn wire_reports_as_in_the_cases() {
    check("wire.md", "extract", attribution);
}

#[test]
fn opinions_as_in_the_cases() {
    check("opinions.md", "score", opinions);
}

//! Pairs of sentences in which one thing is turned: `- text → actor sign, actor sign`, in the default mode.
//!
//! A sign is `for`, `against` or `none`; `not for` and `not against` allow the two others. After `; right:` stands what
//! would be right where the program is known to be wrong: it must still be wrong, so that the page stays true.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::program::{stderr, stdout, verbale_reading};

struct Line {
    text: String,
    says: Vec<(String, String)>,
    /// What would be right instead; empty where all is right.
    right: Vec<(String, String)>,
}

fn signs(words: &str) -> Vec<(String, String)> {
    let pair = |part: &str| part.trim().split_once(' ').map(|(actor, sign)| (actor.to_owned(), sign.to_owned()));
    words.split(',').filter_map(pair).collect()
}

fn pages() -> Vec<Line> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/stance");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    let pages = paths.iter().filter(|path| path.extension().is_some_and(|end| end == "md"));
    let read = |path| std::fs::read_to_string(path).expect("the page can be read");
    let text: String = pages.map(read).collect();
    let line = |line: &str| {
        let (text, rest) = line.strip_prefix("- ")?.split_once(" → ")?;
        let (says, right) = rest.split_once("; right:").unwrap_or((rest, ""));
        Some(Line { text: text.to_owned(), says: signs(says), right: signs(right) })
    };
    text.lines().filter_map(line).collect()
}

/// The sign of each side in each line, by the number of the line.
fn found(lines: &[Line]) -> BTreeMap<(usize, String), String> {
    let record = |(number, line): (usize, &Line)| {
        format!("{}\n", serde_json::json!({ "doc_id": number.to_string(), "text": line.text }))
    };
    let input: String = lines.iter().enumerate().map(record).collect();
    let options = ["score", "-q", "--format", "jsonl", "--actors", "tests/cases/stance/actors.csv", "-"];
    let output = verbale_reading(&options, input.as_bytes());
    assert!(output.status.success(), "{}", stderr(&output));
    let mut signs = BTreeMap::new();
    for line in stdout(&output).lines() {
        let record: Value = serde_json::from_str(line).expect("a line of JSON");
        let number: usize = record["doc_id"].as_str().expect("an id").parse().expect("a number");
        for opinion in record["opinions"].as_array().expect("a list") {
            let side = opinion["target"].as_str().expect("an actor").split('.').next().unwrap_or("").to_owned();
            let sign = match opinion["polarity"].as_str() {
                Some("favor") => "for",
                Some("against") => "against",
                _ => "none",
            };
            let kept: &mut String = signs.entry((number, side)).or_insert_with(|| sign.to_owned());
            if kept == "none" {
                sign.clone_into(kept);
            }
        }
    }
    signs
}

fn fits(sign: &str, wanted: &str) -> bool {
    wanted.strip_prefix("not ").map_or(sign == wanted, |other| sign != other)
}

#[test]
fn a_turned_sentence_turns_the_stance() {
    let lines = pages();
    assert!(lines.len() >= 400, "only {} sentences", lines.len());
    let found = found(&lines);
    let mut wrong = String::new();
    for (number, line) in lines.iter().enumerate() {
        let sign = |actor: &String| found.get(&(number, actor.clone())).map_or("missing", String::as_str);
        for (actor, wanted) in line.says.iter().filter(|(actor, wanted)| !fits(sign(actor), wanted)) {
            wrong.push_str(&format!("{}\n  {actor}: {} instead of {wanted}\n", line.text, sign(actor)));
        }
        for (actor, _) in line.right.iter().filter(|(actor, wanted)| fits(sign(actor), wanted)) {
            wrong.push_str(&format!("{}\n  {actor}: is right now; say so on the page\n", line.text));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

use std::path::Path;

use proptest::prelude::*;

use crate::program::{ACTORS, STATES, assert_same, files, folder, path, stderr, verbale};

/// Invented speeches. Each is a given statement that names other states.
fn records() -> Vec<String> {
    let acts = [
        "We thank {} for its generous help, and we praise its wise leaders.",
        "We condemn the brutal aggression of {} against our people.",
        "Let me greet {} as a reliable partner. Our friendship with {} is old.",
        "The delegation of {} has spoken before us.",
    ];
    (0..48)
        .map(|number| {
            let (holder, other) = (STATES[number % 4], STATES[(number / 4 + number + 1) % 4]);
            let text = acts[number % 4].replace("{}", other)
                + " "
                + &acts[number / 7 % 4].replace("{}", STATES[(number + 2) % 4]);
            let date = format!("{}-03-{:02}", 1990 + number % 9, number % 28 + 1);
            serde_json::json!({ "doc_id": format!("d{number}"), "date": date, "holder": holder, "text": text })
                .to_string()
        })
        .collect()
}

/// The options that `run` and `fold` share.
fn shared(actors: &str) -> Vec<&str> {
    vec!["-q", "--by", "year", "--min-n", "2", "--actors", actors]
}

fn run(folder: &tempfile::TempDir, input: &str) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    let (actors, out) = (path(folder, "actors.csv"), path(folder, "whole"));
    let input = path(folder, input);
    let mut arguments = vec!["run", &input, "--out", &out];
    arguments.extend(shared(&actors));
    let output = verbale(&arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    files(Path::new(&out))
}

fn fold(folder: &tempfile::TempDir, input: &str, state: &str, more: &[&str]) {
    let (actors, input, state) = (path(folder, "actors.csv"), path(folder, input), path(folder, state));
    let mut arguments = vec!["fold", &input, "-o", &state];
    arguments.extend(shared(&actors));
    arguments.extend(more);
    let output = verbale(&arguments);
    assert!(output.status.success(), "{}", stderr(&output));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// However a corpus is split, folded and shuffled, the reports are those of the whole corpus.
    #[test]
    fn parts_put_together_give_the_reports_of_the_whole(shard in prop::collection::vec(0_usize..3, 48), seed in 0_u64..1000) {
        let records = records();
        let whole = records.join("\n") + "\n";
        let folder = folder(&[("actors.csv", ACTORS.as_bytes()), ("whole.jsonl", whole.as_bytes())]);
        let expected = run(&folder, "whole.jsonl");
        let mut lines: Vec<String> = Vec::new();
        for number in 0..3 {
            let part: Vec<&str> = records.iter().zip(&shard).filter(|(_, at)| **at == number).map(|(record, _)| record.as_str()).collect();
            if part.is_empty() {
                continue;
            }
            std::fs::write(folder.path().join(format!("{number}.jsonl")), part.join("\n")).expect("a file");
            fold(&folder, &format!("{number}.jsonl"), &format!("{number}.state"), &[]);
            let state = std::fs::read_to_string(folder.path().join(format!("{number}.state"))).expect("a state");
            lines.extend(state.lines().map(str::to_owned));
        }
        // The lines of all states in random order.
        lines.sort_by_key(|line| line.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)));
        std::fs::write(folder.path().join("mixed"), lines.join("\n")).expect("a file");
        let (actors, mixed, out) = (path(&folder, "actors.csv"), path(&folder, "mixed"), path(&folder, "merged"));
        let output = verbale(&["merge", &mixed, "-q", "--actors", &actors, "--out", &out]);
        prop_assert!(output.status.success(), "{}", stderr(&output));
        assert_same(&expected, &files(Path::new(&out)), "merged");
    }
}

#[test]
fn bad_states_are_refused_by_name() {
    let records = records();
    let (first, second) = (records[..20].join("\n"), records[20..].join("\n"));
    let folder = folder(&[
        ("actors.csv", ACTORS.as_bytes()),
        ("a.jsonl", first.as_bytes()),
        ("b.jsonl", second.as_bytes()),
        ("c.jsonl", records[19].as_bytes()),
        ("foreign.state", b"{\"doc_id\":\"x\"}\n"),
        ("old.state", b"verbale-state 0 0000000000000000 {}\n"),
    ]);
    fold(&folder, "a.jsonl", "a.state", &[]);
    fold(&folder, "b.jsonl", "b.state", &[]);
    fold(&folder, "b.jsonl", "seed.state", &["--seed", "9"]);
    let state = std::fs::read_to_string(folder.path().join("b.state")).expect("a state");
    let lines: Vec<&str> = state.lines().collect();
    let cut = lines[..lines.len() - 4].join("\n");
    std::fs::write(folder.path().join("cut.state"), cut).expect("a file");
    std::fs::write(folder.path().join("broken.state"), &state[..state.len() - 30]).expect("a file");
    std::fs::write(folder.path().join("damaged.state"), state.replacen("Norland", "Morland", 1)).expect("a file");
    let refuse = |states: &[&str], sentence: &str| {
        let (actors, out) = (path(&folder, "actors.csv"), path(&folder, "out"));
        let states: Vec<String> = states.iter().map(|state| path(&folder, state)).collect();
        let mut arguments = vec!["merge", "-q", "--actors", &actors, "--out", &out];
        arguments.extend(states.iter().map(String::as_str));
        let output = verbale(&arguments);
        assert_eq!(output.status.code(), Some(2), "{sentence}");
        assert!(stderr(&output).contains(sentence), "expected {sentence}, found {}", stderr(&output));
        assert!(!Path::new(&out).exists(), "nothing is half-written");
    };
    refuse(&["a.state", "cut.state"], "the states are incomplete");
    refuse(&["a.state", "broken.state"], "a damaged line");
    refuse(&["a.state", "damaged.state"], "damaged.state:");
    refuse(&["a.state", "foreign.state"], "foreign.state:1: not a line of a state");
    refuse(&["old.state"], "old.state:1: a state in format 0");
    refuse(&["a.state", "a.state"], "this state was given twice");
    fold(&folder, "c.jsonl", "c.state", &[]);
    refuse(&["a.state", "c.state", "b.state"], "c.state:3: the document `d19` is also in a state of `");
    refuse(&["a.state", "c.state", "b.state"], "a.state`; fold every document once");
    refuse(&["a.state", "seed.state"], "made with a different option: seed is `9` here and `0` in another state");
    let out = path(&folder, "out");
    let output = verbale(&["merge", "-q", "--out", &out, &path(&folder, "a.state"), &path(&folder, "b.state")]);
    assert!(stderr(&output).contains("the states were made with different actors"), "{}", stderr(&output));
}

#[test]
fn strict_folding_ends_with_an_error() {
    let bad = records()[..3].join("\n") + "\nnot json\n";
    let folder = folder(&[("actors.csv", ACTORS.as_bytes()), ("bad.jsonl", bad.as_bytes())]);
    let (actors, input) = (path(&folder, "actors.csv"), path(&folder, "bad.jsonl"));
    let output = verbale(&["fold", "-q", "--actors", &actors, &input]);
    assert_eq!(output.status.code(), Some(1), "a bad record is told");
    let output = verbale(&["fold", "-q", "--strict", "--actors", &actors, &input]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("bad.jsonl:4:"), "{}", stderr(&output));
}

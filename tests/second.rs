use crate::program::{command, stderr, verbale};

/// An invented text in which Norland speaks of Sudria and Ostrava.
const TEXT: &str = "Norland condemned the brutal aggression of Sudria. Norland thanked Ostrava for its generous help.";

#[cfg(not(feature = "neural"))]
#[test]
fn a_build_without_a_second_reader_says_so() {
    let output = verbale(&["explain", TEXT, "--reader", "both"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("has no reader `both`; build it with --features neural"), "{}", stderr(&output));
}

#[test]
fn the_first_reader_needs_no_model() {
    let nowhere = tempfile::tempdir().expect("a temporary folder");
    let output = command(&["explain", TEXT, "--json", "--reader", "transparent"]).current_dir(&nowhere).output();
    let output = output.expect("the program starts");
    assert!(output.status.success(), "{}", stderr(&output));
    let usual = verbale(&["explain", TEXT, "--json"]);
    assert_eq!(output.stdout, usual.stdout);
    assert!(!output.stdout.is_empty() && !String::from_utf8_lossy(&output.stdout).contains("\"agree\""));
}

#[cfg(feature = "neural")]
mod with_a_model {
    use serde_json::Value;

    use super::TEXT;
    use crate::encoder::prepared;
    use crate::program::{command, path, stderr, stdout, verbale};

    /// The scored statements of the articles, with more options.
    fn scored(folder: &tempfile::TempDir, more: &[&str]) -> String {
        let (actors, articles, model) =
            (path(folder, "actors.csv"), path(folder, "articles.jsonl"), path(folder, "one.enc"));
        let mut arguments = vec!["score", "-q", "--actors", &actors, &articles, "--model", &model];
        arguments.extend(more);
        let output = verbale(&arguments);
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    }

    fn opinions(lines: &str) -> Vec<Value> {
        let statements = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"));
        statements.flat_map(|statement| statement["opinions"].as_array().expect("a list").clone()).collect()
    }

    #[test]
    fn both_readers_are_told_and_the_evidence_adds_up() {
        let folder = prepared(12);
        let lines = scored(&folder, &["--reader", "both"]);
        let opinions = opinions(&lines);
        let both: Vec<&Value> = opinions.iter().filter(|opinion| !opinion["agree"].is_null()).collect();
        assert!(both.len() > 15, "only {} of {}", both.len(), opinions.len());
        let number = |value: &Value| value.as_f64().expect("a number");
        let kinds = ["against", "none", "favor"];
        for opinion in &both {
            let each = |reader: &str| kinds.map(|kind| number(&opinion["readers"][reader][kind]));
            let (transparent, neural) = (each("transparent"), each("neural"));
            assert!((neural.iter().sum::<f64>() - 1.0).abs() < 0.002, "{opinion}");
            let best = |each: [f64; 3]| (0..3).max_by(|&a, &b| each[a].total_cmp(&each[b])).expect("three");
            let sure = |each: [f64; 3]| (each[2] - each[0]).abs() > 0.03;
            if sure(transparent) && sure(neural) {
                assert_eq!(opinion["agree"], best(transparent) == best(neural), "{opinion}");
            }
            let evidence = opinion["evidence"].as_array().expect("a list");
            let sum: f64 = evidence.iter().map(|piece| number(&piece["valence"])).sum();
            assert!((sum - number(&opinion["stance"])).abs() < 1e-5, "{opinion}");
        }
        assert!(
            both.iter().any(|opinion| opinion["agree"] == true) && both.iter().any(|opinion| opinion["agree"] == false)
        );
        let unseen = |opinion: &&&Value| opinion["evidence"][0]["rule"] == "no words of the lexicon";
        assert!(both.iter().filter(unseen).count() > 0);
        let alone = self::opinions(&scored(&folder, &["--reader", "neural"]));
        assert!(alone.iter().all(|opinion| opinion["agree"].is_null() && opinion["readers"].is_null()));
        assert_ne!(
            alone.iter().map(|one| &one["stance"]).collect::<Vec<_>>(),
            opinions.iter().map(|one| &one["stance"]).collect::<Vec<_>>()
        );
    }

    #[test]
    fn answers_are_the_same_in_any_company_and_on_any_machine() {
        let folder = prepared(12);
        let alone = scored(&folder, &["--reader", "both", "--threads", "1", "--batch", "1"]);
        for (threads, batch) in [("2", "7"), ("4", "5")] {
            let lines = scored(&folder, &["--reader", "both", "--threads", threads, "--batch", batch]);
            assert!(lines == alone, "{threads} threads, batches of {batch}");
        }
        // The invented model's answers to the first questions, made on a processor with AVX-512 VNNI.
        let opinions = opinions(&alone);
        let asked = opinions.iter().filter(|opinion| !opinion["readers"].is_null()).take(3);
        let found: Vec<String> = asked.map(|opinion| opinion["readers"]["neural"].to_string()).collect();
        assert_eq!(found, ANSWERS);
    }

    const ANSWERS: [&str; 3] = [
        r#"{"against":0.495,"favor":0.384,"none":0.121,"polarity":"against"}"#,
        r#"{"against":0.122,"favor":0.117,"none":0.761,"polarity":"none"}"#,
        r#"{"against":0.104,"favor":0.198,"none":0.698,"polarity":"none"}"#,
    ];

    #[test]
    fn explain_tells_what_each_reader_says() {
        let folder = prepared(12);
        let (actors, model) = (path(&folder, "actors.csv"), path(&folder, "one.enc"));
        let output = verbale(&["explain", TEXT, "--actors", &actors, "--reader", "both", "--model", &model]);
        assert!(output.status.success(), "{}", stderr(&output));
        let page = stdout(&output);
        let told = page.lines().filter(|line| line.contains("transparent") && line.contains("; neural"));
        assert!(told.count() >= 2, "{page}");
    }

    #[test]
    fn parts_by_other_readers_or_models_are_not_merged() {
        let folder = prepared(12);
        let (actors, articles) = (path(&folder, "actors.csv"), path(&folder, "articles.jsonl"));
        let [one, other] = ["one.enc", "other.enc"].map(|name| path(&folder, name));
        let parts = [vec![], vec!["--reader", "both", "--model", &one], vec!["--reader", "both", "--model", &other]];
        let states = ["first", "second", "third"].map(|name| path(&folder, name));
        for (state, more) in states.iter().zip(parts) {
            let mut arguments = vec!["fold", "-q", "--actors", &actors, &articles, "-o", state];
            arguments.extend(more);
            let output = verbale(&arguments);
            assert!(output.status.success(), "{}", stderr(&output));
        }
        let out = path(&folder, "out");
        for (states, reason) in [
            ([&states[0], &states[1]], "made with a different option: reader is `both` here and `` in another state"),
            ([&states[1], &states[2]], "made with a different lexicon: model of stance"),
        ] {
            let output = verbale(&["merge", "-q", states[0], states[1], "--actors", &actors, "--out", &out]);
            assert_eq!(output.status.code(), Some(2));
            assert!(stderr(&output).contains(reason), "{}", stderr(&output));
        }
    }

    #[test]
    fn it_is_told_where_a_model_is_looked_for() {
        // The program where it was built finds the model of this repository.
        let nowhere = tempfile::tempdir().expect("a temporary folder");
        let program = nowhere.path().join("verbale");
        std::fs::copy(env!("CARGO_BIN_EXE_verbale"), &program).expect("a copy of the program");
        let mut command = std::process::Command::new(program);
        let output = command.args(["explain", TEXT, "--reader", "both"]).current_dir(&nowhere).output();
        let output = output.expect("the program starts");
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        let sentence =
            "expected models/stance.enc beside the program, up to two folders above it, or in the working folder";
        assert!(stderr(&output).contains(sentence) && stderr(&output).lines().count() == 1, "{}", stderr(&output));
    }

    #[test]
    fn the_model_of_the_repository_is_found_from_anywhere() {
        let nowhere = tempfile::tempdir().expect("a temporary folder");
        let actors = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/actors.csv");
        let arguments = ["explain", TEXT, "--reader", "both", "--actors", actors];
        let output = command(&arguments).current_dir(&nowhere).output().expect("the program starts");
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(stdout(&output).contains("neural"), "{}", stdout(&output));
    }

    #[test]
    fn a_model_that_is_damaged_is_told_in_one_sentence() {
        let folder = prepared(12);
        let (damaged, other) = (path(&folder, "damaged.enc"), path(&folder, "articles.jsonl"));
        let good = std::fs::read(path(&folder, "one.enc")).expect("the model");
        std::fs::write(&damaged, &good[..good.len() / 2]).expect("a file");
        for (more, reason) in [
            (vec!["--model", "nowhere.enc"], "nowhere.enc: No such file"),
            (vec!["--model", &damaged], "no model, or a damaged one"),
            (vec!["--model", &other], "no model, or a damaged one"),
            (vec!["--no-fitted"], "leave out --no-fitted"),
        ] {
            let arguments = [vec!["explain", TEXT, "--reader", "both"], more].concat();
            let output = command(&arguments).current_dir(&folder).output().expect("the program starts");
            assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
            assert!(stderr(&output).contains(reason) && stderr(&output).lines().count() == 1, "{}", stderr(&output));
        }
    }
}

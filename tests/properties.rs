use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::Value;

use crate::program::{folder, path, stderr, stdout, verbale, verbale_reading};

fn piece() -> impl Strategy<Value = String> {
    let words = vec![
        "Ada Ilo",
        "Bel Abra",
        "Norland",
        "Sudria",
        "said",
        "that",
        "accused",
        "of",
        "according to",
        "he",
        "the minister",
        "praised",
        "hostile forces",
        "is seen as",
        "with",
        "and",
        "not",
        "peace",
        "lie",
        "a",
        "the two countries",
        "’s",
        "told reporters",
    ];
    let marks = vec![
        " ", " ", "\n", "\n\n", ", ", ". ", "“", "”", "\"", "‘", "’", "'", ":", "--", "—", "(", ")", "?", "''", "``",
        "«", "»",
    ];
    prop_oneof![
        5 => prop::sample::select(words).prop_map(str::to_owned),
        4 => prop::sample::select(marks).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat()), 30)
}

fn spans<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("start") {
                found.push(value);
            }
            fields.values().for_each(|field| spans(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| spans(item, found)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    /// Any text: no panic, every span contains its words, every score is in range.
    #[test]
    fn spans_hold_their_words_and_scores_their_range(texts in texts()) {
        let input: String = texts.iter().enumerate()
            .map(|(number, text)| format!("{}\n", serde_json::json!({ "doc_id": number.to_string(), "text": text }))).collect();
        let output = verbale_reading(&["score", "-q", "--as-is", "--format", "jsonl", "--actors", "tests/cases/actors.csv", "-"], input.as_bytes());
        prop_assert!(output.status.success(), "{}", stderr(&output));
        for line in stdout(&output).lines() {
            let record: Value = serde_json::from_str(line).expect("a line of JSON");
            let text: Vec<char> = texts[record["doc_id"].as_str().expect("an id").parse::<usize>().expect("a number")].chars().collect();
            let mut found = Vec::new();
            spans(&record, &mut found);
            for span in found {
                let bound = |name: &str| span[name].as_u64().expect("a number") as usize;
                let words: String = text[bound("start")..bound("end")].iter().collect();
                prop_assert_eq!(&words, span["text"].as_str().expect("words"));
            }
            for opinion in record["opinions"].as_array().expect("a list") {
                prop_assert!(opinion["stance"].as_f64().expect("a number").abs() <= 1.0);
                prop_assert_ne!(&opinion["target"], &record["holder"], "nobody is their own target");
                let evidence = opinion["evidence"].as_array().expect("a list");
                let sum: f64 = evidence.iter().map(|item| item["valence"].as_f64().expect("a number")).sum();
                let stance = opinion["stance"].as_f64().expect("a number");
                prop_assert!((sum - stance).abs() < 1e-4, "the evidence of {stance} adds up to {sum}");
            }
        }
    }

    /// Any bytes in any format: the program ends as documented, and every reject has a position.
    #[test]
    fn any_bytes_end_in_documents_or_rejects(bytes in prop::collection::vec(any::<u8>(), 0..400), name in prop::sample::select(vec!["a.txt", "a.csv", "a.tsv", "a.jsonl", "a.jsonl.gz", "a.txt.zst"]), magic in 0..3) {
        let mut bytes = bytes;
        match magic {
            1 => { bytes.splice(0..0, [0x1f, 0x8b, 8]); }
            2 => { bytes.splice(0..0, [0x28, 0xb5, 0x2f, 0xfd]); }
            _ => {}
        }
        let folder = folder(&[(name, &bytes)]);
        let output = verbale(&["score", "-q", &path(&folder, name)]);
        let code = output.status.code().expect("it is not killed");
        prop_assert!((0..=2).contains(&code), "{}", stderr(&output));
        prop_assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
        prop_assert_eq!(code == 0, stderr(&output).is_empty(), "{}", stderr(&output));
    }
}

static GOOD: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(good_files);

/// A valid file of each format, with its name.
fn good_files() -> Vec<(&'static str, Vec<u8>)> {
    let text = "Ada Ilo said Sudria’s café was “closed”. “We condemn Norland,” she told Bel Abra.\n\nHe lied, he said.";
    let record = serde_json::json!({
        "doc_id": "a", "date": "2001-02-03", "outlet": "Courier", "title": "No", "holder": "Norland", "text": text,
        "targets": [{ "start": 13, "end": 19 }], "source": { "start": 0, "end": 7 },
    });
    let told = serde_json::json!({ "id": 7, "text": text });
    let utf16 = |text: &str| [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    vec![
        ("a.txt", text.into()),
        ("b.txt", utf16(text)),
        ("a.jsonl", format!("{record}\n\n{told}\n").into()),
        ("b.jsonl", utf16(&told.to_string())),
        ("a.csv", format!("doc_id,date,words\na,2001-02-03,\"{text}\"\nb,,\n").into()),
        ("a.tsv", format!("doc_id\twords\nb\t{}\n", text.replace('\n', " ")).into()),
        #[cfg(feature = "parquet")]
        ("a.parquet", table()),
    ]
}

#[cfg(feature = "parquet")]
fn table() -> Vec<u8> {
    let mut table = Vec::new();
    let options =
        verbale::batch::Options { inputs: vec!["tests/corpus/articles/press.jsonl".to_owned()], ..Default::default() };
    verbale::batch::table(
        &options,
        verbale::batch::Lines::Statements,
        verbale::batch::TableFormat::Parquet,
        &mut table,
        &mut |_| {},
    )
    .expect("it is read");
    table
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// A valid file with some changed bytes, compressed or not: the library returns documents, rejects or a fault.
    #[test]
    fn a_damaged_file_ends_in_documents_rejects_or_a_fault(
        which in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..3, prop::collection::vec(any::<u8>(), 0..4)), 0..6),
        is_packed in any::<bool>(),
        max_record in prop::sample::select(vec![0, 1, 60, 1 << 20]),
    ) {
        let (name, bytes) = &GOOD[which.index(GOOD.len())];
        let mut bytes = bytes.clone();
        for (at, length, new) in damage {
            let at = at.index(bytes.len().max(1)).min(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, new);
        }
        if is_packed && !name.ends_with("parquet") {
            bytes = zstd::encode_all(&bytes[..], 1).expect("memory takes it");
        }
        let folder = folder(&[(name, &bytes)]);
        let mut options = verbale::batch::Options { inputs: vec![path(&folder, name)], ..Default::default() };
        options.read.max_record = max_record;
        if ["csv", "tsv", "parquet"].iter().any(|ending| name.ends_with(ending)) {
            options.read.columns.text = Some("words".to_owned());
        }
        let mut out = Vec::new();
        let Ok(outcome) = verbale::batch::lines(&options, verbale::batch::Lines::Statements, &mut out, &mut |_| {}) else { return Ok(()) };
        prop_assert!(outcome.documents > 0 || !outcome.rejects.is_empty(), "{name}: nothing, and nothing is said");
        let lines = String::from_utf8(out).expect("lines are text");
        prop_assert_eq!(lines.lines().count() as u64, outcome.statements);
        for line in lines.lines() {
            let record: Value = serde_json::from_str(line).expect("a line of JSON");
            let mut found = Vec::new();
            spans(&record, &mut found);
            for span in found {
                let bound = |name: &str| span[name].as_u64().expect("a number") as usize;
                let words = span["text"].as_str().expect("words").chars().count();
                prop_assert_eq!(bound("start") + words, bound("end"), "{}", span);
            }
        }
    }
}

/// A document without attributions changes nothing but the number of documents.
#[test]
fn a_document_without_attributions_changes_only_the_document_count() {
    let said = "{\"doc_id\":\"a\",\"text\":\"Ada Ilo praised Sudria.\"}\n";
    let silent = "{\"doc_id\":\"b\",\"text\":\"It rained in the valley.\"}\n";
    let run = |text: String| {
        let folder = folder(&[("in.jsonl", text.as_bytes())]);
        let out = path(&folder, "out");
        let output =
            verbale(&["run", "-q", "--actors", "tests/cases/actors.csv", "--out", &out, &path(&folder, "in.jsonl")]);
        assert!(output.status.success(), "{}", stderr(&output));
        let read = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).expect("it was written");
        (read("dyads.csv"), read("statements.jsonl"))
    };
    assert_eq!(run(said.to_owned()), run(format!("{silent}{said}")));
}

/// Negating every valence negates every stance.
#[test]
fn the_opposite_lexicon_gives_the_opposite_stance() {
    let rows = [("blast", "-0.80"), ("praise", "0.70")];
    let table = |sign: f64| -> String {
        let rows = rows.iter().map(|(verb, valence)| {
            format!("{verb},verb,object,{},praise,test\n", sign * valence.parse::<f64>().expect("a number"))
        });
        std::iter::once("expression,class,slot,valence,category,origin\n".to_owned()).chain(rows).collect()
    };
    let text = "Ada Ilo blasted Sudria.\nAda Ilo strongly praised Sudria.\nAda Ilo did not praise Sudria.\n";
    let stances = |sign: f64| -> Vec<f64> {
        let folder = folder(&[("s.csv", table(sign).as_bytes()), ("a.txt", text.as_bytes())]);
        let (lexicon, text) = (path(&folder, "s.csv"), path(&folder, "a.txt"));
        let output = verbale(&[
            "score",
            "-q",
            "--no-default-lexicons",
            "--actors",
            "tests/cases/actors.csv",
            "--lexicon",
            &lexicon,
            &text,
        ]);
        let stance = |line: &str| {
            serde_json::from_str::<Value>(line).expect("JSON")["opinions"][0]["stance"].as_f64().expect("a number")
        };
        stdout(&output).lines().map(stance).collect()
    };
    let (plain, turned) = (stances(1.0), stances(-1.0));
    assert!(plain.len() >= 2 && plain.iter().any(|stance| *stance != 0.0), "{plain:?}");
    assert_eq!(plain.iter().map(|stance| -stance).collect::<Vec<f64>>(), turned);
}

/// In a list of words and valences, without slots, a word counts for the targets in its clause.
#[test]
fn a_plain_list_of_words_is_a_lexicon() {
    let text = "Ada Ilo said that the grumlish deals with Sudria went on.\n";
    let folder = folder(&[("s.csv", b"word,valence\ngrumlish,-0.6\n"), ("a.txt", text.as_bytes())]);
    let (list, text) = (path(&folder, "s.csv"), path(&folder, "a.txt"));
    let actors = ["--actors", "tests/cases/actors.csv"];
    let stance = |more: &[&str]| {
        let output = verbale(&[&["score", "-q", "--no-fitted", &text], &actors[..], more].concat());
        let line = stdout(&output);
        serde_json::from_str::<Value>(&line).expect("JSON")["opinions"][0]["stance"].as_f64().expect("a number")
    };
    assert_eq!(stance(&[]), 0.0);
    assert_eq!(stance(&["--lexicon", &list]), -0.6);
}

/// No person and no state has a valence of its own.
#[test]
fn other_names_have_nearly_the_same_stances() {
    let sentences = [
        "# praised * as a valuable partner and said that * had kept every promise.",
        "# said the brutal policies of * would not stand, whatever * 's friends may think.",
        "Nobody in the capital, # said, trusts * or the people around *.",
        "# condemned * for the attack and accused * of aggression.",
    ];
    let stances = |source: &str, target: &str| -> Vec<Value> {
        let record = |(number, sentence): (usize, &&str)| {
            let mut text = String::new();
            let (mut holder, mut targets) = (None, Vec::new());
            for character in sentence.chars() {
                let start = text.chars().count();
                match character {
                    '#' => text.push_str(source),
                    '*' => text.push_str(target),
                    _ => {
                        text.push(character);
                        continue;
                    }
                }
                let span = serde_json::json!({ "start": start, "end": text.chars().count() });
                if character == '#' { holder = Some(span) } else { targets.push(span) }
            }
            let id = number.to_string();
            let record =
                serde_json::json!({ "doc_id": id, "holder": "X", "text": text, "source": holder, "targets": targets });
            format!("{record}\n")
        };
        let input: String = sentences.iter().enumerate().map(record).collect();
        let output = verbale_reading(&["score", "-q", "--format", "jsonl", "-"], input.as_bytes());
        assert!(output.status.success(), "{}", stderr(&output));
        let lines = stdout(&output);
        let opinions = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")["opinions"].clone());
        opinions
            .flat_map(|opinions| opinions.as_array().expect("a list").clone())
            .map(|one| one["stance"].clone())
            .collect()
    };
    let first = stances("Ada Ilo", "Bel Abra");
    assert!(first.iter().any(|stance| stance.as_f64() > Some(0.05)), "{first:?}");
    assert!(first.iter().any(|stance| stance.as_f64() < Some(-0.05)), "{first:?}");
    for (source, target) in [("Bel Abra", "Ada Ilo"), ("Norland", "Sudria"), ("Mr. Xu", "the Tall Men of Ys")] {
        // No weight knows a name; the tree may differ with it, and then other words stand in its clause.
        let other = stances(source, target);
        assert_eq!(first.len(), other.len());
        for (one, two) in first.iter().zip(&other) {
            let apart = (one.as_f64().expect("a number") - two.as_f64().expect("a number")).abs();
            assert!(apart < 0.05, "{source} and {target}: {first:?} {other:?}");
        }
    }
}

use crate::program::{stdout, verbale_reading};
use proptest::prelude::*;

fn scores(texts: &[String]) -> Vec<[f64; 4]> {
    let input: String = texts.iter().map(|text| format!("{}\n", serde_json::json!({ "text": text }))).collect();
    let output = verbale_reading(&["sentiment", "-q", "--format", "jsonl", "-"], input.as_bytes());
    let lines = stdout(&output);
    let value = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        ["compound", "pos", "neu", "neg"].map(|name| row[name].as_f64().expect("a number"))
    };
    lines.lines().map(value).collect()
}

/// Compares with the results of Python's `vaderSentiment` 3.3.2 in `tests/sentiment.jsonl`.
#[test]
fn awkward_texts_score_as_in_the_reference() {
    let rows: Vec<serde_json::Value> = include_str!("sentiment.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect();
    let texts: Vec<String> = rows.iter().map(|row| row["text"].as_str().expect("a text").to_owned()).collect();
    assert!(texts.len() >= 300, "only {}", texts.len());
    for ((row, text), found) in rows.iter().zip(&texts).zip(scores(&texts)) {
        let expected = ["compound", "pos", "neu", "neg"].map(|name| row[name].as_f64().expect("a number"));
        assert_eq!(found, expected, "{text:?}");
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "good", "GREAT", "bad", "hate", "love", "Horrible", "trust", "no", "kind", "fun", "hearts", "nice", "sad", ":)", ":P", ":p", ":D", "lol", "sucks",
        ]),
        3 => prop::sample::select(vec![
            "very", "VERY", "kind", "of", "sort", "so", "this", "never", "without", "doubt", "least", "at", "but", "BUT", "not", "don't", "isn’t", "hardly",
            "or", "nor", "just", "enough", "quite", "ain't", "n't",
        ]),
        3 => prop::sample::select(vec![
            "the", "bomb", "bad", "ass", "yeah", "right", "kiss", "of", "death", "to", "die", "for", "bus", "stop", "beating", "heart", "table", "A", "x",
        ]),
        2 => prop::sample::select(vec!["!", "?", "!!!", "??", "...", "-", "—", "“", "😀", "💔", "☹️", "ſad", "İ", "ﬁne", "ǅ", "'", "\"good\"", "(bad)", "\u{a0}", "\u{1c}"]),
    ]
    .prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn mixtures_score_as_in_an_exact_port(
        texts in prop::collection::vec((prop::collection::vec(word(), 0..14), prop::sample::select(vec![" ", "  ", "\t", ""])), 40)
    ) {
        let texts: Vec<String> = texts.into_iter().map(|(words, space)| words.join(if space.is_empty() { " " } else { space })).collect();
        let analyser = vader_parity::SentimentIntensityAnalyzer::new();
        for (text, found) in texts.iter().zip(scores(&texts)) {
            let expected = analyser.polarity_scores(text);
            // If ratings cancel out, their sum is 0 or a rounding error, which punctuation raises: the crate adds as
            // Python does since 3.12, with compensation, the program as Python did before.
            let mixed = expected.pos > 0.0 && expected.neg > 0.0;
            let cancels = found[0] == 0.0 || mixed && [0.0, -found[0]].contains(&expected.compound);
            let compound = if cancels { found[0] } else { expected.compound };
            prop_assert_eq!(found, [compound, expected.pos, expected.neu, expected.neg], "{:?}", text);
        }
    }
}

#[test]
fn a_users_word_list_adds_and_overrides() {
    let folder = crate::program::folder(&[("words.tsv", b"good\t-2.0\t0.1\t[1]\ngrumbly\t-3.1\n")]);
    let list = crate::program::path(&folder, "words.tsv");
    let output = verbale_reading(
        &["sentiment", "-q", "--lexicon", &list, "--format", "jsonl", "-"],
        b"{\"text\":\"good\"}\n{\"text\":\"grumbly\"}\n",
    );
    let found: Vec<bool> = stdout(&output)
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["compound"].as_f64().expect("a number")
                < -0.4
        })
        .collect();
    assert_eq!(found, [true, true]);
}

/// The tone of a statement with this text, as `score` writes it.
fn tone(text: &str) -> f64 {
    let record = serde_json::json!({ "doc_id": "a", "holder": "Arland", "text": text }).to_string();
    let output = verbale_reading(&["score", "-q", "--format", "jsonl", "-"], record.as_bytes());
    let statement: serde_json::Value = serde_json::from_str(stdout(&output).trim()).expect("one line of JSON");
    statement["sentiment"]["compound"].as_f64().expect("a number")
}

#[test]
fn a_curly_apostrophe_negates_in_score() {
    assert_eq!(tone("We don’t trust them."), tone("We don't trust them."));
    assert!(tone("We don’t trust them.") < 0.0);
    assert!(tone("We trust them.") > 0.0);
}

#[test]
fn names_of_actors_have_no_tone_in_score() {
    for name in ["the United Nations", "the Security Council"] {
        let text = format!("It was {name} that met on Monday.");
        assert_ne!(scores(std::slice::from_ref(&text))[0][0], 0.0, "plain VADER hears a tone in {name}");
        assert_eq!(tone(&text), 0.0, "{name}");
    }
    assert!(tone("They were united and felt secure.") > 0.0);
}

/// Without fitted weights: a mild entry of the stance tables counts 0.3.
#[test]
fn a_rated_word_that_is_only_near_says_less_than_a_mild_entry() {
    let record = br#"{ "doc_id": "a", "holder": "Arland", "text": "Japan had a terrible winter." }"#;
    let output = verbale_reading(&["score", "-q", "--no-fitted", "--format", "jsonl", "-"], record);
    let statement: serde_json::Value = serde_json::from_str(stdout(&output).trim()).expect("one line of JSON");
    let stance = statement["opinions"][0]["stance"].as_f64().expect("a number");
    assert!((-0.3..0.0).contains(&stance), "{stance}");
}

#[test]
fn an_empty_text_scores_nothing_and_a_missing_one_is_a_reject() {
    assert_eq!(scores(&[String::new()])[0], [0.0; 4]);
    let output = verbale_reading(&["sentiment", "-q", "--format", "jsonl", "-"], b"{\"doc_id\":\"a\"}\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("stdin:1: text: found nothing; expected a text"));
}

#[test]
fn a_malformed_line_of_a_word_list_is_reported_with_its_line() {
    let lists: [(&[u8], &str); 3] = [
        (b"good\t1.9\nfine\n", "words.tsv:2: "),
        (b"good\tmuch\t0.1\t[1]\n", "words.tsv:1: mean: found `much`"),
        (b"good\tNaN\n", "words.tsv:1: mean: found `NaN`"),
    ];
    for (list, told) in lists {
        let folder = crate::program::folder(&[("words.tsv", list)]);
        let list = crate::program::path(&folder, "words.tsv");
        let output = verbale_reading(&["sentiment", "-q", "--format", "txt", "--lexicon", &list, "-"], b"good");
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(told), "{said}");
    }
}

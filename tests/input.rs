use std::io::Write;

use serde_json::Value;

use crate::program::{folder, path, stderr, stdout, verbale, verbale_reading};

const TEXT: &str = "Ada Ilo said that Sudria’s café was “closed”.";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn utf16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

/// The content of the only statement in the file.
fn content(name: &str, bytes: &[u8], more: &[&str]) -> String {
    let folder = folder(&[(name, bytes)]);
    let file = path(&folder, name);
    let mut arguments = vec!["extract", "-q", &file];
    arguments.extend(more);
    let output = verbale(&arguments);
    assert!(output.status.success(), "{name}: {}", stderr(&output));
    let lines = stdout(&output);
    let record: Value =
        serde_json::from_str(lines.lines().next().unwrap_or_else(|| panic!("{name}: nothing found"))).expect("JSON");
    record["content"][0]["text"].as_str().expect("words").to_owned()
}

#[test]
fn the_same_text_in_every_format_gives_the_same_statement() {
    let expected = "Sudria’s café was “closed”";
    let json = format!("{}\n", serde_json::json!({ "text": TEXT }));
    let csv = format!("doc_id,text\na,\"{TEXT}\"\n");
    let windows = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
    let two_members = [gzip(&json.as_bytes()[..10]), gzip(&json.as_bytes()[10..])].concat();
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("a.txt", TEXT.into()),
        ("mark.txt", format!("\u{feff}{TEXT}").into()),
        ("utf16.txt", utf16(TEXT)),
        ("windows.txt", windows),
        (
            "a.rtf",
            r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\pard Ada Ilo said that Sudria\'92s caf\u233?  was \'93closed\'94.\par}"
                .replace("  ", " ")
                .into(),
        ),
        ("a.csv", csv.clone().into()),
        ("semicolon.csv", csv.replace(',', ";").into()),
        ("crlf.csv", csv.replace('\n', "\r\n").into()),
        ("utf16.csv", utf16(&csv)),
        ("a.tsv", format!("doc_id\ttext\na\t{TEXT}\n").into()),
        ("tabs.csv", format!("doc_id\ttext\na\t{TEXT}\n").into()),
        ("bars.csv", csv.replace(',', "|").into()),
        ("named.csv", format!("sep=;\n{}", csv.replace(',', ";")).into()),
        ("spark.csv", format!("doc_id,text\na,\"{TEXT}\"\nb,\"The \\\"road\\\" was long.\"\n").into()),
        ("array.json", format!("[\n{},{{\"text\":\"No.\"}}]\n", json.trim()).into()),
        ("wrapped.json", format!("{{\"n\":1,\"all\":[{}]}}", json.trim()).into()),
        ("pretty.json", json.replace(":", ":\n").into()),
        ("array.jsonl", format!("[{}]", json.trim()).into()),
        ("a.jsonl", json.clone().into()),
        ("last.jsonl", json.trim_end().into()),
        ("a.jsonl.gz", gzip(json.as_bytes())),
        ("members.jsonl.gz", two_members),
        ("unnamed-gzip.jsonl", gzip(json.as_bytes())),
        ("a.csv.zst", zstd::encode_all(csv.as_bytes(), 3).expect("memory takes it")),
    ];
    for (name, bytes) in forms {
        assert_eq!(content(name, &bytes, &[]), expected, "{name}");
    }
    assert_eq!(content("body.csv", csv.replace("text", "body").as_bytes(), &["--text", "body"]), expected);
    assert_eq!(content("a.dat", json.as_bytes(), &["--format", "jsonl"]), expected);
}

#[test]
fn a_detected_encoding_is_named() {
    let folder = folder(&[("a.txt", &encoding_rs::WINDOWS_1252.encode(TEXT).0)]);
    let out = path(&folder, "out");
    assert!(verbale(&["run", "-q", "--out", &out, &path(&folder, "a.txt")]).status.success());
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("out/manifest.json")).expect("it was written"))
            .expect("JSON");
    let decoded = &manifest["inputs"]["decoded"][0];
    assert_eq!(decoded["encoding"], "windows-1252");
    assert_eq!(decoded["name"], "a.txt");
}

#[test]
fn standard_input_and_patterns() {
    let record = b"{\"text\":\"Ada Ilo said the road was open.\"}\n";
    assert_eq!(stdout(&verbale_reading(&["extract", "-q", "--format", "jsonl", "-"], record)).lines().count(), 1);
    let folder = folder(&[
        ("x/1.txt", b"Ada Ilo said the road was open."),
        ("x/2.txt", b"Ada Ilo said the road was open."),
        ("x/notes.md", b"no"),
    ]);
    assert_eq!(stdout(&verbale(&["extract", "-q", &path(&folder, "x/*.txt")])).lines().count(), 2);
    assert_eq!(stdout(&verbale(&["extract", "-q", &path(&folder, "x")])).lines().count(), 2);
}

#[test]
fn a_record_with_a_holder_is_a_given_statement() {
    let record = r#"{"doc_id":"g","holder":"Norland","text":"We condemn Sudria. ‘Sudria’ lies.","targets":[{"start":11,"end":17}],"source":{"start":0,"end":2}}"#;
    let output = verbale_reading(
        &["score", "-q", "--format", "jsonl", "--actors", "tests/cases/actors.csv", "-"],
        record.as_bytes(),
    );
    let found: Value = serde_json::from_str(&stdout(&output)).expect("one line");
    assert_eq!((found["form"].as_str(), found["holder"].as_str()), (Some("given"), Some("QNO")));
    assert_eq!(found["opinions"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (found["opinions"][0]["target"].as_str(), found["opinions"][0]["polarity"].as_str()),
        (Some("XSU"), Some("against"))
    );
}

#[test]
fn an_unknown_holder_is_an_actor_of_its_own_with_a_safe_page() {
    let record = "{\"holder\":\"../../etc/<b>x\",\"text\":\"We condemn France.\"}\n";
    let folder = folder(&[("a.jsonl", record.as_bytes())]);
    let output = verbale(&["run", "-q", "--out", &path(&folder, "out"), &path(&folder, "a.jsonl")]);
    assert!(output.status.success(), "{}", stderr(&output));
    let index = std::fs::read_to_string(folder.path().join("out/index.md")).expect("it was written");
    assert!(!index.contains("<b>") && index.contains("&lt;b&gt;"), "{index}");
    let pages = std::fs::read_dir(folder.path().join("out/actors")).expect("it was written").count();
    assert_eq!(pages, 2);
}

#[test]
fn marks_in_tables_of_tabs_are_letters_where_the_file_shows_it() {
    let table = "doc_id\ttext\na\t\"The road is open,\" said Ada Ilo.\nb\t\"Closed it is.\nc\tBel Abra said no.\n";
    let output = verbale_reading(&["score", "--fast", "--format", "tsv", "-"], table.as_bytes());
    assert!(stderr(&output).contains("Documents: 3"), "{}", stderr(&output));
    let first: Value = serde_json::from_str(stdout(&output).lines().next().expect("a statement")).expect("JSON");
    assert_eq!((first["doc_id"].as_str(), first["form"].as_str()), (Some("a"), Some("direct")));
}

#[test]
fn one_row_outside_ascii_anywhere_shows_the_encoding() {
    let mut table = b"doc_id,text\n".to_vec();
    for number in 0..9_000 {
        table.extend(format!("{number},No.\n").bytes());
    }
    table.extend(b"z,Ada Ilo said \x93no\x94 to it.\n");
    assert!(table.len() > 64 << 10);
    let folder = folder(&[("a.csv", table.as_slice())]);
    let output = verbale(&["extract", &path(&folder, "a.csv")]);
    assert!(stdout(&output).contains("“no”"), "{}", stderr(&output));
    assert!(stderr(&output).contains("Documents: 9001; attributions: 1; rejects: 0."), "{}", stderr(&output));
}

#[test]
fn nested_fields_and_long_ids() {
    let lines = concat!(
        "{\"id\":1234567890123456789012,\"data\":{\"text\":\"Ada Ilo said no.\",\"by\":[{\"name\":\"The Post\"}]}}\n",
        "{\"id\":1234567890123456789013,\"data\":{\"text\":\"Bel Abra said yes.\",\"by\":[]}}\n"
    );
    let columns = ["score", "-q", "--format", "jsonl", "--text", "data.text", "--outlet", "data.by.0.name", "-"];
    let output = verbale_reading(&columns, lines.as_bytes());
    let found: Vec<Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!(found.len(), 2, "{}", stderr(&output));
    assert_eq!(found[0]["doc_id"], "1234567890123456789012");
    assert_eq!((found[0]["outlet"].as_str(), found[1]["outlet"].as_str()), (Some("The Post"), None));
}

#[test]
fn words_for_missing_values_are_nothing() {
    let table = "doc_id,speaker,outlet,text\nnan,NaN,N/A,Ada Ilo said no.\n";
    let output = verbale_reading(&["score", "-q", "--format", "csv", "-"], table.as_bytes());
    let found: Value = serde_json::from_str(&stdout(&output)).expect("one line");
    assert_eq!((found["doc_id"].as_str(), found["outlet"].as_str()), (Some("stdin:2"), None));
    assert_ne!(found["form"], "given");
}

#[test]
fn a_text_is_left_as_it_is_where_it_must_be() {
    let entity = "{\"text\":\"&ldquo;No,&rdquo; said Ada Ilo.\"}";
    let content = |more: &[&str]| {
        stdout(&verbale_reading(&[&["extract", "-q", "--format", "jsonl"], more, &["-"]].concat(), entity.as_bytes()))
    };
    assert!(content(&[]).contains("“No,”"));
    assert!(!content(&["--as-is"]).contains('“'));
    // Offsets of the user's own count the characters of the text as it is written.
    let spans = r#"{"holder":"Norland","text":"&ldquo;We&rdquo; condemn Sudria.","targets":[{"start":25,"end":31}]}"#;
    let output = verbale_reading(
        &["score", "-q", "--format", "jsonl", "--actors", "tests/cases/actors.csv", "-"],
        spans.as_bytes(),
    );
    let found: Value = serde_json::from_str(&stdout(&output)).expect("one line");
    assert_eq!(found["opinions"][0]["mentions"][0]["text"], "Sudria");
    let typed = |text: &str| {
        let line = serde_json::json!({ "doc_id": "a", "text": text }).to_string();
        stdout(&verbale_reading(&["sentiment", "-q", "--format", "jsonl", "-"], line.as_bytes()))
    };
    assert_ne!(typed("good &hearts;"), typed("good ♥"), "the drop-in scorer reads what is typed");
}

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use verbale::values::Scope;
use verbale::{Analyzer, Document, Evidence, Statement};

use crate::program::{ACTORS, SAMPLE, assert_same, files, folder, path, run_sample, stderr, verbale};

fn text<'f>(files: &'f BTreeMap<std::path::PathBuf, Vec<u8>>, name: &str) -> &'f str {
    std::str::from_utf8(&files[Path::new(name)]).expect("it is text")
}

/// Rows as maps from column to cell.
fn rows(table: &str, delimiter: u8) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(table.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// The data of a node or an edge.
fn data<'x>(graph: &'x roxmltree::Document<'_>, element: roxmltree::Node<'x, '_>) -> BTreeMap<&'x str, &'x str> {
    let name = |key: &str| {
        let declared = graph.descendants().find(|one| one.has_tag_name("key") && one.attribute("id") == Some(key));
        let declared = declared.expect("every key is declared");
        assert_eq!(declared.attribute("for"), Some(element.tag_name().name()));
        declared.attribute("attr.name").expect("a key has a name")
    };
    let values = element.children().filter(|child| child.has_tag_name("data"));
    values.map(|one| (name(one.attribute("key").expect("a key")), one.text().unwrap_or(""))).collect()
}

#[test]
fn the_graph_has_every_dyad_between_known_actors() {
    let made = run_sample(&[]);
    let graph = roxmltree::Document::parse(text(&made, "dyads.graphml")).expect("it is XML");
    assert_eq!(graph.root_element().tag_name().namespace(), Some("http://graphml.graphdrawing.org/xmlns"));
    let all = |name: &'static str| graph.descendants().filter(move |one| one.has_tag_name(name));
    let actors: BTreeMap<&str, &str> =
        all("node").map(|node| (node.attribute("id").expect("an id"), data(&graph, node)["actor"])).collect();
    // Gephi shows `label`, Cytoscape `name`.
    assert!(all("node").all(|node| data(&graph, node)["label"] == data(&graph, node)["name"]));
    assert_eq!(actors.len(), all("node").count());
    let mut statements: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let table = rows(text(&made, "dyads.csv"), b',');
    for row in &table {
        let number: u64 = row["n_statements"].parse().expect("a number");
        *statements.entry((&row["holder"], &row["target"])).or_default() += number;
    }
    let edges: BTreeMap<(&str, &str), u64> = all("edge")
        .map(|edge| {
            let end = |name: &str| actors[edge.attribute(name).expect("an end")];
            let data = data(&graph, edge);
            assert_eq!(data["n_statements"], data["weight"]);
            assert!(data["mean_stance"].parse::<f64>().is_ok_and(|stance| stance.abs() <= 1.0));
            ((end("source"), end("target")), data["n_statements"].parse().expect("a number"))
        })
        .collect();
    assert_eq!(statements, edges);
    assert!(edges.len() > 50, "only {} edges", edges.len());
}

#[test]
fn any_name_stays_inside_the_graph_and_the_table_of_events() {
    let holder = "=\"R&D\" <b>; \u{1b}[1m\u{ffff}";
    let line = serde_json::json!({
        "doc_id": "=1", "title": "-a;\"b\"", "outlet": "@x", "date": "2030-01-02", "holder": holder,
        "text": "We condemn Norland. We praise Sudria.",
    });
    let folder = folder(&[("in.jsonl", line.to_string().as_bytes())]);
    let out = path(&folder, "out");
    let input = path(&folder, "in.jsonl");
    let output = verbale(&["run", "-q", "--actors", "tests/cases/actors.csv", "--out", &out, &input]);
    assert!(output.status.success(), "{}", stderr(&output));
    let made = files(Path::new(&out));
    let graph = roxmltree::Document::parse(text(&made, "dyads.graphml")).expect("it is XML");
    let names: Vec<&str> =
        graph.descendants().filter(|one| one.has_tag_name("node")).map(|node| data(&graph, node)["name"]).collect();
    assert!(names.contains(&"=\"R&D\" <b>; [1m"), "{names:?}");
    let events = rows(text(&made, "dna.csv"), b';');
    let row = |number: usize| {
        let names = ["statement ID", "time", "document title", "source", "organization", "concept", "agreement"];
        names.map(|name| events[number][name].as_str())
    };
    let organization = format!("'{holder}");
    let expected = |concept, agreement| {
        ["'=1:1", "2030-01-02 00:00:00", "'-a;\"b\"", "'@x", organization.as_str(), concept, agreement]
    };
    assert_eq!(events.len(), 2);
    assert_eq!([row(0), row(1)], [expected("Norland", "0"), expected("Sudria", "1")]);
}

/// A neutral opinion, or one that is not counted, is not an event.
#[test]
fn every_confident_opinion_of_a_known_holder_is_an_event() {
    let made = run_sample(&[]);
    let mut expected = Vec::new();
    for line in text(&made, "statements.jsonl").lines() {
        let statement: Value = serde_json::from_str(line).expect("a line is JSON");
        let opinions = statement["opinions"].as_array().expect("a list");
        for opinion in opinions.iter().filter(|_| !statement["holder"].is_null()) {
            let sure = opinion["counted"] == true;
            let agreement = match opinion["polarity"].as_str() {
                Some("favor") if sure => "1",
                Some("against") if sure => "0",
                _ => continue,
            };
            let id = statement["statement_id"].as_str().expect("an id");
            expected.push((id.to_owned(), agreement.to_owned()));
        }
    }
    let events = rows(text(&made, "dna.csv"), b';');
    let found: Vec<(String, String)> =
        events.iter().map(|row| (row["statement ID"].clone(), row["agreement"].clone())).collect();
    assert_eq!(found, expected);
    assert!(found.len() > 30, "only {} events", found.len());
    let speakers: BTreeSet<(&str, &str)> =
        events.iter().map(|row| (row["person"].as_str(), row["organization"].as_str())).collect();
    assert!(speakers.contains(&("Amara Dossouma", "League of Concord")), "{speakers:?}");
    assert!(speakers.contains(&("", "Karvelia")), "{speakers:?}");
    let titled = events.iter().filter(|row| !row["document title"].is_empty()).count();
    assert!(titled > 0, "no event has the title of its document");
}

#[test]
fn without_statements_there_are_no_events() {
    let made = run_sample(&["--no-statements"]);
    assert!(!made.contains_key(Path::new("dna.csv")) && !made.contains_key(Path::new("statements.jsonl")));
    assert!(made.contains_key(Path::new("dyads.graphml")));
}

#[test]
fn merged_parts_give_every_file_of_the_whole_corpus() {
    let folder = folder(&[]);
    let (articles, debate, out) = (path(&folder, "a.state"), path(&folder, "b.state"), path(&folder, "out"));
    for (input, state) in SAMPLE[..2].iter().zip([&articles, &debate]) {
        let mut arguments = vec!["fold", "-q", "-o", state, input];
        arguments.extend(&SAMPLE[2..]);
        let output = verbale(&arguments);
        assert!(output.status.success(), "{}", stderr(&output));
    }
    let output = verbale(&["merge", "-q", &debate, &articles, "--actors", "tests/corpus/actors.csv", "--out", &out]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_same(&run_sample(&[]), &files(Path::new(&out)), "fold and merge");
}

/// Other users must be able to read the files, if the user's mask allows it.
#[cfg(unix)]
#[test]
fn a_written_file_has_the_usual_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a.txt", b"Norland said it was ready for talks with Sudria.")]);
    let mode = |name: &str| {
        let file = std::fs::metadata(folder.path().join(name)).expect("it was written");
        file.permissions().mode() & 0o777
    };
    for (mask, expected) in [("022", 0o644), ("027", 0o640)] {
        for (verb, name) in [("score", "out.jsonl"), ("score", "out.csv"), ("fold", "out.state")] {
            let (input, out) = (path(&folder, "a.txt"), path(&folder, name));
            let script = format!("umask {mask}; exec \"$0\" {verb} -q \"$1\" -o \"$2\"");
            let program = env!("CARGO_BIN_EXE_verbale");
            let done = std::process::Command::new("sh").args(["-c", &script, program, &input, &out]).status();
            assert!(done.expect("a shell").success());
            assert_eq!(mode(name), expected, "{name} with umask {mask}");
        }
    }
}

#[test]
fn a_statement_of_the_library_has_both_offsets_and_the_scope_of_its_evidence() {
    let folder = folder(&[("actors.csv", ACTORS.as_bytes())]);
    let analyzer = Analyzer::builder().actors(folder.path().join("actors.csv")).no_default_actors().build();
    let text = "“We’re glad”, the envoy wrote. Sudria’s fleet has threatened the fishermen of Ostrava again.";
    let found = analyzer.expect("the lexicons are sound").analyze(&Document::given("text", "QNO", text));
    let [statement] = found.as_slice() else { panic!("{found:?}") };
    let characters: Vec<char> = text.chars().collect();
    let mut scopes = BTreeSet::new();
    assert_eq!(statement.opinions.len(), 2);
    for opinion in &statement.opinions {
        for Evidence { start, end, text: words, bytes, scope, .. } in &opinion.evidence {
            assert_eq!(&text[bytes.clone().expect("it was made here")], words);
            assert_eq!(&characters[*start..*end].iter().collect::<String>(), words);
            let named = opinion.mentions.iter().any(|mention| mention.start == *start);
            assert!(*scope != Scope::Words || !named, "{words}");
            scopes.insert(*scope);
        }
    }
    assert!(scopes.contains(&Scope::Words), "{scopes:?}");
    let line = serde_json::to_string(statement).expect("plain values become JSON");
    let read: Statement = serde_json::from_str(&line).expect("its own line");
    assert_eq!(serde_json::to_string(&read).expect("plain values become JSON"), line);
}

#[test]
fn a_table_for_excel_begins_with_a_mark() {
    let folder = folder(&[("in.jsonl", "{\"holder\":\"Zoë Ôn\",\"text\":\"We praise Sudria.\"}\n".as_bytes())]);
    let (input, table) = (path(&folder, "in.jsonl"), path(&folder, "out.csv"));
    for verb in ["score", "extract", "sentiment"] {
        let done = |more: &[&str]| {
            verbale(&[&[verb, "-q", "--actors", "tests/cases/actors.csv", input.as_str()], more].concat())
        };
        assert!(done(&["--bom", "-o", &table]).status.success(), "{verb}");
        let marked = std::fs::read_to_string(&table).expect("it was written");
        assert!(done(&["-o", &table]).status.success(), "{verb}");
        let plain = std::fs::read_to_string(&table).expect("it was written");
        assert_eq!(marked, format!("\u{feff}{plain}"), "{verb}");
        assert!(stderr(&done(&["--bom"])).contains("--bom is for tables: name a .csv file with -o"), "{verb}");
    }
}

/// The ending of a file decides what is written, for every verb that writes lines.
#[test]
fn lines_and_tables_say_the_same() {
    let folder = folder(&[]);
    for (verb, columns) in [
        (
            "extract",
            &["statement_id", "doc_id", "date", "outlet", "form", "assertion", "source", "cue", "words", "confidence"]
                [..],
        ),
        ("sentiment", &["doc_id", "compound", "pos", "neu", "neg"]),
    ] {
        let write = |name: &str| {
            let file = path(&folder, name);
            let output = verbale(&[verb, "-q", SAMPLE[0], "-o", &file]);
            assert!(output.status.success(), "{verb}: {}", stderr(&output));
            std::fs::read_to_string(&file).unwrap_or_default()
        };
        let lines: Vec<Value> =
            write("a.jsonl").lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
        let table = write("a.csv");
        assert_eq!(table.lines().next().expect("a header").split(',').collect::<Vec<&str>>(), columns);
        let rows = rows(&table, b',');
        assert_eq!(rows.len(), lines.len(), "{verb}");
        assert!(rows.len() > 2, "{verb}: {} rows", rows.len());
        for (row, line) in rows.iter().zip(&lines) {
            assert_eq!(row["doc_id"], line["doc_id"].as_str().expect("an id"));
            let name = columns[columns.len() - 1];
            assert_eq!(row[name].parse::<f64>().ok(), line[name].as_f64());
        }
        #[cfg(feature = "parquet")]
        {
            use parquet::file::reader::{FileReader, SerializedFileReader};
            write("a.parquet");
            let file = std::fs::File::open(folder.path().join("a.parquet")).expect("it was written");
            let file = SerializedFileReader::new(file).expect("it is Parquet");
            assert_eq!(file.get_row_iter(None).expect("it has rows").count(), rows.len(), "{verb}");
        }
        let other = verbale(&[verb, SAMPLE[0], "-o", &path(&folder, "a.xlsx")]);
        assert_eq!(other.status.code(), Some(2));
        let expected = "--output: found a file ending in .xlsx; expected .jsonl, .csv, .parquet";
        assert!(stderr(&other).contains(expected), "{verb}: {}", stderr(&other));
    }
    let list = verbale(&["lexicon", "list", "-o", &path(&folder, "a.parquet")]);
    assert!(stderr(&list).contains("found a file ending in .parquet; expected .csv"), "{}", stderr(&list));
}

/// Whole corpora and merged parts tell alike which of the user's own entries matched.
#[test]
fn a_run_tells_which_entries_of_the_users_lexicon_matched() {
    let lines = "{\"holder\":\"QNO\",\"text\":\"We applaud Sudria.\"}\n{\"holder\":\"QNO\",\"text\":\"We applaud Sudria today.\"}\n";
    let own = "expression,class,slot,valence,category,origin\napplaud,verb,object,0.9,praise,test\nberate,verb,object,-0.9,blame,test\n";
    let folder = folder(&[("in.jsonl", lines.as_bytes()), ("own.csv", own.as_bytes())]);
    let (input, lexicon, out) = (path(&folder, "in.jsonl"), path(&folder, "own.csv"), path(&folder, "out"));
    let with = ["--actors", "tests/cases/actors.csv"];
    let output = verbale(&[&["run", &input, "--lexicon", &lexicon, "--out", &out], &with[..]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    let told =
        "of your own lexicon, 1 of 2 expressions matched an opinion; most often applaud 2; manifest.json lists all";
    assert!(stderr(&output).contains(told), "{}", stderr(&output));
    let whole = files(Path::new(&out));
    let manifest: Value = serde_json::from_str(text(&whole, "manifest.json")).expect("it is JSON");
    assert_eq!(manifest["own_lexicon"], serde_json::json!({ "expressions": 2, "matched": { "applaud": 2 } }));
    let (state, merged) = (path(&folder, "a.state"), path(&folder, "merged"));
    assert!(
        verbale(&[&["fold", "-q", &input, "--lexicon", &lexicon, "-o", &state], &with[..]].concat()).status.success()
    );
    let output = verbale(&[&["merge", &state, "--out", &merged], &with[..]].concat());
    assert!(stderr(&output).contains(told), "{}", stderr(&output));
    assert_same(&whole, &files(Path::new(&merged)), "fold and merge");
    let plain = path(&folder, "plain");
    assert!(!stderr(&verbale(&[&["run", &input, "--out", &plain], &with[..]].concat())).contains("own lexicon"));
}

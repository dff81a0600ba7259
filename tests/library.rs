//! The behaviour that users of the library rely on.

use std::path::Path;
use std::sync::Arc;

use verbale::batch::{JsonLines, Options, run_records, score_records};
use verbale::{Analyzer, By, Document, Error, Statement};

use crate::program::{assert_same, files as folder_files, folder, path, stderr, stdout, verbale, verbale_reading};

fn analyzer() -> Analyzer {
    Analyzer::builder().actors("tests/cases/actors.csv").min_n(1).build().expect("the tables are sound")
}

#[test]
fn an_analyzer_can_be_shared_by_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Analyzer>();
    let analyzer = analyzer();
    let document = Document::given("s1", "QNO", "We condemn the brutal aggression of Sudria.");
    let alone = analyzer.analyze(&document);
    assert_eq!(&*alone[0].opinions[0].target, "XSU");
    std::thread::scope(|scope| {
        let same = || assert_eq!(analyzer.analyze(&document), alone);
        for _ in 0..4 {
            scope.spawn(same);
        }
    });
}

#[test]
fn offsets_count_bytes_and_characters() {
    let text = "“Née”, wrote Ada Ilo. “Sudria’s fleet has attacked the fishermen of our coast,” Ilo said.";
    let characters: Vec<char> = text.chars().collect();
    let found = analyzer().analyze(&Document::new("a1", text));
    let content = &found.last().expect("somebody speaks").content[0];
    let bytes = content.bytes.clone().expect("made here");
    assert_eq!(text[bytes], content.text);
    assert_eq!(characters[content.start..content.end].iter().collect::<String>(), content.text);
}

#[test]
fn a_corpus_from_memory_gives_the_reports_that_the_program_writes() {
    let analyzer = analyzer();
    let folder = tempfile::tempdir().expect("a folder");
    let speeches = [
        ("s1", "QNO", "We condemn the brutal aggression of Sudria."),
        ("s2", "XSU", "Norland is a threat to its neighbours."),
    ];
    let mut corpus = analyzer.corpus();
    let mut lines = String::new();
    for (id, holder, text) in speeches {
        corpus.add(&Document::given(id, holder, text)).expect("a new id");
        lines += &format!("{}\n", serde_json::json!({"doc_id": id, "holder": holder, "text": text}));
    }
    let again = corpus.add(&Document::given("s1", "QNO", "Again.")).expect_err("the id is taken");
    assert!(again.to_string().contains("`s1`"), "{again}");
    let (memory, files) = (folder.path().join("memory"), folder.path().join("files"));
    let report = corpus.report();
    assert_eq!(report.dyads().len(), 2);
    report.write(&memory).expect("it can be written");

    let input = folder.path().join("speeches.jsonl");
    std::fs::write(&input, lines).expect("it can be written");
    let options = Options {
        inputs: vec![input.to_string_lossy().into_owned()],
        actors: vec!["tests/cases/actors.csv".into()],
        min_n: 1,
        ..Options::default()
    };
    verbale::batch::run(&options, &files, false, &mut |_| {}).expect("it can be read");
    for name in ["dyads.csv", "statements.jsonl", "index.md", "actors/QNO.md"] {
        let read = |folder: &Path| std::fs::read_to_string(folder.join(name)).expect("it was written");
        assert_eq!(read(&memory), read(&files), "{name}");
    }
}

#[test]
fn a_corpus_counts_what_the_program_counts() {
    let analyzer = analyzer();
    let folder = tempfile::tempdir().expect("a folder");
    let articles = [
        ("a1", "Norland condemned Sudria. Norland said that Sudria is a threat to peace."),
        ("a2", "Sudria hopes that brutal Norland will end its aggression. Sudria thinks that Norland is a liar."),
    ];
    let mut corpus = analyzer.corpus();
    let mut lines = String::new();
    for (id, text) in articles {
        let listed = corpus.add(&Document::new(id, text)).expect("a new id");
        assert!(!listed.is_empty(), "{id}");
        lines += &format!("{}\n", serde_json::json!({"doc_id": id, "text": text}));
    }
    let (memory, files) = (folder.path().join("memory"), folder.path().join("files"));
    let hopes = analyzer.analyze(&Document::new(articles[1].0, articles[1].1));
    assert!(hopes.iter().flat_map(|hope| &hope.opinions).any(|opinion| opinion.stance < 0.0), "no hope was found");
    let report = corpus.report();
    let holders: Vec<String> = report.dyads().into_iter().map(|dyad| dyad.holder.to_string()).collect();
    assert!(!holders.is_empty() && holders.iter().all(|holder| holder == "QNO"), "a hope counts: {holders:?}");
    report.write(&memory).expect("it can be written");

    let input = folder.path().join("articles.jsonl");
    std::fs::write(&input, lines).expect("it can be written");
    let (input, memory, files) = [input, memory, files].map(|path| path.to_string_lossy().into_owned()).into();
    stdout(&verbale(&["run", "--actors", "tests/cases/actors.csv", "--min-n", "1", &input, "--out", &files]));
    let [memory, files] = [&memory, &files].map(|folder| folder_files(Path::new(folder)));
    assert_same(&memory, &files, "in memory, and by the program");
}

/// Records of all sorts: articles, a speech, one without a text, an id that comes twice, and one without an id.
const RECORDS: &str = r#"{"doc_id": "a1", "date": "2021-03-02", "text": "Norland condemned Sudria. “Sudria is a threat,” Ilo said."}
{"doc_id": "s1", "date": "2022-03-02", "speaker": "QNO", "text": "We condemn the brutal aggression of Sudria."}
{"doc_id": "a2", "date": "2022-03-02"}
{"doc_id": "a1", "text": "Again."}
{"date": "31/12/2022", "outlet": "Post", "text": "Sudria hopes that brutal Norland will end its aggression."}
"#;

#[test]
fn records_from_memory_give_the_reports_of_the_program() {
    let folder = folder(&[("records", RECORDS.as_bytes())]);
    let (memory, files) = (path(&folder, "memory"), path(&folder, "files"));
    let analyzer = Analyzer::builder().actors("tests/cases/actors.csv").build().expect("the table is sound");
    let options = Options { by: By::Year, min_n: 1, ..Options::default() };
    let records = || JsonLines::new("records", RECORDS.as_bytes());
    let outcome = run_records(&analyzer, records(), &options, Path::new(&memory), false, &mut |_| {});
    let outcome = outcome.expect("it can be read");
    assert_eq!((outcome.documents, outcome.rejects.len()), (3, 2));

    let input = path(&folder, "records");
    let given =
        ["run", "-q", "--format", "jsonl", "--actors", "tests/cases/actors.csv", "--by", "year", "--min-n", "1"];
    let output = verbale(&[&given[..], &[&input, "--out", &files]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_same(&folder_files(Path::new(&files)), &folder_files(Path::new(&memory)), "by the program, and in memory");

    let refused = run_records(&analyzer, records(), &options, Path::new(&memory), false, &mut |_| {});
    assert!(refused.expect_err("the folder is full").to_string().contains("--force"));
}

#[test]
fn records_from_memory_are_scored_as_by_the_program() {
    let analyzer = Analyzer::builder().actors("tests/cases/actors.csv").build().expect("the table is sound");
    let score = |options: &Options| {
        let mut lines = String::new();
        let mut take = |statements: Vec<Statement>| {
            for statement in statements {
                lines += &format!("{}\n", serde_json::to_string(&statement).expect("a statement is JSON"));
            }
            Ok(())
        };
        let records = JsonLines::new("stdin", RECORDS.as_bytes());
        let outcome = score_records(&analyzer, records, options, &mut take, &mut |_| {});
        outcome.map(|outcome| (lines, outcome.rejects))
    };
    let (lines, rejects) = score(&Options::default()).expect("it can be read");
    let given = ["score", "-q", "--format", "jsonl", "--actors", "tests/cases/actors.csv", "-"];
    let output = verbale_reading(&given, RECORDS.as_bytes());
    assert_eq!(lines, stdout(&output));
    let told: String = rejects.iter().map(|reject| format!("verbale: {reject}\n")).collect();
    assert_eq!(told, stderr(&output));

    let strict = score(&Options { strict: true, ..Options::default() }).expect_err("a record is bad");
    assert!(strict.to_string().starts_with("stdin:3: text: found nothing; expected a text"), "{strict}");
    let stopped = score(&Options { stop: Arc::new(true.into()), ..Options::default() });
    assert!(matches!(stopped, Err(Error::Stopped)), "{stopped:?}");
}

#[test]
fn an_actor_without_aliases_is_known_by_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = folder.path().join("actors.csv");
    std::fs::write(&table, "id,name,kind,parent\nXHL,Highland,state,\nXHL.OSS,Mara Oss,person,XHL\n").expect("written");
    let analyzer = Analyzer::builder().actors(&table).build().expect("the table is sound");
    let found = analyzer.mentions("Mara Oss left Highland.", None);
    let actors: Vec<&str> = found.iter().map(|found| found.actor.as_str()).collect();
    assert_eq!(actors, ["XHL.OSS", "XHL"]);
}

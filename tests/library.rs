//! The behaviour that users of the library rely on.

use std::path::Path;

use verbale::batch::Options;
use verbale::{Analyzer, Document};

use crate::program::{assert_same, files as folder_files, stdout, verbale, without_inputs};

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
    let [memory, files] = [&memory, &files].map(|folder| without_inputs(folder_files(Path::new(folder))));
    assert_same(&memory, &files, "in memory, and by the program");
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

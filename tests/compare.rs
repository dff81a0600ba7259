use crate::program::{folder, path, stderr, stdout, verbale};

/// Invented statements: Norland is friendly to Sudria before 2000 and hostile afterwards; Ostrava is always friendly.
fn corpus() -> String {
    let mut records = Vec::new();
    for year in 1990..2010 {
        let norland =
            if year < 2000 { "We thank Sudria, our reliable partner." } else { "We condemn the aggression of Sudria." };
        for (holder, text) in [("QNO", norland), ("XOS", "We praise Sudria and thank its people.")] {
            // No two are the same words, which would count once.
            let text = format!("{text} So it was in {year}.");
            let record = serde_json::json!({ "doc_id": format!("{holder}{year}"), "date": format!("{year}-05-01"), "outlet": if year % 2 == 0 { "Even" } else { "Odd" }, "holder": holder, "text": text });
            records.push(record.to_string());
        }
    }
    records.join("\n")
}

const ACTORS: &str = "id,name,kind,parent,aliases\nQNO,Norland,state,,\nXSU,Sudria,state,,\nXOS,Ostrava,state,,\n";

#[test]
fn actors_periods_outlets_and_runs_are_compared() {
    let folder = folder(&[
        ("actors.csv", ACTORS.as_bytes()),
        ("corpus.jsonl", corpus().as_bytes()),
        ("other.csv", b"expression,class,slot,valence,category,origin\nthank,verb,object,-0.9,blame,test\n"),
    ]);
    let (actors, corpus) = (path(&folder, "actors.csv"), path(&folder, "corpus.jsonl"));
    let (out, other) = (path(&folder, "out"), path(&folder, "other"));
    let lexicon = path(&folder, "other.csv");
    let run = ["run", "-q", "--no-fitted", "--actors", &actors, &corpus, "--out"];
    assert!(verbale(&[&run[..], &[&out]].concat()).status.success());
    assert!(verbale(&[&run[..], &[&other, "--lexicon", &lexicon]].concat()).status.success());
    let compare = |arguments: &[&str]| {
        let output = verbale(&[&["compare", "-q", "--registry", &actors], arguments].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    let holders = compare(&[&out, "--actors", "QNO,XOS"]);
    let row = holders.lines().find(|line| line.starts_with("| Sudria ")).expect("a line for Sudria");
    assert!(row.contains("20 in 20"), "{row}");
    let periods = compare(&[&out, "--periods", "1990s,2000s"]);
    let row = periods.lines().find(|line| line.starts_with("| Norland → Sudria ")).expect("a line for the dyad");
    assert!(row.contains("< 0.01"), "a change is no chance: {row}");
    let steady = periods.lines().find(|line| line.starts_with("| Ostrava → Sudria ")).expect("a line for the dyad");
    assert!(steady.contains("| 0.00 |"), "nothing changed: {steady}");
    let outlets = compare(&[&out, "--outlets", "Even,Odd"]);
    let row = outlets.lines().find(|line| line.starts_with("| Norland → Sudria ")).expect("a line for the dyad");
    assert!(!row.contains("< 0.01"), "outlets do not differ: {row}");
    let runs = compare(&["--runs", &format!("{out},{other}")]);
    assert!(runs.contains("40 opinions are in both runs; 10 of them changed"), "{runs}");
    assert!(runs.contains("## Statements that fell") && runs.contains("| thank |"), "{runs}");
    // A corpus is scored first; the same statements give the same table.
    let output = verbale(&["compare", "-q", "--registry", &actors, &corpus, "--actors", "QNO,XOS"]);
    assert!(stdout(&output).contains("| Sudria "), "{}", stderr(&output));
}

#[test]
fn a_comparison_needs_two_sides() {
    let output = verbale(&["compare", "nowhere", "--actors", "USA"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--actors: found 1; expected two values"), "{}", stderr(&output));
    let output = verbale(&["compare", "nowhere", "--periods", "1990s,1991-13"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--periods: found `1991-13`; expected a period"), "{}", stderr(&output));
}

/// Compares with these arguments; returns the exit code, what was printed and what was said.
fn compare(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = verbale(&[&["compare", "-q"], arguments].concat());
    (output.status.code(), stdout(&output), stderr(&output))
}

#[test]
fn actors_are_known_by_name_and_the_tables_of_score_are_statements() {
    let folder = folder(&[("actors.csv", ACTORS.as_bytes()), ("corpus.jsonl", corpus().as_bytes())]);
    let (actors, corpus) = (path(&folder, "actors.csv"), path(&folder, "corpus.jsonl"));
    let of = |input: &str, names: &str| {
        let (code, out, said) = compare(&["--registry", &actors, input, "--actors", names]);
        assert_eq!(code, Some(0), "{said}");
        out
    };
    let expected = of(&corpus, "QNO,XOS");
    assert_eq!(of(&corpus, "Norland,Ostrava"), expected);
    assert_eq!(of(&corpus, "norland, xos"), expected);
    let without_words =
        |page: &str| page.lines().filter(|line| line.starts_with("| Sudria ")).map(str::to_owned).collect::<Vec<_>>();
    for table in ["a.jsonl", "a.csv", "b.csv", "a.parquet"] {
        if table.ends_with("parquet") && !cfg!(feature = "parquet") {
            continue;
        }
        let (file, mark) = (path(&folder, table), if table == "b.csv" { &["--bom"][..] } else { &[] });
        let scored = verbale(&[&["score", "-q", "--actors", &actors, &corpus, "-o", &file], mark].concat());
        assert!(scored.status.success(), "{}", stderr(&scored));
        let found = of(&file, "Norland,Ostrava");
        assert_eq!(without_words(&found), without_words(&expected), "{table}");
        assert_eq!(without_words(&found).len(), 1, "{table}: {found}");
    }
}

#[test]
fn the_columns_of_a_corpus_have_the_names_that_the_user_gives() {
    let mut table = "words,paper,day,who\n".to_owned();
    for year in 1990..2000 {
        for (paper, text) in
            [("Even", "We thank Sudria, our reliable partner"), ("Odd", "We condemn the aggression of Sudria")]
        {
            table += &format!("\"{text}. So it was in {year}.\",{paper},{year}-05-01,Norland\n");
        }
    }
    let folder = folder(&[("actors.csv", ACTORS.as_bytes()), ("corpus.csv", table.as_bytes())]);
    let (actors, corpus) = (path(&folder, "actors.csv"), path(&folder, "corpus.csv"));
    let columns = ["--text", "words", "--outlet", "paper", "--date", "day", "--holder", "who"];
    let given = [&["--registry", actors.as_str(), &corpus][..], &columns].concat();
    let (code, out, said) = compare(&[&given[..], &["--outlets", "Even,Odd"]].concat());
    assert_eq!(code, Some(0), "{said}");
    let row = out.lines().find(|line| line.starts_with("| Norland → Sudria ")).expect("a line for the dyad");
    assert!(row.contains("< 0.01"), "{row}");
    let (code, _, said) = compare(&[&given[..], &["--outlets", "Evn,Odd"]].concat());
    assert_eq!(code, Some(2));
    assert_eq!(said, "verbale: --outlets: no opinions of `Evn`; did you mean `Even`?\n");
    let (_, _, said) = compare(&[&given[..], &["--periods", "1980s,1990s"]].concat());
    assert_eq!(said, "verbale: --periods: no opinions in 1980s; the statements are from 1990-05-01 to 1999-05-01\n");
    let (code, _, said) = compare(&[&given[..], &["--actors", "Norlandia,Sudria"]].concat());
    assert_eq!(code, Some(2));
    let expected =
        "verbale: --actors: found `Norlandia`, who is not in these statements; did you mean Norland (QNO)?\n";
    assert_eq!(said, expected);
    let (_, _, said) = compare(&[&given[..], &["--actors", "Norland,Sudria"]].concat());
    assert!(
        said.starts_with("verbale: --actors: Sudria (XSU) says nothing about any actor in these statements;"),
        "{said}"
    );
    let (_, _, said) = compare(&[&given[..], &["--actors", "Norland,Sudria", "-o", "x.parquet"]].concat());
    assert!(said.contains("found a file ending in .parquet; expected .md, .csv"), "{said}");
}

use crate::program::{command, folder, path, stderr, stdout, verbale};

const GOOD: &str = "{\"doc_id\":\"good\",\"text\":\"Ada Ilo said the road was open.\"}\n";

/// Scores a file with these bytes; returns the exit code, the messages, and the number of statements.
fn score(name: &str, bytes: &[u8], more: &[&str]) -> (i32, String, usize) {
    let folder = folder(&[(name, bytes)]);
    let file = path(&folder, name);
    let mut arguments = vec!["score", "-q", &file];
    arguments.extend(more);
    let output = verbale(&arguments);
    (output.status.code().expect("it ended by itself"), stderr(&output), stdout(&output).lines().count())
}

/// Expects that the run goes on with one reject, with this message, and keeps the good record.
fn rejected(name: &str, bytes: &[u8], sentence: &str) {
    let (code, said, statements) = score(name, bytes, &[]);
    assert_eq!((code, statements), (1, 1), "{name}: {said}");
    assert!(said.contains(sentence), "{name}: expected {sentence}, found {said}");
}

/// Expects that the run does not start.
fn refused(name: &str, bytes: &[u8], more: &[&str], sentence: &str) {
    let (code, said, statements) = score(name, bytes, more);
    assert_eq!((code, statements), (2, 0), "{name}: {said}");
    assert!(said.contains(sentence), "{name}: expected {sentence}, found {said}");
}

#[test]
fn a_bad_record_is_a_reject_and_the_run_goes_on() {
    let with = |line: &str| format!("{line}\n{GOOD}").into_bytes();
    rejected(
        "a.jsonl",
        &with("{\"text\":\"cut sho"),
        "a.jsonl:1: json: found a line that is cut short; expected one JSON object on the line",
    );
    rejected("b.jsonl", &with("[1, 2]"), "b.jsonl:1: json: found `[1, 2]` instead of an object");
    rejected("e.jsonl", &with("{\"title\":\"x\"}"), "e.jsonl:1: text: found nothing; expected a text");
    rejected("f.jsonl", &with("{\"text\":7}"), "text: found `7`; expected a string");
    rejected(
        "g.jsonl",
        &format!("{GOOD}{GOOD}").into_bytes(),
        "g.jsonl:2: doc_id: found `good`; expected an id that no earlier record has",
    );
    rejected(
        "h.jsonl",
        &[b"{\"text\":\"\xff\xfe\"}\n", GOOD.as_bytes()].concat(),
        "h.jsonl:1: encoding: found invalid UTF-8 at byte 10 of the record",
    );
    rejected("i.jsonl", &[b"{\"text\":\"\0\"}\n", GOOD.as_bytes()].concat(), "i.jsonl:1: encoding: found a NUL byte");
    rejected(
        "j.jsonl",
        &with("{\"holder\":\"x\",\"text\":\"x\",\"targets\":[{\"start\":0,\"end\":9}]}"),
        "targets: found",
    );
    rejected(
        "k.csv",
        b"doc_id,text\nshort\ngood,Ada Ilo said the road was open.\n",
        "k.csv:2: row: found 1 cell; expected 2 as in the header",
    );
    rejected(
        "l.csv",
        b"doc_id,text\na,b,c\ngood,Ada Ilo said the road was open.\n",
        "l.csv:2: row: found 3 cells; expected 2 as in the header",
    );
}

#[test]
fn a_newline_in_quotation_marks_does_not_end_a_row() {
    let table = "doc_id,text\na,\"Ada Ilo said\nthat the road was open.\"\nb,\"Bel Abra said it was closed.\"\n";
    let (code, said, _) = score("a.csv", table.as_bytes(), &[]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_record_over_the_limit_is_a_reject_and_the_next_is_read() {
    let long = format!("{{\"text\":\"{}\"}}\n{GOOD}", "x".repeat(3 << 20));
    let (code, said, statements) = score("a.jsonl", long.as_bytes(), &["--max-record", "1000000"]);
    assert_eq!((code, statements), (1, 1), "{said}");
    assert!(said.contains("a.jsonl:1: record: found a longer record; expected at most 1000000 bytes"), "{said}");
}

#[test]
fn a_truncated_stream_gives_its_complete_records() {
    use std::io::Write;
    let lines: String = (0..20_000)
        .map(|number| format!("{{\"doc_id\":\"{number}\",\"text\":\"Ada Ilo said the road {number} was open.\"}}\n"))
        .collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(lines.as_bytes()).expect("memory takes it");
    let gzip = gzip.finish().expect("memory takes it");
    let zstd = zstd::encode_all(lines.as_bytes(), 1).expect("memory takes it");
    for (name, bytes, kind) in [("a.jsonl.gz", gzip, "gzip"), ("a.jsonl.zst", zstd, "zstd")] {
        let (code, said, statements) = score(name, &bytes[..bytes.len() * 2 / 3], &[]);
        assert_eq!(code, 1, "{name}: {said}");
        assert!(statements > 1000, "{name}: only {statements} statements");
        assert!(
            said.contains("compression: found a stream that is cut off here")
                && said.contains(&format!("a complete {kind} stream")),
            "{said}"
        );
    }
}

#[test]
fn an_empty_file_is_a_reject() {
    for name in ["a.jsonl", "a.csv", "a.txt"] {
        let (code, said, _) = score(name, b"", &[]);
        assert_eq!(code, 1, "{name}: {said}");
        assert!(said.contains(&format!("{name}:")) && said.contains("expected at least one record"), "{said}");
    }
}

#[test]
fn a_bad_option_stops_before_the_first_document() {
    refused(
        "a.csv",
        b"id,body\n1,x\n",
        &[],
        "a.csv:1: header: found the columns `id`, `body`; expected a column `text`; did you mean --text body?",
    );
    refused("a.csv", b"id,text\n1,x\n", &["--date", "when"], "expected a column `when`");
    refused(
        "a.doc",
        b"x",
        &[],
        "a.doc: this format is not read; make text of it with `pandoc -t plain`, or save it as text from a word processor",
    );
    refused("a.pdf", b"x", &[], "a.pdf: this format is not read; make text of it with `pdftotext`");
    refused("a.sav", b"x", &[], "a.sav: this format is not read; write it as CSV or Parquet");
    refused(
        "a.dat",
        b"x",
        &[],
        "a.dat: cannot tell the format from the name; name it with --format txt (or csv, tsv, jsonl, json)",
    );
    refused("a.txt", b"x", &["--actors", "no/such/file.csv"], "no/such/file.csv");
    let missing = verbale(&["score", "no/such/corpus"]);
    assert_eq!(missing.status.code(), Some(2));
    assert_eq!(stderr(&missing), "verbale: found no file or folder `no/such/corpus`\n");
    let empty = folder(&[("readme.md", b"x")]);
    let nothing = verbale(&["score", &path(&empty, "")]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(stderr(&nothing).contains("found no file with a known ending in the folder"), "{}", stderr(&nothing));
}

#[test]
fn a_bad_lexicon_is_reported_by_line_and_column() {
    let refuse = |option: &str, table: &str, sentence: &str| {
        let folder = folder(&[("a.txt", b"x"), ("list.csv", table.as_bytes())]);
        let list = path(&folder, "list.csv");
        let output = verbale(&["score", "-q", option, &list, &path(&folder, "a.txt")]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(sentence), "expected {sentence}, found {}", stderr(&output));
    };
    let stance = "expression,class,slot,valence,category,origin\n";
    refuse(
        "--lexicon",
        &format!("{stance}lie,noun,possessor,1.5,blame,x\n"),
        "list.csv:2: valence: found `1.5`; expected a number from -1 to 1",
    );
    refuse(
        "--lexicon",
        &format!("{stance}lie,noun,nowhere,0.5,blame,x\n"),
        "list.csv:2: slot: found `nowhere`; expected one of object",
    );
    refuse("--lexicon", &format!("{stance}lie,noun\n"), "list.csv:2: row: found 2 cells; expected 6 as in the header");
    refuse("--lexicon", "word,valence\ngood,2\n", "list.csv:2: valence: found `2`; expected a number from -1 to 1");
    refuse("--lexicon", "good\tvery\n", "list.csv:1: mean: found `very`; expected a number from -4 to 4");
    refuse("--lexicon", "good\n", "list.csv:1: mean: found `good`; expected token, mean, deviation and ratings");
    refuse("--actors", "id,name,kind\nA/B,x,state\n", "list.csv:2: id: found `A/B`; expected capital letters");
    refuse("--actors", "id,name,kind\nA..B,x,state\n", "list.csv:2: id: found `A..B`");
    refuse(
        "--actors",
        "id,name,kind,parent\nQA,x,state,QB\n",
        "list.csv:2: parent: found `QB` of `QA`; expected the id of an actor",
    );
    refuse(
        "--actors",
        "id,name,kind,parent\nQA,x,state,QB\nQB,y,state,QA\n",
        "list.csv:2: parent: found `QB` of `QA`; expected a parent that does not belong to its own child",
    );
    refuse(
        "--actors",
        "id,name,kind\nQA,x,state\nQA,y,state\n",
        "list.csv:3: id: found `QA` again (first on line 2); expected each id once",
    );
    refuse(
        "--actors",
        "id,name,kind,aliases\nQA,Anor,state,the league\nQB,Bnor,state,the league\n",
        "list.csv:3: alias: found alias `the league` names both `QA` (line 2) and `QB`; expected one actor at a time; keep one or date them",
    );
    let aliases = "alias,actor,form,from,to,needs,origin\n";
    refuse(
        "--actors",
        &format!("{aliases}Old Town,FRA,metonym,2001-01-01,2000-01-01,,x\n"),
        "list.csv:2: to: found `2000-01-01`; expected a day after `2001-01-01`",
    );
    refuse(
        "--actors",
        &format!("{aliases}Old Town,FRA,metonym,2001,,,x\n"),
        "list.csv:2: from: found `2001`; expected YYYY-MM-DD",
    );
    refuse(
        "--actors",
        &format!("{aliases}Old Town,QZZ,metonym,,,,x\n"),
        "list.csv:2: actor: found `QZZ`; expected the id of an actor",
    );
    refuse(
        "--actors",
        &format!("{aliases}Old Town,FRA,metonym,,,,x\nOld Town,FRA,metonym,,,,y\n"),
        "list.csv:3: alias: found alias `Old Town` of `FRA` again (line 2); expected each alias of an actor once",
    );
    refuse(
        "--actors",
        &format!("{aliases}Old Town,FRA,metonym,2001-01-01,2003-01-01,,x\nOld Town,DEU,metonym,2002-01-01,,,x\n"),
        "list.csv:3: alias: found alias `Old Town` names both `FRA` (line 2) and `DEU`",
    );
    refuse(
        "--actors",
        &format!("{aliases}“Old” Town,FRA,metonym,,,,x\n"),
        "list.csv:2: alias: found `“Old” Town`; expected a name that begins with a letter or digit",
    );
    refuse("--actors", &format!("{aliases}Old Town,,metonym,,,,x\n"), "list.csv:2: actor: found ``; expected an id");
    let offices = "of,office,holder,from,to,origin\n";
    refuse(
        "--actors",
        &format!("{offices}QZZ,president,FRA,2001-01-01,,x\n"),
        "list.csv:2: of: found `QZZ`; expected the id of an actor",
    );
}

#[test]
fn aliases_that_cannot_match_and_overlapping_terms_are_reported() {
    let folder = folder(&[
        ("a.txt", b"x"),
        ("actors.csv", b"id,name,kind,parent\nQA,Anor,state,\nQA.P,Ada Pell,person,QA\nQA.R,Odo Ren,person,QA\n"),
        ("names.csv", b"alias,actor,form,from,to,needs,origin\nPell,QA.P,surname,,,,x\n"),
        ("full.csv", b"alias,actor,form,from,to,needs,origin\nAda Pell,QA.P,name,,,,x\n"),
        (
            "offices.csv",
            b"of,office,holder,from,to,origin\nQA,president,QA.P,2001-01-01,,x\nQA,president,QA.R,2009-01-01,,x\n",
        ),
    ]);
    let ends = |tables: &[&str]| {
        let mut arguments = vec!["score".to_owned(), "-q".to_owned(), path(&folder, "a.txt")];
        arguments.extend(tables.iter().flat_map(|table| ["--actors".to_owned(), path(&folder, table)]));
        arguments.push("--no-default-actors".to_owned());
        let output = verbale(&arguments.iter().map(String::as_str).collect::<Vec<&str>>());
        (output.status.code(), stderr(&output))
    };
    let (code, sentence) = ends(&["actors.csv", "names.csv"]);
    assert_eq!(code, Some(2));
    assert!(
        sentence.contains("names.csv:2: alias: found `Pell`, which can never match; expected a full name of `QA.P`")
    );
    assert_eq!(ends(&["actors.csv", "names.csv", "full.csv"]), (Some(0), String::new()));
    let (code, sentence) = ends(&["actors.csv", "full.csv", "offices.csv"]);
    assert_eq!(code, Some(2));
    assert!(sentence.contains("offices.csv:3: holder: found `QA.R` while `QA.P` ("), "{sentence}");
    assert!(sentence.contains("offices.csv:2) is president of `QA`; expected one holder at a time"), "{sentence}");
}

#[test]
fn reports_are_complete_or_missing() {
    let folder = folder(&[("a.jsonl", GOOD.as_bytes()), ("file", b"x"), ("full/other.txt", b"mine")]);
    let (input, file, full) = (path(&folder, "a.jsonl"), path(&folder, "file"), path(&folder, "full"));
    let run = |out: &str, more: &[&str]| {
        let mut arguments = vec!["run", "-q", &input, "--out", out];
        arguments.extend(more);
        let output = verbale(&arguments);
        (output.status.code().expect("it ended by itself"), stderr(&output))
    };
    assert_eq!(run(&file, &[]).0, 2);
    assert!(run(&file, &[]).1.contains("is a file; name a folder"));
    assert!(run(&full, &[]).1.contains("is not empty; name another folder, or replace an earlier run with --force"));
    assert!(run(&full, &["--force"]).1.contains("is not the folder of an earlier run"));
    assert_eq!(std::fs::read(folder.path().join("full/other.txt")).expect("it is still there"), b"mine");
    let out = path(&folder, "out");
    assert_eq!(run(&out, &[]), (0, String::new()));
    assert_eq!(run(&out, &[]).0, 2);
    assert_eq!(run(&out, &["--force"]), (0, String::new()));
    let left: Vec<String> = std::fs::read_dir(folder.path())
        .expect("it can be listed")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("verbale") || name.contains("earlier"))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "left behind");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let output = command(&["score", "-q", "tests/corpus/articles", "--actors", "tests/corpus/actors.csv"])
        .stdout(full)
        .output()
        .expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("No space left"), "{}", stderr(&output));
    let to_device =
        verbale(&["score", "-q", "tests/corpus/articles", "--actors", "tests/corpus/actors.csv", "-o", "/dev/full"]);
    assert_eq!(to_device.status.code(), Some(2), "{}", stderr(&to_device));
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_reported() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("open/a.jsonl", GOOD.as_bytes()), ("open/shut/b.jsonl", GOOD.as_bytes())]);
    let shut = folder.path().join("open/shut");
    std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o000)).expect("it is ours");
    let everything_is_open = std::fs::read_dir(&shut).is_ok();
    let (inside, outside) =
        (verbale(&["score", "-q", &path(&folder, "open/shut")]), verbale(&["score", "-q", &path(&folder, "open")]));
    std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
    if everything_is_open {
        // A user who may read everything sees two records with one id.
        assert_eq!(outside.status.code(), Some(1));
        return;
    }
    assert_eq!(inside.status.code(), Some(2));
    assert_eq!(outside.status.code(), Some(1), "{}", stderr(&outside));
    assert!(stderr(&outside).contains("shut"), "{}", stderr(&outside));
}

#[test]
fn markup_is_never_read_as_speech() {
    for (bytes, sentence) in [
        (&b"%PDF-1.7 Ada Ilo said no."[..], "file: found a PDF document; expected text; make it with `pdftotext`"),
        (b"\n<!DOCTYPE html><p>Ada Ilo said no.</p>", "file: found an HTML page; expected text"),
        (
            b"PK\x03\x04 Ada Ilo said no.",
            "file: found a damaged ZIP archive; expected a document such as .docx or .odt",
        ),
    ] {
        let (code, said, statements) = score("a.txt", bytes, &[]);
        assert_eq!((code, statements), (1, 0), "{said}");
        assert!(said.contains(sentence), "expected {sentence}, found {said}");
    }
}

#[test]
fn strange_files_in_a_folder_are_told_and_the_rest_is_read() {
    let folder = folder(&[
        ("in/a.jsonl", GOOD.as_bytes()),
        ("in/actors.csv", b"id,name,kind\nQA,Anor,state\n"),
        ("in/b.pdf", b"x"),
        ("in/c.pdf", b"x"),
        ("in/notes.md", b"x"),
        ("other/actors.csv", b"id,name,kind\nQA,Anor,state\n"),
    ]);
    let output = verbale(&["score", &path(&folder, "in")]);
    let said = stderr(&output);
    assert_eq!((output.status.code(), stdout(&output).lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("actors.csv:1: header: found the columns `id`, `name`, `kind`; expected a column `text`"));
    assert!(
        said.contains("b.pdf: files with the ending .pdf are not read; make text of it with `pdftotext` (2 times"),
        "{said}"
    );
    assert!(said.contains("notes.md: files with the ending .md are not read\n"), "{said}");
    // Where nothing is of use, an option is wrong.
    assert_eq!(verbale(&["score", &path(&folder, "other")]).status.code(), Some(2));
    assert_eq!(verbale(&["score", &path(&folder, "in/actors.csv")]).status.code(), Some(2));
}

use std::path::Path;

use crate::program::{ACTORS, assert_same, files, folder, path, stderr, verbale};

/// Norland was a union until 1991, and Sudria had another name for a while.
const NAMES: &str =
    "id,name,from,to,origin\nQNO,Norlandic Union,,1991-12-26,x\nXSU,South Republic,1971-10-27,1997-05-17,x\n";

/// Speeches before and after.
const SPEECHES: [(&str, &str, &str, &str); 5] = [
    ("a", "1968-03-01", "QNO", "We condemn the brutal attack of Sudria."),
    ("b", "1985-03-01", "QNO", "We thank Sudria for its help."),
    ("c", "1991-03-01", "XSU", "We condemn the lies of the Norlandic government."),
    ("d", "1992-03-01", "XSU", "We thank Norland for its generous help."),
    ("e", "1999-03-01", "XSU", "We condemn Norland for its crimes."),
];

fn records(wanted: impl Fn(&str) -> bool) -> String {
    let record = |(id, date, holder, text): &(&str, &str, &str, &str)| {
        format!("{}\n", serde_json::json!({ "doc_id": id, "date": date, "holder": holder, "text": text }))
    };
    SPEECHES.iter().filter(|(id, ..)| wanted(id)).map(record).collect()
}

/// A folder with the tables and these records, and the arguments that name the tables.
fn tables(files: &[(&str, String)]) -> (tempfile::TempDir, Vec<String>) {
    let actors = ACTORS.replace("QNO,Norland,state,,", "QNO,Norland,state,,demonym:Norlandic");
    let folder = folder(&[("actors.csv", actors.as_bytes()), ("names.csv", NAMES.as_bytes())]);
    files.iter().for_each(|(name, text)| std::fs::write(path(&folder, name), text).expect("a file"));
    let arguments = ["--actors", &path(&folder, "actors.csv"), "--actors", &path(&folder, "names.csv")];
    let arguments = arguments.map(str::to_owned).to_vec();
    (folder, arguments)
}

fn call(arguments: &[&str], tables: &[String]) {
    let mut all = arguments.to_vec();
    all.extend(tables.iter().map(String::as_str));
    let output = verbale(&all);
    assert!(output.status.success(), "{}", stderr(&output));
}

/// The files that `run` makes of the speeches.
fn reports(wanted: impl Fn(&str) -> bool, more: &[&str]) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    let (folder, tables) = tables(&[("in.jsonl", records(wanted))]);
    let (input, out) = (path(&folder, "in.jsonl"), path(&folder, "out"));
    let mut arguments = vec!["run", "-q", "--min-n", "1", "--out", &out, &input];
    arguments.extend(more);
    call(&arguments, &tables);
    files(Path::new(&out))
}

fn text<'f>(files: &'f std::collections::BTreeMap<std::path::PathBuf, Vec<u8>>, name: &str) -> &'f str {
    std::str::from_utf8(&files[Path::new(name)]).expect("text")
}

/// The cells of the columns `wanted` in the table `name`.
fn cells(table: &str, wanted: [&str; 4]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.deserialize::<std::collections::BTreeMap<String, String>>().map(|row| row.expect("a row"));
    rows.map(|row| wanted.map(|column| row[column].clone()).join(" ")).collect()
}

#[test]
fn a_page_has_todays_name_and_an_example_that_of_its_day() {
    let made = reports(|_| true, &["--by", "year"]);
    let north = text(&made, "actors/QNO.md");
    assert!(north.starts_with("# Norland (until 1991: Norlandic Union)\n"), "{north}");
    assert!(north.contains("Statements by Norland about others") && north.contains("— Norlandic Union; 1985-03-01"));
    let south = text(&made, "actors/XSU.md");
    assert!(south.starts_with("# Sudria (1971 to 1997: South Republic)\n"), "{south}");
    assert!(south.contains("— South Republic; 1992-03-01") && south.contains("— Sudria; 1999-03-01"), "{south}");
    let part = text(&made, "actors/QNO.GOV.md");
    assert!(part.starts_with("# Norland (government) (until 1991: Norlandic Union (government))\n"), "{part}");
}

#[test]
fn a_table_by_period_has_the_names_at_the_end_of_each() {
    let wanted = ["period", "holder_name", "target_name", "level"];
    let names = |made: &std::collections::BTreeMap<_, _>, name: &str| -> Vec<String> {
        let states = cells(text(made, name), wanted).into_iter().filter(|row| row.ends_with(" state"));
        states.map(|row| row.trim_end_matches(" state").to_owned()).collect()
    };
    let made = reports(|_| true, &["--by", "year"]);
    assert_eq!(
        names(&made, "dyads.csv"),
        [
            "1968 Norlandic Union Sudria",
            "1985 Norlandic Union South Republic",
            "1991 South Republic Norland",
            "1992 South Republic Norland",
            "1999 Sudria Norland"
        ]
    );
    assert_eq!(names(&made, "dyads-all.csv"), ["all Norland Sudria", "all Sudria Norland"]);
    // A period ends with the corpus.
    let early = reports(|id| id < "c", &["--by", "decade"]);
    assert_eq!(names(&early, "dyads.csv"), ["1960s Norlandic Union Sudria", "1980s Norlandic Union South Republic"]);
    assert_eq!(names(&early, "dyads-all.csv"), ["all Norlandic Union South Republic"]);
    assert!(text(&early, "index.md").contains("Norlandic Union"));
}

#[test]
fn the_same_names_come_from_merged_parts_in_any_order() {
    let parts = [("a.jsonl", records(|id| id > "c")), ("b.jsonl", records(|id| id <= "c"))];
    let (folder, tables) = tables(&parts);
    let at = |name: &str| path(&folder, name);
    call(&["run", "-q", "--by", "year", "--out", &at("whole"), &at("a.jsonl"), &at("b.jsonl")], &tables);
    for name in ["a", "b"] {
        let (input, state) = (at(&format!("{name}.jsonl")), at(&format!("{name}.state")));
        call(&["fold", "-q", "--by", "year", "-o", &state, &input], &tables);
    }
    let whole = files(Path::new(&at("whole")));
    for (out, states) in [("ab", ["a.state", "b.state"]), ("ba", ["b.state", "a.state"])] {
        call(&["merge", "-q", "--out", &at(out), &at(states[0]), &at(states[1])], &tables);
        assert_same(&whole, &files(Path::new(&at(out))), out);
    }
}

#[test]
fn a_bad_row_is_told() {
    for (row, told) in [
        ("QNO,Union,,,x", "names.csv:2: to: found nothing"),
        ("QXX,Union,,1991-01-01,x", "names.csv:2: id: found `QXX`; expected the id of an actor"),
        (
            "QNO,Union,,1991-01-01,x\nQNO,League,1990-01-01,1992-01-01,x",
            "names.csv:3: name: found `League` at the time of `Union`",
        ),
    ] {
        let (folder, tables) = tables(&[("in.jsonl", records(|_| true))]);
        std::fs::write(path(&folder, "names.csv"), format!("id,name,from,to,origin\n{row}\n")).expect("a file");
        let mut arguments = vec!["run".to_owned(), "--out".to_owned(), path(&folder, "out"), path(&folder, "in.jsonl")];
        arguments.extend(tables);
        let output = verbale(&arguments.iter().map(String::as_str).collect::<Vec<&str>>());
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
}

#[test]
fn the_shipped_names_are_those_of_the_day() {
    let record = |date: &str, text: &str| {
        let record = serde_json::json!({ "doc_id": date, "date": date, "holder": "Norland", "text": text });
        format!("{record}\n")
    };
    let before = record("1969-03-01", "We thank the Soviet Union. We greet Burma.");
    let after = record("2001-03-01", "We agree with Russia, and we wish Myanmar well.");
    let folder = folder(&[("in.jsonl", format!("{before}{after}").as_bytes())]);
    let out = path(&folder, "out");
    call(&["run", "-q", "--by", "year", "--out", &out, &path(&folder, "in.jsonl")], &[]);
    let rows = cells(text_of(&out, "dyads.csv").as_str(), ["period", "target", "target_name", "level"]);
    for row in
        ["1969 RUS Soviet Union actor", "2001 RUS Russia actor", "1969 MMR Burma actor", "2001 MMR Myanmar actor"]
    {
        assert!(rows.iter().any(|found| found == row), "{row}: {rows:?}");
    }
    assert!(text_of(&out, "actors/RUS.md").starts_with("# Russia (until 1991: Soviet Union)\n"));
}

fn text_of(out: &str, name: &str) -> String {
    std::fs::read_to_string(Path::new(out).join(name)).expect("a file")
}

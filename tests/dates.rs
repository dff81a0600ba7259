use serde_json::Value;

use crate::program::{folder, path, stderr, stdout, verbale, verbale_reading};

/// A table of such dates, each with a statement.
fn table(dates: &[&str]) -> String {
    let row =
        |(number, date): (usize, &&str)| format!("{number},\"{date}\",Ada Ilo said the road {number} was open.\n");
    format!("doc_id,created_at,text\n{}", dates.iter().enumerate().map(row).collect::<String>())
}

/// The dates that come out of a table, `-` for none, with the exit code and the messages.
fn read(dates: &[&str], more: &[&str]) -> (Vec<String>, i32, String) {
    let folder = folder(&[("a.csv", table(dates).as_bytes())]);
    let file = path(&folder, "a.csv");
    let output = verbale(&[&["score", "--fast", file.as_str()], more].concat());
    (dates_in(&stdout(&output)), output.status.code().expect("it ended by itself"), stderr(&output))
}

fn dates_in(lines: &str) -> Vec<String> {
    let date = |line: &str| {
        let statement: Value = serde_json::from_str(line).expect("a line is JSON");
        statement["date"].as_str().unwrap_or("-").to_owned()
    };
    lines.lines().map(date).collect()
}

#[test]
fn one_clear_row_decides_for_the_column() {
    assert_eq!(read(&["03/04/2021", "23/04/2021"], &[]).0, ["2021-04-03", "2021-04-23"]);
    assert_eq!(read(&["03/04/2021", "04/23/2021"], &[]).0, ["2021-03-04", "2021-04-23"]);
    // Far behind what is looked at for other dates.
    let mut many = vec!["03/04/2021"; 40_000];
    many.push("12/31/2021");
    let found = read(&many, &["-q"]).0;
    assert!(found.len() == 40_001 && found[0] == "2021-03-04", "{:?}", found.first());
}

#[test]
fn a_column_that_does_not_tell_is_refused_before_the_first_document() {
    let (found, code, said) = read(&["2021-01-01", "03/04/2021", "05/05/2021"], &[]);
    assert_eq!((found.len(), code), (0, 2));
    assert!(said.contains("a.csv:3: date: found `03/04/2021`"), "{said}");
    assert!(said.contains("--date-format dmy or --date-format mdy"), "{said}");
    let asked = |form| read(&["03/04/2021"], &["--date-format", form]).0;
    assert_eq!(asked("dmy"), ["2021-04-03"]);
    assert_eq!(asked("mdy"), ["2021-03-04"]);
    assert_eq!(asked("%m/%d/%Y"), ["2021-03-04"]);
    let stream = verbale_reading(&["score", "--format", "csv", "-"], table(&["03/04/2021"]).as_bytes());
    assert_eq!(stream.status.code(), Some(2));
    assert!(stderr(&stream).contains("--date-format dmy"), "{}", stderr(&stream));
    let stream =
        verbale_reading(&["score", "-q", "--format", "csv", "-"], table(&["03/04/2021", "3/24/2021"]).as_bytes());
    assert_eq!(dates_in(&stdout(&stream)), ["2021-03-04", "2021-03-24"]);
}

#[test]
fn a_bad_date_is_told_and_the_record_kept() {
    let dates = ["2021-03-23", "0001-01-01", "someday", "NA", "nan", "", "2021"];
    let (found, code, said) = read(&dates, &[]);
    assert_eq!(found, ["2021-03-23", "-", "-", "-", "-", "-", "2021-07-01"]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("a.csv:3: a date that cannot be read; the record is undated: found `0001-01-01` (2 times"),
        "{said}"
    );
    assert!(said.contains("a.csv:8: a month or a year without a day"), "{said}");
    let (found, code, said) = read(&dates, &["--strict-dates"]);
    assert_eq!((found.len(), code), (5, 1), "{said}");
    assert!(said.contains("a.csv:4: date: found `someday`; expected a date such as YYYY-MM-DD"), "{said}");
}

#[test]
fn the_manifest_counts_what_was_repaired() {
    let folder = folder(&[
        (
            "in/a.jsonl",
            "{\"date\":\"soon\",\"text\":\"&ldquo;No,&rdquo; said Ada Ilo.\"}\n{\"text\":\"Itâ€™s so.\"}\n".as_bytes(),
        ),
        ("in/b.jsonl", "{\"date\":\"later\",\"text\":\"Sanc\u{ad}tions.\"}\n".as_bytes()),
    ]);
    let manifest = |command: &[&str], out: &str| -> Value {
        let output = verbale(command);
        assert!(output.status.success(), "{}", stderr(&output));
        serde_json::from_slice(&std::fs::read(std::path::Path::new(out).join("manifest.json")).expect("it was written"))
            .expect("JSON")
    };
    let (input, out, merged) = (path(&folder, "in"), path(&folder, "out"), path(&folder, "merged"));
    let whole = manifest(&["run", "-q", "--out", &out, &input], &out);
    let noted = whole["inputs"]["noted"].as_array().expect("a list");
    let counts: Vec<(&str, u64)> = noted
        .iter()
        .map(|one| (one["what"].as_str().expect("words"), one["count"].as_u64().expect("a count")))
        .collect();
    assert_eq!(
        counts,
        [
            ("HTML entities", 1),
            ("UTF-8 read as Windows-1252", 1),
            ("a date that cannot be read; the record is undated", 2),
            ("invisible characters", 1)
        ]
    );
    assert_eq!((noted[2]["file"].as_str(), noted[2]["line"].as_u64()), (Some("a.jsonl"), Some(1)));
    // The same from parts, put together in another order.
    let states: Vec<String> = ["b", "a"].iter().map(|name| path(&folder, &format!("{name}.state"))).collect();
    for (state, part) in states.iter().zip(["in/b.jsonl", "in/a.jsonl"]) {
        assert!(verbale(&["fold", "-q", "-o", state, &path(&folder, part)]).status.success());
    }
    let parts = manifest(&["merge", "-q", "--out", &merged, &states[0], &states[1]], &merged);
    assert_eq!(parts["inputs"], whole["inputs"]);
}

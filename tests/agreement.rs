use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::codes::coded;
use crate::encoder::prepared;
use crate::program::{assert_same, command, files, path, stderr, stdout, verbale};

type Table = (Vec<String>, Vec<Vec<String>>);

fn table(path: &str) -> Table {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let cells = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect::<Vec<String>>();
    let columns = cells(reader.headers().expect("a header"));
    (columns, reader.records().map(|row| cells(&row.expect("a row"))).collect())
}

/// Runs a verb over the articles with these options; it must succeed.
fn ended(folder: &TempDir, verb: &str, more: &[&str]) -> String {
    let output = verbale(&all(folder, verb, more).iter().map(String::as_str).collect::<Vec<&str>>());
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

fn all(folder: &TempDir, verb: &str, more: &[&str]) -> Vec<String> {
    let fixed =
        [verb, "-q", "--actors", &path(folder, "actors.csv"), &path(folder, "articles.jsonl")].map(str::to_owned);
    fixed.into_iter().chain(more.iter().map(|&one| one.to_owned())).collect()
}

fn both(folder: &TempDir) -> [String; 4] {
    ["--reader".to_owned(), "both".to_owned(), "--model".to_owned(), path(folder, "one.enc")]
}

/// Runs a verb with both readers.
fn with_both(folder: &TempDir, verb: &str, more: &[&str]) -> String {
    let both = both(folder);
    ended(folder, verb, &[&both.each_ref().map(String::as_str)[..], more].concat())
}

fn text(folder: &TempDir, name: &str) -> String {
    std::fs::read_to_string(path(folder, name)).expect("a file")
}

const COLUMNS: [&str; 9] = [
    "agree",
    "transparent_polarity",
    "transparent_against",
    "transparent_none",
    "transparent_favor",
    "neural_polarity",
    "neural_against",
    "neural_none",
    "neural_favor",
];

#[test]
fn tables_have_what_each_reader_answers() {
    let folder = prepared(12);
    ended(&folder, "score", &["-o", &path(&folder, "one.csv")]);
    with_both(&folder, "score", &["-o", &path(&folder, "both.csv")]);
    let ((usual, _), (columns, rows)) = (table(&path(&folder, "one.csv")), table(&path(&folder, "both.csv")));
    assert_eq!(usual.last().map(String::as_str), Some("counts_as"));
    assert_eq!(columns, [usual, COLUMNS.map(str::to_owned).to_vec()].concat());
    // The same as in lines of JSON.
    let lines = with_both(&folder, "score", &[]);
    let opinions = lines.lines().flat_map(|line| {
        let statement: Value = serde_json::from_str(line).expect("a line of JSON");
        let opinions = statement["opinions"].as_array().expect("a list").clone();
        if opinions.is_empty() { vec![Value::Null] } else { opinions }
    });
    let (mut asked, mut differ) = (0, 0);
    for (row, opinion) in rows.iter().zip(opinions) {
        let [agree, answers @ ..] = &row[row.len() - 9..] else { unreachable!() };
        let readers = &opinion["readers"];
        assert_eq!(agree.is_empty(), readers.is_null(), "{row:?}");
        if readers.is_null() {
            assert!(answers.iter().all(String::is_empty), "{row:?}");
            continue;
        }
        asked += 1;
        differ += usize::from(agree == "false");
        assert_eq!(agree, &opinion["agree"].to_string());
        assert_eq!(agree == "true", answers[0] == answers[4], "{row:?}");
        for (answers, reader) in answers.chunks(4).zip(["transparent", "neural"]) {
            assert_eq!(readers[reader]["polarity"], answers[0]);
            for (cell, kind) in answers[1..].iter().zip(["against", "none", "favor"]) {
                assert_eq!(cell.parse::<f64>().ok(), readers[reader][kind].as_f64());
            }
        }
    }
    assert!(asked > 15 && differ > 0, "{differ} of {asked} differ");
}

#[test]
#[cfg(feature = "parquet")]
fn parquet_has_the_same_columns() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let folder = prepared(12);
    with_both(&folder, "run", &["--parquet", "--out", &path(&folder, "out")]);
    let file = std::fs::File::open(path(&folder, "out/statements.parquet")).expect("a file");
    let file = SerializedFileReader::new(file).expect("it is Parquet");
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let names: Vec<&str> = schema.columns().iter().map(|column| column.name()).collect();
    assert_eq!(names[names.len() - 9..], COLUMNS);
    assert_eq!(schema.column(names.len() - 9).physical_type(), parquet::basic::Type::BOOLEAN);
    assert_eq!(schema.column(names.len() - 1).physical_type(), parquet::basic::Type::DOUBLE);
}

#[test]
fn pages_tell_where_the_readers_differ() {
    let folder = prepared(60);
    with_both(&folder, "run", &["--keep-duplicates", "--out", &path(&folder, "out")]);
    let (columns, rows) = table(&path(&folder, "out/dyads.csv"));
    assert_eq!(columns[columns.len() - 2..], ["n_both_readers", "n_agree"]);
    let number = |cell: &String| cell.parse::<u64>().expect("a number");
    for row in &rows {
        let [asked, agree] = [2, 1].map(|back| number(&row[row.len() - back]));
        assert!(agree <= asked && asked <= number(&row[3]), "{row:?}");
    }
    let row = rows.iter().find(|row| row[..2] == ["QNO", "XSU"]).expect("Norland speaks of Sudria");
    let [asked, agree] = [2, 1].map(|back| &row[row.len() - back]);
    let page = text(&folder, "out/actors/QNO.md");
    assert!(page.contains(&format!("Both readers agree on {agree} of {asked} opinions.")), "{page}");
    let heading = "## Where the two readers differ";
    for name in ["out/index.md", "out/actors/QNO.md"] {
        let page = text(&folder, name);
        let section = page.split(heading).nth(1).expect("there is a section").split("\n## ").next().unwrap_or("");
        let items: Vec<&str> = section.lines().filter(|line| line.starts_with("- ")).collect();
        assert_eq!(items.len(), 10, "{section}");
        let sure = items.iter().map(|item| {
            let told = item.split("Transparent reader").nth(1).expect("it says what each reader says");
            let numbers = told.split('%').filter_map(|part| part.rsplit('(').next()?.parse::<u32>().ok());
            numbers.min().expect("two numbers")
        });
        assert!(sure.is_sorted_by(|one, next| one >= next), "the surest first: {section}");
        assert!(items.iter().all(|item| item.contains("second reader: ")));
    }
    // Read back, the statements tell the same.
    let again = path(&folder, "again");
    let statements = path(&folder, "out/statements.jsonl");
    let actors = path(&folder, "actors.csv");
    let output = verbale(&["run", "-q", &statements, "--actors", &actors, "--keep-duplicates", "--out", &again]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(text(&folder, "again/dyads.csv"), text(&folder, "out/dyads.csv"));
    // One reader alone says nothing of two.
    ended(&folder, "run", &["--out", &path(&folder, "alone")]);
    let alone = files(Path::new(&path(&folder, "alone")));
    let told = |bytes: &Vec<u8>| {
        let text = String::from_utf8_lossy(bytes);
        ["readers", "n_agree", "\"agree\""].iter().any(|word| text.contains(word))
    };
    let telling: Vec<_> = alone.iter().filter(|(_, bytes)| told(bytes)).map(|(name, _)| name).collect();
    assert!(telling.is_empty(), "{telling:?}");
}

#[test]
fn merged_parts_with_both_readers_equal_the_whole() {
    let folder = prepared(24);
    let articles = text(&folder, "articles.jsonl");
    let lines: Vec<&str> = articles.lines().collect();
    let states = ["first", "second"].map(|name| path(&folder, name));
    with_both(&folder, "run", &["--out", &path(&folder, "whole")]);
    for (half, state) in lines.chunks(12).zip(&states) {
        std::fs::write(path(&folder, "articles.jsonl"), half.join("\n") + "\n").expect("a file");
        with_both(&folder, "fold", &["-o", state]);
    }
    let merged = path(&folder, "merged");
    let actors = path(&folder, "actors.csv");
    let output = verbale(&["merge", "-q", &states[1], &states[0], "--actors", &actors, "--out", &merged]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_same(&files(Path::new(&path(&folder, "whole"))), &files(Path::new(&merged)), "merged");
}

#[test]
fn a_run_with_both_readers_goes_on_only_with_the_same_two() {
    let folder = prepared(60);
    with_both(&folder, "run", &["--out", &path(&folder, "whole")]);
    let (out, other) = (path(&folder, "out"), path(&folder, "other.enc"));
    let often = ["--out", &out, "--batch", "2", "--checkpoint", "300", "--threads", "1"];
    let both = both(&folder);
    let both = both.each_ref().map(String::as_str);
    let arguments = all(&folder, "run", &[&often[..], &both].concat());
    let mut child = command(&arguments.iter().map(String::as_str).collect::<Vec<&str>>())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let entry = Path::new(&out).join(".journal/000002.state");
    while !entry.is_file() {
        assert!(child.try_wait().expect("it can be asked").is_none(), "it ended before two entries");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    for (reader, sentence) in [
        (&[][..], "the option reader was `both` and is now not given"),
        (&["--reader", "neural", "--model", both[3]], "the option reader was `both` and is now `neural`"),
        (&["--reader", "both", "--model", &other], "the lexicon model of stance has changed"),
    ] {
        let arguments = all(&folder, "run", &[&often[..], &["--resume"], reader].concat());
        let output = verbale(&arguments.iter().map(String::as_str).collect::<Vec<&str>>());
        assert_eq!(output.status.code(), Some(2), "{sentence}");
        assert!(stderr(&output).contains(sentence), "expected {sentence}, found {}", stderr(&output));
    }
    ended(&folder, "run", &[&["--out", &out, "--resume"], &both[..]].concat());
    assert_same(&files(Path::new(&path(&folder, "whole"))), &files(Path::new(&out)), "resumed");
}

#[test]
fn the_second_reader_stands_among_the_coders() {
    let folder = prepared(24);
    let (out, actors, codes) = (path(&folder, "out"), path(&folder, "actors.csv"), path(&folder, "codes.csv"));
    let checked = |out: &str| {
        let sheets = format!("{out}-codes");
        let output = verbale(&["sample", out, "--actors", &actors, "--out", &sheets, "-n", "100"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let label = |_: &str, _: &str, text: &str| if text.contains("thank") { "favor" } else { "against" };
        std::fs::write(&codes, coded(&format!("{sheets}/sheet.csv"), "Ada", label)).expect("a file");
        let output = verbale(&["validate", out, &codes, "--actors", &actors]);
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    with_both(&folder, "run", &["--out", &out]);
    let page = checked(&out);
    let row = page.lines().find(|line| line.starts_with("| Ada and second reader |")).expect("a row");
    let asked =
        table(&path(&folder, "out/dyads.csv")).1.iter().map(|row| row[row.len() - 2].clone()).collect::<Vec<_>>();
    let units: u64 = row.split('|').nth(2).and_then(|cell| cell.trim().parse().ok()).expect("a number");
    assert!(units > 4 && asked.iter().any(|cell| cell != "0"), "{row}");
    assert!(page.contains("The second reader is a model") && page.contains("| codes and program |"), "{page}");
    let alone = path(&folder, "alone");
    ended(&folder, "run", &["--out", &alone]);
    assert!(!checked(&alone).contains("second reader"));
}

use std::fs::File;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::{Field, RowAccessor};
use parquet::schema::parser::parse_message_type;
use serde_json::Value;

use crate::program::{SAMPLE, folder, path, stderr, stdout, verbale};

/// Writes the sample corpus as a table of opinions to the file `to`.
fn score(to: &str, more: &[&str]) {
    let mut arguments = vec!["score", "-q", "-o", to];
    arguments.extend(&SAMPLE[..4]);
    arguments.extend(more);
    let output = verbale(&arguments);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn a_table_of_opinions_says_what_the_csv_says() {
    let folder = folder(&[]);
    let (table, again, csv) = (path(&folder, "a.parquet"), path(&folder, "b.parquet"), path(&folder, "a.csv"));
    score(&table, &["--threads", "1"]);
    score(&again, &["--threads", "2", "--batch", "7"]);
    score(&csv, &[]);
    assert!(std::fs::read(&table).expect("it is there") == std::fs::read(&again).expect("it is there"));
    let file = SerializedFileReader::new(File::open(&table).expect("it is there")).expect("it is Parquet");
    let maker = file.metadata().file_metadata().created_by();
    assert_eq!(maker, Some(concat!("verbale version ", env!("CARGO_PKG_VERSION"))));
    let cell = |field: &Field| match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Date(_) => field.to_string().split(' ').next().unwrap_or_default().to_owned(),
        Field::Double(number) => number.to_string(),
        other => panic!("{other} is in no column"),
    };
    let rows = file.get_row_iter(None).expect("it has rows").map(|row| row.expect("a row"));
    let found: Vec<Vec<String>> =
        rows.map(|row| row.get_column_iter().map(|(_, field)| cell(field)).collect()).collect();
    let mut reader = csv::Reader::from_path(&csv).expect("it is there");
    let expected: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    assert_eq!(found, expected);
    assert!(found.len() > 200, "only {} rows", found.len());
    let nobody = file.get_row_iter(None).expect("it has rows").map(|row| row.expect("a row"));
    let nobody = nobody.filter(|row| row.get_string(7).is_err()).count();
    assert!(nobody > 0 && nobody < found.len(), "{nobody} of {} rows name nobody", found.len());
}

const TEXTS: [&str; 3] = ["Ada Ilo praised Sudria.", "Bel Abra condemned Norland.", "It rained."];

/// A file as other programs write it: numbers as ids, timestamps as dates, and a column of lists that is not needed.
fn foreign(to: &str, compression: Compression, unit: &str, per_day: i64) {
    let schema = format!(
        "message schema {{ REPEATED INT64 tags; OPTIONAL INT64 id; OPTIONAL INT64 date (TIMESTAMP({unit},true)); \
         OPTIONAL BYTE_ARRAY text (STRING); }}"
    );
    let schema = Arc::new(parse_message_type(&schema).expect("a schema"));
    let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
    let file = File::create(to).expect("a file");
    let mut writer = SerializedFileWriter::new(file, schema, properties).expect("a writer");
    for (number, text) in TEXTS.iter().enumerate() {
        let mut group = writer.next_row_group().expect("a group");
        let mut column = group.next_column().expect("a column").expect("a column");
        column.typed::<Int64Type>().write_batch(&[1, 2], Some(&[1, 1]), Some(&[0, 1])).expect("values");
        column.close().expect("closed");
        for value in [number as i64 + 7, -per_day + number as i64] {
            let mut column = group.next_column().expect("a column").expect("a column");
            column.typed::<Int64Type>().write_batch(&[value], Some(&[1]), None).expect("values");
            column.close().expect("closed");
        }
        let mut column = group.next_column().expect("a column").expect("a column");
        column.typed::<ByteArrayType>().write_batch(&[ByteArray::from(*text)], Some(&[1]), None).expect("values");
        column.close().expect("closed");
        group.close().expect("closed");
    }
    writer.close().expect("closed");
}

#[test]
fn files_by_other_programs_are_read_like_json_lines() {
    let lines: String = TEXTS
        .iter()
        .enumerate()
        .map(|(number, text)| {
            let record = serde_json::json!({ "id": number + 7, "date": "1969-12-31", "text": text });
            format!("{record}\n")
        })
        .collect();
    let folder = folder(&[("a.jsonl", lines.as_bytes())]);
    let score = |name: &str| {
        let output = verbale(&["score", "-q", "--actors", "tests/cases/actors.csv", &path(&folder, name)]);
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    let expected = score("a.jsonl");
    assert_eq!(expected.lines().count(), 2, "{expected}");
    let day: i64 = 86_400_000;
    for (name, compression, unit, per_day) in [
        ("plain.parquet", Compression::UNCOMPRESSED, "MILLIS", day),
        ("snappy.parquet", Compression::SNAPPY, "MICROS", day * 1_000),
        ("gzip.parquet", Compression::GZIP(Default::default()), "NANOS", day * 1_000_000),
        ("zstd.parquet", Compression::ZSTD(Default::default()), "NANOS", day * 1_000_000),
    ] {
        foreign(&path(&folder, name), compression, unit, per_day);
        assert_eq!(score(name), expected, "{name}");
    }
}

#[test]
fn a_written_table_can_be_read_as_given_statements() {
    let folder = folder(&[]);
    let table = path(&folder, "a.parquet");
    score(&table, &[]);
    let output = verbale(&["score", "-q", "--text", "words", "--id", "statement_id", &table]);
    // A statement with two targets has two rows, and the second has the id of the first.
    assert_eq!(output.status.code(), Some(1));
    let first: Value = serde_json::from_str(stdout(&output).lines().next().expect("a line")).expect("a line is JSON");
    assert_eq!(first["form"], "given");
    assert!(first["date"].is_string(), "{first}");
}

#[test]
fn a_cut_or_foreign_file_is_one_reject() {
    let whole = folder(&[]);
    let table = path(&whole, "whole.parquet");
    foreign(&table, Compression::SNAPPY, "MILLIS", 86_400_000);
    let bytes = std::fs::read(&table).expect("it is there");
    let cut = &bytes[..bytes.len() - 9];
    for (name, content) in
        [("cut.parquet", cut), ("foreign.parquet", &b"PK\x03\x04 no table"[..]), ("empty.parquet", b"")]
    {
        let folder = folder(&[(name, content), ("a.txt", TEXTS[0].as_bytes())]);
        let arguments = ["score", "-q", "--actors", "tests/cases/actors.csv", &path(&folder, "")];
        let output = verbale(&arguments);
        assert_eq!(output.status.code(), Some(1), "{name}: {}", stderr(&output));
        assert_eq!(stdout(&output).lines().count(), 1, "{name}");
        let said = stderr(&output);
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with(&format!("verbale: {name}:0: file: found not a complete Parquet file (")), "{said}");
    }
}

#[test]
fn damage_anywhere_is_reported_and_the_run_goes_on() {
    let whole = folder(&[]);
    let table = path(&whole, "whole.parquet");
    foreign(&table, Compression::SNAPPY, "MILLIS", 86_400_000);
    let bytes = std::fs::read(&table).expect("it is there");
    // A damaged column name is like a wrong option: it stops the run, and other inputs would not be read.
    let is_named = |bytes: &Vec<u8>| {
        SerializedFileReader::new(Bytes::from(bytes.clone())).map_or(true, |file| {
            let columns = file.metadata().file_metadata().schema().get_fields();
            columns.iter().any(|column| column.name() == "text")
        })
    };
    let files: Vec<(String, Vec<u8>)> = (4..bytes.len())
        .map(|at| {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x55;
            (format!("{at:04}.parquet"), bytes)
        })
        .filter(|(_, bytes)| is_named(bytes))
        .collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let folder = folder(&files);
    let out = folder.path().join("out");
    let output = verbale(&["run", "--out", &out.to_string_lossy(), &path(&folder, "")]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let rejects = std::fs::read_to_string(out.join("rejects.csv")).expect("it was written");
    for (what, least) in [("not a complete Parquet file", 50), ("rows that cannot be read", 50)] {
        let number = rejects.matches(what).count();
        assert!(number >= least, "{number} rejects say {what}");
    }
}

#[test]
fn a_table_without_a_text_says_what_it_has() {
    let folder = folder(&[]);
    let table = path(&folder, "a.parquet");
    foreign(&table, Compression::SNAPPY, "MILLIS", 86_400_000);
    let output = verbale(&["score", "-q", "--text", "body", &table]);
    assert_eq!(output.status.code(), Some(2));
    let expected = "a.parquet:1: header: found the columns `tags`, `id`, `date`, `text`; expected a column `body`";
    assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    let output = verbale(&["score", "-q", "--outlet", "tags", &table]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "a.parquet:0: tags: found values of the type INT64; expected a column of texts, numbers or dates";
    assert!(stderr(&output).contains(expected), "{}", stderr(&output));
}

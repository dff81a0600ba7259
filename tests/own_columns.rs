use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::program::{ACTORS, files, folder, path, stderr, stdout, verbale};

const TEXT: &str = "Norland’s government said on Monday that it condemned the attack by Sudria.";

/// The lines of `score` over these files, and the folder that holds them.
fn scored(inputs: &[(&str, &[u8])], more: &[&str]) -> (Vec<Value>, tempfile::TempDir) {
    let folder = folder(inputs);
    std::fs::write(path(&folder, "actors.csv"), ACTORS).expect("a table of actors");
    let (table, paths): (String, Vec<String>) =
        (path(&folder, "actors.csv"), inputs.iter().map(|(name, _)| path(&folder, name)).collect());
    let mut arguments = vec!["score", "-q", "--actors", &table];
    arguments.extend(more);
    arguments.extend(paths.iter().map(String::as_str));
    let output = verbale(&arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    let lines = stdout(&output).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    (lines, folder)
}

/// Its rows, as maps from column to cell.
fn rows(path: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn score_carries_the_columns_of_a_table_along() {
    let csv = format!(",doc_id,text,desk,year,desk\n1,a,\"{TEXT}\",world,007,x\n2,b,\"{TEXT}\",,8,\n");
    let (lines, _folder) = scored(&[("a.csv", csv.as_bytes())], &[]);
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["columns"], json!({ "desk": "world", "desk_2": "x", "year": "007" }));
    assert_eq!(lines[1]["columns"], json!({ "year": "8" }));
}

#[test]
fn score_carries_single_values_of_json_along_and_no_lists() {
    let record = json!({
        "id": 5, "doc_id": "a", "text": TEXT, "year": 1993, "part": -0.5, "read": true, "source": "Reuters",
        "nothing": null, "tags": ["x"], "inner": { "y": 1 }
    });
    let plain = json!({ "doc_id": "b", "text": TEXT });
    let (lines, _folder) = scored(&[("a.jsonl", format!("{record}\n{plain}\n").as_bytes())], &[]);
    let expected = json!({ "id": "5", "year": 1993, "part": -0.5, "read": true, "source": "Reuters" });
    assert_eq!(lines[0]["columns"], expected);
    assert_eq!(lines[1].get("columns"), None, "a record without more columns is as it was");
    let given =
        json!({ "holder": "QNO", "text": "We thank Sudria.", "cue": "said", "content": "We", "speaker": "Abra" });
    let (lines, _folder) = scored(&[("a.jsonl", given.to_string().as_bytes())], &[]);
    assert_eq!(lines[0]["columns"], json!({ "cue": "said", "content": "We", "speaker": "Abra" }));
}

#[test]
fn a_table_has_the_inputs_columns_at_its_end_under_names_that_are_free() {
    let csv = format!("doc_id,text,Stance,desk\na,\"{TEXT}\",9,=1\n");
    let line = json!({ "doc_id": "b", "text": TEXT, "year": 1993, "input_Stance": "there" }).to_string();
    let files: [(&str, &[u8]); 2] = [("a.csv", csv.as_bytes()), ("b.jsonl", line.as_bytes())];
    let out = folder(&[]);
    let table = path(&out, "out.csv");
    scored(&files, &["-o", &table]);
    let header = std::fs::read_to_string(&table).expect("a table");
    let header = header.lines().next().expect("a header");
    let own =
        header.strip_prefix("statement_id,doc_id,date,outlet,form,holder,via,target,stance,polarity,compound,words,");
    assert_eq!(own, Some("confidence,counts_as,input_input_Stance,desk,input_Stance,year"));
    let rows = rows(&table);
    let cells = |row: usize, names: [&str; 4]| names.map(|name| rows[row][name].clone());
    let names = ["input_input_Stance", "desk", "input_Stance", "year"];
    assert_eq!(cells(0, names), ["9", "'=1", "", ""].map(str::to_owned));
    assert_eq!(cells(1, names), ["", "", "there", "1993"].map(str::to_owned));
    assert_eq!(rows[0]["target"], "XSU");
    let without = path(&out, "without.csv");
    scored(&[("a.txt", TEXT.as_bytes())], &["-o", &without]);
    let text = std::fs::read_to_string(without).expect("a table");
    assert!(text.lines().next().is_some_and(|header| header.ends_with(",words,confidence,counts_as")), "{text}");
}

#[test]
fn scored_statements_with_columns_are_read_back_and_change_no_report() {
    let line = |with: bool| {
        let mut record = json!({ "doc_id": "a", "date": "1993-05-01", "text": TEXT });
        if with {
            record["desk"] = json!("world");
        }
        record.to_string()
    };
    let reports = |with: bool| {
        let (lines, folder) = scored(&[("a.jsonl", line(with).as_bytes())], &[]);
        let statements = path(&folder, "statements.jsonl");
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        std::fs::write(&statements, text).expect("a file");
        let (out, table) = (path(&folder, "out"), path(&folder, "actors.csv"));
        let output = verbale(&["run", "-q", "--actors", &table, &statements, "--out", &out]);
        assert!(output.status.success(), "{}", stderr(&output));
        files(out.as_ref())
    };
    let (with, without) = (reports(true), reports(false));
    let differ: Vec<String> = with
        .iter()
        .filter(|(name, bytes)| without[*name] != **bytes)
        .map(|(name, _)| name.to_string_lossy().into_owned())
        .collect();
    assert_eq!(differ, ["statements.jsonl"]);
    let statements = String::from_utf8(with[std::path::Path::new("statements.jsonl")].clone()).expect("text");
    assert!(statements.contains(r#""columns":{"desk":"world"}"#), "what was read is written: {statements}");
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_gives_columns_their_types_and_reads_them() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let lines: String = [
        json!({ "doc_id": "a", "text": TEXT, "year": 1993, "part": 1, "read": true, "mixed": 1, "desk": "world" }),
        json!({ "doc_id": "b", "text": TEXT, "year": 1994, "part": 0.5, "mixed": "x" }),
    ]
    .iter()
    .map(|record| format!("{record}\n"))
    .collect();
    let out = folder(&[]);
    let table = path(&out, "out.parquet");
    scored(&[("a.jsonl", lines.as_bytes())], &["-o", &table]);
    let file = SerializedFileReader::new(std::fs::File::open(&table).expect("a file")).expect("it is Parquet");
    let rows: Vec<_> = file.get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect();
    let own = |row: usize| -> Vec<(String, Field)> {
        rows[row].get_column_iter().skip(14).map(|(name, field)| (name.clone(), field.clone())).collect()
    };
    let named = |fields: [Field; 5]| -> Vec<(String, Field)> {
        ["desk", "mixed", "part", "read", "year"].map(str::to_owned).into_iter().zip(fields).collect()
    };
    let text = |text: &str| Field::Str(text.to_owned());
    let first = [text("world"), text("1"), Field::Double(1.0), Field::Bool(true), Field::Long(1993)];
    assert_eq!(own(0), named(first));
    assert_eq!(own(1), named([Field::Null, text("x"), Field::Double(0.5), Field::Null, Field::Long(1994)]));
    // The table of opinions is an input like others: its words are texts.
    let bytes = std::fs::read(&table).expect("a file");
    let (lines, _folder) = scored(&[("in.parquet", &bytes)], &["--text", "words", "--holder", "holder"]);
    let columns = &lines[0]["columns"];
    assert_eq!((&columns["year"], &columns["read"], &columns["target"]), (&json!(1993), &json!(true), &json!("XSU")));
    assert!(columns["compound"].is_f64(), "{columns}");
    assert_eq!(columns.get("text"), None);
}

#[cfg(feature = "sheets")]
#[test]
fn a_workbook_gives_its_columns_and_numbers_stay_numbers() {
    let book = std::fs::read("tests/corpus/exports/proquest.xlsx").expect("the file is there");
    let (lines, _folder) = scored(&[("a.xlsx", &book)], &[]);
    let last = &lines[lines.len() - 1];
    let expected = json!({ "Abstract": "An abstract.", "ArticleType": "News", "language": "English", "year": 2021 });
    assert_eq!(last["columns"], expected);
    assert_eq!(lines[0]["columns"]["Authors"], "Ada Orm");
}

#[test]
fn an_entry_of_a_feed_gives_its_other_elements() {
    let rss = format!(
        "<rss><channel><title>Post</title><link>no</link><item><title>A</title><link>https://a.example/?b=1&amp;c</link>\
         <guid>7</guid><category>x</category><category>y</category><description>{TEXT}</description></item></channel></rss>"
    );
    let atom = format!(
        "<feed><title>Post</title><link href='no'/><entry><title>A</title><link rel='edit' href='no'/><link \
         href='https://a.example/?b=1&amp;c'/><id>7</id><author><name>Ada Orm</name></author><content>{TEXT}</content>\
         <source><title>Times</title><id>no</id><link href='no'/></source></entry></feed>"
    );
    let json = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "Post",
        "items": [{ "id": "7", "url": "https://a.example/?b=1&c", "content_text": TEXT, "rank": 2, "tags": ["x"] }]
    });
    let page = "https://a.example/?b=1&c";
    for (name, text, columns) in [
        ("a.rss", rss, json!({ "link": page, "guid": "7", "category": "x" })),
        ("a.atom", atom, json!({ "link": page, "id": "7", "author": "Ada Orm" })),
        ("a.json", json.to_string(), json!({ "id": "7", "url": page, "rank": 2 })),
    ] {
        let (lines, _folder) = scored(&[(name, text.as_bytes())], &[]);
        assert_eq!(lines[0]["columns"], columns, "{name}");
    }
}

#[test]
fn other_verbs_write_their_tables_without_the_inputs_columns() {
    let csv = format!("doc_id,text,desk\na,\"{TEXT}\",world\n");
    let folder = folder(&[("a.csv", csv.as_bytes())]);
    for (verb, header) in [
        ("sentiment", "doc_id,compound,pos,neu,neg"),
        ("extract", "statement_id,doc_id,date,outlet,form,assertion,source,cue,words,confidence"),
    ] {
        let table = path(&folder, "out.csv");
        let output = verbale(&[verb, "-q", &path(&folder, "a.csv"), "-o", &table, "--bom"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let text = std::fs::read_to_string(table).expect("a table");
        assert_eq!(text.lines().next(), Some(format!("\u{feff}{header}").as_str()));
    }
}

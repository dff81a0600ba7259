use std::path::Path;

use crate::program::{ACTORS, assert_same, files, folder, path, stderr, stdout, verbale};

/// Invented speeches. The program understands all of them; the coder says that Norland only jokes about Ostrava.
fn corpus() -> String {
    let mut records = Vec::new();
    for number in 0..240 {
        let (holder, text) = match number % 6 {
            0 => ("QNO", "We condemn the aggression of Sudria."),
            1 => ("QNO", "We thank Ostrava, our reliable partner."),
            2 => ("XSU", "We met the delegation of Norland on Monday."),
            3 => ("XSU", "We condemn the aggression of Norland."),
            4 => ("XOS", "We praise Westmark and thank its people."),
            _ => ("XOS", "We spoke with Sudria about trade."),
        };
        let (year, month, day) = (2000 + number / 24, 1 + number % 12, 1 + number % 28);
        let record = serde_json::json!({
            "doc_id": format!("d{number}"), "date": format!("{year}-{month:02}-{day:02}"), "outlet": "Gazette",
            "holder": holder, "text": format!("{text} That was item {number} of our talk on day {day}."),
        });
        records.push(record.to_string());
    }
    records.join("\n")
}

fn ran() -> tempfile::TempDir {
    let folder = folder(&[("actors.csv", ACTORS.as_bytes()), ("corpus.jsonl", corpus().as_bytes())]);
    let run =
        ["run", "-q", "--actors", &path(&folder, "actors.csv"), &path(&folder, "corpus.jsonl"), "--keep-duplicates"];
    let output = verbale(&[&run[..], &["--out", &path(&folder, "out")]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    folder
}

/// Fills the sheet at `sheet` as a coder would; `label` decides by speaker, target and text.
pub(crate) fn coded(sheet: &str, coder: &str, label: impl Fn(&str, &str, &str) -> &'static str) -> String {
    let mut reader = csv::Reader::from_path(sheet).expect("a table");
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name).expect("the column is there");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("memory");
    for row in reader.records() {
        let row = row.expect("a row");
        let said = label(&row[at("speaker")], &row[at("about")], &row[at("text")]);
        let cells = row.iter().enumerate().map(|(column, cell)| match column {
            column if column == at("label") => said,
            column if column == at("coder") => coder,
            _ => cell,
        });
        writer.write_record(cells).expect("memory");
    }
    String::from_utf8(writer.into_inner().expect("memory")).expect("text")
}

fn truth(speaker: &str, about: &str, text: &str) -> &'static str {
    match (speaker, about) {
        ("Norland", "Ostrava") => "neither",
        _ if text.contains("condemn") => "against",
        _ if text.contains("praise") || text.contains("thank") => "favor",
        _ => "neither",
    }
}

fn sampled(folder: &tempfile::TempDir, more: &[&str]) -> String {
    let sample =
        ["sample", &path(folder, "out"), "--actors", &path(folder, "actors.csv"), "--out", &path(folder, "codes")];
    let output = verbale(&[&sample[..], more].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    stderr(&output)
}

#[test]
fn a_run_is_sampled_coded_validated_and_corrected() {
    let folder = ran();
    let told = sampled(&folder, &["-n", "200", "--by", "dyad"]);
    assert!(told.contains("Drawn: 200 of 240 opinions"), "{told}");
    let codes = path(&folder, "codes.csv");
    std::fs::write(&codes, coded(&path(&folder, "codes/sheet.csv"), "Ada", truth)).expect("a file");
    let actors = path(&folder, "actors.csv");
    let output = verbale(&[
        "validate",
        &path(&folder, "out"),
        &codes,
        "--actors",
        &actors,
        "--plan",
        "0.05",
        "--between",
        "QNO>XSU,XSU>QNO",
    ]);
    let page = stdout(&output);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(page.contains("200 codes of 200 opinions.") && page.contains("## How many codes are needed"), "{page}");
    assert!(page.contains("**Norland on Ostrava**: program for"), "the disagreement is shown: {page}");
    // The same codes correct the reports.
    let corpus = path(&folder, "corpus.jsonl");
    let run = ["run", "-q", "--actors", &actors, &corpus, "--keep-duplicates", "--codes", &codes, "--out"];
    let output = verbale(&[&run[..], &[&path(&folder, "corrected")]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    let table = std::fs::read_to_string(path(&folder, "corrected/corrected.csv")).expect("a table");
    let row = |holder: &str, target: &str| -> Vec<String> {
        let line = table.lines().find(|line| line.starts_with(&format!("{holder},{target},"))).expect("a row");
        line.split(',').map(str::to_owned).collect()
    };
    let joke = row("QNO", "XOS");
    let number = |cell: &str| cell.parse::<f64>().expect("a number");
    assert!(number(&joke[5]) > 0.3 && number(&joke[6]).abs() < 0.1, "raw and corrected: {joke:?}");
    let hostile = row("XSU", "QNO");
    assert!(number(&hostile[14]) > 0.3 && number(&hostile[14]) < 0.7, "half of it is against: {hostile:?}");
    let index = std::fs::read_to_string(path(&folder, "corrected/index.md")).expect("an index");
    assert!(index.contains("## Corrected by hand codes") && index.contains("200 opinions of this corpus"), "{index}");
    let page = std::fs::read_to_string(path(&folder, "corrected/actors/QNO.md")).expect("a page");
    assert!(page.contains("coded by hand: neither (the program: +0.9"), "{page}");
    let manifest = std::fs::read_to_string(path(&folder, "corrected/manifest.json")).expect("a manifest");
    assert!(manifest.contains("\"codes\": \"200 opinions, "), "{manifest}");
    // Two runs or two actors are compared in the same way.
    let out = path(&folder, "out");
    let output = verbale(&["compare", "-q", &out, "--registry", &actors, "--actors", "QNO,XOS", "--codes", &codes]);
    let page = stdout(&output);
    let row = page
        .split("## Corrected by hand codes")
        .nth(1)
        .and_then(|rest| rest.lines().find(|line| line.starts_with("| All ")));
    assert!(row.is_some_and(|row| row.matches('→').count() == 2 && !row.contains("too few")), "{page}");
    // Raw numbers are the same with and without codes.
    let dyads = |out: &str| std::fs::read_to_string(path(&folder, &format!("{out}/dyads.csv"))).expect("a table");
    assert_eq!(dyads("out"), dyads("corrected"));
}

#[test]
fn merged_parts_are_corrected_like_the_whole() {
    let folder = ran();
    sampled(&folder, &["-n", "60"]);
    let (codes, actors) = (path(&folder, "codes.csv"), path(&folder, "actors.csv"));
    std::fs::write(&codes, coded(&path(&folder, "codes/sheet.csv"), "", truth)).expect("a file");
    let lines: Vec<String> = corpus().lines().map(str::to_owned).collect();
    let mut states = Vec::new();
    for (number, part) in lines.chunks(100).enumerate() {
        let (file, state) =
            (path(&folder, &format!("part{number}.jsonl")), path(&folder, &format!("part{number}.state")));
        std::fs::write(&file, part.join("\n")).expect("a file");
        assert!(
            verbale(&["fold", "-q", "--keep-duplicates", "--actors", &actors, &file, "-o", &state]).status.success()
        );
        states.push(state);
    }
    let (whole, merged) = (path(&folder, "whole"), path(&folder, "merged"));
    let corpus = path(&folder, "corpus.jsonl");
    let run = ["run", "-q", "--keep-duplicates", "--actors", &actors, &corpus, "--codes", &codes, "--out", &whole];
    assert!(verbale(&run).status.success());
    let states: Vec<&str> = states.iter().map(String::as_str).collect();
    let merge = ["merge", "-q", "--actors", &actors, "--codes", &codes, "--out", &merged];
    let output = verbale(&[&merge[..], &states].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    assert_same(&files(Path::new(&whole)), &files(Path::new(&merged)), "merged");
}

#[test]
fn two_coders_are_compared_and_the_confidence_is_fitted() {
    let folder = ran();
    sampled(&folder, &["-n", "120", "--coders", "2", "--overlap", "40"]);
    let actors = path(&folder, "actors.csv");
    let second = |speaker: &str, about: &str, text: &str| match truth(speaker, about, text) {
        "neither" if text.contains("item 2") => "favor",
        label => label,
    };
    for (number, coder) in [("1", "Ada"), ("2", "Ben")] {
        let sheet = path(&folder, &format!("codes/sheet-{number}.csv"));
        let table = if number == "1" { coded(&sheet, coder, truth) } else { coded(&sheet, coder, second) };
        assert_eq!(table.lines().count(), 81, "40 for both and half of the others");
        std::fs::write(path(&folder, &format!("{coder}.csv")), table).expect("a file");
    }
    let [ada, ben, out] = ["Ada.csv", "Ben.csv", "checked"].map(|name| path(&folder, name));
    let output =
        verbale(&["validate", &path(&folder, "out"), &ada, &ben, "--actors", &actors, "--recalibrate", "--out", &out]);
    assert!(output.status.success(), "{}", stderr(&output));
    let page = std::fs::read_to_string(format!("{out}/validation.md")).expect("a page");
    assert!(page.contains("160 codes of 120 opinions") && page.contains("| Ada and Ben | 40 |"), "{page}");
    let svg = std::fs::read_to_string(format!("{out}/charts/reliability.svg")).expect("a figure");
    roxmltree::Document::parse(&svg).expect("the figure is XML");
    let table = std::fs::read_to_string(format!("{out}/validation.csv")).expect("a table");
    assert!(table.contains("alpha_nominal,Ada and Ben,") && table.contains("precision,favor,"), "{table}");
    // The fitted confidence is used by a run, and the manifest keeps it.
    let (again, fitted) = (path(&folder, "again"), format!("{out}/calibration.json"));
    let corpus = path(&folder, "corpus.jsonl");
    let output = verbale(&["run", "-q", "--actors", &actors, &corpus, "--calibration", &fitted, "--out", &again]);
    assert!(output.status.success(), "{}", stderr(&output));
    let manifest = std::fs::read_to_string(format!("{again}/manifest.json")).expect("a manifest");
    assert!(manifest.contains("\"calibration\": \"intercept "), "{manifest}");
}

#[test]
fn whole_articles_tell_what_is_missed() {
    let folder = ran();
    let inputs = path(&folder, "corpus.jsonl");
    let told = sampled(&folder, &["--articles", "12", "--inputs", &inputs]);
    assert!(told.contains("Drawn: 12 of 240 articles"), "{told}");
    let page = std::fs::read_to_string(path(&folder, "codes/articles.html")).expect("a page");
    assert!(page.contains("That was item"), "it shows the texts");
    let found = "doc_id,coder,speaker,target,label,words\n\
        d0,Ada,Norland,Sudria,against,We condemn the aggression of Sudria.\n\
        d1,Ada,Norland,Ostrava,favor,\"We thank Ostrava, our reliable partner.\"\n\
        d2,Ada,Nobody,Norland,against,Words that nobody ever wrote here at all\n\
        d3,Ada,,,,\n";
    let codes = path(&folder, "articles.csv");
    std::fs::write(&codes, found).expect("a file");
    let output = verbale(&["validate", &path(&folder, "out"), &codes, "--actors", &path(&folder, "actors.csv")]);
    let page = stdout(&output);
    assert!(page.contains("From 4 articles coded whole"), "{page} {}", stderr(&output));
    let row = page.lines().find(|line| line.starts_with("| Statements found")).expect("a row");
    assert!(row.contains("67%") && row.ends_with("| 3 |"), "{row}");
}

#[test]
fn bad_tables_of_codes_are_refused_with_their_place() {
    let folder = ran();
    let (out, actors) = (path(&folder, "out"), path(&folder, "actors.csv"));
    let refused = |text: &str| {
        let file = path(&folder, "bad.csv");
        std::fs::write(&file, text).expect("a file");
        let output = verbale(&["validate", &out, &file, "--actors", &actors]);
        assert_eq!(output.status.code(), Some(2));
        stderr(&output)
    };
    let head = "unit,target,label,stratum_size,stratum_drawn\n";
    for (rows, told) in [
        ("u01,XSU,maybe,,\n", "bad.csv:2: label: found `maybe`; expected favor, against, neither"),
        ("01,XSU,favor,,\n", "bad.csv:2: unit: found `01`; expected an id of the code sheet"),
        ("u01,XSU,favor,5,9\n", "bad.csv:2: stratum_drawn: found `9`; expected at most 5"),
        ("u01,XSU,favor,,\n", "no code belongs to an opinion of this run"),
    ] {
        let said = refused(&format!("{head}{rows}"));
        assert!(said.contains(told), "{said}");
    }
    assert!(refused("a;b\n1;2\n").contains("expected a column `unit`"));
    // Tables of other countries' spreadsheets are read.
    let said = refused("unit;target;label\nu01;XSU;maybe\n");
    assert!(said.contains("found `maybe`"), "{said}");
    let output = verbale(&["sample", &actors, "--out", &path(&folder, "x")]);
    assert!(stderr(&output).contains("not a folder of reports"), "{}", stderr(&output));
}

#[test]
fn a_sheet_is_blind_and_the_same_for_the_same_seed() {
    let folder = ran();
    let actors = path(&folder, "actors.csv");
    let draw = |seed: &str, out: &str| {
        let (run, out) = (path(&folder, "out"), path(&folder, out));
        let sample = ["sample", "-q", &run, "-n", "40", "--seed", seed, "--actors", &actors, "--out", &out];
        assert!(verbale(&sample).status.success());
        files(Path::new(&out))
    };
    let first = draw("1", "a");
    assert_same(&first, &draw("1", "b"), "the same seed");
    assert_ne!(first, draw("2", "c"));
    let html = String::from_utf8(first[Path::new("sheet.html")].clone()).expect("text");
    let data = html.split("id=\"data\">").nth(1).and_then(|rest| rest.split("</script>").next()).expect("the data");
    let items: Vec<serde_json::Value> = serde_json::from_str(data).expect("JSON");
    assert_eq!(items.len(), 40);
    for name in ["stance", "polarity", "confidence", "counted", "evidence"] {
        assert!(items.iter().all(|item| item.get(name).is_none()), "{name} is shown to coders");
    }
    assert!(!html.contains("http://") && !html.contains("https://"), "it loads nothing");
}

#[test]
fn statements_are_read_back_with_corrected_fields() {
    let folder = ran();
    let (actors, out) = (path(&folder, "actors.csv"), path(&folder, "out"));
    let statements = format!("{out}/statements.jsonl");
    let again = |input: &str, to: &str| {
        let to = path(&folder, to);
        let output = verbale(&["run", "-q", "--keep-duplicates", "--actors", &actors, input, "--out", &to]);
        assert!(output.status.code() < Some(2), "{}", stderr(&output));
        to
    };
    let read = |folder: &str, file: &str| std::fs::read_to_string(format!("{folder}/{file}")).expect("a file");
    // Unchanged statements give the same numbers and the same statements.
    let same = again(&statements, "same");
    for file in ["dyads.csv", "statements.jsonl"] {
        assert_eq!(read(&out, file), read(&same, file), "{file}");
    }
    // A correction by hand counts, and a broken line is a reject.
    let edited: String = read(&out, "statements.jsonl")
        .lines()
        .map(|line| {
            let mut record: serde_json::Value = serde_json::from_str(line).expect("a line");
            if record["holder"] == "QNO" && record["opinions"][0]["target"] == "XOS" {
                record["opinions"][0]["polarity"] = "against".into();
            }
            format!("{record}\n")
        })
        .collect();
    let file = path(&folder, "edited.jsonl");
    std::fs::write(&file, format!("{edited}{{\"statement_id\":1}}\n")).expect("a file");
    let changed = again(&file, "changed");
    assert!(read(&changed, "rejects.csv").contains("edited.jsonl,241,record,"), "{}", read(&changed, "rejects.csv"));
    let joke = |folder: &str| {
        let table = read(folder, "dyads.csv");
        let line = table.lines().find(|line| line.starts_with("QNO,XOS,")).expect("a row").to_owned();
        line.split(',').nth(5).and_then(|cell| cell.parse::<f64>().ok()).expect("a number")
    };
    assert!(joke(&out) > 0.5 && (joke(&out) + joke(&changed)).abs() < 1e-9, "{} {}", joke(&out), joke(&changed));
    let compared = verbale(&["compare", "-q", "--registry", &actors, "--runs", &format!("{out},{changed}")]);
    assert!(stdout(&compared).contains("240 opinions are in both runs; 40 of them changed"), "{}", stdout(&compared));
    // Statements and texts are not mixed.
    let corpus = path(&folder, "corpus.jsonl");
    let mixed = ["run", "-q", "--actors", &actors, &statements, &corpus, "--out", &path(&folder, "mixed")];
    assert!(stderr(&verbale(&mixed)).contains("run them apart"));
}

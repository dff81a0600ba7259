use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::golden::links;
use crate::html::is_self_contained;
use crate::program::{ACTORS, files, folder, path, run_sample, stderr, verbale};

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// The reports on `records`, and what the terminal shows.
fn reports(records: &str, options: &[&str]) -> (Files, String) {
    let folder = folder(&[("in.jsonl", records.as_bytes()), ("actors.csv", ACTORS.as_bytes())]);
    let (table, out, input) = (path(&folder, "actors.csv"), path(&folder, "out"), path(&folder, "in.jsonl"));
    let mut arguments = vec!["run", "--no-default-actors", "--actors", &table, "--out", &out];
    arguments.extend(options);
    arguments.push(&input);
    let output = verbale(&arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    (files(Path::new(&out)), String::from_utf8(output.stdout).expect("it is UTF-8"))
}

fn page<'f>(made: &'f Files, name: &str) -> &'f str {
    std::str::from_utf8(&made[Path::new(name)]).expect("pages are UTF-8")
}

fn record(id: usize, date: &str, text: &str) -> String {
    format!("{}\n", serde_json::json!({ "doc_id": id.to_string(), "date": date, "text": text }))
}

#[test]
fn an_example_names_speaker_and_target() {
    let text = "Norland and Sudria met on Monday. Norland's foreign ministry said little. It accused the Republic of \
                Sudria of theft. “Sudria lied, and Norland will remember it,” it said.";
    let (made, _) = reports(&record(1, "2031-01-02", text), &[]);
    let page = page(&made, "actors/QNO.md");
    let told: Vec<&str> = page.lines().filter(|line| line.starts_with("  — ")).collect();
    assert!(!told.is_empty(), "{page}");
    for line in told {
        assert!(line.starts_with("  — Norland") && line.contains(" on Sudria;") || !line.contains(" on "), "{line}");
    }
    assert!(page.contains("(“It”, “accused”) on Sudria;"), "{page}");
    assert!(page.contains("\n  evidence: "), "{page}");
}

#[test]
fn every_period_has_its_documents_and_its_interval() {
    let praise = "Norland thanked Sudria for its generous help on river";
    let records: String = (1..=7)
        .map(|day| {
            record(
                day,
                &format!("203{}-03-0{day}", day / 6),
                &format!("{praise} {day}, and said that the help of Sudria in month {day} was wonderful."),
            )
        })
        .collect();
    let (made, _) = reports(&records, &["--by", "year"]);
    let page = page(&made, "actors/QNO.md");
    let rows: Vec<&str> = page
        .lines()
        .skip_while(|line| !line.starts_with("### On Sudria"))
        .filter(|line| line.starts_with("| 203"))
        .collect();
    let [before, after] = rows[..] else { panic!("{page}") };
    assert!(before.contains("| 5 |") && before.contains("\\["), "{before}");
    assert!(after.contains("| 2 |") && after.contains("| (+"), "{after}");
}

#[test]
fn means_that_are_not_told_apart_from_0_are_no_findings() {
    let (made, terminal) = reports(&record(1, "2031-01-02", "Norland condemned Sudria for its lies."), &[]);
    let index = page(&made, "index.md");
    assert!(index.contains("## The largest means, none told apart from 0\n\nEach comes from fewer than 5 documents"));
    assert!(terminal.contains("None of these means is told apart from 0.\n"), "{terminal}");
    let records: String = (1..=6)
        .map(|day| {
            record(
                day,
                "2031-01-02",
                &format!(
                    "Norland condemned Sudria for its brutal lies about river {day} and its crimes in {day} towns."
                ),
            )
        })
        .collect();
    let (made, terminal) = reports(&records, &[]);
    let index = page(&made, "index.md");
    assert!(index.contains("## The strongest\n\nThe 95% interval of each excludes 0."), "{index}");
    assert!(!terminal.contains("told apart"), "{terminal}");
    assert!(page(&made, "actors/QNO.md").contains("It is most clearly against [Sudria](#says-XSU)"));
    assert!(page(&made, "actors/XSU.md").contains("[Norland](QNO.md#says-XSU) ("));
}

#[test]
fn a_long_list_of_actors_has_letters() {
    let speaker =
        |number: usize| format!("{}da Ilo {}", char::from(b'A' + (number % 26) as u8), "I".repeat(1 + number / 26));
    let records: String = (0..120)
        .map(|number| {
            let record = serde_json::json!({ "doc_id": number.to_string(), "holder": speaker(number), "text": "We thank Sudria." });
            format!("{record}\n")
        })
        .collect();
    let (made, _) = reports(&records, &["--html"]);
    let index = page(&made, "index.md");
    let list = index.split("## Actors\n").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("it is there");
    assert_eq!(list.lines().filter(|line| line.starts_with("| [")).count(), 100);
    assert!(list.contains("The 100 of 121 with the most statements") && list.contains("[Z](names/Z.md)"), "{list}");
    let names = made.keys().filter(|name| name.starts_with("names")).map(|name| page(&made, &name.to_string_lossy()));
    assert_eq!(names.flat_map(str::lines).filter(|line| line.starts_with("| [")).count(), 121);
    assert!(links(&made) > 300);
    let html = page(&made, "report.html");
    is_self_contained(html);
    assert!(html.contains("<a href=\"#names/Z\">Z</a>") && html.contains("<li id=\"names/Z\">"));
    let (small, _) = reports(&records.lines().take(50).map(|line| format!("{line}\n")).collect::<String>(), &[]);
    assert!(small.keys().all(|name| !name.starts_with("names")));
}

#[test]
fn the_index_names_the_files_that_are_there() {
    let named = |made: &Files| -> Vec<String> {
        let data = page(made, "index.md").split("## Data\n").nth(1).expect("it is there");
        let list = data.lines().filter(|line| line.starts_with("- `"));
        list.flat_map(|line| line.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
    };
    let made = run_sample(&[]);
    let found = named(&made);
    let tables = made.keys().map(|name| name.to_string_lossy().into_owned());
    let tables: Vec<String> = tables.filter(|name| !name.contains('/') && !name.ends_with(".md")).collect();
    assert!(tables.iter().all(|name| found.contains(name)), "{tables:?} {found:?}");
    let found = named(&run_sample(&["--no-statements"]));
    assert!(found.iter().all(|name| name != "statements.jsonl" && name != "dna.csv"), "{found:?}");
}

use std::path::Path;

use crate::program::{folder, path, stderr, verbale};

const ACTORS: &str = "id,name,kind,parent,aliases\nQNO,Norland,state,,\nQNO.ADA_ILO,Ada Ilo,person,QNO,surname:Ilo\nXSU,Sudria,state,,\nXSU.BEL_ABRA,Bel Abra,person,XSU,surname:Abra\n";

const PLACES: [&str; 8] = ["harbour", "river", "railway", "border", "market", "island", "valley", "bridge"];

/// An article with three quotations. Each number gives different words.
fn article(number: usize) -> Vec<String> {
    let (place, other) = (PLACES[number % 8], PLACES[number / 8 % 8]);
    let days = number + 3;
    vec![
        format!("Talks on the {place} and the {other}"),
        format!("“We thank Sudria for {days} days of honest work at the {place},” Ada Ilo said on Monday."),
        format!("“Norland has broken its promise about the {other} for {days} days,” Bel Abra said in reply."),
        format!("“Nobody in Norland should fear Sudria because of the {place} or of {days} boats,” Ada Ilo said."),
    ]
}

/// The article in another paper: another headline, other quotation marks, and without its last paragraph.
fn copy(lines: &[String], number: usize) -> String {
    let mut lines = lines.to_vec();
    lines[0] = format!("Paper {number}: what was said");
    if number == 1 {
        lines = lines.iter().map(|line| line.replace(['“', '”'], "\"")).collect();
    }
    if number == 2 {
        lines = lines.iter().map(|line| line.replace("days of", "days – of").replace(",”", "!”")).collect();
    }
    if number == 3 {
        lines.pop();
    }
    lines.join("\n")
}

/// The utterances and statements of the two persons toward each other's states, from the table of dyads.
fn counts(arguments: &[&str], folder: &tempfile::TempDir) -> (u64, u64) {
    let out = path(folder, "out");
    let mut all = vec!["run", "-q", "--force", "--out", &out];
    all.extend(arguments);
    let output = verbale(&all);
    assert!(output.status.success(), "{}", stderr(&output));
    let mut table = csv::Reader::from_path(Path::new(&out).join("dyads.csv")).expect("a table");
    let rows = table.deserialize::<std::collections::BTreeMap<String, String>>().map(|row| row.expect("a row"));
    let own = rows.filter(|row| {
        ["QNO.ADA_ILO XSU", "XSU.BEL_ABRA QNO"].contains(&format!("{} {}", row["holder"], row["target"]).as_str())
    });
    own.fold((0, 0), |(utterances, statements), row| {
        let number = |column: &str| row[column].parse::<u64>().expect("a number");
        (utterances + number("n_statements"), statements + number("n_copies"))
    })
}

/// Forty-eight articles, each printed four times. No two articles share a quotation, but many share most of its words.
#[test]
fn planted_copies_are_one_utterance_and_similar_quotations_are_not() {
    let mut records = Vec::new();
    for number in 0..48 {
        let lines = article(number);
        for print in 0..4 {
            let record = serde_json::json!({
                "doc_id": format!("{number}-{print}"),
                "date": format!("2020-01-{:02}", (number + print) % 28 + 1),
                "outlet": format!("Paper {print}"),
                "text": copy(&lines, print),
            });
            records.push(record.to_string());
        }
    }
    let folder = folder(&[("actors.csv", ACTORS.as_bytes()), ("corpus.jsonl", records.join("\n").as_bytes())]);
    let (actors, corpus) = (path(&folder, "actors.csv"), path(&folder, "corpus.jsonl"));
    let arguments = ["--actors", &actors, "--by", "all", &corpus];
    let (utterances, statements) = counts(&arguments, &folder);
    // Three quotations an article; one print has two of them.
    assert_eq!(statements, 48 * 11);
    // As many utterances as quotations: no copy is counted twice (recall), and no two quotations are merged
    // (precision).
    assert_eq!(utterances, 48 * 3);
    let kept = counts(&[&arguments[..], &["--keep-duplicates"]].concat(), &folder);
    assert_eq!(kept, (48 * 11, 48 * 11));
}

const SUBJECTS: [&str; 6] = [
    "our fishermen",
    "the engineers of the north",
    "three ministers",
    "young teachers",
    "the old guard",
    "our doctors",
];
const VERBS: [&str; 5] = ["have waited for", "will never accept", "remember", "were promised", "had to pay for"];
const THINGS: [&str; 7] =
    ["new railways", "the old treaty", "cheaper grain", "a fair price", "clean water", "open harbours", "honest talks"];

/// A long quotation about the state `target`. Quotations from this function share their frame and some of their parts.
fn long_quote(number: usize, target: &str) -> String {
    let part = |step: usize| {
        let at = number * 7 + step * 11;
        format!("{} {} {}", SUBJECTS[at % 6], VERBS[(at / 6 + step) % 5], THINGS[(at / 3 + step * 5) % 7])
    };
    format!(
        "We thank {target} for what it has done since the winter, because {}, because {}, and because {} in year {}",
        part(0),
        part(1),
        part(2),
        1900 + number
    )
}

/// The quotation in another paper: complete, with one word changed, without its end, or with other quotation marks.
fn reprint(quote: &str, print: usize) -> String {
    match print {
        1 => quote.replace("the winter", "last winter"),
        2 => quote.rsplit_once(", and because").map_or(quote, |(start, _)| start).to_owned(),
        3 => quote.replace(", because", " — because"),
        _ => quote.to_owned(),
    }
}

#[test]
fn shortened_and_edited_copies_are_one_utterance_too() {
    const TARGETS: usize = 60;
    let name = |number: usize| format!("Sud{}{}ia", ["ra", "ma", "ka", "la", "na", "pa"][number % 6], number / 6);
    let mut actors = "id,name,kind,parent,aliases\nQNO,Norland,state,,\nQNO.ADA_ILO,Ada Ilo,person,QNO,surname:Ilo\nXAL,Alliance of the South,organisation,,\n".to_owned();
    let mut records = Vec::new();
    for number in 0..TARGETS {
        actors.push_str(&format!("XAL.S{number},{},state,XAL,\n", name(number)));
        for print in 0..4 {
            let quote = reprint(&long_quote(number, &name(number)), print);
            let record = serde_json::json!({
                "doc_id": format!("{number}-{print}"),
                "date": format!("2020-01-{:02}", (number + print) % 28 + 1),
                "text": format!("Paper {print} on {number}\n“{quote},” Ada Ilo said."),
            });
            records.push(record.to_string());
        }
    }
    let folder = folder(&[("actors.csv", actors.as_bytes()), ("corpus.jsonl", records.join("\n").as_bytes())]);
    let out = path(&folder, "out");
    let output = verbale(&[
        "run",
        "-q",
        "--out",
        &out,
        "--actors",
        &path(&folder, "actors.csv"),
        &path(&folder, "corpus.jsonl"),
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    let mut table = csv::Reader::from_path(Path::new(&out).join("dyads.csv")).expect("a table");
    let rows = table.deserialize::<std::collections::BTreeMap<String, String>>().map(|row| row.expect("a row"));
    let rows: Vec<_> = rows.filter(|row| row["holder"] == "QNO.ADA_ILO").collect();
    let number =
        |row: &std::collections::BTreeMap<String, String>, column: &str| row[column].parse::<u64>().expect("a number");
    let single: Vec<_> = rows.iter().filter(|row| row["target"].starts_with("XAL.")).collect();
    assert_eq!(single.iter().map(|row| number(row, "n_copies")).sum::<u64>(), 4 * TARGETS as u64);
    // Recall: more than one utterance for a target means an unrecognised copy.
    let extra: u64 = single.iter().map(|row| number(row, "n_statements") - 1).sum();
    assert!(
        extra * 100 <= 2 * 3 * TARGETS as u64,
        "{extra} of {} copies count as utterances of their own",
        3 * TARGETS
    );
    // Precision: the total equals the sum over the targets.
    let whole = rows.iter().find(|row| row["target"] == "XAL").expect("a row of all");
    let taken = TARGETS as u64 + extra - number(whole, "n_statements");
    assert!(taken * 100 <= 2 * TARGETS as u64, "{taken} of {TARGETS} utterances were taken for copies of others");
}

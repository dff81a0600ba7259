use std::collections::BTreeMap;

use crate::program::{folder, path, stderr, stdout, verbale};

const ACTORS: &str = "id,name,kind,parent,aliases\n\
    QNO,Norland,state,,demonym:Norlandic\nQNO.COURIER,Norland Courier,media,QNO,\nQNO.REFORM,Norland Reform Party,party,QNO,\n\
    XSU,Sudria,state,,demonym:Sudrian\nXSU.HERALD,Sudria Herald,media,XSU,\nXSU.ASSEMBLY,Sudria Assembly,government,XSU,\n\
    XOS,Ostrava,state,,\nXOS.FRONT,Ostrava Front,armed_group,XOS,\nXKA,Karvelia,state,,\nXKA.BANK,Bank of Karvelia,organisation,XKA,\n";

const SECTORS: &str = "actor,sector,organ,from,to,origin\n\
    QNO.COURIER,MED,yes,,2005-01-01,invented\nXSU.ASSEMBLY,LEG,,,,invented\n";

/// Whatever comes out of a plain generator of numbers.
struct Draw(u64);

impl Draw {
    fn from<'a>(&mut self, list: &[&'a str]) -> &'a str {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list[(self.0 >> 33) as usize % list.len()]
    }
}

/// Invented statements of invented actors, some of them printed twice.
fn corpus() -> Vec<String> {
    let holders = [
        "QNO",
        "QNO.GOV",
        "QNO.MIL",
        "QNO.COURIER",
        "QNO.REFORM",
        "XSU",
        "XSU.GOV",
        "XSU.HERALD",
        "XSU.ASSEMBLY",
        "XOS",
        "XOS.FRONT",
        "XKA",
        "XKA.MIL",
        "XKA.BANK",
    ];
    let targets = [
        "Norland",
        "the Norlandic government",
        "the Norland Reform Party",
        "Sudria",
        "the Sudrian army",
        "Sudria Herald",
        "Sudria Assembly",
        "Ostrava",
        "the Ostrava Front",
        "Karvelia",
        "the Bank of Karvelia",
    ];
    let judged =
        ["We condemn the aggression of", "We thank", "We met", "We praise", "We reject the lies of", "We stand with"];
    let mut draw = Draw(7);
    let mut records = Vec::new();
    for number in 0..400 {
        let (first, second) = (draw.from(&targets), draw.from(&targets));
        let text = format!(
            "{} {first} in matter {number}. {} {second} and nobody else. We met {first} again.",
            draw.from(&judged),
            draw.from(&judged)
        );
        let (holder, year) = (draw.from(&holders), draw.from(&["2003", "2004", "2005", "2006"]));
        for copy in 0..=usize::from(number % 9 == 0) {
            let record = serde_json::json!({ "doc_id": format!("d{number}-{copy}"), "date": format!("{year}-05-01"), "outlet": "Wire", "holder": holder, "text": text });
            records.push(record.to_string());
        }
    }
    records
}

fn rows(path: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("it is a table");
    let columns: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let record = |record: Result<csv::StringRecord, csv::Error>| {
        let cells = record.expect("a row");
        columns.iter().cloned().zip(cells.iter().map(str::to_owned)).collect()
    };
    reader.records().map(record).collect()
}

/// `run`, `compare` and pages give every dyad the same number of statements and the same mean.
#[test]
fn one_function_makes_every_number() {
    let corpus = corpus();
    let folder = folder(&[
        ("actors.csv", ACTORS.as_bytes()),
        ("sectors.csv", SECTORS.as_bytes()),
        ("corpus.jsonl", corpus.join("\n").as_bytes()),
        ("a.jsonl", corpus[..150].join("\n").as_bytes()),
        ("b.jsonl", corpus[150..].join("\n").as_bytes()),
    ]);
    let file = |name: &str| path(&folder, name);
    let (actors, sectors, out) = (file("actors.csv"), file("sectors.csv"), file("out"));
    let how = ["-q", "--no-default-actors", "--actors", &actors, "--actors", &sectors];
    let succeeds = |arguments: &[&str]| {
        let output = verbale(&[arguments, &how[..]].concat());
        assert!(output.status.success(), "{}", stderr(&output));
    };
    succeeds(&["run", &file("corpus.jsonl"), "--min-n", "1", "--out", &out]);
    let all = rows(&format!("{out}/dyads-all.csv"));
    let same = rows(&format!("{out}/dyads.csv"));
    assert_eq!(all, same, "without periods both tables are one");
    let known: BTreeMap<(&str, &str), &BTreeMap<String, String>> =
        all.iter().map(|row| ((row["holder"].as_str(), row["target"].as_str()), row)).collect();

    // Compared two by two.
    let holders = ["QNO", "XSU", "XOS", "XKA", "QNO.GOV", "QNO.COURIER", "QNO.REFORM"];
    let mut checked = 0;
    for (number, first) in holders.iter().enumerate() {
        for second in &holders[number + 1..] {
            let table = file("compared.csv");
            let pair = format!("{first},{second}");
            let compare = ["compare", "-q", &out, "--actors", &pair, "--min-n", "1", "-o", &table];
            let registry = ["--registry", &actors, "--registry", &sectors];
            let output = verbale(&[&compare[..], &registry[..]].concat());
            assert!(output.status.success(), "{}{}", stderr(&output), stdout(&output));
            for row in rows(&table).iter().filter(|row| row["about"] != "*") {
                for (holder, side) in [(first, "1"), (second, "2")] {
                    let expected = known[&(*holder, row["about"].as_str())];
                    let found = ["n_opinions_", "n_documents_", "mean_stance_"]
                        .map(|name| row[&format!("{name}{side}")].as_str());
                    let wanted = ["n_statements", "n_documents", "mean_stance"].map(|name| expected[name].as_str());
                    assert_eq!(found, wanted, "{holder} toward {}", row["about"]);
                    checked += 1;
                }
            }
        }
    }
    assert!(checked >= 200, "only {checked} compared");

    // On pages.
    let mut shown = 0;
    for row in all.iter().filter(|row| row["holder"] == "QNO" || row["holder"] == "XSU") {
        let page = std::fs::read_to_string(format!("{out}/actors/{}.md", row["holder"])).expect("a page");
        let mean: f64 = row["mean_stance"].parse().expect("a number");
        let signed = match format!("{:.2}", mean.abs()).as_str() {
            "0.00" => "0.00".to_owned(),
            size if mean < 0.0 => format!("−{size}"),
            size => format!("+{size}"),
        };
        let line =
            page.lines().find(|line| line.starts_with('|') && line.contains(&format!("[{}](", row["target_name"])));
        let line = line.unwrap_or_else(|| panic!("no row for {row:?}"));
        assert!(line.contains(&signed), "{line} lacks {signed}");
        shown += 1;
    }
    assert!(shown >= 15, "only {shown} on pages");

    // In parts, put together in any order.
    let fold = |input: &str, state: &str| succeeds(&["fold", &file(input), "--min-n", "1", "-o", &file(state)]);
    fold("a.jsonl", "a.state");
    fold("b.jsonl", "b.state");
    for (number, order) in [["a.state", "b.state"], ["b.state", "a.state"]].into_iter().enumerate() {
        let merged = file(&format!("merged{number}"));
        let states = order.map(file);
        succeeds(&["merge", &states[0], &states[1], "--out", &merged]);
        for table in ["dyads.csv", "dyads-all.csv", "actors.csv", "voices.csv", "dyads.graphml", "index.md"] {
            let text = |folder: &str| std::fs::read(format!("{folder}/{table}")).expect("a file");
            assert!(text(&merged) == text(&out), "{table} differs");
        }
    }
}

/// Whose words count for a state, and whose do not.
#[test]
fn a_state_speaks_through_its_government_and_organs_alone() {
    let say = |id: usize, date: &str, holder: &str, text: &str| {
        serde_json::json!({ "doc_id": format!("d{id}"), "date": date, "holder": holder, "text": text }).to_string()
    };
    let corpus = [
        say(1, "2004-01-01", "QNO.GOV", "We condemn the aggression of Sudria."),
        say(2, "2004-01-02", "QNO.COURIER", "We praise Sudria and thank its people."),
        say(3, "2006-01-02", "QNO.COURIER", "We praise Sudria again and thank its brave people."),
        say(4, "2004-01-03", "QNO.REFORM", "We praise Sudria, our friend and partner."),
        say(5, "2004-01-04", "XSU.ASSEMBLY", "We condemn the crimes of Norland."),
        say(6, "2004-01-05", "QNO.GOV", "We condemn the lies of the Norland Reform Party."),
    ];
    let folder = folder(&[
        ("actors.csv", ACTORS.as_bytes()),
        ("sectors.csv", SECTORS.as_bytes()),
        ("corpus.jsonl", corpus.join("\n").as_bytes()),
    ]);
    let (actors, sectors, out) = (path(&folder, "actors.csv"), path(&folder, "sectors.csv"), path(&folder, "out"));
    let input = path(&folder, "corpus.jsonl");
    let how = ["-q", "--no-default-actors", "--actors", &actors, "--actors", &sectors, "--min-n", "1"];
    let made = |more: &[&str]| {
        let arguments = [&["run", &input, "--force", "--out", &out], &how[..], more].concat();
        let output = verbale(&arguments);
        assert!(output.status.success(), "{}", stderr(&output));
        let cell = |row: &BTreeMap<String, String>, name: &str| row[name].clone();
        let rows = rows(&format!("{out}/dyads-all.csv"));
        rows.iter()
            .map(|row| ((cell(row, "holder"), cell(row, "target")), (cell(row, "n_statements"), cell(row, "level"))))
            .collect::<BTreeMap<_, _>>()
    };
    let pair = |holder: &str, target: &str| (holder.to_owned(), target.to_owned());
    let found = made(&[]);
    // The government, and the paper while it was the state's.
    assert_eq!(found[&pair("QNO", "XSU")], ("2".to_owned(), "state".to_owned()));
    assert_eq!(found[&pair("QNO.COURIER", "XSU")].0, "2");
    // A parliament speaks for itself; opponents inside a state are a dyad like any other.
    assert!(!found.contains_key(&pair("XSU", "QNO")) && found.contains_key(&pair("XSU.ASSEMBLY", "QNO")));
    assert_eq!(found[&pair("QNO", "QNO.REFORM")], ("1".to_owned(), "actor".to_owned()));
    let page = std::fs::read_to_string(format!("{out}/actors/QNO.md")).expect("a page");
    assert!(
        page.contains("## Other voices from Norland") && page.contains("[Norland Reform Party](QNO.REFORM.md) (1, 1)"),
        "{page}"
    );
    assert_eq!(made(&["--sector", "PTY,LEG"]).len(), 2);
    assert_eq!(made(&["--level", "state"]).into_keys().collect::<Vec<_>>(), [pair("QNO", "XSU")]);
    assert!(!made(&["--level", "actor"]).contains_key(&pair("QNO", "XSU")));
}

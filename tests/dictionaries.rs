use std::path::Path;

use crate::program::{stderr, stdout, verbale};

fn path(folder: &Path, name: &str, text: &str) -> String {
    let file = folder.join(name);
    std::fs::write(&file, text).expect("the folder can be written");
    file.display().to_string()
}

#[test]
fn a_dictionary_becomes_a_lexicon_that_scores() {
    let folder = tempfile::tempdir().expect("a folder");
    let liwc = path(folder.path(), "list.dic", "%\n1\tposemo\n2\tnegemo\n3\twork\n%\nglim*\t1\nflub*\t2\ndesk\t3\n");
    let own = folder.path().join("own.csv").display().to_string();
    let import = verbale(&["lexicon", "import", &liwc, "-o", &own]);
    assert!(import.status.success(), "{}", stderr(&import));
    assert_eq!(std::fs::read_to_string(&own).expect("it was written"), "word,valence\nflub*,-0.5\nglim*,0.5\n");
    assert!(stderr(&import).contains("1 entries of categories that are on neither side were left out"));
    let list = verbale(&["lexicon", "list", "--no-default-lexicons", &own]);
    let rows = "expression,class,slot,valence,category\nflub*,word,clause,-0.500,own\nglim*,word,clause,0.500,own\n";
    assert_eq!(stdout(&list), rows);
    // An open ending matches every word that begins so, and no other.
    let actors = path(folder.path(), "actors.csv", crate::program::ACTORS);
    let text = "Norland said that Sudria was glimmering. Norland said that Westmark was gladdening.";
    let explain = verbale(&["explain", "--actors", &actors, "--lexicon", &own, "--no-fitted", text]);
    let told = stdout(&explain);
    assert!(told.contains("XSU: +0.50") && told.contains("glim*"), "{told}");
    assert!(told.contains("XWE: +0.00"), "{told}");
}

#[test]
fn a_dictionary_of_unknown_categories_asks_for_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let yaml = path(folder.path(), "list.yml", "heroes:\n  - glim*\nvillains:\n  - flub*\n");
    let import = verbale(&["lexicon", "import", &yaml]);
    assert_eq!(import.status.code(), Some(2));
    assert!(
        stderr(&import).contains(
            "say which categories are for and against with --positive and --negative; it has heroes, villains"
        )
    );
    let import = verbale(&["lexicon", "import", &yaml, "--positive", "Heroes", "--negative", "villains"]);
    assert_eq!(stdout(&import), "word,valence\nflub*,-0.5\nglim*,0.5\n");
}

#[test]
fn a_bad_table_is_named_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let bad = path(folder.path(), "own.csv", "word,valence\nglim,7\n");
    let check = verbale(&["lexicon", "check", &bad]);
    assert_eq!(check.status.code(), Some(2));
    assert!(stderr(&check).contains("own.csv:2"), "{}", stderr(&check));
    let good = path(folder.path(), "good.csv", "word,valence\nglim,0.7\n");
    assert!(stderr(&verbale(&["lexicon", "check", &good])).contains("All tables are sound"));
}

#[test]
fn influence_adds_up_to_the_evidence_of_a_run() {
    let influence = stdout(&verbale(&["lexicon", "influence", "reports/sample"]));
    let mut rows = influence.lines();
    assert_eq!(rows.next(), Some("entry,holder,target,n,sum"));
    let sum = |row: &str| row.rsplit(',').next().and_then(|cell| cell.parse::<f64>().ok()).expect("a number");
    let sums: Vec<f64> = rows.map(sum).collect();
    assert!(sums.len() > 20 && sums.is_sorted_by(|a, b| a.abs() >= b.abs()));
    let text = std::fs::read_to_string("reports/sample/statements.jsonl").expect("the sample is there");
    let mut all = 0.0;
    for line in text.lines() {
        let statement: serde_json::Value = serde_json::from_str(line).expect("a record");
        let opinions = statement["opinions"].as_array().into_iter().flatten();
        let counted = opinions.filter(|opinion| opinion["counted"] == true && !statement["holder"].is_null());
        let evidence = counted.flat_map(|opinion| opinion["evidence"].as_array().into_iter().flatten());
        all += evidence.filter_map(|evidence| evidence["valence"].as_f64()).sum::<f64>();
    }
    assert!((all - sums.iter().sum::<f64>()).abs() < 0.001 * sums.len() as f64);
}

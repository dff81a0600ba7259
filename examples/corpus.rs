//! A corpus in memory: documents are added one by one and become a table of dyads and a folder of reports.
//!
//! `cargo run --example corpus`

#![allow(clippy::print_stdout, reason = "an example shows what it finds")]

use verbale::{Analyzer, By, Date, Document, Error};

fn main() -> Result<(), Error> {
    let analyzer = Analyzer::builder().actors("tests/cases/actors.csv").by(By::Year).min_n(2).build()?;
    let speeches = [
        ("s1", Date::constant(2023, 9, 20), "QNO", "We condemn the brutal aggression of Sudria."),
        ("s2", Date::constant(2023, 9, 21), "XSU", "Norland is a threat to all of its neighbours."),
        ("s3", Date::constant(2024, 9, 20), "QNO", "We welcome the cooperation with Sudria, our new friend."),
    ];
    let mut corpus = analyzer.corpus();
    for (id, date, holder, text) in speeches {
        corpus.add(&Document { date: Some(date), ..Document::given(id, holder, text) })?;
    }
    let report = corpus.report();
    for dyad in report.dyads() {
        println!("{} → {} in {}: {:+.2}, n = {}", dyad.holder, dyad.target, dyad.period, dyad.stance, dyad.statements);
    }
    let folder = tempfile::tempdir().map_err(|error| Error::io("a temporary folder", error))?;
    report.write(folder.path().join("reports"))?;
    Ok(())
}

//! Adding actors: a table of persons and groups that the registry lacks, and the places where a text names them.
//!
//! `cargo run --example actors`

#![allow(clippy::print_stdout, reason = "an example shows what it finds")]

use verbale::{Analyzer, Error};

const ACTORS: &str = "\
id,name,kind,parent
XHL,Highland,state,
XHL.MARA_OSS,Mara Oss,person,XHL
";

fn main() -> Result<(), Error> {
    let folder = tempfile::tempdir().map_err(|error| Error::io("a temporary folder", error))?;
    let table = folder.path().join("actors.csv");
    std::fs::write(&table, ACTORS).map_err(|error| Error::io(&table, error))?;
    let analyzer = Analyzer::builder().actors(&table).build()?;
    let text = "Mara Oss left Highland for Geneva, where Oss will speak to the United Nations.";
    for found in analyzer.mentions(text, None) {
        println!("{:?} is {}, by {} ({:.2})", &text[found.start..found.end], found.actor, found.rule, found.confidence);
    }
    Ok(())
}

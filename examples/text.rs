//! Analysing one text: who says what, the stance toward each target, and the words behind it.
//!
//! `cargo run --example text`

#![allow(clippy::print_stdout, reason = "an example shows what it finds")]

use verbale::{Analyzer, Document, Error};

fn main() -> Result<(), Error> {
    let analyzer = Analyzer::builder().actors("tests/cases/actors.csv").build()?;
    let text = "Norland’s foreign ministry on Monday condemned Sudria’s attack on the harbour. \
                “Sudria is no friend of ours,” President Ada Ilo told reporters.";
    for statement in analyzer.analyze(&Document::new("a1", text)) {
        let holder = statement.holder.as_ref().map_or("somebody".into(), |holder| analyzer.actors().name(holder));
        for opinion in &statement.opinions {
            let target = analyzer.actors().name(&opinion.target);
            let words: Vec<&str> = opinion.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
            println!("{holder} on {target}: {:+.2} by {words:?}", opinion.stance);
        }
    }
    Ok(())
}

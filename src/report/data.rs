//! The data files: the section of the index that names them and says what is in each.

use crate::report::block::{Block, Inline, Level, Page, Text, joined, plain};

/// The files that an index may name, and what is in them.
const FILES: [(&[&str], &str); 10] = [
    (&["dyads.csv"], "the numbers for each holder, target and period"),
    (&["dyads-all.csv"], "the same over all periods, one row for each holder and target"),
    (&["actors.csv"], "all actors with their ids, kinds and numbers of statements"),
    (&["voices.csv"], "who comes from each state and organisation, and whether they speak for it"),
    (&["statements.jsonl"], "every statement with its opinions and their evidence"),
    (&["statements.parquet"], "one row for each opinion"),
    (&["corrected.csv"], "means and shares as hand codes correct them"),
    (&["dyads.graphml"], "the network, for Gephi and igraph"),
    (&["dna.csv"], "statements as the Discourse Network Analyzer exports them"),
    (&["rejects.csv", "manifest.json"], "records that could not be used; version and options of the run"),
];

/// The section of the index; `is_there` tells which files the run has written.
pub(super) fn section(page: &mut Page, is_there: &dyn Fn(&str) -> bool) {
    page.heading(Level::Section, "Data");
    page.say("The numbers and statements behind these pages lie beside this one, for your own analysis:");
    let item = |(names, what): &(&[&str], &str)| {
        let mut text = joined(names.iter().map(|name| vec![code(name)]), ", ");
        text.push(plain(format!(": {what}")));
        text
    };
    let written = FILES.iter().filter(|(names, _)| names.iter().all(|name| is_there(name)));
    page.blocks.push(Block::List(written.map(item).collect()));
    page.paragraph(unsure(is_there));
}

fn code(words: &str) -> Inline {
    Inline::Code(words.to_owned())
}

/// Where the opinions are that are not sure.
fn unsure(is_there: &dyn Fn(&str) -> bool) -> Text {
    let mut text = vec![
        plain("Opinions that are not sure: their share is "),
        code("share_unsure"),
        plain(" in "),
        code("dyads.csv"),
    ];
    if is_there("statements.jsonl") {
        text.extend([plain("; in "), code("statements.jsonl"), plain(" they are those with the polarity ")]);
        text.extend([code("favor"), plain(" or "), code("against"), plain(" and "), code("counted")]);
        text.extend([plain(" false, in statements where "), code("counted"), plain(" is true")]);
    }
    if is_there("statements.parquet") {
        text.extend([plain("; in "), code("statements.parquet"), plain(" they have "), code("unsure")]);
        text.extend([plain(" in "), code("counts_as")]);
    }
    text.push(plain(". docs/output.md in the source of verbale explains every column."));
    text
}

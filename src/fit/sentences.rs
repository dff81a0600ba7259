//! Sentences of a corpus, as the program splits them, for another parser to read.

use std::io::{BufRead, Write};

use crate::error::Error;
use crate::text::quotation::paragraphs;
use crate::text::sentence::sentences as cut;

/// Writes a line `{"text": …}` for each sentence of `input`, JSONL with a field `text` or `sentence`.
pub fn sentences(input: &mut dyn BufRead, out: &mut dyn Write) -> Result<(), Error> {
    for line in input.lines() {
        let line = line.map_err(|error| Error::io("input", error))?;
        let record: serde_json::Value =
            serde_json::from_str(&line).map_err(|error| Error::said(format!("input: {error}")))?;
        let text = record["text"].as_str().or(record["sentence"].as_str()).unwrap_or("");
        for paragraph in paragraphs(text) {
            for sentence in cut(text, paragraph) {
                let row = serde_json::json!({ "text": sentence.of(text) });
                writeln!(out, "{row}").map_err(|error| Error::io("output", error))?;
            }
        }
    }
    Ok(())
}

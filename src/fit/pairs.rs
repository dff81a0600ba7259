//! Pairs: coded statements come in; what the encoder is shown of each target, and what it answers, come out, to be set
//! beside what Python makes of the same rows (`bin/fit/encoder.py compare`).

use std::io::{BufRead, Write};
use std::path::Path;

use crate::error::Error;
use crate::model::span::Span;
use crate::neural::{Encoder, Told, marked};

/// A text with its statements; spans are in characters.
#[derive(serde::Deserialize)]
struct Line {
    text: String,
    statements: Vec<Coded>,
}

#[derive(serde::Deserialize)]
struct Coded {
    source: Option<[usize; 2]>,
    cue: Option<[usize; 2]>,
    content: Vec<[usize; 2]>,
    targets: Vec<Judged>,
}

#[derive(serde::Deserialize)]
struct Judged {
    spans: Vec<[usize; 2]>,
    label: Option<i8>,
}

/// One target, as `encoder.py pairs` writes it.
#[derive(serde::Serialize)]
struct Pair {
    first: String,
    second: String,
    tokens: Vec<u32>,
    probable: [f64; 3],
    label: Option<i8>,
}

/// Reads `rows`, asks the model at `model` about each target, and writes a line of JSON for it.
///
/// Errors: a bad row, or a model that cannot be read.
pub fn pairs(model: &Path, rows: &mut dyn BufRead, out: &mut dyn Write) -> Result<(), Error> {
    let encoder = Encoder::read(model)?;
    for (number, line) in rows.lines().enumerate() {
        let line = line.map_err(|error| Error::io("standard input", error))?;
        let bad = |error: serde_json::Error| Error::said(format!("standard input:{}: {error}", number + 1));
        let line: Line = serde_json::from_str(&line).map_err(bad)?;
        for statement in &line.statements {
            for target in &statement.targets {
                let pair = pair(&encoder, &line.text, statement, target);
                let pair = serde_json::to_string(&pair).expect("plain values become JSON");
                writeln!(out, "{pair}").map_err(|error| Error::io("standard output", error))?;
            }
        }
    }
    Ok(())
}

fn pair(encoder: &Encoder, text: &str, statement: &Coded, target: &Judged) -> Pair {
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(place, _)| place);
    let span = |[start, end]: [usize; 2]| Span::new(byte(start), byte(end));
    let spans = |all: &[[usize; 2]]| all.iter().map(|&one| span(one)).collect::<Vec<Span>>();
    let (content, target_spans) = (spans(&statement.content), spans(&target.spans));
    let (source, cue) = (statement.source.map(span), statement.cue.map(span));
    let (first, second) = marked(&Told { text, source, cue, content: &content, target: &target_spans });
    let (tokens, probable) = (encoder.pieces(&first, &second), encoder.probabilities(&first, &second));
    Pair { first, second, tokens, probable, label: target.label }
}

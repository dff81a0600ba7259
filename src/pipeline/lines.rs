//! Lines: a corpus comes in; one JSON line, or one row of a table, comes out for each result.

use std::io::Write;

use crate::error::Error;
use crate::model::document::Document;
use crate::pipeline::batches::{drive, pool};
use crate::pipeline::engine::Engine;
use crate::pipeline::{Lines, Options, Outcome, Progress, prepare};
use crate::report;
use crate::score::sentiment;

/// Reads the corpus and writes its results to `out` in input order, one line each.
///
/// Errors: an unusable option or lexicon, or an output that cannot be written.
pub fn lines(
    options: &Options,
    what: Lines,
    out: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Error> {
    if what == Lines::Opinions {
        let (outcome, rows) = opinions(options, progress)?;
        return rows.write_csv(out).map(|()| outcome);
    }
    let mut options = options.clone();
    // A drop-in for other scorers of sentiment reads the text as it is typed.
    options.read.repair &= what != Lines::Sentiments;
    options.read.own_columns = what == Lines::Statements;
    let options = &options;
    let (inputs, engine, _) = prepare(options)?;
    let mut written = 0;
    let work = |documents: &[Document]| documents_to_lines(&engine, documents, what);
    let mut take = |made: Vec<(Vec<u8>, u64)>, _| {
        made.into_iter().try_for_each(|(bytes, number)| {
            written += number;
            out.write_all(&bytes).map_err(|error| Error::io("output", error))
        })
    };
    let read = pool(options.threads)?.install(|| drive(options, inputs, None, progress, &work, &mut take))?;
    out.flush().map_err(|error| Error::io("output", error))?;
    Ok(read.outcome(written))
}

/// Reads the corpus and writes its opinions to `out` as a Parquet file, one row each, in input order.
///
/// Errors: as for [`lines`].
#[cfg(feature = "parquet")]
pub fn opinion_table(
    options: &Options,
    out: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Error> {
    let (outcome, rows) = opinions(options, progress)?;
    rows.write_parquet(out).map(|()| outcome)
}

/// The rows of the table of opinions, in input order.
fn opinions(
    options: &Options,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<(Outcome, report::WaitingRows), Error> {
    let mut options = options.clone();
    options.read.own_columns = true;
    let (inputs, engine, _) = prepare(&options)?;
    let mut waiting = report::WaitingRows::new();
    let mut written = 0;
    let work = |documents: &[Document]| documents_to_rows(&engine, documents);
    let mut take = |made: Vec<(Vec<report::OpinionRow>, u64)>, _| {
        made.into_iter().try_for_each(|(rows, number)| {
            written += number;
            rows.iter().try_for_each(|row| waiting.push(row))
        })
    };
    let read = pool(options.threads)?.install(|| drive(&options, inputs, None, progress, &work, &mut take))?;
    Ok((read.outcome(written), waiting))
}

fn documents_to_lines(engine: &Engine, documents: &[Document], what: Lines) -> (Vec<u8>, u64) {
    let mut out = Vec::new();
    let mut number = 0;
    for document in documents {
        match what {
            Lines::Attributions => {
                let found = engine.attribution_records(document);
                number += found.len() as u64;
                found.iter().for_each(|attribution| report::line(&mut out, attribution));
            }
            Lines::Sentiments => {
                number += 1;
                report::sentiment_line(&mut out, document, sentiment(&document.text, &engine.lexicons.sentiment));
            }
            Lines::Statements | Lines::Opinions => {
                let found = engine.records(document);
                number += found.len() as u64;
                found.iter().for_each(|statement| report::line(&mut out, statement));
            }
        }
    }
    (out, number)
}

fn documents_to_rows(engine: &Engine, documents: &[Document]) -> (Vec<report::OpinionRow>, u64) {
    let mut rows = Vec::new();
    let mut number = 0;
    for document in documents {
        let found = engine.records(document);
        number += found.len() as u64;
        rows.extend(report::opinion_rows(&found));
    }
    (rows, number)
}

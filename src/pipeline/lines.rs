//! Lines: a corpus comes in; one JSON line, or one row of a table, comes out for each result.

use std::io::Write;

use crate::analyzer::Analyzer;
use crate::error::Error;
use crate::model::document::Document;
use crate::model::record::Statement;
use crate::pipeline::batches::{drive, pool};
use crate::pipeline::engine::Engine;
use crate::pipeline::{Lines, Options, Outcome, Progress, prepare};
use crate::read::JsonLines;
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
    // A drop-in for other scorers of sentiment reads the text as it is typed.
    let mut options = options.clone();
    options.read.repair &= what != Lines::Sentiments;
    let options = &options;
    let (inputs, engine, _) = prepare(options)?;
    if what == Lines::Opinions {
        put(out, format!("{}\n", report::OPINION_COLUMNS.join(",")).as_bytes())?;
    }
    let mut written = 0;
    let work = |documents: &[Document]| documents_to_lines(&engine, documents, what);
    let mut take = |made: Vec<(Vec<u8>, u64)>, _| {
        made.into_iter().try_for_each(|(bytes, number)| {
            written += number;
            put(out, &bytes)
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
    let (inputs, engine, _) = prepare(options)?;
    let mut table = report::OpinionTable::new(out)?;
    let mut written = 0;
    let work = |documents: &[Document]| documents_to_rows(&engine, documents);
    let mut take = |made: Vec<(Vec<report::OpinionRow>, u64)>, _| {
        made.into_iter().try_for_each(|(rows, number)| {
            written += number;
            rows.into_iter().try_for_each(|row| table.push(row))
        })
    };
    let read = pool(options.threads)?.install(|| drive(options, inputs, None, progress, &work, &mut take))?;
    table.finish()?;
    Ok(read.outcome(written))
}

/// Scores records from memory with the tables and models of `analyzer`, as the verb `score` scores files. `take` gets
/// the statements in the order of the records, a few documents at a time.
///
/// Of `options`, the way of reading, the threads and `stop` count, and `strict`.
///
/// Errors: what `take` says; [`Error::Stopped`]; with `strict`, any bad record.
pub fn score_records(
    analyzer: &Analyzer,
    records: JsonLines,
    options: &Options,
    take: &mut (dyn FnMut(Vec<Statement>) -> Result<(), Error> + Send),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Error> {
    let mut written = 0;
    let work = |documents: &[Document]| -> Vec<Statement> {
        documents.iter().flat_map(|document| analyzer.engine.records(document)).collect()
    };
    let mut take = |made: Vec<Vec<Statement>>, _| {
        made.into_iter().try_for_each(|statements| {
            written += statements.len() as u64;
            take(statements)
        })
    };
    let inputs = vec![records.into()];
    let read = pool(options.threads)?.install(|| drive(options, inputs, None, progress, &work, &mut take))?;
    read.checked(options.strict)?;
    Ok(read.outcome(written))
}

fn put(out: &mut (dyn Write + Send), bytes: &[u8]) -> Result<(), Error> {
    out.write_all(bytes).map_err(|error| Error::io("output", error))
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
            Lines::Statements => {
                let found = engine.records(document);
                number += found.len() as u64;
                found.iter().for_each(|statement| report::line(&mut out, statement));
            }
            Lines::Opinions => {
                let found = engine.records(document);
                number += found.len() as u64;
                report::opinion_lines(&mut out, report::opinion_rows(&found));
            }
        }
    }
    (out, number)
}

#[cfg(feature = "parquet")]
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

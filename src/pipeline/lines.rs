//! Lines: a corpus comes in; one JSON line, or one row of a table, comes out for each result.

use std::io::Write;

use crate::analyzer::Analyzer;
use crate::error::Error;
use crate::model::document::Document;
use crate::model::reader::Reader;
use crate::model::record::{Attribution, Statement};
use crate::model::sentiment::Sentiment;
use crate::pipeline::batches::{drive, pool};
use crate::pipeline::engine::Engine;
use crate::pipeline::{Lines, Options, Outcome, Progress, TableFormat, prepare};
use crate::read::JsonLines;
use crate::report::{self, Column, Row};
use crate::score::sentiment;

type Out<'o> = &'o mut (dyn Write + Send);

/// Reads the corpus and writes its results to `out` in input order, a line of JSON each.
///
/// Errors: an unusable option or lexicon, or an output that cannot be written.
pub fn lines(
    options: &Options,
    what: Lines,
    out: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Error> {
    let work = |engine: &Engine, documents: &[Document]| found(engine, documents, what, Found::put_lines);
    let outcome = each(options, what, progress, work, &mut |bytes: Vec<u8>| put(out, &bytes))?;
    out.flush().map_err(|error| Error::io("output", error))?;
    Ok(outcome)
}

/// Reads the corpus and writes its results to `out` in input order, as a table.
///
/// Errors: as for [`lines`].
pub fn table(
    options: &Options,
    what: Lines,
    format: TableFormat,
    out: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Error> {
    if let TableFormat::Csv { bom: true } = format {
        put(out, report::BOM.as_bytes())?;
    }
    let start = |out, columns| match format {
        TableFormat::Csv { .. } => report::Table::csv(out, columns),
        #[cfg(feature = "parquet")]
        TableFormat::Parquet => report::Table::parquet(out, columns),
    };
    let both = options.reader == Reader::Both;
    let put_rows = |found: &Found, document: &Document, rows: &mut Vec<Row>| found.put_rows(document, rows, both);
    let work = |engine: &Engine, documents: &[Document]| found(engine, documents, what, put_rows);
    let columns = columns(what, both);
    if keeps_own(what) {
        let mut waiting = report::WaitingRows::new();
        let mut take = |rows: Vec<Row>| rows.iter().try_for_each(|row| waiting.push(row));
        let outcome = each(options, what, progress, work, &mut take)?;
        let mut table = start(out, waiting.columns(&columns))?;
        waiting.each(|row| table.push(row))?;
        table.finish().map(|()| outcome)
    } else {
        let mut table = start(out, columns)?;
        let mut take = |rows: Vec<Row>| rows.into_iter().try_for_each(|row| table.push(row));
        let outcome = each(options, what, progress, work, &mut take)?;
        table.finish().map(|()| outcome)
    }
}

/// Whether results have the other columns of their records.
fn keeps_own(what: Lines) -> bool {
    what == Lines::Statements
}

/// Applies `work` to the documents of the corpus; `take` gets what it makes, in input order.
fn each<T: Send>(
    options: &Options,
    what: Lines,
    progress: &mut (dyn FnMut(Progress) + Send),
    work: impl Fn(&Engine, &[Document]) -> (T, u64) + Sync,
    take: &mut (impl FnMut(T) -> Result<(), Error> + Send),
) -> Result<Outcome, Error> {
    let mut options = options.clone();
    // A drop-in for other scorers of sentiment reads the text as it is typed.
    options.read.repair &= what != Lines::Sentiments;
    options.read.own_columns = keeps_own(what);
    let options = &options;
    let (inputs, engine, _) = prepare(options)?;
    let mut written = 0;
    let work = |documents: &[Document]| work(&engine, documents);
    let mut take = |made: Vec<(T, u64)>, _| {
        made.into_iter().try_for_each(|(results, number)| {
            written += number;
            take(results)
        })
    };
    let read = pool(options.threads)?.install(|| drive(options, inputs, None, progress, &work, &mut take))?;
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
    let mut options = options.clone();
    options.read.own_columns = keeps_own(Lines::Statements);
    let options = &options;
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

fn put(out: Out<'_>, bytes: &[u8]) -> Result<(), Error> {
    out.write_all(bytes).map_err(|error| Error::io("output", error))
}

/// What is found in one document.
enum Found {
    Attributions(Vec<Attribution>),
    Sentiment(Sentiment),
    Statements(Vec<Statement>),
}

impl Found {
    fn of(engine: &Engine, document: &Document, what: Lines) -> Found {
        match what {
            Lines::Attributions => Found::Attributions(engine.attribution_records(document)),
            Lines::Sentiments => Found::Sentiment(sentiment(&document.text, &engine.lexicons.sentiment)),
            Lines::Statements => Found::Statements(engine.records(document)),
        }
    }

    /// The number of results; a statement may have several rows.
    fn number(&self) -> u64 {
        match self {
            Found::Attributions(found) => found.len() as u64,
            Found::Sentiment(_) => 1,
            Found::Statements(found) => found.len() as u64,
        }
    }

    fn put_lines(&self, document: &Document, out: &mut Vec<u8>) {
        match self {
            Found::Attributions(found) => found.iter().for_each(|one| report::line(out, one)),
            Found::Sentiment(found) => report::sentiment_line(out, document, *found),
            Found::Statements(found) => found.iter().for_each(|one| report::line(out, one)),
        }
    }

    fn put_rows(&self, document: &Document, rows: &mut Vec<Row>, both: bool) {
        match self {
            Found::Attributions(found) => rows.extend(report::attribution_rows(found)),
            Found::Sentiment(found) => rows.push(report::sentiment_row(document, *found)),
            Found::Statements(found) => rows.extend(report::opinion_rows(found, both)),
        }
    }
}

/// What `put` makes of all that is found in `documents`, and the number of results.
fn found<T>(
    engine: &Engine,
    documents: &[Document],
    what: Lines,
    put: impl Fn(&Found, &Document, &mut Vec<T>),
) -> (Vec<T>, u64) {
    let (mut out, mut number) = (Vec::new(), 0);
    for document in documents {
        let found = Found::of(engine, document, what);
        number += found.number();
        put(&found, document, &mut out);
    }
    (out, number)
}

fn columns(what: Lines, both: bool) -> Vec<Column> {
    match what {
        Lines::Attributions => report::ATTRIBUTIONS.to_vec(),
        Lines::Sentiments => report::SENTIMENTS.to_vec(),
        Lines::Statements => report::opinion_columns(both),
    }
}

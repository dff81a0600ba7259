//! The pipeline: opens the rooms in order.
//!
//! 1. `read` gives records in bounded batches; while one batch is worked on, the next is read.
//! 2. Workers parse, `extract`, `resolve` and `score` the documents of a batch side by side.
//! 3. Their lines are written in input order, their tallies merged in any.
//! 4. At the end `aggregate` makes profiles and `report` writes them; or the tally is written as a state, and the
//!    states of several parts are put together later.
//!
//! It is the only folder whose files name several rooms, and the only one that names rayon.

mod comparison;
mod conveyor;
#[cfg(fuzzing)]
pub mod fuzzing;
mod options;

pub use comparison::compare;
pub use options::{Lines, Options, Outcome, Progress};

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use jiff::civil::Date;

use crate::aggregate::{By, Counting, Scored, Telling, collapse, survey, tally};
use crate::error::{Fault, Reject};
use crate::extract::{Extraction, extract};
use crate::lexicon::actors::Registry;
use crate::lexicon::fitted::Fitted;
use crate::lexicon::{Chosen, Lexicons};
use crate::model::attribution::Attribution;
use crate::model::document::{Document, Given};
use crate::model::input::Decoded;
use crate::model::opinion::Opinion;
use crate::model::sentiment::Sentiment;
use crate::model::state::{Part, Run as RunRecord, Sheet};
use crate::model::statement::Statement;
use crate::model::tally::{Counts, Tally};
use crate::pipeline::conveyor::{Read, drive, pool};
use crate::read::{Input, list_inputs, read_states};
use crate::report::{self, Manifest, StateWriter, Statements};
use crate::resolve::{Resolver, given_attribution};
use crate::score::{Scorer, sentiment, tone};
use crate::text;

/// Everything a worker needs; shared, never changed.
struct Engine {
    lexicons: Lexicons,
    resolver: Resolver,
    extraction: Extraction,
}

/// Reads the corpus and writes its lines to `out`.
///
/// Faults: an option or lexicon that cannot be used, or an output that cannot be written.
pub fn lines(
    options: &Options,
    what: Lines,
    out: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Fault> {
    let (inputs, engine, _) = prepare(options)?;
    if what == Lines::Opinions {
        put(out, format!("{}\n", report::OPINION_COLUMNS.join(",")).as_bytes())?;
    }
    let mut written = 0;
    let work = |documents: &[Document]| documents_to_lines(&engine, documents, what);
    let mut take = |(bytes, number): (Vec<u8>, u64)| {
        written += number;
        put(out, &bytes)
    };
    let read = pool(options.threads)?.install(|| drive(options, inputs, progress, &work, &mut take))?;
    out.flush().map_err(|error| Fault::io("output", error))?;
    Ok(Outcome { documents: read.documents, statements: written, rejects: read.rejects, table: String::new() })
}

/// Reads the corpus and writes its opinions to `out` as a Parquet file, with a row for each.
///
/// Faults: as for [`lines`].
#[cfg(feature = "parquet")]
pub fn opinion_table(
    options: &Options,
    out: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Fault> {
    let (inputs, engine, _) = prepare(options)?;
    let mut table = report::OpinionTable::new(out)?;
    let mut written = 0;
    let work = |documents: &[Document]| documents_to_rows(&engine, documents);
    let mut take = |(rows, number): (Vec<report::OpinionRow>, u64)| {
        written += number;
        rows.into_iter().try_for_each(|row| table.push(row))
    };
    let read = pool(options.threads)?.install(|| drive(options, inputs, progress, &work, &mut take))?;
    table.finish()?;
    Ok(Outcome { documents: read.documents, statements: written, rejects: read.rejects, table: String::new() })
}

/// The scored statements of one text, as [`lines`] writes them; with a `holder` the whole text is that holder's
/// statement.
///
/// Faults: a lexicon that cannot be used.
pub fn statements(options: &Options, text: &str, date: Option<Date>, holder: Option<&str>) -> Result<String, Fault> {
    let (_, engine, _) = prepare(options)?;
    let given = holder.map(|holder| Given { holder: holder.to_owned(), source: None, targets: None });
    let document =
        Document { doc_id: "text".to_owned(), date, outlet: None, title: None, text: text.to_owned(), given };
    let (lines, _) = documents_to_lines(&engine, &[document], Lines::Statements);
    Ok(String::from_utf8(lines).expect("JSON is text"))
}

/// Reads the corpus and writes its reports into the folder `out`, which must not exist or be empty; with `force` it
/// may also be the folder of an earlier run, which is replaced.
///
/// Everything is written beside `out` first and renamed at the end, so that nothing is ever half there.
pub fn run(
    options: &Options,
    out: &Path,
    force: bool,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Fault> {
    report::check_out(out, force)?;
    let (inputs, engine, run) = prepare(options)?;
    let staging = report::beside(out)?;
    let mut statements = Statements::new(staging.path());
    let mut keep = |sheet| statements.take(sheet);
    let (tally, read) = count(options, inputs, &engine, progress, &mut keep)?;
    let told = Told { run, statements, rejects: read.rejects, decoded: read.decoded, html: options.html };
    finish(staging, out, tally, told, &engine.resolver.registry)
}

/// Reads the corpus and writes what it says to `out`, as a state: lines of text that [`merge`] puts together with
/// those of other parts of the corpus.
///
/// Faults: as for [`lines`]; with `strict`, any bad record.
pub fn fold(
    options: &Options,
    out: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Fault> {
    let (inputs, engine, run) = prepare(options)?;
    let mut state = StateWriter::new(out, run)?;
    let mut keep = |sheet| state.document(sheet);
    let (tally, read) = count(options, inputs, &engine, progress, &mut keep)?;
    let statements = tally.counts.statements;
    state.finish(tally, &read.rejects, &read.decoded)?;
    Ok(Outcome { documents: read.documents, statements, rejects: read.rejects, table: String::new() })
}

/// Puts states together, in any order, and writes the reports that [`run`] would have written of the whole corpus.
///
/// Only the actors of `options` are used; they must be those with which the states were made.
pub fn merge(options: &Options, out: &Path, force: bool) -> Result<Outcome, Fault> {
    report::check_out(out, force)?;
    let mut lexicons = load(options)?;
    let registry = lexicons.take_registry();
    let staging = report::beside(out)?;
    let mut tally = Tally::default();
    let mut statements = Statements::new(staging.path());
    let (mut rejects, mut decoded) = (Vec::new(), Vec::new());
    let mut take = |part| {
        let mut other = Tally::default();
        match part {
            Part::Counts(counts) => other.counts = counts,
            Part::Dyad { holder, target, said, exhibits } => {
                other.exhibits.insert((holder.clone(), target.clone()), exhibits);
                other.dyads.insert((holder, target), said.into_iter().collect());
            }
            Part::Voice { holder, said, exhibits, sketches } => {
                other.samples.insert(holder.clone(), exhibits);
                other.sketches.insert(holder.clone(), sketches.into_iter().collect());
                other.voices.insert(holder, said.into_iter().collect());
            }
            Part::Document(sheet) => statements.take(sheet)?,
            Part::Reject(reject) => rejects.push(reject),
            Part::Decoded(one) => decoded.push(one),
            Part::Run(_) | Part::End(_) => {}
        }
        tally.merge(other);
        Ok(())
    };
    let run = read_states(&options.inputs, &mut take)?;
    let differs = |name: &&String| run.lexicons.get(*name) != lexicons.hashes.get(*name);
    let actors = ["actors.csv", "aliases.csv", "offices.csv"].map(str::to_owned);
    let own = run.lexicons.keys().chain(lexicons.hashes.keys()).filter(|name| name.starts_with("user actors"));
    if let Some(name) = actors.iter().chain(own).find(differs) {
        return Err(Fault::said(format!(
            "the states were made with other actors ({name}): give merge the --actors that fold was given"
        )));
    }
    rejects.sort();
    decoded.sort();
    finish(staging, out, tally, Told { run, statements, rejects, decoded, html: options.html }, &registry)
}

/// What stands beside the tally when everything has been read.
struct Told {
    run: RunRecord,
    statements: Statements,
    rejects: Vec<Reject>,
    decoded: Vec<Decoded>,
    html: bool,
}

/// From the tally to the reports.
fn finish(
    staging: tempfile::TempDir,
    out: &Path,
    mut tally: Tally,
    told: Told,
    registry: &Registry,
) -> Result<Outcome, Fault> {
    let option = |name: &str| told.run.options.get(name).map(String::as_str).unwrap_or_default();
    let by = By::from_str(option("by"), true).map_err(|_| Fault::said("the states were not split by time as known"))?;
    collapse(&mut tally);
    let survey = survey(&tally, registry, Telling { by, min_n: option("min_n").parse().unwrap_or(1) });
    if option("statements") == "true" {
        told.statements.write(staging.path(), registry)?;
    }
    let manifest = Manifest::new(&told.run, &tally.counts, told.rejects.len(), &told.decoded);
    report::write(staging.path(), &survey, &told.rejects, &manifest, told.html)?;
    report::move_into_place(staging, out)?;
    let table = report::strongest(&survey);
    let Counts { documents, statements, .. } = tally.counts;
    Ok(Outcome { documents, statements, rejects: told.rejects, table })
}

/// Reads the corpus into a tally; `keep` gets the lines of each document with statements, in input order, if they are
/// wanted.
fn count(
    options: &Options,
    inputs: Vec<Input>,
    engine: &Engine,
    progress: &mut (dyn FnMut(Progress) + Send),
    keep: &mut (dyn FnMut(Sheet) -> Result<(), Fault> + Send),
) -> Result<(Tally, Read), Fault> {
    let how = Counting { seed: options.seed, keep_duplicates: options.keep_duplicates };
    let work = |documents: &[Document]| documents_to_tally(engine, documents, how, options.statements);
    let mut total = Tally::default();
    let mut take = |(sheets, part): (Vec<Sheet>, Tally)| {
        total.merge(part);
        sheets.into_iter().try_for_each(&mut *keep)
    };
    let read = pool(options.threads)?.install(|| drive(options, inputs, progress, &work, &mut take))?;
    if let Some(reject) = read.rejects.first().filter(|_| options.strict) {
        return Err(Fault::said(format!("{reject} (the first of {} bad records; --strict)", read.rejects.len())));
    }
    Ok((total, read))
}

fn put(out: &mut (dyn Write + Send), bytes: &[u8]) -> Result<(), Fault> {
    out.write_all(bytes).map_err(|error| Fault::io("output", error))
}

fn load(options: &Options) -> Result<Lexicons, Fault> {
    Lexicons::load(&Chosen {
        actors: &options.actors,
        lexicons: &options.lexicons,
        default_actors: options.default_actors,
        default_lexicons: options.default_lexicons,
        fitted: options.fitted && options.default_lexicons,
    })
}

/// Everything that can stop a run before the first document.
fn prepare(options: &Options) -> Result<(Vec<Input>, Engine, RunRecord), Fault> {
    let inputs = list_inputs(&options.inputs, options.read.format)?;
    let mut lexicons = load(options)?;
    let mut told = BTreeMap::new();
    told.insert("by", format!("{:?}", options.by).to_lowercase());
    told.insert("extraction", format!("{:?}", options.extraction.depth).to_lowercase());
    told.insert("min_confidence", options.extraction.min_confidence.to_string());
    let cues = options.extraction.cues.as_ref().map_or("all".to_owned(), |cues| {
        cues.iter().map(|cue| format!("{cue:?}").to_lowercase()).collect::<Vec<String>>().join(",")
    });
    told.insert("cues", cues);
    told.insert("min_n", options.min_n.to_string());
    told.insert("seed", options.seed.to_string());
    for (name, value) in [
        ("default_actors", options.default_actors),
        ("default_lexicons", options.default_lexicons),
        ("fitted", options.fitted),
        ("keep_duplicates", options.keep_duplicates),
        ("statements", options.statements),
    ] {
        told.insert(name, value.to_string());
    }
    let run = RunRecord {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        options: told.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        lexicons: lexicons.hashes.clone(),
    };
    let resolver = Resolver::new(lexicons.take_registry());
    Ok((inputs, Engine { lexicons, resolver, extraction: options.extraction.clone() }, run))
}

/// `extract`, or the whole text for a given statement.
fn attributions(engine: &Engine, document: &Document) -> Vec<Attribution> {
    match given_attribution(document) {
        Some(given) => vec![given],
        None => extract(&document.text, &engine.lexicons.cues, &engine.extraction),
    }
}

/// By what statements are scored.
pub(crate) fn scorer(lexicons: &Lexicons) -> Scorer<'_> {
    let Lexicons { stance, shifters, sentiment, fitted, .. } = lexicons;
    Scorer { stance, shifters, sentiment, fitted: fitted.then(Fitted::shipped) }
}

/// `document` as it is worked on: wrapped lines are joined, every span stays where it is.
fn unwrapped(document: &Document) -> Cow<'_, Document> {
    match text::wrap::unwrapped(&document.text) {
        Cow::Borrowed(_) => Cow::Borrowed(document),
        Cow::Owned(text) => Cow::Owned(Document { text, ..document.clone() }),
    }
}

/// `extract` → `resolve` → `score`, of a document as it is worked on.
fn scored(engine: &Engine, document: &Document) -> Vec<Scored> {
    let statements = engine.resolver.statements(document, attributions(engine, document));
    let lexicons = &engine.lexicons;
    let scorer = scorer(lexicons);
    let score = |statement: Statement| {
        let opinions = scorer.opinions(&document.text, &statement);
        let sentiment = tone(&document.text, &statement, &lexicons.sentiment);
        Scored { statement, sentiment, opinions }
    };
    statements.into_iter().map(score).collect()
}

fn documents_to_lines(engine: &Engine, documents: &[Document], what: Lines) -> (Vec<u8>, u64) {
    let mut out = Vec::new();
    let mut number = 0;
    for document in documents {
        match what {
            Lines::Attributions => {
                let found = attributions(engine, &unwrapped(document));
                number += found.len() as u64;
                report::attribution_line(&mut out, document, &found);
            }
            Lines::Sentiments => {
                number += 1;
                report::sentiment_line(&mut out, document, sentiment(&document.text, &engine.lexicons.sentiment));
            }
            Lines::Statements | Lines::Opinions => {
                let found = scored(engine, &unwrapped(document));
                number += found.len() as u64;
                if what == Lines::Statements {
                    report::statement_line(&mut out, document, parts(&found));
                } else {
                    report::opinion_lines(&mut out, report::opinion_rows(document, parts(&found)));
                }
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
        let found = scored(engine, &unwrapped(document));
        number += found.len() as u64;
        rows.extend(report::opinion_rows(document, parts(&found)));
    }
    (rows, number)
}

/// The lines of each document that has statements, if they are wanted, and what they add to the tally.
fn documents_to_tally(engine: &Engine, documents: &[Document], how: Counting, statements: bool) -> (Vec<Sheet>, Tally) {
    let mut sheets = Vec::new();
    let mut part = Tally::default();
    for document in documents {
        let working = unwrapped(document);
        let found = scored(engine, &working);
        if statements && !found.is_empty() {
            let mut out = Vec::new();
            report::statement_line(&mut out, document, parts(&found));
            let lines = String::from_utf8(out).expect("lines of JSON are text");
            let title = document.title.clone().unwrap_or_default();
            sheets.push(Sheet { doc_id: document.doc_id.clone(), title, lines });
        }
        tally(&mut part, &working, &found, &engine.resolver.registry, how);
    }
    (sheets, part)
}

fn parts(scored: &[Scored]) -> impl Iterator<Item = (&Statement, Sentiment, &[Opinion])> {
    scored.iter().map(|item| (&item.statement, item.sentiment, item.opinions.as_slice()))
}

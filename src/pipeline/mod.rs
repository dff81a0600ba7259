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
mod journal;
mod options;
mod reports;
mod trail;

pub use comparison::compare;
pub use options::{Lines, Options, Outcome, Progress};
pub use reports::{fold, merge, run};

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;

use jiff::civil::Date;

use crate::aggregate::Scored;
use crate::error::Fault;
use crate::extract::{Extraction, extract};
use crate::lexicon::fitted::Fitted;
use crate::lexicon::{Chosen, Lexicons};
use crate::model::attribution::Attribution;
use crate::model::document::{Document, Given};
use crate::model::opinion::Opinion;
use crate::model::sentiment::Sentiment;
use crate::model::state::Run as RunRecord;
use crate::model::statement::Statement;
use crate::pipeline::conveyor::{drive, pool};
use crate::read::{Input, list_inputs};
use crate::report;
use crate::resolve::{Resolver, given_attribution};
use crate::score::{Scorer, sentiment, tone};
use crate::text;
use crate::text::annotated::Annotated;

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
    let mut take = |made: Vec<(Vec<u8>, u64)>, _| {
        made.into_iter().try_for_each(|(bytes, number)| {
            written += number;
            put(out, &bytes)
        })
    };
    let read = pool(options.threads)?.install(|| drive(options, inputs, None, progress, &work, &mut take))?;
    out.flush().map_err(|error| Fault::io("output", error))?;
    Ok(read.outcome(written))
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
fn attributions(engine: &Engine, document: &Document, annotated: &Annotated<'_>) -> Vec<Attribution> {
    match given_attribution(document) {
        Some(given) => vec![given],
        None => extract(annotated, &engine.lexicons.cues, &engine.extraction),
    }
}

/// By what statements are scored.
pub(crate) fn scorer(lexicons: &Lexicons) -> Scorer<'_> {
    let Lexicons { stance, shifters, sentiment, fitted, .. } = lexicons;
    Scorer { stance, shifters, sentiment, fitted: fitted.then(Fitted::shipped) }
}

/// `document` as it is worked on: wrapped lines are joined and layout is put out of sight; every span stays where it is.
fn unwrapped(document: &Document) -> Cow<'_, Document> {
    let joined = text::wrap::unwrapped(&document.text);
    let bare = match document.given {
        Some(_) => None,
        None => Some(text::layout::without_layout(&joined)),
    };
    let text = match bare {
        Some(Cow::Owned(text)) => text,
        _ => match joined {
            Cow::Borrowed(_) => return Cow::Borrowed(document),
            Cow::Owned(text) => text,
        },
    };
    Cow::Owned(Document { text, ..document.clone() })
}

/// `extract` → `resolve` → `score`, of a document as it is worked on.
fn scored(engine: &Engine, document: &Document) -> Vec<Scored> {
    let annotated = Annotated::new(&document.text);
    let attributions = attributions(engine, document, &annotated);
    let statements = engine.resolver.statements(document, &annotated, attributions);
    let lexicons = &engine.lexicons;
    let scorer = scorer(lexicons);
    let score = |statement: Statement| {
        let opinions = scorer.opinions(&annotated, &statement);
        let sentiment = tone(&annotated, &statement, &lexicons.sentiment);
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
                let working = unwrapped(document);
                let found = attributions(engine, &working, &Annotated::new(&working.text));
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

fn parts(scored: &[Scored]) -> impl Iterator<Item = (&Statement, Sentiment, &[Opinion])> {
    scored.iter().map(|item| (&item.statement, item.sentiment, item.opinions.as_slice()))
}

//! The pipeline: opens the rooms in order.
//!
//! 1. `read` gives records in bounded batches; while one batch is worked on, the next is read.
//! 2. Workers parse, `extract`, `resolve` and `score` the documents of a batch side by side.
//! 3. Their lines are written in input order, their tallies merged in any.
//! 4. At the end `aggregate` makes profiles and `report` writes them.
//!
//! It is the only file that names the rooms together, and the only one that names rayon.

use std::borrow::Cow;
use std::collections::BTreeMap;
#[allow(clippy::disallowed_types, reason = "membership only, never iterated")]
use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::aggregate::{By, Counting, Scored, survey, tally};
use crate::error::{Fault, Reject, quoted};
use crate::extract::{Extraction, extract};
use crate::lexicon::fitted::Fitted;
use crate::lexicon::{Chosen, Lexicons};
use crate::model::attribution::Attribution;
use crate::model::document::{Document, Given};
use crate::model::input::InputReport;
use crate::model::opinion::Opinion;
use crate::model::sentiment::Sentiment;
use crate::model::statement::Statement;
use crate::model::tally::Tally;
use crate::read::{Batch, Input, RawRecord, ReadOptions, Reader, list_inputs, parse};
use crate::report::{self, Manifest, Run};
use crate::resolve::{Resolver, given_attribution};
use crate::score::{Scorer, sentiment, tone};
use crate::text;

/// What the user asks for, whatever the verb.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files, folders, patterns or `-`.
    pub inputs: Vec<String>,
    /// How to read them.
    pub read: ReadOptions,
    /// How many documents are worked on at once; 0 lets the machine decide.
    pub threads: usize,
    /// Tables of actors or aliases, later ones winning.
    pub actors: Vec<PathBuf>,
    /// Lexicons, later ones winning.
    pub lexicons: Vec<PathBuf>,
    /// Whether the actors that come with the program are used.
    pub default_actors: bool,
    /// Whether the stance entries that come with the program are used.
    pub default_lexicons: bool,
    /// Whether fitted weights are used; without them the entries of the stance lexicon count alone.
    pub fitted: bool,
    /// What is extracted from documents.
    pub extraction: Extraction,
    /// How finely time is split.
    pub by: By,
    /// Which statements are drawn for the samples; every other number is the same for any seed.
    pub seed: u64,
    /// Documents in a batch; results do not depend on it.
    pub batch: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            inputs: Vec::new(),
            read: ReadOptions::default(),
            threads: 0,
            actors: Vec::new(),
            lexicons: Vec::new(),
            default_actors: true,
            default_lexicons: true,
            fitted: true,
            extraction: Extraction::default(),
            by: By::All,
            seed: 0,
            batch: 1024,
        }
    }
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Bytes read, as they stand on the disk.
    pub bytes: u64,
    /// Bytes in all; `None` when an input has no size.
    pub of: Option<u64>,
    /// Documents done.
    pub documents: u64,
}

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Documents read.
    pub documents: u64,
    /// Lines written.
    pub statements: u64,
    /// Records that could not be used, in input order.
    pub rejects: Vec<Reject>,
    /// The strongest dyads as a short table; empty unless reports were made.
    pub table: String,
}

/// Which lines a verb writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Attributions, as JSON.
    Attributions,
    /// Scored statements, as JSON.
    Statements,
    /// Opinions, as CSV.
    Opinions,
    /// Plain VADER, as JSON.
    Sentiments,
}

/// A batch may hold so many bytes of records beyond the first one.
const BATCH_BYTES: usize = 4 << 20;

/// Documents that one worker takes at a time.
const SHARE: usize = 8;

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
    let path = staging.path().join("statements.jsonl");
    let mut statements =
        std::io::BufWriter::new(std::fs::File::create(&path).map_err(|error| Fault::io(&path, error))?);
    let mut total = Tally::default();
    let how = Counting { by: options.by, seed: options.seed };
    let work = |documents: &[Document]| documents_to_tally(&engine, documents, how);
    let mut take = |(bytes, part): (Vec<u8>, Tally)| {
        total.merge(part);
        statements.write_all(&bytes).map_err(|error| Fault::io(&path, error))
    };
    let read = pool(options.threads)?.install(|| drive(options, inputs, progress, &work, &mut take))?;
    statements.into_inner().map_err(|error| Fault::io(&path, error.into_error()))?;
    let own_actors = total.own_actors;
    let survey = survey(total, &engine.resolver.registry);
    let manifest = Manifest {
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        run: &run,
        inputs: &read.inputs,
        documents: survey.documents,
        statements: survey.statements,
        unknown_holders: survey.unknown_holders,
        statements_of_own_actors: own_actors,
        rejects: read.rejects.len(),
    };
    report::write(staging.path(), &survey, &read.rejects, &manifest)?;
    report::move_into_place(staging, out)?;
    let table = report::strongest(&survey);
    Ok(Outcome { documents: read.documents, statements: survey.statements, rejects: read.rejects, table })
}

fn put(out: &mut (dyn Write + Send), bytes: &[u8]) -> Result<(), Fault> {
    out.write_all(bytes).map_err(|error| Fault::io("output", error))
}

/// Everything that can stop a run before the first document.
fn prepare(options: &Options) -> Result<(Vec<Input>, Engine, Run), Fault> {
    let inputs = list_inputs(&options.inputs, options.read.format)?;
    let chosen = Chosen {
        actors: &options.actors,
        lexicons: &options.lexicons,
        default_actors: options.default_actors,
        default_lexicons: options.default_lexicons,
        fitted: options.fitted && options.default_lexicons,
    };
    let mut lexicons = Lexicons::load(&chosen)?;
    let mut told = BTreeMap::new();
    told.insert("by", format!("{:?}", options.by).to_lowercase());
    told.insert("extraction", format!("{:?}", options.extraction.depth).to_lowercase());
    told.insert("min_confidence", options.extraction.min_confidence.to_string());
    let cues = options.extraction.cues.as_ref().map_or("all".to_owned(), |cues| {
        cues.iter().map(|cue| format!("{cue:?}").to_lowercase()).collect::<Vec<String>>().join(",")
    });
    told.insert("cues", cues);
    told.insert("seed", options.seed.to_string());
    told.insert("default_actors", options.default_actors.to_string());
    told.insert("default_lexicons", options.default_lexicons.to_string());
    told.insert("fitted", options.fitted.to_string());
    let run = Run { options: told, lexicons: lexicons.hashes.clone() };
    let resolver = Resolver::new(lexicons.take_registry());
    Ok((inputs, Engine { lexicons, resolver, extraction: options.extraction.clone() }, run))
}

/// What reading has left.
struct Read {
    documents: u64,
    rejects: Vec<Reject>,
    inputs: Vec<InputReport>,
}

fn pool(threads: usize) -> Result<rayon::ThreadPool, Fault> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| Fault::said(format!("cannot start {threads} threads: {error}")))
}

/// Reads all batches; `work` is done by the workers on shares of a batch, `take` gets what they made, in input order.
///
/// A conveyor of five places, all busy at once: while a batch is worked on, what was made of the one before it is
/// taken, and of those behind it one is checked, one is parsed and one is read.
///
/// To be called on a thread of a [`pool`].
fn drive<T: Send>(
    options: &Options,
    inputs: Vec<Input>,
    progress: &mut (dyn FnMut(Progress) + Send),
    work: &(impl Fn(&[Document]) -> T + Sync),
    take: &mut (impl FnMut(T) -> Result<(), Fault> + Send),
) -> Result<Read, Fault> {
    let mut done = Progress { of: inputs.iter().map(|input| input.size).sum(), ..Progress::default() };
    let mut reader = Reader::new(inputs, options.read.clone());
    let mut rejects = Vec::new();
    let mut seen = Seen::default();
    let mut read = reader.next_batch(options.batch, BATCH_BYTES)?;
    let (mut parsed, mut documents, mut made) = (None, Vec::new(), Vec::new());
    while read.is_some() || parsed.is_some() || !documents.is_empty() || !made.is_empty() {
        done.documents += documents.len() as u64;
        done.bytes += read.as_ref().map_or(0, |batch| batch.bytes_read);
        let more = read.is_some();
        let in_order = || {
            made.into_iter().try_for_each(&mut *take)?;
            let checked = parsed.map_or(Vec::new(), |parsed| checked(parsed, &mut seen, &mut rejects));
            let next = if more { reader.next_batch(options.batch, BATCH_BYTES)? } else { None };
            Ok::<_, Fault>((checked, next))
        };
        let shares = || documents.into_par_iter().chunks(SHARE).map(|share| work(&share)).collect();
        let side_by_side = || rayon::join(|| read.map(Parsed::of), shares);
        let (ordered, (next_parsed, next_made)) = rayon::join(in_order, side_by_side);
        (parsed, made) = (next_parsed, next_made);
        (documents, read) = ordered?;
        progress(done);
    }
    rejects.sort();
    Ok(Read { documents: done.documents, rejects, inputs: reader.reports })
}

/// A batch whose records have become documents, each with the hash of its id, or rejects.
struct Parsed {
    records: Vec<RawRecord>,
    results: Vec<Result<(u64, Document), Reject>>,
    rejects: Vec<Reject>,
}

impl Parsed {
    fn of(batch: Batch) -> Parsed {
        let parsed = |record| parse(record, &batch.bytes).map(|document| (Seen::hash(&document.doc_id), document));
        let results = batch.records.par_iter().map(parsed).collect();
        Parsed { records: batch.records, results, rejects: batch.rejects }
    }
}

/// The documents whose ids no earlier one has.
fn checked(parsed: Parsed, seen: &mut Seen, rejects: &mut Vec<Reject>) -> Vec<Document> {
    rejects.extend(parsed.rejects);
    let mut documents = Vec::with_capacity(parsed.results.len());
    for (record, result) in parsed.records.iter().zip(parsed.results) {
        match result {
            Ok((id, document)) if seen.is_new(id) => documents.push(document),
            Ok((_, document)) => {
                rejects.push(record.reject("doc_id", quoted(&document.doc_id), "an id that no earlier record has"));
            }
            Err(reject) => rejects.push(reject),
        }
    }
    documents
}

/// The ids met so far, as hashes: eight bytes a document, whatever the length of its id.
#[derive(Default)]
#[allow(clippy::disallowed_types, reason = "membership only, never iterated")]
struct Seen(HashSet<u64>);

impl Seen {
    fn hash(id: &str) -> u64 {
        use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
        BuildHasherDefault::<DefaultHasher>::default().hash_one(id)
    }

    fn is_new(&mut self, id: u64) -> bool {
        self.0.insert(id)
    }
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

/// `extract` → `resolve` → `score`.
fn scored(engine: &Engine, document: &Document) -> Vec<Scored> {
    let document = &*unwrapped(document);
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
                let found = scored(engine, document);
                number += found.len() as u64;
                if what == Lines::Statements {
                    report::statement_line(&mut out, document, parts(&found));
                } else {
                    report::opinion_rows(&mut out, document, parts(&found));
                }
            }
        }
    }
    (out, number)
}

fn documents_to_tally(engine: &Engine, documents: &[Document], how: Counting) -> (Vec<u8>, Tally) {
    let mut out = Vec::new();
    let mut part = Tally::default();
    for document in documents {
        let found = scored(engine, document);
        report::statement_line(&mut out, document, parts(&found));
        tally(&mut part, document, &found, &engine.resolver.registry, how);
    }
    (out, part)
}

fn parts(scored: &[Scored]) -> impl Iterator<Item = (&Statement, Sentiment, &[Opinion])> {
    scored.iter().map(|item| (&item.statement, item.sentiment, item.opinions.as_slice()))
}

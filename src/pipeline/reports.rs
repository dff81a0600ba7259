//! Reports: a corpus, or the states of its parts, comes in; a folder of reports comes out.
//!
//! A run keeps a journal: at regular intervals, its results so far are flushed to disk. A resumed run reads all records
//! again, which is fast, processes only those that were not done, and merges both.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::aggregate::{Counting, collapse, survey, tally};
use crate::analyzer::Analyzer;
use crate::error::{Error, Reject};
use crate::lexicon::actors::Actors;
use crate::model::code::Code;
use crate::model::document::Document;
use crate::model::input::{Decoded, Notes};
use crate::model::profile::Survey;
use crate::model::reader::Reader;
use crate::model::record::DocumentStatements;
use crate::model::run::{Run as RunRecord, own_actors};
use crate::model::tally::{Counts, Tally};
use crate::pipeline::batches::{Read, drive, pool};
use crate::pipeline::checkpoint::cursor::{Passed, RecordRange, ResumeCursor};
use crate::pipeline::checkpoint::journal::{Journal, folder_in, plan_in};
use crate::pipeline::checkpoint::plan;
use crate::pipeline::checkpoint::reader::{read_plan, read_states};
use crate::pipeline::checkpoint::state::Part;
use crate::pipeline::checkpoint::writer::StateWriter;
use crate::pipeline::codes::{Sheet, read_all};
use crate::pipeline::engine::{Engine, Whole, load, records_of, run_record};
use crate::pipeline::readback::{read_back, scored};
use crate::pipeline::{Options, Outcome, Progress, prepare};
use crate::read::{Input, JsonLines};
use crate::report::{self, Also, Manifest, Statements};

/// Reads the corpus and writes its reports into the folder `out`, which must be missing or empty. With `force`, `out`
/// may also be the folder of an earlier run, which is replaced.
///
/// The reports are written to a temporary folder and renamed at the end, so that they are never half-written. Until
/// then `out` holds a journal, unless an input can be read only once. With [`Options::resume`], a run continues from
/// the journal of an unfinished one.
///
/// Errors: as for [`lines`](crate::batch::lines); an unfinished run with other options or inputs; [`Error::Stopped`].
pub fn run(
    options: &Options,
    out: &Path,
    force: bool,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Error> {
    let options = &options.clone().for_reports();
    let unfinished = check_out(out, force, options.resume)?;
    let codes = read_all(&options.codes)?;
    if let Some(paths) = scored(&options.inputs)? {
        return again(options, &paths, out, Way { force, also: also(options), codes });
    }
    let (inputs, engine, record) = prepare(options)?;
    let stream = inputs.iter().find(|input| input.is_stream());
    if let Some(stream) = stream.filter(|_| options.resume) {
        return Err(Error::said(format!("{}: can be read only once; --resume needs files", stream.name)));
    }
    let asked = plan::plan(options, &inputs, record.clone());
    let mut journal = if unfinished {
        plan::same(&read_plan(&plan_in(out))?, &asked, options, out)?;
        Some(Journal::go_on(out, record.clone())?)
    } else if stream.is_none() {
        Some(Journal::begin(out, asked)?)
    } else {
        None
    };
    let beside = if journal.is_none() { Some(report::beside(out)?) } else { None };
    let making = journal.as_ref().map(Journal::making).or(beside.as_ref().map(tempfile::TempDir::path));
    let mut whole = Gathered::new(making.expect("it is one or the other"));
    if let Some(journal) = journal.as_ref().filter(|journal| !journal.entries().is_empty()) {
        let entries = journal.entries().iter().map(|entry| entry.to_string_lossy().into_owned());
        read_states(&entries.collect::<Vec<String>>(), &mut |part| whole.take(part))?;
    }
    let cursor = journal.is_some().then(|| ResumeCursor::after(std::mem::take(&mut whole.passed)));
    // Results since the last checkpoint.
    let (mut since, mut passed) = (Tally::default(), Passed::default());
    let mut take = |shares: Vec<Share>, more: Passed| {
        for share in shares {
            since.merge(share.tally);
            for document in share.documents {
                whole.statements.take(&document)?;
                journal.as_mut().map_or(Ok(()), |journal| journal.document(document))?;
            }
        }
        passed.add(more);
        if let Some(journal) = journal.as_mut().filter(|_| passed.bytes >= options.checkpoint) {
            journal.enter(since.clone(), std::mem::take(&mut passed).ranges)?;
            whole.tally.merge(std::mem::take(&mut since));
        }
        Ok(())
    };
    let read = match count(options, inputs, cursor, &engine, progress, &mut take) {
        Err(Error::Stopped) => return Err(stopped(journal, since, passed)),
        read => read?,
    };
    journal.as_mut().map(Journal::end);
    whole.tally.merge(since);
    (whole.rejects, whole.decoded, whole.notes) = (read.rejects, read.decoded, read.notes);
    whole.finish(record, out, Way { force, also: also(options), codes }, &engine.resolver.registry)
}

/// Makes the reports of records from memory, with the tables and models of `analyzer`: the same files as [`run`] writes
/// for a file of the same records. Nothing is kept of a run that is stopped.
///
/// Of `options`, everything counts but the inputs, what the analyzer was built with, and `resume`.
///
/// Errors: as for [`run`].
pub fn run_records(
    analyzer: &Analyzer,
    records: JsonLines,
    options: &Options,
    out: &Path,
    force: bool,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Error> {
    let options = &options.with_engine_of(&analyzer.options).for_reports();
    check_out(out, force, false)?;
    let codes = read_all(&options.codes)?;
    let engine = &analyzer.engine;
    let making = report::beside(out)?;
    let mut whole = Gathered::new(making.path());
    let mut take = |shares: Vec<Share>, _| {
        shares.into_iter().try_for_each(|share| {
            whole.tally.merge(share.tally);
            share.documents.iter().try_for_each(|document| whole.document(document))
        })
    };
    let input = Input::from(records);
    let read = count(options, vec![input], None, engine, progress, &mut take)?;
    (whole.rejects, whole.decoded, whole.notes) = (read.rejects, read.decoded, read.notes);
    let record = run_record(options, &engine.lexicons);
    whole.finish(record, out, Way { force, also: also(options), codes }, &engine.resolver.registry)
}

/// Makes reports of statements that were scored before, as the files say.
fn again(options: &Options, paths: &[PathBuf], out: &Path, way: Way) -> Result<Outcome, Error> {
    let (engine, mut run) = Engine::new(options)?;
    // Nothing is scored anew, so they cannot match.
    run.own_expressions = 0;
    let making = report::beside(out)?;
    let mut whole = Gathered::new(making.path());
    let registry = &engine.resolver.registry;
    let rejects = read_back(paths, options, registry, &mut |document, own| {
        whole.tally.merge(own);
        whole.document(&document)
    })?;
    if let Some(reject) = rejects.first().filter(|_| options.strict) {
        return Err(Error::said(format!("{reject} (the first of {} bad records; --strict)", rejects.len())));
    }
    whole.rejects = rejects;
    whole.finish(run, out, way, registry)
}

/// Checks that reports may be written to `out`. Returns whether it holds an unfinished run to resume.
pub(super) fn check_out(out: &Path, force: bool, resume: bool) -> Result<bool, Error> {
    report::check_out(out, folder_in(out).as_deref(), force, resume)
}

/// Makes the results so far durable, and returns the message for a stopped run.
fn stopped(journal: Option<Journal>, since: Tally, passed: Passed) -> Error {
    let Some(mut journal) = journal else {
        return Error::said("stopped; nothing is kept, since an input can be read only once");
    };
    if !passed.ranges.is_empty()
        && let Err(fault) = journal.enter(since, passed.ranges)
    {
        return fault;
    }
    Error::said(match journal.entries().is_empty() {
        true => "stopped before anything was done",
        false => "stopped; finished work is kept: repeat the same command with --resume",
    })
}

/// Reads the corpus and writes its tally to `out` as a state: lines of text that [`merge`] combines with the states of
/// other parts of the corpus.
///
/// Errors: as for [`lines`](crate::batch::lines); with `strict`, any bad record.
pub fn fold(
    options: &Options,
    out: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Error> {
    let options = &options.clone().for_reports();
    let (inputs, engine, run) = prepare(options)?;
    let mut state = StateWriter::new(out, run)?;
    let mut tally = Tally::default();
    let mut take = |shares: Vec<Share>, _| {
        for share in shares {
            tally.merge(share.tally);
            share.ids.into_iter().try_for_each(|id| state.id(id))?;
            share.documents.into_iter().try_for_each(|document| state.put(&Part::Document(document)))?;
        }
        Ok(())
    };
    let read = count(options, inputs, None, &engine, progress, &mut take)?;
    let statements = tally.counts.statements;
    state.finish(tally, &read.rejects, &read.decoded, &read.notes)?;
    Ok(read.outcome(statements))
}

/// Merges states, in any order, and writes the same reports that [`run`] would have written for the whole corpus.
///
/// Of `options`, only the actors are used. They must be those with which the states were made.
pub fn merge(options: &Options, out: &Path, force: bool) -> Result<Outcome, Error> {
    check_out(out, force, false)?;
    let codes = read_all(&options.codes)?;
    let mut lexicons = load(options)?;
    let registry = lexicons.take_registry();
    let making = report::beside(out)?;
    let mut whole = Gathered::new(making.path());
    let run = read_states(&options.inputs, &mut |part| whole.take(part))?;
    let differs = |name: &&String| run.lexicons.get(*name) != lexicons.hashes.get(*name);
    let actors = ["actors.csv", "aliases.csv", "names.csv", "offices.csv", "sectors.csv"].map(str::to_owned);
    let own = own_actors(&run.lexicons).chain(own_actors(&lexicons.hashes));
    if let Some(name) = actors.iter().chain(own).find(differs) {
        return Err(Error::said(format!(
            "the states were made with different actors ({name}); give merge the same --actors as fold"
        )));
    }
    whole.rejects.sort();
    whole.decoded.sort();
    whole.finish(run, out, Way { force, also: also(options), codes }, &registry)
}

/// Everything known about a corpus after reading it.
pub(super) struct Gathered {
    tally: Tally,
    statements: Statements,
    rejects: Vec<Reject>,
    decoded: Vec<Decoded>,
    notes: Notes,
    /// From the journal of a run: the records that were done before.
    passed: Vec<RecordRange>,
    /// A temporary folder.
    making: PathBuf,
}

/// How reports are written.
pub(super) struct Way {
    pub(super) force: bool,
    pub(super) also: Also,
    /// Hand codes by which means are corrected; often none.
    pub(super) codes: Vec<Code>,
}

/// What the user wants besides the usual files.
pub(super) fn also(options: &Options) -> Also {
    Also {
        html: options.html,
        #[cfg(feature = "parquet")]
        parquet: options.parquet,
        both: options.reader == Reader::Both,
        bom: options.bom,
    }
}

impl Gathered {
    /// Starts empty; `making` is a temporary folder.
    pub(super) fn new(making: &Path) -> Gathered {
        let (tally, statements) = (Tally::default(), Statements::new(making));
        let (rejects, decoded, passed) = (Vec::new(), Vec::new(), Vec::new());
        let (notes, making) = (Notes::default(), making.to_owned());
        Gathered { tally, statements, rejects, decoded, notes, passed, making }
    }

    /// Adds the content of one line of a state.
    pub(super) fn take(&mut self, part: Part) -> Result<(), Error> {
        let mut other = Tally::default();
        match part {
            Part::Counts(counts) => other.counts = counts,
            Part::Dyad { holder, target, utterances, examples } => {
                other.examples.insert((holder.clone(), target.clone()), examples.into());
                other.dyads.insert((holder, target), utterances.into_iter().collect());
            }
            Part::Voice { holder, utterances, examples, sketches } => {
                other.samples.insert(holder.clone(), examples);
                other.sketches.insert(holder.clone(), sketches.into_iter().collect());
                other.voices.insert(holder, utterances.into_iter().collect());
            }
            Part::Document(document) => self.document(&document)?,
            Part::Reject(reject) => self.rejects.push(reject),
            Part::Decoded(one) => self.decoded.push(one),
            Part::Noted(one) => self.notes.add(one),
            Part::Passed(range) => self.passed.push(range),
            // The reader of states handles these.
            Part::Run(_) | Part::Plan(_) | Part::Ids(_) | Part::End(_) => {}
        }
        self.tally.merge(other);
        Ok(())
    }

    /// Turns the tally into reports.
    pub(super) fn finish(mut self, run: RunRecord, out: &Path, way: Way, registry: &Actors) -> Result<Outcome, Error> {
        let copies = collapse(&mut self.tally);
        let sheet = Sheet::of(&way.codes, &copies);
        let corrections = sheet.correct(&mut self.tally, registry, run.telling);
        let mut survey = survey(&self.tally, registry, run.telling);
        survey.corrections = corrections;
        let mut run = run;
        run.options.extend(sheet.fingerprint(&way.codes).map(|told| ("codes".to_owned(), told)));
        let counts = std::mem::take(&mut self.tally.counts);
        self.write(&survey, &counts, &run, out, way, registry)
    }

    /// Adds the statements of a document.
    pub(super) fn document(&mut self, document: &DocumentStatements) -> Result<(), Error> {
        self.statements.take(document)
    }

    /// Writes the profiles as reports.
    pub(super) fn write(
        self,
        survey: &Survey,
        counts: &Counts,
        run: &RunRecord,
        out: &Path,
        way: Way,
        registry: &Actors,
    ) -> Result<Outcome, Error> {
        let reports = self.making.join("reports");
        std::fs::create_dir(&reports).map_err(|error| Error::io(&reports, error))?;
        // Of merged states and of statements that were read back, the options do not tell.
        let both = way.also.both || survey.agreement.asked > 0 || is_of_both(run);
        let also = Also { both, ..way.also };
        if run.telling.statements {
            self.statements.write(&reports, registry, also)?;
        }
        let own = &survey.own_expressions;
        let (rejects, notes) = (self.rejects.len(), self.notes.list());
        let manifest = Manifest::new(run, counts, rejects, &self.decoded, notes, own);
        report::write(&reports, survey, &self.rejects, &manifest, also)?;
        // Files that appeared in the folder during the run are not replaced without `force`.
        check_out(out, way.force, true)?;
        report::move_into_place(&reports, out)?;
        let table = report::strongest(survey);
        let Counts { documents, statements, .. } = *counts;
        let notes = self.notes.sentences().into_iter().chain(own_sentence(run, own)).collect();
        Ok(Outcome { documents, statements, rejects: self.rejects, notes, table })
    }
}

/// Whether two readers judged the statements of `run`.
pub(super) fn is_of_both(run: &RunRecord) -> bool {
    run.options.get("reader").is_some_and(|reader| reader == Reader::Both.word())
}

/// What the user's own lexicon did: how many of its entries matched, and the most frequent of them.
fn own_sentence(run: &RunRecord, matched: &BTreeMap<String, u64>) -> Option<String> {
    let mut most: Vec<(&String, &u64)> = matched.iter().collect();
    most.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let most: Vec<String> = most.iter().take(5).map(|(expression, number)| format!("{expression} {number}")).collect();
    let list = match most.is_empty() {
        true => "do they stand in the texts, in the slot that they name?".to_owned(),
        false => format!("most often {}; manifest.json lists all", most.join(", ")),
    };
    let of = run.own_expressions;
    (of > 0).then(|| format!("of your own lexicon, {} of {of} expressions matched an opinion; {list}", matched.len()))
}

/// What one worker makes of some documents.
struct Share {
    ids: Vec<String>,
    /// The statements of each document that has any; empty if they are not wanted.
    documents: Vec<DocumentStatements>,
    tally: Tally,
}

/// Reads the corpus. `take` gets the results of each batch, in input order, and the range of its records.
fn count(
    options: &Options,
    inputs: Vec<Input>,
    cursor: Option<ResumeCursor>,
    engine: &Engine,
    progress: &mut (dyn FnMut(Progress) + Send),
    take: &mut (impl FnMut(Vec<Share>, Passed) -> Result<(), Error> + Send),
) -> Result<Read, Error> {
    let how = Counting { seed: options.seed, keep_duplicates: options.keep_duplicates };
    let work = |documents: &[Document]| share(engine, documents, how, options);
    let read = pool(options.threads)?.install(|| drive(options, inputs, cursor, progress, &work, take))?;
    read.checked(options.strict)?;
    Ok(read)
}

fn share(engine: &Engine, documents: &[Document], how: Counting, options: &Options) -> Share {
    let ids = documents.iter().map(|document| document.doc_id.clone()).collect();
    let mut share = Share { ids, documents: Vec::new(), tally: Tally::default() };
    for document in documents {
        let whole = Whole::of(document);
        let found = engine.scored_as(&whole, &options.extraction);
        if options.statements && !found.is_empty() {
            let (doc_id, title) = (document.doc_id.clone(), document.title.clone());
            share.documents.push(DocumentStatements { doc_id, title, statements: records_of(&whole, &found) });
        }
        tally(&mut share.tally, &whole.working, &whole.read.text, &found, &engine.resolver.registry, how);
    }
    share
}

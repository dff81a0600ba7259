//! Comparing: statements are read back, or scored first, and two sides are compared. It writes no files.

use std::collections::BTreeMap;

use crate::aggregate::{about, compare as set_against_each_other, statement_key, utterance_key};
use crate::error::Error;
use crate::lexicon::actors::Actors;
use crate::model::actor::ActorId;
use crate::model::code::Code;
use crate::model::comparison::{Opined, Sides};
use crate::model::document::Document;
use crate::model::hash::hash;
use crate::model::opinion::MICRO;
use crate::model::period::{Day, Period};
use crate::model::record::Statement;
use crate::model::validation::{Corrections, Opinionated};
use crate::pipeline::batches::{drive, pool};
use crate::pipeline::codes::{Sheet, read_all};
use crate::pipeline::engine::{Engine, load};
use crate::pipeline::{Options, Outcome, Progress, prepare};
use crate::read::{each_statement, needs_actors, scored_statements};
use crate::report::{comparison_page, comparison_table};
use crate::text::excerpt::excerpt;
use crate::validate::correct;

/// Compares two sides of the inputs, and returns the comparison as Markdown or, with `table`, as CSV.
///
/// Inputs are folders of reports, files of scored statements, or a corpus, which is scored first. A comparison of two
/// runs takes its folders from `sides`.
///
/// Errors: as for [`lines`](crate::batch::lines); a period in an unknown format; a file that does not hold scored
/// statements; a side without opinions.
pub fn compare(
    options: &Options,
    sides: Sides,
    min_n: u64,
    table: bool,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<(String, Outcome), Error> {
    check(&sides)?;
    let registry = load(options)?.take_registry();
    let mut outcome = Outcome::default();
    let lists = match &sides {
        Sides::Runs(folders) => {
            let list = |folder: &String| opinions(options, std::slice::from_ref(folder), &mut outcome, progress);
            folders.iter().map(list).collect::<Result<Vec<_>, Error>>()?
        }
        _ => vec![opinions(options, &options.inputs, &mut outcome, progress)?],
    };
    let codes = read_all(&options.codes)?;
    let mut comparison = set_against_each_other(&lists, sides, min_n, &registry)
        .map_err(|side| Error::said(format!("{side}: no opinions on this side; nothing to compare")))?;
    if !codes.is_empty() {
        comparison.corrections = Some(Box::new(corrections(&lists, &comparison.sides, &codes, &registry)));
    }
    let name_of = |id: &str| registry.name(id).into_owned();
    let text = if table { comparison_table(&comparison) } else { comparison_page(&comparison, &name_of) };
    Ok((text, outcome))
}

/// What `codes` make of the two sides: of each as a whole, and of its rows.
fn corrections(lists: &[Vec<Opined>], sides: &Sides, codes: &[Code], registry: &Actors) -> [Corrections; 2] {
    let sheet = Sheet::of(codes, &BTreeMap::new());
    let number = lists.iter().map(Vec::len).sum();
    [0, 1].map(|side| {
        let mut all = Vec::new();
        let mut rows: BTreeMap<(ActorId, ActorId), Vec<Opinionated>> = BTreeMap::new();
        for (list, opined) in lists.iter().enumerate().flat_map(|(at, list)| list.iter().map(move |one| (at, one))) {
            let Some(row) = about(opined, list, side, sides, registry) else { continue };
            let opinion = Opinionated {
                cluster: hash(0, opined.doc_id.as_bytes()),
                lean: opined.lean,
                stance: opined.stance as f64 / MICRO,
                // A run that keeps duplicates names utterances by their statement.
                coded: [opined.key, statement_key(&opined.statement_id)]
                    .into_iter()
                    .find_map(|key| sheet.coded(key, std::slice::from_ref(&opined.target), number)),
            };
            let row = (row[0].clone(), row.get(1).cloned().unwrap_or_else(|| "".into()));
            rows.entry(row).or_default().push(opinion.clone());
            all.push(opinion);
        }
        let used = all.iter().filter(|opinion| opinion.coded.is_some()).count() as u64;
        correct(&all, &rows, (sheet.len() as u64).saturating_sub(used), sheet.undesigned())
    })
}

/// Checks the periods before any other work.
fn check(sides: &Sides) -> Result<(), Error> {
    let Sides::Periods(periods) = sides else { return Ok(()) };
    match periods.iter().find(|period| period.parse::<Period>().is_err()) {
        None => Ok(()),
        Some(bad) => {
            let found = format!("--periods: found `{bad}`; expected a period such as 1990s, 1991, 1991-Q2 or 1991-05");
            Err(Error::said(found))
        }
    }
}

/// The opinions of `inputs`: read back if they are scored, computed otherwise.
fn opinions(
    options: &Options,
    inputs: &[String],
    outcome: &mut Outcome,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Vec<Opined>, Error> {
    let mut found = Vec::new();
    let mut corpus = Vec::new();
    for input in inputs {
        if needs_actors(input, options.actors.len()) {
            let found =
                format!("{input}: these reports were made with tables of actors; give the same tables with --registry");
            return Err(Error::said(found));
        }
        match scored_statements(input) {
            Some(path) => each_statement(&path, &mut |statement| found.extend(opined(statement)))?,
            None => corpus.push(input.clone()),
        }
    }
    if !corpus.is_empty() {
        let done = score(&Options { inputs: corpus, ..options.clone() }, &mut found, progress)?;
        outcome.documents += done.documents;
        outcome.statements += done.statements;
        outcome.rejects.extend(done.rejects);
    }
    Ok(found)
}

/// Scores a corpus and adds its opinions to `found`.
fn score(
    options: &Options,
    found: &mut Vec<Opined>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Error> {
    let (inputs, engine, _) = prepare(options)?;
    let work = |documents: &[Document]| share(&engine, documents);
    let mut statements = 0;
    let mut take = |made: Vec<(Vec<Opined>, u64)>, _| {
        for (opinions, number) in made {
            found.extend(opinions);
            statements += number;
        }
        Ok(())
    };
    let read = pool(options.threads)?.install(|| drive(options, inputs, None, progress, &work, &mut take))?;
    Ok(read.outcome(statements))
}

/// The opinions of some documents, and the number of their statements.
fn share(engine: &Engine, documents: &[Document]) -> (Vec<Opined>, u64) {
    let statements: Vec<Statement> = documents.iter().flat_map(|document| engine.records(document)).collect();
    let number = statements.len() as u64;
    (statements.into_iter().flat_map(opined).collect(), number)
}

fn opined(statement: Statement) -> Vec<Opined> {
    let words = excerpt(&statement.words());
    let content = statement.content.iter().map(|words| words.text.as_str());
    let key = statement.holder.as_ref().map_or(0, |holder| utterance_key(holder, Day::of(statement.date), content));
    Opined::all_of(statement, key, &words)
}

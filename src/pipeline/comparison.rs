//! Comparing: statements are read back, or scored first, and two sides are compared. It writes no files.

use crate::aggregate::{Uttered, collapse, compare as set_against_each_other, tally_record, uttered};
use crate::error::Error;
use crate::lexicon::actors::Actors;
use crate::model::actor::ActorId;
use crate::model::comparison::{Opined, Sides};
use crate::model::document::Document;
use crate::model::period::{Day, Period};
use crate::model::record::Statement;
use crate::model::run::Telling;
use crate::model::tally::Tally;
use crate::model::validation::{Corrections, Opinionated};
use crate::pipeline::batches::{drive, pool};
use crate::pipeline::codes::{Sheet, read_all};
use crate::pipeline::engine::{load, telling};
use crate::pipeline::sides::Known;
use crate::pipeline::{Options, Outcome, Progress, prepare};
use crate::read::{each_scored_row, each_statement, keeps_duplicates, needs_actors, scored_statements, scored_table};
use crate::report::{comparison_page, comparison_table};
use crate::text::excerpt::excerpt;
use crate::validate::correct;

/// Compares two sides of the inputs, and returns the comparison as Markdown or, with `table`, as CSV.
///
/// Inputs are folders of reports, files or tables of scored statements, or a corpus, which is scored first. Actors may
/// be given by id or name. A comparison of two
/// runs takes its folders from `sides`.
///
/// Errors: as for [`lines`](crate::batch::lines); a period in an unknown format; a file that does not hold scored
/// statements; an unknown actor; a side without opinions.
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
    let mut known = Known::default();
    let mut heard = match &sides {
        Sides::Runs(folders) => {
            let mut list = |folder: &String| {
                gather(options, std::slice::from_ref(folder), None, &mut known, &mut outcome, progress)
            };
            let lists = folders.iter().map(&mut list).collect::<Result<Vec<Vec<Heard>>, Error>>()?;
            lists.into_iter().flatten().collect()
        }
        Sides::Outlets(outlets) => gather(options, &options.inputs, Some(outlets), &mut known, &mut outcome, progress)?,
        _ => gather(options, &options.inputs, None, &mut known, &mut outcome, progress)?,
    };
    heard.iter().for_each(|heard| known.add_actors(&heard.tally, &registry));
    let sides = known.identified(sides, &registry)?;
    let codes = read_all(&options.codes)?;
    let copies = heard.iter_mut().flat_map(|heard| collapse(&mut heard.tally)).collect();
    let (lists, tallies): (Vec<Vec<Opined>>, Vec<Tally>) =
        heard.into_iter().map(|heard| (heard.opinions, heard.tally)).unzip();
    let how = Telling { min_n, ..telling(options) };
    let mut comparison = set_against_each_other(&lists, &tallies, sides.clone(), how, &registry)
        .map_err(|side| known.nothing(&side, &sides, &registry))?;
    if !codes.is_empty() {
        let sheet = Sheet::of(&codes, &copies);
        comparison.corrections = Some(Box::new(corrections(&tallies, &comparison.sides, how, &sheet, &registry)));
    }
    let name_on = |id: &str, day: Day| registry.name_on(id, day.number());
    let text = if table { comparison_table(&comparison) } else { comparison_page(&comparison, &name_on) };
    Ok((text, outcome))
}

/// What is compared: the opinions with their words, and their tally.
#[derive(Default)]
struct Heard {
    opinions: Vec<Opined>,
    tally: Tally,
    /// Whether every copy counts, as in the run that made the statements.
    keep_duplicates: bool,
}

impl Heard {
    fn add(&mut self, statement: Statement) {
        if !statement.counted {
            return;
        }
        tally_record(&mut self.tally, &statement, self.keep_duplicates);
        let words = excerpt(&statement.words());
        self.opinions.extend(Opined::all_of(statement, &words));
    }
}

/// What the codes of `sheet` make of the two sides: of each as a whole, and of its rows.
fn corrections(tallies: &[Tally], sides: &Sides, how: Telling, sheet: &Sheet, registry: &Actors) -> [Corrections; 2] {
    let number = tallies.iter().flat_map(|tally| tally.dyads.values()).map(|said| said.len()).sum();
    uttered(tallies, sides, how, registry).map(|(all, rows)| {
        let opinion = |uttered: &Uttered| sheet.opinionated(uttered, number);
        let all: Vec<Opinionated> = all.iter().map(opinion).collect();
        let row = |about: Vec<ActorId>| {
            let mut about = about.into_iter();
            (about.next().unwrap_or_else(|| "".into()), about.next().unwrap_or_else(|| "".into()))
        };
        let rows = rows.into_iter().map(|(about, said)| (row(about), said.iter().map(opinion).collect())).collect();
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

/// The statements of `inputs`, of each outlet apart if two are given: read back if they are scored, computed otherwise.
fn gather(
    options: &Options,
    inputs: &[String],
    outlets: Option<&[String; 2]>,
    known: &mut Known,
    outcome: &mut Outcome,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Vec<Heard>, Error> {
    let keep_duplicates = options.keep_duplicates || inputs.iter().any(|input| keeps_duplicates(input));
    let mut heard: Vec<Heard> = Vec::new();
    heard.resize_with(if outlets.is_some() { 2 } else { 1 }, || Heard { keep_duplicates, ..Heard::default() });
    let mut add = |statement: Statement| {
        known.add(statement.outlet.as_ref(), statement.date);
        let at = match outlets {
            Some(outlets) => outlets.iter().position(|outlet| statement.outlet.as_ref() == Some(outlet)),
            None => Some(0),
        };
        if let Some(at) = at {
            heard[at].add(statement);
        }
    };
    let mut corpus = Vec::new();
    for input in inputs {
        if needs_actors(input, options.actors.len()) {
            let found =
                format!("{input}: these reports were made with tables of actors; give the same tables with --registry");
            return Err(Error::said(found));
        }
        match scored_statements(input) {
            Some(path) => each_statement(&path, &mut add)?,
            None => match scored_table(input) {
                Some(path) => each_scored_row(&path, options.least_stance, &mut add)?,
                None => corpus.push(input.clone()),
            },
        }
    }
    if !corpus.is_empty() {
        let done = score(&Options { inputs: corpus, ..options.clone() }, &mut add, progress)?;
        outcome.documents += done.documents;
        outcome.statements += done.statements;
        outcome.rejects.extend(done.rejects);
    }
    Ok(heard)
}

/// Scores a corpus, and gives its statements to `add`.
fn score(
    options: &Options,
    add: &mut (impl FnMut(Statement) + Send),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Error> {
    let (inputs, engine, _) = prepare(options)?;
    let work = |documents: &[Document]| -> Vec<Statement> {
        documents.iter().flat_map(|document| engine.records(document)).collect()
    };
    let mut statements = 0;
    let mut take = |made: Vec<Vec<Statement>>, _| {
        for statement in made.into_iter().flatten() {
            statements += 1;
            add(statement);
        }
        Ok(())
    };
    let read = pool(options.threads)?.install(|| drive(options, inputs, None, progress, &work, &mut take))?;
    Ok(read.outcome(statements))
}

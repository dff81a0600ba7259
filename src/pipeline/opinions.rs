//! The opinions of a finished run: its folder comes in; each opinion that its reports count comes out, with the unit by
//! which codes name it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::aggregate::{statement_key, utterance_key};
use crate::error::Error;
use crate::lexicon::actors::Actors;
use crate::model::actor::ActorId;
use crate::model::code::UnitId;
use crate::model::hash::hash;
use crate::model::opinion::MICRO;
use crate::model::period::{By, Day};
use crate::model::record::{Opinion, Statement};
use crate::model::sheet::Judged;
use crate::model::utterance::Lean;
use crate::pipeline::Options;
use crate::pipeline::engine::load;
use crate::read::{each_statement, needs_actors, options_of, scored_statements};

/// An opinion, and the id of its statement.
pub(super) type Placed = (Judged, String);

/// A folder of reports, opened.
pub(super) struct Finished {
    path: PathBuf,
    options: BTreeMap<String, String>,
    pub(super) registry: Actors,
}

impl Finished {
    /// Opens the reports in `folder`; of `options`, only the actors are used.
    ///
    /// Errors: no reports; reports without statements; reports made with other actors.
    pub(super) fn open(options: &Options, folder: &Path) -> Result<Finished, Error> {
        let shown = folder.to_string_lossy();
        let told = options_of(folder)?;
        if needs_actors(&shown, options.actors.len()) {
            let found =
                format!("{shown}: these reports were made with tables of actors; give the same tables with --actors");
            return Err(Error::said(found));
        }
        let missing = || Error::said(format!("{shown}: no statements.jsonl; run without --no-statements"));
        let path = scored_statements(&shown).ok_or_else(missing)?;
        Ok(Finished { path, options: told, registry: load(options)?.take_registry() })
    }

    /// The value of an option of the run.
    pub(super) fn option(&self, name: &str) -> &str {
        self.options.get(name).map_or("", String::as_str)
    }

    /// The length of the run's periods.
    pub(super) fn by(&self) -> By {
        match self.option("by") {
            "decade" => By::Decade,
            "quarter" => By::Quarter,
            "month" => By::Month,
            _ => By::Year,
        }
    }

    /// Calls `take` with every statement, whether it counts or not.
    pub(super) fn statements(&self, take: &mut dyn FnMut(Statement)) -> Result<(), Error> {
        each_statement(&self.path, take)
    }

    /// Calls `take` with every opinion that counts, copies included, in the order of the file.
    pub(super) fn each(&self, take: &mut dyn FnMut(&Statement, &Opinion, Judged)) -> Result<(), Error> {
        let copies = self.option("keep_duplicates") == "true";
        each_statement(&self.path, &mut |statement| {
            let Some(holder) = statement.holder.clone().filter(|_| statement.counted) else { return };
            let day = Day::of(statement.date);
            let content = statement.content.iter().map(|words| words.text.as_str());
            let key = match copies {
                true => statement_key(&statement.statement_id),
                false => utterance_key(&holder, day, content),
            };
            let cluster = hash(0, statement.doc_id.as_bytes());
            for opinion in &statement.opinions {
                take(&statement, opinion, judged(opinion, (key, opinion.target.clone()), cluster, day, &holder));
            }
        })
    }

    /// Each opinion once: of several copies the one that was printed first, as reports count them.
    pub(super) fn first_of_each(&self) -> Result<BTreeMap<UnitId, Placed>, Error> {
        let mut found: BTreeMap<UnitId, Placed> = BTreeMap::new();
        self.each(&mut |statement, _, judged| {
            let place = |judged: &Judged| (judged.day, judged.cluster);
            let one = found.entry(judged.unit.clone());
            let one = one.or_insert_with(|| (judged.clone(), statement.statement_id.clone()));
            if place(&judged) < place(&one.0) {
                *one = (judged, statement.statement_id.clone());
            }
        })?;
        Ok(found)
    }
}

fn judged(opinion: &Opinion, unit: (u64, ActorId), cluster: u64, day: Day, holder: &ActorId) -> Judged {
    let lean = Lean::of(opinion.polarity, opinion.counted);
    let stance = if lean.is_clear() { (opinion.stance * MICRO).round() as i64 } else { 0 };
    let (holder, polarity) = (holder.clone(), opinion.polarity);
    Judged { unit, cluster, day, holder, lean, polarity, stance, confidence: opinion.confidence }
}

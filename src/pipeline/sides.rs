//! Sides of a comparison: names that the user gives become those of the statements, or it is said which was meant.

use std::collections::BTreeSet;

use crate::error::{Error, quoted};
use crate::lexicon::actors::Actors;
use crate::model::actor::ActorId;
use crate::model::comparison::Sides;
use crate::model::tally::Tally;

/// What the statements that are compared are about.
#[derive(Default)]
pub(super) struct Known {
    /// All who speak or are spoken about, and those for whom they may speak.
    actors: BTreeSet<ActorId>,
    outlets: BTreeSet<String>,
    /// The first and the last day.
    days: Option<(String, String)>,
}

impl Known {
    /// Adds an outlet and a day of a statement.
    pub(super) fn add(&mut self, outlet: Option<&String>, day: Option<jiff::civil::Date>) {
        if let Some(outlet) = outlet.filter(|outlet| !self.outlets.contains(*outlet)) {
            self.outlets.insert(outlet.clone());
        }
        if let Some(day) = day.map(|day| day.to_string()) {
            let (first, last) = self.days.get_or_insert_with(|| (day.clone(), day.clone()));
            if day < *first {
                *first = day;
            } else if day > *last {
                *last = day;
            }
        }
    }

    /// Adds the actors of a tally.
    pub(super) fn add_actors(&mut self, tally: &Tally, registry: &Actors) {
        let pairs = tally.dyads.keys().flat_map(|(holder, target)| [holder, target]);
        let named: BTreeSet<&ActorId> = pairs.chain(tally.voices.keys()).collect();
        self.actors.extend(named.into_iter().flat_map(|id| registry.lineage(id)));
    }

    /// The sides with the ids of actors where the user gave names.
    ///
    /// Errors: an actor whom neither the statements nor the registry know.
    pub(super) fn identified(&self, sides: Sides, registry: &Actors) -> Result<Sides, Error> {
        let both = |[first, second]: [String; 2]| -> Result<[String; 2], Error> {
            Ok([self.actor(&first, registry)?, self.actor(&second, registry)?])
        };
        Ok(match sides {
            Sides::Holders(names) => Sides::Holders(both(names)?),
            Sides::Targets(names) => Sides::Targets(both(names)?),
            other => other,
        })
    }

    fn actor(&self, name: &str, registry: &Actors) -> Result<String, Error> {
        let name = name.trim();
        if self.actors.contains(name) || registry.actor(name).is_some() {
            return Ok(name.to_owned());
        }
        let lower = name.to_lowercase();
        let is_called = |id: &&ActorId| id.to_lowercase() == lower || registry.name(id).to_lowercase() == lower;
        let known = self.actors.iter().find(is_called).cloned().or_else(|| registry.by_name(name, None));
        known.map(|id| id.to_string()).ok_or_else(|| {
            let near = self.actors.iter().map(|id| (near(&lower, id, &registry.name(id)), id));
            let near = near.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(likeness, _)| *likeness > 0.75);
            let hint = near.map_or("name one by id or name; actors.csv of a run lists them".to_owned(), |(_, id)| {
                format!("did you mean {}?", told(id, registry))
            });
            Error::said(format!("--actors: found {}, who is not in these statements; {hint}", quoted(name)))
        })
    }

    /// Why a side has no opinions, and what to do next.
    pub(super) fn nothing(&self, side: &str, sides: &Sides, registry: &Actors) -> Error {
        Error::said(match sides {
            Sides::Holders(_) => {
                let who = told(side, registry);
                format!(
                    "--actors: {who} says nothing about any actor in these statements; --as target compares what is said of them"
                )
            }
            Sides::Targets(_) => {
                let who = told(side, registry);
                format!("--actors: nothing is said about {who} in these statements; --as holder compares what they say")
            }
            Sides::Periods(_) => match &self.days {
                Some((first, last)) => {
                    format!("--periods: no opinions in {side}; the statements are from {first} to {last}")
                }
                None => format!("--periods: no opinions in {side}; the statements have no dates"),
            },
            Sides::Outlets(_) => {
                let likeness = |outlet: &String| strsim::jaro_winkler(&outlet.to_lowercase(), &side.to_lowercase());
                let near =
                    self.outlets.iter().filter(|outlet| *outlet != side).map(|outlet| (likeness(outlet), outlet));
                let near = near.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(likeness, _)| *likeness > 0.75);
                let hint = near.map_or(String::new(), |(_, outlet)| format!("; did you mean {}?", quoted(outlet)));
                match self.outlets.is_empty() {
                    true => format!("--outlets: no opinions of {}; the statements name no outlet", quoted(side)),
                    false => format!("--outlets: no opinions of {}{hint}", quoted(side)),
                }
            }
            Sides::Runs(_) => format!("{side}: no opinions in this run; nothing to compare"),
        })
    }
}

fn near(lower: &str, id: &str, name: &str) -> f64 {
    [id, name].into_iter().map(|one| strsim::jaro_winkler(lower, &one.to_lowercase())).fold(0.0, f64::max)
}

/// `Norland (QNO)`, or the id alone if it is the name.
fn told(id: &str, registry: &Actors) -> String {
    let name = registry.name(id);
    if *name == *id { id.to_owned() } else { format!("{name} ({id})") }
}

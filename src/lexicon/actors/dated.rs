//! Names of the past: what an actor was called, and when. Rows come in; its names by date come out. They are only told,
//! never looked for in a text: that is the table of aliases.

use crate::error::{Error, quoted};
use crate::lexicon::actors::offices::Period;
use crate::lexicon::actors::{Actors, Who};
use crate::lexicon::table::Row;
use crate::model::actor::{DatedName, DatedNames};

/// A row of the table of names.
pub(super) struct NameRow<'t> {
    pub(super) actor: &'t str,
    pub(super) name: &'t str,
    pub(super) period: Period,
    row: Row<'t>,
}

/// A name of one actor during a period.
pub(super) type Dated = (Who, Period, String);

impl<'t> NameRow<'t> {
    pub(super) fn read(row: Row<'t>) -> Result<NameRow<'t>, Error> {
        let period = Period::read(row)?;
        if period == Period::ALWAYS {
            return Err(row.fault("to", "nothing", "the first day on which it was no longer called so"));
        }
        Ok(NameRow { actor: row.required("id")?, name: row.required("name")?, period, row })
    }
}

/// The names in these rows, by actor and day. Errors: an unknown actor, or two names on one day.
pub(super) fn dated(rows: &[NameRow<'_>], who: impl Fn(&str) -> Option<Who>) -> Result<Vec<Dated>, Error> {
    let mut names = Vec::with_capacity(rows.len());
    for row in rows {
        let actor = who(row.actor).ok_or_else(|| row.row.fault("id", &quoted(row.actor), "the id of an actor"))?;
        names.push((actor, row.period, row.name.to_owned(), row.row));
    }
    names.sort_by_key(|(actor, period, ..)| (*actor, *period));
    if let Some(pair) = names.windows(2).find(|pair| pair[0].0 == pair[1].0 && pair[0].1.overlaps(pair[1].1)) {
        let found = format!("{} at the time of `{}`", quoted(&pair[1].2), pair[0].2);
        return Err(pair[1].3.fault("name", &found, "one name at a time"));
    }
    Ok(names.into_iter().map(|(actor, period, name, _)| (actor, period, name)).collect())
}

impl Actors {
    /// The names of the actor `id`: today's, and those of the past, earliest first. The parts of a state are called
    /// after it.
    pub(crate) fn names(&self, id: &str) -> DatedNames {
        let mut names = DatedNames { today: self.name(id).into_owned(), past: Vec::new() };
        let Some(who) = self.who(id) else { return names };
        let own = self.past(who);
        if own.is_empty()
            && let Some(whole) = self.parent(who).filter(|whole| self.is_part(id, &self.known(*whole).id))
            && let Some(word) = names.today.strip_prefix(&self.known(whole).name)
        {
            let called = |(_, period, name): &Dated| period.name(format!("{name}{word}"));
            names.past = self.past(whole).iter().map(called).collect();
        } else {
            names.past = own.iter().map(|(_, period, name)| period.name(name.clone())).collect();
        }
        names
    }

    /// The name to print for this id on `day` (YYYYMMDD); without a day, today's.
    pub(crate) fn name_on(&self, id: &str, day: Option<i32>) -> String {
        self.names(id).on(day).to_owned()
    }

    fn past(&self, who: Who) -> &[Dated] {
        let from = self.dated.partition_point(|dated| dated.0 < who);
        let number = self.dated[from..].iter().take_while(|dated| dated.0 == who).count();
        &self.dated[from..from + number]
    }
}

impl Period {
    fn name(self, name: String) -> DatedName {
        let (from, to) = self.days();
        DatedName { name, from, to }
    }
}

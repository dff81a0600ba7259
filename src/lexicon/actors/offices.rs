//! Offices: who held which post of which state or organisation, and when. Terms come in; look-ups by date come out.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::error::{Error, quoted};
use crate::lexicon::actors::Who;
use crate::lexicon::actors::nouns::Posts;
use crate::lexicon::table::Row;

/// A row of the table of terms: one holder of one office.
pub(super) struct Tenure<'t> {
    pub(super) of: &'t str,
    pub(super) office: &'t str,
    pub(super) holder: &'t str,
    pub(super) period: Period,
    row: Row<'t>,
}

impl<'t> Tenure<'t> {
    pub(super) fn read(row: Row<'t>) -> Result<Tenure<'t>, Error> {
        let [of, office, holder] = [row.required("of")?, row.required("office")?, row.required("holder")?];
        Ok(Tenure { of, office, holder, period: Period::read(row)?, row })
    }

    /// Several people may hold such an office at the same time, for example as spokespersons.
    fn is_shared(&self) -> bool {
        self.office.ends_with("spokesperson")
    }
}

/// A day as a number that grows with time, with the decimal digits YYYYMMDD.
pub(super) type Day = i32;

pub(super) fn day(date: Date) -> Day {
    i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
}

/// A range of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) struct Period {
    /// First day.
    pub(super) from: Day,
    /// The first day after the range.
    to: Day,
}

impl Period {
    /// All days.
    pub(super) const ALWAYS: Period = Period { from: Day::MIN, to: Day::MAX };

    /// Reads the columns `from` and `to`; an empty cell means no limit. Errors: `to` is not after `from`.
    pub(super) fn read(row: Row<'_>) -> Result<Period, Error> {
        let read = |column: &str, open: Day| match row.get(column) {
            "" => Ok(open),
            cell => cell.parse().map(day).map_err(|_| row.fault(column, &quoted(cell), "YYYY-MM-DD")),
        };
        let period = Period { from: read("from", Day::MIN)?, to: read("to", Day::MAX)? };
        if period.to <= period.from {
            return Err(row.fault("to", &quoted(row.get("to")), &format!("a day after `{}`", row.get("from"))));
        }
        Ok(period)
    }

    pub(super) fn covers(self, date: Date) -> bool {
        self.covers_day(day(date))
    }

    pub(super) fn covers_day(self, day: Day) -> bool {
        self.from <= day && day < self.to
    }

    pub(super) fn overlaps(self, other: Period) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// The first day, and the first day after it.
    pub(super) fn days(self) -> (Day, Day) {
        (self.from, self.to)
    }

    /// Whether the first day is `date` or before it.
    fn begun_by(self, date: Date) -> bool {
        self.from <= day(date)
    }

    /// Whether the first day is known.
    fn begins(self) -> bool {
        self.from != Day::MIN
    }
}

/// An office, such as `prime_minister`, as an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub(super) struct Office(u16);

/// The names of offices with their indices.
#[derive(Default)]
pub(super) struct OfficeNames(FxHashMap<String, Office>);

impl OfficeNames {
    /// The index of the office `name`, which is added if it is new.
    pub(super) fn number(&mut self, name: &str) -> Office {
        match self.0.get(name) {
            Some(office) => *office,
            None => {
                let office = Office(self.0.len() as u16);
                self.0.insert(name.to_owned(), office);
                office
            }
        }
    }
}

/// A term: the state or organisation, the office, the days, and the holder.
type Term = (Who, Office, Period, Who);

/// All terms in office.
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct Offices {
    /// Sorted.
    terms: Vec<Term>,
    /// Holders with the indices of their terms, sorted.
    held: Vec<(Who, usize)>,
}

impl Offices {
    /// Sorts the terms. Errors: a term names an actor that `who` does not know, or two people hold one office at the
    /// same time.
    pub(super) fn new(
        tenures: &[Tenure<'_>],
        names: &mut OfficeNames,
        who: impl Fn(&str) -> Option<Who>,
    ) -> Result<Offices, Error> {
        let mut all: Vec<(Term, &Tenure<'_>)> = Vec::with_capacity(tenures.len());
        for tenure in tenures {
            let known = |field: &str, id: &str| {
                who(id).ok_or_else(|| tenure.row.fault(field, &quoted(id), "the id of an actor"))
            };
            let (of, holder) = (known("of", tenure.of)?, known("holder", tenure.holder)?);
            all.push(((of, names.number(tenure.office), tenure.period, holder), tenure));
        }
        all.sort_unstable_by_key(|(term, _)| *term);
        for pair in all.windows(2) {
            check(pair[0].1, pair[1].1)?;
        }
        let terms: Vec<Term> = all.into_iter().map(|(term, _)| term).collect();
        let mut held: Vec<(Who, usize)> = terms.iter().enumerate().map(|(at, term)| (term.3, at)).collect();
        held.sort_unstable();
        Ok(Offices { terms, held })
    }

    /// The holder of the office on `date`. Without a date, the only holder ever; `None` if there were several.
    pub(super) fn holder(&self, of: Who, office: Office, date: Option<Date>) -> Option<Who> {
        let from = self.terms.partition_point(|term| (term.0, term.1) < (of, office));
        let terms = self.terms[from..].iter().take_while(|term| (term.0, term.1) == (of, office));
        let mut holders = terms.filter(|term| date.is_none_or(|date| term.2.covers(date))).map(|term| term.3);
        let first = holders.next()?;
        holders.all(|holder| holder == first).then_some(first)
    }

    fn held_by(&self, person: Who) -> impl Iterator<Item = &Term> {
        let from = self.held.partition_point(|(holder, _)| *holder < person);
        self.held[from..].iter().take_while(move |(holder, _)| *holder == person).map(|(_, at)| &self.terms[*at])
    }

    /// The offices that `person` holds on `day`; without a day, all that end later than `recent`.
    pub(super) fn held_on(&self, person: Who, day: Option<Day>, recent: Day) -> impl Iterator<Item = (Who, Office)> {
        let held = move |period: Period| day.map_or(period.to > recent, |day| period.covers_day(day));
        self.held_by(person).filter(move |term| held(term.2)).map(|term| (term.0, term.1))
    }

    /// Whether `person` has ever held an office that the post may mean, in `of` if that is given.
    pub(super) fn has_held(&self, person: Who, post: usize, of: Option<Who>, posts: &Posts) -> bool {
        self.held_by(person).any(|(whose, office, ..)| {
            of.is_none_or(|of| of == *whose) && posts.offices(post, *whose).any(|known| known == *office)
        })
    }

    /// Whether `person` holds such an office on `date`, or, for `past`, has begun to hold one by then.
    pub(super) fn holds(&self, person: Who, post: usize, date: Date, past: bool, posts: &Posts) -> bool {
        self.held_by(person).any(|(whose, office, period, _)| {
            (period.covers(date) || past && period.begun_by(date))
                && posts.offices(post, *whose).any(|known| known == *office)
        })
    }

    /// Whether `person` has ever held an office.
    pub(super) fn is_holder(&self, person: Who) -> bool {
        self.held_by(person).next().is_some()
    }

    /// Whether `person` holds any office on `date`.
    pub(super) fn is_in_office(&self, person: Who, date: Date) -> bool {
        self.held_by(person).any(|(_, _, period, _)| period.begins() && period.covers(date))
    }
}

/// Checks that an office has one holder at a time.
fn check(first: &Tenure<'_>, second: &Tenure<'_>) -> Result<(), Error> {
    let same = first.of == second.of && first.office == second.office;
    if !same || first.is_shared() || !first.period.overlaps(second.period) {
        return Ok(());
    }
    let found = format!(
        "`{}` while `{}` ({}:{}) is {} of `{}`",
        second.holder,
        first.holder,
        first.row.file(),
        first.row.line(),
        first.office,
        first.of
    );
    Err(second.row.fault("holder", &found, "one holder at a time; end the earlier term"))
}

//! A tally: whole numbers that add up to the same whatever the order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::actor::ActorId;

/// A stretch of time; `year` 0 stands for documents without a date, and for all time when nothing is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Period {
    /// Not split by time.
    All,
    /// Ten years from this one on.
    Decade(i16),
    /// One year.
    Year(i16),
    /// A quarter of a year, 1 to 4.
    Quarter(i16, i8),
    /// A month, 1 to 12.
    Month(i16, i8),
    /// The document has no date.
    Undated,
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Period::All => f.write_str("all"),
            Period::Decade(year) => write!(f, "{year}s"),
            Period::Year(year) => write!(f, "{year}"),
            Period::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Period::Month(year, month) => write!(f, "{year}-{month:02}"),
            Period::Undated => f.write_str("undated"),
        }
    }
}

/// Sums over the statements of one dyad in one period.
///
/// Stances and sentiments are in whole millionths. The products are sums over documents, from which the spread of
/// the mean between documents follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Statements of the holder that name the target.
    pub(crate) statements: u64,
    /// Documents with at least one of them.
    pub(crate) documents: u64,
    /// Statements for the target.
    pub(crate) favor: u64,
    /// Statements against it.
    pub(crate) against: u64,
    /// Sum of the stances.
    pub(crate) stance: i64,
    /// Sum of the sentiments.
    pub(crate) sentiment: i64,
    /// Sum over documents of the square of their sum of stances.
    pub(crate) stance_squared: i128,
    /// Sum over documents of their sum of stances times their number of statements.
    pub(crate) stance_by_statements: i128,
    /// Sum over documents of the square of their number of statements.
    pub(crate) statements_squared: u64,
}

impl Cell {
    /// Adds the sums of other documents.
    pub(crate) fn merge(&mut self, other: &Cell) {
        self.statements += other.statements;
        self.documents += other.documents;
        self.favor += other.favor;
        self.against += other.against;
        self.stance += other.stance;
        self.sentiment += other.sentiment;
        self.stance_squared += other.stance_squared;
        self.stance_by_statements += other.stance_by_statements;
        self.statements_squared += other.statements_squared;
    }
}

/// A statement as it is shown under a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Exhibit {
    /// Finds it in the table of statements.
    pub(crate) statement_id: String,
    /// The document it stands in.
    pub(crate) doc_id: String,
    /// When, as YYYY-MM-DD.
    pub(crate) date: Option<String>,
    /// Where.
    pub(crate) outlet: Option<String>,
    /// The words that name the source; empty for given statements.
    pub(crate) source: String,
    /// The words that report; empty without.
    pub(crate) cue: String,
    /// The actor who said it, when the page's actor is its parent.
    pub(crate) holder: ActorId,
    /// The actor it is about.
    pub(crate) target: Option<ActorId>,
    /// Who passed it on.
    pub(crate) via: Vec<ActorId>,
    /// The words, cut to a readable length.
    pub(crate) quote: String,
    /// Stretches of the quote that counted, in bytes.
    pub(crate) counted: Vec<(usize, usize)>,
    /// The stance in whole millionths.
    pub(crate) stance: i64,
    /// What the words counted, each as "entry value (rule)".
    pub(crate) reasons: Vec<String>,
}

/// At most so many of each sort are kept.
const KEPT: usize = 3;

/// The strongest statements each way, and some drawn by hash; which ones does not depend on order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Exhibits {
    favor: BTreeSet<(i64, u64, Arc<Exhibit>)>,
    against: BTreeSet<(i64, u64, Arc<Exhibit>)>,
    drawn: BTreeSet<(u64, Arc<Exhibit>)>,
}

impl Exhibits {
    /// Considers `exhibit`, whose statement has this hash.
    pub(crate) fn offer(&mut self, hash: u64, exhibit: &Arc<Exhibit>) {
        if exhibit.stance > 0 {
            keep(&mut self.favor, (-exhibit.stance, hash), |(strength, hash)| (strength, hash, Arc::clone(exhibit)));
        } else if exhibit.stance < 0 {
            keep(&mut self.against, (exhibit.stance, hash), |(strength, hash)| (strength, hash, Arc::clone(exhibit)));
        }
        keep(&mut self.drawn, hash, |hash| (hash, Arc::clone(exhibit)));
    }

    /// Considers everything that `other` has kept.
    pub(crate) fn merge(&mut self, other: Exhibits) {
        self.favor.extend(other.favor);
        self.against.extend(other.against);
        self.drawn.extend(other.drawn);
        for set in [&mut self.favor, &mut self.against] {
            while set.len() > KEPT {
                set.pop_last();
            }
        }
        while self.drawn.len() > KEPT {
            self.drawn.pop_last();
        }
    }

    /// Everything kept, some of it more than once.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Exhibit> {
        let polar = self.favor.iter().chain(&self.against).map(|(_, _, exhibit)| exhibit);
        polar.chain(self.drawn.iter().map(|(_, exhibit)| exhibit)).map(Arc::as_ref)
    }

    /// The strongest for, the strongest against, and the drawn ones that are in neither.
    pub(crate) fn shown(&self) -> (Vec<&Exhibit>, Vec<&Exhibit>, Vec<&Exhibit>) {
        let favor: Vec<&Exhibit> = self.favor.iter().map(|(_, _, exhibit)| exhibit.as_ref()).collect();
        let against: Vec<&Exhibit> = self.against.iter().map(|(_, _, exhibit)| exhibit.as_ref()).collect();
        let new = |exhibit: &&Exhibit| !favor.contains(exhibit) && !against.contains(exhibit);
        let drawn = self.drawn.iter().map(|(_, exhibit)| exhibit.as_ref()).filter(new).collect();
        (favor, against, drawn)
    }
}

/// Puts the item in only if its key is among the smallest.
fn keep<K: Ord + Copy, T: Ord + Keyed<K>>(set: &mut BTreeSet<T>, key: K, item: impl FnOnce(K) -> T) {
    if set.len() >= KEPT && set.last().is_some_and(|last| last.key() < key) {
        return;
    }
    set.insert(item(key));
    while set.len() > KEPT {
        set.pop_last();
    }
}

trait Keyed<K> {
    fn key(&self) -> K;
}

impl Keyed<(i64, u64)> for (i64, u64, Arc<Exhibit>) {
    fn key(&self) -> (i64, u64) {
        (self.0, self.1)
    }
}

impl Keyed<u64> for (u64, Arc<Exhibit>) {
    fn key(&self) -> u64 {
        self.0
    }
}

/// What an actor has said, toward whomever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Voice {
    /// Its statements, those of its parts included.
    pub(crate) statements: u64,
    /// Documents with at least one.
    pub(crate) documents: u64,
    /// Sum of the sentiments, in whole millionths.
    pub(crate) sentiment: i64,
    /// Some of them.
    pub(crate) exhibits: Exhibits,
}

/// Everything that is counted over a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Documents read.
    pub(crate) documents: u64,
    /// Statements found, with or without a known holder.
    pub(crate) statements: u64,
    /// Statements without a known holder.
    pub(crate) unknown_holders: u64,
    /// Given statements whose holder is not in the registry.
    pub(crate) own_actors: u64,
    /// First and last day, as YYYY-MM-DD.
    pub(crate) days: Option<(String, String)>,
    /// By holder, target and period.
    pub(crate) cells: BTreeMap<(ActorId, ActorId, Period), Cell>,
    /// By holder and target.
    pub(crate) exhibits: BTreeMap<(ActorId, ActorId), Exhibits>,
    /// By holder.
    pub(crate) voices: BTreeMap<ActorId, Voice>,
}

impl Tally {
    /// Adds the counts of other documents; the order of merging does not matter.
    pub(crate) fn merge(&mut self, other: Tally) {
        self.documents += other.documents;
        self.statements += other.statements;
        self.unknown_holders += other.unknown_holders;
        self.own_actors += other.own_actors;
        if let Some((first, last)) = other.days {
            self.see_day(&first);
            self.see_day(&last);
        }
        for (key, cell) in other.cells {
            self.cells.entry(key).or_default().merge(&cell);
        }
        for (key, exhibits) in other.exhibits {
            self.exhibits.entry(key).or_default().merge(exhibits);
        }
        for (actor, voice) in other.voices {
            let own = self.voices.entry(actor).or_default();
            own.statements += voice.statements;
            own.documents += voice.documents;
            own.sentiment += voice.sentiment;
            own.exhibits.merge(voice.exhibits);
        }
    }

    /// Widens the span of days.
    pub(crate) fn see_day(&mut self, day: &str) {
        let (first, last) = self.days.get_or_insert_with(|| (day.to_owned(), day.to_owned()));
        if day < first.as_str() {
            *first = day.to_owned();
        }
        if day > last.as_str() {
            *last = day.to_owned();
        }
    }
}

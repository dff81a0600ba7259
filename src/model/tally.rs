//! A tally: whole numbers that add up to the same whatever the order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::actor::ActorId;
use crate::model::utterances::Utterances;

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

impl Period {
    /// The period after it; `None` where there is none.
    pub(crate) fn next(self) -> Option<Period> {
        match self {
            Period::All | Period::Undated => None,
            Period::Decade(year) => Some(Period::Decade(year + 10)),
            Period::Year(year) => Some(Period::Year(year + 1)),
            Period::Quarter(year, 4) => Some(Period::Quarter(year + 1, 1)),
            Period::Quarter(year, quarter) => Some(Period::Quarter(year, quarter + 1)),
            Period::Month(year, 12) => Some(Period::Month(year + 1, 1)),
            Period::Month(year, month) => Some(Period::Month(year, month + 1)),
        }
    }
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

/// The day of a document as one number, YYYYMMDD; those without a date come last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Day(pub(crate) i32);

impl Day {
    /// Later than every date.
    pub(crate) const NONE: Day = Day(i32::MAX);

    /// The number of `date`.
    pub(crate) fn of(date: Option<jiff::civil::Date>) -> Day {
        date.map_or(Day::NONE, |date| {
            Day(i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day()))
        })
    }

    /// Year, and month from 1 to 12; `None` without a date.
    pub(crate) fn year_and_month(self) -> Option<(i16, i8)> {
        let month = self.0.rem_euclid(10_000) / 100;
        (self != Day::NONE).then_some((self.0.div_euclid(10_000) as i16, month as i8))
    }
}

impl Day {
    /// Whether it lies in a stretch of time such as `1990s`, `1991`, `1991-Q2` or `1991-05`.
    pub(crate) fn is_in(self, period: &str) -> bool {
        let Some((year, month)) = self.year_and_month() else { return false };
        let forms = [
            Period::Decade(year.div_euclid(10) * 10),
            Period::Year(year),
            Period::Quarter(year, (month - 1) / 3 + 1),
            Period::Month(year, month),
        ];
        forms.iter().any(|form| form.to_string() == period)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some((year, month)) = self.year_and_month() else { return f.write_str("without a date") };
        write!(f, "{year:04}-{month:02}-{:02}", self.0.rem_euclid(100))
    }
}

/// Where an utterance was first made: the earliest day, then the smallest hash of a document's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct First(pub(crate) Day, pub(crate) u64);

/// Which way an opinion points; one that is less probable than even odds is not sure, whatever it leans to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Lean {
    /// For the target.
    #[serde(rename = "f")]
    Favor,
    /// Against it.
    #[serde(rename = "a")]
    Against,
    /// Neither.
    #[serde(rename = "n")]
    None,
    /// Not sure.
    #[serde(rename = "u")]
    Unsure,
}

/// What one utterance says of one target. The same words of the same holder in several documents are one utterance:
/// it counts once, where it was first made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Said {
    /// Where it was first made.
    pub(crate) first: First,
    /// In whole millionths; 0 where it leans neither way.
    pub(crate) stance: i32,
    /// Of all its words, in whole millionths.
    pub(crate) sentiment: i32,
    /// Which way it points.
    pub(crate) lean: Lean,
    /// How many statements repeat it, the first one included.
    pub(crate) copies: u32,
    /// The entries of the stance lexicon that point at the target, as `category: expression`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) entries: Vec<Arc<str>>,
}

impl Said {
    /// Adds a copy, or copies; what was first said stays.
    pub(crate) fn merge(&mut self, other: Said) {
        let copies = self.copies.saturating_add(other.copies);
        let key = |said: &Said| (said.first, said.stance, said.sentiment, said.lean);
        if key(&other) < key(self) || key(&other) == key(self) && other.entries < self.entries {
            *self = other;
        }
        self.copies = copies;
    }
}

/// The smallest hashes of the stretches of words of an utterance, in order: near-copies have most of them in common.
pub(crate) type Sketch = Box<[u32]>;

/// Sketches by the keys of their utterances.
pub(crate) type Sketches = BTreeMap<u64, Sketch>;

/// A statement as it is shown under a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Example {
    /// Finds it in the table of statements.
    pub(crate) statement_id: Box<str>,
    /// When, as YYYY-MM-DD.
    pub(crate) date: Option<Box<str>>,
    /// Where.
    pub(crate) outlet: Option<Box<str>>,
    /// The words that name the source; empty for given statements.
    pub(crate) source: Box<str>,
    /// The words that report; empty without.
    pub(crate) cue: Box<str>,
    /// The actor who said it, when the page's actor is its parent.
    pub(crate) holder: ActorId,
    /// The actor it is about.
    pub(crate) target: Option<ActorId>,
    /// Who passed it on.
    pub(crate) via: Box<[ActorId]>,
    /// The words, cut to a readable length.
    pub(crate) quote: Box<str>,
    /// Stretches of the quote that counted, in bytes.
    pub(crate) counted: Box<[(u16, u16)]>,
    /// The stance in whole millionths; 0 where it leans neither way, or not surely.
    pub(crate) stance: i64,
    /// Whether one cannot be sure which way it leans.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) unsure: bool,
    /// What the words counted, each as "entry value (rule)", with "; " between; empty without.
    pub(crate) reasons: Box<str>,
}

/// At most so many of each sort are kept.
const KEPT: usize = 3;

/// The strongest statements each way, and some drawn by the keys of their utterances; which ones does not depend on
/// order. Of several copies the earliest is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Examples {
    favor: TopK,
    against: TopK,
    drawn: TopK,
}

/// By strength and by the key of the utterance, the strongest first; a plain list, since it has at most [`KEPT`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct TopK(Vec<(i64, u64, Arc<Example>)>);

impl TopK {
    fn offer(&mut self, strength: i64, utterance: u64, example: &Arc<Example>) {
        match self.0.binary_search_by(|(own, key, _)| (own, key).cmp(&(&strength, &utterance))) {
            Ok(at) if example.place() < self.0[at].2.place() => self.0[at].2 = Arc::clone(example),
            Ok(_) => {}
            Err(at) if at < KEPT => {
                self.0.truncate(KEPT - 1);
                self.0.reserve_exact(1);
                self.0.insert(at, (strength, utterance, Arc::clone(example)));
            }
            Err(_) => {}
        }
    }

    fn merge(&mut self, other: &TopK) {
        other.0.iter().for_each(|(strength, utterance, example)| self.offer(*strength, *utterance, example));
    }

    fn examples(&self) -> impl Iterator<Item = &Example> {
        self.0.iter().map(|(_, _, example)| example.as_ref())
    }
}

impl Example {
    /// The earliest is shown.
    fn place(&self) -> (bool, &Option<Box<str>>, &str) {
        (self.date.is_none(), &self.date, &self.statement_id)
    }
}

impl Examples {
    /// Considers `example`, whose utterance has this key and is drawn by this hash.
    pub(crate) fn offer(&mut self, utterance: u64, hash: u64, example: &Arc<Example>) {
        if example.stance > 0 {
            self.favor.offer(-example.stance, utterance, example);
        } else if example.stance < 0 {
            self.against.offer(example.stance, utterance, example);
        }
        self.drawn.offer((hash >> 1) as i64, utterance, example);
    }

    /// Considers everything that `other` has kept.
    pub(crate) fn merge(&mut self, other: &Examples) {
        self.favor.merge(&other.favor);
        self.against.merge(&other.against);
        self.drawn.merge(&other.drawn);
    }

    /// Gives utterances other keys; of those that become one the strongest is kept.
    pub(crate) fn rename(&mut self, key: impl Fn(u64) -> u64) {
        for top in [&mut self.favor, &mut self.against, &mut self.drawn] {
            let mut seen = BTreeSet::new();
            top.0.iter_mut().for_each(|(_, utterance, _)| *utterance = key(*utterance));
            top.0.retain(|(_, utterance, _)| seen.insert(*utterance));
        }
    }

    /// Everything kept, some of it more than once.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Example> {
        [&self.favor, &self.against, &self.drawn].into_iter().flat_map(TopK::examples)
    }

    /// The strongest for, the strongest against, and the drawn ones that are in neither; no statement twice.
    pub(crate) fn shown(&self) -> [Vec<&Example>; 3] {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        [&self.favor, &self.against, &self.drawn].map(|top| {
            let mut shown = Vec::new();
            for example in top.examples() {
                if seen.insert(&example.statement_id) {
                    shown.push(example);
                }
            }
            shown
        })
    }
}

/// Everything that is counted over a corpus.
///
/// It grows by some fifty bytes for each utterance and target; merging is associative, and its order does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// What was read.
    pub(crate) counts: Counts,
    /// What was said, by holder and target as they were named.
    pub(crate) dyads: BTreeMap<(ActorId, ActorId), Utterances>,
    /// Some of it, to show.
    pub(crate) examples: BTreeMap<(ActorId, ActorId), Arc<Examples>>,
    /// What each holder said, toward whomever.
    pub(crate) voices: BTreeMap<ActorId, Utterances>,
    /// Some of it, to show.
    pub(crate) samples: BTreeMap<ActorId, Examples>,
    /// By what near-copies of what each holder said are known; empty where duplicates are kept.
    pub(crate) sketches: BTreeMap<ActorId, Sketches>,
}

/// Plain counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Documents read.
    pub(crate) documents: u64,
    /// Statements found, with or without a known holder, copies included.
    pub(crate) statements: u64,
    /// Statements without a known holder.
    pub(crate) unknown_holders: u64,
    /// Given statements whose holder is not in the registry.
    pub(crate) own_actors: u64,
    /// First and last day.
    pub(crate) days: Option<(Day, Day)>,
    /// The sum of the hashes of all documents: the same for the same documents, in any order and any files.
    pub(crate) fingerprint: u64,
}

impl Counts {
    /// Whether they can be those of any documents; a line of a state can say whatever it likes.
    pub(crate) fn are_possible(&self) -> bool {
        self.unknown_holders <= self.statements && self.own_actors <= self.statements
    }

    /// Adds the counts of other documents.
    pub(crate) fn merge(&mut self, other: &Counts) {
        let add = |own: &mut u64, more: u64| *own = own.saturating_add(more);
        add(&mut self.documents, other.documents);
        add(&mut self.statements, other.statements);
        add(&mut self.unknown_holders, other.unknown_holders);
        add(&mut self.own_actors, other.own_actors);
        self.fingerprint = self.fingerprint.wrapping_add(other.fingerprint);
        if let Some((first, last)) = other.days {
            let (earliest, latest) = self.days.unwrap_or((first, last));
            self.days = Some((earliest.min(first), latest.max(last)));
        }
    }
}

impl Tally {
    /// Adds the counts of other documents; the order of merging does not matter.
    pub(crate) fn merge(&mut self, other: Tally) {
        self.counts.merge(&other.counts);
        for (pair, said) in other.dyads {
            merge(self.dyads.entry(pair).or_default(), said);
        }
        for (holder, said) in other.voices {
            merge(self.voices.entry(holder).or_default(), said);
        }
        for (pair, examples) in other.examples {
            Arc::make_mut(self.examples.entry(pair).or_default()).merge(&examples);
        }
        for (holder, examples) in other.samples {
            self.samples.entry(holder).or_default().merge(&examples);
        }
        for (holder, sketches) in other.sketches {
            self.sketches.entry(holder).or_default().extend(sketches);
        }
    }
}

fn merge(own: &mut Utterances, other: Utterances) {
    other.into_list().into_iter().for_each(|(utterance, said)| own.say(utterance, said));
}

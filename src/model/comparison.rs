//! A comparison: two sides of a corpus, or of two, set against each other.

use crate::model::actor::ActorId;
use crate::model::opinion::{MICRO, Polarity};
use crate::model::period::Day;
use crate::model::record::{Opinion, Statement};

/// One opinion of a scored statement, as far as a comparison needs it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opined {
    pub(crate) statement_id: String,
    pub(crate) doc_id: String,
    pub(crate) day: Day,
    /// Empty where none is known.
    pub(crate) outlet: String,
    pub(crate) holder: ActorId,
    pub(crate) target: ActorId,
    /// In whole millionths; 0 where it leans neither way.
    pub(crate) stance: i64,
    /// What is said, cut to a readable length.
    pub(crate) words: String,
    /// The entries of its evidence and what they count, in whole millionths.
    pub(crate) entries: Vec<(String, i64)>,
}

impl Opined {
    /// The opinions of `statement`, whose words are cut to `words`; none if nobody knows who holds them.
    pub(crate) fn all_of(statement: Statement, words: &str) -> Vec<Opined> {
        let Statement { statement_id, doc_id, date, outlet, holder: Some(holder), opinions, .. } = statement else {
            return Vec::new();
        };
        let outlet = outlet.unwrap_or_default();
        let one = |opinion: Opinion| {
            // What is not sure counts as 0, as in the reports.
            let leans = opinion.counted && opinion.polarity != Polarity::None;
            let counted = |value: f64| if leans { (value * MICRO).round() as i64 } else { 0 };
            Opined {
                statement_id: statement_id.clone(),
                doc_id: doc_id.clone(),
                day: Day::of(date),
                outlet: outlet.clone(),
                holder: holder.clone(),
                target: opinion.target,
                stance: counted(opinion.stance),
                words: words.to_owned(),
                entries: opinion.evidence.into_iter().map(|item| (item.entry, counted(item.valence))).collect(),
            }
        };
        opinions.into_iter().map(one).collect()
    }
}

/// What is set against what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Two actors as holders, by whom they speak of.
    Holders([String; 2]),
    /// Two actors as targets, by who speaks of them.
    Targets([String; 2]),
    /// Two stretches of time, by dyad.
    Periods([String; 2]),
    /// Two outlets, by dyad.
    Outlets([String; 2]),
    /// Two runs, by dyad.
    Runs([String; 2]),
}

impl Sides {
    /// What the two sides are called.
    pub(crate) fn names(&self) -> &[String; 2] {
        match self {
            Sides::Holders(names)
            | Sides::Targets(names)
            | Sides::Periods(names)
            | Sides::Outlets(names)
            | Sides::Runs(names) => names,
        }
    }
}

/// One side of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Half {
    pub(crate) opinions: u64,
    pub(crate) documents: u64,
    /// Mean stance, −1 to 1.
    pub(crate) mean: f64,
}

/// Two means set against each other.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// What both have in common: an actor, or two of a dyad; empty for everything together.
    pub(crate) about: Vec<ActorId>,
    pub(crate) halves: [Half; 2],
    /// The second mean less the first.
    pub(crate) difference: f64,
    /// 95% interval of it, by bootstrap over documents.
    pub(crate) interval: Option<(f64, f64)>,
    /// Hedges' g: the difference in units of the spread between documents.
    pub(crate) effect: Option<f64>,
    /// The share of random exchanges of documents between the sides with a difference at least as large, 0 to 1.
    pub(crate) p: Option<f64>,
    /// The same, for all lines together (Holm).
    pub(crate) p_of_all: Option<f64>,
}

/// An entry that makes a difference.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mover {
    pub(crate) entry: String,
    /// Opinions with it, on each side.
    pub(crate) opinions: [u64; 2],
    /// What it adds to the mean stance of the second side less what it adds to that of the first.
    pub(crate) difference: f64,
}

/// A statement that shows a difference.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shown {
    pub(crate) statement_id: String,
    pub(crate) day: Day,
    pub(crate) holder: ActorId,
    pub(crate) target: ActorId,
    /// Its stance, and that which the same statement has in the second run.
    pub(crate) stance: i64,
    pub(crate) then: Option<i64>,
    pub(crate) words: String,
}

/// Everything that a comparison says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comparison {
    pub(crate) sides: Sides,
    /// Fewer documents on a side than this are too few to say, and are left out.
    pub(crate) min_n: u64,
    /// Everything together first, then the most significant.
    pub(crate) lines: Vec<Line>,
    /// How many lines differ at the 5% level after the correction for many tests.
    pub(crate) significant: usize,
    pub(crate) movers: Vec<Mover>,
    /// Of the first side and of the second; of two runs, the statements that changed.
    pub(crate) shown: [Vec<Shown>; 2],
    /// Of two runs: opinions in both, changed, only in the first, only in the second.
    pub(crate) changed: Option<[u64; 4]>,
}

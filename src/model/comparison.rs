//! A comparison: two sides of a corpus, or two runs. Plain values; `aggregate` computes them and `report` formats them.

use crate::model::actor::ActorId;
use crate::model::opinion::{MICRO, Polarity};
use crate::model::period::Day;
use crate::model::record::{Opinion, Statement};
use crate::model::validation::Corrections;

/// One opinion of a scored statement, with what a comparison needs of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opined {
    pub(crate) statement_id: String,
    pub(crate) doc_id: String,
    pub(crate) day: Day,
    /// Empty if unknown.
    pub(crate) outlet: String,
    pub(crate) holder: ActorId,
    pub(crate) target: ActorId,
    /// In millionths, from −1,000,000 to 1,000,000; 0 for a neutral or uncertain opinion.
    pub(crate) stance: i64,
    /// The content, shortened for display.
    pub(crate) words: String,
    /// The entries of its evidence, with their valences in millionths.
    pub(crate) entries: Vec<(String, i64)>,
}

impl Opined {
    /// The opinions of `statement`, with `words` as their content; none if the holder is unknown.
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

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Two actors as holders, by target.
    Holders([String; 2]),
    /// Two actors as targets, by holder.
    Targets([String; 2]),
    /// Two periods, by dyad.
    Periods([String; 2]),
    /// Two outlets, by dyad.
    Outlets([String; 2]),
    /// Two runs, by dyad.
    Runs([String; 2]),
}

impl Sides {
    /// The names of the two sides.
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

/// Two means and their difference.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// What both sides share: one actor, or the two of a dyad; empty for the total.
    pub(crate) about: Vec<ActorId>,
    pub(crate) halves: [Half; 2],
    /// The second mean minus the first, −2 to 2.
    pub(crate) difference: f64,
    /// Its 95% interval, by bootstrap over documents; `None` if there are too few documents.
    pub(crate) interval: Option<(f64, f64)>,
    /// Hedges' g: the difference in standard deviations between documents; `None` if it cannot be computed.
    pub(crate) effect: Option<f64>,
    /// The p-value of a permutation test over documents, 0 to 1: the share of random exchanges with a difference at
    /// least as large. `None` if there are too few documents.
    pub(crate) p: Option<f64>,
    /// The p-value corrected for the number of lines (Holm).
    pub(crate) p_of_all: Option<f64>,
}

/// An entry that contributes to a difference.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mover {
    pub(crate) entry: String,
    /// Number of opinions with it, on each side.
    pub(crate) opinions: [u64; 2],
    /// Its contribution to the mean stance of the second side, minus that to the first side's.
    pub(crate) difference: f64,
}

/// A statement that illustrates a difference.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shown {
    pub(crate) statement_id: String,
    pub(crate) day: Day,
    pub(crate) holder: ActorId,
    pub(crate) target: ActorId,
    /// Its stance and, for two runs, that of the same statement in the second run; in millionths.
    pub(crate) stance: i64,
    pub(crate) then: Option<i64>,
    pub(crate) words: String,
}

/// The result of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comparison {
    pub(crate) sides: Sides,
    /// Lines with fewer documents than this on a side are left out.
    pub(crate) min_n: u64,
    /// The total first, then by significance.
    pub(crate) lines: Vec<Line>,
    /// Number of lines that differ at the 5% level after correction for multiple tests.
    pub(crate) significant: usize,
    pub(crate) movers: Vec<Mover>,
    /// Examples of the first side and of the second; for two runs, statements that changed.
    pub(crate) shown: [Vec<Shown>; 2],
    /// For two runs: number of opinions in both, changed, only in the first, only in the second.
    pub(crate) changed: Option<[u64; 4]>,
    /// What hand codes make of each side; `None` without codes.
    pub(crate) corrections: Option<Box<[Corrections; 2]>>,
}

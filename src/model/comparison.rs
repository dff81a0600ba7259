//! A comparison: two sides of a corpus, or of two, set against each other.

use crate::model::actor::ActorId;
use crate::model::tally::Day;

/// One opinion of a scored statement, as it is read back.
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
    pub(crate) words: Words,
    /// The entries of its evidence and what they count, in whole millionths.
    pub(crate) entries: Vec<(String, i64)>,
}

/// The words of a statement, cut to a readable length.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Words(pub(crate) String);

impl Words {
    /// The longest that is kept, in characters.
    const LONGEST: usize = 280;

    /// The first words of `text`, on one line.
    pub(crate) fn cut(text: &str) -> Words {
        let flat = |c: char| if c.is_whitespace() { ' ' } else { c };
        let mut words: String = text.chars().take(Words::LONGEST).map(flat).collect();
        if text.chars().nth(Words::LONGEST).is_some() {
            words.push('…');
        }
        Words(words)
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

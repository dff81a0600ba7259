//! A profile: what the tallies say, as numbers to print. Made once, at the end.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::actor::{ActorId, ActorKind};
use crate::model::example::{Example, Examples};
use crate::model::period::{Day, Period};
use crate::model::tally::Counts;

/// The numbers of one holder about one target, in one period or over all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Summary {
    /// Utterances of the holder that name the target: the same words in several documents are one.
    pub(crate) statements: u64,
    /// Statements, every copy counted.
    pub(crate) copies: u64,
    /// Documents in which they were first made.
    pub(crate) documents: u64,
    /// Mean stance, −1 to 1.
    pub(crate) stance: f64,
    /// 95% interval of the mean between documents; `None` with fewer than two documents.
    pub(crate) interval: Option<(f64, f64)>,
    /// The mean shrunk toward the mean of all dyads, the more so the fewer documents there are.
    pub(crate) pooled: f64,
    /// Share of statements for the target, 0 to 1.
    pub(crate) favor: f64,
    /// Share of statements against it, 0 to 1.
    pub(crate) against: f64,
    /// Share of statements of which one cannot be sure, 0 to 1.
    pub(crate) unsure: f64,
    /// −0.5 (all one way) to 1 (half for and half against).
    pub(crate) ambivalence: f64,
    /// Mean sentiment of the statements, −1 to 1.
    pub(crate) sentiment: f64,
}

/// A change point of a dyad.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    /// The first day after it.
    pub(crate) day: Day,
    /// 95% interval of that day.
    pub(crate) between: (Day, Day),
    /// Mean stance of the documents before, −1 to 1.
    pub(crate) before: f64,
    /// Mean stance of the documents after.
    pub(crate) after: f64,
    /// How many there are before and after.
    pub(crate) documents: (u64, u64),
    /// The share of random orders that split the documents as well, 0 to 1.
    pub(crate) p: f64,
}

/// How two series go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Correlation {
    /// Pearson's r, −1 to 1.
    pub(crate) r: f64,
    /// How often an order by chance is as far from 0, 0 to 1.
    pub(crate) p: f64,
}

/// How a dyad goes with the opposite one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reciprocity {
    /// Periods in which both speak of each other.
    pub(crate) periods: usize,
    /// In the same period.
    pub(crate) same: Correlation,
    /// The holder's words with the target's one period later.
    pub(crate) leads: Option<Correlation>,
    /// The holder's words with the target's one period earlier.
    pub(crate) follows: Option<Correlation>,
}

/// One holder toward one target.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dyad {
    /// Who speaks.
    pub(crate) holder: ActorId,
    /// About whom.
    pub(crate) target: ActorId,
    /// Whether both belong to the same state or organisation.
    pub(crate) inside: bool,
    /// Over the whole corpus.
    pub(crate) all: Summary,
    /// In each period, in order.
    pub(crate) periods: Vec<(Period, Summary)>,
    /// A change point, if there is a sure one.
    pub(crate) change: Option<Box<Change>>,
    /// How the target speaks of the holder, if both do often enough.
    pub(crate) reciprocity: Option<Box<Reciprocity>>,
    /// The statements to show.
    pub(crate) examples: Arc<Examples>,
}

/// One side of an actor: what it says of all others, or all others of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Side {
    /// Over the whole corpus.
    pub(crate) all: Summary,
    /// In each period, in order.
    pub(crate) periods: Vec<(Period, Summary)>,
}

/// A kind of entries of the stance lexicon.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Category {
    /// As in the lexicon.
    pub(crate) name: String,
    /// Statements that have one.
    pub(crate) statements: u64,
    /// The commonest expressions, with their statements.
    pub(crate) expressions: Vec<(String, u64)>,
}

/// One actor with everything it says and everything said of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Profile {
    /// Who.
    pub(crate) id: ActorId,
    /// The name to print.
    pub(crate) name: String,
    /// `None` for actors that the registry does not have.
    pub(crate) kind: Option<ActorKind>,
    /// Whom it belongs to.
    pub(crate) parent: Option<ActorId>,
    /// Its utterances.
    pub(crate) statements: u64,
    /// Its statements, every copy counted.
    pub(crate) copies: u64,
    /// Documents in which they were first made.
    pub(crate) documents: u64,
    /// Mean sentiment of its statements; `None` without any.
    pub(crate) sentiment: Option<f64>,
    /// Some of its statements, whatever they are about.
    pub(crate) examples: Examples,
    /// What it says of all others together; `None` if it says nothing of anybody.
    pub(crate) given: Option<Side>,
    /// What all others together say of it; `None` if nobody speaks of it.
    pub(crate) received: Option<Side>,
    /// The kinds of entries in what it says of others, with how many statements have one and the commonest entries.
    pub(crate) categories: Vec<Category>,
    /// Numbers of the dyads in which it is the holder, the most statements first.
    pub(crate) says: Vec<usize>,
    /// Numbers of the dyads in which it is the target, the most statements first.
    pub(crate) said: Vec<usize>,
    /// The strongest examples of what others say of it, the strongest first.
    pub(crate) heard: Vec<Heard>,
    /// Numbers of the profiles of its direct parts, the most active first.
    pub(crate) parts: Vec<usize>,
}

/// The strongest example of a dyad, for the target or against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    /// The number of the dyad.
    pub(crate) dyad: usize,
    /// Whether it is for the target.
    pub(crate) favor: bool,
}

impl Profile {
    /// Whether it acts in its own name: persons and bodies stand behind their states, and a region does not act.
    pub(crate) fn is_top(&self) -> bool {
        self.parent.is_none() && self.kind != Some(ActorKind::Region)
    }
}

impl Dyad {
    /// Of the examples for, against and drawn at random only the strongest.
    pub(crate) fn strongest(&self) -> [Vec<&Example>; 3] {
        let mut shown = self.examples.shown();
        let strongest = shown.iter().flatten().map(|example| example.stance.abs()).max();
        let mut found = false;
        for examples in &mut shown {
            examples.retain(|example| {
                !found && Some(example.stance.abs()) == strongest && {
                    found = true;
                    true
                }
            });
        }
        shown
    }
}

impl Survey {
    /// The example of what others say of an actor.
    pub(crate) fn heard(&self, heard: Heard) -> Option<&Example> {
        let [favor, against, _] = self.dyads[heard.dyad].examples.shown();
        (if heard.favor { favor } else { against }).first().copied()
    }

    /// The profile of this actor.
    pub(crate) fn profile(&self, id: &str) -> Option<&Profile> {
        let found = self.profiles.binary_search_by(|profile| profile.id.as_ref().cmp(id));
        found.ok().map(|at| &self.profiles[at])
    }

    /// The dyad of these two, if the holder has named the target.
    pub(crate) fn dyad(&self, holder: &ActorId, target: &ActorId) -> Option<&Dyad> {
        let found = self.dyads.binary_search_by(|dyad| (&dyad.holder, &dyad.target).cmp(&(holder, target)));
        found.ok().map(|at| &self.dyads[at])
    }
}

/// The corpus as a whole, ready to be written down.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Survey {
    /// What was read.
    pub(crate) counts: Counts,
    /// Fewer documents than this are too few to say.
    pub(crate) min_n: u64,
    /// Dyads with enough documents to look for a change point.
    pub(crate) tested: usize,
    /// Sorted by holder, then target.
    pub(crate) dyads: Vec<Dyad>,
    /// Sorted by id.
    pub(crate) profiles: Vec<Profile>,
    /// Names of those who pass statements on, by id.
    pub(crate) relays: BTreeMap<ActorId, String>,
    /// What stands out.
    pub(crate) highlights: Highlights,
}

/// What stands out in a survey. Numbers are places in its lists of dyads and profiles.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Highlights {
    /// How many dyads between different actors that act in their own name have enough documents.
    pub(crate) comparable: usize,
    /// The dyad, if there is just one of these.
    pub(crate) only: Option<usize>,
    /// Of these, the one with the highest shrunken mean and an interval above 0.
    pub(crate) most_favourable: Option<usize>,
    /// Of these, the one with the lowest shrunken mean and an interval below 0.
    pub(crate) most_hostile: Option<usize>,
    /// Of these, the one with the largest change.
    pub(crate) largest_change: Option<usize>,
    /// Dyads with a change point, the largest change first.
    pub(crate) change_points: Vec<usize>,
    /// Who speaks of whom.
    pub(crate) matrix: Matrix,
    /// Those of whom others speak.
    pub(crate) ranking: Ranking,
    /// All profiles, the most active first.
    pub(crate) by_activity: Vec<usize>,
    /// Dyads with the largest mean stance either way, the largest first.
    pub(crate) strongest: Vec<usize>,
}

/// The rows and columns of the dyad matrix.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Matrix {
    /// The rows, the most statements first.
    pub(crate) holders: Vec<ActorId>,
    /// The columns, the most statements first.
    pub(crate) targets: Vec<ActorId>,
}

/// The actors of whom most is said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ranking {
    /// Numbers of profiles, from the highest shrunken mean to the lowest.
    pub(crate) actors: Vec<usize>,
    /// How many there were to choose from.
    pub(crate) of: usize,
}

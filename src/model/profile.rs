//! A profile: what the tallies say, as numbers to print. Made once, at the end.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::actor::{ActorId, ActorKind};
use crate::model::example::Examples;
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
    /// The mean drawn toward the mean of all dyads, the more so the fewer documents there are.
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

/// A turn in a dyad.
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
    /// How often an order by chance turns as much, 0 to 1.
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
    /// A turn, if there is a sure one.
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
    /// Numbers of the dyads in which it is the holder.
    pub(crate) says: Vec<usize>,
    /// Numbers of the dyads in which it is the target.
    pub(crate) said: Vec<usize>,
}

impl Profile {
    /// Whether it acts in its own name: persons and bodies stand behind their states, and a region does not act.
    pub(crate) fn is_top(&self) -> bool {
        self.parent.is_none() && self.kind != Some(ActorKind::Region)
    }
}

impl Survey {
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
    /// Dyads with enough documents to look for a turn.
    pub(crate) tested: usize,
    /// Sorted by holder, then target.
    pub(crate) dyads: Vec<Dyad>,
    /// Sorted by id.
    pub(crate) profiles: Vec<Profile>,
    /// Names of those who pass statements on, by id.
    pub(crate) relays: BTreeMap<ActorId, String>,
}

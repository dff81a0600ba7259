//! A profile: what the tallies say, as numbers to print. Made once, at the end.

use std::collections::BTreeMap;

use crate::model::actor::{ActorId, ActorKind};
use crate::model::tally::{Exhibits, Period};

/// The numbers of one holder about one target, in one period or over all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Summary {
    /// Statements of the holder that name the target.
    pub(crate) statements: u64,
    /// Documents with at least one of them.
    pub(crate) documents: u64,
    /// Mean stance, −1 to 1.
    pub(crate) stance: f64,
    /// 95% interval of the mean between documents; `None` with fewer than two documents.
    pub(crate) interval: Option<(f64, f64)>,
    /// Share of statements for the target, 0 to 1.
    pub(crate) favor: f64,
    /// Share of statements against it, 0 to 1.
    pub(crate) against: f64,
    /// Mean sentiment of the statements, −1 to 1.
    pub(crate) sentiment: f64,
}

/// One holder toward one target.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dyad {
    /// Who speaks.
    pub(crate) holder: ActorId,
    /// About whom.
    pub(crate) target: ActorId,
    /// Over the whole corpus.
    pub(crate) all: Summary,
    /// In each period, in order.
    pub(crate) periods: Vec<(Period, Summary)>,
    /// The statements to show.
    pub(crate) exhibits: Exhibits,
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
    /// Its statements.
    pub(crate) statements: u64,
    /// Documents with at least one.
    pub(crate) documents: u64,
    /// Mean sentiment of its statements; `None` without any.
    pub(crate) sentiment: Option<f64>,
    /// Some of its statements, whatever they are about.
    pub(crate) exhibits: Exhibits,
    /// Numbers of the dyads in which it is the holder.
    pub(crate) says: Vec<usize>,
    /// Numbers of the dyads in which it is the target.
    pub(crate) said: Vec<usize>,
}

/// The corpus as a whole, ready to be written down.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Survey {
    /// Documents read.
    pub(crate) documents: u64,
    /// Statements found.
    pub(crate) statements: u64,
    /// Statements without a known holder.
    pub(crate) unknown_holders: u64,
    /// First and last day, as YYYY-MM-DD.
    pub(crate) days: Option<(String, String)>,
    /// Sorted by holder, then target.
    pub(crate) dyads: Vec<Dyad>,
    /// Sorted by id.
    pub(crate) profiles: Vec<Profile>,
    /// Names of those who pass statements on, by id.
    pub(crate) relays: BTreeMap<ActorId, String>,
}

//! A profile: what the tallies say, as numbers to print. Made once, at the end.

use crate::model::actor::{ActorId, ActorKind};
use crate::model::tally::{Exhibits, Period};

/// The numbers of one holder about one target, in one period or over all.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Statements of the holder that name the target.
    pub statements: u64,
    /// Documents with at least one of them.
    pub documents: u64,
    /// Mean stance, −1 to 1.
    pub stance: f64,
    /// 95% interval of the mean between documents; `None` with fewer than two documents.
    pub interval: Option<(f64, f64)>,
    /// Share of statements for the target, 0 to 1.
    pub favor: f64,
    /// Share of statements against it, 0 to 1.
    pub against: f64,
    /// Mean sentiment of the statements, −1 to 1.
    pub sentiment: f64,
}

/// One holder toward one target.
#[derive(Clone, Debug, PartialEq)]
pub struct Dyad {
    /// Who speaks.
    pub holder: ActorId,
    /// About whom.
    pub target: ActorId,
    /// Over the whole corpus.
    pub all: Summary,
    /// In each period, in order.
    pub periods: Vec<(Period, Summary)>,
    /// The statements to show.
    pub exhibits: Exhibits,
}

/// One actor with everything it says and everything said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Who.
    pub id: ActorId,
    /// The name to print.
    pub name: String,
    /// `None` for actors that the registry does not have.
    pub kind: Option<ActorKind>,
    /// Whom it belongs to.
    pub parent: Option<ActorId>,
    /// Its statements.
    pub statements: u64,
    /// Documents with at least one.
    pub documents: u64,
    /// Mean sentiment of its statements; `None` without any.
    pub sentiment: Option<f64>,
    /// Some of its statements, whatever they are about.
    pub exhibits: Exhibits,
    /// Numbers of the dyads in which it is the holder.
    pub says: Vec<usize>,
    /// Numbers of the dyads in which it is the target.
    pub said: Vec<usize>,
}

/// The corpus as a whole, ready to be written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// Documents read.
    pub documents: u64,
    /// Statements found.
    pub statements: u64,
    /// Statements without a known holder.
    pub unknown_holders: u64,
    /// First and last day, as YYYY-MM-DD.
    pub days: Option<(String, String)>,
    /// Sorted by holder, then target.
    pub dyads: Vec<Dyad>,
    /// Sorted by id.
    pub profiles: Vec<Profile>,
}

//! Validation: how well a run agrees with codes, and what codes make of its means. Plain values; `validate` computes them
//! and `report` formats them.

use std::collections::BTreeMap;

use crate::model::actor::ActorId;

/// A share with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Share {
    /// 0 to 1.
    pub(crate) value: f64,
    /// `None` with fewer than two documents.
    pub(crate) interval: Option<(f64, f64)>,
    /// Number of coded opinions behind it.
    pub(crate) units: u64,
}

/// A mean corrected by codes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Estimate {
    /// The mean.
    pub(crate) value: f64,
    /// Its standard error.
    pub(crate) error: f64,
    /// Its 95% interval.
    pub(crate) interval: (f64, f64),
    /// How far the program's values are trusted, 0 (codes alone) to 1.
    pub(crate) trust: f64,
    /// Number of codes it rests on.
    pub(crate) codes: u64,
    /// Number of documents in which they are.
    pub(crate) documents: u64,
}

/// Where the correction of a dyad comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// From its own codes.
    Own,
    /// From the codes of all dyads: errors are taken to be alike in all of them.
    Pooled,
    /// There are too few codes: it stays as it is.
    TooFew,
}

/// A raw number and its correction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    /// As the program counts.
    pub(crate) raw: f64,
    /// `None` if there are too few codes.
    pub(crate) corrected: Option<Estimate>,
}

/// The numbers of one dyad, raw and corrected.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Correction {
    pub(crate) basis: Basis,
    /// Number of opinions.
    pub(crate) units: u64,
    /// Number of its opinions that are coded.
    pub(crate) codes: u64,
    /// Mean stance, −1 to 1.
    pub(crate) stance: Pair,
    /// Shares in favor and against, 0 to 1.
    pub(crate) favor: Pair,
    pub(crate) against: Pair,
}

/// The corrections of a whole run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Corrections {
    /// Number of codes that belong to an opinion of the run.
    pub(crate) used: u64,
    /// Number of codes that do not.
    pub(crate) unused: u64,
    /// Whether some codes come without a design.
    pub(crate) undesigned: bool,
    /// What one coded statement counts for and against: the mean strength of the run's own opinions.
    pub(crate) strengths: (f64, f64),
    /// All opinions together.
    pub(crate) all: Correction,
    /// By holder and target.
    pub(crate) dyads: BTreeMap<(ActorId, ActorId), Correction>,
}

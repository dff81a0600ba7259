//! The shared vocabulary: plain values that every room may use.
//! Nothing here reads, scores or formats.

pub(crate) mod actor;
pub(crate) mod attribution;
pub(crate) mod comparison;
pub(crate) mod document;
pub(crate) mod input;
pub(crate) mod journal;
pub(crate) mod mention;
pub(crate) mod opinion;
pub(crate) mod profile;
pub(crate) mod sentiment;
pub(crate) mod span;
pub(crate) mod state;
pub(crate) mod statement;
pub(crate) mod tally;
pub(crate) mod utterances;

//! The shared vocabulary: plain values that every room may use. Nothing here reads, scores or formats.
//!
//! Between the rooms, statements are spans of a document ([`statement`], [`opinion`]). What leaves the program, or
//! comes back into it, is a [`record`].

pub(crate) mod actor;
pub(crate) mod attribution;
pub(crate) mod code;
pub(crate) mod columns;
pub(crate) mod comparison;
pub(crate) mod document;
pub(crate) mod example;
pub(crate) mod hash;
pub(crate) mod input;
pub(crate) mod mention;
pub(crate) mod opinion;
pub(crate) mod period;
pub(crate) mod profile;
pub(crate) mod quantile;
pub(crate) mod reader;
pub(crate) mod record;
pub(crate) mod run;
pub(crate) mod sentiment;
pub(crate) mod sheet;
pub(crate) mod span;
pub(crate) mod statement;
pub(crate) mod tally;
pub(crate) mod utterance;
pub(crate) mod validation;

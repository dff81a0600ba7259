//! Aggregation: opinions come in; tallies, profiles and highlights come out. It knows no files and no formats.
//!
//! All numbers are integers until the last step. Merging is associative and commutative.

mod change;
mod comparison;
mod example;
mod highlights;
mod interval;
mod lineage;
mod namesake;
mod opinions;
mod pooling;
mod profile;
mod reciprocity;
#[cfg(test)]
mod reference;
mod rollup;
mod syndication;
mod tally;
mod unknown;

pub(crate) use comparison::{compare, uttered};
pub(crate) use opinions::{Uttered, opinions};
pub(crate) use profile::survey;
pub(crate) use syndication::collapse;
pub(crate) use tally::{Counting, statement_key, tally, tally_record, utterance_key};

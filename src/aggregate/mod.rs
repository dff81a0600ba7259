//! Aggregation: opinions become tallies, tallies become profiles, and what stands out is picked.
//!
//! Only integers until the last step; adding up is associative and commutative.

mod change;
mod comparison;
mod example;
mod highlights;
mod interval;
mod lineage;
mod pooling;
mod profile;
mod reciprocity;
#[cfg(test)]
mod reference;
mod rollup;
mod syndication;
mod tally;

pub(crate) use comparison::compare;
pub(crate) use profile::survey;
pub(crate) use syndication::collapse;
pub(crate) use tally::{Counting, tally};

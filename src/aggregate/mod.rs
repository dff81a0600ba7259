//! Aggregation: opinions become tallies, tallies become profiles.
//! Integers only until the last step; adding up is associative and commutative.

mod exhibit;
mod interval;
mod lineage;
mod profile;
mod tally;

pub(crate) use profile::survey;
pub use tally::By;
pub(crate) use tally::{Counting, Scored, tally};

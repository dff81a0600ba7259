//! Checkpoints: the results for part of a corpus are written to disk, to be resumed or merged later.
//!
//! A [`state`] is lines of text, with a [`writer`] and a [`reader`]. The [`journal`] of a run is a [`plan`] and a state
//! for every 32 MB of records. A [`cursor`] recognises the records that are done.

pub(super) mod cursor;
pub(super) mod journal;
pub(super) mod plan;
pub(super) mod reader;
pub(super) mod state;
pub(super) mod writer;

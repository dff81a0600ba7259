//! Checkpoints: what part of a corpus says, written down so that it can be added to other parts or resumed.
//!
//! A state is lines of text ([`state`]) with a [`writer`] and a [`reader`]. The [`journal`] of a run is a [`plan`] and a
//! state for every few megabytes of records; a [`cursor`] recognises the records that are done.

pub(super) mod cursor;
pub(super) mod journal;
pub(super) mod plan;
pub(super) mod reader;
pub(super) mod state;
pub(super) mod writer;

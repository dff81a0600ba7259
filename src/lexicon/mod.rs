//! Word lists: read once, checked, shared, never changed.
//! Every list is plain CSV under `lexicons/`; what is wrong in one is told with file, line and column.

pub(crate) mod actors;
pub(crate) mod cues;
pub(crate) mod inflection;
pub(crate) mod phrases;
pub(crate) mod shifters;
pub(crate) mod stance;
pub(crate) mod table;

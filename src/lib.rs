//! verbale finds who said what about whom in a political news corpus.

pub(crate) mod aggregate;
pub(crate) mod error;
pub(crate) mod extract;
pub(crate) mod lexicon;
pub(crate) mod model;
pub(crate) mod read;
pub(crate) mod resolve;
pub(crate) mod score;
pub(crate) mod text;

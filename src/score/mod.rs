//! Scoring: statements become opinions.
//! Pure arithmetic on words: it asks neither who speaks nor when, and every opinion keeps its evidence.

mod clause;
mod sentiment;
mod shift;
mod slot;
mod stance;
mod tone;
mod word;

pub use sentiment::sentiment;
pub(crate) use stance::opinions;
pub(crate) use tone::tone;

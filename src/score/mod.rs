//! Scoring: statements become opinions.
//! Pure arithmetic on words: it asks neither who speaks nor when, and every opinion keeps its evidence.

mod clause;
mod shift;
mod slot;
mod stance;

pub(crate) use stance::opinions;

//! Scoring: statements become opinions.
//! Pure arithmetic on words: it asks neither who speaks nor when, and every opinion keeps its evidence.

mod clause;
mod curated;
mod feature;
pub(crate) mod judgement;
mod place;
mod sentiment;
mod shift;
mod slot;
mod stance;
mod tone;
mod view;
mod voice;
mod word;

#[cfg(feature = "fit")]
pub(crate) use feature::Feature;
pub use sentiment::sentiment;
#[cfg(feature = "fit")]
pub(crate) use stance::Look;
pub(crate) use stance::Scorer;
pub(crate) use tone::tone;

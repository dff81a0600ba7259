//! Scoring: statements become opinions.
//! Pure arithmetic on words: it asks neither who speaks nor when, and every opinion keeps its evidence.

mod assertion;
mod clause;
mod confidence;
mod context;
mod curated;
mod doer;
mod doing;
mod feature;
mod group;
mod judged;
mod perspective;
mod place;
pub(crate) mod polarity;
mod scene;
#[cfg(feature = "neural")]
mod second;
mod sentiment;
mod shift;
mod slot;
mod stance;
mod told;
mod tone;
mod truth;
mod valence;
mod word;

pub(crate) use assertion::settle;
pub(crate) use confidence::COUNTED;
pub(crate) use context::weigh;
#[cfg(feature = "fit")]
pub(crate) use feature::Feature;
#[cfg(feature = "neural")]
pub(crate) use second::SecondReader;
pub use sentiment::sentiment;
pub(crate) use stance::Scorer;
pub(crate) use tone::tone;

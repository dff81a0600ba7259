//! Validation: the opinions of a run and the codes of people come in; samples, agreement and corrected means come out.
//! It knows no files and no formats.

mod alpha;
mod bootstrap;
mod draw;
mod estimate;
mod kappa;
#[cfg(test)]
mod reference;
mod share;
#[cfg(test)]
mod simulation;

pub(crate) use draw::{Candidate, draw};

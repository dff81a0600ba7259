//! Validation: the opinions of a run and the codes of people come in; samples, agreement and corrected means come out.
//! It knows no files and no formats.

mod agreement;
mod alpha;
mod bootstrap;
mod calibration;
mod correction;
mod draw;
mod estimate;
mod kappa;
mod plan;
#[cfg(test)]
mod reference;
mod share;
#[cfg(test)]
mod simulation;

pub(crate) use agreement::{
    by_group, classes, confusion, disagreements, of_coders, reliability, share_of, with_program, with_second,
};
pub(crate) use calibration::recalibrate;
pub(crate) use correction::{correct, stance_units};
pub(crate) use draw::{Candidate, draw};
pub(crate) use estimate::{corpus_variance, estimate, predicted_mean, variances};
pub(crate) use plan::{Known, difference, wish};
pub(crate) use share::{Part, share};

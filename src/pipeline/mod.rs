//! The pipeline: calls the rooms in order. It contains no linguistic or statistical rule.
//!
//! 1. `read` yields records in batches of bounded size. While one batch is processed, the next one is read.
//! 2. Workers parse, `extract`, `resolve` and `score` the documents of a batch in parallel.
//! 3. Lines are written in input order. Tallies are merged in any order.
//! 4. At the end, `aggregate` computes profiles and `report` writes them. Alternatively the tally is written as a
//!    state, and the states of several parts are merged later.
//!
//! No other folder names several rooms, or rayon.

mod batches;
mod checkpoint;
mod codes;
mod comparison;
pub(crate) mod corpus;
pub(crate) mod engine;
#[cfg(fuzzing)]
pub mod fuzzing;
mod lexicons;
mod lines;
mod opinions;
mod options;
mod readback;
mod reports;
mod sample;
mod second;
mod sides;
mod validation;

pub use comparison::compare;
pub use lexicons::{ImportedLexicon, check_lexicons, import_lexicon, lexicon_influence, list_lexicons};
pub use lines::{lines, score_records, table};
pub use options::{Lines, Options, Outcome, Progress, TableFormat};
pub use reports::{fold, merge, run, run_records};
pub use sample::{SampleBy, Sampled, Sampling, sample};
pub use validation::{Validated, Validating, read_calibration, validate};

use crate::error::Error;
use crate::model::run::Run as RunRecord;
use crate::read::{Input, list_inputs};
use engine::Engine;

/// Does everything that can fail before the first document.
fn prepare(options: &Options) -> Result<(Vec<Input>, Engine, RunRecord), Error> {
    let inputs = list_inputs(&options.inputs, options.read.format)?;
    let (engine, run) = Engine::new(options)?;
    Ok((inputs, engine, run))
}

//! The pipeline: opens the rooms in order.
//!
//! 1. `read` gives records in bounded batches; while one batch is worked on, the next is read.
//! 2. Workers parse, `extract`, `resolve` and `score` the documents of a batch side by side.
//! 3. Their lines are written in input order, their tallies merged in any.
//! 4. At the end `aggregate` makes profiles and `report` writes them; or the tally is written as a state, and the
//!    states of several parts are put together later.
//!
//! It is the only folder whose files name several rooms, and the only one that names rayon.

mod batches;
mod checkpoint;
mod comparison;
pub(crate) mod corpus;
pub(crate) mod engine;
#[cfg(fuzzing)]
pub mod fuzzing;
mod lines;
mod options;
mod reports;

pub use comparison::compare;
pub use lines::lines;
#[cfg(feature = "parquet")]
pub use lines::opinion_table;
pub use options::{Lines, Options, Outcome, Progress};
pub use reports::{fold, merge, run};

use crate::error::Fault;
use crate::model::run::Run as RunRecord;
use crate::read::{Input, list_inputs};
use engine::Engine;

/// Everything that can stop a run before the first document.
fn prepare(options: &Options) -> Result<(Vec<Input>, Engine, RunRecord), Fault> {
    let inputs = list_inputs(&options.inputs, options.read.format)?;
    let (engine, run) = Engine::new(options)?;
    Ok((inputs, engine, run))
}

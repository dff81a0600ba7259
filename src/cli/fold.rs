//! The verbs `fold` and `merge`: process a corpus in parts, each saved as a state, and make reports from all of them.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use verbale::Error;
use verbale::batch::{Options, Outcome};

use crate::cli::arguments::Common;
use crate::cli::close;
use crate::cli::lines::to;
use crate::cli::progress::Bar;
use crate::cli::run::{CountArguments, Out, told};

/// Arguments of `fold`.
#[derive(Args)]
pub(super) struct FoldArguments {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    count: CountArguments,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Arguments of `merge`.
#[derive(Args)]
pub(super) struct MergeArguments {
    /// States written by `fold`, in any order; - for standard input
    #[arg(required = true, value_name = "STATE")]
    states: Vec<String>,
    #[command(flatten)]
    out: Out,
    /// The same tables of actors that `fold` was given
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// Table of hand codes, by which means are corrected; can be repeated
    #[arg(long, value_name = "CODES")]
    codes: Vec<PathBuf>,
    /// As for `fold`
    #[arg(long)]
    no_default_actors: bool,
    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

/// Reads part of a corpus and writes its state.
pub(super) fn fold(arguments: &FoldArguments) -> Result<Outcome, Error> {
    let options = arguments.count.options(arguments.common.options());
    let mut bar = Bar::new(arguments.common.quiet);
    let fold = |out: &mut (dyn Write + Send)| verbale::batch::fold(&options, out, &mut |progress| bar.show(progress));
    let outcome = to(arguments.output.as_deref(), fold);
    bar.finish();
    let outcome = outcome.map_err(cut)?;
    if !arguments.common.quiet {
        let Outcome { documents, statements, rejects, .. } = &outcome;
        let sentence = format!("Documents: {documents}; statements: {statements}; rejects: {}.", rejects.len());
        close(&outcome, &sentence, "");
    }
    Ok(outcome)
}

/// Half a state is useless, so a broken pipe is an error here, unlike for other verbs.
fn cut(fault: Error) -> Error {
    match fault {
        Error::BrokenPipe => Error::said("the state is cut off: the reader of the output stopped before its end"),
        fault => fault,
    }
}

/// Merges states and writes the reports of the whole corpus.
pub(super) fn merge(arguments: &MergeArguments) -> Result<Outcome, Error> {
    let MergeArguments { states, out, actors, codes, no_default_actors, quiet } = arguments;
    let options = Options {
        inputs: states.clone(),
        actors: actors.clone(),
        default_actors: !no_default_actors,
        codes: codes.clone(),
        ..out.options(Options::default())
    };
    told(verbale::batch::merge(&options, &out.out, out.force)?, out, *quiet)
}

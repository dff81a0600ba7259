//! The verbs `fold` and `merge`: a corpus in parts, each written down as a state, and the reports of them together.

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
    /// States, as `fold` wrote them, in any order; - for standard input
    #[arg(required = true, value_name = "STATE")]
    states: Vec<String>,
    #[command(flatten)]
    out: Out,
    /// The tables of actors that `fold` was given
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// As `fold` was told
    #[arg(long)]
    no_default_actors: bool,
    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

/// Part of a corpus becomes a state.
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

/// Half a state is worth nothing: whoever ran this must hear of it, even if the reader of the output has had enough.
fn cut(fault: Error) -> Error {
    match fault {
        Error::BrokenPipe => Error::said("the state is cut off: whoever read the output has stopped before its end"),
        fault => fault,
    }
}

/// States become the reports of the whole corpus.
pub(super) fn merge(arguments: &MergeArguments) -> Result<Outcome, Error> {
    let MergeArguments { states, out, actors, no_default_actors, quiet } = arguments;
    let options = Options {
        inputs: states.clone(),
        actors: actors.clone(),
        default_actors: !no_default_actors,
        html: out.html,
        ..Options::default()
    };
    told(verbale::batch::merge(&options, &out.out, out.force)?, out, *quiet)
}

//! The verb `run`: a corpus becomes per-actor reports.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use verbale::{By, CueCategory, Fault, Options, Outcome};

use crate::cli::arguments::Common;
use crate::cli::close;
use crate::cli::progress::Bar;

/// Arguments of `run`.
#[derive(Args)]
pub(super) struct RunArguments {
    #[command(flatten)]
    common: Common,
    /// Folder for the reports; it must not exist or be empty
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Replace the reports of an earlier run
    #[arg(long)]
    force: bool,
    /// Split time this finely
    #[arg(long, value_enum, default_value_t = By::All)]
    by: By,
    /// Draw other samples of statements; numbers do not depend on it
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
}

/// Writes the reports, a short table of the strongest dyads on standard output, and one closing sentence.
pub(super) fn run(arguments: &RunArguments) -> Result<Outcome, Fault> {
    let mut options = Options { by: arguments.by, seed: arguments.seed, ..arguments.common.options() };
    // What somebody only thinks or wants is not said, unless the user asks for it.
    options.extraction.cues.get_or_insert(vec![CueCategory::Say, CueCategory::Ask, CueCategory::Judge]);
    let mut bar = Bar::new(arguments.common.quiet);
    let outcome = verbale::run(&options, &arguments.out, arguments.force, &mut |progress| bar.show(progress));
    bar.finish();
    let outcome = outcome?;
    if !arguments.common.quiet {
        let mut out = std::io::stdout().lock();
        out.write_all(outcome.table.as_bytes()).map_err(|error| Fault::io("standard output", error))?;
        let sentence = format!(
            "Documents: {}; statements: {}; rejects: {}. Read {} first.",
            outcome.documents,
            outcome.statements,
            outcome.rejects.len(),
            arguments.out.join("index.md").display()
        );
        close(&outcome, &sentence, " in rejects.csv");
    }
    Ok(outcome)
}

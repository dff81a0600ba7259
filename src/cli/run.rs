//! The verb `run`: a corpus becomes per-actor reports.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Args;
use verbale::batch::{Options, Outcome};
use verbale::values::CueCategory;
use verbale::{By, Error};

use crate::cli::arguments::Common;
use crate::cli::close;
use crate::cli::progress::Bar;

/// How statements are counted.
#[derive(Args)]
pub(super) struct CountArguments {
    /// Split time this finely
    #[arg(long, value_enum, default_value_t = By::All)]
    by: By,
    /// Draw other samples of statements; numbers do not depend on it
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Count the same words of the same holder as often as they are printed
    #[arg(long)]
    keep_duplicates: bool,
    /// Documents below which there are too few to say
    #[arg(long, value_name = "N", default_value_t = 5)]
    min_n: u64,
    /// Do not write down every statement beside the reports
    #[arg(long)]
    no_statements: bool,
    /// End with an error if any record is bad
    #[arg(long)]
    strict: bool,
}

/// Where reports go.
#[derive(Args)]
pub(super) struct Out {
    /// Folder for the reports; it must not exist or be empty
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Replace the reports of an earlier run, or one that was cut off
    #[arg(long)]
    pub(super) force: bool,
    /// Write all reports also as one file, report.html, to be read in a browser
    #[arg(long)]
    pub(super) html: bool,
}

impl Out {
    /// The file to be read first.
    fn first(&self) -> PathBuf {
        self.out.join(if self.html { "report.html" } else { "index.md" })
    }
}

/// Arguments of `run`.
#[derive(Args)]
pub(super) struct RunArguments {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    count: CountArguments,
    /// Go on with a run that was cut off, if there is one: the same command, and this; not with standard input or a
    /// pipe, which are read only once
    #[arg(long)]
    resume: bool,
    /// Bytes of records between two entries of the journal; results do not depend on it
    #[arg(long, value_name = "BYTES", default_value_t = Options::default().checkpoint, hide = true)]
    checkpoint: usize,
}

impl CountArguments {
    /// What was meant, on top of `options`.
    pub(super) fn options(&self, mut options: Options) -> Options {
        // What somebody only thinks or wants is not said, unless the user asks for it.
        options.extraction.cues.get_or_insert(vec![CueCategory::Say, CueCategory::Ask, CueCategory::Judge]);
        options.extraction.lists_all = true;
        Options {
            by: self.by,
            seed: self.seed,
            keep_duplicates: self.keep_duplicates,
            min_n: self.min_n,
            statements: !self.no_statements,
            strict: self.strict,
            ..options
        }
    }
}

/// Writes the reports, a short table of the strongest dyads on standard output, and one closing sentence.
pub(super) fn run(arguments: &RunArguments) -> Result<Outcome, Error> {
    let Out { out, force, html } = &arguments.out;
    let RunArguments { resume, checkpoint, .. } = *arguments;
    let options = arguments.count.options(arguments.common.options());
    let options = Options { html: *html, resume, checkpoint, ..options };
    // Whoever waits for standard input would not notice.
    if !options.inputs.iter().any(|input| input == "-") {
        heed_signals(&options.stop)?;
    }
    let mut bar = Bar::new(arguments.common.quiet);
    let outcome = verbale::batch::run(&options, out, *force, &mut |progress| bar.show(progress));
    bar.finish();
    told(outcome?, &arguments.out, arguments.common.quiet)
}

/// Ctrl-C, or the request to end that a system sends when it shuts down, sets `stop`. Asked once more, the program ends
/// at once, which is no worse than any other way of being cut off.
fn heed_signals(stop: &Arc<AtomicBool>) -> Result<(), Error> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_shutdown};
    let heed = |signal| {
        // The order matters: the first signal must not meet what it has just set.
        register_conditional_shutdown(signal, 2, Arc::clone(stop))?;
        register(signal, Arc::clone(stop))
    };
    let heeded = [SIGINT, SIGTERM].into_iter().try_for_each(|signal| heed(signal).map(drop));
    heeded.map_err(|error| Error::said(format!("cannot listen to signals: {error}")))
}

/// The short table and the closing sentence.
pub(super) fn told(outcome: Outcome, out: &Out, quiet: bool) -> Result<Outcome, Error> {
    if !quiet {
        let mut stdout = std::io::stdout().lock();
        // The reports are written: that nobody reads the table to its end changes nothing.
        match stdout.write_all(outcome.table.as_bytes()).map_err(|error| Error::io("standard output", error)) {
            Ok(()) | Err(Error::BrokenPipe) => {}
            Err(fault) => return Err(fault),
        }
        let sentence = format!(
            "Documents: {}; statements: {}; rejects: {}. Read {} first.",
            outcome.documents,
            outcome.statements,
            outcome.rejects.len(),
            out.first().display()
        );
        close(&outcome, &sentence, " in rejects.csv");
    }
    Ok(outcome)
}

//! The verb `run`: makes a report for every actor of a corpus.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Args;
use verbale::batch::{Options, Outcome};
use verbale::values::Level;
use verbale::{By, Error, Sector};

use crate::cli::arguments::Common;
use crate::cli::close;
use crate::cli::progress::Bar;

/// How statements are counted.
#[derive(Args)]
pub(super) struct CountArguments {
    /// Length of the periods into which time is split
    #[arg(long, value_enum, default_value_t = By::All)]
    by: By,
    /// Seed of the random choice of example statements; numbers do not depend on it
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Count every printed copy of the same words by the same holder
    #[arg(long)]
    keep_duplicates: bool,
    /// Minimum number of documents; below it, a result is "too few to say"
    #[arg(long, value_name = "N", default_value_t = Options::default().min_n)]
    min_n: u64,
    /// Count only voices of these sectors, between commas: GOV, MIL, SPY, JUD, LEG, PTY, OPP, REB, MED, EDU, BUS, CVL,
    /// NGO, IGO, UNK
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = sector)]
    sector: Vec<Sector>,
    /// Show only states and organisations, with all who speak for them; or only actors as they are named
    #[arg(long, value_enum)]
    level: Option<Level>,
    /// Do not write all statements beside the reports
    #[arg(long)]
    no_statements: bool,
    /// Fail if any record is bad
    #[arg(long)]
    strict: bool,
}

fn sector(given: &str) -> Result<Sector, String> {
    given.parse().map_err(|()| "expected a sector such as GOV, MIL, LEG, MED or CVL".to_owned())
}

/// Where the reports go.
#[derive(Args)]
pub(super) struct Out {
    /// Folder for the reports; must be missing or empty
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Replace the reports of an earlier run, or an unfinished run
    #[arg(long)]
    pub(super) force: bool,
    /// Also write all reports as one file, report.html, for a browser
    #[arg(long)]
    pub(super) html: bool,
    /// Also write all opinions as statements.parquet
    #[cfg(feature = "parquet")]
    #[arg(long)]
    pub(super) parquet: bool,
    /// Begin tables with a byte order mark, so that Excel shows letters such as ë
    #[arg(long)]
    pub(super) bom: bool,
}

impl Out {
    /// Sets what is written besides the usual files.
    pub(super) fn options(&self, options: Options) -> Options {
        #[cfg(feature = "parquet")]
        let parquet = self.parquet;
        #[cfg(not(feature = "parquet"))]
        let parquet = false;
        Options { html: self.html, parquet, bom: self.bom, ..options }
    }

    /// The file to read first.
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
    /// Table of hand codes, by which means are corrected; can be repeated
    #[arg(long, value_name = "CODES")]
    codes: Vec<PathBuf>,
    /// Confidence fitted to hand codes: calibration.json of validate --recalibrate
    #[arg(long, value_name = "FILE")]
    calibration: Option<PathBuf>,
    /// Resume an unfinished run, if there is one: repeat the same command with this option; not for standard input or a
    /// pipe, which can be read only once
    #[arg(long)]
    resume: bool,
    /// Bytes of records between two checkpoints; results do not depend on it
    #[arg(long, value_name = "BYTES", default_value_t = Options::default().checkpoint, hide = true)]
    checkpoint: usize,
}

impl CountArguments {
    /// Sets the options of `run` on top of `options`.
    pub(super) fn options(&self, options: Options) -> Options {
        Options {
            by: self.by,
            seed: self.seed,
            keep_duplicates: self.keep_duplicates,
            min_n: self.min_n,
            level: self.level,
            sectors: self.sector.iter().copied().collect(),
            statements: !self.no_statements,
            strict: self.strict,
            ..options
        }
    }
}

/// Writes the reports, prints a short table of the strongest dyads on standard output, and one closing sentence.
pub(super) fn run(arguments: &RunArguments) -> Result<Outcome, Error> {
    let Out { out, force, .. } = &arguments.out;
    let RunArguments { resume, checkpoint, .. } = *arguments;
    let options = arguments.count.options(arguments.common.options());
    let calibration = arguments.calibration.as_deref().map(verbale::batch::read_calibration).transpose()?;
    let codes = arguments.codes.clone();
    let options = Options { resume, checkpoint, codes, calibration, ..arguments.out.options(options) };
    // A process that waits for standard input would not notice the signal.
    if !options.inputs.iter().any(|input| input == "-") {
        heed_signals(&options.stop)?;
    }
    let mut bar = Bar::new(arguments.common.quiet);
    let outcome = verbale::batch::run(&options, out, *force, &mut |progress| bar.show(progress));
    bar.finish();
    told(outcome?, &arguments.out, arguments.common.quiet)
}

/// Sets `stop` on Ctrl-C and SIGTERM. A second signal ends the program at once, which is no worse than a crash.
fn heed_signals(stop: &Arc<AtomicBool>) -> Result<(), Error> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_shutdown};
    let heed = |signal| {
        // The order matters: the first signal must not see the flag that it has just set.
        register_conditional_shutdown(signal, 2, Arc::clone(stop))?;
        register(signal, Arc::clone(stop))
    };
    let heeded = [SIGINT, SIGTERM].into_iter().try_for_each(|signal| heed(signal).map(drop));
    heeded.map_err(|error| Error::said(format!("cannot handle signals: {error}")))
}

/// Prints the short table and the closing sentence.
pub(super) fn told(outcome: Outcome, out: &Out, quiet: bool) -> Result<Outcome, Error> {
    if !quiet {
        let mut stdout = std::io::stdout().lock();
        // The reports are already written, so it does not matter if nobody reads the table to its end.
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

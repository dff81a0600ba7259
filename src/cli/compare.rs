//! The verb `compare`: compares two actors, periods, outlets or runs.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, ValueEnum};
use verbale::Error;
use verbale::batch::{Options, Outcome, Sides};

use crate::cli::arguments::Reading;
use crate::cli::lines::{check_bom, ending, to};
use crate::cli::progress::Bar;
use crate::cli::say;

/// Whether actors are compared as speakers or as those spoken about.
#[derive(Clone, Copy, ValueEnum)]
enum As {
    /// What each says about others
    Holder,
    /// What others say about each
    Target,
}

/// Arguments of `compare`.
#[derive(Args)]
#[command(group = ArgGroup::new("what").required(true).args(["actors", "periods", "outlets", "runs"]))]
pub(super) struct CompareArguments {
    /// Folders of reports, scored statements (.jsonl, or the tables of score, .csv or .parquet), or a corpus, which is
    /// scored first
    #[arg(value_name = "INPUT", required_unless_present = "runs")]
    inputs: Vec<String>,
    /// Two actors, by id or name
    #[arg(long, value_name = "A,B", value_delimiter = ',', num_args = 1)]
    actors: Option<Vec<String>>,
    /// Compare the actors as holders or as targets
    #[arg(long = "as", value_enum, default_value = "holder")]
    role: As,
    /// Two periods, such as 1990s,2010s or 1991,1992 or 2001-Q1,2001-Q2 or 2020-01,2020-02
    #[arg(long, value_name = "P1,P2", value_delimiter = ',', num_args = 1)]
    periods: Option<Vec<String>>,
    /// Two outlets, as the records name them
    #[arg(long, value_name = "O1,O2", value_delimiter = ',', num_args = 1)]
    outlets: Option<Vec<String>>,
    /// Two folders of reports: of different corpora, or of one corpus with different lexicons
    #[arg(long, value_name = "DIR1,DIR2", value_delimiter = ',', num_args = 1)]
    runs: Option<Vec<String>>,
    /// Minimum number of documents on a side; below it, a result is "too few to say"
    #[arg(long, value_name = "N", default_value_t = Options::default().min_n)]
    min_n: u64,
    /// Table of hand codes, by which means are corrected; can be repeated
    #[arg(long, value_name = "CODES")]
    codes: Vec<PathBuf>,
    /// Table of actors that was used to make the statements; can be repeated
    #[arg(long, value_name = "FILE")]
    registry: Vec<PathBuf>,
    /// Write to FILE: a table if it ends in .csv, otherwise Markdown
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Begin a .csv file with a byte order mark, so that Excel shows letters such as ë
    #[arg(long)]
    bom: bool,
    #[command(flatten)]
    reading: Reading,
    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

impl CompareArguments {
    fn sides(&self) -> Result<Sides, Error> {
        let two = |name: &str, list: &[String]| -> Result<[String; 2], Error> {
            <[String; 2]>::try_from(list.to_vec()).map_err(|_| {
                Error::said(format!("--{name}: found {}; expected two values, separated by a comma", list.len()))
            })
        };
        match (&self.actors, &self.periods, &self.outlets, &self.runs) {
            (Some(list), ..) => match self.role {
                As::Holder => Ok(Sides::Holders(two("actors", list)?)),
                As::Target => Ok(Sides::Targets(two("actors", list)?)),
            },
            (_, Some(list), ..) => Ok(Sides::Periods(two("periods", list)?)),
            (_, _, Some(list), _) => Ok(Sides::Outlets(two("outlets", list)?)),
            (.., Some(list)) => Ok(Sides::Runs(two("runs", list)?)),
            (None, None, None, None) => Err(Error::said("expected one of --actors, --periods, --outlets and --runs")),
        }
    }
}

/// Writes the comparison.
pub(super) fn compare(arguments: &CompareArguments) -> Result<Outcome, Error> {
    let sides = arguments.sides()?;
    let (inputs, actors) = (arguments.inputs.clone(), arguments.registry.clone());
    let (read, codes) = (arguments.reading.options(), arguments.codes.clone());
    let options = Options { inputs, actors, codes, read, ..Options::default() };
    let ending = ending(arguments.output.as_deref(), &["md", "csv"])?;
    check_bom(arguments.bom, ending)?;
    let table = ending == "csv";
    let mut bar = Bar::new(arguments.quiet);
    let compared = verbale::batch::compare(&options, sides, arguments.min_n, table, &mut |progress| bar.show(progress));
    bar.finish();
    let (text, outcome) = compared?;
    let path = arguments.output.as_deref();
    let place = path.unwrap_or(Path::new("standard output"));
    to(path, |out| {
        let mark = if arguments.bom { "\u{feff}" } else { "" };
        let written = out.write_all(format!("{mark}{text}").as_bytes()).and_then(|()| out.flush());
        written.map_err(|error| Error::io(place, error))?;
        Ok(Outcome::default())
    })?;
    if let Some(path) = path.filter(|_| !arguments.quiet) {
        say(&format!("Written to {}.", path.display()));
    }
    Ok(outcome)
}

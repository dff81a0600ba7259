//! The verb `lexicon`: imports dictionaries of other programs, checks and lists lexicons, and tells which entries moved
//! a run.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use verbale::Error;
use verbale::batch::{Options, Outcome, check_lexicons, import_lexicon, lexicon_influence, list_lexicons};

use crate::cli::lines::write_table;
use crate::cli::say;

/// Arguments of `lexicon`.
#[derive(Args)]
pub(super) struct LexiconArguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Turn a dictionary into a lexicon: LIWC (.dic), quanteda (YAML), Lexicoder (.lc3) or a plain list of words
    Import(ImportArguments),
    /// Check lexicons and tables of actors, and count the stance entries in use
    Check(TablesArguments),
    /// List the stance entries in use, as CSV
    List(ListArguments),
    /// Show which entries moved which dyads of a run, as CSV
    Influence(InfluenceArguments),
}

#[derive(Args)]
struct ImportArguments {
    /// The dictionary
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Categories whose words are in favor, between commas [default: those that begin with pos]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    positive: Vec<String>,
    /// Categories whose words are against, between commas [default: those that begin with neg]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    negative: Vec<String>,
    /// Valence of each word, up to 1; of a plain list, -1 to 1
    #[arg(long, value_name = "V", default_value_t = 0.5, allow_negative_numbers = true)]
    valence: f64,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Args)]
struct TablesArguments {
    /// Lexicons to check
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Tables of actors, aliases or offices to check
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
}

#[derive(Args)]
struct ListArguments {
    /// Lexicons that are added to the shipped ones
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// List only the entries of these files
    #[arg(long)]
    no_default_lexicons: bool,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Args)]
struct InfluenceArguments {
    /// A folder of reports, or a file of scored statements (.jsonl)
    #[arg(value_name = "DIR")]
    run: String,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the verb.
pub(super) fn lexicon(arguments: &LexiconArguments) -> Result<Outcome, Error> {
    match &arguments.task {
        Task::Import(arguments) => import(arguments),
        Task::Check(arguments) => {
            let options =
                Options { lexicons: arguments.files.clone(), actors: arguments.actors.clone(), ..Options::default() };
            say(&format!("All tables are sound; {} stance entries are in use.", check_lexicons(&options)?));
            Ok(Outcome::default())
        }
        Task::List(arguments) => {
            let default_lexicons = !arguments.no_default_lexicons;
            let options = Options { lexicons: arguments.files.clone(), default_lexicons, ..Options::default() };
            write_table(arguments.output.as_deref(), &list_lexicons(&options)?)
        }
        Task::Influence(arguments) => write_table(arguments.output.as_deref(), &lexicon_influence(&arguments.run)?),
    }
}

fn import(arguments: &ImportArguments) -> Result<Outcome, Error> {
    if !(-1.0..=1.0).contains(&arguments.valence) || arguments.valence == 0.0 {
        return Err(Error::said(format!("--valence: found {}; expected a number up to 1, not 0", arguments.valence)));
    }
    let found = import_lexicon(&arguments.file, &arguments.positive, &arguments.negative, arguments.valence)?;
    found.notes.iter().for_each(|note| say(&format!("verbale: {note}")));
    say(&format!("Entries: {}.", found.entries));
    write_table(arguments.output.as_deref(), &found.table)
}

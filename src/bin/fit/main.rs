//! The door of the workshop: makes the weights in `lexicons/`. `lexicons/README.md` has the commands.

#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a program for the terminal")]

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use verbale::{Error, fit};

/// Makes the weights of the models of attribution.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Sentences of a corpus (JSONL on standard input), one a line, for `silver.py`
    Sentences,
    /// Tags and dependencies from parses (JSONL on standard input)
    Syntax { out: PathBuf },
    /// How often such a file agrees with parses (JSONL on standard input)
    Agreement { syntax: PathBuf },
    /// Cue classifier, frames and confidence from articles in which attributions are marked (JSONL on standard input)
    Attribution {
        /// The syntax by which the articles are read here; it must not have seen them
        learning: PathBuf,
        out: PathBuf,
    },
    /// What expressions say about a target, from coded statements (JSONL on standard input)
    Stance { out: PathBuf },
}

fn main() -> ExitCode {
    match run(Cli::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("fit: {fault}");
            ExitCode::from(2)
        }
    }
}

fn run(verb: Verb) -> Result<(), Error> {
    let mut input = BufReader::new(std::io::stdin());
    let read = |path: PathBuf| std::fs::read(&path).map_err(|error| Error::io(path, error));
    match verb {
        Verb::Sentences => {
            let mut out = BufWriter::new(std::io::stdout());
            fit::sentences(&mut input, &mut out)?;
            out.flush().map_err(|error| Error::io("standard output", error))
        }
        Verb::Syntax { out } => fit::syntax(&mut input, &mut create(out)?),
        Verb::Agreement { syntax } => {
            let [tags, heads, labels] = fit::agreement(&read(syntax)?, &mut input)?;
            println!("tags {tags:.1}%, heads {heads:.1}%, heads with labels {labels:.1}%");
            Ok(())
        }
        Verb::Stance { out } => fit::stance(&mut input, &mut create(out)?),
        Verb::Attribution { learning, out } => fit::attribution(&read(learning)?, &mut input, &mut create(out)?),
    }
}

fn create(path: PathBuf) -> Result<File, Error> {
    File::create(&path).map_err(|error| Error::io(path, error))
}

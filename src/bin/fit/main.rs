//! The program `fit`: trains the models in `lexicons/`. `lexicons/README.md` has the commands.

#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a program for the terminal")]

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use verbale::{Error, fit};

/// Trains the models of syntax, attribution and stance
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Split a corpus (JSONL on standard input) into sentences, one a line, for `silver.py`
    Sentences,
    /// Train tags and dependencies on parses (JSONL on standard input)
    Syntax { out: PathBuf },
    /// Measure the agreement of a syntax model with parses (JSONL on standard input)
    Agreement { syntax: PathBuf },
    /// Train the cue classifier, frames and confidence on annotated articles (JSONL on standard input)
    Attribution {
        /// The syntax model to use; it must not have been trained on these articles
        learning: PathBuf,
        out: PathBuf,
    },
    /// List references to somebody who is not named, in articles (JSONL on standard input), for `references.py`
    References,
    /// What the encoder is shown of each target of coded statements (JSONL on standard input), and what it answers
    #[cfg(feature = "neural")]
    Pairs { model: PathBuf },
    /// What expressions say about a target, from coded statements (JSONL on standard input)
    Stance {
        /// Which expressions are reasons, as CSV
        reasons: PathBuf,
        out: PathBuf,
    },
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
        Verb::References => {
            let mut out = BufWriter::new(std::io::stdout());
            fit::references(&mut input, &mut out)?;
            out.flush().map_err(|error| Error::io("standard output", error))
        }
        #[cfg(feature = "neural")]
        Verb::Pairs { model } => {
            let mut out = BufWriter::new(std::io::stdout());
            fit::pairs(&model, &mut input, &mut out)?;
            out.flush().map_err(|error| Error::io("standard output", error))
        }
        Verb::Syntax { out } => fit::syntax(&mut input, &mut create(out)?),
        Verb::Agreement { syntax } => {
            let [tags, heads, labels] = fit::agreement(&read(syntax)?, &mut input)?;
            println!("tags {tags:.1}%, heads {heads:.1}%, heads with labels {labels:.1}%");
            Ok(())
        }
        Verb::Stance { reasons, out } => {
            let judged = std::fs::read_to_string(&reasons).map_err(|error| Error::io(reasons, error))?;
            fit::stance(&mut input, &judged, &mut create(out)?)
        }
        Verb::Attribution { learning, out } => fit::attribution(&read(learning)?, &mut input, &mut create(out)?),
    }
}

fn create(path: PathBuf) -> Result<File, Error> {
    File::create(&path).map_err(|error| Error::io(path, error))
}

//! The command line: one file a verb, and what they share.

mod arguments;
mod compare;
mod completions;
mod explain;
mod fold;
mod lines;
mod progress;
mod run;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use verbale::Error;
use verbale::batch::Outcome;

/// Who said what about whom: attribution, stance and sentiment in a political news corpus.
#[derive(Parser)]
#[command(name = "verbale", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// The main job: a corpus becomes per-actor reports
    Run(run::RunArguments),
    /// Documents become attributions: source, cue and content
    Extract(lines::LinesArguments),
    /// Documents or given statements become scored statements
    Score(lines::ScoreArguments),
    /// Part of a corpus becomes a state, to be put together with others
    Fold(fold::FoldArguments),
    /// States become the reports of the whole corpus
    Merge(fold::MergeArguments),
    /// Two actors, periods, outlets or runs, set against each other
    Compare(compare::CompareArguments),
    /// One text, opened up: who says what, toward whom it stands how, and the arithmetic
    Explain(explain::ExplainArguments),
    /// Texts become plain VADER scores
    Sentiment(lines::LinesArguments),
    /// A script that lets a shell complete commands and options
    Completions(completions::CompletionsArguments),
    /// The manual, as pages for `man`
    #[command(hide = true)]
    Man(completions::ManArguments),
}

/// Reads the command line, does what it says, and tells how it ended.
///
/// 0: all was read; 1: finished, some records were rejected; 2: could not run.
pub(crate) fn main() -> ExitCode {
    let done = match Cli::parse().verb {
        Verb::Explain(arguments) => explain::explain(&arguments),
        Verb::Run(arguments) => run::run(&arguments),
        Verb::Fold(arguments) => fold::fold(&arguments),
        Verb::Compare(arguments) => compare::compare(&arguments),
        Verb::Merge(arguments) => fold::merge(&arguments),
        Verb::Extract(arguments) => lines::extract(&arguments),
        Verb::Score(arguments) => lines::score(&arguments),
        Verb::Sentiment(arguments) => lines::sentiment(&arguments),
        Verb::Completions(arguments) => completions::completions(&arguments),
        Verb::Man(arguments) => completions::man(&arguments),
    };
    match done {
        Ok(outcome) if outcome.rejects.is_empty() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        // Whoever reads the output has had enough: that is how `| head` ends.
        Err(Error::BrokenPipe) => ExitCode::SUCCESS,
        Err(fault) => {
            say(&format!("verbale: {fault}"));
            ExitCode::from(2)
        }
    }
}

/// The most rejects that are told on the terminal.
const TOLD: usize = 5;

/// One sentence at the end, and the first few rejects before it.
fn close(outcome: &Outcome, sentence: &str, all_of_them: &str) {
    for reject in outcome.rejects.iter().take(TOLD) {
        say(&format!("verbale: {reject}"));
    }
    if outcome.rejects.len() > TOLD {
        say(&format!("verbale: and {} more rejects{all_of_them}", outcome.rejects.len() - TOLD));
    }
    outcome.notes.iter().for_each(|note| say(&format!("verbale: {note}")));
    say(sentence);
}

/// A message to whoever runs the program; a closed stderr is no reason to fail.
fn say(sentence: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{sentence}");
}

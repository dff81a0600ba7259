//! The command line: one file for each verb, and what they share. It parses and prints; the library does the work.

mod arguments;
mod compare;
mod completions;
mod explain;
mod fold;
mod lexicon;
mod lines;
mod progress;
mod run;
mod sample;
mod validate;

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
    /// Make a report for every actor of a corpus (the main verb)
    Run(run::RunArguments),
    /// Extract attributions from documents: source, cue and content
    Extract(lines::LinesArguments),
    /// Documents or given statements become scored statements
    Score(lines::LinesArguments),
    /// Part of a corpus becomes a state, to be put together with others
    Fold(fold::FoldArguments),
    /// Make the reports of a whole corpus from the states of its parts
    Merge(fold::MergeArguments),
    /// Compare two actors, periods, outlets or runs
    Compare(compare::CompareArguments),
    /// Draw statements of a run to code by hand, and write code sheets
    Sample(sample::SampleArguments),
    /// Tell from hand codes how right a run is
    Validate(validate::ValidateArguments),
    /// Explain one text: who says what, the stance toward each target, and the sum behind it
    Explain(explain::ExplainArguments),
    /// Import, check and list lexicons, and show which entries moved a run
    Lexicon(lexicon::LexiconArguments),
    /// Score texts with plain VADER
    Sentiment(lines::LinesArguments),
    /// Print a script that lets a shell complete commands and options
    Completions(completions::CompletionsArguments),
    /// Print the manual as pages for `man`
    #[command(hide = true)]
    Man(completions::ManArguments),
}

/// Parses the command line, runs the verb, and reports the outcome.
///
/// Exit codes: 0, success; 1, finished, but some records were rejected; 2, failed.
pub(crate) fn main() -> ExitCode {
    let done = match Cli::parse().verb {
        Verb::Lexicon(arguments) => lexicon::lexicon(&arguments),
        Verb::Explain(arguments) => explain::explain(&arguments),
        Verb::Run(arguments) => run::run(&arguments),
        Verb::Fold(arguments) => fold::fold(&arguments),
        Verb::Compare(arguments) => compare::compare(&arguments),
        Verb::Merge(arguments) => fold::merge(&arguments),
        Verb::Sample(arguments) => sample::sample(&arguments),
        Verb::Validate(arguments) => validate::validate(&arguments),
        Verb::Extract(arguments) => lines::extract(&arguments),
        Verb::Score(arguments) => lines::score(&arguments),
        Verb::Sentiment(arguments) => lines::sentiment(&arguments),
        Verb::Completions(arguments) => completions::completions(&arguments),
        Verb::Man(arguments) => completions::man(&arguments),
    };
    match done {
        Ok(outcome) if outcome.rejects.is_empty() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        // The reader of the output closed it, as `| head` does.
        Err(Error::BrokenPipe) => ExitCode::SUCCESS,
        Err(fault) => {
            say(&format!("verbale: {fault}"));
            ExitCode::from(2)
        }
    }
}

/// Maximum number of rejects that are printed.
const TOLD: usize = 5;

/// Prints the first few rejects and a closing sentence.
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

/// Prints a message to standard error. A closed standard error is not a reason to fail.
fn say(sentence: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{sentence}");
}

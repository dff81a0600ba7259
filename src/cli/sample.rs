//! The verb `sample`: draws statements of a run to code by hand.

use std::path::PathBuf;

use clap::Args;
use verbale::Error;
use verbale::batch::{Columns, Options, Outcome, ReadOptions, SampleBy, Sampling};

use crate::cli::arguments::Texts;
use crate::cli::progress::Bar;
use crate::cli::say;

/// Arguments of `sample`.
#[derive(Args, Clone)]
pub(super) struct SampleArguments {
    /// Folder of reports
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Number of statements to draw
    #[arg(short, value_name = "N", default_value_t = 150, value_parser = clap::value_parser!(u64).range(1..))]
    number: u64,
    /// What the sample is balanced by
    #[arg(long, value_enum, default_value_t = SampleBy::Polarity)]
    by: SampleBy,
    /// Number of coders; each gets a sheet
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=100))]
    coders: u64,
    /// Number of statements that all coders get
    #[arg(long, value_name = "N", default_value_t = 50)]
    overlap: u64,
    /// Draw N whole articles instead, to find what was missed; needs --inputs
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    articles: Option<u64>,
    /// Seed of the draw
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// The corpus of the run, to show the paragraphs around statements; can be repeated
    #[arg(long, value_name = "INPUT")]
    inputs: Vec<String>,
    #[command(flatten)]
    texts: Texts,
    /// Table of actors that the run used; can be repeated
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// Folder for the code sheets; must be missing or empty
    #[arg(long, value_name = "CODES")]
    out: PathBuf,
    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

/// Writes the code sheets.
pub(super) fn sample(arguments: &SampleArguments) -> Result<Outcome, Error> {
    let SampleArguments { folder, number, by, coders, overlap, articles, seed, out, quiet, .. } = arguments.clone();
    let Texts { format, id, text } = arguments.texts.clone();
    let options = Options {
        inputs: arguments.inputs.clone(),
        actors: arguments.actors.clone(),
        read: ReadOptions { format, columns: Columns { id, text, ..Columns::default() }, ..ReadOptions::default() },
        ..Options::default()
    };
    let how = Sampling { number, by, coders, overlap, articles, seed, out };
    let mut bar = Bar::new(quiet);
    let sampled = verbale::batch::sample(&options, &folder, &how, &mut |progress| bar.show(progress));
    bar.finish();
    let sampled = sampled?;
    if !quiet {
        let what = if articles.is_some() { "articles" } else { "opinions" };
        let pages: Vec<String> = sampled.pages.iter().map(|page| page.display().to_string()).collect();
        say(&format!("Drawn: {} of {} {what}. Open {} in a browser.", sampled.drawn, sampled.of, pages.join(" and ")));
    }
    Ok(Outcome::default())
}

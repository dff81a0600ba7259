//! The verb `validate`: tells from hand codes how right a run is.

use std::path::PathBuf;

use clap::Args;
use verbale::Error;
use verbale::batch::{Options, Outcome, Validating};

use crate::cli::lines::write_text;
use crate::cli::say;

/// Arguments of `validate`.
#[derive(Args)]
pub(super) struct ValidateArguments {
    /// Folder of reports
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Tables of codes (.csv), of one coder or several
    #[arg(value_name = "CODES", required = true)]
    codes: Vec<PathBuf>,
    /// Tell how many codes an interval of ±W for mean stances needs
    #[arg(long, value_name = "W")]
    plan: Option<f64>,
    /// Tell how many codes it needs to tell two dyads apart, such as USA>CHN,CHN>USA
    #[arg(long, value_name = "A>B,C>D", value_delimiter = ',', num_args = 1)]
    between: Option<Vec<String>>,
    /// Fit the confidence to the codes; with --out, written to calibration.json
    #[arg(long)]
    recalibrate: bool,
    /// Table of actors that the run used; can be repeated
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// Folder for the page, its table and its figure, missing or empty; without it the page goes to standard output
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print nothing but errors and the page
    #[arg(short, long)]
    quiet: bool,
}

/// Writes the page.
pub(super) fn validate(arguments: &ValidateArguments) -> Result<Outcome, Error> {
    let options = Options { actors: arguments.actors.clone(), ..Options::default() };
    let between = arguments.between.clone().unwrap_or_default();
    if !matches!(between.len(), 0 | 2) {
        let found = between.len();
        return Err(Error::said(format!("--between: found {found}; expected two dyads, separated by a comma")));
    }
    if arguments.plan.is_some_and(|width| !(width > 0.0 && width < 1.0)) {
        return Err(Error::said("--plan: expected a number between 0 and 1, such as 0.05"));
    }
    let how = Validating {
        codes: arguments.codes.clone(),
        plan: arguments.plan,
        between,
        recalibrate: arguments.recalibrate,
        out: arguments.out.clone(),
    };
    let validated = verbale::batch::validate(&options, &arguments.folder, &how)?;
    if arguments.recalibrate && validated.calibration.is_none() && !arguments.quiet {
        say("verbale: too few codes of opinions that are for or against to fit the confidence");
    }
    match &arguments.out {
        Some(out) if !arguments.quiet => say(&format!("Read {} first.", out.join("validation.md").display())),
        Some(_) => {}
        None => return write_text(None, &validated.page),
    }
    Ok(Outcome::default())
}

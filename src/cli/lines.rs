//! The verbs that write lines: `extract`, `score` and `sentiment`.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use verbale::{Fault, Lines, Outcome, lines};

use crate::cli::arguments::Common;
use crate::cli::progress::Bar;
use crate::cli::{close, say};

/// Arguments of a verb that writes lines.
#[derive(Args)]
pub(super) struct LinesArguments {
    #[command(flatten)]
    common: Common,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Documents become attributions.
pub(super) fn extract(arguments: &LinesArguments) -> Result<Outcome, Fault> {
    write(arguments, Lines::Attributions, "attributions")
}

/// Documents or given statements become scored statements; a file ending in .csv gets one row for each opinion.
pub(super) fn score(arguments: &LinesArguments) -> Result<Outcome, Fault> {
    let ending =
        arguments.output.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str()).unwrap_or("");
    match ending {
        "csv" => write(arguments, Lines::Opinions, "statements"),
        "parquet" => Err(Fault::said("Parquet is not written yet; name a .jsonl or .csv file with -o")),
        _ => write(arguments, Lines::Statements, "statements"),
    }
}

/// Texts become plain VADER scores.
pub(super) fn sentiment(arguments: &LinesArguments) -> Result<Outcome, Fault> {
    write(arguments, Lines::Sentiments, "scores")
}

fn write(arguments: &LinesArguments, what: Lines, noun: &str) -> Result<Outcome, Fault> {
    let options = arguments.common.options();
    let mut bar = Bar::new(arguments.common.quiet);
    let outcome = match &arguments.output {
        Some(path) => to_file(path, |out| lines(&options, what, out, &mut |progress| bar.show(progress))),
        None => {
            let mut out = BufWriter::with_capacity(1 << 18, std::io::stdout());
            lines(&options, what, &mut out, &mut |progress| bar.show(progress))
        }
    };
    bar.finish();
    let outcome = outcome?;
    if arguments.common.quiet {
        outcome.rejects.iter().for_each(|reject| say(&format!("verbale: {reject}")));
    } else {
        let sentence = format!(
            "Documents: {}; {noun}: {}; rejects: {}.",
            outcome.documents,
            outcome.statements,
            outcome.rejects.len()
        );
        close(&outcome, &sentence, "");
    }
    Ok(outcome)
}

/// Writes beside `path` and renames at the end, so that the file is never half there.
pub(super) fn to_file(
    path: &Path,
    work: impl FnOnce(&mut (dyn Write + Send)) -> Result<Outcome, Fault>,
) -> Result<Outcome, Fault> {
    if path.exists() && !path.is_file() {
        // A pipe or a device is written to, never replaced.
        let mut out = std::fs::OpenOptions::new().write(true).open(path).map_err(|error| Fault::io(path, error))?;
        return work(&mut out);
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| Fault::io(path, error))?;
    let outcome = {
        let mut out = BufWriter::with_capacity(1 << 18, file.as_file_mut());
        let outcome = work(&mut out)?;
        out.flush().map_err(|error| Fault::io(path, error))?;
        outcome
    };
    file.persist(path).map_err(|error| Fault::io(path, error.error))?;
    Ok(outcome)
}

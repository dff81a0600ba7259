//! The verbs that write lines: `extract`, `score` and `sentiment`.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use verbale::Error;
use verbale::batch::{Lines, Options, Outcome, Progress, lines};

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

/// Arguments of `score`.
#[derive(Args)]
pub(super) struct ScoreArguments {
    #[command(flatten)]
    lines: LinesArguments,
    /// Begin a .csv file with a byte order mark, so that Excel shows letters such as ë
    #[arg(long)]
    bom: bool,
}

/// The ending of the output file; empty for standard output, a device, or a file whose name has none.
///
/// Errors: an ending that `known` does not have.
pub(super) fn ending<'p>(path: Option<&'p Path>, known: &[&str]) -> Result<&'p str, Error> {
    let ending = path.and_then(Path::extension).map_or("", |ending| ending.to_str().unwrap_or("?"));
    if ending.is_empty() || known.contains(&ending) {
        return Ok(ending);
    }
    let known: Vec<String> = known.iter().map(|ending| format!(".{ending}")).collect();
    Err(Error::said(format!("--output: found a file ending in .{ending}; expected {}", known.join(", "))))
}

/// Documents become attributions.
pub(super) fn extract(arguments: &LinesArguments) -> Result<Outcome, Error> {
    ending(arguments.output.as_deref(), &["jsonl"])?;
    write(arguments, of(Lines::Attributions), "attributions")
}

/// Documents or given statements become scored statements; a file ending in .csv or .parquet gets one row for each
/// opinion.
pub(super) fn score(arguments: &ScoreArguments) -> Result<Outcome, Error> {
    let ScoreArguments { lines: arguments, bom } = arguments;
    let ending = ending(arguments.output.as_deref(), &["jsonl", "csv", "parquet"])?;
    if *bom && ending != "csv" {
        return Err(Error::said("--bom is for tables: name a .csv file with -o"));
    }
    match ending {
        "csv" if *bom => write(arguments, marked, "statements"),
        "csv" => write(arguments, of(Lines::Opinions), "statements"),
        #[cfg(feature = "parquet")]
        "parquet" => write(arguments, verbale::batch::opinion_table, "statements"),
        #[cfg(not(feature = "parquet"))]
        "parquet" => Err(Error::said("this build of verbale cannot write Parquet; name a .jsonl or .csv file with -o")),
        _ => write(arguments, of(Lines::Statements), "statements"),
    }
}

/// Writes plain VADER scores of texts.
pub(super) fn sentiment(arguments: &LinesArguments) -> Result<Outcome, Error> {
    ending(arguments.output.as_deref(), &["jsonl"])?;
    write(arguments, of(Lines::Sentiments), "scores")
}

/// A table of opinions behind a byte order mark.
fn marked(
    options: &Options,
    out: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, Error> {
    out.write_all("\u{feff}".as_bytes()).map_err(|error| Error::io("output", error))?;
    lines(options, Lines::Opinions, out, progress)
}

/// Writing lines of one sort.
fn of(
    what: Lines,
) -> impl FnOnce(&Options, &mut (dyn Write + Send), &mut (dyn FnMut(Progress) + Send)) -> Result<Outcome, Error> {
    move |options, out, progress| lines(options, what, out, progress)
}

fn write(
    arguments: &LinesArguments,
    work: impl FnOnce(&Options, &mut (dyn Write + Send), &mut (dyn FnMut(Progress) + Send)) -> Result<Outcome, Error>,
    noun: &str,
) -> Result<Outcome, Error> {
    let options = arguments.common.options();
    let mut bar = Bar::new(arguments.common.quiet);
    let outcome = to(arguments.output.as_deref(), |out| work(&options, out, &mut |progress| bar.show(progress)));
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

/// Calls `write` with the file `path`, or with standard output.
pub(super) fn to(
    path: Option<&Path>,
    work: impl FnOnce(&mut (dyn Write + Send)) -> Result<Outcome, Error>,
) -> Result<Outcome, Error> {
    match path {
        Some(path) => to_file(path, work),
        None => work(&mut BufWriter::with_capacity(1 << 18, std::io::stdout())),
    }
}

/// Writes `text` to the file `path`, or to standard output.
pub(super) fn write_text(path: Option<&Path>, text: &str) -> Result<Outcome, Error> {
    to(path, |out| {
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        written.map_err(|error| Error::io(path.unwrap_or(Path::new("standard output")), error))?;
        Ok(Outcome::default())
    })
}

/// Writes to a temporary file beside `path` and renames it at the end, so that `path` is never half-written.
fn to_file(
    path: &Path,
    work: impl FnOnce(&mut (dyn Write + Send)) -> Result<Outcome, Error>,
) -> Result<Outcome, Error> {
    if path.exists() && !path.is_file() {
        // A pipe or a device is written to directly, not replaced.
        let mut out = std::fs::OpenOptions::new().write(true).open(path).map_err(|error| Error::io(path, error))?;
        return work(&mut out);
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = as_any_other().tempfile_in(folder).map_err(|error| Error::io(path, error))?;
    let outcome = {
        let mut out = BufWriter::with_capacity(1 << 18, file.as_file_mut());
        let outcome = work(&mut out)?;
        out.flush().map_err(|error| Error::io(path, error))?;
        outcome
    };
    file.persist(path).map_err(|error| Error::io(path, error.error))?;
    Ok(outcome)
}

/// A temporary file with the usual permissions, since it becomes the output. By default only the user could read it.
fn as_any_other() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

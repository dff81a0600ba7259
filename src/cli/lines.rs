//! The verbs that write lines: `extract`, `score` and `sentiment`.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use verbale::Error;
use verbale::batch::{Lines, Outcome, TableFormat};

use crate::cli::arguments::Common;
use crate::cli::progress::Bar;
use crate::cli::{close, say};

/// Arguments of a verb that writes lines.
#[derive(Args)]
pub(super) struct LinesArguments {
    #[command(flatten)]
    common: Common,
    /// Write to FILE instead of standard output: lines of JSON, or a table if it ends in .csv or .parquet
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
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
    write(arguments, Lines::Attributions, "attributions")
}

/// Documents or given statements become scored statements; a table gets one row for each opinion.
pub(super) fn score(arguments: &LinesArguments) -> Result<Outcome, Error> {
    write(arguments, Lines::Statements, "statements")
}

/// Writes plain VADER scores of texts.
pub(super) fn sentiment(arguments: &LinesArguments) -> Result<Outcome, Error> {
    write(arguments, Lines::Sentiments, "scores")
}

/// The format of the table that `arguments` ask for; `None` for lines of JSON.
///
/// Errors: another ending; a mark for something that is no CSV.
fn table_format(arguments: &LinesArguments) -> Result<Option<TableFormat>, Error> {
    let LinesArguments { output, bom, .. } = arguments;
    let ending = ending(output.as_deref(), &["jsonl", "csv", "parquet"])?;
    check_bom(*bom, ending)?;
    match ending {
        "csv" => Ok(Some(TableFormat::Csv { bom: *bom })),
        #[cfg(feature = "parquet")]
        "parquet" => Ok(Some(TableFormat::Parquet)),
        #[cfg(not(feature = "parquet"))]
        "parquet" => Err(Error::said("this build of verbale cannot write Parquet; name a .jsonl or .csv file with -o")),
        _ => Ok(None),
    }
}

/// Errors: a byte order mark is wanted for a file that is no CSV.
pub(super) fn check_bom(bom: bool, ending: &str) -> Result<(), Error> {
    match bom && ending != "csv" {
        true => Err(Error::said("--bom is for tables: name a .csv file with -o")),
        false => Ok(()),
    }
}

fn write(arguments: &LinesArguments, what: Lines, noun: &str) -> Result<Outcome, Error> {
    let format = table_format(arguments)?;
    let options = arguments.common.options();
    let mut bar = Bar::new(arguments.common.quiet);
    let mut show = |progress| bar.show(progress);
    let outcome = to(arguments.output.as_deref(), |out| match format {
        Some(format) => verbale::batch::table(&options, what, format, out, &mut show),
        None => verbale::batch::lines(&options, what, out, &mut show),
    });
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

/// Writes `table`, which is CSV, to the file `path`, or to standard output.
pub(super) fn write_table(path: Option<&Path>, table: &str) -> Result<Outcome, Error> {
    ending(path, &["csv"])?;
    write_text(path, table)
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

//! Inputs: paths, folders and patterns come in; a sorted list of files comes out. The list does not depend on the order
//! in which the user named them. No file is opened here.

use std::path::{Component, Path, PathBuf};

use crate::error::{Error, quoted};
use crate::model::input::Noted;
use crate::read::Format;
use crate::read::handed::Handed;

/// One file to read, standard input, or records that were handed over.
pub(crate) struct Input {
    /// `None` means standard input, unless the bytes are `handed` over.
    pub(crate) path: Option<PathBuf>,
    /// The name used in manifests and rejects; never an absolute path.
    pub(crate) name: String,
    /// Size in bytes, if known.
    pub(crate) size: Option<u64>,
    /// The format according to the file name; `None` if the name does not tell.
    pub(crate) format: Option<Format>,
    /// Found in a folder, and not named by the user.
    pub(crate) in_folder: bool,
    /// A file in a folder that is not read, and what is told of it.
    pub(crate) unread: Option<Noted>,
    /// The bytes, if they come from the caller.
    pub(crate) handed: Option<Handed>,
}

impl Input {
    /// Whether it can be read only once, like standard input or a pipe.
    pub(crate) fn is_stream(&self) -> bool {
        let stream = |path: &PathBuf| path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir());
        self.path.as_ref().is_none_or(stream)
    }
}

/// The endings that are read, for messages.
const ENDINGS: &str =
    ".txt, .csv, .tsv, .jsonl, .json, .html, .docx, .odt, .rtf, .xlsx, .ods, .xml, .rss, .parquet or .arrow";

/// The files that `arguments` name, sorted by name, without repeats.
///
/// A folder stands for all files below it, at any depth, that have a known extension; hidden files are skipped.
///
/// Errors: a missing file; a folder or pattern without files; a file whose name does not tell its format, unless
/// `format` is given.
pub(crate) fn list_inputs(arguments: &[String], format: Option<Format>) -> Result<Vec<Input>, Error> {
    let mut inputs = Vec::new();
    for argument in arguments {
        if argument == "-" {
            inputs.push(Input {
                path: None,
                name: "stdin".to_owned(),
                size: None,
                format: None,
                in_folder: false,
                unread: None,
                handed: None,
            });
            continue;
        }
        let path = Path::new(argument);
        if path.is_dir() {
            folder(path, &mut inputs)?;
        } else if path.exists() {
            inputs.push(file(path, path.file_name().map(Path::new).unwrap_or(path)));
        } else {
            pattern(argument, &mut inputs)?;
        }
    }
    rename_when_two_share_a_name(&mut inputs);
    inputs.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.path.cmp(&b.path)));
    inputs.dedup_by(|a, b| a.path == b.path);
    for input in &inputs {
        check(input, format)?;
    }
    Ok(inputs)
}

fn check(input: &Input, format: Option<Format>) -> Result<(), Error> {
    let name = &input.name;
    #[cfg(feature = "parquet")]
    if let (None, Some(columns @ (Format::Parquet | Format::Arrow))) = (&input.path, format) {
        let kind = if columns == Format::Parquet { "Parquet" } else { "Arrow" };
        return Err(Error::said(format!("stdin: {kind} cannot be read from a stream; name a file")));
    }
    if input.format.is_some() || input.unread.is_some() || format.is_some() {
        return Ok(());
    }
    Err(Error::said(if let Some(kind) = left_out(name) {
        format!("{name}: this build of verbale cannot read {kind}; export it as CSV or JSONL")
    } else if input.path.is_none() {
        "stdin: cannot tell the format; name it with --format jsonl (or txt, csv, tsv)".to_owned()
    } else if let Some(way) = way(name) {
        format!("{name}: this format is not read; {way}")
    } else {
        format!("{name}: cannot tell the format from the name; name it with --format txt (or csv, tsv, jsonl, json)")
    }))
}

fn file(path: &Path, name: &Path) -> Input {
    Input {
        path: Some(path.to_owned()),
        name: readable(name),
        size: path.metadata().ok().filter(std::fs::Metadata::is_file).map(|metadata| metadata.len()),
        format: format_of(name),
        in_folder: false,
        unread: None,
        handed: None,
    }
}

/// How a file of a format that is not read becomes one that is; `None` for other files.
fn way(name: &str) -> Option<&'static str> {
    match ending(name)?.as_str() {
        "pdf" => Some("make text of it with `pdftotext`"),
        "doc" | "epub" => Some("make text of it with `pandoc -t plain`, or save it as text from a word processor"),
        "ppt" | "pptx" | "odp" => Some("save the slides as text"),
        "mht" | "mhtml" | "webarchive" => Some("save the page as HTML"),
        "rds" | "rdata" | "dta" | "sav" => Some("write it as CSV or Parquet"),
        "zip" | "tar" | "tgz" | "7z" | "bz2" | "xz" => Some("unpack it"),
        _ => None,
    }
}

/// The kind of a file that only other builds can read; `None` for other files.
fn left_out(name: &str) -> Option<&'static str> {
    match ending(name)?.as_str() {
        "parquet" => Some("Parquet"),
        "arrow" | "feather" | "ipc" => Some("Arrow"),
        "xlsx" | "xlsm" | "xlsb" | "xls" | "ods" => Some("workbooks"),
        _ => None,
    }
}

fn ending(name: &str) -> Option<String> {
    Some(Path::new(name).extension()?.to_string_lossy().to_lowercase())
}

/// What is told of a file in a folder that is not read: once for each ending.
fn unread(name: &str) -> Noted {
    let ending = ending(name).map_or("no ending".to_owned(), |ending| format!("the ending .{ending}"));
    let what = match way(name) {
        Some(way) => format!("files with {ending} are not read; {way}"),
        None => format!("files with {ending} are not read"),
    };
    Noted { what, count: 1, file: name.to_owned(), line: 0, found: String::new() }
}

/// The name as it is told: on one line, whatever a file is called, and parted by slashes.
fn readable(name: &Path) -> String {
    let mut told = String::new();
    for character in name.to_string_lossy().chars() {
        match character {
            '\\' => told.push('/'),
            control if control.is_control() => told.extend(control.escape_default()),
            other => told.push(other),
        }
    }
    told
}

/// The format according to the extension, ignoring a final `.gz` or `.zst`.
fn format_of(name: &Path) -> Option<Format> {
    let name = name.file_name()?.to_string_lossy().to_lowercase();
    let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    match plain.rsplit_once('.')?.1 {
        "txt" | "rtf" | "docx" | "odt" => Some(Format::Txt),
        "csv" => Some(Format::Csv),
        "tsv" => Some(Format::Tsv),
        "jsonl" | "ndjson" => Some(Format::Jsonl),
        "json" => Some(Format::Json),
        "html" | "htm" | "xhtml" => Some(Format::Html),
        "rss" | "atom" | "xml" => Some(Format::Feed),
        #[cfg(feature = "sheets")]
        "xlsx" | "xlsm" | "xlsb" | "xls" | "ods" => Some(Format::Sheet),
        #[cfg(feature = "parquet")]
        "parquet" => Some(Format::Parquet),
        #[cfg(feature = "parquet")]
        "arrow" | "feather" | "ipc" => Some(Format::Arrow),
        _ => None,
    }
}

fn folder(root: &Path, inputs: &mut Vec<Input>) -> Result<(), Error> {
    std::fs::read_dir(root).map_err(|error| Error::io(root, error))?;
    let before = inputs.len();
    // `walkdir` reports a loop of links as an error and goes on. Anything that cannot be listed is treated as a file
    // and becomes a reject.
    let walk = walkdir::WalkDir::new(root).follow_links(true).into_iter();
    let visible =
        walk.filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.'));
    for entry in visible {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let name = entry.path().strip_prefix(root).unwrap_or(entry.path());
                let found = file(entry.path(), name);
                let unread = found.format.is_none().then(|| unread(&found.name));
                let size = if unread.is_some() { Some(0) } else { found.size };
                inputs.push(Input { in_folder: true, unread, size, ..found });
            }
            Ok(_) => {}
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) => {
                let path = error.path().unwrap_or(root);
                let mut unreadable = file(path, path.strip_prefix(root).unwrap_or(path));
                unreadable.format = Some(Format::Txt);
                inputs.push(unreadable);
            }
        }
    }
    if inputs[before..].iter().all(|input| input.unread.is_some()) {
        let shown = quoted(&root.to_string_lossy());
        return Err(Error::said(format!(
            "found no file with a known ending in the folder {shown}; expected {ENDINGS}; all but the last two also .gz or .zst"
        )));
    }
    Ok(())
}

fn pattern(argument: &str, inputs: &mut Vec<Input>) -> Result<(), Error> {
    let shown = quoted(argument);
    if !argument.contains(['*', '?', '[']) {
        return Err(Error::said(format!("found no file or folder {shown}")));
    }
    let paths =
        glob::glob(argument).map_err(|error| Error::said(format!("cannot read the pattern {shown}: {error}")))?;
    let before = inputs.len();
    let base: PathBuf = Path::new(argument)
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']))
        .collect();
    for path in paths.flatten().filter(|path| path.is_file()) {
        inputs.push(file(&path, path.strip_prefix(&base).unwrap_or(&path)));
    }
    if inputs.len() == before {
        return Err(Error::said(format!("no file matches the pattern {shown}")));
    }
    Ok(())
}

/// Names are as short as possible. If two files would share a name, all get their path below their common folder.
fn rename_when_two_share_a_name(inputs: &mut [Input]) {
    let mut names: Vec<(&str, &Option<PathBuf>)> =
        inputs.iter().map(|input| (input.name.as_str(), &input.path)).collect();
    names.sort();
    names.dedup();
    if !names.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return;
    }
    let absolute: Vec<PathBuf> = inputs.iter().filter_map(|input| input.path.as_ref()?.canonicalize().ok()).collect();
    let Some(common) = absolute.iter().cloned().reduce(|a, b| common_folder(&a, &b)) else {
        return;
    };
    for input in inputs {
        let Some(path) = input.path.as_ref().and_then(|path| path.canonicalize().ok()) else {
            continue;
        };
        if let Ok(below) = path.strip_prefix(&common) {
            input.name = below.to_string_lossy().replace('\\', "/");
        }
    }
}

fn common_folder(a: &Path, b: &Path) -> PathBuf {
    let shared: PathBuf = a
        .components()
        .zip(b.components())
        .take_while(|(a, b)| a == b)
        .map(|(part, _)| part)
        .collect::<Vec<Component<'_>>>()
        .iter()
        .collect();
    // The same file given twice: use its folder, so that a name remains.
    if shared == a { a.parent().unwrap_or(a).to_owned() } else { shared }
}

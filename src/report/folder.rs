//! The folder of reports: it is written elsewhere and renamed at the end, so that no reader finds half of it.

use std::path::Path;

use crate::error::{Error, quoted};

/// The file by which a folder of reports is recognised.
pub(super) const MANIFEST: &str = "manifest.json";

/// Checks that reports may be written to `out`. Returns whether it holds an unfinished run to resume, whose journal is
/// the folder `unfinished`.
///
/// `out` must be missing or empty; or hold an unfinished run, if `resume` or `force` is set; or hold an earlier run, if
/// `force` is set.
pub(crate) fn check_out(out: &Path, unfinished: Option<&Path>, force: bool, resume: bool) -> Result<bool, Error> {
    let shown = quoted(&out.to_string_lossy());
    if out.is_file() {
        return Err(Error::said(format!("--out {shown} is a file; name a folder")));
    }
    if !out.exists() {
        return Ok(false);
    }
    let finished = out.join(MANIFEST).is_file();
    let mut foreign = false;
    for entry in std::fs::read_dir(out).map_err(|error| Error::io(out, error))? {
        let path = entry.map_err(|error| Error::io(out, error))?.path();
        foreign |= unfinished.is_none_or(|folder| folder != path);
    }
    let what = match (unfinished.is_some(), foreign) {
        (true, false) if !resume && !force => {
            "holds an unfinished run; continue with --resume, or start again with --force"
        }
        (false, true) if finished && resume && !force => "holds a finished run: there is nothing to resume",
        (false, true) if !force => "is not empty; name another folder, or replace an earlier run with --force",
        (true, true) if finished && !force => "holds an unfinished run and an earlier one; add --force to replace that",
        (true, true) if !force => "holds an unfinished run and other files; move them away",
        (_, true) if !finished => {
            return Err(Error::said(format!(
                "--out {shown} is not the folder of an earlier run (it has no {MANIFEST}); --force replaces only folders of earlier runs"
            )));
        }
        (unfinished, _) => return Ok(unfinished && resume),
    };
    Err(Error::said(format!("--out {shown} {what}")))
}

/// Checks that a whole folder may be written to `out`: it must be missing or empty.
pub(crate) fn check_empty(out: &Path) -> Result<(), Error> {
    let is_empty = || std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_none());
    match !out.exists() || out.is_dir() && is_empty() {
        true => Ok(()),
        false => Err(Error::said(format!("--out {} is not empty; name another folder", out.display()))),
    }
}

/// Makes the folder `out`, which is missing or empty, of what `fill` writes into an empty one: all of it or nothing.
pub(super) fn filled(out: &Path, fill: impl FnOnce(&Path) -> Result<(), Error>) -> Result<(), Error> {
    let making = beside(out)?;
    let new = making.path().join("new");
    std::fs::create_dir(&new).map_err(|error| Error::io(&new, error))?;
    fill(&new)?;
    if out.is_dir() {
        std::fs::remove_dir(out).map_err(|error| Error::io(out, error))?;
    }
    std::fs::rename(&new, out).map_err(|error| Error::io(out, error))
}

/// A temporary folder beside `out`.
pub(crate) fn beside(out: &Path) -> Result<tempfile::TempDir, Error> {
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(|error| Error::io(parent, error))?;
    tempfile::Builder::new().prefix(".verbale-").tempdir_in(parent).map_err(|error| Error::io(parent, error))
}

/// Renames the folder `finished`, which may be inside `out`, to `out`. The previous content is moved away first and
/// removed afterwards.
///
/// A run that is killed in between leaves no `out`. When resumed, it starts again and ends with the same reports.
pub(crate) fn move_into_place(finished: &Path, out: &Path) -> Result<(), Error> {
    let fault = |error| Error::io(out, error);
    let aside = beside(out)?;
    let (new, earlier) = (aside.path().join("new"), aside.path().join("earlier"));
    std::fs::rename(finished, &new).map_err(fault)?;
    if out.exists() {
        std::fs::rename(out, &earlier).map_err(fault)?;
    }
    if let Err(error) = std::fs::rename(&new, out) {
        // Restores the earlier reports, so that readers find either the old reports or the new ones.
        if earlier.exists() && std::fs::rename(&earlier, out).is_err() {
            let kept = aside.keep();
            return Err(Error::said(format!(
                "{}: {error}; the earlier reports are in {}",
                out.display(),
                kept.display()
            )));
        }
        return Err(fault(error));
    }
    aside.close().map_err(fault)
}

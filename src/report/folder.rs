//! The folder of the reports: it is made elsewhere and renamed at the end, so that no reader finds half of it.

use std::path::Path;

use crate::error::{Fault, quoted};

/// The name of the file by which a folder of reports is known.
pub(super) const MANIFEST: &str = "manifest.json";

/// Checks that reports may be written to `out`; tells whether it holds an unfinished run to go on with, whose journal
/// is the folder `unfinished`.
///
/// It must not exist or be empty, or hold an unfinished run and `resume` or `force` be set, or, with `force`, an
/// earlier run.
pub(crate) fn check_out(out: &Path, unfinished: Option<&Path>, force: bool, resume: bool) -> Result<bool, Fault> {
    let shown = quoted(&out.to_string_lossy());
    if out.is_file() {
        return Err(Fault::said(format!("--out {shown} is a file; name a folder")));
    }
    if !out.exists() {
        return Ok(false);
    }
    let finished = out.join(MANIFEST).is_file();
    let mut foreign = false;
    for entry in std::fs::read_dir(out).map_err(|error| Fault::io(out, error))? {
        let path = entry.map_err(|error| Fault::io(out, error))?.path();
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
            return Err(Fault::said(format!(
                "--out {shown} is not the folder of an earlier run (it has no {MANIFEST}); --force replaces only folders of earlier runs"
            )));
        }
        (unfinished, _) => return Ok(unfinished && resume),
    };
    Err(Fault::said(format!("--out {shown} {what}")))
}

/// A folder beside `out` in which something is made first.
pub(crate) fn beside(out: &Path) -> Result<tempfile::TempDir, Fault> {
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(|error| Fault::io(parent, error))?;
    tempfile::Builder::new().prefix(".verbale-").tempdir_in(parent).map_err(|error| Fault::io(parent, error))
}

/// Renames the folder `finished`, which may be inside `out`, to `out`; what is there is moved aside first and removed
/// after.
///
/// A run that is killed between the two leaves no `out`; resumed, it begins anew and ends with the same reports.
pub(crate) fn move_into_place(finished: &Path, out: &Path) -> Result<(), Fault> {
    let fault = |error| Fault::io(out, error);
    let aside = beside(out)?;
    let (new, earlier) = (aside.path().join("new"), aside.path().join("earlier"));
    std::fs::rename(finished, &new).map_err(fault)?;
    if out.exists() {
        std::fs::rename(out, &earlier).map_err(fault)?;
    }
    if let Err(error) = std::fs::rename(&new, out) {
        // Put it back: whoever looks finds either the old reports or the new.
        if earlier.exists() && std::fs::rename(&earlier, out).is_err() {
            let kept = aside.keep();
            return Err(Fault::said(format!(
                "{}: {error}; the earlier reports are in {}",
                out.display(),
                kept.display()
            )));
        }
        return Err(fault(error));
    }
    aside.close().map_err(fault)
}

//! The folder of the reports: made beside its place and renamed at the end, so that nothing is ever half there.

use std::path::Path;

use crate::error::{Fault, quoted};

/// The name of the file by which a folder of reports is known.
pub(super) const MANIFEST: &str = "manifest.json";

/// Whether reports may be written to `out`: it must not exist or be empty or, with `force`, hold an earlier run.
pub(crate) fn check_out(out: &Path, force: bool) -> Result<(), Fault> {
    let shown = quoted(&out.to_string_lossy());
    if out.is_file() {
        return Err(Fault::said(format!("--out {shown} is a file; name a folder")));
    }
    if !out.exists() {
        return Ok(());
    }
    let mut entries = std::fs::read_dir(out).map_err(|error| Fault::io(out, error))?;
    if entries.next().is_none() {
        return Ok(());
    }
    if !force {
        return Err(Fault::said(format!(
            "--out {shown} is not empty; name another folder, or replace an earlier run with --force"
        )));
    }
    if !out.join(MANIFEST).is_file() {
        return Err(Fault::said(format!(
            "--out {shown} is not the folder of an earlier run (it has no {MANIFEST}); --force replaces only those"
        )));
    }
    Ok(())
}

/// A folder beside `out` in which everything is made first.
pub(crate) fn beside(out: &Path) -> Result<tempfile::TempDir, Fault> {
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(|error| Fault::io(parent, error))?;
    tempfile::Builder::new().prefix(".verbale-").tempdir_in(parent).map_err(|error| Fault::io(parent, error))
}

/// Renames the finished folder to `out`; an earlier run is moved aside first and removed after.
pub(crate) fn move_into_place(staging: tempfile::TempDir, out: &Path) -> Result<(), Fault> {
    let fault = |error| Fault::io(out, error);
    let finished = staging.keep();
    readable_by_others(&finished).map_err(fault)?;
    let mut aside = None;
    if out.exists() {
        let earlier = finished.with_extension("earlier");
        std::fs::rename(out, &earlier).map_err(fault)?;
        aside = Some(earlier);
    }
    if let Err(error) = std::fs::rename(&finished, out) {
        // Put the earlier run back: whoever looks finds either the old reports or the new.
        if let Some(earlier) = &aside {
            std::fs::rename(earlier, out).map_err(fault)?;
        }
        std::fs::remove_dir_all(&finished).map_err(fault)?;
        return Err(fault(error));
    }
    aside.map_or(Ok(()), |earlier| std::fs::remove_dir_all(&earlier).map_err(fault))
}

/// Temporary folders are private; reports are not.
#[cfg(unix)]
fn readable_by_others(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn readable_by_others(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

//! The journal: the results of an unfinished run, kept in `--out` until the reports are written.
//!
//! `plan` says what was asked for; `000001.state` and so on hold the results for consecutive parts of the input. Each
//! file is written elsewhere, flushed to disk and renamed, so a file with its final name is complete. Everything else
//! is in a temporary folder, which a resumed run deletes.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::model::input::Notes;
use crate::model::record::DocumentStatements;
use crate::model::run::Run;
use crate::model::tally::Tally;
use crate::pipeline::checkpoint::cursor::RecordRange;
use crate::pipeline::checkpoint::plan::Plan;
use crate::pipeline::checkpoint::state::Part;
use crate::pipeline::checkpoint::writer::StateWriter;
use crate::report::beside;

/// The journal's folder, and the name of the plan in it.
const FOLDER: &str = ".journal";
const PLAN: &str = "plan";

/// The prefix of temporary folders.
const MAKING: &str = "making-";

type Packed = zstd::Encoder<'static, BufWriter<File>>;

/// The journal of a run.
pub(crate) struct Journal {
    folder: PathBuf,
    /// Whether the folder around it was created for it.
    around: bool,
    /// The temporary folder.
    making: tempfile::TempDir,
    run: Run,
    /// The durable entries, in order.
    entries: Vec<PathBuf>,
    /// The next entry. It is compressed: the statements of a document repeat each other's words.
    next: Option<StateWriter<Packed>>,
}

/// The journal's folder in `out`, if there is one.
pub(crate) fn folder_in(out: &Path) -> Option<PathBuf> {
    Some(out.join(FOLDER)).filter(|folder| folder.join(PLAN).is_file())
}

/// The path of the plan of the unfinished run in `out`.
pub(crate) fn plan_in(out: &Path) -> PathBuf {
    out.join(FOLDER).join(PLAN)
}

impl Journal {
    /// Starts a new journal in `out`, in place of any other.
    pub(crate) fn begin(out: &Path, plan: Plan) -> Result<Journal, Error> {
        let around = !out.exists();
        std::fs::create_dir_all(out).map_err(|error| Error::io(out, error))?;
        if let Some(folder) = folder_in(out) {
            std::fs::remove_dir_all(&folder).map_err(|error| Error::io(folder, error))?;
        }
        // The folder appears together with its plan. A folder without a plan is not a journal.
        let (beside, folder) = (beside(out)?, out.join(FOLDER));
        let fault = |error| Error::io(&folder, error);
        let run = plan.run.clone();
        std::fs::write(beside.path().join(PLAN), Part::Plan(plan).line().0).map_err(fault)?;
        std::fs::rename(beside.keep(), &folder).map_err(fault)?;
        Journal::open(folder, around, run, Vec::new())
    }

    /// Opens the journal in `out` to resume it. Errors: an entry is missing.
    pub(crate) fn go_on(out: &Path, run: Run) -> Result<Journal, Error> {
        let folder = out.join(FOLDER);
        let fault = |error| Error::io(&folder, error);
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(fault)? {
            let path = entry.map_err(fault)?.path();
            if path.extension().is_some_and(|ending| ending == "state") {
                entries.push(path);
            } else if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(MAKING)) {
                std::fs::remove_dir_all(&path).map_err(fault)?;
            }
        }
        entries.sort();
        if let Some(missing) = (0..entries.len()).map(|at| entry(&folder, at)).find(|path| !entries.contains(path)) {
            let missing = missing.display();
            return Err(Error::said(format!("{missing}: missing from an unfinished run; start again with --force")));
        }
        Journal::open(folder, false, run, entries)
    }

    fn open(folder: PathBuf, around: bool, run: Run, entries: Vec<PathBuf>) -> Result<Journal, Error> {
        let making = tempfile::Builder::new().prefix(MAKING).tempdir_in(&folder);
        let making = making.map_err(|error| Error::io(&folder, error))?;
        Ok(Journal { folder, around, making, run, entries, next: None })
    }

    /// The temporary folder.
    pub(crate) fn making(&self) -> &Path {
        self.making.path()
    }

    /// The durable entries, in order.
    pub(crate) fn entries(&self) -> &[PathBuf] {
        &self.entries
    }

    /// Adds the scored statements of one document to the next entry.
    pub(crate) fn document(&mut self, statements: DocumentStatements) -> Result<(), Error> {
        self.next()?.put(&Part::Document(statements))
    }

    /// Makes the next entry durable: its documents, their tally, and the ranges of their records.
    pub(crate) fn enter(&mut self, tally: Tally, ranges: Vec<RecordRange>) -> Result<(), Error> {
        let next = self.next()?;
        ranges.into_iter().try_for_each(|range| next.put(&Part::Passed(range)))?;
        let next = self.next.take().expect("it was opened above");
        let path = entry(&self.folder, self.entries.len());
        let fault = |error| Error::io(&path, error);
        let file = next
            .finish(tally, &[], &[], &Notes::default())?
            .finish()
            .and_then(|file| Ok(file.into_inner()?))
            .map_err(fault)?;
        file.sync_all().map_err(fault)?;
        if self.entries.is_empty() {
            // Without the plan the first entry would be useless.
            let plan = File::options().append(true).open(self.folder.join(PLAN)).map_err(fault)?;
            plan.sync_all().map_err(fault)?;
        }
        std::fs::rename(self.unfinished(), &path).map_err(fault)?;
        durable(&self.folder).map_err(fault)?;
        self.entries.push(path);
        Ok(())
    }

    /// Discards the unfinished entry; there will be no more.
    pub(crate) fn end(&mut self) {
        self.next = None;
    }

    fn unfinished(&self) -> PathBuf {
        self.making.path().join("entry")
    }

    fn next(&mut self) -> Result<&mut StateWriter<Packed>, Error> {
        if self.next.is_none() {
            let path = self.unfinished();
            let file = File::create(&path).map(|file| BufWriter::with_capacity(1 << 18, file));
            let packed = file.and_then(|file| zstd::Encoder::new(file, 1)).map_err(|error| Error::io(path, error))?;
            self.next = Some(StateWriter::new(packed, self.run.clone())?);
        }
        Ok(self.next.as_mut().expect("it was opened above"))
    }
}

impl Drop for Journal {
    /// Removes a journal without durable entries, and the folder around it if it was created for it and is empty.
    fn drop(&mut self) {
        if self.entries.is_empty() {
            let _ = std::fs::remove_dir_all(&self.folder);
            let _ = self.folder.parent().filter(|_| self.around).map(std::fs::remove_dir);
        }
    }
}

/// The path of the entry with index `before`, from 0.
fn entry(folder: &Path, before: usize) -> PathBuf {
    folder.join(format!("{:06}.state", before + 1))
}

/// Makes the names in a folder durable.
#[cfg(unix)]
fn durable(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn durable(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

//! The user's options, and the progress and outcome of the work.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::error::Reject;
use crate::extract::Extraction;
use crate::model::attribution::CueCategory;
use crate::model::period::By;
use crate::model::reader::Reader;
use crate::model::run::{Level, Sectors};
use crate::model::validation::Calibration;
use crate::read::ReadOptions;

/// The user's options, for all verbs.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files, folders, patterns, or `-` for standard input.
    pub inputs: Vec<String>,
    /// How to read them.
    pub read: ReadOptions,
    /// Number of worker threads; 0 means one for each core.
    pub threads: usize,
    /// Tables of actors, aliases or offices. Later tables override earlier ones.
    pub actors: Vec<PathBuf>,
    /// Lexicons. Later lexicons override earlier ones.
    pub lexicons: Vec<PathBuf>,
    /// Whether to use the actors that ship with the program.
    pub default_actors: bool,
    /// Whether to use the stance entries that ship with the program.
    pub default_lexicons: bool,
    /// Whether to use fitted weights. Without them, only the entries of the stance lexicon count.
    pub fitted: bool,
    /// Who judges stance.
    pub reader: Reader,
    /// The encoder's model; `None` for the usual place.
    pub model: Option<PathBuf>,
    /// Opinions with a lower confidence, 0 to 1, are for neither side.
    pub least_stance: f64,
    /// What is extracted from documents.
    pub extraction: Extraction,
    /// The length of the periods into which time is split.
    pub by: By,
    /// Seed of the random choice of example statements. All other results are the same for any seed.
    pub seed: u64,
    /// Whether every printed copy of the same words by the same holder counts.
    pub keep_duplicates: bool,
    /// Minimum number of documents; below it, a result is *too few to say*.
    pub min_n: u64,
    /// Which level of actors is shown; `None` for all.
    pub level: Option<Level>,
    /// Whose voices count, by sector; empty for all.
    pub sectors: Sectors,
    /// Whether all statements are written beside the reports.
    pub statements: bool,
    /// Whether all reports are also written as one HTML file. Nothing else depends on it.
    pub html: bool,
    /// Whether opinions are also written as a Parquet file beside the reports.
    pub parquet: bool,
    /// Whether the tables of reports begin with a byte order mark, for Excel.
    pub bom: bool,
    /// Tables of hand codes, by which means are corrected.
    pub codes: Vec<PathBuf>,
    /// A confidence fitted to hand codes; `None` keeps the program's own.
    pub calibration: Option<Calibration>,
    /// Whether a bad record is an error.
    pub strict: bool,
    /// Maximum number of records in a batch, at least 1. Results do not depend on it.
    pub batch: usize,
    /// Whether to resume an unfinished run from its journal.
    pub resume: bool,
    /// Bytes of records between two checkpoints. Results do not depend on it.
    pub checkpoint: usize,
    /// Stops the work when set, from any thread. A run keeps what is done.
    pub stop: Arc<AtomicBool>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            inputs: Vec::new(),
            read: ReadOptions::default(),
            threads: 0,
            actors: Vec::new(),
            lexicons: Vec::new(),
            default_actors: true,
            default_lexicons: true,
            fitted: true,
            reader: Reader::default(),
            model: None,
            least_stance: crate::score::COUNTED,
            extraction: Extraction::default(),
            by: By::All,
            seed: 0,
            keep_duplicates: false,
            min_n: 5,
            level: None,
            sectors: Sectors::default(),
            statements: true,
            html: false,
            parquet: false,
            bom: false,
            codes: Vec::new(),
            calibration: None,
            strict: false,
            batch: 1024,
            resume: false,
            checkpoint: 32 << 20,
            stop: Arc::default(),
        }
    }
}

/// What reports count unless the user says otherwise: a thought or a wish is not a statement.
pub(crate) const COUNTED: [CueCategory; 3] = [CueCategory::Say, CueCategory::Ask, CueCategory::Judge];

impl Options {
    /// The options with the defaults of reports: thoughts and wishes do not count unless `extraction.cues` is set, and
    /// statements that do not count are listed nevertheless. [`run`](crate::batch::run), [`fold`](crate::batch::fold)
    /// and [`Corpus`](crate::Corpus) apply it themselves.
    #[must_use]
    pub fn for_reports(mut self) -> Options {
        self.extraction.cues.get_or_insert_with(|| COUNTED.to_vec());
        self.extraction.lists_all = true;
        self
    }

    /// These options with everything that an engine was loaded with: tables, models, and what is extracted and counted.
    pub(crate) fn with_engine_of(&self, loaded: &Options) -> Options {
        Options {
            actors: loaded.actors.clone(),
            lexicons: loaded.lexicons.clone(),
            default_actors: loaded.default_actors,
            default_lexicons: loaded.default_lexicons,
            fitted: loaded.fitted,
            least_stance: loaded.least_stance,
            extraction: loaded.extraction.clone(),
            calibration: loaded.calibration,
            ..self.clone()
        }
    }
}

/// The progress of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Bytes of the records processed, as they are on the disk.
    pub bytes: u64,
    /// Total bytes; `None` if the size of an input is unknown.
    pub of: Option<u64>,
    /// Number of documents processed.
    pub documents: u64,
}

/// The outcome of a run.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Number of documents read.
    pub documents: u64,
    /// Number of statements, or of lines written.
    pub statements: u64,
    /// Bad records, in input order.
    pub rejects: Vec<Reject>,
    /// What was repaired or left aside in records that are used: a sentence for each kind, with the first of them.
    pub notes: Vec<String>,
    /// The strongest dyads as a short table; empty unless reports were made.
    pub table: String,
}

/// What a verb writes, one line or row each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Attributions.
    Attributions,
    /// Scored statements; in a table a row for each opinion.
    Statements,
    /// Plain VADER.
    Sentiments,
}

/// The format of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values; with `bom` behind a byte order mark, for Excel.
    Csv {
        /// Whether the mark stands there.
        bom: bool,
    },
    /// Columns, in groups of rows.
    #[cfg(feature = "parquet")]
    Parquet,
}

//! What a user asks for, and what is told while it is done and at the end.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::error::Reject;
use crate::extract::Extraction;
use crate::model::period::By;
use crate::read::ReadOptions;

/// What the user asks for, whatever the verb.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files, folders, patterns or `-`.
    pub inputs: Vec<String>,
    /// How to read them.
    pub read: ReadOptions,
    /// How many documents are worked on at once; 0 lets the machine decide.
    pub threads: usize,
    /// Tables of actors or aliases, later ones winning.
    pub actors: Vec<PathBuf>,
    /// Lexicons, later ones winning.
    pub lexicons: Vec<PathBuf>,
    /// Whether the actors that come with the program are used.
    pub default_actors: bool,
    /// Whether the stance entries that come with the program are used.
    pub default_lexicons: bool,
    /// Whether fitted weights are used; without them the entries of the stance lexicon count alone.
    pub fitted: bool,
    /// What is extracted from documents.
    pub extraction: Extraction,
    /// How finely time is split.
    pub by: By,
    /// Which statements are drawn for the samples; every other number is the same for any seed.
    pub seed: u64,
    /// Whether the same words of the same holder count as often as they are printed.
    pub keep_duplicates: bool,
    /// Fewer documents than this are too few to say.
    pub min_n: u64,
    /// Whether every statement is written down beside the reports.
    pub statements: bool,
    /// Whether all reports are also written as one HTML file; nothing else depends on it.
    pub html: bool,
    /// Whether a bad record is an error.
    pub strict: bool,
    /// Documents in a batch; results do not depend on it.
    pub batch: usize,
    /// Whether a run goes on where one that was cut off has left its journal.
    pub resume: bool,
    /// So many bytes of records are done between two entries of the journal.
    pub checkpoint: usize,
    /// Set from any thread, it ends the work early; a run keeps what is done.
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
            extraction: Extraction::default(),
            by: By::All,
            seed: 0,
            keep_duplicates: false,
            min_n: 5,
            statements: true,
            html: false,
            strict: false,
            batch: 1024,
            resume: false,
            checkpoint: 32 << 20,
            stop: Arc::default(),
        }
    }
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Bytes read, as they stand on the disk.
    pub bytes: u64,
    /// Bytes in all; `None` when an input has no size.
    pub of: Option<u64>,
    /// Documents done.
    pub documents: u64,
}

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Documents read.
    pub documents: u64,
    /// Lines written.
    pub statements: u64,
    /// Records that could not be used, in input order.
    pub rejects: Vec<Reject>,
    /// What was repaired or left aside in records that are used: a sentence for each kind, with the first of them.
    pub notes: Vec<String>,
    /// The strongest dyads as a short table; empty unless reports were made.
    pub table: String,
}

/// Which lines a verb writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Attributions, as JSON.
    Attributions,
    /// Scored statements, as JSON.
    Statements,
    /// Opinions, as CSV.
    Opinions,
    /// Plain VADER, as JSON.
    Sentiments,
}

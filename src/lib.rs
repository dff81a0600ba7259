//! verbale finds **who said what about whom** in a political news corpus, and measures the stance of each speaker
//! toward each target.
//!
//! An [`Analyzer`] holds models and tables. It reads one [`Document`] at a time and returns its [`Statement`]s. Each
//! statement has a holder (the actor who speaks) and an [`Opinion`] about every actor that it names. A [`Corpus`]
//! aggregates documents into a [`Report`].
//!
//! ```
//! use verbale::{Analyzer, Document};
//!
//! let analyzer = Analyzer::new()?;
//! let text = "Japan’s prime minister on Monday condemned North Korea’s launch.";
//! for statement in analyzer.analyze(&Document::new("a1", text)) {
//!     for opinion in &statement.opinions {
//!         println!("{:?} on {}: {:+.2}", statement.holder, opinion.target, opinion.stance);
//!     }
//! }
//! # Ok::<(), verbale::Error>(())
//! ```
//!
//! A corpus with dates gives means by year:
//!
//! ```
//! use verbale::{Analyzer, By, Date, Document};
//!
//! let analyzer = Analyzer::builder().by(By::Year).build()?;
//! let mut corpus = analyzer.corpus();
//! for (id, year, speech) in [("s1", 2023, "We condemn the attack by Japan."), ("s2", 2024, "We thank Japan.")] {
//!     let date = Some(Date::constant(year, 9, 20));
//!     corpus.add(&Document { date, ..Document::given(id, "Norland", speech) })?;
//! }
//! let report = corpus.report();
//! for dyad in report.dyads() {
//!     println!("{} on {} in {}: {:+.2}", dyad.holder, dyad.target, dyad.period, dyad.stance);
//! }
//! // report.write("out") makes the same files as `verbale run`.
//! # Ok::<(), verbale::Error>(())
//! ```
//!
//! # Features
//!
//! - `cli` (default): the program `verbale`. The library needs nothing of it.
//! - `parquet` (default): reads and writes Parquet, reads Arrow.
//! - `sheets` (default): reads workbooks of Excel and LibreOffice.
//! - `neural`: a second reader of stance, which needs a model (`--reader`); needs Rust 1.94.
//! - `fit`: trains the models and weights.
//!
//! `cargo add verbale --no-default-features` gives the library alone.
//!
//! # How it works
//!
//! The stages of processing:
//!
//! 1. `read` turns files into documents, in batches of bounded size.
//! 2. `extract` finds attributions: a source, a cue and a content, as spans of the text.
//! 3. `resolve` links sources and contents to actors.
//! 4. `score` gives every statement a sentiment, and a stance with its evidence toward each actor that it names.
//! 5. `aggregate` counts statements by holder, target and period.
//! 6. `report` writes a page for every actor, with quoted statements behind every number.
//!
//! [`batch`] holds what the program runs: the same stages over whole files, in parallel, with progress and resumption.

pub(crate) mod aggregate;
mod analyzer;
mod corpus;
pub(crate) mod error;
pub(crate) mod extract;
#[cfg(feature = "fit")]
pub mod fit;
pub(crate) mod lexicon;
pub(crate) mod model;
#[cfg(feature = "neural")]
pub(crate) mod neural;
pub(crate) mod pipeline;
pub(crate) mod read;
pub(crate) mod report;
pub(crate) mod resolve;
pub(crate) mod score;
pub(crate) mod text;
pub(crate) mod validate;

pub use analyzer::{Analyzer, AnalyzerBuilder};
pub use corpus::{Corpus, DyadSummary, Report};
pub use error::{Error, Reject};
/// A day, from the crate `jiff`: `Date::constant(2023, 9, 20)`, or `"2023-09-20".parse()`.
#[doc(inline)]
pub use jiff::civil::Date;
pub use lexicon::actors::Actors;
pub use lexicon::sentiment::Lexicon;
pub use model::actor::{ActorId, Sector};
pub use model::columns::OwnColumns;
pub use model::document::{Document, Given};
pub use model::opinion::Polarity;
pub use model::period::By;
pub use model::reader::Reader;
pub use model::record::{Attribution, Evidence, Mention, Opinion, Statement, Words};
pub use model::sentiment::Sentiment;
pub use model::span::Span;
pub use resolve::{NamedActor, mentions};
pub use score::sentiment;

/// The values of options, and the types of record fields.
pub mod values {
    pub use crate::extract::Depth;
    pub use crate::model::attribution::{Assertion, CueCategory, Form};
    pub use crate::model::mention::Rule;
    pub use crate::model::opinion::Scope;
    pub use crate::model::reader::{Answer, Readers};
    pub use crate::model::record::{Cue, NestedAttribution, Place};
    pub use crate::model::run::{Level, Sectors};
}

/// What the program runs: whole files in parallel, written as lines, states or reports; and the same over records from
/// memory, with an analyzer that is loaded once.
pub mod batch {
    pub use crate::extract::Extraction;
    pub use crate::model::comparison::Sides;
    pub use crate::model::validation::Calibration;
    #[cfg(fuzzing)]
    pub use crate::pipeline::fuzzing;
    pub use crate::pipeline::{ImportedLexicon, check_lexicons, import_lexicon, lexicon_influence, list_lexicons};
    pub use crate::pipeline::{
        Lines, Options, Outcome, Progress, TableFormat, compare, fold, lines, merge, run, table,
    };
    pub use crate::pipeline::{SampleBy, Sampled, Sampling, sample};
    pub use crate::pipeline::{Validated, Validating, read_calibration, validate};
    pub use crate::pipeline::{run_records, score_records};
    pub use crate::read::{Columns, Format, JsonLines, ReadOptions};
}

//! verbale finds **who said what about whom** in a political news corpus.
//!
//! 1. `read` turns files into documents, in bounded batches.
//! 2. `extract` finds attributions: a source, a cue and a content, as spans of the text.
//! 3. `resolve` says which actors of the world the source and the content name.
//! 4. `score` gives every statement a sentiment and, toward each actor it names, a stance with its evidence.
//! 5. `aggregate` adds up whole numbers by holder, target and period.
//! 6. `report` writes a page for every actor, with the words behind every number.
//!
//! [`run`] does all of it; [`lines`] stops earlier and writes one line for each thing found;
//! [`sentiment`] scores a single text, [`mentions`] finds the actors that it names.
//!
//! ```no_run
//! use verbale::{Lines, Options, lines};
//!
//! let options = Options { inputs: vec!["articles/".into()], ..Options::default() };
//! let mut out = Vec::new();
//! let outcome = lines(&options, Lines::Statements, &mut out, &mut |_| {})?;
//! assert_eq!(outcome.rejects.len(), 0);
//! # Ok::<(), verbale::Fault>(())
//! ```

pub(crate) mod aggregate;
pub(crate) mod error;
pub(crate) mod extract;
#[cfg(feature = "fit")]
pub mod fit;
pub(crate) mod lexicon;
pub(crate) mod model;
pub(crate) mod pipeline;
pub(crate) mod read;
pub(crate) mod report;
pub(crate) mod resolve;
pub(crate) mod score;
pub(crate) mod text;

pub use aggregate::By;
pub use error::{Fault, Reject};
pub use extract::{Depth, Extraction};
pub use jiff::civil::Date;
pub use lexicon::actors::Registry as Actors;
pub use lexicon::sentiment::SentimentLexicon;
pub use model::attribution::{Assertion, CueCategory};
pub use model::comparison::Sides;
pub use model::sentiment::Sentiment;
#[cfg(fuzzing)]
pub use pipeline::fuzzing;
#[cfg(feature = "parquet")]
pub use pipeline::opinion_table;
pub use pipeline::{Lines, Options, Outcome, Progress, compare, fold, lines, merge, run, statements};
pub use read::{Columns, Format, ReadOptions};
pub use resolve::{NamedActor, mentions};
pub use score::sentiment;

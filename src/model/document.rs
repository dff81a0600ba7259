//! A document: one record of the corpus, as read and not yet interpreted.

use crate::model::span::Span;

/// One article, or one statement whose holder is already known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document {
    /// Unique in the corpus.
    pub(crate) doc_id: String,
    /// `None` when the record gives no date.
    pub(crate) date: Option<jiff::civil::Date>,
    /// Where it was published.
    pub(crate) outlet: Option<String>,
    /// Its headline, when the record keeps one apart from the text.
    pub(crate) title: Option<String>,
    /// The text; every span of the document counts bytes of it.
    pub(crate) text: String,
    /// Set when the record names its holder: then the text, or its `content`, is that holder's statement.
    pub(crate) given: Option<Given>,
}

/// What a given statement says about itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Given {
    /// An actor id, or a name.
    pub(crate) holder: String,
    /// Where in the text the holder is named, if the record says so.
    pub(crate) source: Option<Span>,
    /// The words that report, if the record says so.
    pub(crate) cue: Option<Span>,
    /// What is said: one or more stretches, in text order; `None`: the whole text.
    pub(crate) content: Option<Vec<Span>>,
    /// Exactly the spans to score, in order; `None` lets the program look for targets.
    pub(crate) targets: Option<Vec<Span>>,
}

/// By which number it is known whether an id was met before.
pub(crate) fn id_hash(id: &str) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
    BuildHasherDefault::<DefaultHasher>::default().hash_one(id)
}

//! A document: one record of the corpus, as read and not yet interpreted.

use crate::model::span::Span;

/// One article, or one statement whose holder is already known.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Unique in the corpus.
    pub doc_id: String,
    /// `None` when the record gives no date.
    pub date: Option<jiff::civil::Date>,
    /// Where it was published.
    pub outlet: Option<String>,
    /// Its headline, when the record keeps one apart from the text.
    pub title: Option<String>,
    /// The text; every span of the document counts bytes of it.
    pub text: String,
    /// Set when the record names its holder: then the whole text is that holder's statement.
    pub given: Option<Given>,
}

/// What a given statement says about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// An actor id, or a name.
    pub holder: String,
    /// Where in the text the holder is named, if the record says so.
    pub source: Option<Span>,
    /// Exactly the spans to score, in order; `None` lets the program look for targets.
    pub targets: Option<Vec<Span>>,
}

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
    /// Set when the record names its holder: then the text, or its `content`, is that holder's statement.
    pub given: Option<Given>,
}

/// What a given statement says about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// An actor id, or a name.
    pub holder: String,
    /// Where in the text the holder is named, if the record says so.
    pub source: Option<Span>,
    /// The words that report, if the record says so.
    pub cue: Option<Span>,
    /// What is said: one or more stretches, in text order; `None`: the whole text.
    pub content: Option<Vec<Span>>,
    /// Exactly the spans to score, in order; `None` lets the program look for targets.
    pub targets: Option<Vec<Span>>,
}

impl Document {
    /// An article without date, outlet or title; set the fields that are known.
    ///
    /// ```
    /// use verbale::Document;
    ///
    /// let article = Document { outlet: Some("The Norland Post".into()), ..Document::new("a1", "Abra spoke.") };
    /// assert_eq!(article.date, None);
    /// ```
    pub fn new(doc_id: impl Into<String>, text: impl Into<String>) -> Document {
        let (doc_id, text) = (doc_id.into(), text.into());
        Document { doc_id, date: None, outlet: None, title: None, text, given: None }
    }

    /// A statement whose holder is known, as an actor id or a name: all of `text` is what `holder` says.
    pub fn given(doc_id: impl Into<String>, holder: impl Into<String>, text: impl Into<String>) -> Document {
        let given = Given { holder: holder.into(), source: None, cue: None, content: None, targets: None };
        Document { given: Some(given), ..Document::new(doc_id, text) }
    }
}

//! A document: one record of the corpus, as read and not yet interpreted.

use crate::model::columns::OwnColumns;
use crate::model::span::Span;

/// One article, or one statement whose holder is already known.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The id, unique in the corpus.
    pub doc_id: String,
    /// The date of publication; `None` if the record has none.
    pub date: Option<jiff::civil::Date>,
    /// Where it was published; `None` if the record does not say.
    pub outlet: Option<String>,
    /// The headline, if the record has it in a separate field.
    pub title: Option<String>,
    /// The text. Every span of the document is a range of its bytes.
    pub text: String,
    /// Set when the record names its holder: then the text, or its `content`, is that holder's statement.
    pub given: Option<Given>,
    /// What the record says besides; statements of `score` carry it along. It has no influence on anything else.
    pub columns: OwnColumns,
}

/// What a given statement says about its holder and targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// An actor id, or a name.
    pub holder: String,
    /// The span that names the holder, if the record gives it.
    pub source: Option<Span>,
    /// The words that report, if the record says so.
    pub cue: Option<Span>,
    /// What is said: one or more stretches, in text order; `None`: the whole text.
    pub content: Option<Vec<Span>>,
    /// Exactly the spans to score, in order; `None` lets the program look for targets.
    pub targets: Option<Vec<Span>>,
}

impl Document {
    /// An article without date, outlet or title. Set the fields that are known.
    ///
    /// ```
    /// use verbale::Document;
    ///
    /// let article = Document { outlet: Some("The Norland Post".into()), ..Document::new("a1", "Abra spoke.") };
    /// assert_eq!(article.date, None);
    /// ```
    pub fn new(doc_id: impl Into<String>, text: impl Into<String>) -> Document {
        let (doc_id, text) = (doc_id.into(), text.into());
        Document { doc_id, date: None, outlet: None, title: None, text, given: None, columns: OwnColumns::default() }
    }

    /// A statement with a known holder, given as an actor id or a name. All of `text` is what `holder` says.
    ///
    /// A name that the registry does not know on the document's date becomes an actor of its own, with the name as its
    /// id.
    ///
    /// ```
    /// use verbale::{Date, Document};
    ///
    /// let date = Some(Date::constant(2023, 9, 20));
    /// let speech = Document { date, ..Document::given("s1", "Norland", "We thank Japan.") };
    /// assert_eq!(speech.given.map(|given| given.holder), Some("Norland".to_owned()));
    /// ```
    pub fn given(doc_id: impl Into<String>, holder: impl Into<String>, text: impl Into<String>) -> Document {
        let given = Given { holder: holder.into(), source: None, cue: None, content: None, targets: None };
        Document { given: Some(given), ..Document::new(doc_id, text) }
    }
}

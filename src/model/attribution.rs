//! An attribution: source, cue and content in the text (the terms of PARC 3.0 and PolNeAR).

use crate::model::span::Span;

/// How the content is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Form {
    /// All of it stands between quotation marks.
    Direct,
    /// None of it does.
    Indirect,
    /// Some of it does.
    Mixed,
    /// The record came with its holder; the whole text is the content.
    Given,
}

/// Who is said to have said what, as spans of one document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attribution {
    /// How the content is reported.
    pub(crate) form: Form,
    /// The words that name the source; `None` in agentless passives and given statements.
    pub(crate) source: Option<Span>,
    /// The words that report.
    pub(crate) cue: Option<Span>,
    /// Index of the cue in the cue lexicon; `None` without a cue, or for one not in the list.
    pub(crate) cue_entry: Option<usize>,
    /// What was said: one or more stretches, in text order.
    pub(crate) content: Vec<Span>,
    /// Sources that pass the words on, outermost first ("…, Kim said, *KCNA* reported").
    pub(crate) relays: Vec<Span>,
    /// How sure the extractor is, 0 to 1.
    pub(crate) confidence: f64,
}

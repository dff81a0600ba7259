//! An attribution: source, cue and content in the text (the terms of PARC 3.0 and PolNeAR).

use crate::model::span::Span;

/// How the content is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Form {
    /// All of it stands between quotation marks.
    Direct,
    /// None of it does.
    Indirect,
    /// Some of it does.
    Mixed,
    /// The record came with its holder; the whole text is the content.
    Given,
}

impl Form {
    /// The word used in records.
    pub fn word(self) -> &'static str {
        match self {
            Form::Direct => "direct",
            Form::Indirect => "indirect",
            Form::Mixed => "mixed",
            Form::Given => "given",
        }
    }
}

/// What a cue does with its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum CueCategory {
    /// Says it.
    #[default]
    Say,
    /// Believes it.
    Think,
    /// Intends or wishes it.
    Want,
    /// Asks it, or asks for it.
    Ask,
    /// Praises or blames.
    Judge,
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
    /// What the cue does; without one, the content is said.
    pub(crate) category: CueCategory,
    /// What was said: one or more stretches, in text order.
    pub(crate) content: Vec<Span>,
    /// Attributions that are themselves part of the content, one level deep: what the source passes on.
    pub(crate) nested: Vec<Attribution>,
    /// How probable it is that the content is right, 0 to 1.
    pub(crate) confidence: f64,
}

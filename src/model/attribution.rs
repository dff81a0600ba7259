//! An attribution: source, cue and content as spans of a text, in the terms of PARC 3.0 and PolNeAR. It does not say
//! which actor the source is.

use crate::model::span::Span;

/// How the content is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Form {
    /// All of the content is between quotation marks.
    Direct,
    /// None of the content is between quotation marks.
    Indirect,
    /// Part of the content is between quotation marks.
    Mixed,
    /// The record names its holder, and the whole text is the content.
    Given,
}

impl Form {
    /// The name used in records.
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
    /// Says it ("said").
    #[default]
    Say,
    /// Believes it ("thinks").
    Think,
    /// Intends it or wishes for it ("plans").
    Want,
    /// Asks it, or asks for it ("demanded").
    Ask,
    /// Praises or blames ("condemned").
    Judge,
}

/// Who said what, as spans of one document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attribution {
    /// How the content is reported.
    pub(crate) form: Form,
    /// The words that name the source; `None` in passives without an agent and in given statements.
    pub(crate) source: Option<Span>,
    /// The words that introduce the content ("said"); `None` if there are none.
    pub(crate) cue: Option<Span>,
    /// What the cue does; [`CueCategory::Say`] without a cue.
    pub(crate) category: CueCategory,
    /// What was said: one or more spans, in text order.
    pub(crate) content: Vec<Span>,
    /// Attributions inside the content, one level deep: what the source quotes from others.
    pub(crate) nested: Vec<Attribution>,
    /// The probability that the content is right, 0 to 1.
    pub(crate) confidence: f64,
}

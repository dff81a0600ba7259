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
    /// The writer says it: a commentary, or a statement that is reproduced whole.
    Authored,
}

impl Form {
    /// The name used in records.
    pub fn word(self) -> &'static str {
        match self {
            Form::Direct => "direct",
            Form::Indirect => "indirect",
            Form::Mixed => "mixed",
            Form::Given => "given",
            Form::Authored => "authored",
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

/// What kind of saying it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Assertion {
    /// The source says it.
    #[default]
    Asserted,
    /// The source says that it is not so: "denied", "rejects", "does not believe".
    Denied,
    /// The source does not say it: "did not say", "stopped short of accusing".
    Negated,
    /// The source asks whether it is so.
    Questioned,
    /// The source may, will or would say it.
    Hypothetical,
    /// The source calls for it.
    Demanded,
}

impl Assertion {
    /// The word used in records.
    pub fn word(self) -> &'static str {
        match self {
            Assertion::Asserted => "asserted",
            Assertion::Denied => "denied",
            Assertion::Negated => "negated",
            Assertion::Questioned => "questioned",
            Assertion::Hypothetical => "hypothetical",
            Assertion::Demanded => "demanded",
        }
    }

    /// Whether the source just says it.
    pub(crate) fn is_plain(&self) -> bool {
        *self == Assertion::Asserted
    }

    /// Whether the source takes a side by it; what is only asked, imagined or not said takes none.
    pub(crate) fn leans(self) -> bool {
        matches!(self, Assertion::Asserted | Assertion::Denied | Assertion::Demanded)
    }
}

/// Who is said to have said what, as spans of one document.
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
    /// What kind of saying it is.
    pub(crate) assertion: Assertion,
    /// The part of the content that is denied; `None` unless something is.
    pub(crate) denied: Option<Span>,
    /// Stretches of the content that the source tells as the words of others.
    pub(crate) reported: Vec<Span>,
    /// Whether the source only passes on what is nested: "quoted B as saying".
    pub(crate) relays: bool,
    /// Whether reports count it; else it is only listed.
    pub(crate) counts: bool,
}

impl Attribution {
    /// Something that is said and counts; nothing is known of its form yet.
    pub(crate) fn said(source: Option<Span>, cue: Option<Span>, content: Vec<Span>, confidence: f64) -> Attribution {
        Attribution {
            form: Form::Indirect,
            source,
            cue,
            category: CueCategory::Say,
            content,
            nested: Vec::new(),
            confidence,
            assertion: Assertion::Asserted,
            denied: None,
            reported: Vec::new(),
            relays: false,
            counts: true,
        }
    }
}

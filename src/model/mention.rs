//! A mention: a span of text that names an actor, and the rule that found it.

use crate::model::actor::ActorId;
use crate::model::span::Span;

/// The rules that resolve a span of text to an actor, most reliable first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Rule {
    /// The record names the actor.
    Given,
    /// A person's full name, or the name of a state, organisation or group.
    Name,
    /// A title and a name ("Secretary of State" and a surname).
    Title,
    /// An office of a state or organisation, resolved by date ("the Norlandic president").
    Role,
    /// A short form of a name that occurs in full in the same document (a surname, "the North", "the president").
    ShortForm,
    /// A state and a noun for a part of it ("Norlandic officials").
    Body,
    /// The people of a state, or its adjective.
    Demonym,
    /// A capital or a building that stands for a government.
    Metonym,
    /// A description of an unknown person ("Ada Ilo, an official of Norland").
    Apposition,
    /// A full name that the registry does not know.
    Unlisted,
    /// "The ministry", "his spokesman": a noun for somebody named before.
    Description,
    /// A surname that only one holder of an office has on the day of the document.
    OfficeHolder,
    /// A collective expression: "the two countries", "both sides".
    Collective,
    /// A pronoun: "he", "she", "they".
    Pronoun,
    /// No words of its own: the statement is about somebody whom it does not name. The place is that of its first word.
    Topic,
    /// An expression for an actor that the speaker leaves unnamed.
    Unnamed,
}

impl Rule {
    /// The name used in records.
    pub fn word(self) -> &'static str {
        match self {
            Rule::Given => "given",
            Rule::Name => "name",
            Rule::Title => "title",
            Rule::Role => "role",
            Rule::ShortForm => "short_form",
            Rule::Body => "body",
            Rule::Demonym => "demonym",
            Rule::Metonym => "metonym",
            Rule::Apposition => "apposition",
            Rule::Unlisted => "unlisted",
            Rule::Description => "description",
            Rule::OfficeHolder => "office_holder",
            Rule::Collective => "collective",
            Rule::Pronoun => "pronoun",
            Rule::Topic => "topic",
            Rule::Unnamed => "unnamed",
        }
    }

    /// How sure a resolution by this rule is, 0 to 1: the share of holders with the right side among those found by the
    /// rule in `train.jsonl` of the coded news articles (7,052 holders; rules met fewer than twenty times are chosen by
    /// hand). Errors of extraction count too.
    pub(crate) fn confidence(self) -> f64 {
        match self {
            Rule::Given | Rule::Unnamed => 1.0,
            Rule::Title | Rule::Role => 0.95,
            Rule::Body => 0.94,
            Rule::Name => 0.91,
            Rule::ShortForm | Rule::Metonym => 0.9,
            Rule::Collective => 0.85,
            Rule::Pronoun | Rule::Topic => 0.84,
            Rule::OfficeHolder | Rule::Demonym => 0.78,
            Rule::Unlisted => 0.72,
            Rule::Description => 0.71,
            Rule::Apposition => 0.55,
        }
    }
}

/// A span of text that names an actor.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mention {
    /// The span of its words.
    pub(crate) span: Span,
    /// The actor.
    pub(crate) actor: ActorId,
    /// The rule that found it.
    pub(crate) rule: Rule,
    /// Whether a source with these words can be that actor. Not so "former Norlandic officials" or "anti-Norlandic".
    pub(crate) speaks: bool,
}

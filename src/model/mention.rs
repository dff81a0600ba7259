//! A mention: a place in a text that names an actor, with the rule that says so.

use crate::model::actor::ActorId;
use crate::model::span::Span;

/// By what a place in a text was resolved to an actor, the most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// The record says so.
    Given,
    /// A full name of a person, or a name of a state, body or group.
    Name,
    /// A title before a name ("Secretary of State" and a surname).
    Title,
    /// An office and whose it is, on the day of the document ("the Norlandic president").
    Role,
    /// A name shortened after a full one in the same document (a surname, "the North", "the president").
    ShortForm,
    /// A state and a noun for a part of it ("Norlandic officials").
    Body,
    /// People of a state, or its adjective.
    Demonym,
    /// A capital or a building that stands for its government.
    Metonym,
    /// What an unknown person is said to be ("Ada Ilo, an official of Norland").
    Apposition,
    /// A full name that the registry does not know.
    Unlisted,
    /// "The ministry", "his spokesman": a noun for somebody named before.
    Description,
    /// A surname that only one holder of an office has on the day of the document.
    OfficeHolder,
    /// "The two countries", "both sides".
    Collective,
    /// "He", "she", "they".
    Pronoun,
    /// An expression for somebody whom the speaker leaves unnamed.
    Unnamed,
}

impl Rule {
    /// The word used in records.
    pub(crate) fn word(self) -> &'static str {
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
            Rule::Pronoun => 0.84,
            Rule::OfficeHolder | Rule::Demonym => 0.78,
            Rule::Unlisted => 0.72,
            Rule::Description => 0.71,
            Rule::Apposition => 0.55,
        }
    }
}

/// A place in a text that names an actor.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mention {
    /// The words.
    pub(crate) span: Span,
    /// Whom they name.
    pub(crate) actor: ActorId,
    /// By which rule.
    pub(crate) rule: Rule,
    /// Whether a source with these words can be that actor: not so "former Norlandic officials" or "anti-Norlandic".
    pub(crate) speaks: bool,
}

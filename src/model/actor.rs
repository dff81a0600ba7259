//! An actor: a state, organisation, person or group in the world.

use std::sync::Arc;

/// The id of an actor, such as `PRK` or `CHN.XI_JINPING`; cheap to copy.
pub type ActorId = Arc<str>;

/// What sort of thing an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActorKind {
    /// A state, present or past.
    State,
    /// An international or national organisation.
    Organisation,
    /// A person.
    Person,
    /// A government or a part of one.
    Government,
    /// Armed forces of a state.
    Military,
    /// A news agency, newspaper or broadcaster.
    Media,
    /// A political party.
    Party,
    /// An armed group without a state.
    ArmedGroup,
    /// A part of the world; named, but not somebody who acts.
    Region,
    /// Somebody whom speakers leave unnamed ("hostile forces").
    Unnamed,
}

impl ActorKind {
    /// The word used in tables and reports.
    pub(crate) fn word(self) -> &'static str {
        match self {
            ActorKind::State => "state",
            ActorKind::Organisation => "organisation",
            ActorKind::Person => "person",
            ActorKind::Government => "government",
            ActorKind::Military => "military",
            ActorKind::Media => "media",
            ActorKind::Party => "party",
            ActorKind::ArmedGroup => "armed group",
            ActorKind::Region => "region",
            ActorKind::Unnamed => "unnamed",
        }
    }
}

/// Which pronouns point to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Gender {
    /// "she".
    Feminine,
    /// "he".
    Masculine,
}

/// One row of the registry.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Actor {
    /// Its id.
    pub(crate) id: ActorId,
    /// The name to print.
    pub(crate) name: String,
    /// What sort of thing it is.
    pub(crate) kind: ActorKind,
    /// Whom it belongs to: its numbers also count for this actor.
    pub(crate) parent: Option<ActorId>,
    /// `None` for all but persons, and where the registry does not say.
    pub(crate) gender: Option<Gender>,
}

//! An actor: a state, organisation, person or group in the world. Its names are in the registry, not here.

use std::sync::Arc;

/// The id of an actor, such as `PRK` or `CHN.XI_JINPING`; cheap to copy.
pub type ActorId = Arc<str>;

/// The kind of an actor.
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
    /// An armed group that is not a state's.
    ArmedGroup,
    /// A part of the world. It is named, but does not act.
    Region,
    /// An actor that speakers leave unnamed ("hostile forces").
    Unnamed,
}

impl ActorKind {
    /// The name used in tables and reports.
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

/// The gender of a person, for the resolution of pronouns.
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
    /// Its kind.
    pub(crate) kind: ActorKind,
    /// The actor to which it belongs, if any. Its numbers also count for that actor.
    pub(crate) parent: Option<ActorId>,
    /// `None` for anything but a person, and for persons whose gender the registry does not know.
    pub(crate) gender: Option<Gender>,
}

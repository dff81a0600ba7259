//! What a name may mean: whom, in what way, when, and on what condition.

use crate::lexicon::actors::Who;
use crate::lexicon::actors::offices::Period;

/// The kind of an alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) enum AliasForm {
    /// A short, official, former or full name.
    Name,
    /// The people of a state, or its adjective.
    Demonym,
    /// A capital or a building that stands for a government.
    Metonym,
    /// A surname alone. Several persons may share it.
    Surname,
    /// A short form of a name.
    Short,
    /// An office that one person held during that period.
    Role,
    /// An expression for somebody unnamed.
    Unnamed,
    /// An expression that looks like the name of an actor but is not one ("South China Sea").
    Nobody,
}

/// What must also be in the document for an alias to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Needs {
    /// Nothing.
    Nothing,
    /// A full name of the same actor.
    Antecedent,
    /// Relatives of the actor: actors that belong to it, or that have the same parent.
    Kin,
}

/// One possible meaning of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Sense {
    /// `None` for an expression that names nobody.
    pub(crate) who: Option<Who>,
    pub(crate) form: AliasForm,
    pub(crate) needs: Needs,
    pub(super) period: Period,
}

impl Sense {
    /// The first day on which the name has this meaning, as a number that grows with time.
    pub(crate) fn from(&self) -> i32 {
        self.period.from
    }
}

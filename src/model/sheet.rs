//! The code sheet: what a coder sees of a run. It holds nothing of what the program thinks of a statement.

use crate::model::actor::ActorId;
use crate::model::code::{Stratum, UnitId};
use crate::model::opinion::Polarity;
use crate::model::period::Day;
use crate::model::utterance::Lean;

/// How a part of a passage is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Around the statement.
    Plain,
    /// The words of the statement.
    Said,
    /// Words of the statement that name the target.
    Target,
}

/// A passage of a text, in parts.
pub(crate) type Passage = Vec<(String, Mark)>;

/// One opinion to code.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) unit: UnitId,
    pub(crate) statement_id: String,
    pub(crate) doc_id: String,
    /// YYYY-MM-DD; empty if unknown.
    pub(crate) date: String,
    /// Empty if unknown.
    pub(crate) outlet: String,
    /// The name of the actor who speaks.
    pub(crate) speaker: String,
    /// The words of the text that name the speaker; often empty.
    pub(crate) source: String,
    /// The name of the target.
    pub(crate) target: String,
    /// The statement, with the paragraph around it where the text is at hand.
    pub(crate) passage: Passage,
    pub(crate) stratum: Stratum,
}

/// An article to code whole.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Article {
    pub(crate) doc_id: String,
    /// YYYY-MM-DD; empty if unknown.
    pub(crate) date: String,
    /// Empty if unknown.
    pub(crate) outlet: String,
    /// Empty if there is none.
    pub(crate) title: String,
    pub(crate) text: String,
}

/// One opinion of a finished run, with what validation needs of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judged {
    pub(crate) unit: UnitId,
    /// The hash of the document's id.
    pub(crate) cluster: u64,
    pub(crate) day: Day,
    pub(crate) holder: ActorId,
    pub(crate) lean: Lean,
    /// Which way it leans, whether it counts or not.
    pub(crate) polarity: Polarity,
    /// In millionths, as it is counted.
    pub(crate) stance: i64,
    /// How probable its polarity is, 0 to 1.
    pub(crate) confidence: f64,
}

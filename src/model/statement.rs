//! A statement: an attribution with its holder, relays and targets looked up in the world.

use crate::model::actor::ActorId;
use crate::model::attribution::Attribution;
use crate::model::mention::{Mention, Rule};
use crate::model::opinion::Opinion;
use crate::model::sentiment::Sentiment;
use crate::model::span::Span;

/// An attribution whose source and content have been resolved to actors.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    /// The document's id, a colon, and the statement's number in the document.
    pub(crate) statement_id: String,
    /// The spans it stands on.
    pub(crate) attribution: Attribution,
    /// `None`: nobody can be named, as in "is seen as", or the source is unknown.
    pub(crate) holder: Option<ActorId>,
    /// By which rule the holder was found; `None` without one.
    pub(crate) rule: Option<Rule>,
    /// Who passed it on, outermost first.
    pub(crate) via: Vec<ActorId>,
    /// Confidence of extraction times that of resolution, 0 to 1.
    pub(crate) confidence: f64,
    /// Every stretch of the content that names an actor, the holder too, in text order.
    pub(crate) named: Vec<Span>,
    /// Every actor the content names but the holder, in order of first mention.
    pub(crate) targets: Vec<Target>,
}

/// A statement with its scores.
pub(crate) struct ScoredStatement {
    pub(crate) statement: Statement,
    /// The tone of its content.
    pub(crate) sentiment: Sentiment,
    /// One for each target, in the same order.
    pub(crate) opinions: Vec<Opinion>,
}

/// One actor that a statement names, with every place where it does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Target {
    /// Who is meant.
    pub(crate) actor: ActorId,
    /// Where, in text order.
    pub(crate) mentions: Vec<Mention>,
}

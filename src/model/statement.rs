//! A statement: an attribution with its holder, relays and targets resolved to actors. Its scores are added later.

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
    /// The spans on which it is based.
    pub(crate) attribution: Attribution,
    /// The holder; `None` if the source is unknown, or if there is none, as in "is seen as".
    pub(crate) holder: Option<ActorId>,
    /// The rule that found the holder; `None` without a holder.
    pub(crate) rule: Option<Rule>,
    /// The actors who passed it on, outermost first.
    pub(crate) via: Vec<ActorId>,
    /// Confidence of extraction times confidence of resolution, 0 to 1.
    pub(crate) confidence: f64,
    /// All spans of the content that name an actor, including the holder, in text order.
    pub(crate) named: Vec<Span>,
    /// All actors that the content names except the holder, in order of first mention.
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

/// One actor that a statement names, with all its mentions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Target {
    /// The actor.
    pub(crate) actor: ActorId,
    /// Its mentions, in text order.
    pub(crate) mentions: Vec<Mention>,
}

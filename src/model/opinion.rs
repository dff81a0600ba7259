//! An opinion: how the holder of a statement stands toward one target, with the words that say so.

use std::sync::Arc;

use crate::model::actor::ActorId;
use crate::model::mention::Mention;
use crate::model::span::Span;

/// Millionths: the unit in which every score is rounded once and then added up.
pub(crate) const MICRO: f64 = 1_000_000.0;

/// How a holder stands toward a target.
///
/// Range −1 to 1, kept as whole millionths so that sums do not depend on their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stance(i32);

impl Stance {
    /// Rounds `value` to millionths; values outside −1 to 1 are cut to the range.
    pub(crate) fn new(value: f64) -> Stance {
        // `as` saturates and turns NaN to 0, so any input is safe.
        Stance((value.clamp(-1.0, 1.0) * MICRO).round() as i32)
    }

    /// Whole millionths, −1,000,000 to 1,000,000.
    pub(crate) fn micro(self) -> i64 {
        i64::from(self.0)
    }

    /// −1 to 1.
    pub(crate) fn value(self) -> f64 {
        f64::from(self.0) / MICRO
    }
}

/// `value` in whole millionths, beyond −1 and 1 too: what single words add may be more than their sum.
pub(crate) fn in_micro(value: f64) -> f64 {
    (value * MICRO).round() / MICRO
}

/// Which way a stance points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Polarity {
    /// For the target.
    Favor,
    /// Against it.
    Against,
    /// It is named, and nothing points at it, or what points at it cancels out.
    None,
}

impl Polarity {
    /// The word used in records.
    pub fn word(self) -> &'static str {
        match self {
            Polarity::Favor => "favor",
            Polarity::Against => "against",
            Polarity::None => "none",
        }
    }
}

/// What counts toward a stance.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Evidence {
    /// Where it is seen; what concerns the whole sentence, at a mention of the target.
    pub(crate) span: Span,
    /// What it stands for.
    pub(crate) scope: Scope,
    /// The lexicon entry that the words match.
    pub(crate) entry: String,
    /// What it adds to the stance, in whole millionths.
    pub(crate) valence: f64,
    /// Where the target stands toward the words, with the shifters that applied.
    pub(crate) rule: String,
}

/// What a piece of evidence stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The words at which it is seen.
    #[default]
    Words,
    /// The whole sentence and the place of the target in it: its length, its source, the words next to the target.
    Sentence,
    /// Many weak words together; it is seen at the first of them.
    Rest,
}

/// The entry of evidence that tells of many weak words together.
pub(crate) const REST: &str = "other words";

/// The name of an entry of the stance lexicon.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct EntryName {
    /// What kind of act or image it is, such as `blame`.
    pub(crate) category: String,
    /// The expression, such as `condemn`.
    pub(crate) expression: String,
}

/// How the holder of a statement stands toward one target.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opinion {
    /// Toward whom.
    pub(crate) target: ActorId,
    /// Where the target is named.
    pub(crate) mentions: Vec<Mention>,
    /// How.
    pub(crate) stance: Stance,
    /// Which way.
    pub(crate) polarity: Polarity,
    /// How probable the polarity is, 0 to 1; 1 where the entries of the lexicon count alone.
    pub(crate) confidence: f64,
    /// Whether reports count it as for or against: it leans, and is sure enough.
    pub(crate) counted: bool,
    /// The words that made it, in text order; empty when nothing points at the target.
    pub(crate) evidence: Vec<Evidence>,
    /// The entries of the stance lexicon that point at the target, each once, sorted.
    pub(crate) entries: Vec<Arc<EntryName>>,
}

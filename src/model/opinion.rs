//! An opinion: the stance of a statement's holder toward one target, with the evidence for it.

use std::sync::Arc;

use crate::model::actor::ActorId;
use crate::model::mention::Mention;
use crate::model::reader::Readers;
use crate::model::span::Span;

/// Scores are rounded once to millionths, so that they can be summed as integers.
pub(crate) const MICRO: f64 = 1_000_000.0;

/// A stance nearer to 0 than this, in millionths, points nowhere. Chosen by hand; `score` has the same limit.
pub(crate) const NEUTRAL: i32 = 50_000;

/// How a holder stands toward a target.
///
/// Range −1 to 1, stored in millionths so that sums do not depend on their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stance(i32);

impl Stance {
    /// Rounds `value` to millionths; values outside −1 to 1 are clipped.
    pub(crate) fn new(value: f64) -> Stance {
        // `as` saturates and turns NaN to 0, so any input is safe.
        Stance((value.clamp(-1.0, 1.0) * MICRO).round() as i32)
    }

    /// In millionths, −1,000,000 to 1,000,000.
    pub(crate) fn micro(self) -> i64 {
        i64::from(self.0)
    }

    /// As a number from −1 to 1.
    pub(crate) fn value(self) -> f64 {
        f64::from(self.0) / MICRO
    }
}

/// `value` in millionths. It may be outside −1 to 1, since single words can contribute more than their sum.
pub(crate) fn in_micro(value: f64) -> f64 {
    (value * MICRO).round() / MICRO
}

/// The direction of a stance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Polarity {
    /// In favor of the target.
    Favor,
    /// Against the target.
    Against,
    /// Neutral: no evidence, or evidence that cancels out.
    None,
}

impl Polarity {
    /// The name used in records.
    pub fn word(self) -> &'static str {
        match self {
            Polarity::Favor => "favor",
            Polarity::Against => "against",
            Polarity::None => "none",
        }
    }
}

/// Evidence for a stance.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Evidence {
    /// Where it is; evidence from the whole sentence is placed at a mention of the target.
    pub(crate) span: Span,
    /// The extent of the evidence.
    pub(crate) scope: Scope,
    /// The lexicon entry that matches.
    pub(crate) entry: String,
    /// Its contribution to the stance, in millionths.
    pub(crate) valence: f64,
    /// The place of the target relative to the words, and the shifters that applied.
    pub(crate) rule: String,
}

/// The extent of a piece of evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The words at its place.
    #[default]
    Words,
    /// The whole sentence: its length, its source, the position of the target and the words next to it.
    Sentence,
    /// Many weak words together, placed at the first of them.
    Rest,
}

/// The entry of evidence from many weak words together.
pub(crate) const REST: &str = "other words";

/// The name of an entry of the stance lexicon.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct EntryName {
    /// The kind of act or image, such as `blame`.
    pub(crate) category: String,
    /// The expression, such as `condemn`.
    pub(crate) expression: String,
    /// Whether it is of the user's own lexicon.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) own: bool,
}

/// The stance of a statement's holder toward one target.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opinion {
    /// The target.
    pub(crate) target: ActorId,
    /// The mentions of the target.
    pub(crate) mentions: Vec<Mention>,
    /// The stance.
    pub(crate) stance: Stance,
    /// The mean VADER tone of the sentences that name the target, −1 to 1.
    pub(crate) sentiment: f64,
    /// Its direction.
    pub(crate) polarity: Polarity,
    /// The probability of the polarity, 0 to 1; 1 if only lexicon entries were used.
    pub(crate) confidence: f64,
    /// Whether reports count it as for or against: it leans, and is sure enough.
    pub(crate) counted: bool,
    /// The words that made it, in text order; empty when nothing points at the target.
    pub(crate) evidence: Vec<Evidence>,
    /// The entries of the stance lexicon that apply to the target, sorted, without repeats.
    pub(crate) entries: Vec<Arc<EntryName>>,
    /// The probabilities of against, none and favor; `None` where neither a second reader nor the rest of the document
    /// is asked: entries alone count, sentences are judged one by one, or nothing is asserted.
    pub(crate) likely: Option<[f64; 3]>,
    /// The stance by the statement's own words alone; `None` unless other statements of the document have moved it.
    pub(crate) alone: Option<Stance>,
    /// What each of two readers answers; `None` if only one was asked.
    pub(crate) readers: Option<Readers>,
    /// Whether both have the same polarity.
    pub(crate) agree: Option<bool>,
}

//! Sentiment: the tone of words, without a target.

use crate::model::opinion::MICRO;

/// The tone of a text, without a target.
///
/// `compound` ranges from −1 to 1; `pos`, `neu` and `neg` are shares, 0 to 1. They are rounded like the reference
/// implementation, to four and three decimals. Empty text gives 0 in all four.
///
/// Source: Hutto & Gilbert (2014), ICWSM-14.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Sentiment {
    /// The overall tone.
    pub compound: f64,
    /// Share of positive words.
    pub pos: f64,
    /// Share of neutral words.
    pub neu: f64,
    /// Share of negative words.
    pub neg: f64,
}

impl Sentiment {
    /// `compound` in millionths.
    pub(crate) fn micro(self) -> i64 {
        (self.compound * MICRO).round() as i64
    }
}

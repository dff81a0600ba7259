//! Sentiment: the tone of words, toward nobody.

use crate::model::opinion::MICRO;

/// The tone of a piece of text, toward nobody in particular.
///
/// `compound` runs from −1 to 1; `pos`, `neu` and `neg` are shares of the words, 0 to 1. All are rounded as the
/// reference implementation does (four and three decimals). Empty text gives 0 in all four.
///
/// Source: Hutto & Gilbert (2014), ICWSM-14.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Sentiment {
    /// The tone of the whole.
    pub compound: f64,
    /// Share of positive words.
    pub pos: f64,
    /// Share of neutral words.
    pub neu: f64,
    /// Share of negative words.
    pub neg: f64,
}

impl Sentiment {
    /// `compound` in whole millionths.
    pub(crate) fn micro(self) -> i64 {
        (self.compound * MICRO).round() as i64
    }
}

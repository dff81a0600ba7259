//! Readers: who judges stance, and what each of two takes for probable.

use serde::{Deserialize, Serialize};

/// Who judges stance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Reader {
    /// Words whose weights can be seen
    #[default]
    Transparent,
    /// A small encoder, where it is asked
    Neural,
    /// Both, and whether they agree
    Both,
}

impl Reader {
    /// The name used for options.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Reader::Transparent => "transparent",
            Reader::Neural => "neural",
            Reader::Both => "both",
        }
    }
}

/// How probable each polarity is, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Probabilities {
    /// Against the target.
    pub against: f64,
    /// Neither.
    pub none: f64,
    /// In favor of it.
    pub favor: f64,
}

impl From<[f64; 3]> for Probabilities {
    fn from([against, none, favor]: [f64; 3]) -> Probabilities {
        Probabilities { against, none, favor }
    }
}

/// What two readers say of an opinion.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Readers {
    /// The reader whose evidence is shown.
    pub transparent: Probabilities,
    /// The encoder.
    pub neural: Probabilities,
}

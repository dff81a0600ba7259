//! Readers: who judges stance, and what each of two takes for probable.

use serde::{Deserialize, Serialize};

use crate::model::opinion::Polarity;

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

/// What one reader answers: a polarity, and how probable each is, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Answer {
    /// The polarity that it takes.
    pub polarity: Polarity,
    /// Against the target.
    pub against: f64,
    /// Neither.
    pub none: f64,
    /// In favor of it.
    pub favor: f64,
}

impl Answer {
    /// `polarity`, given the probabilities of against, none and favor.
    pub(crate) fn new(polarity: Polarity, [against, none, favor]: [f64; 3]) -> Answer {
        Answer { polarity, against, none, favor }
    }

    /// How probable the reader takes its own polarity to be, in thousandths.
    pub(crate) fn sure(&self) -> u16 {
        let own = match self.polarity {
            Polarity::Against => self.against,
            Polarity::None => self.none,
            Polarity::Favor => self.favor,
        };
        // `as` saturates, so any input is safe.
        (own * 1000.0).round() as u16
    }
}

/// What two readers say of an opinion.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Readers {
    /// The reader whose evidence is shown.
    pub transparent: Answer,
    /// The encoder.
    pub neural: Answer,
}

/// What a reader answers, shortened: a polarity, and how probable it takes it, in thousandths.
pub(crate) type Verdict = (Polarity, u16);

impl Readers {
    /// The answers of the transparent reader and the encoder.
    pub(crate) fn verdicts(&self) -> [Verdict; 2] {
        [self.transparent, self.neural].map(|answer| (answer.polarity, answer.sure()))
    }
}

/// On how many opinions two readers agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Agreement {
    /// Number of opinions of which both were asked.
    pub(crate) asked: u64,
    /// Of these, those to which both give the same polarity.
    pub(crate) agreed: u64,
}

impl FromIterator<bool> for Agreement {
    /// From whether they agree, for each opinion of which both were asked.
    fn from_iter<I: IntoIterator<Item = bool>>(all: I) -> Agreement {
        all.into_iter().fold(Agreement::default(), |sum, agree| Agreement {
            asked: sum.asked + 1,
            agreed: sum.agreed + u64::from(agree),
        })
    }
}

//! Polarity: from the sums of what is seen to probabilities, a stance and a polarity.

use crate::lexicon::fitted::Weight;
use crate::model::opinion::Polarity;

/// Favor and against nearer to each other than this say nothing: the words speak, but not clearly which way. Chosen by
/// hand; it also bounds how far a piece of evidence can exceed the stance.
const EVEN: f64 = 0.02;

/// A sign is taken that is so much as probable as none, since signs are rarer and matter more. Chosen on the training
/// articles, each scored with weights that were learned from others.
const LEANING: f64 = 0.8;

/// A stance nearer to 0 than this has the polarity `none`. Chosen by hand.
pub(crate) const NEUTRAL: f64 = 0.05;

/// A smaller probability is taken to be this.
const LEAST: f64 = 1e-4;

/// The two sums of an opinion.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub(crate) direction: f64,
    pub(crate) salience: f64,
}

impl Sums {
    /// The sums that give these probabilities.
    pub(crate) fn of(probabilities: [f64; 3]) -> Sums {
        let [against, none, favor] = probabilities.map(|one| one.max(LEAST).ln());
        Sums { direction: (favor - against) / 2.0, salience: (favor + against) / 2.0 - none }
    }

    /// Adds what is seen with `weight`, by so much.
    pub(crate) fn add(&mut self, weight: Weight, value: f32) {
        self.direction += f64::from(weight.direction * value);
        self.salience += f64::from(weight.salience * value);
    }

    /// The probabilities of against, none and favor: multinomial logistic regression, in which favor has
    /// salience + direction, against salience − direction, and none 0.
    pub(crate) fn probabilities(self) -> [f64; 3] {
        let (against, favor) = (self.salience - self.direction, self.salience + self.direction);
        let most = against.max(favor).max(0.0);
        let parts = [(against - most).exp(), (-most).exp(), (favor - most).exp()];
        let all: f64 = parts.iter().sum();
        parts.map(|part| part / all)
    }

    /// The probability of favor less that of against, −1 to 1, which has the sign of the direction; where the polarity
    /// is `none` it is drawn inside ±[`NEUTRAL`], else outside.
    pub(crate) fn stance(self) -> f64 {
        Sums::lean(self.probabilities())
    }

    /// The same, of probabilities.
    pub(crate) fn lean(probabilities: [f64; 3]) -> f64 {
        let [against, _, favor] = probabilities;
        let lean = favor - against;
        match Sums::polarity(probabilities).0 {
            Polarity::None => lean * NEUTRAL,
            _ => lean.signum() * NEUTRAL + lean * (1.0 - NEUTRAL),
        }
    }

    /// What one unit of direction counts toward the stance, so that the parts of the direction add up to the stance.
    pub(crate) fn scale(self) -> f64 {
        if self.direction == 0.0 { 0.0 } else { self.stance() / self.direction }
    }

    /// The most probable polarity, and how probable it is; a sign wins over `none` from four fifths of its probability
    /// on. Where favor and against are nearly as probable as each other it is `none`.
    pub(crate) fn polarity([against, none, favor]: [f64; 3]) -> (Polarity, f64) {
        let speaks = favor.max(against) > LEANING * none && (favor - against).abs() >= EVEN;
        match speaks {
            true if favor > against => (Polarity::Favor, favor),
            true => (Polarity::Against, against),
            false => (Polarity::None, none),
        }
    }
}

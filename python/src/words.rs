//! VADER's words, and those that the user adds.

use pyo3::prelude::*;
use verbale::{Lexicon, sentiment};

/// Scores single texts.
#[pyclass(frozen, module = "verbale._verbale")]
pub(crate) struct Words {
    lexicon: Lexicon,
}

#[pymethods]
impl Words {
    #[new]
    fn new(words: Vec<(String, f64)>) -> Words {
        Words { lexicon: Lexicon::with(words) }
    }

    /// The scores of a text: compound, pos, neu, neg.
    fn polarity(&self, text: &str) -> (f64, f64, f64, f64) {
        let scores = sentiment(text, &self.lexicon);
        (scores.compound, scores.pos, scores.neu, scores.neg)
    }
}

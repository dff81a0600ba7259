//! Planning: what is known of a mean, and a wished width, come in; the number of codes that it needs comes out.
//!
//! **What it does**: the variance of a corrected mean is that of the corpus itself plus that of the errors divided by the
//! number of codes. It is solved for the number.
//! **Known failures**: the variances are estimates, so take the number as an order of magnitude. A mean without enough
//! codes of its own borrows the spread of errors from all codes.
//! **Source**: Cochran, Sampling Techniques (1977), ch. 4.

use crate::model::validation::Wish;

/// The 97.5% quantile of the normal distribution.
const Z: f64 = 1.959_964;

/// What is known of a mean.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Known {
    /// What it is the mean of.
    pub(crate) about: String,
    /// Its value.
    pub(crate) value: f64,
    /// Number of opinions.
    pub(crate) units: u64,
    /// The variance of the mean if all opinions were coded.
    pub(crate) corpus: f64,
    /// The variance of the program's error of one opinion.
    pub(crate) errors: f64,
    /// Half the width of the interval now; `None` without enough codes of its own.
    pub(crate) now: Option<f64>,
}

/// Number of codes for an interval of `wished` to each side; `None` if the corpus is too small for it.
fn needed(known: &Known, wished: f64) -> Option<u64> {
    let room = (wished / Z).powi(2) - known.corpus + known.errors / known.units as f64;
    let number = known.errors / room;
    (room > 0.0 && number <= known.units as f64).then(|| number.ceil().max(1.0) as u64)
}

/// The wish for one mean.
pub(crate) fn wish(known: &Known, wished: f64) -> Wish {
    let Known { about, now, units, .. } = known.clone();
    Wish { about, now, wished, needs: needed(known, wished), units }
}

/// The wish to tell two means apart: codes in each of them, so that the interval of their difference excludes 0 if the
/// difference is what it seems now.
pub(crate) fn difference(first: &Known, second: &Known) -> Wish {
    let wished = (first.value - second.value).abs();
    let variance = |known: &Known, codes: u64| {
        let codes = (codes as f64).min(known.units as f64);
        known.corpus + known.errors * (1.0 / codes - 1.0 / known.units as f64)
    };
    let units = first.units.max(second.units);
    let enough = |codes: &u64| Z * (variance(first, *codes) + variance(second, *codes)).sqrt() < wished;
    let now = first.now.zip(second.now).map(|(a, b)| a.hypot(b));
    let about = format!("{} against {}", first.about, second.about);
    Wish { about, now, wished, needs: (2..=units).find(enough), units: first.units + second.units }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_codes_for_narrower_intervals_and_none_beyond_the_corpus() {
        let known = Known { about: String::new(), value: 0.1, units: 2000, corpus: 1e-4, errors: 0.3, now: None };
        let number = |wished| wish(&known, wished).needs;
        assert!(number(0.1) < number(0.05) && number(0.1).is_some_and(|number| (100..150).contains(&number)));
        assert_eq!(number(0.01), None);
        let other = Known { value: 0.4, ..known.clone() };
        assert!(difference(&known, &other).needs.is_some_and(|number| (20..40).contains(&number)));
        assert_eq!(difference(&known, &Known { value: 0.11, ..known.clone() }).needs, None);
    }
}

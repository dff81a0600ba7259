//! Fitted weights: what an expression in a given place says about a target. `fit` learns them; `score` looks them up.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::error::Error;
use crate::lexicon::table::Table;

/// What a feature adds to the two sums of an opinion.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Weight {
    /// Positive for favor, negative for against.
    pub(crate) direction: f32,
    /// Positive if the target is judged at all.
    pub(crate) salience: f32,
}

/// The place of an expression relative to a target: the target's role, and the position of the expression seen from
/// there.
pub(crate) type Place = [&'static str; 2];

/// The table, ready for look-up.
#[derive(Default)]
#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
pub(crate) struct Fitted {
    /// By [`key`].
    weights: HashMap<u64, Weight, FxBuildHasher>,
    /// The hash of each expression that has a weight in some place.
    expressions: HashSet<u64, FxBuildHasher>,
}

/// The table that ships with the program, as CSV.
pub(crate) const TABLE: &str = include_str!("../../lexicons/fitted.csv");

static SHIPPED: LazyLock<Fitted> =
    LazyLock::new(|| Fitted::read("lexicons/fitted.csv", TABLE).expect("the shipped table is sound"));

impl Fitted {
    /// The table that ships with the program, read on first use.
    pub(crate) fn shipped() -> &'static Fitted {
        &SHIPPED
    }

    /// Reads a table with the columns `expression,place,direction,salience,origin`.
    pub(crate) fn read(name: &str, text: &str) -> Result<Fitted, Error> {
        let table = Table::read(name, text, &["expression", "place", "direction", "salience"])?;
        let mut fitted = Fitted::default();
        for row in table.rows() {
            let number = |column| {
                let number = row.number(column, -MOST, MOST)?;
                Ok::<f32, Error>(number.ok_or_else(|| row.fault(column, "nothing", "a number"))? as f32)
            };
            let weight = Weight { direction: number("direction")?, salience: number("salience")? };
            let (place, expression) = (joined([row.get("place"), ""]), joined([row.get("expression"), ""]));
            fitted.weights.insert(both(place, expression), weight);
            fitted.expressions.insert(expression);
        }
        Ok(fitted)
    }

    /// Whether `words` have a weight in some place.
    pub(crate) fn holds(&self, words: [&str; 2]) -> bool {
        self.expressions.contains(&joined(words))
    }

    /// The weight of the feature with this [`key`]; `None` if it has none.
    pub(crate) fn weight(&self, key: u64) -> Option<Weight> {
        self.weights.get(&key).copied()
    }
}

/// The largest absolute weight allowed.
const MOST: f64 = 20.0;

/// The look-up key of a feature: a hash of its place and expression as they are written in the table.
pub(crate) fn key(place: Place, words: [&str; 2]) -> u64 {
    both(joined(place), joined(words))
}

/// The hash of two parts with a blank between; an empty second part is none.
fn joined([first, second]: [&str; 2]) -> u64 {
    let hash = first.bytes().fold(SEED, step);
    if second.is_empty() { hash } else { second.bytes().fold(step(hash, b' '), step) }
}

/// The hash of a place and an expression, given theirs.
fn both(place: u64, expression: u64) -> u64 {
    let mixed = (place.rotate_left(32) ^ expression).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ mixed >> 32
}

const SEED: u64 = 0xCBF2_9CE4_8422_2325;

/// One step of the FNV-1a hash.
fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_by_its_place_and_its_words() {
        let text = "expression,place,direction,salience,origin\nnot good,subject head,-1.5,0.25,fitted\n";
        let fitted = Fitted::read("test", text).expect("a sound table");
        let found = fitted.weight(key(["subject", "head"], ["not", "good"]));
        assert_eq!(found, Some(Weight { direction: -1.5, salience: 0.25 }));
        assert_eq!(fitted.weight(key(["subject", ""], ["not", "good"])), None);
    }
}

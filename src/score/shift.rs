//! Shifting: what the words before an expression do to its valence.

use std::collections::BTreeSet;

use crate::lexicon::shifters::{ShifterKind, Shifters};
use crate::score::clause::{Clause, Expression};

/// How far back a shifter can stand, in words; no scope in the list is longer.
const FARTHEST: usize = 12;

/// **What it does**: multiplies the factors of all shifters before `expression` that reach it, at most one of a kind.
/// **Why**: "not a friend", "deeply grateful", "might cooperate".
/// **Known failures**: a negator in another clause without a mark between; double negation counts once.
/// **Source**: scopes and factors in `shifters.csv`, chosen by hand.
///
/// Gives the factor and the kinds that applied.
pub(super) fn shift(clause: &Clause<'_>, expression: &Expression, shifters: &Shifters) -> (f64, BTreeSet<ShifterKind>) {
    let mut factor = 1.0;
    let mut kinds = BTreeSet::new();
    let earliest = expression.from.saturating_sub(FARTHEST + 3);
    let mut at = expression.from;
    while at > earliest {
        at -= 1;
        if clause.ends_clause(at) {
            break;
        }
        let Some(hit) = shifters.phrases.at(clause.words, at) else {
            continue;
        };
        let end = at + hit.length;
        for &entry in hit.entries {
            let shifter = &shifters.entries[entry];
            let reaches =
                shifter.kind != ShifterKind::Ending && end <= expression.from && expression.from - end < shifter.scope;
            if reaches && kinds.insert(shifter.kind) {
                factor *= shifter.factor;
            }
        }
    }
    (factor, kinds)
}

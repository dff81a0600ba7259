//! Drawing: the opinions of a run come in; a sample with known probabilities comes out.
//!
//! **What it does**: divides the opinions into strata, gives each stratum its number, and draws that many at random from
//! it. A stratum gets more, the larger it is and the less sure the program is of its opinions. Strata of dyads count by
//! the square root of their size, so that smaller dyads get codes, too.
//! **Why**: codes are expensive; they teach most where the program is not sure.
//! **Known failures**: the program's confidence may be wrong about where it errs. That costs width, never coverage.
//! **Source**: Neyman, On the Two Different Aspects of the Representative Method (1934).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::code::{Stratum, UnitId};
use crate::model::hash::hash;

/// One opinion that can be drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) unit: UnitId,
    /// What kind of opinion it is.
    pub(crate) kind: Arc<str>,
    /// How probable the program's answer is, 0 to 1.
    pub(crate) confidence: f64,
}

/// Fewer than two draws from a stratum say nothing about its spread; a very small sample cannot have so many.
const LEAST: u64 = 2;

/// The strata, with the candidates of each and how far their codes are expected to spread.
struct Cell<'c> {
    candidates: Vec<(usize, &'c Candidate)>,
    weight: f64,
    number: u64,
}

/// Draws about `number` of `candidates`, each with its stratum; all of them if there are fewer. The sample is in random
/// order, and the same for the same `seed` whatever the order of the candidates.
///
/// With `even`, strata count by the square root of their size.
pub(crate) fn draw(candidates: &[Candidate], number: u64, even: bool, seed: u64) -> Vec<(usize, Stratum)> {
    let mut cells: BTreeMap<&str, Cell<'_>> = BTreeMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let new = || Cell { candidates: Vec::new(), weight: 0.0, number: 0 };
        cells.entry(&candidate.kind).or_insert_with(new).candidates.push((at, candidate));
    }
    allocate(&mut cells, number.min(candidates.len() as u64), even);
    let rank = |seed: u64, candidate: &Candidate| {
        let (key, target) = &candidate.unit;
        hash(seed ^ *key, target.as_bytes())
    };
    let mut drawn = Vec::new();
    for (kind, cell) in &mut cells {
        cell.candidates.sort_by_key(|(_, candidate)| (rank(seed ^ DRAW, candidate), &candidate.unit));
        // Coders must not see what the program thinks, so the name says nothing.
        let name = format!("{:06x}", hash(seed ^ DRAW, kind.as_bytes()) & 0xff_ffff);
        let stratum = Stratum { name, size: cell.candidates.len() as u64, drawn: cell.number };
        let taken = cell.candidates.iter().take(cell.number as usize);
        drawn.extend(taken.map(|(at, candidate)| (rank(seed ^ ORDER, candidate), *at, stratum.clone())));
    }
    drawn.sort_by(|a, b| (a.0, &candidates[a.1].unit).cmp(&(b.0, &candidates[b.1].unit)));
    drawn.into_iter().map(|(_, at, stratum)| (at, stratum)).collect()
}

/// Gives each stratum its number of draws.
fn allocate(cells: &mut BTreeMap<&str, Cell<'_>>, number: u64, even: bool) {
    let least = if LEAST * cells.len() as u64 <= number { LEAST } else { 1 };
    for cell in cells.values_mut() {
        let size = cell.candidates.len() as f64;
        let spread = |(_, one): &(usize, &Candidate)| (one.confidence * (1.0 - one.confidence)).max(0.04).sqrt();
        let spread = cell.candidates.iter().map(spread).sum::<f64>() / size;
        cell.weight = spread * if even { size.sqrt() } else { size };
        cell.number = least.min(size as u64);
    }
    // One after another goes where the next draw is worth most.
    let given: u64 = cells.values().map(|cell| cell.number).sum();
    for _ in given..number {
        let open = cells.values_mut().filter(|cell| cell.number < cell.candidates.len() as u64);
        let worth = |cell: &Cell<'_>| cell.weight / (cell.number as f64 + 0.5);
        let Some(next) = open.max_by(|a, b| worth(a).total_cmp(&worth(b))) else { break };
        next.number += 1;
    }
}

/// Separate the draw and the order from other uses of the same hash.
const DRAW: u64 = 0x3c6e_f372_fe94_f82b;
const ORDER: u64 = 0xa54f_f53a_5f1d_36f1;

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(sizes: &[(&'static str, u64, f64)]) -> Vec<Candidate> {
        let one = |kind: &str, confidence, number: u64| Candidate {
            unit: (hash(number, kind.as_bytes()), "XSU".into()),
            kind: kind.into(),
            confidence,
        };
        let of = |&(kind, size, confidence): &(&'static str, u64, f64)| {
            (0..size).map(move |number| one(kind, confidence, number))
        };
        sizes.iter().flat_map(of).collect()
    }

    #[test]
    fn every_stratum_is_drawn_from_and_doubt_draws_more() {
        let all = candidates(&[("sure", 500, 0.95), ("unsure", 500, 0.5), ("rare", 5, 0.9), ("single", 1, 0.9)]);
        let drawn = draw(&all, 100, false, 7);
        assert_eq!(drawn.len(), 100);
        let number = |kind: &str| drawn.iter().filter(|(at, _)| &*all[*at].kind == kind).count() as u64;
        assert!(number("unsure") > 2 * number("sure") && number("rare") == 2 && number("single") == 1);
        for (at, stratum) in &drawn {
            assert_eq!(stratum.drawn, number(&all[*at].kind));
        }
    }

    #[test]
    fn the_seed_decides_and_the_order_of_candidates_does_not() {
        let all = candidates(&[("a", 300, 0.8), ("b", 200, 0.6)]);
        let mut turned = all.clone();
        turned.reverse();
        let units = |all: &[Candidate], seed| -> Vec<UnitId> {
            draw(all, 50, true, seed).into_iter().map(|(at, _)| all[at].unit.clone()).collect()
        };
        assert_eq!(units(&all, 1), units(&turned, 1));
        assert_ne!(units(&all, 1), units(&all, 2));
        assert_eq!(draw(&all, 9_999, false, 1).len(), 500);
    }
}

//! Correction: the opinions of a run, by dyad, with codes for some of them, come in; raw and corrected means come out.
//!
//! **What it does**: corrects a dyad by its own codes where it has enough. Where it has not, it takes from all codes how
//! often each answer of the program is right, and applies that to the answers in the dyad. A code tells a direction and
//! no strength, so in a mean stance it counts with the mean strength of the run's opinions in that direction.
//! **Why**: a hundred codes are enough for a corpus, and for few of its dyads.
//! **Known failures**: pooling takes the program to err alike in all dyads. Where it does not, pooled numbers are biased;
//! they are marked, and codes drawn by dyad replace them.
//! **Source**: as `estimate`; for pooling, the misclassification correction of Hopkins & King (2010).

use std::collections::{BTreeMap, BTreeSet};

use crate::model::actor::ActorId;
use crate::model::code::Label;
use crate::model::quantile::student;
use crate::model::utterance::Lean;
use crate::model::validation::{Basis, Correction, Corrections, Estimate, Opinionated, Pair};
use crate::validate::estimate::{Seen, Unit, estimate};

/// Minimum number of codes, and of documents in which they are, for a correction: below it intervals hold too rarely
/// (`reports/validation.md`).
const CODES: usize = 20;
const DOCUMENTS: usize = 10;

/// What is measured of an opinion.
#[derive(Clone, Copy)]
enum Measure {
    /// The mean stance, with what a code in favor and one against count.
    Stance(f64, f64),
    Favor,
    Against,
}

impl Measure {
    fn of_program(self, opinion: &Opinionated) -> f64 {
        match self {
            Measure::Stance(..) => opinion.stance,
            Measure::Favor => f64::from(u8::from(opinion.lean == Lean::Favor)),
            Measure::Against => f64::from(u8::from(opinion.lean == Lean::Against)),
        }
    }

    /// `None` for a code that takes the opinion out.
    fn of_code(self, label: Label) -> Option<f64> {
        let sign = label.sign()?;
        Some(match (self, sign) {
            (Measure::Stance(favor, _), 1) => favor,
            (Measure::Stance(_, against), -1) => -against,
            (Measure::Favor, 1) | (Measure::Against, -1) => 1.0,
            _ => 0.0,
        })
    }
}

/// Raw and corrected numbers for `all` opinions and for `dyads`. `unused` is the number of codes that belong to none of
/// them; `undesigned` says whether some codes come without a design.
pub(crate) fn correct(
    all: &[Opinionated],
    dyads: &BTreeMap<(ActorId, ActorId), Vec<Opinionated>>,
    unused: u64,
    undesigned: bool,
) -> Corrections {
    let strengths = (strength(all, Lean::Favor), strength(all, Lean::Against));
    let coded: Vec<&Opinionated> = all.iter().filter(|opinion| opinion.coded.is_some()).collect();
    let correction = |opinions: &[Opinionated]| correction(opinions, &coded, strengths);
    Corrections {
        used: coded.len() as u64,
        unused,
        undesigned,
        strengths,
        all: correction(all),
        dyads: dyads.iter().map(|(pair, opinions)| (pair.clone(), correction(opinions))).collect(),
    }
}

/// The mean strength of the opinions that lean this way; one half if there are none.
fn strength(all: &[Opinionated], lean: Lean) -> f64 {
    let own = all.iter().filter(|opinion| opinion.lean == lean);
    let number = own.clone().count();
    if number == 0 { 0.5 } else { own.map(|opinion| opinion.stance.abs()).sum::<f64>() / number as f64 }
}

fn enough(coded: &[&Opinionated]) -> bool {
    let documents: BTreeSet<u64> = coded.iter().map(|opinion| opinion.cluster).collect();
    coded.len() >= CODES && documents.len() >= DOCUMENTS
}

/// The numbers of `opinions`; `coded` are the coded ones of the whole run.
fn correction(opinions: &[Opinionated], coded: &[&Opinionated], strengths: (f64, f64)) -> Correction {
    let own: Vec<&Opinionated> = opinions.iter().filter(|opinion| opinion.coded.is_some()).collect();
    let basis = match (enough(&own), enough(coded)) {
        (true, _) => Basis::Own,
        (false, true) if pooled(opinions, coded, Measure::Favor).is_some() => Basis::Pooled,
        _ => Basis::TooFew,
    };
    let pair = |measure: Measure| {
        let raw = opinions.iter().map(|opinion| measure.of_program(opinion)).sum::<f64>() / opinions.len() as f64;
        let corrected = match basis {
            Basis::Own => estimate(&units(opinions, measure), None),
            Basis::Pooled => pooled(opinions, coded, measure),
            Basis::TooFew => None,
        };
        Pair { raw, corrected }
    };
    Correction {
        basis,
        units: opinions.len() as u64,
        codes: own.len() as u64,
        stance: pair(Measure::Stance(strengths.0, strengths.1)),
        favor: pair(Measure::Favor),
        against: pair(Measure::Against),
    }
}

fn units(opinions: &[Opinionated], measure: Measure) -> Vec<Unit> {
    let unit = |opinion: &Opinionated| Unit {
        cluster: opinion.cluster,
        predicted: measure.of_program(opinion),
        coded: opinion.coded.as_ref().map(|coded| Seen {
            value: measure.of_code(coded.label),
            stratum: coded.stratum,
            drawn: coded.drawn,
            probability: coded.probability,
        }),
    };
    opinions.iter().map(unit).collect()
}

/// The units of the mean stance, for planning.
pub(crate) fn stance_units(opinions: &[Opinionated], all: &[Opinionated]) -> Vec<Unit> {
    units(opinions, Measure::Stance(strength(all, Lean::Favor), strength(all, Lean::Against)))
}

/// What codes say of one answer of the program, over all dyads.
#[derive(Clone, Copy, Default)]
struct Answer {
    /// Weight of its codes; of those that leave the opinion in; and the sum of what those say.
    all: f64,
    belongs: f64,
    value: f64,
}

/// The mean of `opinions` from all codes; `None` if an answer that occurs has fewer than two codes.
fn pooled(opinions: &[Opinionated], coded: &[&Opinionated], measure: Measure) -> Option<Estimate> {
    let (mut answers, mut numbers): (BTreeMap<Lean, Answer>, BTreeMap<Lean, usize>) = Default::default();
    let coded = || coded.iter().filter_map(|opinion| Some((opinion, opinion.coded.as_ref()?)));
    for (opinion, code) in coded() {
        let (answer, weight) = (answers.entry(opinion.lean).or_default(), 1.0 / code.probability);
        *numbers.entry(opinion.lean).or_default() += 1;
        answer.all += weight;
        if let Some(value) = measure.of_code(code.label) {
            answer.belongs += weight;
            answer.value += weight * value;
        }
    }
    if opinions.iter().any(|opinion| numbers.get(&opinion.lean).is_none_or(|number| *number < 2)) {
        return None;
    }
    let of = |lean: Lean| answers[&lean];
    let sum = |part: fn(Answer) -> f64| -> f64 {
        opinions.iter().map(|opinion| part(of(opinion.lean)) / of(opinion.lean).all).sum()
    };
    let (above, below) = (sum(|answer| answer.value), sum(|answer| answer.belongs));
    if below <= 0.0 {
        return None;
    }
    let value = above / below;
    let expected = |lean: Lean| (of(lean).value - value * of(lean).belongs) / of(lean).all;
    // What the documents of the dyad add to the variance, and what the coded documents add.
    let mut own: BTreeMap<u64, f64> = BTreeMap::new();
    let mut sizes: BTreeMap<Lean, f64> = BTreeMap::new();
    for opinion in opinions {
        *own.entry(opinion.cluster).or_default() += expected(opinion.lean);
        *sizes.entry(opinion.lean).or_default() += 1.0;
    }
    let mut codes: BTreeMap<u64, f64> = BTreeMap::new();
    for (opinion, code) in coded() {
        let share = sizes.get(&opinion.lean).copied().unwrap_or(0.0) / of(opinion.lean).all / code.probability;
        let off = measure.of_code(code.label).map_or(0.0, |code| code - value) - expected(opinion.lean);
        *codes.entry(opinion.cluster).or_default() += share * off;
    }
    let squares = |clusters: &BTreeMap<u64, f64>| {
        let number = clusters.len() as f64;
        clusters.values().map(|sum| sum * sum).sum::<f64>() * number / (number - 1.0).max(1.0)
    };
    // As for an estimate from own codes: no spread among few codes is no proof that there is none.
    let number = numbers.values().sum::<usize>() as f64;
    let unseen = if squares(&codes) < 1e-12 { (below / number).powi(2) * 0.5 } else { 0.0 };
    let error = (squares(&own) + squares(&codes) + unseen).sqrt() / below;
    let reach = student(codes.len() as u64 - 1) * error;
    Some(Estimate {
        value,
        error,
        interval: (value - reach, value + reach),
        trust: 1.0,
        codes: numbers.values().sum::<usize>() as u64,
        documents: codes.len() as u64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::validation::CodedOpinion;

    /// The program takes half of what is against for neither; every tenth opinion is coded.
    fn opinions(seed: u64, number: u64) -> Vec<Opinionated> {
        let one = |at: u64| {
            let truth = [Label::Against, Label::Against, Label::Neither, Label::Favor][(at % 4) as usize];
            let lean = match (truth, (at / 4) % 2) {
                (Label::Favor, _) => Lean::Favor,
                (Label::Against, 0) => Lean::Against,
                _ => Lean::None,
            };
            let stance = match lean {
                Lean::Favor => 0.6,
                Lean::Against => -0.4,
                _ => 0.0,
            };
            let coded = (at / 8).is_multiple_of(10);
            let coded =
                coded.then_some(CodedOpinion { label: truth, stratum: 0, drawn: number / 10, probability: 0.1 });
            Opinionated { cluster: seed * 100_000 + at / 3, lean, stance, coded }
        };
        (0..number).map(one).collect()
    }

    #[test]
    fn many_codes_correct_a_dyad_and_few_are_pooled() {
        let (large, small) = (opinions(1, 800), opinions(2, 80));
        let all: Vec<Opinionated> = large.iter().chain(&small).cloned().collect();
        let pair = |name: &str| (ActorId::from("QNO"), ActorId::from(name));
        let dyads = [(pair("XSU"), large), (pair("XOS"), small)].into_iter().collect();
        let found = correct(&all, &dyads, 0, false);
        assert_eq!(found.used, 88);
        let (favor, against) = found.strengths;
        assert!((favor - 0.6).abs() < 1e-9 && (against - 0.4).abs() < 1e-9, "{favor} {against}");
        for (name, basis) in [("XSU", Basis::Own), ("XOS", Basis::Pooled)] {
            let dyad = &found.dyads[&pair(name)];
            assert_eq!(dyad.basis, basis);
            assert!((dyad.against.raw - 0.25).abs() < 1e-9);
            let corrected = dyad.against.corrected.expect("codes");
            let (low, high) = corrected.interval;
            assert!((corrected.value - 0.5).abs() < 0.03 && low < 0.5 && 0.5 < high, "{name}: {corrected:?}");
            let stance = dyad.stance.corrected.expect("codes").value;
            assert!((stance - (0.25 * 0.6 - 0.5 * 0.4)).abs() < 0.03, "{name}: {stance}");
        }
    }

    #[test]
    fn without_enough_codes_numbers_stay_raw() {
        let few = opinions(1, 80);
        let found = correct(&few, &BTreeMap::new(), 3, false);
        assert_eq!((found.all.basis, found.all.stance.corrected, found.unused), (Basis::TooFew, None, 3));
    }
}

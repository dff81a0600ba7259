//! Agreement: coded opinions beside the program's answers come in; how well coders agree with each other and with the
//! program comes out.

use std::collections::BTreeMap;

use crate::model::code::Label;
use crate::model::validation::{Between, Bin, Class, Compared, Share};
use crate::validate::alpha::{Level, Rated, agreement, alpha};
use crate::validate::kappa::kappa;
use crate::validate::share::{Part, share};

/// The program's possible answers, in the order of their direction.
pub(crate) const ANSWERS: [Label; 3] = [Label::Against, Label::Neither, Label::Favor];

fn number(label: Label) -> usize {
    Label::ALL.iter().position(|one| *one == label).expect("every label is in the list")
}

/// Agreement of `rated`, which hold the numbers of labels.
fn between(names: String, rated: Vec<Rated>, pairs: Option<Vec<(usize, usize, f64)>>) -> Option<Between> {
    let equal = agreement(&rated)?;
    // Direction is ordered; that a statement does not belong here is no direction.
    let directed = |unit: &Rated| Rated {
        values: unit.values.iter().copied().filter(|value| *value < ANSWERS.len()).collect(),
        ..unit.clone()
    };
    let ordered: Vec<Rated> = rated.iter().map(directed).collect();
    Some(Between {
        names,
        units: rated.iter().filter(|unit| unit.values.len() > 1).count() as u64,
        equal,
        nominal: alpha(&rated, Label::ALL.len(), Level::Nominal),
        ordinal: alpha(&ordered, ANSWERS.len(), Level::Ordinal),
        kappa: pairs.and_then(|pairs| kappa(&pairs, Label::ALL.len())),
    })
}

/// Agreement between coders: all of them if there are more than two, then each pair.
pub(crate) fn of_coders(compared: &[Compared], coders: &[String]) -> Vec<Between> {
    let rated = |chosen: &dyn Fn(usize) -> bool| -> Vec<Rated> {
        let labels = |one: &Compared| {
            let own = one.labels.iter().filter(|(coder, ..)| chosen(*coder));
            own.map(|(_, label, _)| number(*label)).collect()
        };
        compared.iter().map(|one| Rated { cluster: one.cluster, weight: 1.0, values: labels(one) }).collect()
    };
    let mut found = Vec::new();
    if coders.len() > 2 {
        found.extend(between("all coders".to_owned(), rated(&|_| true), None));
    }
    for first in 0..coders.len() {
        for second in first + 1..coders.len() {
            let rated = rated(&|coder| coder == first || coder == second);
            let pairs = rated.iter().filter(|unit| unit.values.len() == 2);
            let pairs = pairs.map(|unit| (unit.values[0], unit.values[1], 1.0)).collect();
            found.extend(between(format!("{} and {}", coders[first], coders[second]), rated, Some(pairs)));
        }
    }
    found
}

/// Agreement of each coder with the second reader, on the opinions that both have judged.
pub(crate) fn with_second(compared: &[Compared], coders: &[String]) -> Vec<Between> {
    let of = |(at, name): (usize, &String)| {
        let values = |one: &Compared| {
            let (_, label, _) = one.labels.iter().find(|(coder, ..)| *coder == at)?;
            Some((one.cluster, vec![number(*label), number(one.second?)]))
        };
        let judged: Vec<(u64, Vec<usize>)> = compared.iter().filter_map(values).collect();
        let pairs = judged.iter().map(|(_, values)| (values[0], values[1], 1.0)).collect();
        let rated = judged.into_iter().map(|(cluster, values)| Rated { cluster, weight: 1.0, values }).collect();
        between(format!("{name} and second reader"), rated, Some(pairs))
    };
    coders.iter().enumerate().filter_map(of).collect()
}

/// Agreement of the settled codes with the program; each code counts for the opinions that it stands for.
pub(crate) fn with_program(compared: &[Compared]) -> Option<Between> {
    // Weights add up to the number of codes, as alpha asks for.
    let scale = compared.len() as f64 / compared.iter().map(|one| one.weight).sum::<f64>();
    let values = |one: &Compared| [number(one.label), number(one.answer)];
    let rated =
        |one: &Compared| Rated { cluster: one.cluster, weight: one.weight * scale, values: values(one).to_vec() };
    let pairs = compared.iter().map(|one| (values(one)[0], values(one)[1], one.weight)).collect();
    between("codes and program".to_owned(), compared.iter().map(rated).collect(), Some(pairs))
}

/// The weighted share of `compared` for which `hit` holds, of those for which `of` holds.
pub(crate) fn share_of(
    compared: &[&Compared],
    hit: impl Fn(&Compared) -> bool,
    of: impl Fn(&Compared) -> bool,
) -> Option<Share> {
    let part = |one: &&Compared| {
        let of = of(one);
        let value = |is: bool| f64::from(u8::from(is));
        Part { cluster: one.cluster, weight: one.weight, hit: value(of && hit(one)), of: value(of) }
    };
    share(&compared.iter().map(part).collect::<Vec<Part>>())
}

/// Precision, recall and F1 of each answer. A statement that does not belong here is a wrong answer.
pub(crate) fn classes(compared: &[Compared]) -> Vec<Class> {
    let all: Vec<&Compared> = compared.iter().collect();
    let class = |label: Label| {
        let part = |one: &Compared| {
            let (says, is) = (one.answer == label, one.label == label);
            let both = f64::from(u8::from(says)) + f64::from(u8::from(is));
            Part { cluster: one.cluster, weight: one.weight, hit: if says && is { 2.0 } else { 0.0 }, of: both }
        };
        Class {
            label,
            precision: share_of(&all, |one| one.label == label, |one| one.answer == label),
            recall: share_of(&all, |one| one.answer == label, |one| one.label == label),
            f1: share(&compared.iter().map(part).collect::<Vec<Part>>()),
        }
    };
    ANSWERS.into_iter().map(class).collect()
}

/// For each answer and each label: the estimated share of all opinions, and the number of codes.
pub(crate) fn confusion(compared: &[Compared]) -> Vec<Vec<(f64, u64)>> {
    let all: f64 = compared.iter().map(|one| one.weight).sum();
    let cell = |answer: Label, label: Label| {
        let own = compared.iter().filter(|one| one.answer == answer && one.label == label);
        // The sum of nothing is −0.
        (own.clone().map(|one| one.weight).sum::<f64>() / all + 0.0, own.count() as u64)
    };
    ANSWERS.into_iter().map(|answer| Label::ALL.into_iter().map(|label| cell(answer, label)).collect()).collect()
}

/// How many bins the confidence is cut into.
const BINS: usize = 6;

/// Opinions by their confidence, in bins of equally many codes, and how many of each are right.
pub(crate) fn reliability(compared: &[Compared]) -> Vec<Bin> {
    let mut sorted: Vec<&Compared> = compared.iter().collect();
    sorted.sort_by(|a, b| {
        a.confidence.total_cmp(&b.confidence).then_with(|| a.told.statement_id.cmp(&b.told.statement_id))
    });
    let length = sorted.len().div_ceil(BINS).max(5);
    let bin = |own: &[&Compared]| {
        let weight: f64 = own.iter().map(|one| one.weight).sum();
        let said = own.iter().map(|one| one.weight * one.confidence).sum::<f64>() / weight;
        // The confidence is that of the polarity, whether it counts or not.
        let right = share_of(own, |one| one.label.sign() == Some(one.leans), |_| true)?;
        Some(Bin { said, right })
    };
    sorted.chunks(length).filter_map(bin).collect()
}

/// Share right by the group with this number, for groups of at least three codes, the largest first.
pub(crate) fn by_group(compared: &[Compared], group: usize) -> Vec<(String, Share)> {
    let mut groups: BTreeMap<&str, Vec<&Compared>> = BTreeMap::new();
    compared.iter().for_each(|one| groups.entry(&one.groups[group]).or_default().push(one));
    let shown = |(name, own): (&str, Vec<&Compared>)| {
        let right = share_of(&own, |one| one.label == one.answer, |_| true)?;
        (own.len() >= 3 && !name.is_empty()).then(|| (name.to_owned(), right))
    };
    let mut found: Vec<(String, Share)> = groups.into_iter().filter_map(shown).collect();
    found.sort_by(|a, b| b.1.units.cmp(&a.1.units).then_with(|| a.0.cmp(&b.0)));
    found.truncate(15);
    found
}

/// Number of disagreements to read.
const READ: usize = 30;

/// The disagreements that teach most: opposite directions first, then those of which the program was surest.
pub(crate) fn disagreements(compared: &[Compared]) -> Vec<Compared> {
    let mut found: Vec<&Compared> = compared.iter().filter(|one| one.label != one.answer).collect();
    let opposite = |one: &Compared| one.label.sign().zip(one.answer.sign()).is_some_and(|(a, b)| a * b < 0);
    found.sort_by(|a, b| {
        opposite(b)
            .cmp(&opposite(a))
            .then_with(|| b.confidence.total_cmp(&a.confidence))
            .then_with(|| (&a.told.statement_id, &a.told.target).cmp(&(&b.told.statement_id, &b.told.target)))
    });
    found.into_iter().take(READ).cloned().collect()
}

//! Codes in reports: tables of codes and a tally come in; corrections of the means, and examples marked with their code,
//! come out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::aggregate::{Uttered, opinions};
use crate::error::Error;
use crate::lexicon::actors::Actors;
use crate::model::actor::ActorId;
use crate::model::code::{Code, Coded, Label, Stratum, UnitId, settled};
use crate::model::hash::{add_to_sum, check_sum};
use crate::model::opinion::MICRO;
use crate::model::run::Telling;
use crate::model::tally::Tally;
use crate::model::validation::{CodedOpinion, Corrections, Opinionated};
use crate::read::{CodeFile, read_codes};
use crate::validate::correct;

/// The codes of all tables.
///
/// Errors: a table that cannot be read; one of whole articles, which corrects nothing.
pub(super) fn read_all(paths: &[PathBuf]) -> Result<Vec<Code>, Error> {
    let mut codes = Vec::new();
    for path in paths {
        match read_codes(&path.to_string_lossy())? {
            CodeFile::Codes(own) => codes.extend(own),
            CodeFile::Articles(_) => {
                let path = path.display();
                return Err(Error::said(format!(
                    "{path}: codes of whole articles correct no means; give them to validate"
                )));
            }
        }
    }
    Ok(codes)
}

/// The settled codes, by the opinion as a tally names it.
pub(super) struct Sheet {
    codes: BTreeMap<UnitId, Coded>,
    /// The number of each stratum.
    strata: BTreeMap<String, usize>,
}

impl Sheet {
    /// The codes; those of a copy belong to its original.
    pub(super) fn of(codes: &[Code], copies: &BTreeMap<u64, u64>) -> Sheet {
        let mut sheet = Sheet { codes: BTreeMap::new(), strata: BTreeMap::new() };
        for ((key, target), coded) in settled(codes) {
            if let Some(stratum) = &coded.stratum {
                let next = sheet.strata.len();
                sheet.strata.entry(stratum.name.clone()).or_insert(next);
            }
            sheet.codes.entry((copies.get(&key).copied().unwrap_or(key), target)).or_insert(coded);
        }
        sheet
    }

    /// Number of coded opinions.
    pub(super) fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether some codes come without a design.
    pub(super) fn undesigned(&self) -> bool {
        self.codes.values().any(|coded| coded.stratum.is_none())
    }

    /// What the manifest says of the codes; `None` without codes.
    pub(super) fn fingerprint(&self, codes: &[Code]) -> Option<String> {
        let line = |code: &Code| format!("{:?} {} {:?} {:?}", code.unit, code.coder, code.label, code.stratum);
        let lines: BTreeSet<String> = codes.iter().map(line).collect();
        let sum = lines.iter().fold(0, |sum, line| add_to_sum(sum, check_sum(line.as_bytes())));
        (!codes.is_empty()).then(|| format!("{} opinions, {sum:016x}", self.len()))
    }

    /// The code of an utterance that names `targets`, of `number` opinions in all. Of several codes the one of the first
    /// target counts; an utterance with several targets is drawn if any of them is.
    pub(super) fn coded(&self, key: u64, targets: &[ActorId], number: usize) -> Option<CodedOpinion> {
        let mut found = targets.iter().filter_map(|target| self.codes.get(&(key, target.clone())));
        let Coded { label, stratum } = found.next()?;
        let (at, drawn, probability) = match stratum {
            Some(stratum) => (self.strata[&stratum.name], stratum.drawn, stratum.probability()),
            // Without a design: as if drawn at random.
            None => (self.strata.len(), self.len() as u64, (self.len() as f64 / number.max(1) as f64).min(1.0)),
        };
        let any = 1.0 - (1.0 - probability).powi(targets.len() as i32);
        Some(CodedOpinion { label: *label, stratum: at, drawn, probability: any })
    }

    /// An utterance with its code, of `number` opinions in all.
    pub(super) fn opinionated(&self, (key, targets, stats): &Uttered, number: usize) -> Opinionated {
        Opinionated {
            cluster: stats.first.1,
            lean: stats.lean,
            stance: f64::from(stats.stance) / MICRO,
            coded: self.coded(*key, targets, number),
        }
    }

    /// The corrections of all means of `tally`, whose coded examples are marked; `None` without codes.
    pub(super) fn correct(&self, tally: &mut Tally, registry: &Actors, how: Telling) -> Option<Corrections> {
        if self.codes.is_empty() {
            return None;
        }
        let number = tally.dyads.values().map(|said| said.len()).sum();
        let opinion = |uttered: &Uttered| self.opinionated(uttered, number);
        let named = tally.dyads.iter().flat_map(|((_, target), said)| {
            said.iter().map(|(key, stats)| opinion(&(key, vec![target.clone()], stats.clone())))
        });
        let all: Vec<Opinionated> = named.collect();
        let used = all.iter().filter(|opinion| opinion.coded.is_some()).count();
        let dyads = opinions(tally, registry, how)
            .into_iter()
            .map(|(pair, said)| (pair, said.iter().map(opinion).collect()))
            .collect();
        let corrections = correct(&all, &dyads, (self.len() - used) as u64, self.undesigned());
        self.mark(tally, corrections.strengths);
        Some(corrections)
    }

    /// Corrects the examples that are coded.
    fn mark(&self, tally: &mut Tally, (favor, against): (f64, f64)) {
        for ((_, target), examples) in &mut tally.examples {
            let code = |key: u64, stance: i64| {
                let Coded { label, .. } = self.codes.get(&(key, target.clone()))?;
                let strength = |value: f64| (value * MICRO).round() as i64;
                let corrected = match label {
                    Label::Favor if stance > 0 => stance,
                    Label::Against if stance < 0 => stance,
                    Label::Favor => strength(favor),
                    Label::Against => -strength(against),
                    Label::Neither | Label::NotAbout | Label::WrongSpeaker => 0,
                };
                Some((*label, corrected))
            };
            Arc::make_mut(examples).correct(&code);
        }
    }
}

/// The stratum of a code, or a sample drawn at random from all `units`.
pub(super) fn weight(stratum: Option<&Stratum>, codes: usize, units: usize) -> f64 {
    stratum.map_or(units as f64 / codes.max(1) as f64, |stratum| 1.0 / stratum.probability())
}

//! Validation: how well a run agrees with codes, and what codes make of its means. Plain values; `validate` computes them
//! and `report` formats them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::actor::ActorId;
use crate::model::code::Label;
use crate::model::utterance::Lean;

/// A share with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Share {
    /// 0 to 1.
    pub(crate) value: f64,
    /// `None` with fewer than two documents.
    pub(crate) interval: Option<(f64, f64)>,
    /// Number of coded opinions behind it.
    pub(crate) units: u64,
}

/// A mean corrected by codes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Estimate {
    /// The mean.
    pub(crate) value: f64,
    /// Its standard error.
    pub(crate) error: f64,
    /// Its 95% interval.
    pub(crate) interval: (f64, f64),
    /// How far the program's values are trusted, 0 (codes alone) to 1.
    pub(crate) trust: f64,
    /// Number of codes it rests on.
    pub(crate) codes: u64,
    /// Number of documents in which they are.
    pub(crate) documents: u64,
}

/// Where the correction of a dyad comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// From its own codes.
    Own,
    /// From the codes of all dyads: errors are taken to be alike in all of them.
    Pooled,
    /// There are too few codes: it stays as it is.
    TooFew,
}

/// A raw number and its correction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    /// As the program counts.
    pub(crate) raw: f64,
    /// `None` if there are too few codes.
    pub(crate) corrected: Option<Estimate>,
}

/// The numbers of one dyad, raw and corrected.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Correction {
    pub(crate) basis: Basis,
    /// Number of opinions.
    pub(crate) units: u64,
    /// Number of its opinions that are coded.
    pub(crate) codes: u64,
    /// Mean stance, −1 to 1.
    pub(crate) stance: Pair,
    /// Shares in favor and against, 0 to 1.
    pub(crate) favor: Pair,
    pub(crate) against: Pair,
}

/// The corrections of a whole run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Corrections {
    /// Number of codes that belong to an opinion of the run.
    pub(crate) used: u64,
    /// Number of codes that do not.
    pub(crate) unused: u64,
    /// Whether some codes come without a design.
    pub(crate) undesigned: bool,
    /// What one coded statement counts for and against: the mean strength of the run's own opinions.
    pub(crate) strengths: (f64, f64),
    /// All opinions together.
    pub(crate) all: Correction,
    /// By holder and target.
    pub(crate) dyads: BTreeMap<(ActorId, ActorId), Correction>,
}

/// A coded opinion beside what the program says of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Compared {
    /// The hash of its document.
    pub(crate) cluster: u64,
    /// How many opinions of the run it stands for.
    pub(crate) weight: f64,
    /// What the program says, as it counts.
    pub(crate) answer: Label,
    /// Which way the program leans, whether it counts or not: −1, 0 or +1.
    pub(crate) leans: i8,
    /// How probable the program takes its answer to be, 0 to 1.
    pub(crate) confidence: f64,
    /// The label of each coder, by the coder's number, with whether that coder was sure.
    pub(crate) labels: Vec<(usize, Label, bool)>,
    /// The label on which they settle.
    pub(crate) label: Label,
    /// What the second reader answers; `None` if it was not asked.
    pub(crate) second: Option<Label>,
    /// What it belongs to, in the order of [`Validation::groups`].
    pub(crate) groups: Vec<String>,
    pub(crate) told: Told,
}

/// An opinion as a reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) statement_id: String,
    /// YYYY-MM-DD; empty if unknown.
    pub(crate) date: String,
    pub(crate) holder: String,
    pub(crate) target: String,
    /// The content, shortened for display.
    pub(crate) words: String,
    /// The remarks of coders.
    pub(crate) comment: String,
}

/// How far some coders, or coders and the program, agree.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Between {
    /// Who.
    pub(crate) names: String,
    /// Number of opinions that several of them coded.
    pub(crate) units: u64,
    /// Share of pairs of codes that are equal, 0 to 1.
    pub(crate) equal: f64,
    /// Krippendorff's alpha over all labels, and over direction alone as an ordered value; `None` if all are equal.
    pub(crate) nominal: Option<Alpha>,
    pub(crate) ordinal: Option<Alpha>,
    /// Cohen's kappa; `None` for more than two.
    pub(crate) kappa: Option<f64>,
}

/// Krippendorff's alpha with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Alpha {
    /// At most 1.
    pub(crate) value: f64,
    /// `None` with fewer than two documents.
    pub(crate) interval: Option<(f64, f64)>,
}

/// How well the program finds one class.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Class {
    pub(crate) label: Label,
    /// `None` if the program never says it.
    pub(crate) precision: Option<Share>,
    /// `None` if coders never say it.
    pub(crate) recall: Option<Share>,
    pub(crate) f1: Option<Share>,
}

/// Opinions of which the program is about equally sure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bin {
    /// The mean confidence, 0 to 1.
    pub(crate) said: f64,
    /// How many of them are right.
    pub(crate) right: Share,
}

/// A confidence fitted to codes: the log-odds are `intercept` plus `slope` times the log-odds of the program's own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Added to the log-odds.
    pub intercept: f64,
    /// Multiplies the log-odds.
    pub slope: f64,
    /// Opinions count from this confidence on, 0 to 1.
    pub threshold: f64,
}

impl Calibration {
    /// The fitted confidence, 0 to 1.
    pub(crate) fn of(&self, confidence: f64) -> f64 {
        let odds = confidence.clamp(0.001, 0.999);
        let odds = self.intercept + self.slope * (odds / (1.0 - odds)).ln();
        1.0 / (1.0 + (-odds).exp())
    }
}

/// A calibration, and what it is worth on documents that it was not fitted to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Recalibrated {
    pub(crate) calibration: Calibration,
    /// Mean squared distance of confidence and truth (Brier score), before and after.
    pub(crate) brier: (f64, f64),
    /// F1 of what counts as for or against, before and after.
    pub(crate) f1: (f64, f64),
    /// Number of codes it rests on.
    pub(crate) codes: u64,
}

/// What the program finds of what coders found in whole articles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Recall {
    pub(crate) articles: u64,
    /// Statements that it finds.
    pub(crate) statements: Option<Share>,
    /// Statements that are for or against a target, of which it finds the target and the direction.
    pub(crate) signed: Option<Share>,
}

/// How many codes a wish needs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wish {
    /// The mean in question.
    pub(crate) about: String,
    /// Half the width of its interval now; `None` without codes of its own.
    pub(crate) now: Option<f64>,
    /// Half the width that is wished for.
    pub(crate) wished: f64,
    /// Number of codes needed in all; `None` if no number of codes is enough.
    pub(crate) needs: Option<u64>,
    /// Number of opinions there are.
    pub(crate) units: u64,
}

/// The result of a validation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Validation {
    /// Number of codes, and of opinions that they are about.
    pub(crate) codes: u64,
    pub(crate) units: u64,
    /// Number of coded opinions that the run does not have.
    pub(crate) unused: u64,
    /// Whether some codes come without a design.
    pub(crate) undesigned: bool,
    /// Agreement between coders: all together first, then pairs.
    pub(crate) coders: Vec<Between>,
    /// Agreement of each coder with the second reader; empty if the run has only one.
    pub(crate) second: Vec<Between>,
    /// Agreement of the settled codes with the program, weighted.
    pub(crate) program: Option<Between>,
    /// Share of opinions of which the program is right.
    pub(crate) right: Option<Share>,
    /// Share of opinions that have the right speaker and are about the target.
    pub(crate) belongs: Option<Share>,
    pub(crate) classes: Vec<Class>,
    /// For each answer of the program (against, neither, for) and each label: the estimated share of all opinions, and
    /// the number of codes.
    pub(crate) confusion: Vec<Vec<(f64, u64)>>,
    pub(crate) reliability: Vec<Bin>,
    /// Share right by what opinions belong to; the largest of each first.
    pub(crate) groups: Vec<(&'static str, Vec<(String, Share)>)>,
    pub(crate) disagreements: Vec<Compared>,
    pub(crate) recall: Option<Recall>,
    pub(crate) recalibrated: Option<Recalibrated>,
    pub(crate) plan: Vec<Wish>,
}

/// An opinion of a run as the correction sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opinionated {
    /// The hash of its document.
    pub(crate) cluster: u64,
    pub(crate) lean: Lean,
    /// As it counts, −1 to 1.
    pub(crate) stance: f64,
    /// `None` outside the sample.
    pub(crate) coded: Option<CodedOpinion>,
}

/// What coders say of an opinion, and how it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CodedOpinion {
    pub(crate) label: Label,
    /// The number of its stratum.
    pub(crate) stratum: usize,
    /// Number of opinions drawn from that stratum.
    pub(crate) drawn: u64,
    /// The probability with which it was drawn, above 0 to 1.
    pub(crate) probability: f64,
}

//! Confidence: how probable it is that an opinion is right, all in all: that somebody says it, that it is this holder,
//! that it is this target, and that the sign is right.

use crate::model::mention::{Mention, Rule};
use crate::model::opinion::Polarity;
use crate::model::statement::Statement;

/// An opinion that leans counts from this confidence on: it is more often right than not.
pub(crate) const COUNTED: f64 = 0.5;

/// **What it does**: gives the probability that an opinion is right, from that of its sign where statement, holder and
/// target are given, and from how surely these are found. Of `none` it is the probability of that alone.
/// **Why**: a clear word of blame that is held to be the wrong person's is wrong.
/// **Known failures**: on articles that nobody looked at while the rules for holders were made, it is about five points
/// too high.
/// **Source**: logistic regression over 3,243 opinions on the coded training articles, each scored with weights learned
/// from the other half of them (`src/bin/fit/confidence.py`).
pub(super) fn confidence(sign: f64, polarity: Polarity, statement: &Statement, mentions: &[Mention]) -> f64 {
    if polarity == Polarity::None { sign } else { calibrated(sign * reach(statement, mentions)) }
}

/// Whether reports count an opinion as for or against.
pub(super) fn counts(polarity: Polarity, confidence: f64, least: f64) -> bool {
    polarity != Polarity::None && confidence >= least
}

/// As often right as it says, from a probability.
pub(super) fn calibrated(probability: f64) -> f64 {
    logistic(SHIFT + SLOPE * logit(probability))
}

/// How probable it is that holder and target are coded so, whatever the sign.
fn reach(statement: &Statement, mentions: &[Mention]) -> f64 {
    let rules = || mentions.iter().map(|mention| mention.rule);
    let mention = match () {
        () if rules().any(is_name) => 0.0,
        () if rules().any(|rule| rule == Rule::Unnamed) => UNNAMED,
        () => POINTED_AT,
    };
    let holder = match statement.rule {
        Some(Rule::Description | Rule::Apposition) => DESCRIBED,
        _ => 0.0,
    };
    logistic(NAMED + FOUND * logit(statement.confidence) + mention + holder)
}

const SHIFT: f64 = 0.48;
const SLOPE: f64 = 1.17;
/// A statement of even odds, of a named holder about a named target.
const NAMED: f64 = 1.36;
/// For each unit of the log odds of the statement.
const FOUND: f64 = 0.91;
/// Only pronouns and descriptions point at the target, or nothing does.
const POINTED_AT: f64 = -1.91;
/// The target is somebody without a name.
const UNNAMED: f64 = -3.10;
/// The holder is found by a description.
const DESCRIBED: f64 = -0.42;

fn is_name(rule: Rule) -> bool {
    !matches!(rule, Rule::Pronoun | Rule::Description | Rule::Topic | Rule::Unnamed)
}

fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// The log odds, of a probability that is neither 0 nor 1.
fn logit(probability: f64) -> f64 {
    let inside = probability.clamp(0.001, 0.999);
    (inside / (1.0 - inside)).ln()
}

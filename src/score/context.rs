//! Context: what a document says elsewhere of the same two sides makes an opinion more or less sure.
//!
//! The words of a statement say which way it leans; the others only move how much. Evidence stays that of the statement's
//! own words, brought to the scale of the new stance.

use std::collections::BTreeMap;

use crate::model::opinion::Opinion;
use crate::model::reader::Reader;
use crate::model::statement::{ScoredStatement, Statement};
use crate::score::assertion::is_denied;
use crate::score::group::side;
use crate::score::judged::judge_anew;
use crate::score::polarity::Sums;

/// How the sums of an opinion change where the document has others of the same two sides.
struct Pull {
    /// By what its own direction is multiplied.
    direction: f64,
    /// For how far the others lean.
    leaning: f64,
    /// By what its own salience is multiplied.
    salience: f64,
    /// What is added to it.
    shift: f64,
    /// For how often the others judge at all.
    judging: f64,
}

/// Learned from the training articles, each scored with weights of the other half of them (`bin/fit/context.py`).
const TRANSPARENT: Pull = Pull { direction: 1.31, leaning: 5.37, salience: 0.83, shift: -0.95, judging: 4.47 };
/// The same for the mean of both readers and for the encoder, on those articles from which it has not learned.
const SECOND: Pull = Pull { direction: 1.10, leaning: 6.01, salience: 0.95, shift: -0.46, judging: -0.51 };

/// So many further opinions that neither lean nor judge are imagined beside the others: few weigh less than many.
const IMAGINED: f64 = 3.0;
/// How often an opinion judges at all where nothing is known of it.
const USUAL: f64 = 0.3;

/// What statements say of one side by another, all in all.
#[derive(Clone, Copy, Default)]
struct Company {
    count: f64,
    lean: f64,
    judged: f64,
}

impl Company {
    fn add(&mut self, opinion: &Opinion) {
        let (lean, judged) = match opinion.likely {
            Some([against, none, favor]) => (favor - against, 1.0 - none),
            None => (opinion.stance.value(), opinion.stance.value().abs()),
        };
        *self = Company { count: self.count + 1.0, lean: self.lean + lean, judged: self.judged + judged };
    }

    fn without(self, other: Company) -> Company {
        let Company { count, lean, judged } = self;
        Company { count: count - other.count, lean: lean - other.lean, judged: judged - other.judged }
    }
}

/// Brings the opinions of a document into line with each other.
///
/// **What it does**: moves how probable it is that an opinion leans, by the mean of what other statements of the same
/// side say about the same target's side. It never turns an opinion, and gives none to a statement whose own words
/// point nowhere.
/// **Why**: who condemns somebody in one sentence of an article mostly does not praise him in the next: of coded pairs
/// whose like elsewhere in the article is against, 75% are against, of all 30%.
/// **Known failures**: who praises an ally and scolds him once; a holder who is wrong in several statements at once.
/// **Source**: measured on the coded training articles.
pub(crate) fn weigh(scored: &mut [ScoredStatement], reader: Reader, least: f64) {
    let pull = if reader == Reader::Transparent { &TRANSPARENT } else { &SECOND };
    let mut all = Companies::new();
    for ScoredStatement { statement, opinions, .. } in &*scored {
        gather(&mut all, statement, opinions);
    }
    for ScoredStatement { statement, opinions, .. } in scored {
        let mut own = Companies::new();
        gather(&mut own, statement, opinions);
        for opinion in opinions {
            let Some(sides) = sides(statement, opinion) else { continue };
            let others = all[&sides].without(own[&sides]);
            let points = !opinion.evidence.is_empty() && !is_denied(&statement.attribution, opinion);
            if let Some(likely) = opinion.likely.filter(|_| points && others.count > 0.5) {
                let before = opinion.stance;
                judge_anew(opinion, pull.on(likely, others), statement, least);
                opinion.alone = Some(before).filter(|before| *before != opinion.stance);
            }
        }
    }
}

/// What is said of one side by another, by the two.
type Companies = BTreeMap<(String, String), Company>;

/// Adds the opinions of `statement` to `companies`.
fn gather(companies: &mut Companies, statement: &Statement, opinions: &[Opinion]) {
    for opinion in opinions {
        if let Some(sides) = sides(statement, opinion) {
            companies.entry(sides).or_default().add(opinion);
        }
    }
}

/// The sides of holder and target; `None` if nobody knows the holder, or both are one.
fn sides(statement: &Statement, opinion: &Opinion) -> Option<(String, String)> {
    let (holder, target) = (side(statement.holder.as_deref()?), side(&opinion.target));
    (holder != target).then(|| (holder.to_owned(), target.to_owned()))
}

impl Pull {
    fn on(&self, likely: [f64; 3], others: Company) -> [f64; 3] {
        let own = Sums::of(likely);
        let weight = others.count + IMAGINED;
        let pulled = self.direction * own.direction + self.leaning * others.lean / weight;
        let judged = (others.judged - USUAL * others.count) / weight;
        Sums {
            direction: if pulled * own.direction > 0.0 { pulled } else { 0.0 },
            salience: self.salience * own.salience + self.shift + self.judging * judged,
        }
        .probabilities()
    }
}

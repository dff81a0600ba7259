//! Judging: what the sentences of a statement say about a target comes in; one opinion comes out.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::opinion::{EntryName, Evidence, Opinion, Polarity, Stance, in_micro};
use crate::model::statement::{Statement, Target};
use crate::score::confidence::{calibrated, confidence, counts};
use crate::score::polarity::{NEUTRAL, Sums};
use crate::score::told::{Piece, told};

/// What the sentences of a statement say about a target.
#[derive(Default)]
pub(super) struct Heard {
    /// How many there are.
    pub(super) count: usize,
    /// The sums of each.
    pub(super) each: Vec<Sums>,
    /// The pieces of the sum of each.
    pub(super) pieces: Vec<Vec<Piece>>,
    /// What the entries say, where they alone count.
    pub(super) stance: f64,
    pub(super) evidence: Vec<Evidence>,
    pub(super) entries: BTreeSet<Arc<EntryName>>,
}

/// What is said about a target, all in all.
pub(super) struct Judged {
    stance: Stance,
    polarity: Polarity,
    /// The probability of the polarity.
    confidence: f64,
    evidence: Vec<Evidence>,
    entries: BTreeSet<Arc<EntryName>>,
    /// `None` where no sums were made.
    likely: Option<[f64; 3]>,
}

impl Judged {
    /// The same with how surely statement, holder and target are found.
    pub(super) fn weighed(self, statement: &Statement, target: &Target) -> Judged {
        let confidence = confidence(self.confidence, self.polarity, statement, &target.mentions);
        Judged { confidence, ..self }
    }
}

/// The mean over the sentences, of entries alone.
pub(super) fn by_valence(heard: Heard) -> Judged {
    let count = heard.count.max(1) as f64;
    let stance = Stance::new(heard.stance / count);
    let polarity = polarity(stance);
    let mut evidence = heard.evidence;
    evidence.iter_mut().for_each(|piece| piece.valence = in_micro(piece.valence / count));
    Judged { stance, polarity, confidence: 1.0, evidence, entries: heard.entries, likely: None }
}

/// What the mean of the sums says.
pub(super) fn by_sums(heard: Heard, least: f64) -> Judged {
    if heard.count == 0 {
        return Judged { likely: Some([0.0, 1.0, 0.0]), ..by_valence(heard) };
    }
    if heard.count >= LONG {
        return by_sentences(heard, least);
    }
    let count = heard.count as f64;
    let mean = |of: fn(&Sums) -> f64| heard.each.iter().map(of).sum::<f64>() / count;
    let sums = Sums { direction: mean(|sums| sums.direction), salience: mean(|sums| sums.salience) };
    let likely = sums.probabilities();
    let (polarity, confidence) = Sums::polarity(likely);
    let mut evidence: Vec<Evidence> =
        heard.pieces.into_iter().flat_map(|pieces| told(pieces, sums.scale() / count)).collect();
    evidence.iter_mut().for_each(|piece| piece.valence = in_micro(piece.valence));
    let (stance, likely) = (Stance::new(sums.stance()), Some(likely));
    Judged { stance, polarity, confidence, evidence, entries: heard.entries, likely }
}

/// From so many sentences on that name a target, each has a stance of its own. Chosen by hand.
const LONG: usize = 6;

/// A mean of many sentences nearer to 0 than this points nowhere. Chosen by hand.
const FAINT: f64 = 0.01;

/// The mean over the sentences of a long statement, each judged by itself.
///
/// **What it does**: gives each sentence its stance, 0 where it is neutral or not sure, and takes the mean.
/// **Why**: a speech of an hour names a state in passing a hundred times, and judges it in ten sentences. The mean of
/// all that is seen in it would be neutral.
/// **Example**: 143 mentions of a state, 20 sentences clearly against it: −0.1, against.
/// **Known failures**: what one sentence begins and the next completes.
/// **Source**: chosen by hand.
fn by_sentences(heard: Heard, least: f64) -> Judged {
    let count = heard.each.len() as f64;
    let mut total = 0.0;
    let mut sure = [(0.0, 0.0); 2];
    let mut evidence: Vec<Evidence> = Vec::new();
    for (sums, pieces) in heard.each.into_iter().zip(heard.pieces) {
        let (polarity, confidence) = Sums::polarity(sums.probabilities());
        if polarity == Polarity::None || calibrated(confidence) < least {
            continue;
        }
        let side = &mut sure[usize::from(polarity == Polarity::Favor)];
        *side = (side.0 + confidence, side.1 + 1.0);
        total += sums.stance();
        evidence.extend(told(pieces, sums.scale() / count));
    }
    evidence.iter_mut().for_each(|piece| piece.valence = in_micro(piece.valence));
    let stance = total / count;
    let polarity = match stance {
        stance if stance >= FAINT => Polarity::Favor,
        stance if stance <= -FAINT => Polarity::Against,
        _ => Polarity::None,
    };
    let (confidence, number) = sure[usize::from(polarity == Polarity::Favor)];
    let confidence = if polarity == Polarity::None { 1.0 } else { confidence / number };
    let (stance, entries) = (Stance::new(stance), heard.entries);
    Judged { stance, polarity, confidence, evidence, entries, likely: None }
}

/// The opinion of `target` that is `judged` so.
pub(super) fn opinion(target: &Target, judged: Judged, least: f64) -> Opinion {
    Opinion {
        target: target.actor.clone(),
        mentions: target.mentions.clone(),
        stance: judged.stance,
        sentiment: 0.0,
        polarity: judged.polarity,
        confidence: judged.confidence,
        counted: counts(judged.polarity, judged.confidence, least),
        evidence: judged.evidence,
        entries: judged.entries.into_iter().collect(),
        likely: judged.likely,
        alone: None,
        readers: None,
        agree: None,
    }
}

/// Gives `opinion` these probabilities of against, none and favor. Its evidence is brought to the scale of the new stance;
/// if that points the other way, or nowhere, there is none.
pub(super) fn judge_anew(opinion: &mut Opinion, likely: [f64; 3], statement: &Statement, least: f64) {
    let (polarity, sure) = Sums::polarity(likely);
    let before = opinion.stance.value();
    opinion.stance = Stance::new(Sums::lean(likely));
    let after = opinion.stance.value();
    if before * after > 0.0 {
        opinion.evidence.iter_mut().for_each(|piece| piece.valence = in_micro(piece.valence * after / before));
    } else {
        opinion.evidence.clear();
        opinion.entries.clear();
        // What is neutral and has no evidence has no stance.
        if polarity == Polarity::None {
            opinion.stance = Stance::default();
        }
    }
    (opinion.polarity, opinion.likely) = (polarity, Some(likely));
    opinion.confidence = confidence(sure, polarity, statement, &opinion.mentions);
    opinion.counted = counts(polarity, opinion.confidence, least);
}

/// Which way a stance points.
fn polarity(stance: Stance) -> Polarity {
    if stance.value() >= NEUTRAL {
        Polarity::Favor
    } else if stance.value() <= -NEUTRAL {
        Polarity::Against
    } else {
        Polarity::None
    }
}

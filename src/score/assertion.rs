//! What kind of saying a statement is, and what is left of its opinions.

use crate::model::attribution::Attribution;
use crate::model::opinion::{Opinion, Polarity, Stance};
use crate::model::span::Span;

/// What a denial leaves of the stance that it turns: who denies that somebody lied has not praised him. Chosen by hand.
const TURNED: f64 = 0.5;

/// What it leaves of the confidence. Chosen on the training articles, where most of what is denied is coded neutral.
const SURE: f64 = 0.6;

/// Brings `opinions` into line with the kind of saying of `attribution`.
///
/// **What it does**: What is not said, only asked or imagined, and what the holder tells as the words of others, has no
/// opinions that lean; what is denied is turned.
/// **Why**: "X did not say that Y had lied" is no charge of X against Y.
/// **Example**: "X denied that Y was a threat": not against Y, and a little for it, but not surely enough to be counted.
/// **Known failures**: "Did not rule out sanctions against Y" has no side.
/// **Source**: FactBank (Saurí & Pustejovsky 2009) for the kinds.
pub(crate) fn settle(attribution: &Attribution, opinions: &mut [Opinion]) {
    for opinion in opinions {
        if !attribution.assertion.leans() || attribution.reported.iter().any(|part| is_inside(opinion, part)) {
            opinion.stance = Stance::default();
            opinion.polarity = Polarity::None;
            opinion.counted = false;
            opinion.evidence.clear();
            opinion.entries.clear();
            opinion.likely = None;
        } else if is_denied(attribution, opinion) {
            turn(opinion);
        }
    }
}

/// Whether `attribution` denies what it says of the target.
pub(super) fn is_denied(attribution: &Attribution, opinion: &Opinion) -> bool {
    attribution.denied.iter().any(|part| is_inside(opinion, part))
}

/// Whether the target is named in `part` only.
fn is_inside(opinion: &Opinion, part: &Span) -> bool {
    opinion.mentions.iter().all(|mention| part.contains(mention.span))
}

fn turn(opinion: &mut Opinion) {
    opinion.stance = Stance::new(opinion.stance.value() * -TURNED);
    opinion.polarity = match opinion.polarity {
        Polarity::Favor => Polarity::Against,
        Polarity::Against => Polarity::Favor,
        Polarity::None => Polarity::None,
    };
    if opinion.polarity != Polarity::None {
        opinion.confidence *= SURE;
        opinion.counted = false;
    }
    let turned = |[against, _, favor]: [f64; 3]| [favor * SURE, 1.0 - (against + favor) * SURE, against * SURE];
    opinion.likely = opinion.likely.map(turned);
    for evidence in &mut opinion.evidence {
        evidence.valence *= -TURNED;
        evidence.rule.push_str(", denied");
    }
}

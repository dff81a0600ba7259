//! Doing: what the tree says of whom an entry of the stance lexicon is said, beyond the reach of its slot.

use std::sync::Arc;

use crate::lexicon::stance::Slot;
use crate::model::opinion::{Evidence, Scope};
use crate::score::curated::Curated;
use crate::score::doer::{Doer, Doers};
use crate::score::feature::Said;
use crate::score::place::{ELSEWHERE, Standing};
use crate::score::scene::{Kind, Scene};
use crate::score::truth::Truth;
use crate::text::tagger::{is_noun, is_verb};

/// The rule of what the tree says that a target does.
const DOES: &str = "does it";

/// **What it does**: an entry that is said of its doer counts for whoever the tree says does it, beyond the reach of slots.
/// **Why**: "B was attacked by **A**", "accused **A** of oppressing B", "**A**, which for years has violated".
/// **Known failures**: the tree is wrong; what is denied is not heard at all.
pub(super) fn done(
    scene: &Scene<'_>,
    doers: &Doers<'_, '_>,
    said: &[Said<'_>],
    own_side: &[bool],
    curated: &mut Vec<Curated>,
) {
    let is_passive = |said: &&Said<'_>| said.expression.starts_with("be ") && said.to - said.from > 1;
    for said in said.iter().filter(|said| said.of_doer != 0.0 && !is_passive(said)) {
        let Some(at) = said.carrier(scene).filter(|&at| scene.heard[at] && scene.is_act(at)) else { continue };
        let factor = match scene.truths[at] {
            Truth::Asserted | Truth::Demanded => 1.0,
            Truth::Unreal => 0.5,
            Truth::Negated => continue,
        };
        let Doer::Target(target) = doers.of(at) else { continue };
        let span = said.span(scene);
        let known = curated.iter().any(|item| item.target == target && item.evidence.span.overlaps(span));
        if known || own_side.get(target).copied().unwrap_or(false) {
            continue;
        }
        let (entry, rule) = (said.expression.to_owned(), DOES.to_owned());
        let valence = f64::from(said.of_doer) * factor;
        let evidence = Evidence { span, scope: Scope::Words, entry, valence, rule };
        curated.push(Curated { target, slot: Slot::Subject, is_tone: false, name: Arc::clone(said.name), evidence });
    }
}

/// The rule of help against somebody.
pub(super) const OPPOSED: &str = "done against it";

/// **What it does**: what an entry says for whom something is done to, it says against whoever it is done against.
/// **Why**: "stand with A against **B**", "defend A from **B**", "supports A in its struggle against **B**".
/// **Known failures**: "helped A against **B**" where the holder only tells it of somebody who is not named.
pub(super) fn opposed(
    scene: &Scene<'_>,
    doers: &Doers<'_, '_>,
    standings: &[Standing],
    said: &[Said<'_>],
    own_side: &[bool],
    curated: &mut Vec<Curated>,
) {
    let mentions = || scene.mentions.iter().map(|(target, _)| *target).zip(standings);
    for said in said.iter().filter(|said| said.of_other > 0.0) {
        let Some(at) = said.carrier(scene).filter(|&at| scene.heard[at] && is_verb(scene.tag(at))) else { continue };
        let own = |target: usize| own_side.get(target).copied().unwrap_or(false);
        let is_told = match doers.of(at) {
            Doer::Target(number) => !own(number),
            Doer::Name => true,
            _ => false,
        };
        let helped = mentions().find(|(_, standing)| standing.helped_by(at));
        let Some((helped, _)) = helped.filter(|_| !is_told && scene.truths[at] != Truth::Negated) else { continue };
        let factor = if scene.truths[at] == Truth::Unreal { 0.5 } else { 1.0 };
        let span = said.span(scene);
        for (target, standing) in mentions().filter(|(target, _)| *target != helped && !own(*target)) {
            if !standing.opposed_by(at) {
                continue;
            }
            curated.retain(|item| item.target != target || !item.evidence.span.overlaps(span));
            let (entry, rule) = (said.expression.to_owned(), OPPOSED.to_owned());
            let valence = -f64::from(said.of_other) * factor;
            let evidence = Evidence { span, scope: Scope::Words, entry, valence, rule };
            curated.push(Curated {
                target,
                slot: Slot::Against,
                is_tone: false,
                name: Arc::clone(said.name),
                evidence,
            });
        }
    }
}

/// **What it does**: leaves out what an entry says of whom something is done to, where another than the holder does it.
/// **Why**: "threaten **X**" is against X in the holder's mouth; "Y threatened X", said by the holder, is not.
/// **Example**: "said that Y had bombed X", "condemned Y's attack on X".
/// **Known failures**: "Y praised X, too", where the holder agrees.
pub(super) fn is_done_by_another(scene: &Scene<'_>, doers: &Doers<'_, '_>, item: &Curated, own_side: &[bool]) -> bool {
    if !matches!(item.slot, Slot::Object | Slot::Against | Slot::With | Slot::For) {
        return false;
    }
    let Some(at) = scene.carrier_of(item.evidence.span) else { return false };
    match doers.of(at) {
        _ if item.is_opposing() => false,
        Doer::Target(number) => number != item.target && !own_side.get(number).copied().unwrap_or(false),
        Doer::Name => true,
        _ => false,
    }
}

/// **What it does**: leaves out what an entry says of a subject where the target only stands in a phrase after that subject.
/// **Why**: "the attack on **X** was a crime", "the war in **X** is a threat": it is the attack that is one.
/// **Known failures**: "the people in **X** are brave", where the people are meant; what the tree joins wrongly.
pub(super) fn is_of_a_thing(scene: &Scene<'_>, standings: &[Standing], item: &Curated) -> bool {
    if !matches!(item.slot, Slot::Subject | Slot::Itself | Slot::Modified) || item.evidence.rule == DOES {
        return false;
    }
    let mentions = scene.mentions.iter().zip(standings).filter(|((target, _), _)| *target == item.target);
    let mut standings = mentions.map(|(_, standing)| standing).peekable();
    let Some(at) = scene.carrier_of(item.evidence.span) else { return false };
    let beyond = |standing: &Standing| {
        let in_phrase =
            matches!(standing.role, "on" | "against" | "in" | "with" | "to" | "for" | "from" | "about" | "between");
        let thing = |&above: &usize| scene.kinds[above] == Kind::Word && is_noun(scene.tag(above));
        let name = standing.position(scene, at).name;
        in_phrase
            && standing.above.first().is_some_and(thing)
            && matches!(name, "above" | "high above" | "beside above" | "subject above" | ELSEWHERE)
    };
    standings.peek().is_some() && standings.all(beyond)
}

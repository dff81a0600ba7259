//! Roll-up: dyads as they were named come in; dyads of the larger actors that they belong to come out.
//!
//! **What it does**: gathers, for each pair of actors, the pairs as they were named that count for it.
//! **Why**: texts name ministers and spokespeople; readers ask about states.
//! **Example**: a statement about a government and its army counts once for the state, with the mean of both stances.
//! **Known failures**: a statement in favor of one part of a target and against another has a mean near 0.
//! **Source**: chosen by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::aggregate::lineage::pairs;
use crate::lexicon::actors::Actors;
use crate::model::actor::ActorId;
use crate::model::example::Examples;
use crate::model::opinion::EntryName;
use crate::model::tally::Tally;
use crate::model::utterance::{Lean, UtteranceStats, Utterances};

/// For each pair of actors, the named pairs that count for it.
pub(super) type Parts = BTreeMap<(ActorId, ActorId), Vec<(ActorId, ActorId)>>;

/// For each pair, the pairs of `tally` that count for it.
pub(super) fn parts(tally: &Tally, registry: &Actors) -> Parts {
    let mut parts = Parts::new();
    for pair in tally.dyads.keys() {
        let (holder, target) = (registry.lineage(&pair.0), registry.lineage(&pair.1));
        for (above, about) in pairs(&holder, &target) {
            parts.entry((above.clone(), about.clone())).or_default().push(pair.clone());
        }
    }
    parts
}

/// For each actor, the named pairs in which it or a part of it is the holder, and those in which it is the target.
/// Statements inside one state or organisation are left out.
pub(super) fn sides(parts: &Parts, registry: &Actors) -> [BTreeMap<ActorId, Vec<(ActorId, ActorId)>>; 2] {
    let mut sides = [BTreeMap::new(), BTreeMap::new()];
    for ((holder, target), pairs) in parts.iter().filter(|((holder, target), _)| !inside(holder, target, registry)) {
        for (side, actor) in sides.iter_mut().zip([holder, target]) {
            let all: &mut BTreeSet<(ActorId, ActorId)> = side.entry(actor.clone()).or_default();
            all.extend(pairs.iter().cloned());
        }
    }
    sides.map(|side| side.into_iter().map(|(actor, pairs)| (actor, pairs.into_iter().collect())).collect())
}

/// Whether both belong to the same state or organisation.
pub(super) fn inside(holder: &ActorId, target: &ActorId, registry: &Actors) -> bool {
    registry.lineage(holder).last() == registry.lineage(target).last()
}

/// The utterances of all `parts`. An utterance about several parts of one target counts once, with the mean of its
/// stances toward them.
pub(super) fn utterances(tally: &Tally, parts: &[(ActorId, ActorId)]) -> Utterances {
    if let [only] = parts {
        return tally.dyads[only].clone();
    }
    let mut all: BTreeMap<u64, Vec<UtteranceStats>> = BTreeMap::new();
    for (utterance, said) in parts.iter().flat_map(|pair| tally.dyads[pair].iter()) {
        all.entry(utterance).or_default().push(said.clone());
    }
    all.into_iter().map(|(utterance, parts)| (utterance, together(parts))).collect()
}

fn together(mut parts: Vec<UtteranceStats>) -> UtteranceStats {
    parts.sort_unstable();
    let pointed: Vec<i64> = parts
        .iter()
        .filter(|said| matches!(said.lean, Lean::Favor | Lean::Against))
        .map(|said| i64::from(said.stance))
        .collect();
    let stance = pointed.iter().sum::<i64>() / pointed.len().max(1) as i64;
    let unsure = pointed.is_empty() && parts.iter().any(|said| said.lean == Lean::Unsure);
    let lean = match stance {
        1.. => Lean::Favor,
        ..=-1 => Lean::Against,
        0 if unsure => Lean::Unsure,
        0 => Lean::None,
    };
    let copies = parts.iter().map(|said| said.copies).max().unwrap_or(1);
    let entries: BTreeSet<Arc<EntryName>> = parts.iter().flat_map(|said| &said.entries).cloned().collect();
    let UtteranceStats { first, sentiment, .. } = parts[0];
    UtteranceStats { first, stance: stance as i32, sentiment, lean, copies, entries: entries.into_iter().collect() }
}

/// The examples of all `parts`.
pub(super) fn examples(tally: &Tally, parts: &[(ActorId, ActorId)]) -> Arc<Examples> {
    let mut found = parts.iter().filter_map(|pair| tally.examples.get(pair));
    let mut all = found.next().cloned().unwrap_or_default();
    found.for_each(|some| Arc::make_mut(&mut all).merge(some));
    all
}

/// For each holder, all utterances by it and its parts, and examples of them.
pub(super) fn voices(tally: &Tally, registry: &Actors) -> BTreeMap<ActorId, (Utterances, Examples)> {
    let mut voices: BTreeMap<ActorId, (Utterances, Examples)> = BTreeMap::new();
    for (holder, said) in &tally.voices {
        for above in registry.lineage(holder) {
            let (utterances, examples) = voices.entry(above).or_default();
            said.iter().for_each(|(utterance, said)| utterances.add(utterance, said.clone()));
            tally.samples.get(holder).into_iter().for_each(|some| examples.merge(some));
        }
    }
    voices
}

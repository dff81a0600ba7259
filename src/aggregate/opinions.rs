//! The opinions behind the numbers: a tally comes in; for each dyad, its utterances with the targets that they name come
//! out.

use std::collections::BTreeMap;

use crate::aggregate::rollup;
use crate::lexicon::actors::Actors;
use crate::model::actor::ActorId;
use crate::model::tally::Tally;
use crate::model::utterance::UtteranceStats;

/// An utterance as it counts for a dyad: its key, the targets that it names, and its numbers.
pub(crate) type Uttered = (u64, Vec<ActorId>, UtteranceStats);

/// The utterances of all dyads, rolled up as in the profiles.
pub(crate) fn opinions(tally: &Tally, registry: &Actors) -> BTreeMap<(ActorId, ActorId), Vec<Uttered>> {
    let of = |parts: &[(ActorId, ActorId)]| {
        let mut targets: BTreeMap<u64, Vec<ActorId>> = BTreeMap::new();
        for pair in parts {
            tally.dyads[pair].iter().for_each(|(key, _)| targets.entry(key).or_default().push(pair.1.clone()));
        }
        let said = rollup::utterances(tally, parts).into_list();
        said.into_iter().map(|(key, stats)| (key, targets.remove(&key).unwrap_or_default(), stats)).collect()
    };
    rollup::parts(tally, registry).iter().map(|(pair, parts)| (pair.clone(), of(parts))).collect()
}

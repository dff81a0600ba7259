//! The opinions behind the numbers: a tally comes in; for each dyad, its utterances with the targets that they name come
//! out.

use std::collections::BTreeMap;

use crate::aggregate::rollup::Rollup;
use crate::lexicon::actors::Actors;
use crate::model::actor::ActorId;
use crate::model::run::Telling;
use crate::model::tally::Tally;
use crate::model::utterance::UtteranceStats;

/// An utterance as it counts for a dyad: its key, the targets that it names, and its numbers.
pub(crate) type Uttered = (u64, Vec<ActorId>, UtteranceStats);

/// The utterances of all dyads, rolled up as in the profiles.
pub(crate) fn opinions(tally: &Tally, registry: &Actors, how: Telling) -> BTreeMap<(ActorId, ActorId), Vec<Uttered>> {
    let rollup = Rollup::new(tally, registry, how);
    let dyads = rollup.pairs.iter().map(|(pair, gathered)| (pair.clone(), rollup.uttered(&gathered.parts)));
    dyads.collect()
}

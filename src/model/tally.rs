//! A tally: whole numbers that add up to the same whatever the order.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::actor::ActorId;
use crate::model::example::Examples;
use crate::model::period::Day;
use crate::model::utterance::{Sketches, Utterances};

/// Everything that is counted over a corpus.
///
/// It grows by a few hundred bytes for each utterance and target (`reports/speed.md`); merging is associative, and its
/// order does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// What was read.
    pub(crate) counts: Counts,
    /// What was said, by holder and target as they were named.
    pub(crate) dyads: BTreeMap<(ActorId, ActorId), Utterances>,
    /// Some of it, to show.
    pub(crate) examples: BTreeMap<(ActorId, ActorId), Arc<Examples>>,
    /// What each holder said, toward whomever.
    pub(crate) voices: BTreeMap<ActorId, Utterances>,
    /// Some of it, to show.
    pub(crate) samples: BTreeMap<ActorId, Examples>,
    /// By what near-copies of what each holder said are known; empty where duplicates are kept.
    pub(crate) sketches: BTreeMap<ActorId, Sketches>,
}

/// Plain counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Documents read.
    pub(crate) documents: u64,
    /// Statements found, with or without a known holder, copies included.
    pub(crate) statements: u64,
    /// Statements without a known holder.
    pub(crate) unknown_holders: u64,
    /// Given statements whose holder is not in the registry.
    pub(crate) own_actors: u64,
    /// First and last day.
    pub(crate) days: Option<(Day, Day)>,
    /// The sum of the hashes of all documents: the same for the same documents, in any order and any files.
    pub(crate) fingerprint: u64,
}

impl Counts {
    /// Whether they can be those of any documents; a line of a state can say whatever it likes.
    pub(crate) fn are_possible(&self) -> bool {
        self.unknown_holders <= self.statements && self.own_actors <= self.statements
    }

    /// Adds the counts of other documents.
    pub(crate) fn merge(&mut self, other: &Counts) {
        let add = |own: &mut u64, more: u64| *own = own.saturating_add(more);
        add(&mut self.documents, other.documents);
        add(&mut self.statements, other.statements);
        add(&mut self.unknown_holders, other.unknown_holders);
        add(&mut self.own_actors, other.own_actors);
        self.fingerprint = self.fingerprint.wrapping_add(other.fingerprint);
        if let Some((first, last)) = other.days {
            let (earliest, latest) = self.days.unwrap_or((first, last));
            self.days = Some((earliest.min(first), latest.max(last)));
        }
    }
}

impl Tally {
    /// Adds the counts of other documents; the order of merging does not matter.
    pub(crate) fn merge(&mut self, other: Tally) {
        self.counts.merge(&other.counts);
        for (pair, said) in other.dyads {
            merge(self.dyads.entry(pair).or_default(), said);
        }
        for (holder, said) in other.voices {
            merge(self.voices.entry(holder).or_default(), said);
        }
        for (pair, examples) in other.examples {
            Arc::make_mut(self.examples.entry(pair).or_default()).merge(&examples);
        }
        for (holder, examples) in other.samples {
            self.samples.entry(holder).or_default().merge(&examples);
        }
        for (holder, sketches) in other.sketches {
            self.sketches.entry(holder).or_default().extend(sketches);
        }
    }
}

fn merge(own: &mut Utterances, other: Utterances) {
    other.into_list().into_iter().for_each(|(utterance, stats)| own.add(utterance, stats));
}

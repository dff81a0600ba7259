//! A tally: integer counts that give the same sums in any order.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::actor::ActorId;
use crate::model::example::Examples;
use crate::model::period::Day;
use crate::model::utterance::{Sketches, Utterances};

/// Everything that is counted over a corpus.
///
/// It grows by a few hundred bytes for each utterance and target (`reports/speed.md`). Merging is associative and
/// commutative.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// What was read.
    pub(crate) counts: Counts,
    /// Utterances by holder and target, as they were named.
    pub(crate) dyads: BTreeMap<(ActorId, ActorId), Utterances>,
    /// Examples by holder and target.
    pub(crate) examples: BTreeMap<(ActorId, ActorId), Arc<Examples>>,
    /// Utterances by holder, whatever the target.
    pub(crate) voices: BTreeMap<ActorId, Utterances>,
    /// Examples by holder.
    pub(crate) samples: BTreeMap<ActorId, Examples>,
    /// Sketches that identify near-copies, by holder; empty if duplicates are kept.
    pub(crate) sketches: BTreeMap<ActorId, Sketches>,
}

/// Plain counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Documents read.
    pub(crate) documents: u64,
    /// Number of statements, with or without a known holder, including copies.
    pub(crate) statements: u64,
    /// Statements without a known holder.
    pub(crate) unknown_holders: UnknownHolders,
    /// Number of statements whose holder only the text introduces.
    pub(crate) unlisted_holders: u64,
    /// Number of given statements whose holder is not in the registry.
    pub(crate) own_actors: u64,
    /// First and last day; `None` if no document has a date.
    pub(crate) days: Option<(Day, Day)>,
    /// The sum of the hashes of all documents. It does not depend on their order or on the files.
    pub(crate) fingerprint: u64,
}

/// Statements without a known holder, by what stands in the place of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UnknownHolders {
    /// Nothing.
    pub(crate) nobody: u64,
    /// A pronoun that leads to nobody.
    pub(crate) pronoun: u64,
    /// Somebody without a name: "analysts", "a source".
    pub(crate) anonymous: u64,
    /// A name that leads to no actor.
    pub(crate) name: u64,
}

impl UnknownHolders {
    /// Of all kinds.
    pub(crate) fn all(&self) -> u64 {
        let UnknownHolders { nobody, pronoun, anonymous, name } = self;
        [nobody, pronoun, anonymous, name].into_iter().fold(0, |sum, one| sum.saturating_add(*one))
    }

    /// Adds the counts of other statements.
    pub(crate) fn merge(&mut self, other: UnknownHolders) {
        let UnknownHolders { nobody, pronoun, anonymous, name } = other;
        for (own, more) in [
            (&mut self.nobody, nobody),
            (&mut self.pronoun, pronoun),
            (&mut self.anonymous, anonymous),
            (&mut self.name, name),
        ] {
            *own = own.saturating_add(more);
        }
    }
}

impl Counts {
    /// Whether any corpus can have these counts. A line of a state can contain anything.
    pub(crate) fn are_possible(&self) -> bool {
        let some = [self.unknown_holders.all(), self.own_actors, self.unlisted_holders];
        some.into_iter().all(|some| some <= self.statements)
    }

    /// Adds the counts of other documents.
    pub(crate) fn merge(&mut self, other: &Counts) {
        let add = |own: &mut u64, more: u64| *own = own.saturating_add(more);
        add(&mut self.documents, other.documents);
        add(&mut self.statements, other.statements);
        self.unknown_holders.merge(other.unknown_holders);
        add(&mut self.unlisted_holders, other.unlisted_holders);
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

//! Collective references: "the two countries", "both sides".

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

use crate::lexicon::actors::Registry;
use crate::model::actor::{ActorId, ActorKind};
use crate::model::span::Span;
use crate::resolve::mentions::Mentions;

/// Finds expressions that stand for two states named before.
pub(super) struct Collectives {
    automaton: AhoCorasick,
}

impl Collectives {
    /// Reads the shipped list.
    pub(super) fn new() -> Collectives {
        let rows = include_str!("../../lexicons/collectives.csv").lines().skip(1);
        let expressions: Vec<&str> = rows.filter_map(|row| row.split(',').next()).collect();
        Collectives { automaton: AhoCorasick::new(expressions).expect("a short list of words") }
    }

    /// Where such an expression stands in `part`.
    pub(super) fn within(&self, text: &str, part: Span) -> Vec<Span> {
        let hits = self.automaton.find_iter(aho_corasick::Input::new(text).range(part.start()..part.end()));
        hits.map(|hit| Span::new(hit.start(), hit.end())).collect()
    }

    /// The two states named last before `at` (or right after, in the same sentence, when fewer were), without the
    /// holder's own; nobody when there are not two, or when the holder belongs to neither.
    pub(super) fn members(&self, at: Span, mentions: &Mentions, registry: &Registry, holder: Option<&ActorId>) -> Vec<ActorId> {
        let root = |actor: &ActorId| registry.lineage(actor).pop().unwrap_or_else(|| actor.clone());
        let Some(own) = holder.map(root) else { return Vec::new() };
        let states = mentions.before(at.start()).map(|mention| root(&mention.actor)).filter(|actor| is_state(registry, actor));
        let mut others = states.filter(|actor| *actor != own);
        let Some(other) = others.next() else { return Vec::new() };
        // The other of the pair is the state named most among the last few, so that a passing mention does not win.
        let mut recent: Vec<ActorId> = vec![other];
        recent.extend(others.take(4));
        let distinct: BTreeSet<&ActorId> = recent.iter().collect();
        let best = distinct.into_iter().max_by_key(|actor| recent.iter().filter(|other| other == actor).count());
        best.cloned().into_iter().collect()
    }
}

fn is_state(registry: &Registry, actor: &ActorId) -> bool {
    registry.actor(actor).is_some_and(|actor| actor.kind == ActorKind::State)
}

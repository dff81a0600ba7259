//! Collective references: "the two countries", "both sides".

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

    /// The other of the two states meant: the one that the text before `at` names most, the holder's own left aside,
    /// and among equals the one named last. Nobody when the holder is unknown or no other state has been named.
    pub(super) fn other(
        &self,
        at: Span,
        mentions: &Mentions,
        registry: &Registry,
        holder: Option<&ActorId>,
    ) -> Option<ActorId> {
        let root = |actor: &ActorId| registry.lineage(actor).pop().unwrap_or_else(|| actor.clone());
        let own = root(holder?);
        let mut named: Vec<(ActorId, usize)> = Vec::new();
        for mention in mentions.before(at.start()) {
            let actor = root(&mention.actor);
            match named.iter_mut().find(|(known, _)| *known == actor) {
                Some((_, count)) => *count += 1,
                None => named.push((actor, 1)),
            }
        }
        // From the last named to the first, so that the last wins among equals.
        let others = named.into_iter().rev().filter(|(actor, _)| *actor != own && is_state(registry, actor));
        others.max_by_key(|(_, count)| *count).map(|(actor, _)| actor)
    }
}

fn is_state(registry: &Registry, actor: &ActorId) -> bool {
    registry.actor(actor).is_some_and(|actor| actor.kind == ActorKind::State)
}

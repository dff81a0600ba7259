//! Collective references: "the two countries", "both sides".

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;

use crate::lexicon::actors::Actors;
use crate::model::actor::{ActorId, ActorKind};
use crate::model::span::Span;
use crate::resolve::mentions::Mentions;
use crate::text::list::pairs;

/// An expression points back to two states named side by side over so many bytes at most. Chosen by hand.
const NEAR: usize = 500;

/// Finds expressions that stand for two states named before.
pub(super) struct Collectives {
    automaton: AhoCorasick,
    /// The fixed members of each expression; empty for the two that the text before names most.
    members: Vec<Vec<ActorId>>,
}

impl Collectives {
    /// Reads the shipped list.
    pub(super) fn new() -> Collectives {
        let (expressions, members): (Vec<&str>, Vec<&str>) =
            pairs(include_str!("../../lexicons/collectives.csv")).unzip();
        let fixed = |members: &str| match members {
            "two" => Vec::new(),
            ids => ids.split(' ').map(ActorId::from).collect(),
        };
        Collectives {
            automaton: AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(aho_corasick::MatchKind::LeftmostLongest)
                .build(expressions)
                .expect("a short list of words"),
            members: members.into_iter().map(fixed).collect(),
        }
    }

    /// Every such expression in `text`, in text order, with the states that it may mean.
    pub(super) fn within(&self, text: &str, mentions: &Mentions, registry: &Actors) -> Vec<Reference> {
        let mut found = Vec::new();
        let mut counts: BTreeMap<ActorId, (usize, usize)> = BTreeMap::new();
        let mut named = mentions.all.iter().enumerate().peekable();
        let mut pair: Option<Pair> = None;
        let mut last: Option<(Span, ActorId)> = None;
        for hit in self.automaton.find_iter(text) {
            let span = Span::new(hit.start(), hit.end());
            while let Some((number, mention)) = named.next_if(|(_, mention)| mention.span.end() <= span.start()) {
                let state = root(registry, &mention.actor);
                if is_state(registry, &state) {
                    let (count, at) = counts.entry(state.clone()).or_default();
                    (*count, *at) = (*count + 1, number);
                    let joined =
                        |(before, other): &(Span, ActorId)| *other != state && joins(text, *before, mention.span);
                    if let Some((_, other)) = last.take().filter(joined) {
                        pair = Some(Pair { end: mention.span.end(), members: vec![state.clone(), other] });
                    }
                    last = Some((mention.span, state));
                }
            }
            let fixed = &self.members[hit.pattern().as_usize()];
            let near = pair.as_ref().filter(|pair| pair.end + NEAR > span.start()).map(|pair| &pair.members);
            let members = match near {
                _ if !fixed.is_empty() => fixed.clone(),
                Some(near) => near.clone(),
                None => leading(&counts),
            };
            found.push(Reference { span, members });
        }
        found
    }
}

/// Two states that the text names side by side.
struct Pair {
    end: usize,
    members: Vec<ActorId>,
}

/// Whether two mentions are joined: "Norland and Sudria", "talks of Norland with Sudria".
fn joins(text: &str, before: Span, after: Span) -> bool {
    // Whom somebody else speaks of is not whom the narrator means.
    let line = text[..before.start()].rsplit('\n').next().unwrap_or("");
    let quoted = line.matches('“').count() > line.matches('”').count() || line.matches('"').count() % 2 == 1;
    let between = text.get(before.end()..after.start()).filter(|_| !quoted).unwrap_or("");
    matches!(
        between.trim_start_matches(['\'', '’', 's']),
        " and " | " and the " | "-" | "–" | " & " | ", and " | " with "
    )
}

/// The two states that have been named most, among equals the one named last first.
fn leading(counts: &BTreeMap<ActorId, (usize, usize)>) -> Vec<ActorId> {
    let mut ranked: Vec<(&ActorId, &(usize, usize))> = counts.iter().collect();
    ranked.sort_by_key(|(_, rank)| std::cmp::Reverse(**rank));
    ranked.into_iter().take(2).map(|(actor, _)| actor.clone()).collect()
}

/// An expression that stands for two states.
pub(super) struct Reference {
    pub(super) span: Span,
    members: Vec<ActorId>,
}

impl Reference {
    /// Both states, if the text has named two.
    pub(super) fn members(&self) -> &[ActorId] {
        if self.members.len() == 2 { &self.members } else { &[] }
    }

    /// The other of the two states, when the holder belongs to one of them; the one that the text before names most,
    /// when not. Nobody when the holder is unknown or no other state has been named.
    pub(super) fn other(&self, registry: &Actors, holder: Option<&ActorId>) -> Option<&ActorId> {
        let own = root(registry, holder?);
        self.members.iter().find(|actor| **actor != own)
    }
}

fn root(registry: &Actors, actor: &ActorId) -> ActorId {
    registry.lineage(actor).pop().unwrap_or_else(|| actor.clone())
}

fn is_state(registry: &Actors, actor: &ActorId) -> bool {
    registry.kind_of(actor) == Some(ActorKind::State)
}

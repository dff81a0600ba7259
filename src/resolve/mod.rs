//! Resolution: sources become holders, and what a content names becomes its targets.
//! It knows names, never opinions, and says "unknown" freely.

mod collective;
mod holder;
mod mentions;

use std::collections::BTreeMap;

use crate::lexicon::actors::Registry;
use crate::model::actor::ActorId;
use crate::model::attribution::{Attribution, Form};
use crate::model::document::{Document, Given};
use crate::model::span::Span;
use crate::model::statement::{Statement, Target};
use collective::{Collectives, Reference};
use mentions::Mentions;

/// What resolution needs besides the document.
pub(crate) struct Resolver {
    pub(crate) registry: Registry,
    collectives: Collectives,
}

impl Resolver {
    /// A resolver with this registry.
    pub(crate) fn new(registry: Registry) -> Resolver {
        Resolver { registry, collectives: Collectives::new() }
    }

    /// The statements of a document whose attributions are known, in the same order.
    pub(crate) fn statements(&self, document: &Document, attributions: Vec<Attribution>) -> Vec<Statement> {
        let mentions = Mentions::of(document, &self.registry);
        let references = match document.given {
            // Whoever brings a speaker may not have the text before it.
            Some(_) => Vec::new(),
            None => self.collectives.within(&document.text, &mentions, &self.registry),
        };
        let mut heard = holder::Heard::default();
        let mut statements = Vec::with_capacity(attributions.len());
        for (number, attribution) in attributions.into_iter().enumerate() {
            let (holder, sureness) = self.holder(document, &attribution, &mentions, &mut heard);
            let via = attribution
                .relays
                .iter()
                .filter_map(|&relay| holder::of_source(document, relay, &mentions).map(|found| found.0))
                .collect();
            let targets = match document.given.as_ref().and_then(|given| given.targets.as_ref()) {
                Some(spans) => self.given_targets(document, spans),
                None => self.targets(&attribution, &mentions, &references, holder.as_ref()),
            };
            let confidence = attribution.confidence * sureness;
            let statement_id = format!("{}:{}", document.doc_id, number + 1);
            let named = attribution
                .content
                .iter()
                .flat_map(|&part| mentions.within(part))
                .map(|mention| mention.span)
                .collect();
            statements.push(Statement { statement_id, attribution, holder, via, confidence, named, targets });
        }
        statements
    }

    fn holder(
        &self,
        document: &Document,
        attribution: &Attribution,
        mentions: &Mentions,
        heard: &mut holder::Heard,
    ) -> (Option<ActorId>, f64) {
        if let Some(Given { holder, .. }) = &document.given {
            return (Some(self.given_actor(holder, document)), 1.0);
        }
        let Some(source) = attribution.source else {
            return (None, 1.0);
        };
        let found = match holder::of_source(document, source, mentions) {
            Some(found) => Some(found),
            None => heard.antecedent(document, source, mentions, &self.registry),
        };
        heard.remember(source, found.as_ref().map(|found| found.0.clone()));
        found.map_or((None, 1.0), |(actor, sureness)| (Some(actor), sureness))
    }

    /// An id, a name that the registry knows on that day, or else an actor of its own.
    fn given_actor(&self, name: &str, document: &Document) -> ActorId {
        self.registry.by_name(name, document.date).unwrap_or_else(|| ActorId::from(name))
    }

    /// One target for each given span, in the order given.
    fn given_targets(&self, document: &Document, spans: &[Span]) -> Vec<Target> {
        let target =
            |span: &Span| Target { actor: self.given_actor(span.of(&document.text), document), mentions: vec![*span] };
        spans.iter().map(target).collect()
    }

    /// Everybody whom the content names but the holder, in order of first mention.
    fn targets(
        &self,
        attribution: &Attribution,
        mentions: &Mentions,
        references: &[Reference],
        holder: Option<&ActorId>,
    ) -> Vec<Target> {
        let mut found: Vec<(&ActorId, Span)> = Vec::new();
        for &part in &attribution.content {
            found.extend(mentions.within(part).iter().map(|mention| (&mention.actor, mention.span)));
            let from = references.partition_point(|reference| reference.span.start() < part.start());
            let inside = references[from..].iter().take_while(|reference| reference.span.end() <= part.end());
            found.extend(
                inside.filter_map(|reference| Some((reference.other(&self.registry, holder)?, reference.span))),
            );
        }
        found.sort_by_key(|(_, span)| *span);
        let mut numbers: BTreeMap<&ActorId, usize> = BTreeMap::new();
        let mut targets: Vec<Target> = Vec::new();
        for (actor, span) in found.into_iter().filter(|(actor, _)| Some(*actor) != holder) {
            let number = *numbers.entry(actor).or_insert(targets.len());
            match targets.get_mut(number) {
                Some(target) => target.mentions.push(span),
                None => targets.push(Target { actor: actor.clone(), mentions: vec![span] }),
            }
        }
        targets
    }
}

/// The attribution that a given statement stands for: all of the text, said by its holder.
pub(crate) fn given_attribution(document: &Document) -> Option<Attribution> {
    let given = document.given.as_ref()?;
    let whole = Span::new(0, document.text.len());
    Some(Attribution {
        form: Form::Given,
        source: given.source,
        cue: None,
        cue_entry: None,
        content: vec![whole],
        relays: Vec::new(),
        confidence: 1.0,
    })
}

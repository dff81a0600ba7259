//! Resolution: sources become holders, and what a content names becomes its targets.
//! It knows names, never opinions, and says "unknown" freely.

mod affiliation;
mod around;
mod cast;
mod clause;
mod collective;
mod company;
mod compose;
mod description;
mod embedded;
mod holder;
mod item;
mod line;
mod mentions;
mod names;
mod namesake;
mod noun;
mod possession;
mod pronoun;
pub(crate) mod reference;
mod relative;
mod subject;
mod surname;
mod words;

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::lexicon::actors::Actors;
use crate::model::actor::{ActorId, ActorKind};
use crate::model::attribution::{Attribution, Form};
use crate::model::document::Document;
use crate::model::mention::{Mention, Rule};
use crate::model::span::Span;
use crate::model::statement::{Statement, Target};
use crate::text::annotated::Annotated;
use cast::Cast;
use collective::Collectives;
use holder::{Found, Reader};
use mentions::Mentions;
use pronoun::Heard;
use reference::Aimed;

/// A place in a text that names an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedActor {
    /// First byte of the words.
    pub start: usize,
    /// One past their last byte.
    pub end: usize,
    /// The id of the actor, such as `PRK` or `CHN.XI_JINPING`.
    pub actor: String,
    /// By which rule: `name`, `title`, `role`, `short_form`, `body`, `demonym`, `metonym`, `office_holder` or `unnamed`.
    pub rule: &'static str,
    /// How sure a resolution by this rule is, 0 to 1.
    pub confidence: f64,
}

/// The actors that `text` names, in text order, as on `date`; without one, roles that several have held stay unknown.
///
/// ```
/// let actors = verbale::Actors::default();
/// let found = verbale::mentions("Talks between the two Congos were held in Geneva.", None, &actors);
/// assert!(found.is_empty());
/// ```
pub fn mentions(text: &str, date: Option<Date>, actors: &Actors) -> Vec<NamedActor> {
    let found = |Mention { span, actor, rule, .. }: Mention| NamedActor {
        start: span.start(),
        end: span.end(),
        actor: actor.to_string(),
        rule: rule.word(),
        confidence: rule.confidence(),
    };
    Mentions::in_text(text, None, date, actors).all.into_iter().map(found).collect()
}

/// What resolution needs besides the document.
pub(crate) struct Resolver {
    pub(crate) registry: Actors,
    collectives: Collectives,
}

impl Resolver {
    /// A resolver with this registry.
    pub(crate) fn new(registry: Actors) -> Resolver {
        Resolver { registry, collectives: Collectives::new() }
    }

    /// The statements of a document whose attributions are known, in the same order.
    pub(crate) fn statements(
        &self,
        document: &Document,
        annotated: &Annotated<'_>,
        attributions: Vec<Attribution>,
    ) -> Vec<Statement> {
        self.read(
            document,
            annotated,
            attributions,
            #[cfg(feature = "fit")]
            None,
        )
    }

    /// The references of a document and who may be meant by each.
    #[cfg(feature = "fit")]
    pub(crate) fn references(
        &self,
        document: &Document,
        annotated: &Annotated<'_>,
        attributions: Vec<Attribution>,
    ) -> Vec<reference::Seen> {
        let seen = RefCell::default();
        self.read(document, annotated, attributions, Some(&seen));
        seen.into_inner()
    }

    fn read(
        &self,
        document: &Document,
        annotated: &Annotated<'_>,
        attributions: Vec<Attribution>,
        #[cfg(feature = "fit")] seen: Option<&RefCell<Vec<reference::Seen>>>,
    ) -> Vec<Statement> {
        let mut mentions = Mentions::of(document, &self.registry);
        let mut sources: Vec<Span> = attributions
            .iter()
            .flat_map(|outer| std::iter::once(outer).chain(&outer.nested))
            .filter_map(|attribution| attribution.source)
            .collect();
        sources.sort_unstable();
        let cast = Cast::read(annotated, &mut mentions, &sources, document.date, &self.registry);
        let references = match document.given {
            // Whoever brings a speaker may not have the text before it.
            Some(_) => Vec::new(),
            None => self.collectives.within(&document.text, &mentions, &self.registry),
        };
        let reader = Reader {
            document,
            annotated,
            mentions: &mentions,
            cast: &cast,
            references: &references,
            registry: &self.registry,
            aimed: RefCell::default(),
            #[cfg(feature = "fit")]
            seen,
        };
        let mut heard = Heard::default();
        let author = self.author(&reader, &attributions);
        let mut statements: Vec<Statement> = Vec::with_capacity(attributions.len());
        for mut attribution in attributions {
            let nested = std::mem::take(&mut attribution.nested);
            let mut holders = self.holders(&reader, &attribution, &mut heard, false);
            if let Some((author, from)) = &author
                && holders.iter().all(Option::is_none)
                && reader.is_nobody(attribution.source)
                && attribution.content.first().is_some_and(|part| part.start() >= *from)
            {
                holders = vec![Some(author.clone())];
            }
            let outer: Vec<ActorId> = holders.iter().flatten().map(|(actor, _)| actor.clone()).collect();
            // A newspaper or agency that reports what somebody says does not say it.
            let is_medium = |actor: &ActorId| self.registry.kind_of(actor) == Some(ActorKind::Media);
            let medium = outer.iter().all(is_medium) && !outer.is_empty() && carries(&nested, &attribution);
            let passes_on = medium || attribution.relays && !nested.is_empty();
            if passes_on && attribution.source.is_some() {
                heard.passes_on();
            }
            if !passes_on {
                statements.extend(self.told_by(&reader, holders, attribution, Vec::new()));
            }
            for inner in nested {
                let holders = self.holders(&reader, &inner, &mut heard, !passes_on);
                statements.extend(self.told_by(&reader, holders, inner, outer.clone()));
            }
        }
        for (number, statement) in statements.iter_mut().enumerate() {
            statement.statement_id = format!("{}:{}", document.doc_id, number + 1);
        }
        statements
    }

    /// Who writes in a voice of their own, and from where on: whatever else in such a text has no speaker is theirs.
    fn author(&self, reader: &Reader<'_>, attributions: &[Attribution]) -> Option<(Found, usize)> {
        let own = attributions.iter().find(|attribution| attribution.form == Form::Authored)?;
        let found = reader.holders(own.source?, &[], &Heard::default()).into_iter().next()?;
        Some((found, own.content.first()?.start()))
    }

    /// What each of `holders` says in `attribution`, passed on by `via`.
    fn told_by(
        &self,
        reader: &Reader<'_>,
        holders: Vec<Option<Found>>,
        attribution: Attribution,
        via: Vec<ActorId>,
    ) -> Vec<Statement> {
        let Reader { document, mentions, .. } = *reader;
        let named = attribution.content.iter().flat_map(|&part| mentions.within(part));
        let named: Vec<Span> = named.map(|mention| mention.span).collect();
        let same = std::iter::repeat_n((attribution, via, named), holders.len());
        let statement = |(holder, (attribution, via, named)): (Option<Found>, (Attribution, Vec<ActorId>, _))| {
            let targets = match document.given.as_ref().and_then(|given| given.targets.as_ref()) {
                Some(spans) => self.given_targets(document, spans),
                None => self.targets(reader, &attribution, holder.as_ref().map(|found| &found.0)),
            };
            let rule = holder.as_ref().map(|found| found.1);
            Statement {
                statement_id: String::new(),
                confidence: attribution.confidence * rule.map_or(1.0, Rule::confidence),
                attribution,
                holder: holder.map(|found| found.0),
                rule,
                via,
                named,
                targets,
            }
        };
        holders.into_iter().zip(same).map(statement).collect()
    }

    /// Who says it: one holder, several who say it together, or one nobody.
    fn holders(
        &self,
        reader: &Reader<'_>,
        attribution: &Attribution,
        heard: &mut Heard,
        nested: bool,
    ) -> Vec<Option<Found>> {
        let document = reader.document;
        if let Some(given) = &document.given {
            return vec![Some((self.given_actor(&given.holder, document), Rule::Given))];
        }
        let Some(source) = attribution.source else {
            return vec![heard.continued(reader, attribution).or_else(|| reader.subject_of(attribution, heard))];
        };
        let found = reader.holders(source, &attribution.content, heard);
        heard.remember(reader, source, found.first().map(|found| &found.0), nested);
        if found.is_empty() { vec![None] } else { found.into_iter().map(Some).collect() }
    }

    /// An id, a name that the registry knows on that day, or else an actor of its own.
    fn given_actor(&self, name: &str, document: &Document) -> ActorId {
        self.registry.by_name(name, document.date).unwrap_or_else(|| ActorId::from(name))
    }

    /// One target for each given span, in the order given.
    fn given_targets(&self, document: &Document, spans: &[Span]) -> Vec<Target> {
        let target = |&span: &Span| {
            let actor = self.given_actor(span.of(&document.text), document);
            let mention = Mention { span, actor: actor.clone(), rule: Rule::Given, speaks: true };
            Target { actor, mentions: vec![mention] }
        };
        spans.iter().map(target).collect()
    }

    /// Everybody whom the content names but the holder, in order of first mention.
    fn targets(&self, reader: &Reader<'_>, attribution: &Attribution, holder: Option<&ActorId>) -> Vec<Target> {
        let Reader { document, mentions, references, .. } = *reader;
        let mut found: Vec<Mention> = Vec::new();
        for &part in &attribution.content {
            found.extend_from_slice(mentions.within(part));
            let from = references.partition_point(|reference| reference.span.start() < part.start());
            let inside = references[from..].iter().take_while(|reference| reference.span.end() <= part.end());
            found.extend(inside.filter_map(|reference| {
                let actor = reference.other(&self.registry, holder)?.clone();
                Some(Mention { span: reference.span, actor, rule: Rule::Collective, speaks: true })
            }));
        }
        if document.given.is_none() {
            found.extend(reader.references(&attribution.content, holder));
        }
        found.sort_by_key(|mention| mention.span);
        let mut numbers: BTreeMap<ActorId, usize> = BTreeMap::new();
        let mut targets: Vec<Target> = Vec::new();
        for mention in found.into_iter().filter(|mention| !self.is_self(holder, &mention.actor)) {
            let number = *numbers.entry(mention.actor.clone()).or_insert(targets.len());
            match targets.get_mut(number) {
                Some(target) => target.mentions.push(mention),
                None => targets.push(Target { actor: mention.actor.clone(), mentions: vec![mention] }),
            }
        }
        if let Some(holder) = holder {
            let side = |actor: &ActorId| self.registry.lineage(actor).pop().unwrap_or_else(|| actor.clone());
            let sides = targets.iter().map(|target| side(&target.actor)).collect();
            *reader.aimed.borrow_mut() = Aimed { targets: sides, spoke: Some(side(holder)) };
        }
        targets
    }

    /// A state that names its own government, armed forces or media speaks of itself.
    fn is_self(&self, holder: Option<&ActorId>, target: &ActorId) -> bool {
        holder.is_some_and(|holder| holder == target || self.registry.is_part(target, holder))
    }
}

/// Whether `nested` attributions make up at least half of what `outer` tells.
fn carries(nested: &[Attribution], outer: &Attribution) -> bool {
    let size = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<usize>();
    let inner = nested.iter().map(|inner| size(&inner.content) + inner.source.map_or(0, Span::len)).sum::<usize>();
    inner * 2 >= size(&outer.content)
}

/// The attribution that a given statement stands for: its content, or else all of the text, said by its holder.
pub(crate) fn given_attribution(document: &Document) -> Option<Attribution> {
    let given = document.given.as_ref()?;
    let whole = Span::new(0, document.text.len());
    let content = given.content.clone().filter(|parts| !parts.is_empty()).unwrap_or_else(|| vec![whole]);
    let attribution = Attribution::said(given.source, given.cue, content, 1.0);
    Some(Attribution { form: Form::Given, ..attribution })
}

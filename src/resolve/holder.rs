//! Holders: who stands behind the words of a source.

use crate::lexicon::actors::{AliasForm, Mention, Registry};
use crate::model::actor::{ActorId, ActorKind};
use crate::model::document::Document;
use crate::model::span::Span;
use crate::resolve::mentions::Mentions;

/// A pronoun points back over so many line ends at most, and so many bytes. Chosen by hand.
const NEAR_LINES: usize = 4;
const NEAR_BYTES: usize = 4000;

/// The actor that `source` names, with how sure that is, 0 to 1 (chosen by hand); `None` when it names nobody known.
///
/// The name in the head of the phrase decides; only if the head holds no unknown name may the rest say whose
/// people they are ("officials", "a spokesman for Norland").
pub(super) fn of_source(document: &Document, source: Span, mentions: &Mentions) -> Option<(ActorId, f64)> {
    let text = document.text.as_str();
    let words = source.of(text);
    let head_end = source.start() + words.find(',').unwrap_or(words.len());
    let named = mentions.within(Span::new(source.start(), source.end()));
    let in_head = named.iter().filter(|mention| mention.span.end() <= head_end);
    // "Norland's news agency": whoever owns the head is not the head, unless nothing else is known.
    let best = in_head.max_by_key(|mention| {
        let owns = is_possessor(text, mention.span.end());
        (!owns, rank(mention.form), std::cmp::Reverse(mention.span.start()))
    });
    if let Some(best) = best {
        let person_unknown = rank(best.form) < 3 && ends_in_unknown_name(&text[best.span.end()..head_end]);
        let sureness = if person_unknown { 0.6 } else { sureness(best.form) };
        return Some((best.actor.clone(), sureness));
    }
    // "Ada Ilo, Norland's foreign minister": the apposition says whom the unknown name speaks for.
    let first = named.first()?;
    let lead = text[head_end..first.span.start()].trim_start_matches(',').trim();
    lead_is_short(lead).then(|| (first.actor.clone(), 0.6))
}

fn is_possessor(text: &str, end: usize) -> bool {
    text[end..].starts_with(['\'', '’'])
}

/// People outrank bodies, and bodies outrank adjectives.
fn rank(form: AliasForm) -> u8 {
    match form {
        AliasForm::Surname | AliasForm::Role => 3,
        AliasForm::Name | AliasForm::Short | AliasForm::Unnamed => 2,
        AliasForm::Metonym => 1,
        AliasForm::Demonym => 0,
    }
}

fn sureness(form: AliasForm) -> f64 {
    match form {
        AliasForm::Name | AliasForm::Unnamed => 1.0,
        AliasForm::Role | AliasForm::Surname => 0.95,
        AliasForm::Short => 0.9,
        AliasForm::Metonym | AliasForm::Demonym => 0.85,
    }
}

/// Whether two capitalised words in a row follow, as in "the Norlandic envoy Ada Ilo".
fn ends_in_unknown_name(rest: &str) -> bool {
    let capital: Vec<bool> = rest.split_whitespace().map(|word| word.starts_with(char::is_uppercase)).collect();
    capital.ends_with(&[true, true])
}

fn lead_is_short(lead: &str) -> bool {
    lead.split_whitespace().count() <= 1
}

/// What has been said so far, for sources that point back.
#[derive(Default)]
pub(super) struct Heard {
    last: Option<(Span, ActorId)>,
}

impl Heard {
    /// Whom a pronoun or a bare "the minister" points back to: the last holder of the document, if the same
    /// paragraph or the one before has it, or the last person named before in the paragraph.
    pub(super) fn antecedent(
        &self,
        document: &Document,
        source: Span,
        mentions: &Mentions,
        registry: &Registry,
    ) -> Option<(ActorId, f64)> {
        let words = source.of(&document.text).to_lowercase();
        if !matches!(words.as_str(), "he" | "she" | "they" | "i" | "we") {
            return None;
        }
        let singular = matches!(words.as_str(), "he" | "she");
        let near = earliest(&document.text, source.start())..=source.start();
        let spoken = self.last.as_ref().filter(|(span, _)| near.contains(&span.end()));
        let named = mentions
            .before(source.start())
            .take_while(|mention| near.contains(&mention.span.end()))
            .find(|mention| is_candidate(registry, mention, singular));
        match (spoken, named) {
            (Some((_, actor)), _) if !singular || is_person(registry, actor) => Some((actor.clone(), 0.75)),
            (_, Some(mention)) => Some((mention.actor.clone(), 0.65)),
            _ => None,
        }
    }

    /// Notes who has spoken; `None` after an unknown speaker, to whom the next pronoun will point.
    pub(super) fn remember(&mut self, source: Span, holder: Option<ActorId>) {
        self.last = holder.map(|holder| (source, holder));
    }
}

/// The earliest place to which a pronoun at `at` points back.
fn earliest(text: &str, at: usize) -> usize {
    let from = at.saturating_sub(NEAR_BYTES);
    let before = &text.as_bytes()[from..at];
    memchr::memrchr_iter(b'\n', before).nth(NEAR_LINES).map_or(from, |line_end| from + line_end + 1)
}

fn is_candidate(registry: &Registry, mention: &Mention, singular: bool) -> bool {
    if singular { is_person(registry, &mention.actor) } else { mention.form != AliasForm::Demonym }
}

fn is_person(registry: &Registry, actor: &ActorId) -> bool {
    registry.actor(actor).is_some_and(|actor| actor.kind == ActorKind::Person)
}

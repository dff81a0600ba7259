//! Pronouns: whom "he", "she" or "they" points back to.

use crate::lexicon::actors::Registry;
use crate::model::actor::{ActorId, ActorKind, Gender};
use crate::model::document::Document;
use crate::model::mention::{Mention, Rule};
use crate::model::span::Span;
use crate::resolve::around::Around;
use crate::resolve::holder::Found;
use crate::resolve::mentions::Mentions;
use crate::resolve::person::named_person;

/// A pronoun points back over so many line ends at most, and so many bytes. Chosen by hand.
const NEAR_LINES: usize = 4;
const NEAR_BYTES: usize = 4000;

/// Who spoke last.
struct Speaker {
    source: Span,
    /// `None`: somebody unknown.
    actor: Option<ActorId>,
    /// `None`: unknown, or no person.
    gender: Option<Gender>,
}

/// What has been said so far, for sources that point back.
#[derive(Default)]
pub(super) struct Heard {
    last: Option<Speaker>,
}

impl Heard {
    /// Whom the pronoun in `source` points back to: whoever spoke last, if that is near and of that gender or number;
    /// else the nearest that is named before, those that begin a sentence first.
    pub(super) fn antecedent(
        &self,
        document: &Document,
        source: Span,
        mentions: &Mentions,
        registry: &Registry,
    ) -> Option<Found> {
        let text = document.text.as_str();
        let words = source.of(text).to_lowercase();
        let gender = match words.as_str() {
            "he" => Some(Gender::Masculine),
            "she" => Some(Gender::Feminine),
            "they" | "i" | "we" => None,
            _ => return None,
        };
        let near = earliest(text, source.start())..=source.start();
        let fits = |actor: &ActorId, known: Option<Gender>| match gender {
            Some(gender) => is_person(registry, actor) && known.is_none_or(|known| known == gender),
            None => true,
        };
        if let Some(last) = self.last.as_ref().filter(|last| near.contains(&last.source.end())) {
            let other = matches!((gender, last.gender), (Some(a), Some(b)) if a != b);
            match &last.actor {
                Some(actor) if fits(actor, last.gender) => return Some((actor.clone(), Rule::Pronoun)),
                // Somebody unknown has spoken, to whom the pronoun points.
                None if !other => return None,
                // A part of a state spoke through somebody whose name is unknown.
                Some(actor) if !other && gender.is_some() && last.gender.is_some() => {
                    return Some((actor.clone(), Rule::Pronoun));
                }
                _ => {}
            }
        }
        // Who speaks of "I" has spoken before, or is nobody named.
        if matches!(words.as_str(), "i" | "we") {
            return None;
        }
        let candidates: Vec<&Mention> = mentions
            .before(source.start())
            .take_while(|mention| near.contains(&mention.span.end()))
            .filter(|mention| match gender {
                Some(_) => fits(&mention.actor, registry.actor(&mention.actor).and_then(|actor| actor.gender)),
                None => mention.rule != Rule::Demonym,
            })
            .collect();
        let subject = candidates.iter().find(|mention| Around(text).begins_sentence(mention.span.start()));
        subject.or(candidates.first()).map(|mention| (mention.actor.clone(), Rule::Pronoun))
    }

    /// Notes who has spoken; without an actor, that somebody unknown has, to whom the next pronoun will point.
    pub(super) fn remember(&mut self, source: Span, words: &str, actor: Option<&ActorId>, registry: &Registry) {
        // A relative "who" is whoever stands before it, and no speaker of its own.
        if actor.is_none() && words.eq_ignore_ascii_case("who") {
            return;
        }
        let of_name = || named_person(words).and_then(|name| registry.gender_of_name(name[0]));
        let of_pronoun = match words.to_lowercase().as_str() {
            "he" => Some(Gender::Masculine),
            "she" => Some(Gender::Feminine),
            _ => None,
        };
        let of_actor = actor.and_then(|actor| registry.actor(actor)).and_then(|actor| actor.gender);
        let gender = of_actor.or(of_pronoun).or_else(of_name);
        self.last = Some(Speaker { source, actor: actor.cloned(), gender });
    }
}

/// The earliest place to which a pronoun at `at` points back.
fn earliest(text: &str, at: usize) -> usize {
    let from = at.saturating_sub(NEAR_BYTES);
    let before = &text.as_bytes()[from..at];
    memchr::memrchr_iter(b'\n', before).nth(NEAR_LINES).map_or(from, |line_end| from + line_end + 1)
}

fn is_person(registry: &Registry, actor: &ActorId) -> bool {
    registry.kind_of(actor) == Some(ActorKind::Person)
}

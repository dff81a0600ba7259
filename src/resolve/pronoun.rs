//! Pronouns: whom "he", "it" or "they" points back to.

use crate::lexicon::actors::{Body, Noun};
use crate::model::actor::{ActorId, Gender};
use crate::model::attribution::{Attribution, Form};
use crate::model::mention::Rule;
use crate::model::span::Span;
use crate::resolve::cast::{Member, Nature, Place};
use crate::resolve::holder::{Found, Reader};
use crate::resolve::noun::is_one_person;

/// So many sentences back, and so many bytes, a pronoun may find whom it means. Chosen by hand.
const SENTENCES: usize = 10;
const BYTES: usize = 4000;

/// A quotation continues one that ended so many sentences before it at most. Chosen by hand.
const NEXT: usize = 3;

/// Whom a pronoun asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// One person of this gender.
    Person(Gender),
    /// One person.
    Anybody,
    /// A body or state.
    Thing,
    /// Several people, or a body or state.
    Several,
    /// Whoever speaks.
    Speaker,
}

impl Want {
    /// What the pronoun `word`, in small letters, asks for; `None` for other words.
    pub(super) fn by(word: &str) -> Option<Want> {
        Some(match word {
            "he" | "him" | "his" | "himself" => Want::Person(Gender::Masculine),
            "she" | "her" | "hers" | "herself" => Want::Person(Gender::Feminine),
            "it" | "its" => Want::Thing,
            "they" | "them" | "their" => Want::Several,
            "i" | "we" | "us" | "our" => Want::Speaker,
            _ => return None,
        })
    }

    pub(super) fn takes(self, member: &Member) -> bool {
        match self {
            Want::Person(gender) => {
                member.nature == Nature::Person && member.gender.is_none_or(|known| known == gender)
            }
            Want::Anybody => member.nature == Nature::Person,
            Want::Thing | Want::Several => member.nature != Nature::Person,
            Want::Speaker => true,
        }
    }
}

/// Somebody who has spoken.
struct Speaker {
    source: Span,
    /// `None`: somebody unknown.
    actor: Option<ActorId>,
    /// Whether the words are of one person, whom nobody names.
    one_person: bool,
    gender: Option<Gender>,
}

/// Who has spoken so far, in the order of the text.
#[derive(Default)]
pub(super) struct Heard(Vec<Speaker>);

impl Heard {
    /// Whom a pronoun at `at` points back to.
    ///
    /// **What it does**: goes back sentence by sentence; in each, whoever speaks comes first, then whoever can be its
    /// subject; names inside quotations count for nothing. Last of all comes whoever is named near at all.
    /// **Why**: a narrator's pronoun continues what the sentence before was about, which is its subject.
    /// **Example**: "Ada Ilo met Bel Abra. She said …" is Ada Ilo.
    /// **Known failures**: of two of one gender in one sentence the first is taken.
    /// **Source**: hand-made, after Hobbs (1978) and centering (Grosz, Joshi and Weinstein 1995).
    pub(super) fn antecedent(&self, reader: &Reader<'_>, at: usize, content: &[Span], want: Want) -> Option<Found> {
        if want == Want::Speaker {
            let last = self.0.iter().rev().find(|speaker| speaker.source.end() <= at)?;
            let near = reader.cast.sentence(at) <= reader.cast.sentence(last.source.start()) + SENTENCES;
            return last.actor.clone().filter(|_| near).map(|actor| (actor, Rule::Pronoun));
        }
        let cast = reader.cast;
        let here = cast.sentence(at);
        let mut passing: Option<&Place> = None;
        for number in (here.saturating_sub(SENTENCES)..=here).rev() {
            let Some(sentence) = cast.sentences.get(number) else { continue };
            if sentence.start() + BYTES < at {
                break;
            }
            let sentence = Span::new(sentence.start(), sentence.end().min(at));
            let spoke = self.0.iter().rev().find(|speaker| sentence.contains(speaker.source));
            if let Some(speaker) = spoke {
                match self.speaks(speaker, reader, want) {
                    Some(Some(found)) => return Some(found),
                    Some(None) => return None,
                    None => {}
                }
            }
            // "Norland attacked first, it said": what is said names others.
            let told = |place: &Place| content.iter().any(|part| part.contains(place.mention.span));
            let fitting = cast.within(sentence).iter().filter(|place| !place.quoted && !told(place));
            let fitting = fitting.filter(|place| want.takes(cast.member(place)));
            let mut fitting = fitting.filter(|place| want != Want::Several || place.mention.rule != Rule::Demonym);
            let first = fitting.clone().next();
            if let Some(subject) = fitting.find(|place| place.subject) {
                return Some((subject.mention.actor.clone(), Rule::Pronoun));
            }
            if number < here {
                passing = passing.or(first);
            }
        }
        passing.map(|place| (place.mention.actor.clone(), Rule::Pronoun))
    }

    /// Whether `speaker` is meant; the inner `None`: yes, and nobody knows who that is. The outer: no.
    fn speaks(&self, speaker: &Speaker, reader: &Reader<'_>, want: Want) -> Option<Option<Found>> {
        let other = |gender: Gender| speaker.gender.is_some_and(|known| known != gender);
        match (&speaker.actor, want) {
            (Some(actor), _) => {
                let takes = match reader.cast.of(actor) {
                    Some(member) => want.takes(member),
                    None => false,
                };
                // A part of a state spoke through somebody whose name is unknown.
                let through = matches!(want, Want::Person(gender) if speaker.one_person && !other(gender));
                (takes || through).then(|| Some((actor.clone(), Rule::Pronoun)))
            }
            (None, Want::Person(gender)) if speaker.one_person && !other(gender) => Some(None),
            (None, Want::Several | Want::Thing) if !speaker.one_person => Some(None),
            _ => None,
        }
    }

    /// Who says a quotation without a source: whoever spoke in the sentence before it or the one before that.
    ///
    /// **What it does**: takes the last speaker near before it. Only for words that are quoted whole.
    /// **Why**: news prints a long quotation in several paragraphs and names the speaker once.
    /// **Known failures**: a quotation that opens a paragraph may be of whoever is named behind it.
    /// **Source**: hand-made.
    pub(super) fn continued(&self, reader: &Reader<'_>, attribution: &Attribution) -> Option<Found> {
        let start = attribution.content.first()?.start();
        if attribution.form != Form::Direct || attribution.cue.is_some() {
            return None;
        }
        let last = self.0.iter().rev().find(|speaker| speaker.source.end() <= start)?;
        let cast = reader.cast;
        let near = cast.sentence(start) <= cast.sentence(last.source.start()) + NEXT;
        last.actor.clone().filter(|_| near).map(|actor| (actor, Rule::Pronoun))
    }

    /// The person who spoke last of those whom `fits` takes, near before `at`.
    pub(super) fn last_fitting(&self, at: usize, fits: impl Fn(&ActorId) -> bool) -> Option<ActorId> {
        let near =
            self.0.iter().rev().filter(|speaker| speaker.source.end() <= at && speaker.source.end() + BYTES > at);
        near.filter_map(|speaker| speaker.actor.clone()).find(|actor| fits(actor))
    }

    /// Whoever spoke last before `at` and is known, not more than `far` bytes back.
    pub(super) fn last_named(&self, at: usize, far: usize) -> Option<ActorId> {
        let near = self.0.iter().rev().filter(|speaker| speaker.source.end() <= at && speaker.source.end() + far > at);
        near.take(3).find_map(|speaker| speaker.actor.clone())
    }

    /// Whoever spoke last with a source between `from` and `to`; `None` where that is somebody unknown.
    pub(super) fn last_since(&self, from: usize, to: usize) -> Option<ActorId> {
        let near = |speaker: &&Speaker| from <= speaker.source.start() && speaker.source.end() <= to;
        self.0.iter().rev().find(near).and_then(|speaker| speaker.actor.clone())
    }

    /// Whoever spoke first in `sentence` and is known.
    pub(super) fn spoke_in(&self, sentence: Span) -> Option<ActorId> {
        let inside = self.0.iter().filter(|speaker| sentence.contains(speaker.source));
        inside.filter_map(|speaker| speaker.actor.clone()).next()
    }

    /// Whoever spoke last under the noun `noun`, in small letters ("the ministry").
    pub(super) fn last_called(&self, noun: &str, text: &str) -> Option<ActorId> {
        let called = |speaker: &&Speaker| speaker.source.of(text).to_lowercase().split(' ').any(|word| word == noun);
        self.0.iter().rev().filter(called).find_map(|speaker| speaker.actor.clone())
    }

    /// Whoever spoke last through a spokesman.
    pub(super) fn last_spokesman(&self, text: &str) -> Option<ActorId> {
        let is_one = |speaker: &&Speaker| speaker.source.of(text).to_lowercase().contains("spokes");
        self.0.iter().rev().find(is_one).and_then(|speaker| speaker.actor.clone())
    }

    /// Notes who has spoken; without an actor, that somebody unknown has, to whom the next pronoun may point.
    pub(super) fn remember(&mut self, reader: &Reader<'_>, source: Span, actor: Option<&ActorId>) {
        let words = source.of(&reader.document.text).to_lowercase();
        // A relative "who" is whoever stands before it, and no speaker of its own.
        if actor.is_none() && matches!(words.as_str(), "who" | "which" | "that" | "it" | "they") {
            return;
        }
        let of_pronoun = match Want::by(&words) {
            Some(Want::Person(gender)) => Some(gender),
            _ => None,
        };
        let of_noun = || words.split([' ', ',']).find_map(crate::resolve::words::gender_of_title);
        let of_member = actor.and_then(|actor| reader.cast.of(actor)).and_then(|member| member.gender);
        let person =
            actor.and_then(|actor| reader.cast.of(actor)).is_some_and(|member| member.nature == Nature::Person);
        let voice = || {
            let mut nouns = reader.mentions.nouns.iter().filter(|(noun, _)| source.contains(*noun));
            nouns.any(|(noun, sort)| speaks_as_person(*sort, &noun.of(&reader.document.text).to_lowercase()))
        };
        let one_person = person || of_pronoun.is_some() || is_one_person(&words) && (actor.is_none() || voice());
        self.0.push(Speaker {
            source,
            actor: actor.cloned(),
            one_person,
            gender: of_member.or(of_pronoun).or_else(of_noun),
        });
    }
}

/// Whether a noun in a source is that of one person.
fn speaks_as_person(sort: Noun, noun: &str) -> bool {
    match sort {
        Noun::Post(_) | Noun::Body(Body::Member | Body::People) => true,
        Noun::Body(Body::Government | Body::Military) => {
            ["spokes", "official", "commander", "general", "prosecutor"].iter().any(|person| noun.contains(person))
        }
        Noun::Body(_) => false,
    }
}

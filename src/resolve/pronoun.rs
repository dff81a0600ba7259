//! Pronouns: whom "he", "it" or "they" points back to.

use crate::lexicon::actors::{Body, Noun};
use crate::model::actor::{ActorId, Gender};
use crate::model::attribution::{Attribution, Form};
use crate::model::mention::Rule;
use crate::model::span::Span;
use crate::resolve::cast::{Member, Nature, Place};
use crate::resolve::holder::{Found, Reader};
use crate::resolve::noun::{self, Sort, is_one_person};
use crate::resolve::subject::{Clauses, Role};
use crate::resolve::words::is_common;
use crate::text::function_words::is;

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
    /// Whether the words are those of a text, such as "the statement".
    text: bool,
    /// Whether it speaks inside what somebody else says, or only passes on what somebody says.
    nested: bool,
    /// Whether nothing tells of anybody: "experience".
    vague: bool,
    gender: Option<Gender>,
}

/// Who has spoken so far, in the order of the text.
#[derive(Default)]
pub(super) struct Heard(Vec<Speaker>);

impl Heard {
    /// Notes that whoever spoke last only passes on what others say.
    pub(super) fn passes_on(&mut self) {
        if let Some(last) = self.0.last_mut() {
            last.nested = true;
        }
    }

    /// Whom a pronoun at `at` points back to.
    ///
    /// **What it does**: goes back sentence by sentence; in each, whoever speaks comes first, then the subject of the main
    /// clause or its owner, then other subjects; names inside quotations count for nothing. Where the subject is a
    /// pronoun of the same kind, it goes on from there; where it is a noun that the pronoun may mean, whoever the noun
    /// means is taken, or nobody. Last of all comes whoever is named near at all, be it in a headline or a caption.
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
        let mut at = at;
        let mut passing: Option<&Place> = None;
        for number in (here.saturating_sub(SENTENCES)..=here).rev() {
            let Some(sentence) = cast.sentences.get(number) else { continue };
            if sentence.start() + BYTES < at {
                break;
            }
            let sentence = Span::new(sentence.start(), sentence.end().min(at));
            if let Some(speaker) = self.spoke(sentence) {
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
            let fitting = fitting.filter(|place| want != Want::Several || place.mention.rule != Rule::Demonym);
            let fitting: Vec<&Place> = fitting.collect();
            if reader.is_running_text(cast.sentences[number]) && !sentence.is_empty() {
                match self.subject(reader, sentence, &fitting, want) {
                    Subject::Is(actor) => return Some((actor, Rule::Pronoun)),
                    Subject::Nobody => return None,
                    Subject::Pronoun(before) => at = before,
                    Subject::Other => {}
                }
            }
            if number < here {
                passing = passing.or(fitting.first().copied());
            }
        }
        passing.map(|place| (place.mention.actor.clone(), Rule::Pronoun))
    }

    /// Whoever spoke last in `sentence`; of one speaker and whom that one quotes, the former.
    fn spoke(&self, sentence: Span) -> Option<&Speaker> {
        let inside = || self.0.iter().rev().filter(|speaker| sentence.contains(speaker.source));
        inside().find(|speaker| !speaker.nested && !speaker.vague).or_else(|| inside().next())
    }

    /// What the part `sentence` of a sentence, up to the pronoun, is about; `fitting` are those whom it names.
    fn subject(&self, reader: &Reader<'_>, sentence: Span, fitting: &[&Place], want: Want) -> Subject {
        let clauses = Clauses::of(reader.annotated, sentence);
        let role = |place: &&&Place| clauses.as_ref().map_or(Role::Other, |clauses| clauses.role(place.mention.span));
        if let Some(place) = fitting.iter().find(|place| role(place) == Role::Main) {
            return Subject::Is(place.mention.actor.clone());
        }
        let main = clauses.as_ref().and_then(Clauses::subject).filter(|main| main.end() <= sentence.end());
        if let Some(main) = main.filter(|main| !reader.cast.is_quoted(*main)) {
            let words = main.of(&reader.document.text).to_lowercase();
            if Want::by(&words) == Some(want) {
                // "Though Ilo was at the dam, he": the clause before it names whom it means.
                let clause = |place: &&&Place| place.mention.span.end() <= main.start() && role(place) == Role::Clause;
                let named = fitting.iter().find(clause).map(|place| place.mention.actor.clone());
                return named.map_or(Subject::Pronoun(main.start()), Subject::Is);
            }
            let common = clauses.as_ref().is_some_and(|clauses| clauses.ends_in_noun(main));
            if common && fits_noun(&words, want) {
                return reader.described_by_name(main, self).map_or(Subject::Nobody, Subject::Is);
            }
        }
        let clause = fitting.iter().find(|place| role(place) == Role::Clause);
        let place = clause.or_else(|| fitting.iter().find(|place| place.subject));
        place.map_or(Subject::Other, |place| Subject::Is(place.mention.actor.clone()))
    }

    /// Whether `speaker` is meant; the inner `None`: yes, and nobody knows who that is. The outer: no.
    fn speaks(&self, speaker: &Speaker, reader: &Reader<'_>, want: Want) -> Option<Option<Found>> {
        let other = |gender: Gender| speaker.gender.is_some_and(|known| known != gender);
        match (&speaker.actor, want) {
            // "The statement said … It added": the text goes on.
            (Some(actor), Want::Thing) if speaker.text => Some(Some((actor.clone(), Rule::Pronoun))),
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

    /// The person who spoke last of those whom `fits` takes, in the sentences right before `at`; whom somebody quotes does
    /// not count.
    pub(super) fn last_fitting(
        &self,
        reader: &Reader<'_>,
        at: usize,
        fits: impl Fn(&ActorId) -> bool,
    ) -> Option<ActorId> {
        let from = reader.cast.sentences.get(reader.cast.sentence(at).saturating_sub(NEXT))?.start();
        let near = |speaker: &&Speaker| speaker.source.end() <= at && speaker.source.start() >= from && !speaker.nested;
        self.0.iter().rev().filter(near).filter_map(|speaker| speaker.actor.clone()).find(|actor| fits(actor))
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
    /// `nested` tells of a speaker inside what somebody else says.
    pub(super) fn remember(&mut self, reader: &Reader<'_>, source: Span, actor: Option<&ActorId>, nested: bool) {
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
            text: noun::is_text(&words),
            nested,
            vague: actor.is_none() && is_bare_noun(source.of(&reader.document.text)),
            gender: of_member.or(of_pronoun).or_else(of_noun),
        });
    }
}

/// Whether a source is a noun without an article or a name, as "experience" is.
fn is_bare_noun(source: &str) -> bool {
    let first = source.to_lowercase();
    !source.contains(' ') && Want::by(&first).is_none() && is_common(source) && !first.ends_with('s')
}

/// What a sentence is about, as far as it answers a pronoun.
enum Subject {
    Is(ActorId),
    /// Somebody whom nothing names.
    Nobody,
    /// A pronoun of the same kind, which begins there.
    Pronoun(usize),
    Other,
}

/// Whether a pronoun that asks for `want` may point back to the noun of a phrase in small letters: "the man" is "he",
/// "the group" is "it".
fn fits_noun(words: &str, want: Want) -> bool {
    if words.split(' ').next().is_some_and(|first| Want::by(first).is_some() || is(first, "quantifier")) {
        return false;
    }
    let found = noun::parse(words);
    match want {
        Want::Person(gender) => {
            let noun = words.rsplit(' ').next().unwrap_or("");
            let other = crate::resolve::words::gender_of_title(noun).is_some_and(|known| known != gender);
            !other && found.is_some_and(|found| matches!(found.sort, Sort::Person | Sort::Spokesman))
        }
        Want::Thing => found.is_some_and(|found| {
            matches!(found.sort, Sort::Part | Sort::Body | Sort::Medium | Sort::Text | Sort::State)
        }),
        Want::Several => {
            found.is_some_and(|found| matches!(found.sort, Sort::Plural | Sort::Part | Sort::Body))
                || words.rsplit(' ').next().is_some_and(noun::is_several_people)
        }
        Want::Anybody | Want::Speaker => false,
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

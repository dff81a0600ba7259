//! The cast of a document: every person, body and state that it introduces, and every place that names one.
//!
//! The whole text is read before anybody is looked for, so that a surname in the first line finds the full name in the
//! third. What the registry knows comes first; whom only the text knows becomes an actor of the run, *unlisted*.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::lexicon::actors::{Actors, AliasForm};
use crate::model::actor::{ActorId, ActorKind, Gender};
use crate::model::mention::{Mention, Rule};
use crate::model::span::Span;
use crate::resolve::around::Around;
use crate::resolve::company::{Company, drop_inside, is_short, merged};
use crate::resolve::mentions::Mentions;
use crate::resolve::names::{Name, covers, names};
use crate::resolve::noun::nouns_beside;
use crate::text::annotated::Annotated;

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    Person,
    State,
    /// Whatever acts and is neither.
    Body,
}

/// Somebody in the text.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) actor: ActorId,
    pub(super) nature: Nature,
    /// `None` for what is no person, and where nothing tells.
    pub(super) gender: Option<Gender>,
    /// Whether the registry knows it.
    pub(super) listed: bool,
    /// What it is, for those that the registry knows.
    pub(super) kind: Option<ActorKind>,
    /// The words of its name in small letters; for those that the registry knows, of the name it has there.
    pub(super) words: Vec<String>,
    /// What the text calls it beside its name, in small letters: "group" of "Kelmar, a group of friends".
    pub(super) nouns: Vec<String>,
    /// The state that it is or belongs to, or the topmost body.
    pub(super) root: ActorId,
    /// Whether `root` is a state.
    pub(super) of_state: bool,
}

impl Member {
    pub(super) fn last(&self) -> Option<&str> {
        self.words.last().map(String::as_str)
    }

    /// Whether it is a government, armed forces or state media as such.
    pub(super) fn is_part_of_state(&self) -> bool {
        self.of_state && matches!(self.actor.rsplit('.').next(), Some("GOV" | "MIL" | "MEDIA"))
    }

    /// Whether the text has called it a `noun`, in small letters.
    pub(super) fn is_called(&self, noun: &str) -> bool {
        self.nouns.iter().any(|known| known == noun)
    }

    /// Whether a word of its name is `word`, in small letters.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.words.iter().any(|known| known == word)
    }
}

/// A place that names a member.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) mention: Mention,
    pub(super) member: usize,
    /// Whether it stands inside a quotation.
    pub(super) quoted: bool,
    /// Whether it can be the subject of its sentence: no preposition before it, no possessive behind it.
    pub(super) subject: bool,
}

/// Everybody in a document.
pub(super) struct Cast {
    pub(super) members: Vec<Member>,
    /// In text order.
    pub(super) places: Vec<Place>,
    /// How often the text names each side that the registry knows.
    pub(super) counts: BTreeMap<ActorId, usize>,
    /// The state from which the text was filed, where its dateline tells.
    filed_from: Option<ActorId>,
    /// In text order.
    pub(super) sentences: Vec<Span>,
    /// What stands between quotation marks, in text order.
    quoted: Vec<Span>,
}

impl Cast {
    /// Reads the whole text; `sources` are the words that speak in it, in text order.
    pub(super) fn read(
        annotated: &Annotated<'_>,
        mentions: &mut Mentions,
        sources: &[Span],
        date: Option<Date>,
        registry: &Actors,
    ) -> Cast {
        let text = annotated.text;
        let sure = |mention: &&Mention| !is_short(mention, text);
        let mut known: Vec<Span> = mentions.all.iter().filter(sure).map(|mention| mention.span).collect();
        known.extend(&mentions.certain);
        let known = merged(known);
        let names = names(text, &known, &mentions.nouns, registry);
        drop_inside(&names, &mut mentions.all, text, registry);
        let mut company = Company {
            text,
            date,
            registry,
            members: Vec::new(),
            numbers: BTreeMap::new(),
            found: Vec::new(),
            relatives: Vec::new(),
        };
        for mention in &mentions.all {
            let number = company.listed(&mention.actor);
            company.learn(number, mention);
        }
        let kept: Vec<Span> = mentions.all.iter().map(|mention| mention.span).collect();
        let names: Vec<Name<'_>> = names.into_iter().filter(|name| !covers(&kept, name.span)).collect();
        for name in &names {
            company.introduce(name, &names, mentions, sources);
        }
        company.call_again(&names, mentions, sources);
        company.set_right(&mut mentions.all);
        let Company { members, found, .. } = company;
        let filed_from = filed_from(&annotated.dateline, date, registry);
        Cast { filed_from, ..Cast::arranged(annotated, members, found, &mentions.all) }
    }

    fn arranged(
        annotated: &Annotated<'_>,
        mut members: Vec<Member>,
        found: Vec<(Mention, usize)>,
        listed: &[Mention],
    ) -> Cast {
        let numbers: BTreeMap<ActorId, usize> =
            members.iter().enumerate().map(|(number, member)| (member.actor.clone(), number)).collect();
        let text = annotated.text;
        let quoted: Vec<Span> = annotated.quotations.iter().flat_map(|quotation| &quotation.spans).copied().collect();
        let listed = listed.iter().filter_map(|mention| Some((mention.clone(), *numbers.get(&mention.actor)?)));
        let place = |(mention, member): (Mention, usize)| {
            let at = quoted.partition_point(|part| part.end() <= mention.span.start());
            Place {
                quoted: quoted.get(at).is_some_and(|part| part.overlaps(mention.span)),
                subject: is_subject(text, &mention),
                mention,
                member,
            }
        };
        let mut places: Vec<Place> = listed.chain(found).map(place).collect();
        places.sort_by_key(|place| place.mention.span);
        for place in &places {
            let nouns = &mut members[place.member].nouns;
            nouns.extend(nouns_beside(text, place.mention.span));
        }
        let sentences = annotated.sentences_of(Span::new(0, text.len())).map(|sentence| sentence.span).collect();
        let mut counts: BTreeMap<ActorId, usize> = BTreeMap::new();
        for member in places.iter().map(|place| &members[place.member]).filter(|member| member.listed) {
            match counts.get_mut(&member.root) {
                Some(count) => *count += 1,
                None => drop(counts.insert(member.root.clone(), 1)),
            }
        }
        Cast { members, places, counts, filed_from: None, sentences, quoted }
    }

    /// Whether `span` stands inside a quotation.
    pub(super) fn is_quoted(&self, span: Span) -> bool {
        covers(&self.quoted, span)
    }

    /// The places inside `part`.
    pub(super) fn within(&self, part: Span) -> &[Place] {
        let from = self.places.partition_point(|place| place.mention.span.start() < part.start());
        let to = from + self.places[from..].iter().take_while(|place| place.mention.span.end() <= part.end()).count();
        &self.places[from..to]
    }

    /// The places that end before `at`, the nearest first.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = &Place> {
        let to = self.places.partition_point(|place| place.mention.span.start() < at);
        self.places[..to].iter().rev().filter(move |place| place.mention.span.end() <= at)
    }

    /// The member behind a place.
    pub(super) fn member(&self, place: &Place) -> &Member {
        &self.members[place.member]
    }

    /// The member with this id.
    pub(super) fn of(&self, actor: &ActorId) -> Option<&Member> {
        self.members.iter().find(|member| member.actor == *actor)
    }

    /// The number of the sentence in which `at` stands, or of the last one before it.
    pub(super) fn sentence(&self, at: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.start() <= at).saturating_sub(1)
    }

    /// The state that the text before `at` names most; of all of it, where it names none before. Where a text was filed
    /// counts like so many names.
    pub(super) fn home(&self, at: usize) -> Option<&ActorId> {
        let most = |places: &[Place]| {
            let mut counts: BTreeMap<&ActorId, usize> = BTreeMap::new();
            counts.extend(self.filed_from.iter().map(|state| (state, FILED)));
            for place in places {
                let member = self.member(place);
                if member.of_state {
                    *counts.entry(&member.root).or_default() += 1;
                }
            }
            counts.into_iter().max_by_key(|(_, count)| *count).map(|(id, _)| id.clone())
        };
        let to = self.places.partition_point(|place| place.mention.span.start() < at);
        let id = most(&self.places[..to]).or_else(|| most(&self.places))?;
        let roots = self.members.iter().map(|member| &member.root);
        roots.chain(&self.filed_from).find(|root| **root == id)
    }
}

/// The dateline's place counts like so many names of its state. Chosen on the training articles.
const FILED: usize = 2;

/// The state of the place in a dateline.
fn filed_from(dateline: &str, date: Option<Date>, registry: &Actors) -> Option<ActorId> {
    let state = |spelling: u32| {
        let of = |who| registry.lineage(&registry.known(who).id).pop();
        let places = registry.senses(spelling, date).filter(|sense| sense.form != AliasForm::Surname);
        let roots = places.filter_map(|sense| of(sense.who?));
        roots.into_iter().find(|root| registry.kind_of(root) == Some(ActorKind::State))
    };
    // "PORT NOR, May 1 (Reuters)": the agency is from elsewhere.
    let place = dateline.split(['(', ',']).next().unwrap_or("");
    registry.find(place, date).into_iter().find_map(|hit| state(hit.spelling))
}

/// Whether a mention can be the subject of its sentence.
fn is_subject(text: &str, mention: &Mention) -> bool {
    const LEADS: [&str; 22] = [
        "of", "with", "by", "to", "for", "from", "against", "on", "at", "in", "about", "between", "among", "over",
        "toward", "towards", "than", "into", "like", "under", "via", "upon",
    ];
    let around = Around(text);
    if mention.rule == Rule::Demonym && !mention.speaks || around.possessive(mention.span.end()).is_some() {
        return false;
    }
    let mut at = mention.span.start();
    for _ in 0..3 {
        let Some(word) = around.word_before(at) else { return true };
        let small = word.of(text).to_lowercase();
        if LEADS.contains(&small.as_str()) {
            return false;
        }
        // Titles and articles between a preposition and the name.
        let is_lead = matches!(small.as_str(), "the" | "a" | "an" | "his" | "her" | "its" | "their")
            || word.of(text).starts_with(char::is_uppercase);
        if !is_lead {
            return true;
        }
        at = word.start();
    }
    true
}

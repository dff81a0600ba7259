//! The company: how a cast is put together from the mentions and the names of a text.
//!
//! Full names come first, then surnames and other short forms; at last the surnames are set right that the registry and
//! the text claim for different people.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::lexicon::actors::{Actors, Body, Noun};
use crate::model::actor::{ActorId, ActorKind};
use crate::model::mention::{Mention, Rule};
use crate::model::span::Span;
use crate::resolve::affiliation::{affiliation, of_body};
use crate::resolve::around::Around;
use crate::resolve::cast::{Member, Nature};
use crate::resolve::mentions::Mentions;
use crate::resolve::names::{Name, Sort, names_thing};
use crate::resolve::words::{gender_of_title, is_common, is_honorific, is_title};
use crate::text::function_words::{is, is_function_word};

/// The cast while it is being put together.
pub(super) struct Company<'a> {
    pub(super) text: &'a str,
    pub(super) date: Option<Date>,
    pub(super) registry: &'a Actors,
    pub(super) members: Vec<Member>,
    pub(super) numbers: BTreeMap<ActorId, usize>,
    /// Places that name the unlisted.
    pub(super) found: Vec<(Mention, usize)>,
    /// The numbers of those whom the text brings in as somebody's relative.
    pub(super) relatives: Vec<usize>,
}

impl Company<'_> {
    pub(super) fn listed(&mut self, actor: &ActorId) -> usize {
        if let Some(number) = self.numbers.get(actor) {
            return *number;
        }
        let known = self.registry.actor(actor);
        let kind = known.map(|actor| actor.kind);
        let nature = match kind {
            Some(ActorKind::Person) => Nature::Person,
            Some(ActorKind::State) => Nature::State,
            _ => Nature::Body,
        };
        let name = known.map_or("", |actor| actor.name.as_str());
        let root = self.registry.lineage(actor).pop().unwrap_or_else(|| actor.clone());
        let member = Member {
            actor: actor.clone(),
            of_state: self.registry.kind_of(&root) == Some(ActorKind::State),
            nature,
            gender: known.and_then(|actor| actor.gender),
            listed: true,
            kind,
            words: name.split_whitespace().map(small).collect(),
            nouns: Vec::new(),
            root,
        };
        self.add(member)
    }

    /// The words by which the text calls a body are words of its name too; of a person, the surname as the text has it.
    pub(super) fn learn(&mut self, number: usize, mention: &Mention) {
        let member = &mut self.members[number];
        if member.nature == Nature::Person && matches!(mention.rule, Rule::Name | Rule::Role | Rule::Title) {
            let last = mention.span.of(self.text).rsplit(' ').next().unwrap_or("");
            let word = small(last);
            if last.starts_with(char::is_uppercase) && !member.has_word(&word) && !is_title(last) {
                let before_surname = member.words.len().saturating_sub(1);
                member.words.insert(before_surname, word);
            }
        }
        if member.nature == Nature::Body && matches!(mention.rule, Rule::Name | Rule::Body | Rule::ShortForm) {
            for word in mention.span.of(self.text).split_whitespace() {
                let word = small(word);
                if !member.words.contains(&word) {
                    member.words.push(word);
                }
            }
            if let Some(acronym) = acronym_after(self.text, mention.span.end()) {
                member.words.push(small(acronym));
            }
        }
    }

    /// The body that `acronym` is short for: in brackets behind its name, or the initials of it.
    pub(super) fn by_acronym(&self, acronym: &str) -> Option<usize> {
        let capitals = acronym.len() > 2 && acronym.len() < 8 && acronym.bytes().all(|byte| byte.is_ascii_uppercase());
        if !capitals {
            return None;
        }
        let acronym = small(acronym);
        let fits = |member: &Member| {
            // "Department for River Development" is DRD, or DFRD.
            let initials = |all: bool| {
                let words = member.words.iter().filter(|word| all || !is_function_word(word));
                words.filter_map(|word| word.chars().next()).collect::<String>()
            };
            member.nature == Nature::Body
                && member.words.len() > 1
                && (member.has_word(&acronym) || initials(false) == acronym || initials(true) == acronym)
        };
        self.members.iter().position(fits)
    }

    fn add(&mut self, member: Member) -> usize {
        let number = self.members.len();
        self.numbers.insert(member.actor.clone(), number);
        self.members.push(member);
        number
    }

    /// A full name: somebody new, or somebody met before.
    pub(super) fn introduce(&mut self, name: &Name<'_>, names: &[Name<'_>], mentions: &Mentions, sources: &[Span]) {
        let honoured = name.title.is_some_and(|title| gender_of_title(title.of(self.text)).is_some());
        if name.words.len() < 2 && !(honoured && name.sort == Some(Sort::Person)) {
            return;
        }
        let speaks = || {
            let source = sources.iter().find(|source| source.contains(name.span));
            source.is_some_and(|source| !self.is_titled_behind(name.span.end(), source.end()))
                && self.ends_phrase(name.span.end())
        };
        let sort = match name.sort {
            Some(sort) => sort,
            None if name.words.last().is_some_and(|word| names_thing(word)) => return,
            None if self.is_described(name) => Sort::Person,
            None if speaks() => Sort::Person,
            None => return,
        };
        let words: Vec<String> = name.words.iter().map(|word| small(word)).collect();
        // "Later Kell said": the first word is no given name.
        if let [first, last] = words.as_slice()
            && name.initial
            && is_common(name.words[0])
            && !self.registry.is_given_name(name.words[0])
            && self.members.iter().all(|member| member.words.first() != Some(first))
            && let Some(number) = self.called(last, name, None)
        {
            let start = name.span.end() - name.words[1].len();
            return self.place(Span::new(start, name.span.end()), number, Rule::ShortForm);
        }
        if words.len() == 1 {
            if self.called(&words[0], name, None).is_some() {
                return;
            }
            if let Some(number) = self.named_in_full(name, names, mentions) {
                return self.place(name.span, number, Rule::ShortForm);
            }
            if let Some((actor, rule)) = self.known_by(name) {
                return self.place_listed(name.span, &actor, rule);
            }
        } else if let Some(actor) = self.registry.meant(&name.words, self.date) {
            return self.place_listed(name.span, &actor, Rule::Name);
        } else if self.registry.knows(&name.words.join(" ")) {
            // Set aside before, as a place or as one of several: it is nobody new.
            if let Some((actor, rule)) = self.known_by(name).filter(|_| speaks()) {
                self.place_listed(name.span, &actor, rule);
            }
            return;
        }
        // "Ilo Jr." after Ada Ilo Jr.
        let listed = |member: &Member| {
            sort == Sort::Person
                && member.listed
                && words.len() > 1
                && member.nature == Nature::Person
                && member.words.len() > words.len()
                && member.words.ends_with(&words)
        };
        if let Some(number) = self.members.iter().position(listed) {
            return self.place(name.span, number, Rule::Name);
        }
        let known = self.members.iter().position(|member| {
            !member.listed
                && member.words.len() > 1
                && match sort {
                    Sort::Body => member.words == words,
                    Sort::Person => {
                        member.nature == Nature::Person
                            && (member.words.ends_with(&words)
                                || member.words.first() == words.first() && member.words.last() == words.last())
                    }
                }
        });
        let number = known.unwrap_or_else(|| {
            let home = || self.home(name.span.start(), mentions);
            let parent = match sort {
                Sort::Person => affiliation(self.text, name, mentions, self.registry, home),
                Sort::Body => of_body(self.text, name, mentions, self.registry),
            };
            self.unlisted(name, sort, words, parent)
        });
        self.place(name.span, number, Rule::Unlisted);
        if sort == Sort::Body
            && let Some(acronym) = acronym_after(self.text, name.span.end())
        {
            self.members[number].words.push(small(acronym));
        }
    }

    pub(super) fn unlisted(
        &mut self,
        name: &Name<'_>,
        sort: Sort,
        words: Vec<String>,
        parent: Option<ActorId>,
    ) -> usize {
        let body = parent.as_deref().unwrap_or("UNLISTED");
        let actor = ActorId::from(format!("{body}.{}", part_of_id(name.span.of(self.text))));
        if let Some(number) = self.numbers.get(&actor) {
            return *number;
        }
        let of_title =
            name.title.and_then(|title| gender_of_title(title.of(self.text).rsplit(' ').next().unwrap_or("")));
        let root = parent.as_ref().and_then(|parent| self.registry.lineage(parent).pop());
        self.add(Member {
            of_state: root.as_ref().is_some_and(|root| self.registry.kind_of(root) == Some(ActorKind::State)),
            root: root.unwrap_or_else(|| actor.clone()),
            actor,
            nature: if sort == Sort::Person { Nature::Person } else { Nature::Body },
            gender: of_title.or_else(|| self.registry.gender_of_name(name.words[0])),
            listed: false,
            kind: None,
            words,
            nouns: Vec::new(),
        })
    }

    /// Whether a phrase may end at `at`: what follows is a mark, a small word or a verb, and no noun.
    pub(super) fn ends_phrase(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        let Some(rest) = rest.strip_prefix([' ', '\u{a0}']) else { return true };
        let word = rest.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or("");
        is_function_word(word)
            || word.ends_with("ed")
            || word.ends_with('s') && word.starts_with(char::is_lowercase)
            || is_report(word)
    }

    /// "Norlandic Trade and Industry Secretary Ada Ilo": words before a title, and no name.
    fn is_titled_behind(&self, from: usize, to: usize) -> bool {
        let rest = self.text.get(from..to).unwrap_or("");
        let words = rest.split(',').next().unwrap_or("").split_whitespace();
        words.filter(|word| word.starts_with(char::is_uppercase)).any(|word| is_title(word) || is_honorific(word))
    }

    /// `Name, 45,` and `Name, a baker`: an age or a noun for a person stands behind the comma.
    fn is_described(&self, name: &Name<'_>) -> bool {
        let rest = &self.text[name.span.end()..];
        let Some(rest) = rest.strip_prefix(", ") else { return false };
        if name.words.len() > 4 {
            return false;
        }
        let words: Vec<&str> = rest.split([' ', ',', '.', '\n']).take(6).collect();
        let age = words[0].len() == 2 && words[0].bytes().all(|byte| byte.is_ascii_digit());
        let first = words[0].to_lowercase();
        let leads = matches!(first.as_str(), "a" | "an" | "the" | "who" | "whose");
        let noun = words[1..].iter().any(|word| {
            let hits = self.registry.find(word, None);
            hits.iter().any(|hit| {
                matches!(
                    self.registry.noun(hit.spelling),
                    Some(Noun::Post(_) | Noun::Body(Body::Member | Body::People | Body::Government))
                )
            })
        });
        age || matches!(first.as_str(), "who" | "whose") || leads && noun
    }

    pub(super) fn place(&mut self, span: Span, number: usize, rule: Rule) {
        let mention = Mention { span, actor: self.members[number].actor.clone(), rule, speaks: true };
        self.found.push((mention, number));
    }

    pub(super) fn place_listed(&mut self, span: Span, actor: &ActorId, rule: Rule) {
        let number = self.listed(actor);
        self.place(span, number, rule);
    }

    /// A surname that the registry knows means somebody else, when the text has introduced another of that surname:
    /// the one named in full nearer before it, or at all.
    pub(super) fn set_right(&mut self, listed: &mut Vec<Mention>) {
        let in_full: Vec<(usize, ActorId)> = listed
            .iter()
            .filter(|mention| matches!(mention.rule, Rule::Name | Rule::Title | Rule::Role))
            .map(|mention| (mention.span.start(), mention.actor.clone()))
            .collect();
        let mut moved = Vec::new();
        for mention in listed.iter() {
            if !matches!(mention.rule, Rule::ShortForm | Rule::OfficeHolder) {
                continue;
            }
            let words = mention.span.of(self.text);
            if words.contains(' ') || !words.starts_with(char::is_uppercase) {
                continue;
            }
            let word = small(words);
            let at = mention.span.start();
            let title = Around(self.text).word_before(at).and_then(|title| gender_of_title(title.of(self.text)));
            let known = self.numbers.get(&mention.actor).map(|number| &self.members[*number]);
            let mismatch = matches!((title, known.and_then(|member| member.gender)), (Some(a), Some(b)) if a != b);
            let own = in_full.iter().filter(|(_, actor)| *actor == mention.actor).map(|(start, _)| *start);
            let own_before = own.clone().filter(|start| *start < at).max();
            let own_count = own.count();
            let others = self.found.iter().filter(|(other, number)| {
                let member = &self.members[*number];
                other.rule == Rule::Unlisted
                    && member.nature == Nature::Person
                    && member.words.len() > 1
                    && (member.last() == Some(&word) || member.words.first() == Some(&word))
                    && (own_count == 0 || !self.relatives.contains(number))
            });
            let nearest =
                others.clone().filter(|(other, _)| other.span.start() < at).max_by_key(|(other, _)| other.span.start());
            let Some((other, number)) = nearest.or_else(|| others.clone().next()) else { continue };
            let nearer = own_before.is_none_or(|own| own < other.span.start()) && other.span.start() < at;
            // Whom the text has called so before the other came in, it goes on calling so.
            let settled = listed
                .iter()
                .filter(|earlier| earlier.actor == mention.actor && earlier.span.start() < other.span.start());
            let settled = settled.count() > 1 && !mismatch;
            let office = mention.rule == Rule::OfficeHolder;
            if !settled && (office || mismatch || own_count == 0 || nearer && own_count < 2) {
                moved.push((mention.span, *number));
            }
        }
        listed.retain(|mention| moved.binary_search_by_key(&mention.span, |(span, _)| *span).is_err());
        for (span, number) in moved {
            self.place(span, number, Rule::ShortForm);
        }
    }

    /// The state that the mentions before `at` name most.
    pub(super) fn home(&self, at: usize, mentions: &Mentions) -> Option<ActorId> {
        let mut counts: BTreeMap<&ActorId, usize> = BTreeMap::new();
        let before = mentions.all.partition_point(|mention| mention.span.start() < at);
        let some = if before > 0 { &mentions.all[..before] } else { &mentions.all[..] };
        for mention in some {
            if let Some(number) = self.numbers.get(&mention.actor)
                && self.members[*number].of_state
            {
                *counts.entry(&self.members[*number].root).or_default() += 1;
            }
        }
        counts.into_iter().max_by_key(|(_, count)| *count).map(|(id, _)| id.clone())
    }
}

/// Whether a mention is a surname or another single word that may be part of a longer name.
pub(super) fn is_short(mention: &Mention, text: &str) -> bool {
    let words = mention.span.of(text);
    matches!(mention.rule, Rule::ShortForm | Rule::OfficeHolder)
        && !words.contains(' ')
        && words.starts_with(char::is_uppercase)
}

/// "R.C. Ilo": a surname inside a longer name that the registry does not know is not that of whom it knows.
pub(super) fn drop_inside(names: &[Name<'_>], mentions: &mut Vec<Mention>, text: &str, registry: &Actors) {
    mentions.retain(|mention| {
        let at = names.partition_point(|name| name.span.end() <= mention.span.start());
        let Some(name) = names.get(at).filter(|name| name.span.overlaps(mention.span)) else { return true };
        if !is_short(mention, text) {
            // "The Workers' Party of Norland": the state is part of the name.
            let place = matches!(mention.rule, Rule::Name | Rule::Demonym | Rule::Metonym);
            return !(place
                && name.sort == Some(Sort::Body)
                && name.words.len() > 2
                && name.span.contains(mention.span));
        }
        let ends = name.span.end() == mention.span.end();
        // "Ilo Dor-abra, an analyst": a surname that comes first.
        if name.span.start() == mention.span.start() && name.words.len() == 2 {
            let described = [", a ", ", an ", ", who "].iter().any(|start| text[name.span.end()..].starts_with(start));
            return !(name.words[1].contains('-') || described);
        }
        let word = name.initial && is_common(name.words[0]) && !registry.is_given_name(name.words[0]);
        name.words.len() < 2 || !ends || word
    });
}

/// The spans in order, those that touch each other joined.
pub(super) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let overlaps = next.start() < kept.end();
        if overlaps {
            *kept = Span::new(kept.start(), kept.end().max(next.end()));
        }
        overlaps
    });
    spans
}

/// A word as it is compared: in small letters, without diacritics and without the article of Arabic names.
pub(super) fn small(word: &str) -> String {
    let plain = if word.is_ascii() { word.to_lowercase() } else { deunicode::deunicode(word).to_lowercase() };
    let bare = plain.trim_matches(|letter: char| !letter.is_alphanumeric());
    let bare =
        ["al-", "el-", "as-", "ash-", "ad-"].iter().find_map(|article| bare.strip_prefix(article)).unwrap_or(bare);
    bare.to_owned()
}

/// A name as a part of an id: capitals without diacritics, one `_` for whatever else stands between.
fn part_of_id(name: &str) -> String {
    let mut id = String::with_capacity(name.len());
    for letter in deunicode::deunicode(name).chars() {
        if letter.is_ascii_alphanumeric() {
            id.push(letter.to_ascii_uppercase());
        } else if !id.ends_with('_') {
            id.push('_');
        }
    }
    id.trim_matches('_').to_owned()
}

/// Whether `word` is a verb of saying.
fn is_report(word: &str) -> bool {
    is(word, "report") || is(word, "auxiliary")
}

/// `(PYM)` right behind a name.
fn acronym_after(text: &str, end: usize) -> Option<&str> {
    let rest = text[end..].strip_prefix(" (")?;
    let inside = rest.split(')').next()?;
    (inside.len() >= 2 && inside.len() <= 10 && inside.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-'))
        .then_some(inside)
}

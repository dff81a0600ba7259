//! Later names: a surname or a short form comes in; the member of the cast that it calls comes out.

use crate::model::actor::{ActorId, ActorKind, Gender};
use crate::model::mention::Rule;
use crate::model::span::Span;
use crate::resolve::affiliation::affiliation;
use crate::resolve::around::Around;
use crate::resolve::cast::{Member, Nature};
use crate::resolve::company::{Company, small};
use crate::resolve::mentions::Mentions;
use crate::resolve::names::{Name, Sort, has_legal_form, is_particle};
use crate::resolve::noun::is_description;
use crate::resolve::words::{gender_of_title, is_common, is_time};
use crate::text::function_words::is;

impl Company<'_> {
    /// Surnames and other short forms of those whom only the text knows.
    pub(super) fn call_again(&mut self, names: &[Name<'_>], mentions: &Mentions, sources: &[Span]) {
        self.relatives = self.relatives();
        for name in names.iter().filter(|name| name.words.len() == 1) {
            if self.found.iter().any(|(mention, _)| mention.span == name.span) {
                continue;
            }
            let word = small(name.words[0]);
            let title = name.title.map(|title| title.of(self.text)).and_then(gender_of_title);
            let start = name.span.start();
            let article =
                Around(self.text).word_before(start).is_some_and(|word| word.of(self.text).eq_ignore_ascii_case("the"));
            let called = self
                .by_acronym(name.words[0])
                .or_else(|| article.then(|| self.shortened(&word)).flatten())
                .or_else(|| self.called(&word, name, title));
            if let Some(number) = called {
                // The gender of a given name is only probable, the first form of address tells it.
                let first = self.found.iter().all(|(mention, of)| *of != number || mention.rule != Rule::ShortForm);
                let member = &mut self.members[number];
                if !member.listed && member.nature == Nature::Person && (first || member.gender.is_none()) {
                    member.gender = title.or(member.gender);
                }
                self.place(name.span, number, Rule::ShortForm);
                continue;
            }
            let speaks = sources.iter().any(|source| self.heads(*source, name))
                && name.words[0].chars().count() > 2
                && !is_particle(&word)
                && !article
                && !is_description(&word);
            if !speaks {
                continue;
            }
            let common = name.initial && is_common(name.words[0]);
            let known = self.known_by(name).filter(|(actor, _)| !(common && self.is_listed_person(actor)));
            if let Some(number) = self.named_in_full(name, names, mentions) {
                self.place(name.span, number, Rule::ShortForm);
            } else if let Some((actor, rule)) = known {
                self.place_listed(name.span, &actor, rule);
            } else if !self.registry.knows(name.words[0]) && (!name.initial || self.is_told_apart(name, names)) {
                // "Kelmar said": a name of its own, though nothing tells of what.
                let sort = name.sort.unwrap_or(Sort::Body);
                let number = self.unlisted(name, sort, vec![word], None);
                self.place(name.span, number, Rule::Unlisted);
            }
        }
    }

    fn is_listed_person(&self, actor: &ActorId) -> bool {
        self.registry.kind_of(actor) == Some(ActorKind::Person)
    }

    /// "Ms. Kell said" after "a baker in the port, Odo Kell, has seen it": the full name of whoever speaks under the
    /// surname `name`, though nothing else told that it is one; the nearest before it, or else the first.
    pub(super) fn named_in_full(&mut self, name: &Name<'_>, names: &[Name<'_>], mentions: &Mentions) -> Option<usize> {
        let (surname, registry) = (small(name.words[0]), self.registry);
        let is_full = |full: &&Name<'_>| {
            matches!(full.words.len(), 2 | 3)
                && full.sort != Some(Sort::Body)
                && full.words.last().is_some_and(|last| small(last) == surname)
                && (!is_common(full.words[0]) || registry.is_given_name(full.words[0]))
        };
        let all = || names.iter().filter(is_full);
        let full = all().rfind(|full| full.span.start() < name.span.start()).or_else(|| all().next())?;
        let words: Vec<String> = full.words.iter().map(|word| small(word)).collect();
        let home = || self.home(full.span.start(), mentions);
        let parent = affiliation(self.text, full, mentions, self.registry, home);
        let number = self.unlisted(full, Sort::Person, words, parent);
        let title = name.title.and_then(|title| gender_of_title(title.of(self.text)));
        let member = &mut self.members[number];
        member.gender = title.or(member.gender);
        self.place(full.span, number, Rule::Unlisted);
        Some(number)
    }

    /// Whether `name` is the head of `source`: nothing but a day or small letters before it, the phrase ends behind it.
    fn heads(&self, source: Span, name: &Name<'_>) -> bool {
        let lead = || Span::new(source.start(), name.span.start()).of(self.text);
        let first =
            |word: &str| lead().starts_with(word) && is_common(word) && !is(&word.to_lowercase(), "preposition");
        let plain = |word: &str| {
            is_time(word) || word.starts_with(char::is_lowercase) && !is(word, "preposition") || first(word)
        };
        let rest = &self.text[name.span.end()..source.end().max(name.span.end())];
        let ends = rest.starts_with([',', ' ', '(', '<']);
        source.contains(name.span)
            && (rest.is_empty() || ends && self.ends_phrase(name.span.end()) || has_legal_form(rest))
            && lead().split_whitespace().all(plain)
    }

    /// Whether the capital of `name` is no mere capital at the beginning of a sentence: the word has one elsewhere too,
    /// or inside, or is described behind a comma ("Kelmar, a maker of dams,").
    fn is_told_apart(&self, name: &Name<'_>, names: &[Name<'_>]) -> bool {
        let rest = &self.text[name.span.end()..];
        let described = [", a ", ", an ", ", the ", ", which "].iter();
        names.iter().any(|other| other.words == name.words && !other.initial)
            || name.words[0].chars().skip(1).any(char::is_uppercase)
            || described.clone().any(|lead| rest.starts_with(lead))
            || has_legal_form(rest)
    }

    /// Whom the registry means by a name that was set aside in this text: a capital that is only a place elsewhere, a
    /// person who is in office, or one whose state the text names.
    pub(super) fn known_by(&self, name: &Name<'_>) -> Option<(ActorId, Rule)> {
        if let Some(actor) = self.registry.meant(&name.words, self.date) {
            return Some((actor, Rule::Name));
        }
        let surname = || self.registry.in_office_by_surname(name.words[0], self.date);
        if name.words.len() == 1
            && name.sort != Some(Sort::Body)
            && let Some(actor) = surname()
        {
            return Some((actor, Rule::OfficeHolder));
        }
        let actor = self.registry.by_name(&name.words.join(" "), self.date)?;
        let kind = self.registry.kind_of(&actor)?;
        let root = self.registry.lineage(&actor).pop()?;
        let near = || self.members.iter().any(|member| member.listed && member.root == root);
        match kind {
            ActorKind::Person if name.sort == Some(Sort::Body) || !near() => None,
            ActorKind::Person => Some((actor, Rule::ShortForm)),
            ActorKind::Region | ActorKind::Unnamed => None,
            _ => Some((actor, Rule::Metonym)),
        }
    }

    /// Whom a single word calls: a surname before a given name, the one named last before a later one.
    pub(super) fn called(&self, word: &str, name: &Name<'_>, gender: Option<Gender>) -> Option<usize> {
        let fits = |member: &Member| match (gender, member.gender) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let nearest = |number: usize| {
            let places =
                self.found.iter().filter(|(_, member)| *member == number).map(|(mention, _)| mention.span.start());
            places.filter(|start| *start < name.span.start()).max()
        };
        // "Norland" alone is the state, and "Students" are anybody: not the society that has it in its name.
        let known = self.registry.knows(name.words[0]) || name.initial && is_common(name.words[0]);
        let named = |surname: bool| {
            let has = move |member: &Member| {
                if surname {
                    member.last() == Some(word)
                } else {
                    member.words.first().is_some_and(|first| first == word)
                        || member.nature == Nature::Body && member.last() == Some(word) && !known
                }
            };
            let members = self.members.iter().enumerate();
            let rank = |number: usize| {
                let relative = surname && self.relatives.contains(&number);
                (!relative, nearest(number), std::cmp::Reverse(number))
            };
            members
                .filter(move |(_, member)| !member.listed && has(member) && fits(member))
                .max_by_key(|(number, _)| rank(*number))
                .map(|(number, _)| number)
        };
        let listed = || {
            let has = |member: &Member| member.nature == Nature::Person && member.has_word(word) && word.len() > 2;
            self.only(|member| member.listed && has(member) && fits(member))
        };
        // "The Nor Post Daily … Nor Post said", "Nor said".
        let body = || {
            let begins = |member: &Member| {
                member.listed
                    && member.nature == Nature::Body
                    && member.words.len() > 1
                    && word.len() > 3
                    && member.words.first().is_some_and(|first| first == word)
            };
            self.only(begins)
        };
        // The gender of a given name is only probable: "Ms. Ilo" may be Kim Ilo.
        let other_gender = || {
            let has = |member: &Member| !member.listed && member.words.len() > 1 && member.last() == Some(word);
            gender.and_then(|_| self.only(has))
        };
        named(true).or_else(listed).or_else(|| named(false)).or_else(body).or_else(other_gender)
    }

    /// `the Post`, after the Port Nor Post has been named.
    fn shortened(&self, word: &str) -> Option<usize> {
        self.members.iter().position(|member| member.nature == Nature::Body && member.has_word(word))
    }

    /// The one member that `fits`; `None` if there are several.
    fn only(&self, fits: impl Fn(&Member) -> bool) -> Option<usize> {
        let mut fitting = (0..self.members.len()).filter(|&number| fits(&self.members[number]));
        fitting.next().filter(|_| fitting.next().is_none())
    }
}

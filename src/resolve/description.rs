//! Descriptions: nouns that point back to somebody named before ("the ministry", "the spokesman", "his government"), or
//! on to whom the text names later.

use std::collections::BTreeMap;

use crate::lexicon::actors::{Actors, Noun};
use crate::model::actor::{ActorId, ActorKind, Gender};
use crate::model::mention::Rule;
use crate::model::span::Span;
use crate::resolve::cast::{Member, Nature, Place};
use crate::resolve::holder::{Found, Reader};
use crate::resolve::noun::{Description, Sort, head, head_noun, is_of_many, nouns_beside, parse, sort};
use crate::resolve::pronoun::{Heard, Want};
use crate::resolve::words::gender_of_title;

/// How far back a description points, in bytes. Chosen by hand.
const FAR: usize = 6000;

/// So many sentences at the beginning, the headline among them, may describe whom the text names later. Chosen by hand.
const LEAD: usize = 4;

/// Of so many names before it, the holder of a post is the one named most. Chosen by hand.
const NEAR: usize = 300;

/// Whether the name of a body that only the text knows tells that it is something else than a `noun`.
fn is_of_other_sort(member: &Member, noun: &str) -> bool {
    const ANY: [&str; 6] = ["group", "organisation", "organization", "body", "institution", "association"];
    let tells = |word: &String| matches!(sort(word), Some((Sort::Body | Sort::Part | Sort::Thing, _)));
    !ANY.contains(&noun) && !member.has_word(noun) && member.words.iter().any(tells)
}

/// Whether the name of a body that only the text knows is that of a newspaper, agency or broadcaster.
fn is_paper(member: &Member) -> bool {
    const WORDS: [&str; 14] = [
        "news",
        "times",
        "daily",
        "post",
        "herald",
        "journal",
        "tribune",
        "gazette",
        "sun",
        "radio",
        "tv",
        "television",
        "press",
        "star",
    ];
    !member.listed && member.nature == Nature::Body && WORDS.iter().any(|word| member.has_word(word))
}

/// The part of the state `root` with which its id ends; parliaments have names of their own.
pub(super) fn part_of(registry: &Actors, root: &str, detail: &str) -> Option<ActorId> {
    let detail = detail.rsplit('.').next().unwrap_or(detail);
    let names: &[&str] =
        if detail == "PARLIAMENT" { &["PARLIAMENT", "CONGRESS", "KNESSET", "BUNDESTAG"] } else { &[detail] };
    names.iter().find_map(|name| registry.actor(&format!("{root}.{name}"))).map(|actor| actor.id.clone())
}

impl Reader<'_> {
    /// Whom the noun in `source` describes, if somebody fits whom the text before it names.
    ///
    /// **What it does**: takes the part of the state that the text is about ("the government"), the body of that kind
    /// named last ("the group"), whoever spoke last ("the statement"), or the person spoken of ("the senator").
    /// **Why**: news names a body once and describes it from then on.
    /// **Example**: "Norland's foreign ministry protested. The ministry said …".
    /// **Known failures**: of two bodies of one kind the nearer is taken, though the other may be meant.
    /// **Source**: hand-made rules.
    pub(super) fn described(&self, source: Span, heard: &Heard) -> Option<Found> {
        let actor = self.described_before(source, heard).or_else(|| self.foretold(source))?;
        Some((actor, Rule::Description))
    }

    /// Whom a headline or the first sentences describe before the text names them.
    ///
    /// **What it does**: takes the first name behind it beside which the same noun stands, and which belongs to the state
    /// that the description names, if it names one.
    /// **Why**: news tells first what somebody is, and who it is in the next paragraph.
    /// **Example**: "Port senator warns of dams" … "Ada Ilo, a senator from the port, said …".
    /// **Known failures**: of two senators the first is taken.
    /// **Source**: hand-made, after the training articles.
    fn foretold(&self, source: Span) -> Option<ActorId> {
        if self.cast.sentence(source.start()) >= LEAD {
            return None;
        }
        let text = self.document.text.as_str();
        let words = source.of(text).to_lowercase();
        let noun = head_noun(&words).filter(|noun| !is_of_many(noun))?;
        let states = self.cast.within(source).iter().map(|place| &self.cast.member(place).root);
        let states: Vec<&ActorId> = states.collect();
        let behind = Span::new(source.end(), text.len().min(source.end() + FAR));
        let called = |place: &&Place| {
            let span = place.mention.span;
            let member = self.cast.member(place);
            let inside = || span.of(text).split(' ').any(|word| word.eq_ignore_ascii_case(noun));
            let named = matches!(place.mention.rule, Rule::Unlisted | Rule::Name | Rule::Title);
            let of_state = states.is_empty() || !member.of_state || states.contains(&&member.root);
            named
                && member.nature != Nature::State
                && of_state
                && (inside() || nouns_beside(text, span).contains(&noun.to_owned()))
        };
        self.cast.within(behind).iter().find(called).map(|place| place.mention.actor.clone())
    }

    /// Whom the noun at the end of `phrase`, which speaks for nobody here, describes by what is named before it.
    pub(super) fn described_by_name(&self, phrase: Span, heard: &Heard) -> Option<ActorId> {
        let within = |place: &&Place| matches!(place.mention.rule, Rule::Body | Rule::Role) && place.mention.speaks;
        if let Some(place) = self.cast.within(phrase).iter().find(within) {
            return Some(place.mention.actor.clone());
        }
        let words = phrase.of(&self.document.text).to_lowercase();
        let at = phrase.start();
        if let Some(person) = self.holder_of_post(at, &words) {
            return Some(person);
        }
        let found = parse(&words)?;
        let last = found.noun.rsplit(' ').next().unwrap_or(found.noun);
        if found.sort != Sort::Person
            && let Some(actor) = heard.last_called(last, &self.document.text)
        {
            return Some(actor);
        }
        match found.sort {
            Sort::Part => self.part(at, found.detail),
            Sort::Body => self.body(at, &found, heard),
            Sort::Medium => self.nearest(at, |member| member.kind == Some(ActorKind::Media) || is_paper(member)),
            Sort::State => self.nearest(at, |member| member.nature == Nature::State),
            Sort::Text => self.author(at, last, heard),
            Sort::Spokesman => self.spoken_for(at, &found, heard),
            Sort::Person => self.nearest(at, |member| member.nature == Nature::Person && member.is_called(last)),
            _ => None,
        }
    }

    pub(super) fn described_before(&self, source: Span, heard: &Heard) -> Option<ActorId> {
        let words = source.of(&self.document.text).to_lowercase();
        let at = source.start();
        let owner = match words.split(' ').next().unwrap_or("") {
            "his" => Some(Want::Person(Gender::Masculine)),
            "her" => Some(Want::Person(Gender::Feminine)),
            "its" => Some(Want::Thing),
            "their" => Some(Want::Several),
            _ => None,
        };
        if let Some(want) = owner {
            let (actor, _) = heard.antecedent(self, at, &[], want)?;
            return self.belonging(&actor, &words);
        }
        // "Ilo's government", "Ilo's resignation letter".
        let own = |place: &&Place| {
            crate::resolve::around::Around(&self.document.text).possessive(place.mention.span.end()).is_some()
        };
        if let Some(owner) = self.cast.within(source).iter().find(own) {
            let rest = words.get(owner.mention.span.end() - source.start()..).unwrap_or("");
            let rest = rest.trim_start_matches(['\'', '’', 's']);
            return self.belonging(&owner.mention.actor, &format!("its{rest}"));
        }
        // "The kingdom's aviation authority".
        if let Some((owner, rest)) = words.split_once("'s ").or_else(|| words.split_once("’s "))
            && parse(owner).is_some_and(|owner| owner.sort == Sort::State)
        {
            let state = self.nearest(at, |member| member.nature == Nature::State)?;
            return self.belonging(&state, &format!("its {rest}"));
        }
        if let Some(person) = self.holder_of_post(at, &words) {
            return Some(person);
        }
        if let Some(body) = self.body_of_text(source, heard) {
            return Some(body);
        }
        let Some(found) = parse(&words) else {
            let noun = head_noun(&words).filter(|noun| words.starts_with("the ") && !is_of_many(noun))?;
            return self.nearest(at, |member| member.nature != Nature::State && member.is_called(noun));
        };
        let last = found.noun.rsplit(' ').next().unwrap_or(found.noun);
        // Whoever spoke under that noun: a body, or through a text anybody.
        let may = |actor: &ActorId| found.sort == Sort::Text || !self.is_person(actor);
        if matches!(found.sort, Sort::Part | Sort::Body | Sort::Medium | Sort::Text)
            && matches!(found.lead, "the" | "this" | "that" | "")
            && let Some(actor) = heard.last_called(last, &self.document.text).filter(may)
        {
            return Some(actor);
        }
        match found.sort {
            // "The lawmakers" are a parliament, "some lawmakers" are not.
            Sort::Part if found.detail == "PARLIAMENT" || found.detail == "SENATE" => {
                let whole = words.trim_start_matches("the ") == found.noun;
                whole.then(|| self.part(at, found.detail)).flatten()
            }
            Sort::Part if !matches!(found.lead, "a" | "an" | "another" | "one") || found.noun.contains(' ') => {
                self.part(at, found.detail)
            }
            Sort::Part => None,
            Sort::Body if matches!(found.lead, "the" | "this" | "that" | "") => {
                self.body(at, &found, heard).or_else(|| (last == "ministry").then(|| self.part(at, "GOV")).flatten())
            }
            Sort::Medium if !found.lead.is_empty() => {
                self.nearest(at, |member| member.kind == Some(ActorKind::Media) || is_paper(member))
            }
            Sort::State if matches!(found.lead, "the" | "this") => {
                self.nearest(at, |member| member.nature == Nature::State)
            }
            Sort::Text if !found.detail.is_empty() => {
                self.nearest(at, |member| found.detail.split(' ').any(|word| member.has_word(word)))
            }
            Sort::Text if matches!(found.lead, "the" | "this" | "that" | "a") => {
                self.author(at, last, heard).or_else(|| heard.last_named(at, FAR))
            }
            Sort::Spokesman => self.spoken_for(at, &found, heard),
            // "The Democratic candidate" is not whoever is called a candidate.
            Sort::Person if matches!(found.lead, "the" | "this" | "that") && !self.of_party(source) => {
                self.person(at, &found, heard)
            }
            _ => None,
        }
    }

    /// The part of the state that the text is about: what `detail` names, or else its government.
    fn part(&self, at: usize, detail: &str) -> Option<ActorId> {
        // "The administration" is that of the state whose papers call it so, where the text names that.
        let home = match detail.split_once('.') {
            Some((state, _)) if self.cast.members.iter().any(|member| &*member.root == state) => state,
            _ => self.cast.home(at)?,
        };
        let detail = detail.rsplit('.').next().unwrap_or(detail);
        let ministry = !matches!(detail, "PARLIAMENT" | "SENATE" | "CONGRESS");
        part_of(self.registry, home, detail).or_else(|| part_of(self.registry, home, "GOV").filter(|_| ministry))
    }

    /// "The combative president", "PM": of those named before who hold that post on that day, or else have held it, the
    /// one named most.
    fn holder_of_post(&self, at: usize, words: &str) -> Option<ActorId> {
        let date = self.document.date?;
        let head = head(words);
        let past = head.split(' ').any(crate::resolve::words::is_past);
        let post =
            self.registry.find(head, None).into_iter().find_map(|hit| match self.registry.noun(hit.spelling) {
                Some(Noun::Post(post)) if hit.end == head.len() && self.registry.points_back(post) => Some(post),
                _ => None,
            })?;
        let mut counts: BTreeMap<&ActorId, usize> = BTreeMap::new();
        for place in self.cast.before(at).take(NEAR) {
            *counts.entry(&place.mention.actor).or_default() += 1;
        }
        let most = |past: bool| {
            let holds = |actor: &ActorId| {
                self.registry.who(actor).is_some_and(|who| {
                    let now = self.registry.holds(who, post, date, false);
                    if past { !now && self.registry.holds(who, post, date, true) } else { now }
                })
            };
            let known = counts.iter().filter(|(actor, _)| holds(actor));
            known.max_by_key(|(_, count)| **count).map(|(actor, _)| (*actor).clone())
        };
        most(past)
    }

    /// "The statement": whoever spoke in the sentence that tells of it, or the one it is from.
    fn author(&self, at: usize, noun: &str, heard: &Heard) -> Option<ActorId> {
        let text = self.document.text.as_str();
        let from = at.saturating_sub(FAR);
        let from = (from..at).find(|start| text.is_char_boundary(*start))?;
        let mut before = text[from..at].rmatch_indices(noun).map(|(found, _)| from + found);
        let told = before.find(|start| {
            let ends = text[start + noun.len()..].starts_with(|letter: char| !letter.is_alphabetic());
            ends && !self.cast.is_quoted(Span::new(*start, start + noun.len()))
        })?;
        let sentence = *self.cast.sentences.get(self.cast.sentence(told))?;
        let behind = Span::new(told + noun.len(), sentence.end().min(at).max(told + noun.len()));
        let lead = behind.of(text);
        let by = [" from ", " by ", " of greeting from ", " of the "].iter().any(|joint| lead.starts_with(joint));
        if by
            && let Some(place) = self.cast.within(behind).first()
            && place.mention.span.start() < behind.start() + 60
        {
            return Some(place.mention.actor.clone());
        }
        // An agency that reports of a message has not written it.
        let medium = |actor: &ActorId| self.registry.kind_of(actor) == Some(ActorKind::Media);
        heard.spoke_in(sentence).filter(|actor| !medium(actor)).or_else(|| {
            let ahead = Span::new(sentence.start(), told.max(sentence.start()));
            let mut places = self.cast.within(ahead).iter().filter(|place| !place.quoted);
            let subject = |place: &&Place| (place.subject || self.owns(place)) && !medium(&place.mention.actor);
            places.find(subject).map(|place| place.mention.actor.clone())
        })
    }

    /// Whether a possessive follows.
    fn owns(&self, place: &Place) -> bool {
        crate::resolve::around::Around(&self.document.text).possessive(place.mention.span.end()).is_some()
    }

    /// The body of this kind that was named last; one with the noun in its name before all others.
    fn body(&self, at: usize, found: &Description<'_>, heard: &Heard) -> Option<ActorId> {
        let last = found.noun.rsplit(' ').next().unwrap_or(found.noun);
        let by_name = self
            .nearest(at, |member| member.nature != Nature::Person && (member.has_word(last) || member.is_called(last)));
        let fits = |member: &Member| match member.kind {
            Some(_) if member.is_part_of_state() => false,
            Some(kind) => found.detail.split(' ').any(|word| word == kind.word().replace(' ', "_")),
            // "The company" is no brigade, and "the group" no hospital.
            None => {
                member.nature == Nature::Body && found.detail.contains("unlisted") && !is_of_other_sort(member, last)
            }
        };
        // Whoever spoke just before goes on speaking.
        let spoke = || {
            let near = self.cast.sentences.get(self.cast.sentence(at).saturating_sub(2))?.start();
            heard.last_since(near, at).filter(|actor| self.cast.of(actor).is_some_and(fits))
        };
        by_name.or_else(spoke).or_else(|| self.nearest(at, fits))
    }

    fn nearest(&self, at: usize, fits: impl Fn(&Member) -> bool) -> Option<ActorId> {
        let near = || self.cast.before(at).take_while(|place| place.mention.span.end() + FAR > at);
        let fitting = |place: &&Place| fits(self.cast.member(place));
        let place = near().filter(|place| !place.quoted).find(fitting).or_else(|| near().find(fitting));
        place.map(|place| place.mention.actor.clone())
    }

    /// "The spokesman": whoever spoke last as one; "a spokesman": the body or person named last.
    fn spoken_for(&self, at: usize, found: &Description<'_>, heard: &Heard) -> Option<ActorId> {
        if found.lead == "the" {
            let called = || self.nearest(at, |member| member.nature == Nature::Person && member.is_called(found.noun));
            if let Some(actor) = called().or_else(|| heard.last_spokesman(&self.document.text)) {
                return Some(actor);
            }
        }
        let speaks = |kind: Option<ActorKind>| !matches!(kind, Some(ActorKind::Region | ActorKind::Media));
        self.nearest(at, |member| member.nature == Nature::Body && speaks(member.kind))
    }

    /// Whether a source names a body, which only somebody of that body fits; a region is none.
    fn of_party(&self, source: Span) -> bool {
        let body = |member: &Member| member.nature == Nature::Body && member.kind != Some(ActorKind::Region);
        self.cast.within(source).iter().any(|place| body(self.cast.member(place)))
    }

    /// "The senator": the person nearest before who is no speaker of the same sentence, of that gender.
    fn person(&self, at: usize, found: &Description<'_>, heard: &Heard) -> Option<ActorId> {
        let want = gender_of_title(found.noun).map_or(Want::Anybody, Want::Person);
        let last = found.noun.rsplit(' ').next().unwrap_or(found.noun);
        let called = self.nearest(at, |member| member.nature == Nature::Person && member.is_called(last));
        if called.is_some() || found.detail == "family" {
            return called;
        }
        heard.antecedent(self, at, &[], want).map(|(actor, _)| actor)
    }
}

//! Possessions: what belongs to somebody who is known ("his government", "its interior minister", "a ministry statement").

use crate::lexicon::actors::{Body, Noun};
use crate::model::actor::ActorId;
use crate::model::span::Span;
use crate::resolve::cast::Nature;
use crate::resolve::description::part_of;
use crate::resolve::holder::Reader;
use crate::resolve::noun::{Sort, head, parse, sort};
use crate::resolve::pronoun::Heard;
use crate::resolve::words::is_past;
use crate::text::function_words::is;

impl Reader<'_> {
    /// What belongs to `owner`, by the noun: a person's government is that of the state, a statement is the person's own.
    pub(super) fn belonging(&self, owner: &ActorId, words: &str) -> Option<ActorId> {
        let rest = words.split_once(' ').map_or("", |(_, rest)| rest);
        if rest.is_empty() {
            return Some(owner.clone());
        }
        if let Some(actor) = self.in_post(owner, rest) {
            return Some(actor);
        }
        let found = parse(words)?;
        let member = self.cast.of(owner);
        match found.sort {
            Sort::Part => part_of(self.registry, &member?.root, found.detail),
            Sort::Text | Sort::Spokesman => Some(owner.clone()),
            Sort::Body if matches!(found.noun, "office" | "campaign") => Some(owner.clone()),
            Sort::Body if found.detail.contains("government") => {
                let member = member.filter(|member| member.nature == Nature::State)?;
                self.registry.actor(&format!("{}.GOV", member.root)).map(|actor| actor.id.clone())
            }
            _ => None,
        }
    }

    /// "His energy secretary", "the country's interior minister": whoever holds the post in the state that `owner` is or
    /// governs, or else its government.
    fn in_post(&self, owner: &ActorId, words: &str) -> Option<ActorId> {
        let date = self.document.date;
        let head = head(words);
        let hits = self.registry.find(head, None);
        let post = hits.into_iter().find_map(|hit| match self.registry.noun(hit.spelling) {
            Some(Noun::Post(post)) if hit.end == head.len() => Some(post),
            _ => None,
        })?;
        let member = self.cast.of(owner).filter(|member| member.of_state)?;
        let in_office = |who| date.is_some_and(|date| self.registry.is_in_office(who, date));
        let governs = || self.registry.who(owner).is_some_and(in_office);
        let of_state = match member.nature {
            Nature::State => true,
            Nature::Person => governs(),
            Nature::Body => member.is_part_of_state(),
        };
        let state = self.registry.who(&member.root).filter(|_| of_state)?;
        if head.split(' ').any(is_past) {
            return None;
        }
        match date.and_then(|date| self.registry.in_post(state, post, Some(date))) {
            Some(who) => Some(self.registry.known(who).id.clone()),
            None if self.registry.is_apart(state, post) => None,
            None => self.registry.part(state, Body::Government).map(|who| self.registry.known(who).id.clone()),
        }
    }

    /// "A ministry statement": whom the words before a noun for a text describe.
    pub(super) fn body_of_text(&self, source: Span, heard: &Heard) -> Option<ActorId> {
        let text = self.document.text.as_str();
        let words = source.of(text);
        let small = words.to_lowercase();
        let head = head(&small).trim_end_matches(['.', ' ']);
        let (body, noun) = head.rsplit_once(' ')?;
        let lead = body.split(' ').next().filter(|lead| is(lead, "determiner")).map_or(0, |lead| lead.len() + 1);
        let bare = body.get(lead..)?;
        let of_body = parse(bare).is_some_and(|found| {
            matches!(found.sort, Sort::Part | Sort::Body | Sort::Medium) && found.noun.len() == bare.len()
        });
        let whole = words.len() == small.len() && matches!(sort(noun), Some((Sort::Text, _)));
        if !of_body || !whole {
            return None;
        }
        let start = source.start() + lead;
        self.described_before(Span::new(start, start + bare.len()), heard)
    }

    /// `Figures released by the ministry`, `a letter from the society`: the words for whoever made a text.
    pub(super) fn maker(&self, source: Span) -> Option<Span> {
        let words = source.of(&self.document.text);
        let at = [" by ", " from "].iter().filter_map(|joint| words.find(joint).map(|at| (at, joint.len()))).min()?;
        let lead: Vec<&str> = words[..at.0].split(' ').collect();
        let is_text = |word: &str| matches!(sort(&word.to_lowercase()), Some((Sort::Text, _)));
        let made = |word: &str| word.ends_with("ed") || matches!(word, "sent" | "made" | "given" | "written");
        let whole = match lead.as_slice() {
            [.., noun, verb] if made(verb) => is_text(noun),
            [.., noun] => is_text(noun),
            [] => false,
        };
        whole.then(|| Span::new(source.start() + at.0 + at.1, source.end())).filter(|maker| !maker.is_empty())
    }
}

//! Holders: who stands behind the words of a source.

use std::cell::RefCell;

use crate::lexicon::actors::{Actors, Body, Noun};
use crate::model::actor::{ActorId, ActorKind};
use crate::model::document::Document;
use crate::model::mention::{Mention, Rule};
use crate::model::span::Span;
use crate::resolve::affiliation::works_for;
use crate::resolve::around::Around;
use crate::resolve::cast::{Cast, Nature, Place};
use crate::resolve::collective::Reference;
use crate::resolve::mentions::Mentions;
use crate::resolve::names::has_legal_form;
use crate::resolve::noun::{self, is_one_person};
use crate::resolve::pronoun::{Heard, Want};
use crate::resolve::reference::Aimed;
use crate::resolve::subject::Clauses;
use crate::resolve::words::{is_honorific, is_past};
use crate::text::annotated::Annotated;
use crate::text::function_words::is;

/// A name that a source cuts in two begins so many bytes before it at most. Chosen by hand.
const CUT: usize = 60;

/// An actor behind a source, and by which rule.
pub(super) type Found = (ActorId, Rule);

/// What a source is read with.
pub(super) struct Reader<'d> {
    pub(super) document: &'d Document,
    pub(super) annotated: &'d Annotated<'d>,
    pub(super) mentions: &'d Mentions,
    pub(super) cast: &'d Cast,
    pub(super) references: &'d [Reference],
    pub(super) registry: &'d Actors,
    /// What the statement before was about.
    pub(super) aimed: RefCell<Aimed>,
    /// Where references are kept for a model that learns from them.
    #[cfg(feature = "fit")]
    pub(super) seen: Option<&'d RefCell<Vec<crate::resolve::reference::Seen>>>,
}

/// Whether `words`, which follow a name, end in a noun for a text, which speaks for whoever made it.
fn speaks_for_its_author(words: &str) -> bool {
    let last = words.trim_end_matches(['.', ' ']).rsplit(' ').next().unwrap_or("").to_lowercase();
    matches!(noun::sort(&last), Some((noun::Sort::Text, _)))
}

impl Reader<'_> {
    /// The actors that `source` means; two or more when they speak together, none when nobody known is meant.
    pub(super) fn holders(&self, source: Span, content: &[Span], heard: &Heard) -> Vec<Found> {
        let source = self.grown(source);
        if self.is_relative_clause(source) || self.is_object_of_relative(source) {
            return Vec::new();
        }
        if let Some(person) = self.named_behind(source) {
            return vec![person];
        }
        if let Some(person) = self.behind_post(source) {
            return vec![person];
        }
        let named = self.named(source, heard);
        if !named.is_empty() {
            return named;
        }
        if let Some(maker) = self.maker(source) {
            let found = self.holders(maker, content, heard);
            if !found.is_empty() {
                return found;
            }
        }
        let words = source.of(&self.document.text).to_lowercase();
        if matches!(words.as_str(), "who" | "which" | "that") {
            return self.relative(source).into_iter().collect();
        }
        // "I'm", "they've".
        if let Some(want) = Want::by(words.split(['\'', '’']).next().unwrap_or("")) {
            return heard.antecedent(self, source.start(), content, want).into_iter().collect();
        }
        self.described(source, heard).into_iter().collect()
    }

    /// Whether `sentence` ends in a mark, as a line of running text does, and a headline or the caption of a photograph
    /// does not.
    pub(super) fn is_running_text(&self, sentence: Span) -> bool {
        let words = sentence.of(&self.document.text);
        words.ends_with(['.', '!', '?', '…', ':', ';', ',', '"', '”', '\'', '’', ')', '—', '–', '-'])
    }

    /// Whether a source is no speaker whom somebody else could mean: none at all, a pronoun for anybody, or the name of
    /// somebody who does not speak here.
    pub(super) fn is_nobody(&self, source: Option<Span>) -> bool {
        source.is_none_or(|source| {
            let words = source.of(&self.document.text).to_lowercase();
            let first = words.split(' ').next().unwrap_or("");
            first == "you" || is(first, "negator") || is(first, "first person") || !self.cast.within(source).is_empty()
        })
    }

    /// The source with the rest of a name that it cuts in two.
    fn grown(&self, source: Span) -> Span {
        let over = |place: &&Place| {
            let span = place.mention.span;
            span.overlaps(source) && (span.start() < source.start()) != (span.end() > source.end())
        };
        let near = self.cast.places.partition_point(|place| place.mention.span.start() + CUT < source.start());
        let cut = self.cast.places[near..].iter().take_while(|place| place.mention.span.start() < source.end());
        let cut = cut.filter(over).map(|place| place.mention.span);
        cut.fold(source, |source, name| Span::new(source.start().min(name.start()), source.end().max(name.end())))
    }

    /// The actors that `source` names.
    ///
    /// The name in the head of the phrase decides; else a person's name behind a comma at its end; else what the phrase
    /// says of somebody without a name may tell whose people it belongs to.
    fn named(&self, source: Span, heard: &Heard) -> Vec<Found> {
        let head = self.head(source);
        let inside: Vec<&Mention> = self.cast.within(source).iter().map(|place| &place.mention).collect();
        let in_head: Vec<&Mention> = inside.iter().copied().filter(|mention| self.speaks(mention, head)).collect();
        let rank = |mention: &Mention| self.rank(mention);
        if let Some(best) = in_head.iter().max_by_key(|mention| (rank(mention), std::cmp::Reverse(mention.span))) {
            if rank(best) < 4
                && let Some(person) = self.apposed(source, head, &inside)
            {
                return vec![person];
            }
            if let Some(person) = self.office(best, heard) {
                return vec![person];
            }
            return self.together(&in_head, best);
        }
        if let Some(pair) = self.references.iter().find(|reference| head.contains(reference.span)) {
            return pair.members().iter().map(|actor| (actor.clone(), Rule::Collective)).collect();
        }
        if let Some(person) = self.apposed(source, head, &inside) {
            return vec![person];
        }
        self.apposition(head, &inside).into_iter().collect()
    }

    /// `Her lawyer, Odo Kell`: the name of a person right behind the comma that ends the head.
    fn apposed(&self, source: Span, head: Span, inside: &[&Mention]) -> Option<Found> {
        let text = self.document.text.as_str();
        let person = inside.iter().find(|mention| {
            let before = text[source.start()..mention.span.start()].trim_end();
            let title = before.rfind(", ").map_or("", |at| &before[at + 2..]);
            let behind_comma = before.ends_with(',') || !title.is_empty() && title.split_whitespace().all(is_honorific);
            // "The watchdog, the Port Nor Institute": a body has an article.
            let body = title == "the" || title.is_empty() && before.ends_with(", the");
            mention.span.start() >= head.end()
                && (behind_comma && self.is_person(&mention.actor) || body && mention.rule == Rule::Name)
        })?;
        let rest = &text[person.span.end()..source.end()];
        let closes = rest.trim_end_matches(['.', ' ']).is_empty() || rest.starts_with(',') || rest.starts_with(" in ");
        closes.then(|| (person.actor.clone(), person.rule))
    }

    /// `A former deputy, Odo Kell,`: the name of a person right behind a source that has none and ends at the comma.
    fn named_behind(&self, source: Span) -> Option<Found> {
        let text = self.document.text.as_str();
        let is_name = |place: &&Place| self.is_person(&place.mention.actor);
        if !text[source.end()..].starts_with(", ") || self.cast.within(source).iter().any(|place| is_name(&place)) {
            return None;
        }
        let behind = Span::new(source.end() + 2, text.len());
        let place = self.cast.within(behind).first().filter(|place| place.mention.span.start() == behind.start())?;
        let words = source.of(text);
        let noun = words.rsplit(' ').next().unwrap_or("");
        let described =
            noun.starts_with(char::is_lowercase) && words.contains(' ') && is_one_person(&words.to_lowercase());
        (is_name(&place) && described).then(|| (place.mention.actor.clone(), place.mention.rule))
    }

    /// `Ambassador to Norland Odo Kell`, `Secretary for Dams Mia Pell`: the name of a person at the end of a source that
    /// begins with a post; only capitals and small words stand between.
    fn behind_post(&self, source: Span) -> Option<Found> {
        let text = self.document.text.as_str();
        let place = self.cast.within(source).last()?;
        let before = Span::new(source.start(), place.mention.span.start());
        let post = |(noun, sort): &(Span, Noun)| matches!(sort, Noun::Post(_)) && before.contains(*noun);
        let joint = |word: &str| matches!(word, "of" | "for" | "to" | "the" | "and" | "former" | "then");
        let capital = |word: &str| word.starts_with(char::is_uppercase) && !word.ends_with([',', '.', ':']);
        let words = || before.of(text).split_whitespace();
        let ends = place.mention.span.end() == source.end() && self.is_person(&place.mention.actor);
        let plain =
            words().all(|word| joint(word) || capital(word)) && words().any(|word| matches!(word, "of" | "for" | "to"));
        (ends && plain && self.mentions.nouns.iter().any(post))
            .then(|| (place.mention.actor.clone(), place.mention.rule))
    }

    /// "The president", of several who have been one: whoever spoke last.
    fn office(&self, mention: &Mention, heard: &Heard) -> Option<Found> {
        let words = mention.span.of(&self.document.text);
        if mention.rule != Rule::ShortForm || !words.starts_with(char::is_lowercase) {
            return None;
        }
        let post = self.mentions.nouns.iter().find_map(|(noun, sort)| match sort {
            Noun::Post(post) if noun.overlaps(mention.span) => Some(*post),
            _ => None,
        })?;
        let held = |actor: &ActorId| {
            self.registry.who(actor).is_some_and(|who| match self.document.date {
                Some(date) => self.registry.holds(who, post, date, false),
                None => self.registry.has_held(who, post, None),
            })
        };
        let actor = heard.last_fitting(self, mention.span.start(), held)?;
        Some((actor, Rule::ShortForm))
    }

    pub(super) fn is_person(&self, actor: &ActorId) -> bool {
        self.cast.of(actor).is_some_and(|member| member.nature == Nature::Person)
    }

    /// The phrase up to its first comma or preposition; a name or title that runs over one belongs to it whole.
    fn head(&self, source: Span) -> Span {
        const ENDS: [&str; 15] = [
            ", ", " of ", " for ", " to ", " in ", " from ", " at ", " with ", " on ", " by ", " who ", " whom ", " (",
            " that ", " which ",
        ];
        let words = source.of(&self.document.text);
        let nouns = self.registry.find(words, None);
        let whole = |at: &usize| {
            let at = source.start() + at;
            let over = |start: usize, end: usize| start < at && at < end;
            nouns.iter().any(|hit| over(source.start() + hit.start, source.start() + hit.end))
                || self
                    .cast
                    .within(source)
                    .iter()
                    .any(|place| over(place.mention.span.start(), place.mention.span.end()))
        };
        let ends = ENDS.iter().flat_map(|end| words.match_indices(end)).map(|(at, _)| at).filter(|at| !whole(at));
        Span::new(source.start(), ends.min().map_or(source.end(), |at| source.start() + at))
    }

    /// Whether the mention is what speaks in the head, and not the owner of something else or a mere adjective.
    fn speaks(&self, mention: &Mention, head: Span) -> bool {
        let text = self.document.text.as_str();
        if !mention.speaks || mention.span.start() < head.start() || mention.span.end() > head.end() {
            return false;
        }
        let rest = text[mention.span.end()..head.end()].trim_end();
        let is_body = || !self.is_person(&mention.actor);
        // "A former Kelmar clerk".
        let before = || Around(text).word_before(mention.span.start()).map(|word| word.of(text).to_lowercase());
        if rest.starts_with(' ') && is_body() && before().is_some_and(|word| is_past(&word)) {
            return false;
        }
        match mention.rule {
            // "A Kelmar spokesman" or "Kelmar's report" speaks for Kelmar, "Kelmar shares" do not.
            Rule::Unlisted | Rule::ShortForm if is_body() && rest.starts_with(' ') && !rest.starts_with(" and ") => {
                let words = Span::new(mention.span.end(), head.end());
                speaks_for_its_author(rest)
                    || has_legal_form(rest)
                    || self.mentions.nouns.iter().any(|(noun, sort)| words.contains(*noun) && works_for(*sort))
            }
            // "Ilo's message" speaks for its owner.
            Rule::Body => true,
            _ if Around(text).possessive(mention.span.end()).is_some() => {
                rest.len() <= 4 || mention.rule != Rule::Demonym && speaks_for_its_author(rest)
            }
            // "Some Norlanders": a few of them do not speak for all.
            Rule::Demonym => {
                let lead = text[head.start()..mention.span.start()].to_lowercase();
                let some = lead.split(' ').any(|word| is(word, "quantifier"));
                !some && (rest.is_empty() || rest.starts_with(" and ") || speaks_for_its_author(rest))
            }
            // "The largest Norland retailer, Kelmar": a state before a noun only tells where that is from.
            Rule::Name if self.is_before_noun(mention, rest) => speaks_for_its_author(rest),
            _ => true,
        }
    }

    /// Whether the name of a state or region belongs to a noun behind it, or a hyphen joins it to a word.
    fn is_before_noun(&self, mention: &Mention, rest: &str) -> bool {
        let land = matches!(self.registry.kind_of(&mention.actor), Some(ActorKind::State | ActorKind::Region));
        let small = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
        let modifies = || Clauses::of(self.annotated, mention.span).is_some_and(|tree| tree.modifies(mention.span));
        land && (rest.starts_with('-') || small && modifies())
    }

    /// `A and B said`: all that stand beside the best, joined by "and" or commas.
    fn together(&self, in_head: &[&Mention], best: &Mention) -> Vec<Found> {
        let text = self.document.text.as_str();
        let joined = |a: &Mention, b: &Mention| {
            matches!(text.get(a.span.end()..b.span.start()), Some(" and " | ", " | ", and " | " and the " | " & "))
        };
        let at = in_head.iter().position(|mention| mention.span == best.span).unwrap_or(0);
        let mut from = at;
        while from > 0 && joined(in_head[from - 1], in_head[from]) {
            from -= 1;
        }
        let mut to = at + 1;
        while to < in_head.len() && joined(in_head[to - 1], in_head[to]) {
            to += 1;
        }
        let mut found: Vec<Found> = Vec::new();
        for mention in &in_head[from..to] {
            if found.iter().all(|(actor, _)| *actor != mention.actor) {
                found.push((mention.actor.clone(), mention.rule));
            }
        }
        found
    }

    /// `Ada Ilo, an official of Norland` or `a spokesman for the agency`: whose people the unknown speaker belongs to.
    fn apposition(&self, head: Span, inside: &[&Mention]) -> Option<Found> {
        let text = self.document.text.as_str();
        let after = inside.iter().find(|mention| mention.span.start() >= head.start() && mention.speaks)?;
        let lead = &text[head.start()..after.span.start()];
        // "Experts who reviewed Kelmar's report": a relative clause names others.
        let relative = [" who ", " that ", " which "].iter().any(|word| lead.contains(word));
        if relative || lead.matches(',').count() > 1 || !self.belongs(lead, after) {
            return None;
        }
        let actor = match self.registry.kind_of(&after.actor) {
            // "The purpose of Ilo's message": what speaks for a person.
            Some(ActorKind::Person) if after.rule != Rule::Body && !lead.contains("spokes") => return None,
            _ => &after.actor,
        };
        Some((actor.clone(), Rule::Apposition))
    }

    /// Whether the words before a mention make the speaker one of its people: a part of a state says so by itself, a
    /// body needs a noun for those who work for it.
    fn belongs(&self, lead: &str, mention: &Mention) -> bool {
        if matches!(mention.rule, Rule::Role | Rule::Body) {
            return true;
        }
        let unlisted = self.cast.of(&mention.actor).is_some_and(|member| !member.listed);
        let body = unlisted
            || lead.contains("spokes")
            || matches!(
                self.registry.kind_of(&mention.actor),
                Some(
                    ActorKind::Organisation
                        | ActorKind::Government
                        | ActorKind::Military
                        | ActorKind::Media
                        | ActorKind::Party
                        | ActorKind::ArmedGroup
                )
            );
        let joint = lead.trim_end_matches("the ").trim_end();
        let text = lead.split(' ').any(|word| matches!(noun::sort(&word.to_lowercase()), Some((noun::Sort::Text, _))));
        // "Analysts asked by Norland News" are not its own.
        if joint.ends_with(" by") && !text {
            return false;
        }
        let made = text && [" by", " from", " in"].iter().any(|end| joint.ends_with(end));
        let works = made
            || self.registry.find(lead, None).iter().any(|hit| {
                matches!(
                    self.registry.noun(hit.spelling),
                    Some(Noun::Post(_) | Noun::Body(Body::Government | Body::Voice | Body::Member))
                )
            });
        body && works
    }

    /// People who are named outrank posts and bodies, also those that speak for a person ("Ilo's campaign manager Odo
    /// Kell"), and bodies outrank adjectives.
    fn rank(&self, mention: &Mention) -> u8 {
        match mention.rule {
            Rule::Body | Rule::Role => 3,
            _ if self.is_person(&mention.actor) => 4,
            Rule::Metonym => 1,
            Rule::Demonym => 0,
            _ => 2,
        }
    }
}

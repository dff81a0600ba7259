//! Composition: a state and a noun beside it make one mention. "The Norlandic president" is a person, on the day of
//! the document; "Norlandic officials" are its government; "Norlandic voters" do not speak for it.

use jiff::civil::Date;

use crate::lexicon::actors::{Actors, AliasForm, Body, Noun, Who};
use crate::model::actor::ActorKind;
use crate::model::mention::Rule;
use crate::model::span::Span;
use crate::resolve::around::{Around, is_capital};
use crate::resolve::item::{Item, Named, What};
use crate::resolve::words::{is_lawmaker, is_past};
use crate::text::function_words::is_function_word;

/// So many words may stand between a state and its noun: "the North's new top nuclear envoy". Chosen by hand.
const APART: usize = 4;

/// So many items back, a bare "the president" may find whom it means. Chosen by hand.
const NEAR: usize = 100;

/// Joins names and nouns, and looks up who held a post.
pub(super) fn compose(around: Around<'_>, date: Option<Date>, registry: &Actors, items: &mut [Item]) {
    let composer = Composer { around, date, registry };
    let mut at = 0;
    while at < items.len() {
        at = match items[at].named() {
            Some(named) => composer.after_name(items, at, named),
            None => composer.before_name(items, at),
        };
    }
    for at in 0..items.len() {
        composer.alone(items, at);
    }
}

struct Composer<'t> {
    around: Around<'t>,
    date: Option<Date>,
    registry: &'t Actors,
}

impl Composer<'_> {
    /// `X's foreign minister`, `X officials`; gives the number of the item to go on with.
    fn after_name(&self, items: &mut [Item], at: usize, named: Named) -> usize {
        if self.is_attitude(items[at].span.start()) {
            items[at].what = What::Named(Named { speaks: false, ..named });
            return at + 1;
        }
        let person = self.registry.kind(named.who) == ActorKind::Person;
        if person && matches!(named.rule, Rule::Role) {
            return at + 1;
        }
        self.join_mission(items, at);
        let Some((head, past)) = self.head(items, at) else { return at + 1 };
        let Some(noun) = items[head].noun() else { return at + 1 };
        if person {
            return self.after_person(items, at, head, named, noun);
        }
        let whole = Span::new(items[at].span.start(), items[head].span.end());
        let followed = self.name_after(items, head);
        let what = match noun {
            Noun::Post(_) | Noun::Body(Body::Government | Body::Member) if matches!(followed, Followed::Known) => {
                // "Norlandic President Ada Ilo": the name says it all.
                items[at..=head].iter_mut().for_each(|item| item.what = What::Nobody);
                return head + 1;
            }
            Noun::Post(_) if past => Some(Named { speaks: false, ..named }),
            Noun::Post(post) => self.post(items, at, named.who, post, matches!(followed, Followed::Unknown)),
            Noun::Body(Body::People) => Some(Named { speaks: false, ..named }),
            Noun::Body(Body::Member) => Some(Named { speaks: self.speaks_through_members(named.who), ..named }),
            Noun::Body(Body::Topic | Body::Name) => return at + 1,
            Noun::Body(Body::Voice) => Some(Named { rule: Rule::Body, ..named }),
            // "Norlandic Representative Ada Ilo" sits in parliament; a Norlandic representative speaks for the government.
            Noun::Body(Body::Government)
                if matches!(followed, Followed::Unknown) && self.is_lawmaker(items[head].span) =>
            {
                Some(Named { speaks: false, ..named })
            }
            Noun::Body(_) if past => Some(Named { speaks: false, ..named }),
            Noun::Body(body) => self.body(named.who, body),
        };
        let Some(what) = what else { return at + 1 };
        let voice = noun == Noun::Body(Body::Voice);
        let span = if what.speaks && !voice { whole } else { items[at].span };
        items[at] = Item { span, what: What::Named(what) };
        items[at + 1..=head].iter_mut().for_each(|item| item.what = What::Nobody);
        head + 1
    }

    /// "Norland's Sudrian embassy", "the Norlandic U.N. envoy": where somebody is sent, which belongs to the noun.
    fn join_mission(&self, items: &mut [Item], at: usize) {
        const SENT: [&str; 8] =
            ["ambassador", "ambassadors", "embassy", "envoy", "envoys", "observer", "mission", "consulate"];
        let [owner, host, noun, ..] = &items[at..] else { return };
        let from = owner.span.end() + self.around.possessive(owner.span.end()).unwrap_or(0);
        let beside = |from: usize, to: usize| self.around.words_between(from, to, 0).is_some();
        let is_sent = noun.noun().is_some() && SENT.contains(&noun.span.of(self.around.0).to_lowercase().as_str());
        if host.named().is_some()
            && is_sent
            && beside(from, host.span.start())
            && beside(host.span.end(), noun.span.start())
        {
            let span = Span::new(host.span.start(), noun.span.end());
            items[at + 1].what = What::Nobody;
            items[at + 2].span = span;
            items.swap(at + 1, at + 2);
        }
    }

    /// `the Ilo administration`: the government of the person's state. `Ilo's message`: the person.
    fn after_person(&self, items: &mut [Item], at: usize, head: usize, named: Named, noun: Noun) -> usize {
        let own = self.around.possessive(items[at].span.end()).is_some();
        let adjacent =
            head == at + 1 && self.around.words_between(items[at].span.end(), items[head].span.start(), 0).is_some();
        let state = || {
            let states = |who: &Who| self.registry.kind(*who) == ActorKind::State;
            self.registry.ancestry(named.who).skip(1).find(states)
        };
        let what = match noun {
            Noun::Body(Body::Voice) => Some(Named { rule: Rule::Body, ..named }),
            Noun::Body(Body::Government) if adjacent && !own && self.governs(named.who, items[head].span) => {
                state().and_then(|state| self.body(state, Body::Government))
            }
            // "Ilo spokeswoman Mia Pell" names her, and "an Ilo spokeswoman" speaks for Ilo.
            Noun::Body(Body::Government) if adjacent && !own => {
                let speaks = matches!(self.name_after(items, head), Followed::Nothing);
                Some(Named { speaks, rule: Rule::Body, ..named })
            }
            _ => None,
        };
        let Some(what) = what else { return at + 1 };
        let whole = Span::new(items[at].span.start(), items[head].span.end());
        let span = if what.who == named.who { items[at].span } else { whole };
        items[at] = Item { span, what: What::Named(what) };
        items[at + 1..=head].iter_mut().for_each(|item| item.what = What::Nobody);
        head + 1
    }

    /// `president of X`, `a spokesman for X`; gives the number of the item to go on with.
    fn before_name(&self, items: &mut [Item], at: usize) -> usize {
        let Some(noun) = items[at].noun() else { return at + 1 };
        let end = items[at].span.end();
        let Some((next, named)) = items.get(at + 1).and_then(|next| Some((next.span, next.named()?))) else {
            return at + 1;
        };
        let joined = matches!(
            self.around.0.get(end..next.start()),
            Some(" of " | " of the " | " for " | " for the " | " from " | " from the ")
        );
        if !joined || self.registry.kind(named.who) == ActorKind::Person || named.form == AliasForm::Demonym {
            return at + 1;
        }
        // "Foreign troops from X" leave it.
        if noun == Noun::Body(Body::Military) && self.around.0[end..].starts_with(" from ") {
            return at + 1;
        }
        // "The secretary of the Norland-Sudria Society": of a body that has the state in its name.
        let rest = self.around.0[next.end()..].strip_prefix('-');
        if rest.is_some_and(|rest| rest.starts_with(char::is_uppercase)) {
            return at + 1;
        }
        let of = self.around.0[end..].starts_with(" of ");
        let past = self.is_past(items[at].span.start());
        let followed = self.name_after(items, at + 1);
        let what = match noun {
            Noun::Post(_) if !of || past => Some(Named { speaks: !past, ..named }),
            Noun::Post(_) if matches!(followed, Followed::Known) => {
                items[at].what = What::Nobody;
                items[at + 1].what = What::Nobody;
                return at + 2;
            }
            Noun::Post(post) => self.post(items, at, named.who, post, matches!(followed, Followed::Unknown)),
            Noun::Body(Body::People) => Some(Named { speaks: false, ..named }),
            Noun::Body(Body::Member) => Some(Named { speaks: self.speaks_through_members(named.who), ..named }),
            Noun::Body(Body::Topic | Body::Name | Body::Voice) => None,
            Noun::Body(body) => self.body(named.who, body),
        };
        let Some(what) = what else { return at + 1 };
        let whole = Span::new(items[at].span.start(), items[at + 1].span.end());
        if what.speaks && what.who != named.who {
            items[at + 1] = Item { span: whole, what: What::Named(what) };
        } else {
            items[at + 1].what = What::Named(what);
        }
        items[at].what = What::Nobody;
        at + 2
    }

    /// Whether `who` and a noun of government beside the name are the government: "the Ilo administration", and whoever
    /// speaks for a person in office. The spokesman of a candidate or a company's founder speaks for him alone.
    fn governs(&self, who: Who, noun: Span) -> bool {
        const GOVERNMENTS: [&str; 4] = ["administration", "cabinet", "government", "regime"];
        GOVERNMENTS.contains(&noun.of(self.around.0).to_lowercase().as_str())
            || self.date.is_none_or(|date| self.registry.is_in_office(who, date))
    }

    /// The last noun of the phrase that begins with the name at `at`, and whether the phrase is about the past.
    fn head(&self, items: &[Item], at: usize) -> Option<(usize, bool)> {
        let mut from = items[at].span.end();
        from += self.around.possessive(from).unwrap_or(0);
        let mut past = self.is_past(items[at].span.start());
        let mut head = None;
        for (number, item) in items.iter().enumerate().skip(at + 1) {
            let most = if head.is_none() { APART } else { 0 };
            let Some(words) = self.around.words_between(from, item.span.start(), most) else { break };
            // Capitals between may be a name of their own, small words end the phrase.
            // "The Norlandic Emergencies Ministry": unless the noun has one too.
            let office = is_capital(item.span.of(self.around.0))
                && matches!(item.noun(), Some(Noun::Post(_) | Noun::Body(Body::Government | Body::Military)))
                && words.len() <= 2
                && !self.around.in_title_case(item.span.start());
            let allowed = |word: &&str| {
                !is_function_word(&word.to_lowercase())
                    && !matches!(*word, "more" | "most" | "less" | "it" | "he" | "they" | "we")
                    && (!is_capital(word) || office && !self.registry.is_given_name(word))
            };
            // "Norland accuses rebels": a verb parts them; behind a possessive it is a noun ("Norland's rights groups").
            let bare = items[at].span.end() == from && head.is_none();
            let verb = bare && words.first().is_some_and(|word| is_verb(word));
            if item.noun().is_none() || verb || !words.iter().all(allowed) {
                break;
            }
            past |= words.iter().any(|word| is_past(word));
            head = Some(number);
            from = item.span.end();
        }
        head.map(|head| (head, past))
    }

    fn is_past(&self, start: usize) -> bool {
        let mut at = start;
        (0..2).any(|_| {
            self.around.word_before(at).is_some_and(|word| {
                at = word.start();
                is_past(&word.of(self.around.0).to_lowercase())
            })
        })
    }

    /// "Anti-Norlandic protesters", "pro-Norlandic rebels": an attitude toward it, not a part of it.
    fn is_attitude(&self, start: usize) -> bool {
        let before = &self.around.0[..start];
        before.ends_with(['-', '‑']) && {
            let word = before.trim_end_matches(['-', '‑']).rsplit(|letter: char| !letter.is_alphabetic()).next();
            matches!(word.map(str::to_lowercase).as_deref(), Some("anti" | "pro" | "non" | "un"))
        }
    }

    /// Whether the noun is the title of a member of parliament, with a capital as it stands before a name.
    fn is_lawmaker(&self, noun: Span) -> bool {
        let word = noun.of(self.around.0);
        is_capital(word) && is_lawmaker(word)
    }

    /// Whether a name follows the noun at `head`, and whether the registry knows it.
    fn name_after(&self, items: &[Item], head: usize) -> Followed {
        let end = items[head].span.end();
        let gap = if self.around.0[end..].starts_with(", ") { 2 } else { 1 };
        let person = |item: &Item| item.named().is_some_and(|named| self.registry.kind(named.who) == ActorKind::Person);
        if items.get(head + 1).is_some_and(|next| next.span.start() <= end + gap && person(next)) {
            return Followed::Known;
        }
        let word = self.around.word_after(end).map(|word| word.of(self.around.0));
        match word {
            Some(word) if is_capital(word) && word.len() > 1 && !self.around.in_title_case(end) => Followed::Unknown,
            _ => Followed::Nothing,
        }
    }

    /// Whoever holds the post on that day, unless another name follows; without a date, whoever of those named before
    /// has held it; else somebody of the government.
    fn post(&self, items: &[Item], at: usize, of: Who, post: usize, other: bool) -> Option<Named> {
        if let Some(person) = self.apposed(items, at) {
            return Some(Named::new(person, AliasForm::Role, Rule::Role));
        }
        let before = || {
            let named = items[at.saturating_sub(NEAR)..at].iter().rev().filter_map(Item::named);
            named.map(|named| named.who).find(|who| self.registry.has_held(*who, post, Some(of)))
        };
        let holder = match self.date {
            _ if other => None,
            Some(date) => self.registry.in_post(of, post, Some(date)),
            None => self.registry.in_post(of, post, None).or_else(before),
        };
        match holder {
            Some(person) => Some(Named::new(person, AliasForm::Role, Rule::Role)),
            // A speaker of parliament or a leader of the opposition whom no table has is nobody of the government.
            None if self.registry.is_apart(of, post) => {
                Some(Named { speaks: false, ..Named::new(of, AliasForm::Name, Rule::Name) })
            }
            None => self.body(of, Body::Government),
        }
    }

    /// `Ada Ilo, the Norlandic leader`: the person right before the comma.
    fn apposed(&self, items: &[Item], at: usize) -> Option<Who> {
        let before = items.get(at.checked_sub(1)?)?;
        let gap = self.around.0.get(before.span.end()..items[at].span.start())?;
        let person = before.named().map(|named| named.who).filter(|who| self.registry.kind(*who) == ActorKind::Person);
        person.filter(|_| matches!(gap, ", " | ", the " | " as " | " as the "))
    }

    /// Whoever works at a body speaks for it; whoever comes from a state does not.
    fn speaks_through_members(&self, who: Who) -> bool {
        !matches!(self.registry.kind(who), ActorKind::State | ActorKind::Region | ActorKind::Unnamed)
    }

    /// A part of a state; for what is no state, the body itself.
    fn body(&self, of: Who, body: Body) -> Option<Named> {
        let who = match self.registry.kind(of) {
            ActorKind::State => self.registry.part(of, body)?,
            ActorKind::Region | ActorKind::Unnamed => return None,
            _ => of,
        };
        Some(Named::new(who, AliasForm::Short, Rule::Body))
    }

    /// A bare "the president": whoever of those named before has held such a post.
    fn alone(&self, items: &mut [Item], at: usize) {
        let Some(Noun::Post(post)) = items[at].noun() else { return };
        let span = items[at].span;
        let article = self.around.word_before(span.start()).map(|word| word.of(self.around.0));
        if !self.registry.points_back(post)
            || !matches!(article, Some("the" | "The"))
            || !matches!(self.name_after(items, at), Followed::Nothing)
            || self.around.0[span.end()..].starts_with(" of ")
            || self.around.0[span.end()..].starts_with('-')
        {
            return;
        }
        let noun = span.of(self.around.0);
        if let Some(person) = self.pointed_back(&items[at.saturating_sub(NEAR)..at], post, noun) {
            items[at].what = What::Named(Named::new(person, AliasForm::Short, Rule::ShortForm));
        }
    }

    /// Of those named in `before` who hold the post on that day, or else have held it by then, the one whom the text
    /// gives the title `noun`, and of several the one named most, then last.
    fn pointed_back(&self, before: &[Item], post: usize, noun: &str) -> Option<Who> {
        let named = || before.iter().filter_map(|item| Some((item.span, item.named()?.who)));
        let most = |fits: &dyn Fn(Who) -> bool| {
            let mut counts: Vec<(Who, (bool, usize, usize))> = Vec::new();
            for (number, (span, who)) in named().enumerate().filter(|(_, (_, who))| fits(*who)) {
                let titled = self.has_title(span, noun);
                match counts.iter_mut().find(|(known, _)| *known == who) {
                    Some((_, known)) => *known = (known.0 || titled, known.1 + 1, number),
                    None => counts.push((who, (titled, 1, number))),
                }
            }
            counts.into_iter().max_by_key(|(_, rank)| *rank).map(|(who, _)| who)
        };
        match self.date {
            Some(date) => {
                let holds = |past: bool| most(&|who| self.registry.holds(who, post, date, past));
                holds(false).or_else(|| holds(true))
            }
            None => {
                let held = |(_, who): &(Span, Who)| self.registry.has_held(*who, post, None);
                let all: Vec<(Span, Who)> = named().filter(held).collect();
                let titled = all.iter().rev().find(|(span, _)| self.has_title(*span, noun));
                titled.or(all.last()).map(|(_, who)| *who)
            }
        }
    }

    /// Whether the words before a name, or in it, are the title `noun`: "President Ilo".
    fn has_title(&self, name: Span, noun: &str) -> bool {
        let text = self.around.0;
        let before = text[..name.start()].trim_end();
        let ends = before.len().checked_sub(noun.len()).and_then(|from| before.get(from..));
        ends.is_some_and(|end| end.eq_ignore_ascii_case(noun))
            || name.of(text).to_ascii_lowercase().contains(&noun.to_ascii_lowercase())
    }
}

/// Whether a word behind a state is its verb by the ending, or leads to one ("Norland recently called"), and no noun.
fn is_verb(word: &str) -> bool {
    const ADJECTIVES: [&str; 15] = [
        "armed",
        "retired",
        "exiled",
        "elected",
        "appointed",
        "united",
        "ruling",
        "acting",
        "governing",
        "leading",
        "outgoing",
        "incoming",
        "visiting",
        "early",
        "newly",
    ];
    let noun = matches!(
        word,
        "rights"
            | "sports"
            | "affairs"
            | "arms"
            | "news"
            | "customs"
            | "relations"
            | "operations"
            | "services"
            | "defense"
    );
    word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !noun
        || ["ed", "ing", "ly"].iter().any(|ending| word.ends_with(ending)) && !ADJECTIVES.contains(&word)
}

/// What follows a post.
enum Followed {
    Nothing,
    Known,
    Unknown,
}

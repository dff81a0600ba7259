//! Namesakes: which of several actors a name means, by what else the document names.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::lexicon::actors::{Actors, AliasForm, Body, Needs, Noun, Sense, Who};
use crate::model::actor::ActorKind;
use crate::model::mention::Rule;
use crate::model::span::Span;
use crate::resolve::around::{Around, is_capital};
use crate::resolve::item::{Item, Named, What};
use crate::resolve::words::{is_common, is_time, is_title, puts_in_place};
use crate::text::function_words::is;

/// A short form ("the North") points back over so many bytes at most. Chosen by hand.
const NEAR: usize = 3000;

/// One mention of another state weighs as much as so many of a state's own people. Chosen by hand.
const ABROAD: usize = 4;

/// What the decided names of a document say about the others.
#[derive(Default)]
struct Evidence {
    /// Persons and others named in full: how often, and the place of the first as a negative number.
    in_full: BTreeMap<Who, (usize, isize)>,
    /// All places where somebody or something is named in full, in text order.
    places: Vec<(usize, Who)>,
    /// How often an actor or whatever belongs to it is named.
    families: BTreeMap<Who, usize>,
    /// How often a region with this parent is named, by the parent.
    regions: BTreeMap<Who, usize>,
    /// How often an actor is named itself, and nothing that belongs to it.
    itself: BTreeMap<Who, usize>,
    /// How often a state or whatever belongs to one is named.
    states: usize,
}

impl Evidence {
    fn add(&mut self, registry: &Actors, named: Named, at: isize) {
        if matches!(named.form, AliasForm::Name | AliasForm::Role) || named.rule == Rule::Title {
            self.in_full.entry(named.who).or_insert((0, -at)).0 += 1;
            self.places.extend(usize::try_from(at).ok().map(|at| (at, named.who)));
        }
        *self.itself.entry(named.who).or_default() += 1;
        for who in registry.ancestry(named.who) {
            *self.families.entry(who).or_default() += 1;
            self.states += usize::from(registry.kind(who) == ActorKind::State);
        }
        if registry.kind(named.who) == ActorKind::Region
            && let Some(parent) = registry.parent(named.who)
        {
            *self.regions.entry(parent).or_default() += 1;
        }
    }

    /// Whether the actor is named in full shortly before `at`.
    fn is_near(&self, who: Who, at: usize) -> bool {
        let to = self.places.partition_point(|(place, _)| *place < at);
        self.places[..to].iter().rev().take_while(|(place, _)| place + NEAR > at).any(|(_, named)| *named == who)
    }

    /// How often others of the actor's family are named: what belongs to it, or where it belongs.
    fn kin(&self, registry: &Actors, who: Who) -> usize {
        let count = |counts: &BTreeMap<Who, usize>, who: Who| counts.get(&who).copied().unwrap_or(0);
        let own = count(&self.families, who);
        match (registry.kind(who), registry.parent(who)) {
            (ActorKind::State, _) | (_, None) => own,
            (ActorKind::Region, Some(parent)) => {
                // Other regions of the same state, or its people in a text about no other state.
                let family = count(&self.families, parent);
                let people = family.saturating_sub(count(&self.itself, parent));
                let abroad = self.states.saturating_sub(family);
                own.max(count(&self.regions, parent)).max(people.saturating_sub(ABROAD * abroad))
            }
            (_, Some(parent)) => own.max(count(&self.families, parent)),
        }
    }
}

/// Decides the open items of a document, as far as it says enough; `title` holds those of its headline.
pub(super) fn decide(around: Around<'_>, date: Option<Date>, registry: &Actors, items: &mut [Item], title: &[Item]) {
    if !items.iter().any(|item| matches!(item.what, What::Open(_))) {
        return;
    }
    let mut evidence = Evidence::default();
    for named in title.iter().filter_map(Item::named) {
        evidence.add(registry, named, -1);
    }
    for item in items.iter() {
        if let What::Named(named) = item.what {
            evidence.add(registry, named, item.span.start() as isize);
        }
    }
    let strangers = strangers(around, registry, items);
    let chooser = Chooser { around, date, registry, evidence, strangers };
    for at in 0..items.len() {
        if let What::Open(senses) = &items[at].what {
            let chosen = chooser.choose(senses, items, at);
            items[at].what = chosen.map_or(What::Nobody, What::Named);
        }
    }
}

/// A title before a surname says which person is meant: somebody who holds that office, or has held it.
pub(super) fn by_title(around: Around<'_>, date: Option<Date>, registry: &Actors, items: &mut [Item]) {
    for at in 1..items.len() {
        let What::Open(senses) = &items[at].what else { continue };
        let gap = |from: usize| around.0.get(items[from].span.end()..items[from + 1].span.start());
        // "Presidents Xi and Putin": the title holds for both.
        let lead = match at.checked_sub(2) {
            Some(lead)
                if gap(at - 1) == Some(" and ")
                    && items[at - 1].named().is_some_and(|named| named.rule == Rule::Title) =>
            {
                lead
            }
            _ => at - 1,
        };
        let Some(Noun::Post(post)) = items[lead].noun() else { continue };
        if around.words_between(items[lead].span.end(), items[lead + 1].span.start(), 0).is_none()
            || is_part_of_longer_name(around, items, at)
        {
            continue;
        }
        let held = |sense: &&Sense| sense.who.is_some_and(|who| registry.has_held(who, post, None));
        let mut holders: Vec<Sense> = senses.iter().filter(held).copied().collect();
        if let Some(date) = date
            && holders.len() > 1
        {
            holders.retain(|sense| sense.who.is_some_and(|who| registry.is_in_office(who, date)));
        }
        // A surname may have one row for each time.
        holders.dedup_by_key(|sense| sense.who);
        if let [only] = holders.as_slice()
            && let Some(named) = Named::by(only)
        {
            items[at].what = What::Named(Named { rule: Rule::Title, ..named });
        }
    }
}

/// Somebody of a surname whom the registry does not know: how often the text names the one whom it names most so, and
/// where first.
#[derive(Clone, Copy, Default)]
struct Stranger {
    most: usize,
    first: usize,
}

/// The strangers of each surname that stands behind a first name with which the registry does not know it: "Bobby Scott".
fn strangers<'t>(around: Around<'t>, registry: &Actors, items: &[Item]) -> BTreeMap<&'t str, Stranger> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut strangers: BTreeMap<&str, Stranger> = BTreeMap::new();
    for at in 0..items.len() {
        let surname = |sense: &Sense| sense.form == AliasForm::Surname;
        if let What::Open(senses) = &items[at].what
            && senses.iter().any(surname)
            && has_other_first_name(around, registry, items, at)
        {
            let (span, name) = (items[at].span, items[at].span.of(around.0));
            let given = around.word_before(span.start()).map_or("", |word| word.of(around.0));
            let count = counts.entry((given, name)).or_default();
            *count += 1;
            let stranger = strangers.entry(name).or_insert(Stranger { most: 0, first: span.start() });
            stranger.most = stranger.most.max(*count);
        }
    }
    strangers
}

/// What a choice among namesakes goes by.
struct Chooser<'t> {
    around: Around<'t>,
    date: Option<Date>,
    registry: &'t Actors,
    evidence: Evidence,
    /// Who else of a surname is named in full.
    strangers: BTreeMap<&'t str, Stranger>,
}

impl Chooser<'_> {
    fn choose(&self, senses: &[Sense], items: &[Item], at: usize) -> Option<Named> {
        let (surnames, others): (Vec<Sense>, Vec<Sense>) =
            senses.iter().partition(|sense| sense.form == AliasForm::Surname);
        let stands_alone = !is_part_of_longer_name(self.around, items, at)
            && !has_other_first_name(self.around, self.registry, items, at);
        // "The convoy reached Jordan": where somebody is, is no person.
        let is_place = || {
            let before = self.around.word_before(items[at].span.start());
            !others.is_empty() && before.is_some_and(|word| puts_in_place(&word.of(self.around.0).to_lowercase()))
        };
        let person = if surnames.is_empty() || !stands_alone || is_place() {
            None
        } else {
            let strangers = self.strangers.get(items[at].span.of(self.around.0)).copied().unwrap_or_default();
            // "Key lawmakers say": a word that has its capital from the sentence is nobody in office.
            let word = self.is_word(items[at].span);
            self.by_surname(&surnames, strangers).filter(|named| !(word && named.rule == Rule::OfficeHolder))
        };
        // "The North Atlantic": a short form is none inside another name.
        let is_short = others.iter().any(|sense| sense.form == AliasForm::Short);
        if person.is_some() || is_short && !stands_alone {
            return person;
        }
        self.beside(&others, items, at).or_else(|| self.by_kin(&others, items[at].span.start()))
    }

    /// Whether a surname at the beginning of a sentence may be a common word before a noun.
    fn is_word(&self, span: Span) -> bool {
        let next = || self.around.word_after(span.end()).map(|word| word.of(self.around.0));
        self.around.begins_sentence(span.start())
            && is_common(span.of(self.around.0))
            && next().is_some_and(|next| next.starts_with(char::is_lowercase) && !is(next, "report"))
    }

    /// Whoever of that surname is named in full most often, then first, unless somebody whom the registry does not know
    /// is named more often, or as often and before; else the only one who is known by it alone on that day.
    fn by_surname(&self, surnames: &[Sense], strangers: Stranger) -> Option<Named> {
        let known = surnames.iter().filter_map(|sense| Some((self.evidence.in_full.get(&sense.who?)?, sense)));
        if let Some((seen, sense)) = known.max_by_key(|(seen, _)| **seen) {
            // The place of the first is a negative number.
            let before = || -seen.1 < strangers.first as isize;
            let prevails = seen.0 > strangers.most || seen.0 == strangers.most && before();
            return Named::by(sense).filter(|_| prevails);
        }
        if strangers.most > 0 {
            return None;
        }
        let mut alone = surnames.iter().filter(|sense| self.is_known_alone(sense));
        let only = alone.next()?;
        if alone.any(|other| other.who != only.who) {
            return None;
        }
        Named::by(only).map(|named| Named { rule: Rule::OfficeHolder, ..named })
    }

    /// Whether a surname alone may mean the person in a text that names the state: somebody in office on that day, or
    /// known so well that the table says it.
    fn is_known_alone(&self, sense: &Sense) -> bool {
        let Some((who, date)) = sense.who.zip(self.date) else { return false };
        let known = match sense.needs {
            Needs::Nothing => self.registry.is_in_office(who, date),
            Needs::Kin => true,
            Needs::Antecedent => false,
        };
        known && self.registry.ancestry(who).skip(1).any(|state| self.evidence.families.contains_key(&state))
    }

    /// The one whose family the document names most; else the one that needs no family.
    fn by_kin(&self, senses: &[Sense], at: usize) -> Option<Named> {
        let kin = |sense: &Sense| {
            sense.who.map_or(0, |who| match sense.needs {
                Needs::Antecedent => usize::from(self.evidence.is_near(who, at)),
                _ => self.evidence.kin(self.registry, who),
            })
        };
        let (free, needy): (Vec<Sense>, Vec<Sense>) = senses.iter().partition(|sense| sense.needs == Needs::Nothing);
        let needy: Vec<Sense> = needy.into_iter().filter(|sense| kin(sense) > 0).collect();
        let same = |senses: &[Sense]| senses.windows(2).all(|pair| pair[0].who == pair[1].who);
        let stronger = needy.iter().max_by_key(|sense| kin(sense));
        let stronger = stronger.filter(|sense| free.iter().all(|other| kin(sense) > kin(other)));
        match stronger {
            // A name that two families claim is neither's.
            Some(sense) if same(&needy) => Named::by(sense),
            _ if same(&free) => free.first().and_then(Named::by),
            // Without a date, a name that has passed from one to another means the one whose family is named, or the
            // last; an office means nobody.
            _ if self.date.is_none() && free.iter().all(|sense| sense.form != AliasForm::Role) => {
                free.iter().max_by_key(|sense| (kin(sense), sense.from())).and_then(Named::by)
            }
            _ => None,
        }
    }

    /// In a list, a name is of the same sort as its neighbours: "Florida, Georgia and Ohio".
    fn beside(&self, senses: &[Sense], items: &[Item], at: usize) -> Option<Named> {
        let joined =
            |from: usize, to: usize| matches!(self.around.0.get(from..to), Some(", " | " and " | ", and " | " or "));
        let before = at.checked_sub(1).map(|before| &items[before]);
        let before = before.filter(|item| joined(item.span.end(), items[at].span.start()));
        let after = items.get(at + 1).filter(|item| joined(items[at].span.end(), item.span.start()));
        let sort = |who: Who| (self.registry.kind(who), self.registry.parent(who));
        [before, after].into_iter().flatten().filter_map(Item::named).find_map(|neighbour| {
            let alike = |who: Who| sort(who) == sort(neighbour.who) && who != neighbour.who;
            let mut alike = senses.iter().filter(|sense| sense.who.is_some_and(alike));
            alike.next().filter(|_| alike.next().is_none()).and_then(Named::by)
        })
    }
}

/// "Bush Hill", "Clinton Foundation", "Trump Tower": a capitalised word right after a surname makes another name of it.
fn is_part_of_longer_name(around: Around<'_>, items: &[Item], at: usize) -> bool {
    let end = items[at].span.end();
    let is_known = items
        .get(at + 1)
        .is_some_and(|next| next.span.start() <= end + 1 && next.noun() != Some(Noun::Body(Body::Name)));
    around.0[end..].starts_with(' ')
        && !is_known
        && !around.in_title_case(end)
        && around.word_after(end).is_some_and(|word| {
            let word = word.of(around.0);
            is_capital(word) && word.len() > 1 && !is_time(word)
        })
}

/// A capitalised word right before a surname, if it is no title: then it is somebody else's first name.
fn has_other_first_name(around: Around<'_>, registry: &Actors, items: &[Item], at: usize) -> bool {
    let start = items[at].span.start();
    if around.0[..start].ends_with(['-', '‑']) {
        return true;
    }
    let Some(before) = around.word_before(start) else {
        return false;
    };
    if at > 0 && items[at - 1].span.end() >= before.end() {
        // A post or another name stands there: "President", "Norland".
        return false;
    }
    let word = before.of(around.0);
    if registry.is_given_name(word) {
        return true;
    }
    // A possessive is an owner, not a first name.
    is_capital(word)
        && !word.contains(['\'', '’'])
        && (word.ends_with(char::is_lowercase) || word.ends_with('.') && word.len() == 2)
        && !is_title(word)
        && !is_time(word)
        && !(around.begins_sentence(before.start()) && is_common(word))
        && !around.in_title_case(start)
}

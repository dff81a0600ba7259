//! The registry of actors: who exists, whom they belong to, what a text may call them and when, and who held which
//! office. Tables come in; look-ups by name, id and date come out. It does not look at context.

mod dated;
mod finder;
mod nouns;
mod offices;
mod sectors;
mod sense;
mod spelling;
mod table;

use std::borrow::Cow;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::error::{Error, quoted};
use crate::lexicon::table::Table;
use crate::model::actor::{Actor, ActorId, ActorKind, Gender, Sector};
use crate::text::fold::Folded;
use dated::{Dated, NameRow, dated};
use finder::Finder;
pub(crate) use finder::Hit;
pub(crate) use nouns::{Body, Noun};
use nouns::{Nouns, Posts};
use offices::{Office, OfficeNames, Offices, Tenure};
use sectors::{Known, SectorRow};
pub(crate) use sense::{AliasForm, Needs, Sense};
use spelling::{capitalisations, has_given_name, may_be, other_spellings, titled};
use table::{Alias, PARTS, RegistryBuilder};

/// An actor, as an index into the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub(crate) struct Who(u32);

/// All actors, their names and their offices.
///
/// The default registry holds the actors that ship with the program: states, organisations, media, armed groups, and
/// persons in office since 1946.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Actors {
    /// Sorted by id.
    actors: Vec<Actor>,
    /// The parent of each actor; `None` if it has none.
    parents: Vec<Option<Who>>,
    /// The government, armed forces and state media of each state.
    parts: FxHashMap<Who, [Who; PARTS.len()]>,
    /// Stores each name with its senses, and each noun with a number above those of the senses.
    finder: Finder,
    senses: Vec<Sense>,
    nouns: Vec<Noun>,
    offices: Offices,
    /// Sorted.
    sectors: Vec<Known>,
    /// Names of the past; sorted.
    dated: Vec<Dated>,
    /// The sectors of offices that are not the government's.
    office_sectors: FxHashMap<Office, Sector>,
    posts: Posts,
    /// Given names with their gender; `None` if both genders have the name.
    given_names: FxHashMap<String, Option<Gender>>,
}

impl Actors {
    fn new(
        actors: Vec<Actor>,
        aliases: &[Alias<'_>],
        tenures: &[Tenure<'_>],
        sectors: &[SectorRow<'_>],
        names: &[NameRow<'_>],
        nouns: &Nouns,
    ) -> Result<Actors, Error> {
        let who = |id: &str| number(&actors, id);
        let mut office_names = OfficeNames::default();
        let offices = Offices::new(tenures, &mut office_names, who)?;
        let posts = nouns.posts(&mut office_names, who);
        let known = |row: &SectorRow<'_>| match who(row.actor) {
            Some(actor) => Ok((actor, row.period, row.sector, row.organ)),
            None => Err(row.row.fault("actor", &quoted(row.actor), "the id of an actor")),
        };
        let mut sectors = sectors.iter().map(known).collect::<Result<Vec<Known>, Error>>()?;
        sectors.sort_unstable();
        let dated = dated(names, who)?;
        let office_sectors = sectors::OFFICES.map(|(name, sector)| (office_names.number(name), sector));
        let office_sectors = office_sectors.into_iter().collect();
        let parents: Vec<Option<Who>> = actors.iter().map(|actor| who(actor.parent.as_deref()?)).collect();
        let part = |state: &Actor, (part, ..): (&str, _, _)| who(&format!("{}.{part}", state.id));
        let parts = actors.iter().filter(|actor| actor.kind == ActorKind::State).filter_map(|state| {
            let [a, b, c] = PARTS.map(|known| part(state, known));
            Some((who(&state.id)?, [a?, b?, c?]))
        });
        let parts = parts.collect();
        let (finder, senses) = vocabulary(&actors, who, aliases, nouns);
        let nouns = nouns.words.iter().map(|(_, noun)| *noun).collect();
        let given_names = FxHashMap::default();
        let mut registry = Actors {
            actors,
            parents,
            parts,
            finder,
            senses,
            nouns,
            offices,
            sectors,
            dated,
            office_sectors,
            posts,
            given_names,
        };
        registry.learn_given_names();
        Ok(registry)
    }

    /// Learns given names.
    ///
    /// **What it does**: takes the first word of every person's name, unless it names something else, or has two letters
    /// and is no usual short form. A name that persons of both genders have gets no gender.
    /// **Why**: a given name before an unknown surname shows that a person is meant, and which pronouns fit.
    /// **Example**: “Ada Pell” makes “Ada” a given name.
    /// **Known failures**: names with the surname first (“Kim Jong-un”) yield surnames.
    /// **Source**: chosen by hand.
    fn learn_given_names(&mut self) {
        for actor in self.actors.iter().filter(|actor| actor.kind == ActorKind::Person) {
            let Some((first, _)) = actor.name.split_once(' ') else { continue };
            if let Some(known) = self.given_names.get_mut(first) {
                *known = known.filter(|known| Some(*known) == actor.gender);
                continue;
            }
            let means_else = self.finder.exactly(first).is_some_and(|spelling| {
                let part_of_name = |sense: &Sense| matches!(sense.form, AliasForm::Surname | AliasForm::Short);
                self.noun(spelling).is_some() || !self.senses(spelling, None).all(part_of_name)
            });
            if !means_else && (first.chars().count() > 2 || spelling::is_nickname(first)) {
                self.given_names.insert(first.to_owned(), actor.gender);
            }
        }
    }

    /// The index of the actor with this id; `None` if it is unknown.
    pub(crate) fn who(&self, id: &str) -> Option<Who> {
        number(&self.actors, id)
    }

    /// The actor with this index.
    pub(crate) fn known(&self, who: Who) -> &Actor {
        &self.actors[who.0 as usize]
    }

    /// The actor with this id; `None` if it is unknown.
    pub(crate) fn actor(&self, id: &str) -> Option<&Actor> {
        self.who(id).map(|who| self.known(who))
    }

    /// The name to print for this id. Of somebody whom only a text knows, the words of the id (`QNO.GOV.ODO_KELL`: “Odo
    /// Kell”); an id in one piece that the registry does not know is printed as it is.
    pub fn name<'n>(&'n self, id: &'n str) -> Cow<'n, str> {
        match (self.actor(id), id.rsplit_once('.')) {
            (Some(actor), _) => Cow::Borrowed(&actor.name),
            (None, Some((_, name))) => Cow::Owned(titled(&name.replace('_', " "))),
            (None, None) => Cow::Borrowed(id),
        }
    }

    /// The kind of the actor with this id; `None` if the registry does not know it.
    pub(crate) fn kind_of(&self, id: &str) -> Option<ActorKind> {
        self.actor(id).map(|actor| actor.kind)
    }

    /// The kind of this actor.
    pub(crate) fn kind(&self, who: Who) -> ActorKind {
        self.known(who).kind
    }

    /// The actor to which this one belongs; `None` if it belongs to nobody.
    pub(crate) fn parent(&self, who: Who) -> Option<Who> {
        self.parents[who.0 as usize]
    }

    /// The actor, its parent, and so on upwards.
    pub(crate) fn ancestry(&self, who: Who) -> impl Iterator<Item = Who> {
        std::iter::successors(Some(who), |who| self.parent(*who))
    }

    /// The ids of the actor itself, its parent, and so on up; just `id` when the registry does not know it.
    /// Whom only a text knows, it belongs to the body that its id names (`QNO.GOV.ODO_KELL`).
    pub(crate) fn lineage(&self, id: &ActorId) -> Vec<ActorId> {
        let above = |who: Who| self.ancestry(who).map(|who| self.known(who).id.clone());
        match self.who(id) {
            Some(who) => above(who).collect(),
            None => {
                let body = id.rsplit_once('.').and_then(|(body, _)| self.who(body));
                std::iter::once(id.clone()).chain(body.into_iter().flat_map(above)).collect()
            }
        }
    }

    /// The part of the state `of` that a noun of this kind stands for; `None` if it stands for none.
    pub(crate) fn part(&self, of: Who, body: Body) -> Option<Who> {
        let parts = self.parts.get(&of)?;
        match body {
            Body::Government => Some(parts[0]),
            Body::Military => Some(parts[1]),
            Body::Media => Some(parts[2]),
            _ => None,
        }
    }

    /// Whether `part` is the government, armed forces or state media of `whole`.
    pub(crate) fn is_part(&self, part: &str, whole: &str) -> bool {
        let rest = part.strip_prefix(whole).and_then(|rest| rest.strip_prefix('.'));
        rest.is_some_and(|rest| PARTS.iter().any(|(part, ..)| *part == rest))
    }

    /// The actor that a user's name means on `date`; `None` if nobody, or more than one actor, has the name.
    pub fn by_name(&self, name: &str, date: Option<Date>) -> Option<ActorId> {
        if let Some(actor) = self.actor(name) {
            return Some(actor.id.clone());
        }
        let mut senses = self.senses(self.finder.exactly(name)?, date).filter(|sense| sense.needs != Needs::Kin);
        let first = senses.next()?.who?;
        senses.all(|sense| sense.who == Some(first)).then(|| self.known(first).id.clone())
    }

    /// All names, posts and bodies in `text`, whole words only: at each position, the longest one with a meaning on
    /// `date`.
    pub(crate) fn find(&self, text: &str, date: Option<Date>) -> Vec<Hit> {
        let wanted = |items: &[u32]| {
            let held = |date| items.iter().any(|item| self.sense(*item).is_none_or(|sense| sense.period.covers(date)));
            date.is_none_or(held)
        };
        let Some(folded) = Folded::of(text) else { return self.finder.find(text, wanted) };
        let mut hits = self.finder.find(&folded.text, wanted);
        for hit in &mut hits {
            (hit.start, hit.end) = (folded.place(hit.start), folded.place(hit.end));
        }
        hits
    }

    /// Whom a full name means that no rule has found: the only actor ever called so, or, for a person, the only one
    /// with that surname and given name, whatever stands between them and however the given name is spelt.
    pub(crate) fn meant(&self, words: &[&str], date: Option<Date>) -> Option<ActorId> {
        let name = words.join(" ");
        let shouted = name.len() > 4 && !name.bytes().any(|byte| byte.is_ascii_lowercase());
        let name = if shouted { titled(&name) } else { name };
        let only = |senses: Vec<&Sense>| {
            let first = senses.first()?.who?;
            senses.iter().all(|sense| sense.who == Some(first)).then_some(first)
        };
        if let Some(spelling) = self.finder.exactly(&name) {
            let senses = self.senses(spelling, date).filter(|sense| sense.form == AliasForm::Name).collect();
            return only(senses).map(|who| self.known(who).id.clone());
        }
        let (given, surname) = (words.first()?, words.last()?);
        if words.len() < 2 {
            return None;
        }
        let alike = |sense: &&Sense| {
            let known = sense.who.map(|who| self.known(who));
            sense.form == AliasForm::Surname
                && known.is_some_and(|actor| has_given_name(&actor.name, given) && may_be(&actor.name, words))
        };
        let senses = self.senses(self.finder.exactly(surname)?, None).filter(alike).collect();
        only(senses).map(|who| self.known(who).id.clone())
    }

    /// Whether `name` is written exactly like a name of somebody known or of nobody; surnames do not count.
    pub(crate) fn knows(&self, name: &str) -> bool {
        let spelling = self.finder.exactly(name);
        spelling.is_some_and(|spelling| self.senses(spelling, None).any(|sense| sense.form != AliasForm::Surname))
    }

    /// Whether `word` is, or holds, the adjective of a state or region ("Norlandic", "Norlandic-Sudrian").
    pub(crate) fn is_adjective_of_origin(&self, word: &str) -> bool {
        let demonym = |spelling| self.senses(spelling, None).any(|sense| sense.form == AliasForm::Demonym);
        self.find(word, None).iter().any(|hit| demonym(hit.spelling))
    }

    /// The only person of that surname who holds an office on that day; without a day, who has ever held one.
    pub(crate) fn in_office_by_surname(&self, surname: &str, date: Option<Date>) -> Option<ActorId> {
        let holds = |who: Who| match date {
            Some(date) => self.is_in_office(who, date),
            None => self.offices.is_holder(who),
        };
        let mut senses = self
            .senses(self.finder.exactly(surname)?, date)
            .filter(|sense| sense.form == AliasForm::Surname && sense.who.is_some_and(holds));
        let first = senses.next()?.who?;
        senses.all(|sense| sense.who == Some(first)).then(|| self.known(first).id.clone())
    }

    fn sense(&self, item: u32) -> Option<&Sense> {
        self.senses.get(item as usize)
    }

    /// The possible meanings of a spelling on `date`, or at any time if there is no date. Nouns have none.
    pub(crate) fn senses(&self, spelling: u32, date: Option<Date>) -> impl Iterator<Item = &Sense> {
        let items = self.finder.items(spelling).iter();
        items
            .filter_map(|item| self.sense(*item))
            .filter(move |sense| date.is_none_or(|date| sense.period.covers(date)))
    }

    /// Whether a spelling names a state or an organisation and nothing else.
    pub(crate) fn names_state(&self, spelling: u32) -> bool {
        let mut senses = self.senses(spelling, None).peekable();
        senses.peek().is_some()
            && senses.all(|sense| {
                let kind = sense.who.map(|who| self.kind(who));
                matches!(kind, Some(ActorKind::State | ActorKind::Organisation)) && sense.form != AliasForm::Surname
            })
    }

    /// The noun that a spelling is; `None` for names.
    pub(crate) fn noun(&self, spelling: u32) -> Option<Noun> {
        let first = *self.finder.items(spelling).first()? as usize;
        self.nouns.get(first.checked_sub(self.senses.len())?).copied()
    }

    /// The holder of the post in `of` on `date`. Without a date, the only holder ever; `None` if there were several.
    pub(crate) fn in_post(&self, of: Who, post: usize, date: Option<Date>) -> Option<Who> {
        self.posts.offices(post, of).find_map(|office| self.offices.holder(of, office, date))
    }

    /// Whether `person` has ever held an office that the post may mean, in `of` if that is given.
    pub(crate) fn has_held(&self, person: Who, post: usize, of: Option<Who>) -> bool {
        self.offices.has_held(person, post, of, &self.posts)
    }

    /// Whether `person` holds an office that the post may mean on `date`, or, for `past`, has begun to hold one by then.
    pub(crate) fn holds(&self, person: Who, post: usize, date: Date, past: bool) -> bool {
        self.offices.holds(person, post, date, past, &self.posts)
    }

    /// Whether all offices of `of` that the post may mean are others than the government's.
    pub(crate) fn is_apart(&self, of: Who, post: usize) -> bool {
        let mut offices = self.posts.offices(post, of).peekable();
        let apart = |office: Office| self.office_sectors.get(&office).is_some_and(|sector| !sector.is_official());
        offices.peek().is_some() && offices.all(apart)
    }

    /// Whether a bare "the president" may refer back to a holder of the post.
    pub(crate) fn points_back(&self, post: usize) -> bool {
        self.posts.points_back(post)
    }

    /// Whether `person` holds any office on `date`.
    pub(crate) fn is_in_office(&self, person: Who, date: Date) -> bool {
        self.offices.is_in_office(person, date)
    }

    /// Whether `word` is the given name of a person in the registry.
    pub(crate) fn is_given_name(&self, word: &str) -> bool {
        self.given_names.contains_key(word)
    }

    /// The gender of a given name; `None` if it is unknown or ambiguous.
    pub(crate) fn gender_of_name(&self, word: &str) -> Option<Gender> {
        self.given_names.get(word).copied().flatten()
    }
}

fn number(actors: &[Actor], id: &str) -> Option<Who> {
    actors.binary_search_by(|actor| (*actor.id).cmp(id)).ok().map(|number| Who(number as u32))
}

/// Builds a registry from `tables`, each a name and a text; later ones override earlier ones. `posts` and `bodies` are
/// the tables of nouns that occur beside names.
pub(crate) fn read_all(tables: &[(String, String)], posts: &str, bodies: &str) -> Result<Actors, Error> {
    let tables = tables.iter().map(|(name, text)| table::read(name, text)).collect::<Result<Vec<Table>, Error>>()?;
    let mut builder = RegistryBuilder::default();
    tables.iter().try_for_each(|table| builder.add(table))?;
    builder.build(&Nouns::read(("lexicons/posts.csv", posts), ("lexicons/bodies.csv", bodies))?)
}

/// Builds the finder of all names and nouns, and the senses of the names.
fn vocabulary(
    actors: &[Actor],
    who: impl Fn(&str) -> Option<Who>,
    aliases: &[Alias<'_>],
    nouns: &Nouns,
) -> (Finder, Vec<Sense>) {
    let mut senses: Vec<Sense> = Vec::with_capacity(aliases.len());
    let mut names: Vec<(Cow<'_, str>, u32)> = Vec::with_capacity(aliases.len() * 2);
    for (alias, number) in aliases.iter().zip(0..) {
        let known = who(alias.actor);
        let is_person = known.is_some_and(|who| actors[who.0 as usize].kind == ActorKind::Person);
        senses.push(Sense { who: known, form: alias.form, needs: alias.needs, period: alias.period });
        names.push((alias.text.into(), number));
        let others = other_spellings(alias.text, alias.form == AliasForm::Name && is_person);
        names.extend(others.into_iter().map(|text| (text.into(), number)));
    }
    for ((words, _), number) in nouns.words.iter().zip(senses.len() as u32..) {
        names.extend(capitalisations(words).into_iter().map(|text| (text.into(), number)));
    }
    (Finder::new(names), senses)
}

//! The tables of the registry: rows come in; actors, aliases and terms in office come out, checked against each other.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::error::{Error, quoted};
use crate::lexicon::actors::dated::NameRow;
use crate::lexicon::actors::nouns::Nouns;
use crate::lexicon::actors::offices::{Period, Tenure};
use crate::lexicon::actors::sectors::SectorRow;
use crate::lexicon::actors::{Actors, AliasForm, Needs};
use crate::lexicon::table::{Row, Table};
use crate::model::actor::{Actor, ActorId, ActorKind, Gender};

const KINDS: [(&str, ActorKind); 10] = [
    ("state", ActorKind::State),
    ("organisation", ActorKind::Organisation),
    ("person", ActorKind::Person),
    ("government", ActorKind::Government),
    ("military", ActorKind::Military),
    ("media", ActorKind::Media),
    ("party", ActorKind::Party),
    ("armed_group", ActorKind::ArmedGroup),
    ("region", ActorKind::Region),
    ("unnamed", ActorKind::Unnamed),
];

const FORMS: [(&str, AliasForm); 8] = [
    ("name", AliasForm::Name),
    ("demonym", AliasForm::Demonym),
    ("metonym", AliasForm::Metonym),
    ("surname", AliasForm::Surname),
    ("short", AliasForm::Short),
    ("role", AliasForm::Role),
    ("unnamed", AliasForm::Unnamed),
    ("nobody", AliasForm::Nobody),
];

const GENDERS: [(&str, Option<Gender>); 3] =
    [("", None), ("f", Some(Gender::Feminine)), ("m", Some(Gender::Masculine))];

const NEEDS: [(&str, Needs); 3] = [("", Needs::Nothing), ("antecedent", Needs::Antecedent), ("kin", Needs::Kin)];

/// One name of one actor: a row of a table of aliases, or part of a cell in the column `aliases`.
#[derive(Clone, Copy)]
pub(super) struct Alias<'t> {
    pub(super) text: &'t str,
    /// The actor's id; empty for an expression that names nobody.
    pub(super) actor: &'t str,
    pub(super) form: AliasForm,
    pub(super) period: Period,
    pub(super) needs: Needs,
    row: Row<'t>,
}

impl Alias<'_> {
    /// Whether both may be the same text: surnames may be shared, and a name that needs kin gives way to one that does
    /// not.
    fn may_share(&self, other: &Alias<'_>) -> bool {
        let apart = |alias: &Alias<'_>| alias.form == AliasForm::Surname || alias.needs == Needs::Kin;
        apart(self) || apart(other)
    }

    /// Whether it can name its actor without another of the actor's names.
    fn is_free(&self) -> bool {
        self.needs != Needs::Antecedent && self.form != AliasForm::Surname
    }
}

/// The parts that every state has: id, kind and name.
pub(super) const PARTS: [(&str, ActorKind, &str); 3] = [
    ("GOV", ActorKind::Government, "government"),
    ("MIL", ActorKind::Military, "armed forces"),
    ("MEDIA", ActorKind::Media, "state media"),
];

/// Reads a table of actors, aliases, terms in office, sectors or names of the past. The header decides which one it is.
pub(super) fn read(name: &str, text: &str) -> Result<Table, Error> {
    let header = text.lines().next().unwrap_or("");
    let has = |column: &str| header.split(',').any(|cell| cell.trim() == column);
    let required: &[&str] = match () {
        () if has("office") => &["of", "office", "holder"],
        () if has("sector") && has("actor") => &["actor", "sector"],
        () if has("alias") => &["alias", "actor", "form"],
        () if has("name") && has("to") && !has("kind") => &["id", "name", "to"],
        () => &["id", "name", "kind"],
    };
    Table::read(name, text, required)
}

/// Collects the tables. Later ones override earlier ones.
#[derive(Default)]
pub(super) struct RegistryBuilder<'t> {
    actors: Vec<(Actor, Row<'t>)>,
    /// The index of each actor in the list.
    numbers: FxHashMap<ActorId, usize>,
    aliases: Vec<Alias<'t>>,
    tenures: Vec<Tenure<'t>>,
    sectors: Vec<SectorRow<'t>>,
    names: Vec<NameRow<'t>>,
}

impl<'t> RegistryBuilder<'t> {
    /// Adds a table: terms in office (`of,office,holder,from,to,origin`), sectors
    /// (`actor,sector,organ,from,to,origin`), aliases
    /// (`alias,actor,form,from,to,needs,origin`), names of the past (`id,name,from,to,origin`) or actors (`id,name,kind,parent,note` and, optionally, `gender`,
    /// `aliases`, `sector` and `organ`).
    ///
    /// A cell in `aliases` holds names separated by `|`, each optionally with its form: `demonym:Norlandic`.
    pub(super) fn add(&mut self, table: &'t Table) -> Result<(), Error> {
        if table.has("office") {
            let terms = table.rows().map(Tenure::read).collect::<Result<Vec<Tenure<'t>>, Error>>()?;
            self.hold(terms);
            Ok(())
        } else if table.has("sector") && table.has("actor") {
            let rows = table.rows().map(SectorRow::read).collect::<Result<Vec<SectorRow<'t>>, Error>>()?;
            self.place(rows);
            Ok(())
        } else if table.has("alias") {
            let aliases = table.rows().map(alias).collect::<Result<Vec<Alias<'t>>, Error>>()?;
            self.name(aliases)
        } else if table.has("to") && !table.has("kind") {
            let rows = table.rows().map(NameRow::read).collect::<Result<Vec<NameRow<'t>>, Error>>()?;
            // Those of a later table replace earlier ones that they overlap.
            self.names.retain(|old| !rows.iter().any(|row| row.actor == old.actor && row.period.overlaps(old.period)));
            self.names.extend(rows);
            Ok(())
        } else {
            self.add_actors(table)
        }
    }

    fn add_actors(&mut self, table: &'t Table) -> Result<(), Error> {
        let mut seen: FxHashMap<&str, u64> = FxHashMap::default();
        let mut aliases = Vec::new();
        for row in table.rows() {
            let actor = actor(row)?;
            if let Some(line) = seen.insert(row.get("id"), row.line()) {
                let found = format!("{} again (first on line {line})", quoted(&actor.id));
                return Err(row.fault("id", &found, "each id once"));
            }
            if table.has("aliases") {
                let cells = row.get("aliases").split('|').map(str::trim).filter(|cell| !cell.is_empty());
                let own = cells.map(|cell| prefixed(row, cell)).collect::<Result<Vec<Alias<'t>>, Error>>()?;
                // The name may be left out of the aliases.
                if own.iter().all(|alias| alias.text != actor.name) {
                    aliases.push(plain(row, row.get("name"), AliasForm::Name));
                }
                aliases.extend(own);
            }
            self.put(actor, row);
        }
        if table.has("sector") {
            let placed = table.rows().filter(|row| !row.get("sector").is_empty());
            let rows = placed.map(SectorRow::of_actor).collect::<Result<Vec<SectorRow<'t>>, Error>>()?;
            self.place(rows);
        }
        self.name(aliases)
    }

    fn put(&mut self, actor: Actor, row: Row<'t>) {
        match self.numbers.get(&actor.id) {
            Some(&number) => self.actors[number] = (actor, row),
            None => {
                self.numbers.insert(actor.id.clone(), self.actors.len());
                self.actors.push((actor, row));
            }
        }
    }

    /// Adds aliases. Within one table an alias may name one actor at a time; a later table overrides an earlier one.
    fn name(&mut self, mut new: Vec<Alias<'t>>) -> Result<(), Error> {
        sort(&mut new);
        for group in new.chunk_by(|a, b| a.text == b.text).filter(|group| group.len() > 1) {
            check_namesakes(group)?;
        }
        if !self.aliases.is_empty() {
            let loses = |old: &Alias<'_>| {
                let from = new.partition_point(|alias| alias.text < old.text);
                let mut same = new[from..].iter().take_while(|alias| alias.text == old.text);
                same.any(|alias| alias.period.overlaps(old.period) && !alias.may_share(old))
            };
            self.aliases.retain(|old| !loses(old));
        }
        self.aliases.extend(new);
        Ok(())
    }

    /// Adds terms. Those of a later table replace earlier terms that they overlap.
    fn hold(&mut self, new: Vec<Tenure<'t>>) {
        self.tenures.retain(|old| {
            let same = |tenure: &Tenure<'_>| tenure.of == old.of && tenure.office == old.office;
            !new.iter().any(|tenure| same(tenure) && tenure.period.overlaps(old.period))
        });
        self.tenures.extend(new);
    }

    /// Adds sectors. Those of a later table replace earlier ones that they overlap.
    fn place(&mut self, new: Vec<SectorRow<'t>>) {
        self.sectors.retain(|old| !new.iter().any(|row| row.actor == old.actor && row.period.overlaps(old.period)));
        self.sectors.extend(new);
    }

    /// Checks all tables together and builds the registry. `nouns` are the words for posts and bodies.
    pub(super) fn build(mut self, nouns: &Nouns) -> Result<Actors, Error> {
        self.name_the_nameless();
        self.add_parts_of_states();
        self.check_parents()?;
        self.check_aliases()?;
        sort(&mut self.aliases);
        let mut actors: Vec<Actor> = self.actors.into_iter().map(|(actor, _)| actor).collect();
        actors.sort_by(|a, b| a.id.cmp(&b.id));
        Actors::new(actors, &self.aliases, &self.tenures, &self.sectors, &self.names, nouns)
    }

    /// An actor for whom no table has an alias is known by its name, unless another has the same name or the name cannot
    /// be looked for; parts of a state are known by what they are.
    fn name_the_nameless(&mut self) {
        let named: BTreeSet<&str> = self.aliases.iter().map(|alias| alias.actor).collect();
        let taken: BTreeSet<&str> = self.aliases.iter().map(|alias| alias.text).collect();
        let is_part = |actor: &Actor| matches!(actor.kind, ActorKind::Government | ActorKind::Military);
        let nameless = self.actors.iter().filter(|(actor, _)| !is_part(actor) && !named.contains(&*actor.id));
        let names = nameless.map(|(_, row)| (row.get("name"), *row));
        let mut free: Vec<(&str, Row<'t>)> =
            names.filter(|(name, _)| name.starts_with(char::is_alphanumeric) && !taken.contains(name)).collect();
        free.sort_by_key(|(name, _)| *name);
        let alone = free.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() == 1);
        let names: Vec<Alias<'t>> = alone.map(|same| plain(same[0].1, same[0].0, AliasForm::Name)).collect();
        self.aliases.extend(names);
    }

    /// Adds a government, armed forces and state media to every state that lacks them.
    fn add_parts_of_states(&mut self) {
        for number in 0..self.actors.len() {
            let (state, row) = &self.actors[number];
            if state.kind != ActorKind::State {
                continue;
            }
            let (state, row) = (state.clone(), *row);
            for (part, kind, word) in PARTS {
                let id: ActorId = Arc::from(format!("{}.{part}", state.id));
                if !self.numbers.contains_key(&id) {
                    let name = format!("{} ({word})", state.name);
                    let parent = Some(state.id.clone());
                    self.put(Actor { id, name, kind, parent, gender: None }, row);
                }
            }
        }
    }

    fn check_parents(&self) -> Result<(), Error> {
        let parent = |number: usize| self.actors[number].0.parent.as_ref();
        for (number, (actor, row)) in self.actors.iter().enumerate() {
            let mut at = number;
            let mut steps = 0;
            while let Some(id) = parent(at) {
                let Some(&above) = self.numbers.get(id) else {
                    let (below, row) = &self.actors[at];
                    let found = format!("{} of `{}`", quoted(id), below.id);
                    return Err(row.fault("parent", &found, "the id of an actor"));
                };
                (at, steps) = (above, steps + 1);
                if at == number || steps > self.actors.len() {
                    let found = format!("{} of `{}`", quoted(actor.parent.as_deref().unwrap_or("")), actor.id);
                    return Err(row.fault("parent", &found, "a parent that does not belong to its own child"));
                }
            }
        }
        Ok(())
    }

    /// Checks that every alias names an actor and can match.
    fn check_aliases(&self) -> Result<(), Error> {
        let mut free = vec![false; self.actors.len()];
        let mut bound = Vec::new();
        for alias in &self.aliases {
            if !alias.text.starts_with(char::is_alphanumeric) {
                return Err(alias.row.fault("alias", &quoted(alias.text), "a name that begins with a letter or digit"));
            }
            if alias.form == AliasForm::Nobody {
                continue;
            }
            let Some(&number) = self.numbers.get(alias.actor) else {
                return Err(alias.row.fault("actor", &quoted(alias.actor), "the id of an actor"));
            };
            if alias.is_free() {
                free[number] = true;
            } else {
                bound.push((number, alias));
            }
        }
        match bound.iter().find(|(number, _)| !free[*number]) {
            Some((_, alias)) => {
                let found = format!("{}, which can never match", quoted(alias.text));
                let expected = format!("a full name of `{}` in the tables too", alias.actor);
                Err(alias.row.fault("alias", &found, &expected))
            }
            None => Ok(()),
        }
    }
}

fn sort(aliases: &mut [Alias<'_>]) {
    let order = |a: &Alias<'_>, b: &Alias<'_>| (a.text, a.period, a.actor).cmp(&(b.text, b.period, b.actor));
    // The shipped tables are almost sorted; only aliases with the same text need care.
    if aliases.is_sorted_by(|a, b| a.text <= b.text) {
        aliases.chunk_by_mut(|a, b| a.text == b.text).for_each(|namesakes| namesakes.sort_by(order));
    } else {
        aliases.sort_by(order);
    }
}

/// Checks that aliases with the same text name one actor at a time, each once.
fn check_namesakes(group: &[Alias<'_>]) -> Result<(), Error> {
    for (number, second) in group.iter().enumerate() {
        for first in group[..number].iter().filter(|first| first.period.overlaps(second.period)) {
            let (text, line) = (second.text, first.row.line());
            if first.actor == second.actor {
                let found = format!("alias `{text}` of `{}` again (line {line})", second.actor);
                return Err(second.row.fault("alias", &found, "each alias of an actor once"));
            }
            if !first.may_share(second) {
                let who = |alias: &Alias<'_>| match alias.form {
                    AliasForm::Nobody => "nobody".to_owned(),
                    _ => format!("`{}`", alias.actor),
                };
                let found = format!("alias `{text}` names both {} (line {line}) and {}", who(first), who(second));
                return Err(second.row.fault("alias", &found, "one actor at a time; keep one or date them"));
            }
        }
    }
    Ok(())
}

fn actor(row: Row<'_>) -> Result<Actor, Error> {
    let id = row.required("id")?;
    let sound = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    if !id.split('.').all(sound) {
        return Err(row.fault("id", &quoted(id), "capital letters, digits and `_`, in parts joined by `.`"));
    }
    Ok(Actor {
        id: Arc::from(id),
        name: row.required("name")?.to_owned(),
        kind: row.choice("kind", &KINDS)?,
        parent: Some(row.get("parent")).filter(|parent| !parent.is_empty()).map(Arc::from),
        gender: row.choice("gender", &GENDERS)?,
    })
}

fn plain<'t>(row: Row<'t>, text: &'t str, form: AliasForm) -> Alias<'t> {
    Alias { text, actor: row.get("id"), form, period: Period::ALWAYS, needs: Needs::Nothing, row }
}

fn prefixed<'t>(row: Row<'t>, cell: &'t str) -> Result<Alias<'t>, Error> {
    let Some((prefix, text)) = cell.split_once(':') else {
        return Ok(plain(row, cell, AliasForm::Name));
    };
    let form = FORMS.iter().find(|(word, _)| *word == prefix.trim()).map(|(_, form)| *form);
    let words: Vec<&str> = FORMS.iter().map(|(word, _)| *word).collect();
    let form = form.ok_or_else(|| row.fault("aliases", &quoted(prefix), &format!("one of {}", words.join(", "))))?;
    Ok(plain(row, text.trim(), form))
}

fn alias(row: Row<'_>) -> Result<Alias<'_>, Error> {
    let form = row.choice("form", &FORMS)?;
    let actor = row.get("actor");
    if actor.is_empty() != (form == AliasForm::Nobody) {
        return Err(row.fault("actor", &quoted(actor), "an id, or nothing for the form `nobody`"));
    }
    let needs = row.choice("needs", &NEEDS)?;
    Ok(Alias { text: row.required("alias")?, actor, form, period: Period::read(row)?, needs, row })
}

//! The registry of actors: who there is, whom they belong to, and by which names a text may call them, when.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::HashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use jiff::civil::Date;

use crate::error::{Fault, quoted};
use crate::lexicon::table::{Row, Table};
use crate::model::actor::{Actor, ActorId, ActorKind};
use crate::model::span::Span;

/// What sort of name an alias is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AliasForm {
    /// A short, official, former or full name.
    Name,
    /// People of a state, or its adjective.
    Demonym,
    /// A capital or a building that stands for its government.
    Metonym,
    /// A surname alone.
    Surname,
    /// A short form of a name.
    Short,
    /// An office, held by this person at that time.
    Role,
    /// An expression for somebody unnamed.
    Unnamed,
}

/// One name of one actor.
#[derive(Clone, Debug)]
pub(crate) struct Alias {
    pub(crate) text: String,
    pub(crate) actor: ActorId,
    pub(crate) form: AliasForm,
    /// First day on which it names this actor.
    from: Option<Date>,
    /// First day on which it no longer does.
    to: Option<Date>,
    /// Only where the document also uses a full name of the actor.
    pub(crate) needs_antecedent: bool,
    row: (String, u64),
}

/// A place in a text where an alias stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mention {
    pub(crate) span: Span,
    pub(crate) actor: ActorId,
    pub(crate) form: AliasForm,
    pub(crate) needs_antecedent: bool,
}

/// All actors and all their names.
pub(crate) struct Registry {
    actors: BTreeMap<ActorId, Actor>,
    aliases: Vec<Alias>,
    /// Finds the distinct alias texts.
    automaton: AhoCorasick,
    /// The aliases with each distinct text.
    groups: Vec<Vec<usize>>,
    #[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
    by_text: HashMap<String, usize>,
}

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

const FORMS: [(&str, AliasForm); 7] = [
    ("name", AliasForm::Name),
    ("demonym", AliasForm::Demonym),
    ("metonym", AliasForm::Metonym),
    ("surname", AliasForm::Surname),
    ("short", AliasForm::Short),
    ("role", AliasForm::Role),
    ("unnamed", AliasForm::Unnamed),
];

/// Collects tables of actors and aliases; later ones override earlier ones.
#[derive(Default)]
pub(crate) struct RegistryBuilder {
    actors: BTreeMap<ActorId, (Actor, (String, u64))>,
    aliases: Vec<Alias>,
}

impl RegistryBuilder {
    /// Adds a table of actors (`id,name,kind,parent,note`, and perhaps `aliases`) or, if it has a column `alias`,
    /// of aliases (`alias,actor,form,from,to,needs,origin`).
    ///
    /// Cells of `aliases` hold names with `|` between them, each perhaps with its form: `demonym:Norlandic`.
    pub(crate) fn add(&mut self, name: &str, text: &str) -> Result<(), Fault> {
        if text.lines().next().unwrap_or("").split(',').any(|column| column.trim() == "alias") {
            let table = Table::read(name, text, &["alias", "actor", "form"])?;
            let rows = table.rows().map(alias).collect::<Result<Vec<Alias>, Fault>>()?;
            return self.extend(rows);
        }
        let table = Table::read(name, text, &["id", "name", "kind"])?;
        let mut seen = BTreeSet::new();
        let mut aliases = Vec::new();
        for row in table.rows() {
            let actor = actor(row)?;
            if !seen.insert(actor.id.clone()) {
                return Err(row.fault("id", &quoted(&actor.id), "every id once"));
            }
            if table.has("aliases") {
                aliases.push(Alias { text: actor.name.clone(), ..named(row, &actor.id, "", AliasForm::Name) });
                for cell in row.get("aliases").split('|').map(str::trim).filter(|cell| !cell.is_empty()) {
                    aliases.push(prefixed(row, &actor.id, cell)?);
                }
            }
            self.actors.insert(actor.id.clone(), (actor, (row.file().to_owned(), row.line())));
        }
        self.extend(aliases)
    }

    /// Within one table an alias may name one actor at a time; against earlier tables the new one wins.
    fn extend(&mut self, mut new: Vec<Alias>) -> Result<(), Fault> {
        new.sort_by(|a, b| (&a.text, a.from, &a.actor).cmp(&(&b.text, b.from, &b.actor)));
        for pair in new.windows(2) {
            let [first, second] = pair else { continue };
            if first.text == second.text && first.actor != second.actor && overlap(first, second) {
                let (file, line) = &second.row;
                let found = format!(
                    "alias `{}` names both `{}` (line {}) and `{}`",
                    first.text, first.actor, first.row.1, second.actor
                );
                return Err(Fault::Table {
                    path: file.clone(),
                    line: *line,
                    field: "alias".to_owned(),
                    found,
                    expected: "one actor at a time; keep one or date them".to_owned(),
                });
            }
        }
        self.aliases.retain(|old| !new.iter().any(|alias| alias.text == old.text && overlap(alias, old)));
        self.aliases.extend(new);
        Ok(())
    }

    /// Checks the whole and makes it ready for look-up.
    pub(crate) fn build(mut self) -> Result<Registry, Fault> {
        for (actor, (file, line)) in self.actors.values() {
            let unknown = actor.parent.as_ref().filter(|parent| !self.actors.contains_key(*parent));
            if let Some(parent) = unknown {
                return Err(fault(file, *line, "parent", &quoted(parent), "the id of an actor"));
            }
            if self.ancestors_of(&actor.id).count() > self.actors.len() {
                return Err(fault(
                    file,
                    *line,
                    "parent",
                    &quoted(&actor.id),
                    "a parent that does not belong to its own child",
                ));
            }
        }
        for alias in &self.aliases {
            if !self.actors.contains_key(&alias.actor) {
                return Err(fault(&alias.row.0, alias.row.1, "actor", &quoted(&alias.actor), "the id of an actor"));
            }
        }
        self.aliases.sort_by(|a, b| (&a.text, a.from, &a.actor).cmp(&(&b.text, b.from, &b.actor)));
        let mut patterns: Vec<String> = Vec::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (number, alias) in self.aliases.iter().enumerate() {
            for text in spellings(&alias.text) {
                match patterns.iter().rposition(|known| *known == text).filter(|&at| at + 4 > patterns.len()) {
                    Some(at) => groups[at].push(number),
                    None => {
                        patterns.push(text);
                        groups.push(vec![number]);
                    }
                }
            }
        }
        let by_text = patterns.iter().cloned().zip(0..).collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&patterns)
            .map_err(|error| Fault::said(format!("the list of aliases is too long: {error}")))?;
        let actors = self.actors.into_iter().map(|(id, (actor, _))| (id, actor)).collect();
        Ok(Registry { actors, aliases: self.aliases, automaton, groups, by_text })
    }

    fn ancestors_of(&self, id: &ActorId) -> impl Iterator<Item = ActorId> {
        let parent = |id: &ActorId| self.actors.get(id).and_then(|(actor, _)| actor.parent.clone());
        // A cycle would never end: one step more than there are actors shows it.
        std::iter::successors(Some(id.clone()), parent).take(self.actors.len() + 1)
    }
}

fn fault(file: &str, line: u64, field: &str, found: &str, expected: &str) -> Fault {
    Fault::Table {
        path: file.to_owned(),
        line,
        field: field.to_owned(),
        found: found.to_owned(),
        expected: expected.to_owned(),
    }
}

/// With straight and with curly apostrophes.
fn spellings(text: &str) -> Vec<String> {
    let mut spellings = vec![text.to_owned()];
    if text.contains('\'') {
        spellings.push(text.replace('\'', "’"));
    }
    spellings
}

fn overlap(a: &Alias, b: &Alias) -> bool {
    let starts_before_end = |x: &Alias, y: &Alias| match (x.from, y.to) {
        (Some(from), Some(to)) => from < to,
        _ => true,
    };
    starts_before_end(a, b) && starts_before_end(b, a)
}

fn actor(row: Row<'_>) -> Result<Actor, Fault> {
    let id = row.required("id")?;
    let sound = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    if !id.split('.').all(sound) {
        return Err(row.fault("id", &quoted(id), "capital letters, digits and `_`, in parts joined by `.`"));
    }
    let parent = Some(row.get("parent")).filter(|parent| !parent.is_empty()).map(Arc::from);
    Ok(Actor { id: Arc::from(id), name: row.required("name")?.to_owned(), kind: row.choice("kind", &KINDS)?, parent })
}

fn named(row: Row<'_>, actor: &ActorId, text: &str, form: AliasForm) -> Alias {
    let row = (row.file().to_owned(), row.line());
    let needs_antecedent = form == AliasForm::Surname;
    Alias { text: text.to_owned(), actor: actor.clone(), form, from: None, to: None, needs_antecedent, row }
}

fn prefixed(row: Row<'_>, actor: &ActorId, cell: &str) -> Result<Alias, Fault> {
    let Some((prefix, text)) = cell.split_once(':') else {
        return Ok(named(row, actor, cell, AliasForm::Name));
    };
    let form = FORMS.iter().find(|(word, _)| *word == prefix.trim()).map(|(_, form)| *form);
    let words: Vec<&str> = FORMS.iter().map(|(word, _)| *word).collect();
    let form = form.ok_or_else(|| row.fault("aliases", &quoted(prefix), &format!("one of {}", words.join(", "))))?;
    Ok(named(row, actor, text.trim(), form))
}

fn alias(row: Row<'_>) -> Result<Alias, Fault> {
    let day = |column: &str| match row.get(column) {
        "" => Ok(None),
        cell => cell.parse::<Date>().map(Some).map_err(|_| row.fault(column, &quoted(cell), "YYYY-MM-DD")),
    };
    let (from, to) = (day("from")?, day("to")?);
    if let (Some(from), Some(to)) = (from, to)
        && to <= from
    {
        return Err(row.fault("to", &quoted(row.get("to")), "a day after `from`"));
    }
    let needs = row.get("needs");
    if !matches!(needs, "" | "antecedent") {
        return Err(row.fault("needs", &quoted(needs), "nothing or `antecedent`"));
    }
    let form = row.choice("form", &FORMS)?;
    let alias = named(row, &Arc::from(row.required("actor")?), row.required("alias")?, form);
    Ok(Alias { from, to, needs_antecedent: needs == "antecedent", ..alias })
}

impl Registry {
    /// The actor with this id.
    pub(crate) fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.get(id)
    }

    /// The actor itself, then its parent, and so on up.
    pub(crate) fn lineage(&self, id: &ActorId) -> Vec<ActorId> {
        let parent = |id: &ActorId| self.actors.get(id).and_then(|actor| actor.parent.clone());
        std::iter::successors(Some(id.clone()), parent).collect()
    }

    /// Whom a name given by the user means on that day; `None` when nobody or more than one.
    pub(crate) fn by_name(&self, name: &str, date: Option<Date>) -> Option<ActorId> {
        if let Some(actor) = self.actors.get(name) {
            return Some(actor.id.clone());
        }
        let group = *self.by_text.get(name)?;
        self.choose(group, date).map(|alias| alias.actor.clone())
    }

    /// Every alias in `text` inside `within`, whole words only, the longest at each place.
    pub(crate) fn mentions(&self, text: &str, within: Span, date: Option<Date>) -> Vec<Mention> {
        let mut found = Vec::new();
        let mut at = within.start();
        let mut limit = within.end();
        while at < limit {
            let input = aho_corasick::Input::new(text).range(at..limit);
            let Some(hit) = self.automaton.find(input) else {
                if limit == within.end() {
                    break;
                }
                limit = within.end();
                at += text[at..].chars().next().map_or(1, char::len_utf8);
                continue;
            };
            if !is_whole(text, hit.start(), hit.end()) {
                // A shorter alias may still stand here as a whole word; after that, go on behind the first letter.
                at = hit.start();
                limit = hit.end() - 1;
                while !text.is_char_boundary(limit) {
                    limit -= 1;
                }
                if limit <= at {
                    at = hit.end();
                    limit = within.end();
                }
                continue;
            }
            if let Some(alias) = self.choose(hit.pattern().as_usize(), date) {
                found.push(Mention {
                    span: Span::new(hit.start(), hit.end()),
                    actor: alias.actor.clone(),
                    form: alias.form,
                    needs_antecedent: alias.needs_antecedent,
                });
            }
            at = hit.end();
            limit = within.end();
        }
        found
    }

    /// The alias of the group that holds on that day; without a date, only if all name the same actor.
    fn choose(&self, group: usize, date: Option<Date>) -> Option<&Alias> {
        let aliases = || self.groups[group].iter().map(|&number| &self.aliases[number]);
        match date {
            Some(date) => aliases()
                .find(|alias| alias.from.is_none_or(|from| from <= date) && alias.to.is_none_or(|to| date < to)),
            None => aliases().next().filter(|first| aliases().all(|alias| alias.actor == first.actor)),
        }
    }
}

fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
    let after = text[end..].chars().next().is_some_and(char::is_alphanumeric);
    !before && !after
}

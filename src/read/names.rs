//! Fields, and the names under which records have them.

use crate::read::Columns;

/// A field of a record that the program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Date,
    Outlet,
    Title,
    Text,
    Holder,
    Source,
    Cue,
    Content,
    Targets,
}

impl Field {
    /// Those that a table can have.
    pub(super) const ALL: [Field; 6] =
        [Field::Id, Field::Date, Field::Outlet, Field::Title, Field::Text, Field::Holder];

    /// The option that names its column.
    pub(super) fn option(self) -> &'static str {
        match self {
            Field::Id => "--id",
            Field::Date => "--date",
            Field::Outlet => "--outlet",
            Field::Title => "--title",
            Field::Text => "--text",
            Field::Holder => "--holder",
            Field::Source | Field::Cue | Field::Content | Field::Targets => "--format",
        }
    }
}

/// A table that a database exports.
struct Database {
    /// The columns by which it is known.
    signs: &'static [&'static str],
    /// Where its fields stand.
    fields: &'static [(Field, &'static str)],
}

/// **Source**: ProQuest, “Export results: XLS”; Factiva and Nexis give no full texts as tables.
const DATABASES: [Database; 2] = [
    Database {
        signs: &["pubtitle", "pubdate", "fulltext"],
        fields: &[
            (Field::Text, "fulltext"),
            (Field::Date, "pubdate"),
            (Field::Outlet, "pubtitle"),
            (Field::Id, "storeid"),
        ],
    },
    Database {
        signs: &["publication title", "publication date", "full text"],
        fields: &[
            (Field::Text, "full text"),
            (Field::Date, "publication date"),
            (Field::Outlet, "publication title"),
            (Field::Id, "proquest document id"),
        ],
    },
];

/// The names under which the fields are looked for, and whether the user gave them; the best of a field first.
pub(super) struct Names(Vec<(String, Field, bool)>);

impl Names {
    pub(super) fn new(columns: &Columns) -> Names {
        let usual: [(&Option<String>, Field, &[&str]); 10] = [
            (&columns.id, Field::Id, &["doc_id", "id"]),
            (&columns.date, Field::Date, &["date", "created_at", "published_at", "publication_date"]),
            (&columns.outlet, Field::Outlet, &["outlet"]),
            (&columns.title, Field::Title, &["title"]),
            (&columns.text, Field::Text, &["text"]),
            (&columns.holder, Field::Holder, &["holder", "speaker"]),
            (&None, Field::Source, &["source"]),
            (&None, Field::Cue, &["cue"]),
            (&None, Field::Content, &["content"]),
            (&None, Field::Targets, &["targets"]),
        ];
        let mut names = Vec::new();
        for (given, field, usual) in usual {
            match given {
                Some(name) => names.push((name.clone(), field, true)),
                None => names.extend(usual.iter().map(|&name| (name.to_owned(), field, false))),
            }
        }
        Names(names)
    }

    /// The field called `key`, and how good the name is: less is better.
    pub(super) fn field(&self, key: &str) -> Option<(Field, usize)> {
        self.0.iter().position(|(name, ..)| name == key).map(|rank| (self.0[rank].1, rank))
    }

    /// Every name, with its field and whether the user gave it.
    pub(super) fn all(&self) -> &[(String, Field, bool)] {
        &self.0
    }

    fn of(&self, field: Field) -> impl Iterator<Item = &(String, Field, bool)> {
        self.0.iter().filter(move |(_, named, _)| *named == field)
    }

    /// The best name of `field`.
    pub(super) fn first(&self, field: Field) -> &str {
        self.of(field).next().map_or("", |(name, ..)| name)
    }

    /// Whether the user gave the name of `field`.
    pub(super) fn given(&self, field: Field) -> bool {
        self.of(field).any(|(.., given)| *given)
    }

    /// Whether a field may stand in what stands under `key`.
    pub(super) fn reach_into(&self, key: &str) -> bool {
        self.0.iter().any(|(name, ..)| inside(name, key).is_some())
    }

    /// Whether the text may stand under `key`, or in what stands there.
    pub(super) fn may_be_text(&self, key: &str) -> bool {
        self.of(Field::Text).any(|(name, ..)| name == key || inside(name, key).is_some())
    }

    /// Which column of `header` holds `field`: one of the user's or our name, or in the table of a database one of its.
    pub(super) fn column(&self, field: Field, header: &[String]) -> Option<usize> {
        let place = |name: &str| header.iter().position(|column| column.eq_ignore_ascii_case(name));
        let usual = self.of(field).find_map(|(name, ..)| place(name));
        usual.or_else(|| {
            let known = DATABASES.iter().find(|one| one.signs.iter().all(|sign| place(sign).is_some()))?;
            let names = known.fields.iter().filter(|(of, _)| *of == field && !self.given(field));
            names.map(|(_, name)| *name).find_map(place)
        })
    }
}

/// The rest of a name such as `data.text` inside what stands under `data`.
pub(super) fn inside<'n>(name: &'n str, key: &str) -> Option<&'n str> {
    name.strip_prefix(key)?.strip_prefix('.')
}

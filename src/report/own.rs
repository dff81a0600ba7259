//! The inputs' own columns in a table: which there are, what each holds, and what it is called there.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::columns::OwnColumns;
use crate::report::opinion::OPINION_COLUMNS;

/// What all values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Boolean,
    Integer,
    Number,
    Text,
}

impl Kind {
    fn of(value: &Value) -> Kind {
        match value {
            Value::Bool(_) => Kind::Boolean,
            Value::Number(number) if number.is_i64() => Kind::Integer,
            Value::Number(_) => Kind::Number,
            _ => Kind::Text,
        }
    }

    /// What holds both.
    fn with(self, other: Kind) -> Kind {
        match (self, other) {
            _ if self == other => self,
            (Kind::Integer | Kind::Number, Kind::Integer | Kind::Number) => Kind::Number,
            _ => Kind::Text,
        }
    }
}

/// The columns seen so far, by name. The order of adding does not matter.
#[derive(Default)]
pub(crate) struct Seen(BTreeMap<String, Kind>);

/// A column of a table.
pub(super) struct Column {
    /// In the input.
    pub(super) name: String,
    /// In the table.
    pub(super) shown: String,
    pub(super) kind: Kind,
}

impl Seen {
    pub(crate) fn add(&mut self, columns: &OwnColumns) {
        for (name, value) in columns.iter() {
            let kind = Kind::of(value);
            match self.0.get_mut(name) {
                Some(known) => *known = known.with(kind),
                None => {
                    self.0.insert(name.to_owned(), kind);
                }
            }
        }
    }

    /// All columns in the order of their names. One that is called like a column of the table, in whatever case, gets
    /// `input_` before its name.
    pub(super) fn columns(&self) -> Vec<Column> {
        let is_taken = |name: &str| OPINION_COLUMNS.iter().any(|column| column.eq_ignore_ascii_case(name));
        let column = |(name, &kind): (&String, &Kind)| {
            let mut shown = name.clone();
            while is_taken(&shown) || (shown != *name && self.0.contains_key(&shown)) {
                shown.insert_str(0, "input_");
            }
            Column { name: name.clone(), shown, kind }
        };
        self.0.iter().map(column).collect()
    }
}

/// A value as the text of a cell.
pub(super) fn cell(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

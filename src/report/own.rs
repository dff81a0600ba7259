//! The inputs' own columns in a table: which there are, what each holds, and what it is called there.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::columns::OwnColumns;
use crate::report::rows::{Column, Kind};

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

    /// The columns of a table: the `usual` ones, then the inputs' own in the order of their names. One that is called like
    /// a usual one, in whatever case, gets `input_` before its name.
    pub(super) fn columns(&self, usual: &[Column]) -> Vec<Column> {
        let is_taken = |name: &str| usual.iter().any(|column| column.name.eq_ignore_ascii_case(name));
        let column = |(name, &kind): (&String, &Kind)| {
            let mut shown = name.clone();
            while is_taken(&shown) || (shown != *name && self.0.contains_key(&shown)) {
                shown.insert_str(0, "input_");
            }
            Column { name: shown.into(), kind, may_be_missing: true, own: Some(name.clone()) }
        };
        usual.iter().cloned().chain(self.0.iter().map(column)).collect()
    }
}

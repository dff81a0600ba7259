//! JSON objects: the fields that are known, and the object's own columns, without building the rest.

use std::borrow::Cow;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Reject, quoted};
use crate::read::names::{Field, inside};
use crate::read::record::Fields;
use crate::read::{FileInfo, Format, RawRecord};

/// What a JSON object says.
///
/// Errors: no JSON object.
pub(super) fn json_fields(record: &RawRecord, line: &str) -> Result<Fields, Reject> {
    let mut reader = serde_json::Deserializer::from_str(line.trim_end());
    let mut found = Found::default();
    let wanted = Wanted { file: &record.file, found: &mut found };
    let parsed = wanted.deserialize(&mut reader).and_then(|()| reader.end());
    let (piece, expected) = match record.file.format {
        Format::Json => ("an object", "a JSON object"),
        _ => ("a line", "one JSON object on the line"),
    };
    parsed.map(|()| found.fields).map_err(|error| {
        let begins_well = line.trim_start().starts_with('{');
        let found = match (begins_well, error.is_eof()) {
            (false, _) => format!("{} instead of an object", quoted(line.trim())),
            (true, true) => format!("{piece} that is cut short"),
            (true, false) => format!("{} at column {}", error_kind(&error), error.column()),
        };
        record.reject("json", found, expected)
    })
}

/// The message of serde_json, without its position.
fn error_kind(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.split(" at line ").next().unwrap_or_default().to_owned()
}

/// The known fields of a JSON object, and how good the names are under which they were found.
struct Found {
    fields: Fields,
    ranks: [usize; 10],
}

impl Default for Found {
    fn default() -> Found {
        Found { fields: Fields::default(), ranks: [usize::MAX; 10] }
    }
}

/// Keeps the known fields of a JSON object, and its own columns if they are wanted; passes over the rest without
/// building it.
struct Wanted<'n, 'f> {
    file: &'n FileInfo,
    found: &'f mut Found,
}

impl<'de> DeserializeSeed<'de> for Wanted<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            match self.file.names.field(&key) {
                // `doc_id` wins over `id`, whichever comes first.
                Some((field, rank)) if rank <= self.found.ranks[field as usize] => {
                    let value = match field {
                        Field::Id => map.next_value::<Option<&RawValue>>()?.map(exact),
                        _ => map.next_value()?,
                    };
                    let worse = std::mem::replace(&mut self.found.ranks[field as usize], rank);
                    let before = std::mem::replace(self.found.fields.slot(field), value);
                    if worse != rank {
                        let name = self.file.names.all().get(worse).map(|(name, ..)| name.clone());
                        self.found.fields.own.extend(name.zip(before));
                    }
                }
                Some((Field::Id, _)) => {
                    let value = map.next_value::<Option<&RawValue>>()?.map(exact);
                    self.found.fields.own.extend(value.map(|value| (key.into_owned(), value)));
                }
                None if self.file.names.reach_into(&key) => self.inner(&key, &map.next_value::<Value>()?),
                _ if self.file.keeps_own => {
                    let value = map.next_value_seed(Cell)?;
                    self.found.fields.own.extend(value.map(|value| (key.into_owned(), value)));
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// Keeps a value that fits into one cell, and passes over lists, objects and null without building them.
struct Cell;

impl<'de> DeserializeSeed<'de> for Cell {
    type Value = Option<Value>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Cell {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Option<Value>, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Option<Value>, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Option<Value>, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

impl Wanted<'_, '_> {
    /// Looks for fields in what stands under `name`.
    fn inner(&mut self, name: &str, value: &Value) {
        for (path, field, _) in self.file.names.all() {
            let Some(path) = inside(path, name) else { continue };
            let found = path.split('.').try_fold(value, |value, key| match value {
                Value::Array(items) => items.get(key.parse::<usize>().ok()?),
                other => other.get(key),
            });
            if let Some(found) = found.filter(|found| !found.is_null()) {
                *self.found.fields.slot(*field) = Some(found.clone());
            }
        }
    }
}

/// An id as it is written: numbers may have more digits than a computer's.
fn exact(raw: &RawValue) -> Value {
    let text = raw.get();
    match serde_json::from_str(text) {
        Ok(Value::Number(_)) | Err(_) => Value::String(text.to_owned()),
        Ok(value) => value,
    }
}

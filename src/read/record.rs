//! Records: the fields of a raw record become a document, or a reject that says what is wrong. Everything here is pure,
//! so workers can run it in parallel.

use std::borrow::Cow;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Reject, quoted};
use crate::model::columns::{OwnColumns, is_cell};
use crate::model::document::{Document, Given};
use crate::model::span::Span;
use crate::read::date::{self, Said};
use crate::read::export::Article;
use crate::read::names::{Field, inside};
use crate::read::page;
use crate::read::repair::repaired;
use crate::read::{Body, FileInfo, Format, OwnColumn, RawRecord};
use crate::text::offset::Offsets;

/// What a record says, before it is checked.
#[derive(Default)]
struct Fields {
    id: Option<Value>,
    date: Option<Value>,
    outlet: Option<Value>,
    title: Option<Value>,
    text: Option<Value>,
    holder: Option<Value>,
    source: Option<Value>,
    cue: Option<Value>,
    content: Option<Value>,
    targets: Option<Value>,
    /// The columns that are no field.
    own: Vec<(String, Value)>,
}

impl Fields {
    fn slot(&mut self, field: Field) -> &mut Option<Value> {
        match field {
            Field::Id => &mut self.id,
            Field::Date => &mut self.date,
            Field::Outlet => &mut self.outlet,
            Field::Title => &mut self.title,
            Field::Text => &mut self.text,
            Field::Holder => &mut self.holder,
            Field::Source => &mut self.source,
            Field::Cue => &mut self.cue,
            Field::Content => &mut self.content,
            Field::Targets => &mut self.targets,
        }
    }

    /// Single values under the names of spans are columns of the record's own, such as a `source` that names the agency.
    fn spare(&mut self) {
        let is_given = self.holder.is_some();
        for (name, field) in
            [("source", Field::Source), ("cue", Field::Cue), ("content", Field::Content), ("targets", Field::Targets)]
        {
            // Of a given statement, these may be spans in a wrong form, which is a mistake that must be told.
            let may_be_own = |value: &mut Value| match field {
                Field::Source | Field::Targets => !is_given,
                _ => !is_given || value.is_string(),
            };
            let value = self.slot(field).take_if(|value| is_cell(value) && may_be_own(value));
            self.own.extend(value.map(|value| (name.to_owned(), value)));
        }
    }
}

/// The document that `record` holds, or why it holds none; `bytes` are those of its batch.
///
/// With it comes what was repaired or left aside.
pub(crate) fn parse(record: &RawRecord, bytes: &[u8]) -> Result<(Document, Vec<Remark>), Reject> {
    document(record, fields(record, bytes)?)
}

fn fields(record: &RawRecord, bytes: &[u8]) -> Result<Fields, Reject> {
    match &record.body {
        Body::Row(row) => row_fields(record, row),
        Body::Article(article) => article_fields(record, article),
        Body::Bytes(range) => {
            let text = utf8(record, &bytes[range.clone()])?;
            match record.file.format {
                Format::Txt => Ok(Fields { text: Some(Value::String(text.to_owned())), ..Fields::default() }),
                Format::Html => page_fields(record, text),
                _ => json_fields(record, text),
            }
        }
    }
}

/// What stands in the field of the date, if there is a record at all.
pub(super) fn said_date(record: &RawRecord, bytes: &[u8]) -> Option<String> {
    match &record.body {
        // Only one cell is needed of a row.
        Body::Row(row) => {
            let at = record.file.cells.iter().find(|(field, _)| *field == Field::Date)?.1;
            Some(String::from_utf8_lossy(row.get(at)?).into_owned())
        }
        Body::Article(article) => Some(article.date.clone()),
        // Dates of pages are for programs, and have one meaning.
        Body::Bytes(_) if record.file.format.is_text() => None,
        Body::Bytes(_) => fields(record, bytes).ok()?.date.map(|value| plain(&value)),
    }
}

/// A string without its marks, or a number as it is written.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned())
}

/// What was repaired or left aside while a record was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remark {
    /// In words.
    pub(crate) what: &'static str,
    /// What stood there, if it can be told shortly.
    pub(crate) found: String,
}

/// The bytes as text. A raw NUL byte indicates a binary file; as an escape in JSON it is an ordinary character.
fn utf8<'b>(record: &RawRecord, bytes: &'b [u8]) -> Result<&'b str, Reject> {
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(record.reject("encoding", format!("a NUL byte at byte {} of the record", at + 1), "text"));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let found = format!("invalid UTF-8 at byte {} of the record", error.valid_up_to() + 1);
        record.reject("encoding", found, "UTF-8")
    })
}

fn row_fields(record: &RawRecord, row: &csv::ByteRecord) -> Result<Fields, Reject> {
    let mut fields = Fields::default();
    for &(field, at) in &record.file.cells {
        let cell = utf8(record, row.get(at).unwrap_or(b""))?;
        // An empty cell is a missing value, except that an empty text is still a text.
        if !cell.is_empty() || field == Field::Text {
            *fields.slot(field) = Some(Value::String(cell.to_owned()));
        }
    }
    for OwnColumn { name, at, is_literal } in &record.file.own {
        let cell = utf8(record, row.get(*at).unwrap_or(b""))?;
        let value = match is_literal {
            // What is no number in a column of numbers, such as `NaN`, is a missing value.
            true => serde_json::from_str(cell).ok(),
            false => (!cell.is_empty()).then(|| Value::String(cell.to_owned())),
        };
        fields.own.extend(value.map(|value| (name.clone(), value)));
    }
    Ok(fields)
}

fn article_fields(record: &RawRecord, article: &Article) -> Result<Fields, Reject> {
    if article.body.is_empty() {
        return Err(record.reject("text", "an article without a text", "the full text, exported or collected with it"));
    }
    let value = |text: &str| Some(Value::String(text.to_owned()));
    Ok(Fields {
        text: value(&article.body),
        title: value(&article.title),
        outlet: value(&article.outlet),
        date: value(&article.date),
        own: if record.file.keeps_own { article.own.clone() } else { Vec::new() },
        ..Fields::default()
    })
}

fn page_fields(record: &RawRecord, html: &str) -> Result<Fields, Reject> {
    let expected = "the page of an article; leave out lists, errors and pages that a script fills";
    let none = || record.reject("text", "a page in which no article is found", expected);
    article_fields(record, &page::article(html).ok_or_else(none)?)
}

fn json_fields(record: &RawRecord, line: &str) -> Result<Fields, Reject> {
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

fn document(record: &RawRecord, mut fields: Fields) -> Result<(Document, Vec<Remark>), Reject> {
    fields.spare();
    let mut text = match fields.text {
        Some(Value::String(text)) => text,
        None => return Err(record.reject(record.file.names.first(Field::Text), "nothing", "a text")),
        Some(other) => {
            return Err(record.reject(record.file.names.first(Field::Text), quoted(&other.to_string()), "a string"));
        }
    };
    let mut remarks = Vec::new();
    let mut title = string(record, "title", fields.title)?;
    // Spans count the characters of the text as it is written.
    let has_spans = fields.source.is_some() || fields.targets.is_some();
    if record.file.repair && !has_spans {
        let (better, made) = repaired(text);
        text = better;
        title = title.map(|title| repaired(title).0);
        remarks.extend(made.into_iter().map(|what| Remark { what, found: String::new() }));
    }
    let holder = string(record, "holder", fields.holder)?;
    let given = match holder {
        None => None,
        Some(holder) => {
            Some(given(record, holder, &text, [fields.source, fields.cue, fields.content, fields.targets])?)
        }
    };
    let document = Document {
        doc_id: doc_id(record, fields.id)?,
        date: date(record, fields.date, &mut remarks)?,
        outlet: string(record, "outlet", fields.outlet)?,
        title,
        text,
        given,
        columns: if record.file.keeps_own { fields.own.into_iter().collect() } else { OwnColumns::default() },
    };
    Ok((document, remarks))
}

/// A string without white space at its ends; `None` when there is nothing, or a word for it such as `nan`.
fn string(record: &RawRecord, field: &str, value: Option<Value>) -> Result<Option<String>, Reject> {
    match value {
        None => Ok(None),
        Some(Value::String(text)) if date::is_missing(&text) => Ok(None),
        Some(Value::String(text)) if text.trim().len() == text.len() => Ok(Some(text)),
        Some(Value::String(text)) => Ok(Some(text.trim().to_owned())),
        Some(other) => Err(record.reject(field, quoted(&other.to_string()), "a string")),
    }
}

fn doc_id(record: &RawRecord, value: Option<Value>) -> Result<String, Reject> {
    let id = match value {
        Some(Value::Number(number)) => Some(number.to_string()),
        value => string(record, "doc_id", value)?,
    };
    match id {
        Some(id) => Ok(id),
        None if record.file.format.is_text() && matches!(record.body, Body::Bytes(_)) => {
            let name = &record.file.name;
            Ok(name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name).to_owned())
        }
        None => Ok(format!("{}:{}", record.file.name, record.line)),
    }
}

/// What is noted of a date that is left aside.
const UNDATED: &str = "a date that cannot be read; the record is undated";
/// The same, of one with two meanings.
const AMBIGUOUS: &str = "a date with two meanings; the record is undated, unless --date-format says which";
/// The same, of one that is not told in full.
const PART: &str = "a month or a year without a day; its middle stands for it";

fn date(
    record: &RawRecord,
    value: Option<Value>,
    remarks: &mut Vec<Remark>,
) -> Result<Option<jiff::civil::Date>, Reject> {
    let Some(cell) = value.as_ref().map(plain) else { return Ok(None) };
    let said = date::read(&cell, record.file.dates());
    let what = match said {
        Said::Nothing => return Ok(None),
        Said::Day(day) => return Ok(Some(day)),
        Said::Part(_) => PART,
        Said::Ambiguous => AMBIGUOUS,
        Said::Unreadable => UNDATED,
    };
    if let Said::Part(day) = said {
        remarks.push(Remark { what, found: quoted(&cell) });
        return Ok(Some(day));
    }
    if record.file.strict_dates {
        return Err(record.reject(
            "date",
            quoted(&cell),
            "a date such as YYYY-MM-DD; --date-format names another form",
        ));
    }
    remarks.push(Remark { what, found: quoted(&cell) });
    Ok(None)
}

/// What a given record says of its `[source, cue, content, targets]`.
fn given(record: &RawRecord, holder: String, text: &str, place: [Option<Value>; 4]) -> Result<Given, Reject> {
    let offsets = Offsets::new(text);
    let [source, cue, content, targets] = place;
    let one = |field: &str, value: Option<Value>| value.map(|value| span(record, field, &value, &offsets)).transpose();
    let source = one("source", source)?;
    let cue = one("cue", cue)?;
    let mut content = spans(record, "content", content, &offsets)?;
    content.iter_mut().for_each(|parts| parts.sort());
    let targets = spans(record, "targets", targets, &offsets)?;
    Ok(Given { holder, source, cue, content, targets })
}

/// A list of spans, in the order given.
fn spans(
    record: &RawRecord,
    field: &str,
    value: Option<Value>,
    offsets: &Offsets<'_>,
) -> Result<Option<Vec<Span>>, Reject> {
    match value {
        None => Ok(None),
        Some(Value::Array(items)) => {
            items.iter().map(|item| span(record, field, item, offsets)).collect::<Result<Vec<Span>, Reject>>().map(Some)
        }
        Some(other) => {
            Err(record.reject(field, quoted(&other.to_string()), "a list of objects with `start` and `end`"))
        }
    }
}

/// Spans are given in characters and stored in bytes.
fn span(record: &RawRecord, field: &str, value: &Value, offsets: &Offsets<'_>) -> Result<Span, Reject> {
    let bound =
        |name: &str| value.get(name).and_then(Value::as_u64).and_then(|at| offsets.byte(usize::try_from(at).ok()?));
    match (bound("start"), bound("end")) {
        (Some(start), Some(end)) if start <= end => Ok(Span::new(start, end)),
        _ => Err(record.reject(field, quoted(&value.to_string()), "`start` and `end` inside the text, in characters")),
    }
}

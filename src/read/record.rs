//! Records: the fields of a raw record become a document, or a reject that says what is wrong. Everything here is pure,
//! so workers can run it in parallel.

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::error::{Reject, quoted};
use crate::model::document::{Document, Given};
use crate::model::span::Span;
use crate::read::{Body, Columns, Format, RawRecord};
use crate::text::offset::Offsets;

/// A field of a record that the program uses.
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
    /// How many there are.
    const COUNT: usize = Field::Targets as usize + 1;

    /// Those that a table can have.
    pub(super) const ALL: [Field; 6] =
        [Field::Id, Field::Date, Field::Outlet, Field::Title, Field::Text, Field::Holder];

    /// The command-line option that names its column.
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

/// The names of the fields, best first, and whether the user gave them.
pub(super) struct Names(Vec<(String, Field, bool)>);

impl Names {
    pub(super) fn new(columns: &Columns) -> Names {
        let usual: [(&Option<String>, Field, &[&str]); 10] = [
            (&columns.id, Field::Id, &["doc_id", "id"]),
            (&columns.date, Field::Date, &["date"]),
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

    /// The field called `key`, and the rank of that name; lower is better.
    fn field(&self, key: &str) -> Option<(Field, usize)> {
        self.0.iter().position(|(name, ..)| name == key).map(|rank| (self.0[rank].1, rank))
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

    /// The index of the column in `header` that holds `field`; `None` if there is none.
    pub(super) fn column(&self, field: Field, header: &[String]) -> Option<usize> {
        self.of(field).find_map(|(name, ..)| header.iter().position(|column| column.eq_ignore_ascii_case(name)))
    }
}

/// The fields of a record before validation.
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
}

/// Turns `record` into a document. `bytes` are those of its batch.
///
/// Errors: a reject that says which field is wrong.
pub(crate) fn parse(record: &RawRecord, bytes: &[u8]) -> Result<Document, Reject> {
    let fields = match &record.body {
        Body::Row(row) => row_fields(record, row)?,
        Body::Bytes(range) => {
            let text = utf8(record, &bytes[range.clone()])?;
            match record.file.format {
                Format::Txt => Fields { text: Some(Value::String(text.to_owned())), ..Fields::default() },
                _ => json_fields(record, text)?,
            }
        }
    };
    document(record, fields)
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
    Ok(fields)
}

fn json_fields(record: &RawRecord, line: &str) -> Result<Fields, Reject> {
    let mut reader = serde_json::Deserializer::from_str(line.trim_end());
    let wanted = Wanted { names: &record.file.names };
    let parsed = wanted.deserialize(&mut reader).and_then(|fields| reader.end().map(|()| fields));
    parsed.map_err(|error| {
        let begins_well = line.trim_start().starts_with('{');
        let found = match (begins_well, error.is_eof()) {
            (false, _) => format!("{} instead of an object", quoted(line.trim())),
            (true, true) => "a line that is cut short".to_owned(),
            (true, false) => format!("{} at column {}", error_kind(&error), error.column()),
        };
        record.reject("json", found, "one JSON object on the line")
    })
}

/// The message of serde_json, without its position.
fn error_kind(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.split(" at line ").next().unwrap_or_default().to_owned()
}

/// Keeps the known fields of a JSON object and skips the others without building them.
struct Wanted<'n> {
    names: &'n Names,
}

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Fields;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Fields, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Fields;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        let mut ranks = [usize::MAX; Field::COUNT];
        while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            match self.names.field(&key) {
                // `doc_id` wins over `id`, whichever comes first.
                Some((field, rank)) if rank <= ranks[field as usize] => {
                    ranks[field as usize] = rank;
                    *fields.slot(field) = map.next_value()?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(fields)
    }
}

fn document(record: &RawRecord, fields: Fields) -> Result<Document, Reject> {
    let text = match fields.text {
        Some(Value::String(text)) => text,
        None => return Err(record.reject(record.file.names.first(Field::Text), "nothing", "a text")),
        Some(other) => {
            return Err(record.reject(record.file.names.first(Field::Text), quoted(&other.to_string()), "a string"));
        }
    };
    let holder = string(record, "holder", fields.holder)?;
    let place = [fields.source, fields.cue, fields.content, fields.targets];
    let given = holder.map(|holder| given(record, holder, &text, place)).transpose()?;
    Ok(Document {
        doc_id: doc_id(record, fields.id)?,
        date: date(record, fields.date)?,
        outlet: string(record, "outlet", fields.outlet)?,
        title: string(record, "title", fields.title)?,
        text,
        given,
    })
}

/// A string without surrounding white space; `None` if it is empty or missing.
fn string(record: &RawRecord, field: &str, value: Option<Value>) -> Result<Option<String>, Reject> {
    match value {
        None => Ok(None),
        Some(Value::String(text)) if text.trim().len() == text.len() => Ok(Some(text).filter(|text| !text.is_empty())),
        Some(Value::String(text)) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
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
        None if record.file.format == Format::Txt => {
            let name = &record.file.name;
            Ok(name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name).to_owned())
        }
        None => Ok(format!("{}:{}", record.file.name, record.line)),
    }
}

fn date(record: &RawRecord, value: Option<Value>) -> Result<Option<jiff::civil::Date>, Reject> {
    let Some(value) = value else { return Ok(None) };
    let said = match &value {
        Value::String(said) => said.trim().to_owned(),
        other => other.to_string(),
    };
    if said.is_empty() {
        return Ok(None);
    }
    // A timestamp is reduced to its day, as written.
    let (day, rest) = said.split_at_checked(10).unwrap_or((&said, ""));
    let well_formed = day.len() == 10 && (rest.is_empty() || rest.starts_with(['T', ' ']));
    let parsed = if well_formed { day.parse().ok() } else { None };
    parsed.map(Some).ok_or_else(|| record.reject("date", quoted(&said), "YYYY-MM-DD"))
}

/// What a given record says of its `[source, cue, content, targets]`.
fn given(record: &RawRecord, holder: String, text: &str, place: [Option<Value>; 4]) -> Result<Given, Reject> {
    let offsets = Offsets::new(text);
    let [source, cue, content, targets] = place;
    // An object is a span; a plain string is a field of somebody else's.
    let one = |field: &str, value: Option<Value>| {
        let value = value.filter(|value| !value.is_string() || field == "source");
        value.map(|value| span(record, field, &value, &offsets)).transpose()
    };
    let source = one("source", source)?;
    let cue = one("cue", cue)?;
    let mut content = spans(record, "content", content.filter(|content| !content.is_string()), &offsets)?;
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

//! Records: the fields of a raw record become a document, or a reject that says what is wrong. Everything here is pure,
//! so workers can run it in parallel.

use serde_json::Value;

use crate::error::{Reject, quoted};
use crate::model::columns::{OwnColumns, is_cell};
use crate::model::document::{Document, Given};
use crate::model::span::Span;
use crate::read::date::{self, Said};
use crate::read::export::Article;
use crate::read::names::Field;
use crate::read::object::json_fields;
use crate::read::page;
use crate::read::repair::repaired;
use crate::read::{Body, Format, OwnColumn, RawRecord};
use crate::text::offset::Offsets;

/// What a record says, before it is checked.
#[derive(Default)]
pub(super) struct Fields {
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
    pub(super) own: Vec<(String, Value)>,
}

impl Fields {
    pub(super) fn slot(&mut self, field: Field) -> &mut Option<Value> {
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

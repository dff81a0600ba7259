//! The table of opinions: one row for each opinion of a scored statement, and one for a statement without a target.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::actor::ActorId;
use crate::model::attribution::Form;
use crate::model::columns::OwnColumns;
use crate::model::opinion::Polarity;
use crate::model::record::{Opinion, Statement};
use crate::report::own::{self, Column};
use crate::report::table;

/// One row.
#[derive(Serialize, Deserialize)]
pub(crate) struct OpinionRow {
    /// The document's id, a colon, and the statement's number in the document.
    pub(super) statement_id: String,
    /// Unique in the corpus.
    pub(super) doc_id: String,
    /// Of the document.
    pub(super) date: Option<Date>,
    /// Where it was published.
    pub(super) outlet: Option<String>,
    /// How the content is reported.
    pub(super) form: Form,
    /// The actor who speaks.
    pub(super) holder: Option<ActorId>,
    /// The actors who pass it on, outermost first, separated by spaces.
    pub(super) via: Option<String>,
    /// `None` if the statement names no actor.
    pub(super) toward: Option<Toward>,
    /// The tone of the statement.
    pub(super) compound: f64,
    /// What is said.
    pub(super) words: String,
    /// Those of its record.
    pub(super) columns: OwnColumns,
}

/// The stance of the holder toward a target.
#[derive(Serialize, Deserialize)]
pub(super) struct Toward {
    pub(super) target: ActorId,
    pub(super) stance: f64,
    pub(super) polarity: Polarity,
    /// The probability of the polarity, 0 to 1.
    pub(super) confidence: f64,
}

impl Toward {
    fn of(opinion: &Opinion) -> Toward {
        let Opinion { target, stance, polarity, confidence, .. } = opinion;
        Toward { target: target.clone(), stance: *stance, polarity: *polarity, confidence: *confidence }
    }
}

/// The rows of scored statements.
pub(crate) fn opinion_rows(statements: &[Statement]) -> Vec<OpinionRow> {
    let mut rows = Vec::new();
    for statement in statements {
        let row = |toward: Option<Toward>| OpinionRow {
            statement_id: statement.statement_id.clone(),
            doc_id: statement.doc_id.clone(),
            date: statement.date,
            outlet: statement.outlet.clone(),
            form: statement.form,
            holder: statement.holder.clone(),
            via: (!statement.via.is_empty()).then(|| statement.via.join(" ")),
            toward,
            compound: statement.sentiment.compound,
            words: statement.words(),
            columns: statement.columns.clone(),
        };
        if statement.opinions.is_empty() {
            rows.push(row(None));
        }
        rows.extend(statement.opinions.iter().map(|opinion| row(Some(Toward::of(opinion)))));
    }
    rows
}

/// The columns of the table in CSV.
pub(super) const OPINION_COLUMNS: [&str; 13] = [
    "statement_id",
    "doc_id",
    "date",
    "outlet",
    "form",
    "holder",
    "via",
    "target",
    "stance",
    "polarity",
    "compound",
    "words",
    "confidence",
];

/// Appends the header of the table in CSV, with the inputs' own columns at its end.
pub(super) fn opinion_header(out: &mut Vec<u8>, columns: &[Column]) {
    let own = columns.iter().map(|column| table::guarded(&column.shown));
    line(out, OPINION_COLUMNS.map(str::to_owned).into_iter().chain(own));
}

/// Appends a row in CSV.
pub(super) fn opinion_line(out: &mut Vec<u8>, row: OpinionRow, columns: &[Column]) {
    let values = row.columns.clone();
    let own = columns.iter().map(|column| match values.get(&column.name) {
        // Only a text can be taken for a formula; a number may begin with a minus.
        Some(value @ Value::String(_)) => table::guarded(&own::cell(value)),
        Some(value) => own::cell(value),
        None => String::new(),
    });
    line(out, cells(row).into_iter().chain(own));
}

fn line(out: &mut Vec<u8>, cells: impl Iterator<Item = String>) {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(cells.map(String::into_bytes)).expect("memory takes every row");
    writer.flush().expect("memory takes every row");
}

fn cells(row: OpinionRow) -> Vec<String> {
    let guarded = |cell: Option<&str>| table::guarded(cell.unwrap_or(""));
    let toward = row.toward.as_ref();
    vec![
        table::guarded(&row.statement_id),
        table::guarded(&row.doc_id),
        row.date.map_or(String::new(), |date| date.to_string()),
        guarded(row.outlet.as_deref()),
        row.form.word().to_owned(),
        guarded(row.holder.as_deref()),
        guarded(row.via.as_deref()),
        guarded(toward.map(|toward| toward.target.as_ref())),
        toward.map_or(String::new(), |toward| toward.stance.to_string()),
        toward.map_or(String::new(), |toward| toward.polarity.word().to_owned()),
        row.compound.to_string(),
        table::guarded(&row.words),
        toward.map_or(String::new(), |toward| toward.confidence.to_string()),
    ]
}

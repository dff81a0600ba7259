//! The table of opinions: a row for each opinion of a scored statement, and one for a statement without a target.

use jiff::civil::Date;

use crate::model::attribution::Form;
use crate::model::document::Document;
use crate::model::opinion::{Opinion, Polarity};
use crate::model::sentiment::Sentiment;
use crate::model::statement::Statement;
use crate::report::record::rounded;
use crate::report::table;

/// One row.
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
    pub(super) form: &'static str,
    /// Who says it.
    pub(super) holder: Option<String>,
    /// Who passes it on, outermost first, between spaces.
    pub(super) via: Option<String>,
    /// `None` when the statement names nobody.
    pub(super) toward: Option<Toward>,
    /// The tone of the statement.
    pub(super) compound: f64,
    /// What is said.
    pub(super) words: String,
}

/// How the holder stands toward a target.
pub(super) struct Toward {
    pub(super) target: String,
    pub(super) stance: f64,
    pub(super) polarity: &'static str,
    /// How probable the polarity is, 0 to 1.
    pub(super) confidence: f64,
}

impl Toward {
    fn of(opinion: &Opinion) -> Toward {
        let polarity = match opinion.polarity {
            Polarity::Favor => "favor",
            Polarity::Against => "against",
            Polarity::None => "none",
        };
        let (target, stance) = (opinion.target.to_string(), opinion.stance.value());
        Toward { target, stance, polarity, confidence: rounded(opinion.confidence) }
    }
}

/// The rows of the scored statements of a document.
pub(crate) fn opinion_rows<'t>(
    document: &'t Document,
    scored: impl Iterator<Item = (&'t Statement, Sentiment, &'t [Opinion])>,
) -> Vec<OpinionRow> {
    let mut rows = Vec::new();
    for (statement, sentiment, opinions) in scored {
        let content: Vec<&str> = statement.attribution.content.iter().map(|span| span.of(&document.text)).collect();
        let row = |toward: Option<Toward>| OpinionRow {
            statement_id: statement.statement_id.clone(),
            doc_id: document.doc_id.clone(),
            date: document.date,
            outlet: document.outlet.clone(),
            form: form(statement.attribution.form),
            holder: statement.holder.as_deref().map(str::to_owned),
            via: (!statement.via.is_empty()).then(|| statement.via.join(" ")),
            toward,
            compound: sentiment.compound,
            words: content.join(" … "),
        };
        if opinions.is_empty() {
            rows.push(row(None));
        }
        rows.extend(opinions.iter().map(|opinion| row(Some(Toward::of(opinion)))));
    }
    rows
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Direct => "direct",
        Form::Indirect => "indirect",
        Form::Mixed => "mixed",
        Form::Given => "given",
        Form::Authored => "authored",
    }
}

/// The columns of the table as CSV.
pub(crate) const OPINION_COLUMNS: [&str; 13] = [
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

/// Appends rows as CSV.
pub(crate) fn opinion_lines(out: &mut Vec<u8>, rows: Vec<OpinionRow>) {
    let text = table::text(&OPINION_COLUMNS, rows.into_iter().map(cells));
    // The header stands once, at the head of the file.
    out.extend_from_slice(text.split_once('\n').map_or("", |(_, rows)| rows).as_bytes());
}

fn cells(row: OpinionRow) -> Vec<String> {
    let guarded = |cell: Option<&str>| table::guarded(cell.unwrap_or(""));
    let toward = row.toward.as_ref();
    vec![
        table::guarded(&row.statement_id),
        table::guarded(&row.doc_id),
        row.date.map_or(String::new(), |date| date.to_string()),
        guarded(row.outlet.as_deref()),
        row.form.to_owned(),
        guarded(row.holder.as_deref()),
        guarded(row.via.as_deref()),
        guarded(toward.map(|toward| toward.target.as_str())),
        toward.map_or(String::new(), |toward| toward.stance.to_string()),
        toward.map_or(String::new(), |toward| toward.polarity.to_owned()),
        row.compound.to_string(),
        table::guarded(&row.words),
        toward.map_or(String::new(), |toward| toward.confidence.to_string()),
    ]
}

//! Tables: CSV for other programs, and the short table for the terminal.

use crate::error::Reject;
use crate::model::profile::{Dyad, Summary, Survey};
use crate::report::actor::name;
use crate::report::block::Value;
use crate::report::escape::terminal;
use crate::report::figure::signed;

const COLUMNS: [&str; 15] = [
    "holder",
    "target",
    "period",
    "n_statements",
    "n_documents",
    "mean_stance",
    "ci_low",
    "ci_high",
    "share_favor",
    "share_against",
    "mean_sentiment",
    "share_unsure",
    "ambivalence",
    "pooled_stance",
    "n_copies",
];

/// `dyads.csv`: one row for each dyad and period.
pub(super) fn dyads(survey: &Survey) -> String {
    let rows = survey
        .dyads
        .iter()
        .flat_map(|dyad| dyad.periods.iter().map(move |(period, summary)| row(dyad, &period.to_string(), summary)));
    text(&COLUMNS, rows)
}

fn row(dyad: &Dyad, period: &str, summary: &Summary) -> Vec<String> {
    let number = |value: f64| format!("{value:.6}");
    let (low, high) =
        summary.interval.map_or((String::new(), String::new()), |(low, high)| (number(low), number(high)));
    vec![
        guarded(&dyad.holder),
        guarded(&dyad.target),
        period.to_owned(),
        summary.statements.to_string(),
        summary.documents.to_string(),
        number(summary.stance),
        low,
        high,
        number(summary.favor),
        number(summary.against),
        number(summary.sentiment),
        number(summary.unsure),
        number(summary.ambivalence),
        number(summary.pooled),
        summary.copies.to_string(),
    ]
}

/// `rejects.csv`: one row for each record that could not be used.
pub(super) fn rejects(rejects: &[Reject]) -> String {
    let row = |reject: &Reject| {
        vec![
            guarded(&reject.file),
            reject.line.to_string(),
            guarded(&reject.field),
            guarded(&reject.found),
            guarded(&reject.expected),
        ]
    };
    text(&["file", "line", "field", "found", "expected"], rejects.iter().map(row))
}

/// Rows as CSV, with a header.
pub(crate) fn text(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns).expect("memory takes every row");
    for row in rows {
        writer.write_record(&row).expect("every row has the cells of the header");
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("cells are text")
}

/// Protects a cell from being read as a formula by spreadsheets.
pub(super) fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// The dyads with the largest mean stance, for the terminal.
pub(crate) fn strongest(survey: &Survey) -> String {
    let found = &survey.highlights.strongest;
    if found.is_empty() {
        return "No statement is for or against a named actor.\n".to_owned();
    }
    let shown = |id: &str| terminal(&name(survey, id), 40);
    let row = |&number: &usize| {
        let Dyad { holder, target, all, .. } = &survey.dyads[number];
        let interval = Value::Interval(all.interval.filter(|_| all.documents >= survey.min_n));
        let (statements, documents) = (all.statements.to_string(), all.documents.to_string());
        [shown(holder), shown(target), signed(all.stance), interval.text(), statements, documents]
    };
    let head = ["holder", "target", "mean stance", "95% interval", "statements", "documents"].map(str::to_owned);
    let rows: Vec<[String; 6]> = std::iter::once(head).chain(found.iter().map(row)).collect();
    let widths: [usize; 6] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
    let mut out = String::new();
    for row in &rows {
        let line: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        out.push_str(line.join("  ").trim_end());
        out.push('\n');
    }
    out
}

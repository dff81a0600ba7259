//! Tables: CSV for other programs, and the short one for the terminal.

use crate::error::Reject;
use crate::model::profile::{Dyad, Summary, Survey};
use crate::report::actor::name;
use crate::report::markdown::signed;

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
pub(super) fn text(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns).expect("memory takes every row");
    for row in rows {
        writer.write_record(&row).expect("every row has the cells of the header");
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("cells are text")
}

/// A cell that no spreadsheet takes for a formula.
pub(super) fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// The ten dyads with the strongest mean stance, for the terminal: those from most documents first choose.
pub(crate) fn strongest(survey: &Survey) -> String {
    let enough = |least: u64| {
        survey
            .dyads
            .iter()
            .filter(move |dyad| dyad.all.documents >= least && dyad.all.stance != 0.0)
            .collect::<Vec<&Dyad>>()
    };
    let mut dyads = [5, 2, 1].into_iter().map(enough).find(|dyads| dyads.len() >= 5).unwrap_or_else(|| enough(1));
    dyads.sort_by(|a, b| {
        b.all
            .stance
            .abs()
            .total_cmp(&a.all.stance.abs())
            .then_with(|| (&a.holder, &a.target).cmp(&(&b.holder, &b.target)))
    });
    dyads.truncate(10);
    if dyads.is_empty() {
        return "No statement says anything for or against a named actor.\n".to_owned();
    }
    let rows: Vec<[String; 5]> = dyads
        .iter()
        .map(|dyad| {
            let interval = dyad
                .all
                .interval
                .filter(|_| dyad.all.documents >= survey.min_n)
                .map_or("too few to say".to_owned(), |(low, high)| format!("[{}, {}]", signed(low), signed(high)));
            [
                terminal(&name(survey, &dyad.holder)),
                terminal(&name(survey, &dyad.target)),
                signed(dyad.all.stance),
                interval,
                format!("{} in {}", dyad.all.statements, dyad.all.documents),
            ]
        })
        .collect();
    let head = ["holder", "target", "stance", "95% interval", "statements in documents"].map(str::to_owned);
    let wide = |column: usize| rows.iter().chain([&head]).map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths = [0, 1, 2, 3, 4].map(wide);
    let mut out = String::new();
    for row in std::iter::once(&head).chain(&rows) {
        let line: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        out.push_str(line.join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// Control characters of a corpus must not reach the terminal.
fn terminal(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(32).collect()
}

//! Tables: CSV for other programs, and the short table for the terminal.

use crate::error::Reject;
use crate::model::actor::{ActorKind, Sector};
use crate::model::period::Period;
use crate::model::profile::{Dyad, Profile, Summary, Survey};
use crate::report::actor::name;
use crate::report::block::Value;
use crate::report::escape::terminal;
use crate::report::figure::signed;

const COLUMNS: [&str; 20] = [
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
    "holder_name",
    "target_name",
    "holder_sector",
    "target_sector",
    "level",
];

/// `dyads.csv`: one row for each dyad and period; with two columns more if there are `both` readers.
pub(super) fn dyads(survey: &Survey, both: bool) -> String {
    let rows = survey.dyads.iter().flat_map(|dyad| {
        let periods = dyad.periods.iter().zip(&dyad.sectors_by_period);
        periods.map(move |((period, summary), sectors)| row(survey, dyad, *period, summary, *sectors, both))
    });
    text(&columns(both), rows)
}

/// `dyads-all.csv`: one row for each dyad, over all periods.
pub(super) fn dyads_over_all(survey: &Survey, both: bool) -> String {
    let row = |dyad: &Dyad| row(survey, dyad, Period::All, &dyad.all, dyad.sectors, both);
    text(&columns(both), survey.dyads.iter().map(row))
}

fn columns(both: bool) -> Vec<&'static str> {
    let more: &[&str] = if both { &["n_both_readers", "n_agree"] } else { &[] };
    [&COLUMNS, more].concat()
}

/// `actors.csv`: one row for each actor by whom or about whom anything is said.
pub(super) fn actors(survey: &Survey) -> String {
    let row = |profile: &Profile| {
        vec![
            guarded(&profile.id),
            guarded(&profile.name),
            profile.kind.map_or("unlisted", ActorKind::word).replace(' ', "_"),
            profile.sector.code().to_owned(),
            guarded(profile.parent.as_deref().or(body(&profile.id, profile.kind.is_some())).unwrap_or("")),
            profile.statements.to_string(),
            profile.documents.to_string(),
            profile.says.len().to_string(),
            profile.said.len().to_string(),
        ]
    };
    let columns = ["id", "name", "kind", "sector", "parent", "n_statements", "n_documents", "n_targets", "n_holders"];
    text(&columns, survey.profiles.iter().map(row))
}

/// `voices.csv`: who comes from each state and organisation, and whether their words count for it.
pub(super) fn voices(survey: &Survey) -> String {
    let members = survey.profiles.iter().flat_map(|whole| whole.members.iter().map(move |voices| (whole, voices)));
    let rows = members.flat_map(|(whole, voices)| {
        let row = move |(number, [said, heard]): &(usize, [u64; 2])| {
            let actor = &survey.profiles[*number];
            vec![
                guarded(&whole.id),
                if voices.speaks { "yes" } else { "no" }.to_owned(),
                voices.sector.code().to_owned(),
                guarded(&actor.id),
                guarded(&actor.name),
                said.to_string(),
                heard.to_string(),
            ]
        };
        voices.actors.iter().map(row)
    });
    text(&["whole", "speaks", "sector", "actor", "name", "n_statements", "n_about"], rows)
}

/// The body that the id of somebody names whom no table of actors has.
pub(super) fn body(id: &str, is_listed: bool) -> Option<&str> {
    let body = id.rsplit_once('.').map(|(body, _)| body);
    body.filter(|body| !is_listed && *body != "UNLISTED")
}

fn row(
    survey: &Survey,
    dyad: &Dyad,
    period: Period,
    summary: &Summary,
    sectors: [Sector; 2],
    both: bool,
) -> Vec<String> {
    let number = |value: f64| format!("{value:.6}");
    let called = |id: &str| guarded(&survey.name_on(id, survey.last_day(period)));
    let (low, high) =
        summary.interval.map_or((String::new(), String::new()), |(low, high)| (number(low), number(high)));
    let mut cells = vec![
        guarded(&dyad.holder),
        guarded(&dyad.target),
        period.to_string(),
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
        called(&dyad.holder),
        called(&dyad.target),
        sectors[0].code().to_owned(),
        sectors[1].code().to_owned(),
        if dyad.of_states { "state" } else { "actor" }.to_owned(),
    ];
    if both {
        cells.extend([summary.agreement.asked, summary.agreement.agreed].map(|number| number.to_string()));
    }
    cells
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
    if survey.clearly_strongest() == 0 {
        out.push_str("None of these means is told apart from 0.\n");
    }
    out
}

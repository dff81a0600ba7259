//! The index: what the corpus is, the dyad matrix, and the way to every actor's page.

use crate::model::actor::ActorId;
use crate::model::profile::{Dyad, Survey};
use crate::report::actor::name;
use crate::report::chart::{dyad, matrix_actors};
use crate::report::markdown::{FEW, count, escape, mean, percent, signed};
use crate::report::name::file_name;

/// The Markdown of the index.
pub(super) fn page(survey: &Survey, rejected: usize) -> String {
    let mut out = String::from("# Who said what about whom\n\n");
    out.push_str(&head(survey, rejected));
    out.push_str(&finding(survey));
    out.push_str(&matrix(survey));
    out.push_str(&actors(survey));
    out.push_str("---\n\nStance runs from −1 (against) to +1 (for). A cell of the matrix is the mean over all statements of the row that name the column, and leads to the words behind it. ");
    out.push_str(&format!("Cells from fewer than {FEW} documents are in brackets: too few to say. "));
    out.push_str("What a person or a ministry says counts for its state too.\n");
    out
}

fn head(survey: &Survey, rejected: usize) -> String {
    let days = survey.counts.days.as_ref().map_or("without dates".to_owned(), |(first, last)| {
        if first == last { format!("of {first}") } else { format!("from {first} to {last}") }
    });
    let unknown = match survey.counts.unknown_holders {
        0 => String::new(),
        number => format!("; of {} the holder is unknown, and they count for nobody", number),
    };
    let rejects = match rejected {
        0 => String::new(),
        number => format!(" {} could not be read: see `rejects.csv`.", count(number as u64, "record")),
    };
    let (documents, statements) =
        (count(survey.counts.documents, "document"), count(survey.counts.statements, "statement"));
    format!("{documents} {days}; {statements}{unknown}.{rejects}\n\n")
}

/// One sentence each way, never beyond the numbers: only dyads whose interval leaves out 0 are told.
fn finding(survey: &Survey) -> String {
    let enough = |dyad: &&Dyad| dyad.all.documents >= FEW;
    if !survey.dyads.iter().any(|dyad| enough(&dyad)) {
        return format!("No dyad has statements in {FEW} documents or more: the numbers below are too few to say.\n\n");
    }
    let sure = |dyad: &&Dyad| enough(dyad) && dyad.all.interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0);
    let order = |a: &&Dyad, b: &&Dyad| {
        let (first, second) = ((&b.holder, &b.target), (&a.holder, &a.target));
        a.all.stance.total_cmp(&b.all.stance).then_with(|| first.cmp(&second))
    };
    let told = |dyad: &Dyad| {
        let (holder, target) = (escape(&name(survey, &dyad.holder)), escape(&name(survey, &dyad.target)));
        let (statements, documents) = (count(dyad.all.statements, "statement"), count(dyad.all.documents, "document"));
        format!("{holder} toward {target} ({}, {statements} in {documents})", mean(&dyad.all))
    };
    let best = survey.dyads.iter().filter(sure).max_by(order).filter(|dyad| dyad.all.stance > 0.0);
    let worst = survey.dyads.iter().filter(sure).min_by(order).filter(|dyad| dyad.all.stance < 0.0);
    let best = best.map_or("No dyad is surely favourable.".to_owned(), |dyad| {
        format!("The most favourable dyad is {}.", told(dyad))
    });
    let worst =
        worst.map_or("No dyad is surely hostile.".to_owned(), |dyad| format!("The most hostile is {}.", told(dyad)));
    format!("{best} {worst}\n\n")
}

fn matrix(survey: &Survey) -> String {
    let (holders, targets) = matrix_actors(survey);
    if holders.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "## The dyad matrix\n\nRows speak about columns.\n\n![Mean stance of each row toward each column](charts/dyads.svg)\n\n|  |",
    );
    for target in &targets {
        out.push_str(&format!(" {} |", escape(&name(survey, target))));
    }
    out.push_str(&format!("\n|---|{}\n", "--:|".repeat(targets.len())));
    for holder in &holders {
        out.push_str(&format!("| [{}](actors/{}.md) |", escape(&name(survey, holder)), file_name(holder)));
        for target in &targets {
            out.push_str(&cell(survey, holder, target));
        }
        out.push('\n');
    }
    out.push('\n');
    out
}

fn cell(survey: &Survey, holder: &ActorId, target: &ActorId) -> String {
    let Some(dyad) = dyad(survey, holder, target) else { return "  |".to_owned() };
    let all = &dyad.all;
    let shown = if all.documents >= FEW { signed(all.stance) } else { format!("({})", signed(all.stance)) };
    format!(" [{shown}](actors/{}.md#says-{}) |", file_name(holder), file_name(target))
}

fn actors(survey: &Survey) -> String {
    let mut out = String::from(
        "## Actors\n\n| Actor | Id | Kind | Statements | Documents | Speaks about | Spoken about by |\n|---|---|---|--:|--:|--:|--:|\n",
    );
    let mut profiles: Vec<_> = survey.profiles.iter().collect();
    profiles.sort_by(|a, b| {
        b.statements.cmp(&a.statements).then_with(|| b.said.len().cmp(&a.said.len())).then_with(|| a.id.cmp(&b.id))
    });
    for profile in profiles {
        out.push_str(&format!(
            "| [{}](actors/{}.md) | {} | {} | {} | {} | {} | {} |\n",
            escape(&profile.name),
            file_name(&profile.id),
            escape(&profile.id),
            profile.kind.map_or("own", |kind| kind.word()),
            profile.statements,
            profile.documents,
            profile.says.len(),
            profile.said.len()
        ));
    }
    out.push('\n');
    let known = survey.counts.statements - survey.counts.unknown_holders;
    if survey.counts.statements > 0 {
        out.push_str(&format!(
            "The holder is known for {} of all statements.\n\n",
            percent(known as f64 / survey.counts.statements as f64)
        ));
    }
    out
}

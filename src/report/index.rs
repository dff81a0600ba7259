//! The index: what the corpus is, what was found, the dyad matrix, and the way to every actor's page.

use crate::model::actor::{ActorId, ActorKind};
use crate::model::profile::{Dyad, Profile, Survey};
use crate::report::actor::{change, name};
use crate::report::markdown::{code, count, escape, mean, percent, signed};
use crate::report::matrix::actors_shown;
use crate::report::name::file_name;

/// So many rows at most in a table of rankings, and in that of turns.
const RANKED: usize = 40;
const TURNS: usize = 10;

/// The Markdown of the index.
pub(super) fn page(survey: &Survey, rejected: usize) -> String {
    let mut out = String::from("# Who said what about whom\n\n");
    out.push_str(&head(survey, rejected));
    out.push_str(&finding(survey));
    out.push_str(&matrix(survey));
    out.push_str(&ranking(survey));
    out.push_str(&turns(survey));
    out.push_str(&actors(survey));
    out.push_str(&notes(survey));
    out
}

fn notes(survey: &Survey) -> String {
    format!(
        "---\n\n\
         Stance runs from −1 (against) to +1 (for). A cell of the matrix is the mean over all statements of the row that \
         name the column, and leads to the words behind it. Intervals are 95%, by drawing documents anew; cells from \
         fewer than {} documents are in brackets: too few to say. The same words of the same holder in several documents \
         count once. What a person or a ministry says counts for its state too. “Not sure” are statements whose polarity \
         is less probable than even odds; they count as neither for nor against.\n",
        survey.min_n
    )
}

fn head(survey: &Survey, rejected: usize) -> String {
    let counts = &survey.counts;
    let days = counts.days.map_or("without dates".to_owned(), |(first, last)| {
        if first == last { format!("of {first}") } else { format!("from {first} to {last}") }
    });
    let unknown = match counts.unknown_holders {
        0 => String::new(),
        number => format!("; the holder of {number} is unknown, and these count in no table"),
    };
    let rejects = match rejected {
        0 => String::new(),
        number => format!(" {} could not be read: see `rejects.csv`.", count(number as u64, "record")),
    };
    let (documents, statements) = (count(counts.documents, "document"), count(counts.statements, "statement"));
    format!("{documents} {days}; {statements}{unknown}.{rejects}\n\n")
}

/// At most three sentences, never beyond the numbers: only dyads between different actors whose interval leaves out 0
/// are told, and only turns that chance seldom makes.
fn finding(survey: &Survey) -> String {
    let few = survey.min_n;
    let told_of: Vec<&Dyad> =
        survey.dyads.iter().filter(|dyad| !dyad.inside && dyad.all.documents >= few && is_top(survey, dyad)).collect();
    if told_of.is_empty() {
        return format!(
            "No dyad has statements in {} or more: the numbers below are too few to say.\n\n",
            count(few, "document")
        );
    }
    let sure = |dyad: &&&Dyad| dyad.all.interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0);
    let order = |a: &&&Dyad, b: &&&Dyad| {
        let (first, second) = ((&b.holder, &b.target), (&a.holder, &a.target));
        a.all.pooled.total_cmp(&b.all.pooled).then_with(|| first.cmp(&second))
    };
    let told = |dyad: &&Dyad| {
        let (statements, documents) = (count(dyad.all.statements, "statement"), count(dyad.all.documents, "document"));
        format!("{} ({}, {statements} in {documents})", link(survey, dyad), mean(&dyad.all, few))
    };
    let best = told_of.iter().filter(sure).max_by(order).filter(|dyad| dyad.all.stance > 0.0);
    let worst = told_of.iter().filter(sure).min_by(order).filter(|dyad| dyad.all.stance < 0.0);
    let of = match told_of.len() {
        1 => format!("The only dyad with {few} documents or more"),
        number => format!("Of {number} dyads with {few} documents or more"),
    };
    let told_best = best.map(|dyad| format!("{of} the most favourable is {}.", told(dyad)));
    let told_worst = |start: &str| worst.map(|dyad| format!("{start} most hostile is {}.", told(dyad)));
    let found = match (told_best, told_of.len()) {
        (Some(best), number) if number > 1 => {
            let worst = told_worst("The").unwrap_or_else(|| "None is hostile beyond its interval.".to_owned());
            format!("{best} {worst}")
        }
        (None, number) if number > 1 => told_worst(&format!("{of} the")).map_or_else(
            || format!("{of} none leans for or against beyond its interval."),
            |worst| format!("{worst} None is favourable beyond its interval."),
        ),
        _ => format!("{of} is {}.", told(&told_of[0])),
    };
    let turned = told_of.iter().filter(|dyad| dyad.change.is_some()).max_by(|a, b| {
        let size = |dyad: &Dyad| dyad.change.as_ref().map_or(0.0, |turn| (turn.after - turn.before).abs());
        size(a).total_cmp(&size(b)).then_with(|| (&b.holder, &b.target).cmp(&(&a.holder, &a.target)))
    });
    let turned = turned.and_then(|dyad| dyad.change.as_ref().map(|turn| (dyad, turn)));
    let turned = turned.map_or(String::new(), |(dyad, turn)| {
        format!(" The greatest turn is {}: {}.", link(survey, dyad), change(turn))
    });
    format!("{found}{turned}\n\n")
}

/// Whether both act in their own name, and are named.
fn is_top(survey: &Survey, dyad: &Dyad) -> bool {
    let top = |profile: &Profile| profile.is_top() && profile.kind != Some(ActorKind::Unnamed);
    survey.profile(&dyad.holder).is_some_and(top) && survey.profile(&dyad.target).is_some_and(top)
}

/// The two actors of a dyad, with a link to its words.
fn link(survey: &Survey, dyad: &Dyad) -> String {
    let (holder, target) = (escape(&name(survey, &dyad.holder)), escape(&name(survey, &dyad.target)));
    format!("[{holder} toward {target}](actors/{}.md#says-{})", file_name(&dyad.holder), file_name(&dyad.target))
}

fn matrix(survey: &Survey) -> String {
    let (holders, targets) = actors_shown(survey);
    if holders.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "## The dyad matrix\n\nRows speak about columns.\n\n![Mean stance of each row toward each column; the table below has the same numbers](charts/dyads.svg)\n\n|  |",
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
    let Some(dyad) = survey.dyad(holder, target) else { return "  |".to_owned() };
    let all = &dyad.all;
    let shown = if all.documents >= survey.min_n { signed(all.stance) } else { format!("({})", signed(all.stance)) };
    format!(" [{shown}](actors/{}.md#says-{}) |", file_name(holder), file_name(target))
}

/// Those of whom others speak, best first by the mean that is drawn toward that of all.
fn ranking(survey: &Survey) -> String {
    let received = |profile: &'_ Profile| profile.received.as_ref().map(|side| side.all.clone());
    let mut ranked: Vec<_> = survey
        .profiles
        .iter()
        .filter(|profile| profile.is_top())
        .filter_map(|profile| received(profile).map(|all| (profile, all)))
        .filter(|(_, all)| all.documents >= survey.min_n)
        .collect();
    if ranked.is_empty() {
        return String::new();
    }
    ranked.sort_by(|a, b| b.1.statements.cmp(&a.1.statements).then_with(|| a.0.id.cmp(&b.0.id)));
    let all = ranked.len();
    ranked.truncate(RANKED);
    ranked.sort_by(|a, b| b.1.pooled.total_cmp(&a.1.pooled).then_with(|| a.0.id.cmp(&b.0.id)));
    let which = if all > RANKED { format!("The {RANKED} of whom most is said, of {all}") } else { "All".to_owned() };
    let mut out = format!(
        "## How others speak of them\n\n{which}; best first, by means that are drawn toward that of all where documents are few (“pooled”).\n\n| Actor | Statements | Documents | Mean stance | Pooled | For | Against | Not sure |\n|---|--:|--:|:--|--:|--:|--:|--:|\n"
    );
    for (profile, all) in ranked {
        out.push_str(&format!(
            "| [{}](actors/{}.md) | {} | {} | {} | {} | {} | {} | {} |\n",
            escape(&profile.name),
            file_name(&profile.id),
            all.statements,
            all.documents,
            mean(&all, survey.min_n),
            signed(all.pooled),
            percent(all.favor),
            percent(all.against),
            percent(all.unsure),
        ));
    }
    out.push('\n');
    out
}

fn turns(survey: &Survey) -> String {
    let sure = survey.dyads.iter().filter(|dyad| !dyad.inside && is_top(survey, dyad));
    let mut turned: Vec<_> = sure.filter_map(|dyad| dyad.change.as_ref().map(|turn| (dyad, turn))).collect();
    if turned.is_empty() {
        return String::new();
    }
    turned.sort_by(|a, b| {
        let size = |turn: &crate::model::profile::Change| (turn.after - turn.before).abs();
        size(b.1).total_cmp(&size(a.1)).then_with(|| (&a.0.holder, &a.0.target).cmp(&(&b.0.holder, &b.0.target)))
    });
    let mut out = String::from("## Turns\n\n");
    out.push_str(&format!(
        "Dyads that were one thing before a day and another after it; the greatest first. Looked for in {} with twenty or \
         more dated documents; of those that are told, one in twenty may be chance (false discovery rate).\n\n",
        count(survey.tested as u64, "dyad")
    ));
    for (dyad, turn) in turned.into_iter().take(TURNS) {
        out.push_str(&format!("- {}: {}\n", link(survey, dyad), change(turn)));
    }
    out.push('\n');
    out
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
            code(&profile.id),
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

//! One dyad on its holder's page: its means by period, its change point, its reciprocity, and examples.

use crate::model::period::Period;
use crate::model::profile::{Change, Correlation, Dyad, Profile, Reciprocity, Summary, Survey};
use crate::report::actor::{MEAN, mean, name};
use crate::report::agreement;
use crate::report::block::{Cell, Level, Page, Place, Value, numbers, words};
use crate::report::example::example;
use crate::report::figure::{chance, count, signed};

/// Writes the section of `dyad`: `in_full`, or with its strongest example only.
pub(super) fn section(page: &mut Page, survey: &Survey, dyad: &Dyad, in_full: bool) {
    let place = Place::Says(dyad.holder.clone(), dyad.target.clone());
    page.anchored(Level::Subsection, place, format!("On {}", name(survey, &dyad.target)));
    if dyad.periods.len() > 1 && in_full {
        periods(page, survey, &dyad.periods);
    }
    match &dyad.change {
        Some(found) => page.say(format!("Change point: {}.", change(found))),
        None if dyad.tested && in_full => page.say("Tested for a change point: none is told apart from chance."),
        None => {}
    }
    if let Some(found) = &dyad.reciprocity {
        page.say(reciprocity(survey, dyad, found));
    }
    agreement::of_dyad(page, dyad);
    examples(page, survey, dyad, in_full);
}

fn periods(page: &mut Page, survey: &Survey, periods: &[(Period, Summary)]) {
    let row = |(period, all): &(Period, Summary)| {
        let mut row = vec![Value::Text(period.to_string()).into(), Value::Count(all.statements).into()];
        row.extend(documents_and_mean(survey, Some(all)));
        row
    };
    let columns = vec![words("Period"), numbers("Statements"), numbers("Documents"), words(MEAN)];
    page.table(columns, periods.iter().map(row).collect());
}

fn documents_and_mean(survey: &Survey, all: Option<&Summary>) -> [Cell; 2] {
    match all {
        Some(all) => [Value::Count(all.documents).into(), mean(all, survey.min_n).into()],
        None => [Value::Empty.into(), Value::Empty.into()],
    }
}

/// The table of the means of `profile` toward all others and of theirs toward it, by period.
pub(super) fn sides_by_period(page: &mut Page, survey: &Survey, profile: &Profile) {
    let sides = [&profile.given, &profile.received].map(|side| side.as_ref().map_or(&[][..], |side| &side.periods));
    let mut periods: Vec<Period> = sides.iter().copied().flatten().map(|(period, _)| *period).collect();
    periods.sort_unstable();
    periods.dedup();
    let row = |period: &Period| {
        let of = |side: &'_ [(Period, Summary)]| side.iter().position(|(own, _)| own == period);
        let cells = sides.iter().flat_map(|side| documents_and_mean(survey, of(side).map(|at| &side[at].1)));
        std::iter::once(Value::Text(period.to_string()).into()).chain(cells).collect()
    };
    let columns = vec![
        words("Period"),
        numbers("Documents, about others"),
        words("Mean stance toward others"),
        numbers("Documents, about it"),
        words("Mean stance of others toward it"),
    ];
    page.table(columns, periods.iter().map(row).collect());
}

fn examples(page: &mut Page, survey: &Survey, dyad: &Dyad, in_full: bool) {
    let shown = if in_full { dyad.examples.shown() } else { dyad.strongest() };
    let number: usize = shown.iter().map(Vec::len).sum();
    if (number as u64) < dyad.all.statements {
        page.say(format!("{number} of {} statements are shown.", dyad.all.statements));
    }
    let is_whole = number as u64 == dyad.all.statements || shown[2].len() == 1;
    let others = if is_whole { "Other statements" } else { "Drawn at random" };
    for (label, examples) in ["For", "Against", others].into_iter().zip(shown) {
        page.examples(
            Some(label),
            examples.into_iter().map(|one| example(one, &|id| survey.name_on(id, one.day))).collect(),
        );
    }
}

/// The sentence about a change point.
pub(super) fn change(found: &Change) -> String {
    let (first, last) = found.between;
    let (before, after) = (signed(found.before), signed(found.after));
    format!(
        "{} (95% interval: {first} to {last}). With each document counting once, the mean stance is {before} before it \
         ({}), {after} from then on ({}); {}",
        found.day,
        count(found.documents.0, "document"),
        count(found.documents.1, "document"),
        chance(found.p)
    )
}

/// The sentence about reciprocity.
fn reciprocity(survey: &Survey, dyad: &Dyad, found: &Reciprocity) -> String {
    let told = |one: Correlation| format!("r = {} ({})", signed(one.r), chance(one.p));
    let (holder, target) = (name(survey, &dyad.holder), name(survey, &dyad.target));
    let mut out = format!(
        "Reciprocity, over {} periods in which both speak of each other: {} in the same period",
        found.periods,
        told(found.same)
    );
    for (first, then, found) in [(&holder, &target, found.leads), (&target, &holder, found.follows)] {
        if let Some(found) = found {
            out.push_str(&format!("; {} with {first} one period ahead of {then}", told(found)));
        }
    }
    out + "."
}

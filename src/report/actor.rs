//! The page of one actor, as blocks: its statements about others, others' statements about it, and examples of both.

use std::cmp::{Ordering, Reverse};

use crate::model::actor::ActorId;
use crate::model::profile::{Category, Dyad, Profile, Summary, Survey, Voices};
use crate::report::agreement;
use crate::report::block::{Cell, Column, Inline, Level, Page, Place, Text, Value, joined, numbers, plain, words};
use crate::report::correction;
use crate::report::example::example;
use crate::report::figure::{count, signed};
use crate::report::name::file_name;
use crate::report::{dyad, summary, trend};

/// Number of dyads, largest first, for which all examples are printed. The others get their strongest one.
const IN_FULL: usize = 25;

/// If an actor speaks of so few others, all examples of each are printed, however few documents there are.
const FEW: usize = 10;

/// Maximum number of names of other voices in a sector.
const OTHERS: usize = 12;

/// The column of means with their intervals.
pub(super) const MEAN: &str = "Mean stance [95% interval]";

/// The page of `profile`.
pub(super) fn page(survey: &Survey, profile: &Profile) -> Page {
    let mut page = Page { title: profile.title.clone(), notes: notes(survey), ..Page::default() };
    summary::head(&mut page, survey, profile);
    if trend::is_drawn(profile) {
        page.chart(format!("{}-trend.svg", file_name(&profile.id)), trend::title(profile));
    }
    says(&mut page, survey, profile);
    said(&mut page, survey, profile);
    if trend::is_drawn(profile) {
        page.heading(Level::Section, "By period");
        dyad::sides_by_period(&mut page, survey, profile);
    }
    others(&mut page, survey, profile);
    agreement::of_actor(&mut page, survey, profile);
    let [_, _, drawn] = profile.examples.shown();
    if !drawn.is_empty() {
        page.heading(Level::Section, "A sample of its statements");
        page.say(
            "Drawn at random from all its statements, whatever they are about. The same corpus and seed give the same \
             sample.",
        );
        page.examples(None, drawn.into_iter().map(|one| example(one, &|id| survey.name_on(id, one.day))).collect());
    }
    page
}

fn notes(survey: &Survey) -> Text {
    vec![
        Inline::Link(Place::Index, "All actors".to_owned()),
        plain(" · "),
        Inline::Link(Place::Glossary, "How to read the numbers".to_owned()),
        plain(" · "),
        Inline::Link(Place::Places, "The words in brackets behind the evidence".to_owned()),
        plain(format!(
            " · A mean in brackets comes from fewer than {}: too few to say. “For”, “against” and “not sure” are shares \
             of the statements; the rest are neutral. The ids of statements are those of ",
            count(survey.min_n, "document")
        )),
        Inline::Code("statements.jsonl".to_owned()),
        plain("."),
    ]
}

fn says(page: &mut Page, survey: &Survey, profile: &Profile) {
    if profile.says.is_empty() {
        return;
    }
    let dyads: Vec<&Dyad> = profile.says.iter().map(|&number| &survey.dyads[number]).collect();
    page.heading(Level::Section, format!("Statements by {} about others", profile.name));
    page.chart(
        format!("{}.svg", file_name(&profile.id)),
        format!(
            "Mean stance of {} toward each target, with 95% intervals; the table below has the numbers",
            profile.name
        ),
    );
    tables(page, survey, "Target", &dyads, |dyad| &dyad.target);
    correction::of_dyads(page, survey, "Target", &dyads, |dyad| &dyad.target);
    categories(page, &profile.categories);
    unnamed(page, survey, &dyads);
    for (number, dyad) in dyads.iter().enumerate() {
        let enough = dyad.all.documents >= survey.min_n || dyads.len() <= FEW;
        dyad::section(page, survey, dyad, enough && number < IN_FULL);
    }
}

fn said(page: &mut Page, survey: &Survey, profile: &Profile) {
    if profile.said.is_empty() {
        return;
    }
    let dyads: Vec<&Dyad> = profile.said.iter().map(|&number| &survey.dyads[number]).collect();
    page.heading(Level::Section, format!("Statements by others about {}", profile.name));
    tables(page, survey, "Holder", &dyads, |dyad| &dyad.holder);
    correction::of_dyads(page, survey, "Holder", &dyads, |dyad| &dyad.holder);
    let heard = profile.heard.iter().filter_map(|&heard| survey.heard(heard));
    page.examples(
        Some("Strongest statements"),
        heard.map(|one| example(one, &|id| survey.name_on(id, one.day))).collect(),
    );
}

/// The table of these dyads, a closing one for those with few documents, and one for those inside its own side. `other`
/// is the other actor of a dyad.
fn tables(page: &mut Page, survey: &Survey, who: &str, dyads: &[&Dyad], other: fn(&Dyad) -> &ActorId) {
    let (own, others): (Vec<&Dyad>, Vec<&Dyad>) = dyads.iter().copied().partition(|dyad| dyad.inside);
    let rows = |dyads: Vec<&Dyad>| dyads.into_iter().map(|dyad| row(survey, dyad, other(dyad))).collect();
    let (enough, few): (Vec<&Dyad>, Vec<&Dyad>) =
        others.into_iter().partition(|dyad| dyad.all.documents >= survey.min_n);
    page.table(columns(who), rows(enough));
    if !few.is_empty() {
        page.say(format!(
            "With fewer than {}, too few to say. In brackets: the number of statements, which leads to them.",
            count(survey.min_n, "document")
        ));
        page.table(vec![words("Mean stance"), words(format!("{who}s"))], folded(survey, &few, other));
    }
    if !own.is_empty() {
        page.say("Within the same government or body:");
        page.table(columns(who), rows(own));
    }
}

/// One row for each direction: the other actors, with their means and numbers of statements.
fn folded(survey: &Survey, few: &[&Dyad], other: fn(&Dyad) -> &ActorId) -> Vec<Vec<Cell>> {
    let direction = |dyad: &Dyad| (dyad.all.stance * 20.0).trunc().total_cmp(&0.0);
    let rows = [
        ("For, the largest mean first", Ordering::Greater),
        ("Against, the largest mean first", Ordering::Less),
        ("Neither, the most statements first", Ordering::Equal),
    ];
    let row = |(label, wanted): (&str, Ordering)| {
        let mut dyads: Vec<&Dyad> = few.iter().copied().filter(|dyad| direction(dyad) == wanted).collect();
        match wanted {
            Ordering::Equal => dyads.sort_by_key(|dyad| Reverse(dyad.all.statements)),
            _ => dyads.sort_by(|a, b| b.all.stance.abs().total_cmp(&a.all.stance.abs())),
        }
        let named = |dyad: &Dyad| {
            let mean = if wanted == Ordering::Equal { String::new() } else { format!(" {}", signed(dyad.all.stance)) };
            let examples = Place::Says(dyad.holder.clone(), dyad.target.clone());
            let number = Inline::Link(examples, dyad.all.statements.to_string());
            vec![actor_link(survey, other(dyad)), plain(format!("{mean} (")), number, plain(")")]
        };
        let names = joined(dyads.iter().map(|dyad| named(dyad)), ", ");
        (!names.is_empty()).then(|| vec![Value::Text(label.to_owned()).into(), Value::Words(names).into()])
    };
    rows.into_iter().filter_map(row).collect()
}

/// Who comes from it and does not speak for it.
fn others(page: &mut Page, survey: &Survey, profile: &Profile) {
    let others: Vec<&Voices> = profile.members.iter().filter(|voices| !voices.speaks).collect();
    if others.is_empty() {
        return;
    }
    page.anchored(Level::Section, Place::Others(profile.id.clone()), format!("Other voices from {}", profile.name));
    page.say(
        "They do not speak for it, so they count in none of the means above: only its government, armed forces and \
         services do, and media that are its organs. In brackets: the number of statements by \
         them, and of statements about them.",
    );
    let row = |voices: &Voices| {
        let name = |(number, [said, heard]): &(usize, [u64; 2])| {
            vec![actor_link(survey, &survey.profiles[*number].id), plain(format!(" ({said}, {heard})"))]
        };
        let mut names: Vec<Text> = voices.actors.iter().take(OTHERS).map(name).collect();
        let more = voices.actors.len().saturating_sub(OTHERS);
        if more > 0 {
            names.push(vec![plain(format!("and {more} more"))]);
        }
        let sector = format!("{} ({})", voices.sector.words(), voices.sector.code());
        vec![
            Value::Text(sector).into(),
            Value::Count(voices.said).into(),
            Value::Count(voices.heard).into(),
            Value::Words(joined(names, ", ")).into(),
        ]
    };
    let columns = vec![words("Sector"), numbers("Statements"), numbers("About them"), words("Who")];
    page.table(columns, others.into_iter().map(row).collect());
}

/// The name of an actor of the survey; its id if it has no page.
pub(super) fn name(survey: &Survey, id: &str) -> String {
    survey.name(id)
}

/// A link to an actor's page; the name alone if it has none.
pub(super) fn actor_link(survey: &Survey, id: &str) -> Inline {
    let name = name(survey, id);
    match survey.profile(id) {
        Some(profile) => Inline::Link(Place::Actor(profile.id.clone()), name),
        None => plain(name),
    }
}

/// The mean with its interval, or without one if there are fewer than `few` documents.
pub(super) fn mean(summary: &Summary, few: u64) -> Value {
    Value::Mean(summary.stance, summary.interval.filter(|_| summary.documents >= few))
}

/// The mean in a sentence: `−0.21 [−0.30, −0.11], 38 statements in 12 documents`.
pub(super) fn figures(summary: &Summary, few: u64) -> String {
    let (statements, documents) = (count(summary.statements, "statement"), count(summary.documents, "document"));
    format!("{}, {statements} in {documents}", mean(summary, few).text())
}

fn columns(who: &str) -> Vec<Column> {
    let mut columns = vec![words(who), numbers("Statements"), numbers("Documents"), words(MEAN)];
    columns.extend(["For", "Against", "Not sure", "Sentiment"].map(numbers));
    columns
}

fn row(survey: &Survey, dyad: &Dyad, other: &str) -> Vec<Cell> {
    let all = &dyad.all;
    let examples = Place::Says(dyad.holder.clone(), dyad.target.clone());
    vec![
        Value::Text(name(survey, other)).to(survey.profile(other).map(|profile| Place::Actor(profile.id.clone()))),
        Value::Count(all.statements).to(Some(examples)),
        Value::Count(all.documents).into(),
        mean(all, survey.min_n).into(),
        Value::Share(all.favor).into(),
        Value::Share(all.against).into(),
        Value::Share(all.unsure).into(),
        Value::Stance(all.sentiment).into(),
    ]
}

/// The categories of expressions in what it says about others.
fn categories(page: &mut Page, categories: &[Category]) {
    if categories.is_empty() {
        return;
    }
    page.say("Expressions of the stance lexicon in what it says about others, by kind.");
    let row = |category: &Category| {
        let expressions = category.expressions.iter().map(|(words, number)| format!("{words} ({number})"));
        vec![
            Value::Text(category.name.replace('_', " ")).into(),
            Value::Count(category.statements).into(),
            Value::Text(expressions.collect::<Vec<_>>().join(", ")).into(),
        ]
    };
    let columns = vec![words("Kind"), numbers("Statements"), words("Most common expressions")];
    page.table(columns, categories.iter().map(row).collect());
}

/// The unnamed targets.
fn unnamed(page: &mut Page, survey: &Survey, dyads: &[&Dyad]) {
    let target = |dyad: &&Dyad| {
        let place = Place::Says(dyad.holder.clone(), dyad.target.clone());
        let figures = figures(&dyad.all, survey.min_n);
        vec![Inline::Link(place, name(survey, &dyad.target)), plain(format!(" {figures}"))]
    };
    let unnamed: Vec<Text> = dyads.iter().filter(|dyad| dyad.target.starts_with("UNNAMED.")).map(target).collect();
    if !unnamed.is_empty() {
        let mut text = vec![plain("Unnamed targets: ")];
        text.extend(joined(unnamed, "; "));
        text.push(plain("."));
        page.paragraph(text);
    }
}

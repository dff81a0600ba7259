//! The page of one actor, as blocks: its statements about others, others' statements about it, and examples of both.

use std::cmp::Ordering;

use crate::model::actor::ActorId;
use crate::model::profile::{Category, Change, Correlation, Dyad, Profile, Reciprocity, Side, Summary, Survey, Voices};
use crate::report::agreement;
use crate::report::block::{Cell, Column, Inline, Level, Page, Place, Text, Value, joined, numbers, plain, words};
use crate::report::correction;
use crate::report::example::example;
use crate::report::figure::{chance, count, signed};
use crate::report::name::file_name;
use crate::report::trend;

/// Number of dyads, largest first, for which all examples are printed. The others get their strongest one.
const IN_FULL: usize = 25;

/// If an actor speaks of so few others, all examples of each are printed, however few documents there are.
const FEW: usize = 10;

/// Maximum number of parts that are listed.
const PARTS: usize = 24;

/// Maximum number of names of other voices in a sector.
const OTHERS: usize = 12;

/// The column of means with their intervals.
pub(super) const MEAN: &str = "Mean stance [95% interval]";

/// The page of `profile`.
pub(super) fn page(survey: &Survey, profile: &Profile) -> Page {
    let mut page = Page { title: profile.title.clone(), notes: notes(survey), ..Page::default() };
    head(&mut page, survey, profile);
    if trend::is_drawn(profile) {
        page.chart(format!("{}-trend.svg", file_name(&profile.id)), trend::title(profile));
    }
    says(&mut page, survey, profile);
    said(&mut page, survey, profile);
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
        plain(format!(
            " · Numbers in brackets come from fewer than {}: too few to say. “For”, “against” and “not sure” are \
             shares of the statements; the rest are neutral. The ids of statements are those of ",
            count(survey.min_n, "document")
        )),
        Inline::Code("statements.jsonl".to_owned()),
        plain("."),
    ]
}

fn head(page: &mut Page, survey: &Survey, profile: &Profile) {
    let kind = profile.kind.map_or("not in the registry", |kind| kind.word());
    let mut line = vec![Inline::Code(profile.id.to_string()), plain(format!(" · {kind}"))];
    if let Some(parent) = &profile.parent {
        line.extend([plain(", part of "), actor_link(survey, parent)]);
    }
    page.paragraph(line);
    page.say(own_statements(survey, profile));
    let side = |side: &Option<Side>, of: &str| {
        side.as_ref().map_or(String::new(), |side| {
            let mean = mean(&side.all, survey.min_n).text();
            format!(" {of}: {mean}, {}.", count(side.all.statements, "statement"))
        })
    };
    let sides =
        side(&profile.given, "Mean stance toward others") + &side(&profile.received, "Mean stance of others toward it");
    if !sides.is_empty() {
        page.say(sides.trim_start().to_owned() + own_side(survey, profile));
    }
    page.paragraph(finding(survey, profile));
    parts(page, survey, profile);
}

/// Of whom it speaks best and worst, and who speaks worst of it: only where the interval excludes 0.
fn finding(survey: &Survey, profile: &Profile) -> Text {
    let clear = |numbers: &[usize]| -> Vec<&Dyad> {
        let mut dyads: Vec<&Dyad> = numbers.iter().map(|&number| &survey.dyads[number]).collect();
        dyads.retain(|dyad| {
            let excludes = dyad.all.interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0);
            !dyad.inside && excludes && dyad.all.documents >= survey.min_n
        });
        dyads.sort_by(|a, b| a.all.pooled.total_cmp(&b.all.pooled));
        dyads
    };
    let (says, said) = (clear(&profile.says), clear(&profile.said));
    let told = |dyad: &Dyad, other: &ActorId| {
        let place = Place::Says(dyad.holder.clone(), dyad.target.clone());
        [Inline::Link(place, name(survey, other)), plain(format!(" ({})", mean(&dyad.all, survey.min_n).text()))]
    };
    let worst = says.first().filter(|dyad| dyad.all.stance < 0.0);
    let best = says.last().filter(|dyad| dyad.all.stance > 0.0);
    let mut text = Text::new();
    match (best, worst) {
        (Some(best), Some(worst)) => {
            text.push(plain("It speaks best of "));
            text.extend(told(best, &best.target));
            text.push(plain(" and worst of "));
            text.extend(told(worst, &worst.target));
            text.push(plain("."));
        }
        (Some(only), None) | (None, Some(only)) => {
            let how = if best.is_some() { "It speaks best of " } else { "It speaks worst of " };
            text.push(plain(how));
            text.extend(told(only, &only.target));
            text.push(plain("."));
        }
        (None, None) => {}
    }
    if let Some(worst) = said.first().filter(|dyad| dyad.all.stance < 0.0) {
        text.push(plain(if text.is_empty() { "Who speaks worst of it: " } else { " Who speaks worst of it: " }));
        text.extend(told(worst, &worst.holder));
        text.push(plain("."));
    }
    text
}

/// The note that the means leave out its own side, if anybody speaks about their own side.
fn own_side(survey: &Survey, profile: &Profile) -> &'static str {
    let is_inside = |&number: &usize| survey.dyads[number].inside;
    match profile.says.iter().chain(&profile.said).any(is_inside) {
        true => " These means leave out what is said within the same government or body.",
        false => "",
    }
}

fn own_statements(survey: &Survey, profile: &Profile) -> String {
    if profile.statements == 0 {
        return "It makes no statement in this corpus.".to_owned();
    }
    let (statements, documents) = (count(profile.statements, "statement"), count(profile.documents, "document"));
    let parts = if profile.parts.is_empty() { "" } else { ", including those of its parts" };
    let whom = if profile.says.iter().any(|&number| survey.dyads[number].inside) {
        "an actor beyond its own government or body"
    } else {
        "another actor"
    };
    let about = match profile.given.as_ref().map_or(0, |side| side.all.statements) {
        1 if profile.statements == 1 => format!("; it names {whom}"),
        about if about == profile.statements => format!("; all of them name {whom}"),
        0 => String::new(),
        1 => format!("; 1 of them names {whom}"),
        about => format!("; {about} of them name {whom}"),
    };
    let copies = match profile.copies {
        copies if copies == profile.statements => String::new(),
        copies => format!(" Copies included, they were printed {copies} times."),
    };
    let sentiment =
        profile.sentiment.map_or(String::new(), |sentiment| format!(" Mean sentiment: {}.", signed(sentiment)));
    format!("{statements} in {documents}{parts}{about}.{copies}{sentiment}")
}

/// The sentence that lists its parts.
fn parts(page: &mut Page, survey: &Survey, profile: &Profile) {
    if profile.parts.is_empty() {
        return;
    }
    let part = |&number: &usize| {
        let part = &survey.profiles[number];
        vec![actor_link(survey, &part.id), plain(format!(" ({})", part.statements))]
    };
    let mut text = vec![plain("Its parts, with the number of their own statements: ")];
    text.extend(joined(profile.parts.iter().take(PARTS).map(part), ", "));
    let more = profile.parts.len().saturating_sub(PARTS);
    text.push(plain(if more > 0 { format!(", and {more} more.") } else { ".".to_owned() }));
    page.paragraph(text);
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
        examples(page, survey, dyad, enough && number < IN_FULL);
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
        page.say(format!("With fewer than {}, too few to say:", count(survey.min_n, "document")));
        page.table(vec![words("Mean stance"), words(format!("{who}s"))], folded(survey, &few, other));
    }
    if !own.is_empty() {
        page.say("Within the same government or body:");
        page.table(columns(who), rows(own));
    }
}

/// One row for each direction: the other actors, with their numbers of statements.
fn folded(survey: &Survey, few: &[&Dyad], other: fn(&Dyad) -> &ActorId) -> Vec<Vec<Cell>> {
    let direction = |dyad: &&&Dyad| (dyad.all.stance * 20.0).trunc().total_cmp(&0.0);
    let rows = [("For", Ordering::Greater), ("Against", Ordering::Less), ("Neither", Ordering::Equal)];
    let row = |(label, wanted): (&str, Ordering)| {
        let mut dyads: Vec<&&Dyad> = few.iter().filter(|dyad| direction(dyad) == wanted).collect();
        dyads.sort_by(|a, b| b.all.stance.abs().total_cmp(&a.all.stance.abs()));
        let names: Vec<String> = dyads
            .iter()
            .map(|dyad| match wanted {
                Ordering::Equal => format!("{} ({})", name(survey, other(dyad)), dyad.all.statements),
                _ => format!("{} {} ({})", name(survey, other(dyad)), signed(dyad.all.stance), dyad.all.statements),
            })
            .collect();
        (!names.is_empty()).then(|| vec![Value::Text(label.to_owned()).into(), Value::Text(names.join(", ")).into()])
    };
    rows.into_iter().filter_map(row).collect()
}

/// Who comes from it and does not speak for it.
fn others(page: &mut Page, survey: &Survey, profile: &Profile) {
    let others: Vec<&Voices> = profile.members.iter().filter(|voices| !voices.speaks).collect();
    if others.is_empty() {
        return;
    }
    page.heading(Level::Section, format!("Other voices from {}", profile.name));
    page.say(
        "They do not speak for it, so they count in none of the means above. After each name: statements by it, and \
         statements about it.",
    );
    let row = |voices: &Voices| {
        let name = |(number, [said, heard]): &(usize, [u64; 2])| {
            format!("{} ({said}, {heard})", survey.profiles[*number].name)
        };
        let mut names: Vec<String> = voices.actors.iter().take(OTHERS).map(name).collect();
        let more = voices.actors.len().saturating_sub(OTHERS);
        if more > 0 {
            names.push(format!("and {more} more"));
        }
        let sector = format!("{} ({})", voices.sector.words(), voices.sector.code());
        vec![
            Value::Text(sector).into(),
            Value::Count(voices.said).into(),
            Value::Count(voices.heard).into(),
            Value::Text(names.join(", ")).into(),
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
    page.say("Expressions about others, by kind; only those in the stance lexicon are counted.");
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
        let all = &dyad.all;
        let place = Place::Says(dyad.holder.clone(), dyad.target.clone());
        let figures = format!(" ({}, {})", signed(all.stance), count(all.statements, "statement"));
        vec![Inline::Link(place, name(survey, &dyad.target)), plain(figures)]
    };
    let unnamed: Vec<Text> = dyads.iter().filter(|dyad| dyad.target.starts_with("UNNAMED.")).map(target).collect();
    if !unnamed.is_empty() {
        let mut text = vec![plain("Unnamed targets: ")];
        text.extend(joined(unnamed, ", "));
        text.push(plain("."));
        page.paragraph(text);
    }
}

/// The numbers and examples of one dyad.
fn examples(page: &mut Page, survey: &Survey, dyad: &Dyad, in_full: bool) {
    let place = Place::Says(dyad.holder.clone(), dyad.target.clone());
    page.anchored(Level::Subsection, place, format!("On {}", name(survey, &dyad.target)));
    if dyad.periods.len() > 1 && in_full {
        let period = |(period, summary): &(_, Summary)| {
            format!("{period}: {} ({})", signed(summary.stance), count(summary.statements, "statement"))
        };
        let periods: Vec<String> = dyad.periods.iter().map(period).collect();
        page.say(format!("By period: {}.", periods.join("; ")));
    }
    if let Some(found) = &dyad.change {
        page.say(format!("Change point: {}.", change(found)));
    }
    if let Some(found) = &dyad.reciprocity {
        page.say(reciprocity(survey, dyad, found));
    }
    agreement::of_dyad(page, dyad);
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
        "{} (95% interval: {first} to {last}). Mean stance {before} before it ({}), {after} from then on ({}); {}",
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

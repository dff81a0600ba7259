//! The directory: lists of actors. The index has the most active ones; in a large corpus a page for each letter has the
//! others too.

use std::collections::BTreeMap;

use crate::model::profile::{Profile, Survey};
use crate::report::actor::actor_link;
use crate::report::block::{Cell, Column, Inline, Level, Page, Place, Text, Value, joined, numbers, plain, words};
use crate::report::figure::count;
use crate::report::letter::Letter;
use crate::report::summary::NAMESAKES;
use crate::report::table::body;

/// Maximum number of actors on the index. If there are more, every letter has a page.
const SHOWN: usize = 100;

/// Maximum number of actors in the list of those whom the registry lacks.
const UNLISTED: usize = 15;

/// The sections of the index.
pub(super) fn sections(page: &mut Page, survey: &Survey) {
    page.heading(Level::Section, "Actors");
    let all = &survey.highlights.by_activity;
    let letters = by_letter(survey);
    let which = match letters.is_empty() {
        true => "Those with the most statements by them and about them come first.".to_owned(),
        false => format!("The {SHOWN} of {} with the most statements by them and about them.", all.len()),
    };
    page.say(format!(
        "{which} Statements and documents: its own. About it: statements of others that name it. Targets: number of \
         actors it speaks about. Holders: number of actors that speak about it."
    ));
    if !letters.is_empty() {
        page.paragraph(links(&letters));
    }
    page.table(columns(), all.iter().take(SHOWN).map(|&number| row(&survey.profiles[number])).collect());
    unlisted(page, survey);
}

/// The pages of the letters; none if the index has all actors.
pub(super) fn pages(survey: &Survey) -> Vec<(Letter, Page)> {
    let letters = by_letter(survey);
    let page = |(letter, profiles): (&Letter, &Vec<&Profile>)| {
        let mut page = Page { title: format!("Actors: {}", letter.word()), ..Page::default() };
        page.say(format!("{}, by name.", count(profiles.len() as u64, "actor")));
        page.table(columns(), profiles.iter().map(|profile| row(profile)).collect());
        page.paragraph(links(&letters));
        page.notes = vec![Inline::Link(Place::Index, "Overview".to_owned())];
        (*letter, page)
    };
    letters.iter().map(page).collect()
}

/// All actors by letter, each list by name; empty if the index has them all.
fn by_letter(survey: &Survey) -> BTreeMap<Letter, Vec<&Profile>> {
    let mut letters: BTreeMap<Letter, Vec<&Profile>> = BTreeMap::new();
    if survey.profiles.len() > SHOWN {
        for profile in &survey.profiles {
            letters.entry(Letter::of(&profile.name)).or_default().push(profile);
        }
    }
    letters
        .values_mut()
        .for_each(|profiles| profiles.sort_by_cached_key(|one| (one.name.to_lowercase(), one.id.clone())));
    letters
}

/// The links to all letters that anybody's name begins with.
fn links(letters: &BTreeMap<Letter, Vec<&Profile>>) -> Text {
    let link = |letter: Letter| Inline::Link(Place::Letter(letter), letter.word());
    let shown = Letter::all().filter(|letter| letters.contains_key(letter)).map(|letter| vec![link(letter)]);
    let mut text = vec![plain("All actors by name: ")];
    text.extend(joined(shown, " · "));
    text.extend([plain("; as a table: "), Inline::Code("actors.csv".to_owned()), plain(".")]);
    text
}

fn columns() -> Vec<Column> {
    let mut columns = vec![words("Actor"), words("Id"), words("Kind"), words("Sector")];
    columns.extend(["Statements", "Documents", "About it", "Targets", "Holders"].map(numbers));
    columns
}

fn row(profile: &Profile) -> Vec<Cell> {
    vec![
        Value::Text(profile.name.clone()).to(Some(Place::Actor(profile.id.clone()))),
        Value::Code(profile.id.to_string()).into(),
        Value::Text(profile.kind.map_or("not in the registry", |kind| kind.word()).to_owned()).into(),
        Value::Code(profile.sector.code().to_owned()).into(),
        Value::Count(profile.statements).into(),
        Value::Count(profile.documents).into(),
        Value::Count(profile.heard_of()).into(),
        Value::Count(profile.says.len() as u64).into(),
        Value::Count(profile.said.len() as u64).into(),
    ]
}

/// The persons of the registry who bear the same name.
fn namesakes(survey: &Survey, profile: &Profile) -> Text {
    let named = profile.namesakes.iter().take(NAMESAKES);
    joined(named.map(|&number| vec![actor_link(survey, &survey.profiles[number].id)]), ", ")
}

/// Whom the registry lacks and the texts introduce, the most active first.
fn unlisted(page: &mut Page, survey: &Survey) {
    let profiles = survey.highlights.by_activity.iter().map(|&number| &survey.profiles[number]);
    let all: Vec<&Profile> = profiles.filter(|profile| profile.kind.is_none()).take(UNLISTED).collect();
    if all.is_empty() {
        return;
    }
    page.heading(Level::Section, "Not in the registry");
    page.say(
        "Whom the texts introduce and no table of actors has, those with the most statements by them and about them \
         first. Add those who matter to a table of your own (--actors), and they get a kind, a parent and other names. Where a text has one name only, it does not tell \
         whether it means the person of that name in the registry.",
    );
    let mut columns = vec![words("Name"), words("Id"), words("Belongs to"), words("Same name in the registry")];
    columns.extend(["Statements", "Documents", "About them", "Holders"].map(numbers));
    let row = |profile: &Profile| {
        let parent = body(&profile.id, false).unwrap_or("–").to_owned();
        vec![
            Value::Text(profile.name.clone()).to(Some(Place::Actor(profile.id.clone()))),
            Value::Code(profile.id.to_string()).into(),
            Value::Text(parent).into(),
            Value::Words(namesakes(survey, profile)).into(),
            Value::Count(profile.statements).into(),
            Value::Count(profile.documents).into(),
            Value::Count(profile.heard_of()).into(),
            Value::Count(profile.said.len() as u64).into(),
        ]
    };
    page.table(columns, all.into_iter().map(row).collect());
}

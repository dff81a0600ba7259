//! Agreement of two readers: on how many opinions they agree, and those disagreements that are worth reading.
//!
//! Nothing is said where only one reader was asked.

use std::collections::BTreeSet;

use crate::model::example::{DISPUTED, Example};
use crate::model::opinion::Polarity;
use crate::model::profile::{Dyad, Profile, Survey};
use crate::model::reader::{Agreement, Verdict};
use crate::report::block::{Block, Inline, Level, Page, Text, plain};
use crate::report::example::example;
use crate::report::figure::{count, percent};

/// The section of the index.
pub(super) fn overview(page: &mut Page, survey: &Survey) {
    section(page, survey, survey.agreement, &mut survey.dyads.iter());
}

/// The section of an actor's page, on what it says of others.
pub(super) fn of_actor(page: &mut Page, survey: &Survey, profile: &Profile) {
    let all = profile.given.as_ref().map_or_else(Agreement::default, |side| side.all.agreement);
    section(page, survey, all, &mut profile.says.iter().map(|&number| &survey.dyads[number]));
}

/// The sentence on a dyad.
pub(super) fn of_dyad(page: &mut Page, dyad: &Dyad) {
    let Agreement { asked, agreed } = dyad.all.agreement;
    if asked > 0 {
        page.say(format!("Both readers agree on {agreed} of {}.", count(asked, "opinion")));
    }
}

fn section(page: &mut Page, survey: &Survey, all: Agreement, dyads: &mut dyn Iterator<Item = &Dyad>) {
    let disputed = disputed(dyads);
    if all.asked == 0 && disputed.is_empty() {
        return;
    }
    page.heading(Level::Section, "Where the two readers differ");
    let Agreement { asked, agreed } = all;
    if asked > 0 {
        page.say(format!(
            "The transparent reader and the second reader, an encoder, agree on {agreed} of {} ({}). The other opinions of \
             these pages are those of one reader alone.",
            count(asked, "opinion"),
            percent(agreed as f64 / asked as f64)
        ));
    }
    if !disputed.is_empty() {
        page.say("Worth reading are those on which they differ while both are sure; the surest first:");
        page.blocks.push(Block::List(disputed.into_iter().map(|one| item(survey, one)).collect()));
    }
}

/// The examples on which both readers differ, those first of which both are surest.
fn disputed<'d>(dyads: &mut dyn Iterator<Item = &'d Dyad>) -> Vec<&'d Example> {
    let key = |one: &&'d Example| (-one.dispute(), &one.statement_id, &one.target);
    // An opinion of a minister stands with the state too.
    let mut seen = BTreeSet::new();
    let mut found: Vec<&Example> =
        dyads.flat_map(|dyad| dyad.examples.disputed()).filter(|one| seen.insert(key(one))).collect();
    found.sort_by(|a, b| key(a).cmp(&key(b)));
    found.truncate(DISPUTED);
    found
}

fn item(survey: &Survey, one: &Example) -> Text {
    let name_of = |id: &str| survey.name_on(id, one.day);
    let shown = example(one, &name_of);
    let [open, close] = shown.marks();
    let quote: String = shown.quote.into_iter().map(|(words, _)| words).collect();
    let target = one.target.as_deref().map_or_else(String::new, name_of);
    let mut text = vec![Inline::Strong(format!("{} on {target}", name_of(&one.holder)))];
    text.push(plain(format!(": {open}{quote}{close} — ")));
    text.extend(shown.origin);
    if let Some([transparent, neural]) = one.readers {
        text.push(plain(format!(
            ". Transparent reader: {}; second reader: {}.",
            verdict(transparent),
            verdict(neural)
        )));
    }
    text
}

fn verdict((polarity, sure): Verdict) -> String {
    let word = match polarity {
        Polarity::Favor => "for",
        Polarity::Against => "against",
        Polarity::None => "neither",
    };
    format!("{word} ({})", percent(f64::from(sure) / 1000.0))
}

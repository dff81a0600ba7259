//! The summary at the top of an actor's page: how much it says, how it stands toward others and they toward it.

use crate::model::actor::ActorId;
use crate::model::profile::{Dyad, Profile, Side, Survey, extremes};
use crate::report::actor::{actor_link, figures, mean, name};
use crate::report::block::{Inline, Page, Place, Text, joined, plain};
use crate::report::figure::{count, signed};

/// Maximum number of persons of the same name that are listed.
pub(super) const NAMESAKES: usize = 3;

/// Maximum number of parts that are listed.
const PARTS: usize = 24;

/// Writes the summary of `profile`.
pub(super) fn head(page: &mut Page, survey: &Survey, profile: &Profile) {
    let kind = profile.kind.map_or("not in the registry", |kind| kind.word());
    let mut line = vec![Inline::Code(profile.id.to_string()), plain(format!(" · {kind}"))];
    if let Some(parent) = &profile.parent {
        line.extend([plain(", part of "), actor_link(survey, parent)]);
    }
    page.paragraph(line);
    page.paragraph(namesakes(survey, profile));
    page.say(own_statements(survey, profile));
    page.say(sides(survey, profile));
    page.paragraph(finding(survey, profile));
    parts(page, survey, profile);
    others(page, profile);
}

/// The sentence about those of the registry who bear the same name.
fn namesakes(survey: &Survey, profile: &Profile) -> Text {
    if profile.namesakes.is_empty() {
        return Text::new();
    }
    let mut text = vec![plain("The texts give no more than this name, and do not tell whether it is that of ")];
    let named =
        profile.namesakes.iter().take(NAMESAKES).map(|&number| vec![actor_link(survey, &survey.profiles[number].id)]);
    text.extend(joined(named, " or "));
    text.push(plain(", whom the registry has."));
    text
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

/// Its mean stance toward all others, and theirs toward it.
fn sides(survey: &Survey, profile: &Profile) -> String {
    let told =
        |(side, of): (&Option<Side>, &str)| Some(format!("{of}: {}.", figures(&side.as_ref()?.all, survey.min_n)));
    let both = [(&profile.given, "Mean stance toward others"), (&profile.received, "Mean stance of others toward it")];
    let mut told: Vec<String> = both.into_iter().filter_map(told).collect();
    let is_inside = |&number: &usize| survey.dyads[number].inside;
    if !told.is_empty() && profile.says.iter().chain(&profile.said).any(is_inside) {
        told.push("These means leave out what is said within the same government or body.".to_owned());
    }
    told.join(" ")
}

/// For and against whom it is most clearly, and who is for and against it.
fn finding(survey: &Survey, profile: &Profile) -> Text {
    let (says, said) = (Extremes::of(survey, &profile.says), Extremes::of(survey, &profile.said));
    let target = |dyad| told(survey, dyad, &dyad.target);
    let holder = |dyad| told(survey, dyad, &dyad.holder);
    let mut sentences: Vec<Text> = Vec::new();
    sentences.extend(match (says.best.map(target), says.worst.map(target)) {
        (Some(best), Some(worst)) => {
            Some([vec![plain("It is most clearly for ")], best, vec![plain(" and against ")], worst].concat())
        }
        (Some(best), None) => {
            Some([vec![plain("It is most clearly for ")], best, vec![plain(", and clearly against nobody")]].concat())
        }
        (None, Some(worst)) => {
            Some([vec![plain("It is most clearly against ")], worst, vec![plain(", and clearly for nobody")]].concat())
        }
        (None, None) => None,
    });
    sentences.extend(match (said.best.map(holder), said.worst.map(holder)) {
        (Some(best), Some(worst)) => {
            Some([best, vec![plain(" is most clearly for it and ")], worst, vec![plain(" against it")]].concat())
        }
        (Some(best), None) => {
            Some([best, vec![plain(" is most clearly for it; nobody is clearly against it")]].concat())
        }
        (None, Some(worst)) => {
            Some([worst, vec![plain(" is most clearly against it; nobody is clearly for it")]].concat())
        }
        (None, None) => None,
    });
    let documents = count(survey.min_n, "document");
    let whose = match (says.are_unclear(), said.are_unclear()) {
        (true, true) => "its mean stances toward single actors, and none of theirs toward it,",
        (true, false) => "its mean stances toward single actors",
        (false, true) => "the mean stances of single actors toward it",
        (false, false) => "",
    };
    if !whose.is_empty() {
        let clear = "clearly differs from 0: each 95% interval holds 0";
        sentences.push(vec![plain(format!("None of {whose} from {documents} or more {clear}"))]);
    }
    sentences.iter_mut().for_each(|sentence| sentence.push(plain(".")));
    joined(sentences, " ")
}

/// The other actor of a dyad, with the mean.
fn told(survey: &Survey, dyad: &Dyad, other: &ActorId) -> Text {
    let place = Place::Says(dyad.holder.clone(), dyad.target.clone());
    vec![Inline::Link(place, name(survey, other)), plain(format!(" ({})", mean(&dyad.all, survey.min_n).text()))]
}

/// The most favourable and the most hostile of some dyads.
struct Extremes<'s> {
    best: Option<&'s Dyad>,
    worst: Option<&'s Dyad>,
    /// How many dyads have enough documents.
    enough: usize,
}

impl<'s> Extremes<'s> {
    fn of(survey: &'s Survey, numbers: &[usize]) -> Extremes<'s> {
        let enough = |&number: &usize| {
            let dyad = &survey.dyads[number];
            !dyad.inside && dyad.all.documents >= survey.min_n
        };
        let numbers: Vec<usize> = numbers.iter().copied().filter(enough).collect();
        let [best, worst] = extremes(&survey.dyads, &numbers, survey.min_n).map(|one| one.map(|at| &survey.dyads[at]));
        Extremes { best, worst, enough: numbers.len() }
    }

    /// Whether some have enough documents, and none of these is told apart from 0.
    fn are_unclear(&self) -> bool {
        self.enough > 0 && self.best.is_none() && self.worst.is_none()
    }
}

/// The sentence that lists its parts.
fn parts(page: &mut Page, survey: &Survey, profile: &Profile) {
    let parts: Vec<(usize, u64)> =
        profile.parts.iter().map(|&number| (number, profile.said_by(number))).filter(|(_, said)| *said > 0).collect();
    if parts.is_empty() {
        return;
    }
    let part = |&(number, said): &(usize, u64)| {
        vec![actor_link(survey, &survey.profiles[number].id), plain(format!(" ({said})"))]
    };
    let mut text = vec![plain("Its parts, with the number of their own statements that count for it: ")];
    text.extend(joined(parts.iter().take(PARTS).map(part), ", "));
    let more = parts.len().saturating_sub(PARTS);
    text.push(plain(if more > 0 { format!(", and {more} more.") } else { ".".to_owned() }));
    page.paragraph(text);
}

/// The sentence that leads to those who come from it and do not speak for it.
fn others(page: &mut Page, profile: &Profile) {
    if profile.members.iter().any(|voices| !voices.speaks) {
        let link = Inline::Link(Place::Others(profile.id.clone()), "Other voices".to_owned());
        page.paragraph(vec![link, plain(" from it do not count for it.")]);
    }
}

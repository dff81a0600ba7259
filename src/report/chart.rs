//! Charts: SVG with its own background, readable in print and in the dark.

use std::collections::BTreeMap;

use crate::model::actor::{ActorId, ActorKind};
use crate::model::profile::{Dyad, Profile, Survey};
use crate::report::actor::name;
use crate::report::markdown::{FEW, signed};

/// So many rows or columns at most: more cannot be read.
const MOST: usize = 12;

/// The states and organisations that the matrix shows: those with most statements as holders, and as targets.
/// Persons stand behind their states; without any state or organisation, everybody is shown.
pub(super) fn matrix_actors(survey: &Survey) -> (Vec<ActorId>, Vec<ActorId>) {
    let top = |id: &ActorId| {
        let at = survey.profiles.binary_search_by(|profile| profile.id.cmp(id)).ok();
        at.is_some_and(|at| survey.profiles[at].parent.is_none() && survey.profiles[at].kind != Some(ActorKind::Region))
    };
    let mut holders: BTreeMap<&ActorId, u64> = BTreeMap::new();
    let mut targets: BTreeMap<&ActorId, u64> = BTreeMap::new();
    for dyad in survey.dyads.iter().filter(|dyad| top(&dyad.holder) && top(&dyad.target)) {
        *holders.entry(&dyad.holder).or_default() += dyad.all.statements;
        *targets.entry(&dyad.target).or_default() += dyad.all.statements;
    }
    let most = |counts: BTreeMap<&ActorId, u64>| {
        let mut sorted: Vec<(&ActorId, u64)> = counts.into_iter().collect();
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        sorted.into_iter().take(MOST).map(|(id, _)| id.clone()).collect()
    };
    let (mut holders, targets): (Vec<ActorId>, Vec<ActorId>) = (most(holders), most(targets));
    // A row without a cell says nothing.
    holders.retain(|holder| targets.iter().any(|target| dyad(survey, holder, target).is_some()));
    (holders, targets)
}

/// The heat map of the matrix; `None` without a dyad.
pub(super) fn matrix(survey: &Survey) -> Option<String> {
    let (holders, targets) = matrix_actors(survey);
    if holders.is_empty() {
        return None;
    }
    let (left, top, side) = (190, 150, 56);
    let (width, height) = (left + side * targets.len() + 110, top + 34 * holders.len() + 50);
    let mut out = open(width, height, "Mean stance of each row toward each column");
    for (column, target) in targets.iter().enumerate() {
        let x = left + side * column + side / 2;
        out.push_str(&format!(
            "<text x=\"{x}\" y=\"{}\" transform=\"rotate(-40 {x} {})\">{}</text>\n",
            top - 10,
            top - 10,
            xml(&short(&name(survey, target)))
        ));
    }
    for (row, holder) in holders.iter().enumerate() {
        let y = top + 34 * row;
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
            left - 10,
            y + 22,
            xml(&short(&name(survey, holder)))
        ));
        for (column, target) in targets.iter().enumerate() {
            out.push_str(&square(left + side * column, y, side, dyad(survey, holder, target)));
        }
    }
    let note = format!("Rows speak about columns. Pale figures: fewer than {FEW} documents.");
    out.push_str(&format!(
        "<text x=\"16\" y=\"{}\" font-size=\"12\" fill=\"#555\">{note}</text>\n</svg>\n",
        height - 16
    ));
    Some(out)
}

/// The dyad of these two, if the holder has named the target.
pub(super) fn dyad<'s>(survey: &'s Survey, holder: &ActorId, target: &ActorId) -> Option<&'s Dyad> {
    let found = survey.dyads.binary_search_by(|dyad| (&dyad.holder, &dyad.target).cmp(&(holder, target)));
    found.ok().map(|at| &survey.dyads[at])
}

fn square(x: usize, y: usize, side: usize, dyad: Option<&Dyad>) -> String {
    let Some(dyad) = dyad else {
        return format!("<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"32\" fill=\"#f4f4f4\"/>\n", side - 2);
    };
    let enough = dyad.all.documents >= FEW;
    let (fill, ink) = colour(dyad.all.stance);
    let opacity = if enough { "1" } else { "0.45" };
    let ink = if enough { ink } else { "#333" };
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"32\" fill=\"{fill}\" fill-opacity=\"{opacity}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"13\" fill=\"{ink}\">{}</text>\n",
        side - 2,
        x + side / 2 - 1,
        y + 21,
        signed(dyad.all.stance)
    )
}

/// Blue for, orange against, both safe for the colour-blind; the darker the stronger.
fn colour(stance: f64) -> (&'static str, &'static str) {
    match (stance * 100.0).round() as i32 {
        i32::MIN..=-40 => ("#b35806", "#fff"),
        -39..=-20 => ("#e08214", "#111"),
        -19..=-6 => ("#fdb863", "#111"),
        -5..=5 => ("#ececec", "#111"),
        6..=19 => ("#b2cfe8", "#111"),
        20..=39 => ("#67a3d0", "#111"),
        _ => ("#22659c", "#fff"),
    }
}

/// The mean stance of an actor toward each of its main targets, with intervals; `None` when it speaks of nobody.
pub(super) fn stances(survey: &Survey, profile: &Profile) -> Option<String> {
    let mut dyads: Vec<&Dyad> = profile.says.iter().map(|&number| &survey.dyads[number]).collect();
    dyads.sort_by(|a, b| b.all.statements.cmp(&a.all.statements).then_with(|| a.target.cmp(&b.target)));
    dyads.truncate(MOST);
    if dyads.is_empty() {
        return None;
    }
    let (left, reach, top) = (230, 180, 46);
    let (middle, height) = (left + reach, top + 26 * dyads.len() + 40);
    let mut out = open(left + 2 * reach + 110, height, &format!("Mean stance of {} toward its targets", profile.name));
    for (at, label) in [(-1.0, "against −1"), (0.0, "0"), (1.0, "for +1")] {
        let x = across(middle, reach, at);
        out.push_str(&format!("<line x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{}\" stroke=\"#ccc\"/><text x=\"{x}\" y=\"26\" text-anchor=\"middle\" font-size=\"12\" fill=\"#555\">{label}</text>\n", top - 12, height - 34));
    }
    for (row, dyad) in dyads.iter().enumerate() {
        let y = top + 26 * row + 6;
        let x = across(middle, reach, dyad.all.stance);
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
            left - 12,
            y + 5,
            xml(&short(&name(survey, &dyad.target)))
        ));
        let enough = dyad.all.documents >= FEW;
        if let Some((low, high)) = dyad.all.interval.filter(|_| enough) {
            let (from, to) = (across(middle, reach, low), across(middle, reach, high));
            out.push_str(&format!(
                "<line x1=\"{from}\" y1=\"{y}\" x2=\"{to}\" y2=\"{y}\" stroke=\"#333\" stroke-width=\"2\"/>\n"
            ));
        }
        let (fill, _) = colour(dyad.all.stance);
        let fill = if enough { fill } else { "#fff" };
        out.push_str(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"6\" fill=\"{fill}\" stroke=\"#333\"/><text x=\"{}\" y=\"{}\" font-size=\"12\" fill=\"#555\">n = {}</text>\n", left + 2 * reach + 24, y + 4, dyad.all.statements));
    }
    out.push_str(&format!("<text x=\"16\" y=\"{}\" font-size=\"12\" fill=\"#555\">Lines: 95% intervals. Hollow: fewer than {FEW} documents.</text>\n</svg>\n", height - 12));
    Some(out)
}

fn across(middle: usize, reach: usize, value: f64) -> String {
    format!("{:.1}", middle as f64 + reach as f64 * value)
}

fn open(width: usize, height: usize, title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"sans-serif\" font-size=\"14\" fill=\"#111\">\n<title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
        xml(title)
    )
}

fn short(name: &str) -> String {
    if name.chars().count() <= 24 {
        name.to_owned()
    } else {
        format!("{}…", name.chars().take(23).collect::<String>())
    }
}

fn xml(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    clean.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

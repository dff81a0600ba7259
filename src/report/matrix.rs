//! The dyad matrix: which actors it shows, and its heat map.

use std::collections::BTreeMap;

use crate::model::actor::ActorId;
use crate::model::profile::{Dyad, Profile, Survey};
use crate::report::actor::name;
use crate::report::markdown::signed;
use crate::report::svg::{STEPS, Step, colour, open, short, xml};

/// So many rows or columns at most: more cannot be read.
const MOST: usize = 12;

/// The states and organisations that the matrix shows: those with most statements as holders, and as targets.
/// Persons stand behind their states; without any state or organisation, everybody is shown.
pub(super) fn actors_shown(survey: &Survey) -> (Vec<ActorId>, Vec<ActorId>) {
    let top = |id: &ActorId| survey.profile(id).is_some_and(Profile::is_top);
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
    holders.retain(|holder| targets.iter().any(|target| survey.dyad(holder, target).is_some()));
    (holders, targets)
}

/// The heat map of the matrix; `None` without a dyad.
pub(super) fn chart(survey: &Survey) -> Option<String> {
    let (holders, targets) = actors_shown(survey);
    if holders.is_empty() {
        return None;
    }
    let (left, top, side) = (190, 150, 56);
    let (width, height) = ((left + side * targets.len() + 110).max(520), top + 34 * holders.len() + 82);
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
            out.push_str(&square(left + side * column, y, side, survey.dyad(holder, target), survey.min_n));
        }
    }
    let note = format!("Rows speak about columns. In brackets: fewer than {} documents.", survey.min_n);
    out.push_str(&legend(height - 28));
    out.push_str(&format!(
        "<text x=\"16\" y=\"{}\" font-size=\"12\" fill=\"#555\">{note}</text>\n</svg>\n",
        height - 50
    ));
    Some(out)
}

/// What the colours mean.
fn legend(y: usize) -> String {
    let mut out = String::new();
    let mut x = 16;
    for Step { fill, label, .. } in STEPS {
        let wide = 26 + 7 * label.chars().count();
        out.push_str(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"16\" height=\"16\" fill=\"{fill}\"/><text x=\"{}\" y=\"{}\" font-size=\"11\" fill=\"#555\">{label}</text>\n",
            x + 20,
            y + 12
        ));
        x += wide;
    }
    out
}

fn square(x: usize, y: usize, side: usize, dyad: Option<&Dyad>, few: u64) -> String {
    let Some(dyad) = dyad else {
        return format!("<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"32\" fill=\"#f4f4f4\"/>\n", side - 2);
    };
    let enough = dyad.all.documents >= few;
    let (fill, ink) = colour(dyad.all.stance);
    let (opacity, ink) = if enough { ("1", ink) } else { ("0.45", "#333") };
    let figure = signed(dyad.all.stance);
    let figure = if enough { figure } else { format!("({figure})") };
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"32\" fill=\"{fill}\" fill-opacity=\"{opacity}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"13\" fill=\"{ink}\">{}</text>\n",
        side - 2,
        x + side / 2 - 1,
        y + 21,
        figure
    )
}

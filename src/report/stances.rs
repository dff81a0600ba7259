//! Dot plots as SVG: mean stances with 95% intervals, of one actor toward its main targets, and of the strongest dyads of
//! the corpus.

use crate::model::profile::{Dyad, Profile, Summary, Survey};
use crate::report::actor::name;
use crate::report::figure::signed;
use crate::report::svg::{Label, Scale, across, label, open};

/// Maximum number of rows; more would be unreadable.
const MOST: usize = 12;

/// The font size of names.
const FONT: usize = 14;

/// Half the width of the scale, in pixels.
const REACH: usize = 180;

/// The title of the chart of the corpus.
pub(super) const STRONGEST: &str = "The largest mean stances, each of a holder toward a target";

/// The chart of an actor; `None` if it speaks about nobody.
pub(super) fn chart(survey: &Survey, profile: &Profile) -> Option<String> {
    let dyads = profile.says.iter().take(MOST).map(|&number| &survey.dyads[number]);
    let rows = dyads.map(|dyad| (name(survey, &dyad.target), &dyad.all)).collect();
    dots(rows, &format!("Mean stance of {} toward its targets", profile.name), survey.min_n)
}

/// The chart of the corpus; `None` if no dyad leans.
pub(super) fn strongest(survey: &Survey) -> Option<String> {
    let dyads = survey.highlights.strongest.iter().map(|&number| &survey.dyads[number]);
    let between = |dyad: &Dyad| format!("{} → {}", name(survey, &dyad.holder), name(survey, &dyad.target));
    dots(dyads.map(|dyad| (between(dyad), &dyad.all)).collect(), STRONGEST, survey.min_n)
}

/// One row for each name and summary; `None` without rows.
fn dots(rows: Vec<(String, &Summary)>, title: &str, few: u64) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let interval = |all: &Summary| all.interval.filter(|_| all.documents >= few);
    let labels: Vec<Label> = rows.iter().map(|(name, _)| label(name, FONT)).collect();
    let left = 16 + labels.iter().map(|label| label.width).max().unwrap_or(0) + 24;
    let (top, height) = (46, 46 + 26 * rows.len() + 40);
    let middle = left + REACH;
    let ends = |all: &Summary| interval(all).map_or(0.0, |(low, high)| low.abs().max(high.abs())).max(all.stance.abs());
    // The axis ends at the next fifth behind the farthest end.
    let limit = rows.iter().map(|(_, all)| ends(all)).fold(0.2, f64::max);
    let limit = ((limit * 5.0 - 1e-9).ceil() / 5.0).min(1.0);
    let place = |value: f64| across(middle, REACH, value / limit);
    let scale = Scale::of(rows.iter().map(|(_, all)| all.stance));
    let mut out = open((left + 2 * REACH + 110).max(440), height, title);
    let marks = [-limit, -limit / 2.0, 0.0, limit / 2.0, limit];
    for (at, value) in marks.into_iter().enumerate() {
        let x = place(value);
        let shown = match at {
            0 => format!("against {}", signed(value)),
            2 => "0".to_owned(),
            4 => format!("for {}", signed(value)),
            _ => signed(value),
        };
        out.push_str(&format!("<line x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{}\" stroke=\"#ccc\"/><text x=\"{x}\" y=\"26\" text-anchor=\"middle\" font-size=\"12\" fill=\"#555\">{shown}</text>\n", top - 12, height - 34));
    }
    for (row, (_, all)) in rows.iter().enumerate() {
        let y = top + 26 * row + 6;
        let x = place(all.stance);
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
            left - 12,
            y + 5,
            labels[row].markup
        ));
        if let Some((low, high)) = interval(all) {
            let (from, to) = (place(low), place(high));
            out.push_str(&format!(
                "<line x1=\"{from}\" y1=\"{y}\" x2=\"{to}\" y2=\"{y}\" stroke=\"#333\" stroke-width=\"2\"/>\n"
            ));
        }
        let fill = if all.documents >= few { scale.colour(all.stance).0 } else { "#fff" };
        out.push_str(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"6\" fill=\"{fill}\" stroke=\"#333\"/><text x=\"{}\" y=\"{}\" font-size=\"12\" fill=\"#555\">n = {}</text>\n", left + 2 * REACH + 24, y + 4, all.statements));
    }
    let hollow = match rows.iter().any(|(_, all)| all.documents < few) {
        true => format!(" Hollow: fewer than {few} documents."),
        false => String::new(),
    };
    out.push_str(&format!("<text x=\"16\" y=\"{}\" font-size=\"12\" fill=\"#555\">Lines: 95% intervals. n: statements.{hollow}</text>\n</svg>\n", height - 12));
    Some(out)
}

//! The stance chart of one actor, as SVG: its mean stance toward each main target, with 95% intervals.

use crate::model::profile::{Dyad, Profile, Survey};
use crate::report::actor::name;
use crate::report::svg::{Label, across, colour, label, open};

/// Maximum number of rows; more would be unreadable.
const MOST: usize = 12;

/// The font size of names.
const FONT: usize = 14;

/// The chart; `None` if the actor speaks about nobody.
pub(super) fn chart(survey: &Survey, profile: &Profile) -> Option<String> {
    let dyads: Vec<&Dyad> = profile.says.iter().take(MOST).map(|&number| &survey.dyads[number]).collect();
    if dyads.is_empty() {
        return None;
    }
    let labels: Vec<Label> = dyads.iter().map(|dyad| label(&name(survey, &dyad.target), FONT)).collect();
    let left = 16 + labels.iter().map(|label| label.width).max().unwrap_or(0) + 24;
    let (reach, top) = (180, 46);
    let (middle, height) = (left + reach, top + 26 * dyads.len() + 40);
    let mut out =
        open((left + 2 * reach + 110).max(440), height, &format!("Mean stance of {} toward its targets", profile.name));
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
            labels[row].markup
        ));
        let enough = dyad.all.documents >= survey.min_n;
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
    out.push_str(&format!("<text x=\"16\" y=\"{}\" font-size=\"12\" fill=\"#555\">Lines: 95% intervals. Hollow: fewer than {} documents.</text>\n</svg>\n", height - 12, survey.min_n));
    Some(out)
}

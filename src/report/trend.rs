//! The trend chart of one actor, as SVG: by period, its mean stance toward others and others' mean stance toward it.

use crate::model::period::Period;
use crate::model::profile::{Profile, Side, Summary, Survey};
use crate::report::escape::svg;
use crate::report::svg::open;

/// Minimum number of periods for a line.
const LEAST: usize = 3;

/// Whether the actor has enough periods for a chart.
pub(super) fn is_drawn(profile: &Profile) -> bool {
    [&profile.given, &profile.received].into_iter().flatten().any(|side| dated(side).count() >= LEAST)
}

/// The title of the chart.
pub(super) fn title(profile: &Profile) -> String {
    let name = &profile.name;
    match (&profile.given, &profile.received) {
        (Some(_), None) => format!("Mean stance by period: statements by {name} about others"),
        (None, Some(_)) => format!("Mean stance by period: statements by others about {name}"),
        _ => format!("Mean stance by period: statements by {name} about others, and by others about {name}"),
    }
}

fn dated(side: &Side) -> impl Iterator<Item = &(Period, Summary)> {
    side.periods.iter().filter(|(period, _)| !matches!(period, Period::All | Period::Undated))
}

const LEFT: f64 = 60.0;
const WIDE: f64 = 560.0;
const TOP: f64 = 40.0;
const HIGH: f64 = 220.0;

/// The chart; `None` if there are too few periods.
pub(super) fn chart(survey: &Survey, profile: &Profile) -> Option<String> {
    if !is_drawn(profile) {
        return None;
    }
    let sides =
        [&profile.given, &profile.received].map(|side| side.as_ref().map_or(Vec::new(), |side| dated(side).collect()));
    let mut periods: Vec<Period> = sides.iter().flatten().map(|(period, _)| *period).collect();
    periods.sort_unstable();
    periods.dedup();
    let reach = sides.iter().flatten().map(|(_, summary)| extent(summary, survey.min_n)).fold(0.2, f64::max);
    let reach = (reach * 5.0).ceil() / 5.0;
    let mut out = open((LEFT + WIDE + 40.0) as usize, (TOP + HIGH + 74.0) as usize, &title(profile));
    for (value, label) in [(reach, format!("+{reach:.1}")), (0.0, "0".to_owned()), (-reach, format!("−{reach:.1}"))] {
        let y = down(value, reach);
        out.push_str(&format!("<line x1=\"{LEFT:.1}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\" stroke=\"#ccc\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" font-size=\"12\" fill=\"#555\">{label}</text>\n", LEFT + WIDE, LEFT - 8.0, y + 4.0));
    }
    let place = |period: &Period| periods.binary_search(period).unwrap_or(0);
    let x = |at: usize| LEFT + WIDE * (at as f64 + 0.5) / periods.len() as f64;
    let step = periods.len().div_ceil(10);
    for (at, period) in periods.iter().enumerate().step_by(step) {
        out.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-size=\"12\" fill=\"#555\">{}</text>\n",
            x(at),
            TOP + HIGH + 20.0,
            svg(&period.to_string())
        ));
    }
    for (side, ink, dash, shift) in
        [(&sides[0], "#b35806", "", -3.0), (&sides[1], "#22659c", " stroke-dasharray=\"6 4\"", 3.0)]
    {
        let points: Vec<String> = side
            .iter()
            .map(|(period, summary)| format!("{:.1},{:.1}", x(place(period)) + shift, down(summary.stance, reach)))
            .collect();
        out.push_str(&format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"2\"{dash}/>\n",
            points.join(" ")
        ));
        for (period, summary) in side {
            let (x, y) = (x(place(period)) + shift, down(summary.stance, reach));
            let enough = summary.documents >= survey.min_n;
            if let Some((low, high)) = summary.interval.filter(|_| enough) {
                out.push_str(&format!(
                    "<line x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{:.1}\" stroke=\"{ink}\"/>\n",
                    down(low, reach),
                    down(high, reach)
                ));
            }
            let fill = if enough { ink } else { "#fff" };
            out.push_str(&format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{fill}\" stroke=\"{ink}\"/>\n"));
        }
    }
    let y = TOP + HIGH + 44.0;
    out.push_str(&format!("<line x1=\"60\" y1=\"{0:.1}\" x2=\"90\" y2=\"{0:.1}\" stroke=\"#b35806\" stroke-width=\"2\"/><text x=\"96\" y=\"{1:.1}\" font-size=\"12\">its statements about others</text><line x1=\"250\" y1=\"{0:.1}\" x2=\"280\" y2=\"{0:.1}\" stroke=\"#22659c\" stroke-width=\"2\" stroke-dasharray=\"6 4\"/><text x=\"286\" y=\"{1:.1}\" font-size=\"12\">statements of others about it</text>\n", y, y + 4.0));
    out.push_str(&format!("<text x=\"60\" y=\"{:.1}\" font-size=\"12\" fill=\"#555\">Bars: 95% intervals. Hollow: fewer than {} documents.</text>\n</svg>\n", y + 22.0, survey.min_n));
    Some(out)
}

/// The largest distance from 0 in a period, including its interval if that is drawn.
fn extent(summary: &Summary, few: u64) -> f64 {
    let interval = summary.interval.filter(|_| summary.documents >= few);
    let bounds = interval.map_or(0.0, |(low, high)| low.abs().max(high.abs()));
    bounds.max(summary.stance.abs())
}

fn down(value: f64, reach: f64) -> f64 {
    TOP + HIGH / 2.0 * (1.0 - value / reach)
}

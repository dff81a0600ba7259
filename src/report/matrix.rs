//! The heat map of the dyad matrix, as SVG.

use crate::model::actor::ActorId;
use crate::model::profile::{Dyad, Matrix, Survey};
use crate::report::actor::name;
use crate::report::figure::signed;
use crate::report::svg::{self, HATCHING, Label, Scale, Step, label, open};

/// The title of the chart.
pub(super) const TITLE: &str = "Mean stance of each row toward each column";

/// Size of a cell, font size of names, and margins, in pixels.
const WIDE: usize = 56;
const HIGH: usize = 34;
const FONT: usize = 14;
const EDGE: usize = 16;

/// The heat map of the matrix; `None` if it has no dyad.
pub(super) fn chart(survey: &Survey) -> Option<String> {
    let Matrix { holders, targets } = &survey.highlights.matrix;
    if holders.is_empty() {
        return None;
    }
    let labels = |ids: &[ActorId]| ids.iter().map(|id| label(&name(survey, id), FONT)).collect::<Vec<Label>>();
    let (rows, columns) = (labels(holders), labels(targets));
    let left = EDGE + rows.iter().map(|label| label.width).max().unwrap_or(0) + 10;
    // Names above the columns are rotated by 40 degrees.
    let up = |label: &Label| label.width * 65 / 100;
    let top = EDGE + FONT + columns.iter().map(up).max().unwrap_or(0) + 10;
    let right = |(column, label): (usize, &Label)| left + WIDE * column + WIDE / 2 + label.width * 77 / 100 + FONT;
    let right = columns.iter().enumerate().map(right).max().unwrap_or(0).max(left + WIDE * columns.len());
    let width = (right + EDGE).max(520);
    let foot = top + HIGH * rows.len() + 30;
    let cells = || {
        let row = |holder| targets.iter().map(move |target| (holder, target));
        holders.iter().flat_map(row).filter_map(|(holder, target)| survey.dyad(holder, target))
    };
    let scale = Scale::of(cells().map(|dyad| dyad.all.stance));
    let few = cells().any(|dyad| dyad.all.documents < survey.min_n);
    let (legend, end) = legend(&scale, width, foot + 14);
    let mut out = open(width, end + EDGE, TITLE);
    out.push_str(HATCHING);
    for (column, label) in columns.iter().enumerate() {
        let (x, y) = (left + WIDE * column + WIDE / 2, top - 10);
        out.push_str(&format!("<text x=\"{x}\" y=\"{y}\" transform=\"rotate(-40 {x} {y})\">{}</text>\n", label.markup));
    }
    for (row, (holder, label)) in holders.iter().zip(&rows).enumerate() {
        let y = top + HIGH * row;
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
            left - 10,
            y + 22,
            label.markup
        ));
        for (column, target) in targets.iter().enumerate() {
            out.push_str(&square(left + WIDE * column, y, survey.dyad(holder, target), &scale, survey.min_n));
        }
    }
    let hatched = format!(" Hatched: fewer than {} documents.", survey.min_n);
    let note = format!("{TITLE}.{}", if few { hatched.as_str() } else { "" });
    out.push_str(&format!("<text x=\"{EDGE}\" y=\"{foot}\" font-size=\"12\" fill=\"#555\">{note}</text>\n"));
    out.push_str(&legend);
    out.push_str("</svg>\n");
    Some(out)
}

/// The legend from `y` on, in as many lines as it needs; returns where it ends.
fn legend(scale: &Scale, width: usize, mut y: usize) -> (String, usize) {
    let mut out = String::new();
    let mut x = EDGE;
    for Step { fill, label, .. } in scale.steps() {
        let wide = 20 + svg::width(label, 11) + 12;
        if x + wide > width {
            (x, y) = (EDGE, y + 22);
        }
        out.push_str(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"16\" height=\"16\" fill=\"{fill}\"/><text x=\"{}\" y=\"{}\" font-size=\"11\" fill=\"#555\">{label}</text>\n",
            x + 20,
            y + 12
        ));
        x += wide;
    }
    (out, y + 16)
}

fn square(x: usize, y: usize, dyad: Option<&Dyad>, scale: &Scale, few: u64) -> String {
    let Some(dyad) = dyad else {
        return format!("<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"32\" fill=\"#f4f4f4\"/>\n", WIDE - 2);
    };
    let (fill, ink) = scale.colour(dyad.all.stance);
    let wide = WIDE - 2;
    let hatched = match dyad.all.documents < few {
        true => format!("<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"32\" fill=\"url(#few)\"/>"),
        false => String::new(),
    };
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"32\" fill=\"{fill}\"/>{hatched}<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"13\" fill=\"{ink}\">{}</text>\n",
        x + WIDE / 2 - 1,
        y + 21,
        signed(dyad.all.stance)
    )
}

//! SVG: the parts that all charts share. Charts have a background of their own, so they are readable in print and in
//! dark mode.

use crate::report::escape::svg;
use crate::report::figure::signed;

/// A step of a colour scale.
pub(super) struct Step {
    /// Its lowest stance, in hundredths.
    from: i32,
    pub(super) fill: &'static str,
    ink: &'static str,
    /// Its label in a legend.
    pub(super) label: String,
}

/// Blue for favor, orange for against; distinguishable by the colour-blind. Darker is stronger.
const COLOURS: [(&str, &str); 7] = [
    ("#b35806", "#fff"),
    ("#e08214", "#111"),
    ("#fdb863", "#111"),
    ("#ececec", "#111"),
    ("#b2cfe8", "#111"),
    ("#67a3d0", "#111"),
    ("#22659c", "#fff"),
];

/// Stances nearer to 0 than this many hundredths are neutral.
const NEUTRAL: i32 = 6;

/// A colour scale that fits the data: a neutral step around 0, and three equal steps on each side up to the largest
/// stance.
pub(super) struct Scale([Step; 7]);

impl Scale {
    /// The scale for `stances`.
    pub(super) fn of(stances: impl Iterator<Item = f64>) -> Scale {
        let most = stances.map(f64::abs).fold(0.0, f64::max);
        let third = (((most * 100.0).ceil() as i32 - NEUTRAL) / 3).clamp(4, 31);
        let bounds = [NEUTRAL, NEUTRAL + third, NEUTRAL + 2 * third];
        let shown = |hundredths: i32| signed(f64::from(hundredths) / 100.0);
        let step = |at: usize| {
            let (fill, ink) = COLOURS[at];
            let (from, label) = match at {
                0 => (i32::MIN, format!("{} or less", shown(-bounds[2]))),
                1 | 2 => {
                    let (low, high) = (1 - bounds[3 - at], -bounds[2 - at]);
                    (low, format!("{} to {}", shown(low), shown(high)))
                }
                3 => (1 - NEUTRAL, format!("{} to {}", shown(1 - NEUTRAL), shown(NEUTRAL - 1))),
                4 | 5 => {
                    let (low, high) = (bounds[at - 4], bounds[at - 3] - 1);
                    (low, format!("{} to {}", shown(low), shown(high)))
                }
                _ => (bounds[2], format!("{} or more", shown(bounds[2]))),
            };
            Step { from, fill, ink, label }
        };
        Scale(std::array::from_fn(step))
    }

    /// Its steps, from against to favor.
    pub(super) fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The colour of a stance, and the colour of text on it.
    pub(super) fn colour(&self, stance: f64) -> (&'static str, &'static str) {
        let hundredths = (stance * 100.0).round() as i32;
        let Step { fill, ink, .. } = self.0[self.0.partition_point(|step| step.from <= hundredths) - 1];
        (fill, ink)
    }
}

/// The definition of the hatching that marks numbers from few documents; `url(#few)` refers to it.
pub(super) const HATCHING: &str = "<defs><pattern id=\"few\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" stroke=\"#fff\" stroke-width=\"2\" stroke-opacity=\"0.55\"/></pattern></defs>\n";

pub(super) fn across(middle: usize, reach: usize, value: f64) -> String {
    format!("{:.1}", middle as f64 + reach as f64 * value)
}

pub(super) fn open(width: usize, height: usize, title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"sans-serif\" font-size=\"14\" fill=\"#111\">\n<title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
        svg(title)
    )
}

/// Maximum width of a label in pixels: about fifty letters.
const LONGEST: f64 = 420.0;

/// Width of a letter in units of the font size. It is a little more than in common sans-serif fonts, so that nothing is
/// cut off with other fonts.
fn letter(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '!' | '|' | '\'' | '’' | '(' | ')' | '[' | ']' | ' ' => 0.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 1.0,
        'A'..='Z' | '0'..='9' => 0.7,
        '\u{0300}'..='\u{036f}' => 0.0,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' => 1.0,
        _ => 0.64,
    }
}

/// The width of `text` at this font size, in pixels, rounded up.
pub(super) fn width(text: &str, size: usize) -> usize {
    (text.chars().map(letter).sum::<f64>() * size as f64).ceil() as usize
}

/// A name beside a row or above a column.
pub(super) struct Label {
    /// The content of its `<text>` element.
    pub(super) markup: String,
    /// Its width in pixels.
    pub(super) width: usize,
}

/// The label of `name` at this font size. A very long name is shortened; its full form is a tooltip.
pub(super) fn label(name: &str, size: usize) -> Label {
    let whole = width(name, size);
    if whole as f64 <= LONGEST {
        return Label { markup: svg(name), width: whole };
    }
    let (mut cut, mut wide) = (String::new(), letter('…'));
    for character in name.chars() {
        wide += letter(character);
        if wide * size as f64 > LONGEST {
            break;
        }
        cut.push(character);
    }
    let cut = format!("{}…", cut.trim_end());
    Label { width: width(&cut, size), markup: format!("<title>{}</title>{}", svg(name), svg(&cut)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_fits_its_data() {
        let scale = Scale::of([-0.3, 0.1].into_iter());
        let labels: Vec<&str> = scale.steps().iter().map(|step| step.label.as_str()).collect();
        assert_eq!(
            labels,
            [
                "−0.22 or less",
                "−0.21 to −0.14",
                "−0.13 to −0.06",
                "−0.05 to +0.05",
                "+0.06 to +0.13",
                "+0.14 to +0.21",
                "+0.22 or more"
            ]
        );
        let fill = |stance: f64| scale.colour(stance).0;
        assert_eq!([fill(-0.3), fill(-0.05), fill(0.06), fill(1.0)], ["#b35806", "#ececec", "#b2cfe8", "#22659c"]);
    }

    #[test]
    fn only_very_long_names_are_cut() {
        let name = "Ministry of Foreign Affairs of Karvelia";
        assert_eq!(label(name, 14).markup, name);
        let long = format!("{name} & of the Outer Isles");
        let Label { markup, width } = label(&long, 14);
        assert!(markup.starts_with("<title>Ministry") && markup.contains("&amp; of the Outer Isles</title>Ministry"));
        assert!(markup.ends_with('…') && width <= 420, "{markup} {width}");
    }
}

//! SVG: the parts that all charts share. Charts have a background of their own, so they are readable in print and in
//! dark mode.

use crate::report::escape::svg;

/// A step of the colour scale.
pub(super) struct Step {
    /// Its lowest stance, in hundredths.
    from: i32,
    pub(super) fill: &'static str,
    ink: &'static str,
    /// Its label in a legend.
    pub(super) label: &'static str,
}

const fn step(from: i32, fill: &'static str, ink: &'static str, label: &'static str) -> Step {
    Step { from, fill, ink, label }
}

/// Blue for favor, orange for against; distinguishable by the colour-blind. Darker is stronger.
pub(super) const STEPS: [Step; 7] = [
    step(i32::MIN, "#b35806", "#fff", "−0.40 or less"),
    step(-39, "#e08214", "#111", "−0.39 to −0.20"),
    step(-19, "#fdb863", "#111", "−0.19 to −0.06"),
    step(-5, "#ececec", "#111", "−0.05 to +0.05"),
    step(6, "#b2cfe8", "#111", "+0.06 to +0.19"),
    step(20, "#67a3d0", "#111", "+0.20 to +0.39"),
    step(40, "#22659c", "#fff", "+0.40 or more"),
];

/// The colour of a stance, and the colour of text on it.
pub(super) fn colour(stance: f64) -> (&'static str, &'static str) {
    let hundredths = (stance * 100.0).round() as i32;
    let Step { fill, ink, .. } = STEPS[STEPS.partition_point(|step| step.from <= hundredths) - 1];
    (fill, ink)
}

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
    fn only_very_long_names_are_cut() {
        let name = "Ministry of Foreign Affairs of Karvelia";
        assert_eq!(label(name, 14).markup, name);
        let long = format!("{name} & of the Outer Isles");
        let Label { markup, width } = label(&long, 14);
        assert!(markup.starts_with("<title>Ministry") && markup.contains("&amp; of the Outer Isles</title>Ministry"));
        assert!(markup.ends_with('…') && width <= 420, "{markup} {width}");
    }
}

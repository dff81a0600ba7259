//! SVG: what all charts share. They have their own background, readable in print and in the dark.

/// A step of the colours.
pub(super) struct Step {
    /// The least stance that has it, in hundredths.
    from: i32,
    pub(super) fill: &'static str,
    ink: &'static str,
    /// What a legend calls it.
    pub(super) label: &'static str,
}

const fn step(from: i32, fill: &'static str, ink: &'static str, label: &'static str) -> Step {
    Step { from, fill, ink, label }
}

/// Blue for, orange against, both safe for the colour-blind; the darker the stronger.
pub(super) const STEPS: [Step; 7] = [
    step(i32::MIN, "#b35806", "#fff", "−0.40 and less"),
    step(-39, "#e08214", "#111", "−0.20"),
    step(-19, "#fdb863", "#111", "−0.06"),
    step(-5, "#ececec", "#111", "0"),
    step(6, "#b2cfe8", "#111", "+0.06"),
    step(20, "#67a3d0", "#111", "+0.20"),
    step(40, "#22659c", "#fff", "+0.40 and more"),
];

/// The colour of a stance, and that of figures on it.
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
        xml(title)
    )
}

pub(super) fn short(name: &str) -> String {
    if name.chars().count() <= 24 {
        name.to_owned()
    } else {
        format!("{}…", name.chars().take(23).collect::<String>())
    }
}

pub(super) fn xml(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    clean.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

//! SVG: what all charts share. They have their own background, readable in print and in the dark.

/// Blue for, orange against, both safe for the colour-blind; the darker the stronger.
pub(super) fn colour(stance: f64) -> (&'static str, &'static str) {
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

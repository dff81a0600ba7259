//! Markdown: escaping, tables, numbers. Text of a corpus can never become a heading, a link, a cell or HTML.

use crate::model::example::Example;
use crate::model::period::Day;
use crate::model::profile::Summary;
use crate::report::name::file_name;
use crate::report::number::reasons;
pub(super) use crate::report::number::signed;

/// `text` so that CommonMark shows it as it is, on one line.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '|' | '#' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(character);
            }
            // An address would be made a link by many renderers.
            ':' => out.push_str("&#58;"),
            '@' => out.push_str("&#64;"),
            _ if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') => out.push(' '),
            // Marks that turn the direction of what follows would reorder the page.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            _ => out.push(character),
        }
    }
    out
}

/// An id in a code span, so that it stands on the page as in the tables; one with other marks in it is escaped.
pub(super) fn code(id: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-:/+ ".contains(c);
    if id.chars().all(plain) && !id.trim().is_empty() { format!("`{id}`") } else { escape(id) }
}

/// The mean with its interval, or the reason why there is none: fewer than `few` documents.
pub(super) fn mean(summary: &Summary, few: u64) -> String {
    let mean = signed(summary.stance);
    match summary.interval {
        Some((low, high)) if summary.documents >= few => {
            format!("{mean} [{}, {}]", signed(low), signed(high)).replace('[', "\\[").replace(']', "\\]")
        }
        _ => format!("({mean}) too few to say"),
    }
}

/// A share as a percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// How often chance does as much: `p = 0.02`, and below what can be told `p < 0.01`.
pub(super) fn chance(p: f64) -> String {
    if p < 0.01 { "p < 0.01".to_owned() } else { format!("p = {p:.2}") }
}

/// "1 statement", "2 statements".
pub(super) fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A link from one actor's page to another's.
pub(super) fn actor_link(id: &str, name: &str) -> String {
    format!("[{}]({}.md)", escape(name), file_name(id))
}

/// A statement as an item of a list: the words first, those that counted in bold, then where they come from.
pub(super) fn item(example: &Example, name_of: &dyn Fn(&str) -> String) -> String {
    let mut out = String::from("- ");
    if example.target.is_some() {
        let unsure = if example.unsure { " not sure" } else { "" };
        out.push_str(&format!("**{}**{unsure} ", signed(example.stance as f64 / 1_000_000.0)));
    }
    out.push_str(&bold_parts(example));
    let said = match (&*example.source, &*example.cue) {
        ("", "") => escape(&name_of(&example.holder)),
        (source, "") => escape(source),
        ("", cue) => format!("“{}”", escape(cue)),
        (source, cue) => format!("{}, “{}”", escape(source), escape(cue)),
    };
    let via: Vec<String> = example.via.iter().map(|id| escape(&name_of(id))).collect();
    let via = if via.is_empty() { String::new() } else { format!(" ▸ via {}", via.join(" ▸ ")) };
    let day = Some(example.day).filter(|day| *day != Day::NONE).map(|day| day.to_string());
    let place: Vec<String> = [example.outlet.as_deref(), day.as_deref()].into_iter().flatten().map(escape).collect();
    let place = if place.is_empty() { String::new() } else { format!(" {},", place.join(", ")) };
    out.push_str(&format!("  \n  — {said}{via};{place} statement {}", code(&example.statement_id)));
    let reasons = reasons(&example.reasons);
    if !reasons.is_empty() {
        out.push_str(&format!("  \n  counted: {}", escape(&reasons)));
    }
    out.push('\n');
    out
}

fn bold_parts(example: &Example) -> String {
    let mut out = String::from("“");
    let mut at = 0;
    let mut counted = example.counted.clone();
    counted.sort_unstable();
    for (start, end) in counted {
        let (start, end) = (usize::from(start), usize::from(end));
        let inside = at <= start && start < end && end <= example.quote.len();
        if !inside || !example.quote.is_char_boundary(start) || !example.quote.is_char_boundary(end) {
            continue;
        }
        out.push_str(&escape(&example.quote[at..start]));
        out.push_str(&format!("**{}**", escape(&example.quote[start..end])));
        at = end;
    }
    out.push_str(&escape(&example.quote[at..]));
    out.push('”');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corpus_text_stays_text() {
        assert_eq!(escape("<b>|# [x](http://y) *z*"), "&lt;b&gt;\\|\\# \\[x\\]\\(http&#58;//y\\) \\*z\\*");
        assert_eq!(escape("a\nb\u{202e}c"), "a bc");
    }

    #[test]
    fn numbers_carry_their_sign() {
        assert_eq!([signed(0.4249), signed(-0.5), signed(-0.001), signed(0.0)], ["+0.42", "−0.50", "0.00", "0.00"]);
    }
}

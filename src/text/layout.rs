//! Layout: what stands in a text and is none of it: datelines, bylines, credits of photographs, "Read more".
//!
//! It is put out of sight before anything is read, as blanks of the same number of bytes, so that spans of what is left
//! are spans of the text. What any of it means is nothing to this file.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::model::span::Span;
use crate::text::fold::is_invisible;
use crate::text::list::pairs;

/// A dateline ends within so many bytes of its line. Chosen by hand.
const DATELINE: usize = 90;

/// A credit or a byline has so many words at most. Chosen by hand.
const LINE: usize = 9;

/// Marks of layout with their kind: how a `caption` begins, whose `credit` a photograph has, how a `pointer` to another
/// text begins, and each `remnant` that the players, buttons and captions of news sites leave inside a line.
static MARKS: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| pairs(include_str!("../../lexicons/layout.csv")).collect());

/// The marks of a kind.
pub(crate) fn marks_of(kind: &str) -> impl Iterator<Item = &'static str> {
    MARKS.iter().filter(move |(_, of)| *of == kind).map(|(mark, _)| *mark)
}

/// Names of months in small letters.
static MONTHS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| pairs(include_str!("../../lexicons/months.csv")).map(|(word, _)| word).collect());

/// What some news sites print at the end of the related headlines that they put behind a name.
const MORE: &str = " MORE";

/// Related headlines have so many bytes at most. Chosen by hand.
const RELATED: usize = 500;

/// `text` with blanks for its layout; the same number of bytes.
pub(crate) fn without_layout(text: &str) -> Cow<'_, str> {
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if is_layout(words) {
            spans.push(Span::new(start, start + line.trim_end().len()));
        } else {
            let indent = line.len() - line.trim_start().len();
            if let Some(length) = dateline(words) {
                // The agency of a dispatch may be its author.
                let agency = words[..length].rfind('(').filter(|_| words[..length].trim_end().ends_with(") --"));
                spans.push(Span::new(start + indent, start + indent + agency.unwrap_or(length)));
            }
            if ["Media ", "Image ", "Getty", "ARTICLE", "Share "].iter().any(|sign| line.contains(sign)) {
                remnants(line, start, &mut spans);
            }
        }
        if line.contains(MORE) {
            related(line, start, &mut spans);
        }
        start += line.len();
    }
    marks(text, &mut spans);
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    spans.sort_unstable();
    let mut blank = String::with_capacity(text.len());
    let mut done = 0;
    for span in spans {
        if span.start() < done {
            continue;
        }
        blank.push_str(&text[done..span.start()]);
        blank.extend(std::iter::repeat_n(' ', span.len()));
        done = span.end();
    }
    blank.push_str(&text[done..]);
    Cow::Owned(blank)
}

/// The dateline with which the first line of `text` that is no layout begins; empty without one.
pub(crate) fn first_dateline(text: &str) -> &str {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !is_layout(line));
    lines.next().and_then(|line| Some(&line[..dateline(line)?])).unwrap_or("")
}

/// Related headlines behind a surname: `President Ilo Ada Bel IloSenate debates dams Ilo leaves for talks MORE said`.
///
/// **What it does**: finds a surname, the full name that ends in it, and a headline stuck to that; puts everything behind the
/// first surname out of sight, up to the mark.
/// **Why**: taken for text, the headlines speak, and nobody is called IloSenate.
/// **Known failures**: a headline that begins with a blank stays.
/// **Source**: hand-made.
fn related(line: &str, start: usize, spans: &mut Vec<Span>) {
    let mut done = 0;
    for (mark, _) in line.match_indices(MORE) {
        let end = mark + MORE.len();
        if line[end..].starts_with(char::is_alphanumeric) {
            continue;
        }
        let mut from = done.max(mark.saturating_sub(RELATED));
        while !line.is_char_boundary(from) {
            from += 1;
        }
        if let Some(begin) = behind_surname(&line[from..mark]) {
            spans.push(Span::new(start + from + begin, start + end));
        }
        done = end;
    }
}

/// Where the full name begins behind the surname: `Ilo Ada Bel IloSenate`.
fn behind_surname(words: &str) -> Option<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut at = 0;
    for word in words.split(' ') {
        let glue = word
            .char_indices()
            .zip(word.chars().skip(1))
            .filter(|((_, a), b)| (a.is_lowercase() || *a == '.') && (b.is_uppercase() || b.is_ascii_digit()));
        for ((cut, letter), _) in glue {
            let surname = &word[..cut + letter.len_utf8()];
            let ends_so = |end: &&usize| {
                let before = &words[..**end];
                before.strip_suffix(surname).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
            };
            if let Some(end) = ends.iter().rev().take(7).find(ends_so) {
                return Some(*end);
            }
        }
        at += word.len();
        ends.push(at);
        at += 1;
    }
    None
}

/// Invisible marks at the beginning or end of a word. Those inside words stay.
fn marks(text: &str, spans: &mut Vec<Span>) {
    if !text.contains(is_invisible) {
        return;
    }
    for (at, letter) in text.char_indices().filter(|(_, letter)| is_invisible(*letter)) {
        let end = at + letter.len_utf8();
        let inside = text[..at].ends_with(char::is_alphanumeric) && text[end..].starts_with(char::is_alphanumeric);
        if !inside {
            spans.push(Span::new(at, end));
        }
    }
}

/// The length of the dateline with which `line` begins: `BEIJING, May 1 (Xinhua) -- `, `April 2 - `, `(CNN) -- `.
///
/// **What it does**: everything before the first dash is capitals, a place with the name of an agency in brackets, or a day.
/// **Why**: it says where a report was filed, not who acts.
/// **Known failures**: a place in small letters without an agency ("Geneva — ") stays.
/// **Source**: hand-made.
fn dateline(line: &str) -> Option<usize> {
    let mut end = line.len().min(DATELINE);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let head = &line[..end];
    if let Some(rest) = head.strip_prefix("(CNN)") {
        return Some(5 + rest.len() - rest.trim_start_matches([' ', '-', '—', '–']).len());
    }
    let dash = [" - ", " -- ", " — ", " – ", ") - ", ")-", ")_", "_", "— ", " --"];
    let (at, mark) = dash.iter().filter_map(|mark| Some((head.find(mark)?, *mark))).min()?;
    let place = head[..at].trim_end_matches(['-', '—', '–', ' ']);
    let at = at + mark.len();
    let words: Vec<&str> = place.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let bracket = place.contains('(') || mark.starts_with(')');
    let capitals = |word: &str| {
        word.len() > 2
            && !word.bytes().any(|byte| byte.is_ascii_lowercase())
            && word.bytes().any(|byte| byte.is_ascii_uppercase())
    };
    let is_month = |word: &str| {
        let word = word.trim_end_matches('.').to_lowercase();
        MONTHS.contains(&word.as_str())
    };
    let is_day = |word: &str| word.len() <= 3 && word.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let first = *words.first()?;
    let dated = is_month(first) && words.len() <= 3 && words[1..].iter().any(|word| is_day(word.trim_end_matches('.')));
    let placed = capitals(first) && (words.len() <= 3 || bracket || words.iter().any(|word| is_month(word)));
    let agency = bracket && words.len() <= 6 && first.starts_with(char::is_uppercase);
    let plain = words.iter().all(|word| {
        word.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit() || letter == '(')
            || matches!(*word, "and" | "of" | "de" | "the")
    });
    ((dated || placed || agency) && plain).then_some(at)
}

/// A line that is a byline, a credit, or leads somewhere else.
fn is_layout(line: &str) -> bool {
    let words = || line.split_whitespace();
    let few = |most: usize| words().take(most + 1).count() <= most;
    let ends = line.ends_with(['.', '!', '?', '”', '"', ':']);
    if line.len() < 4 || line.len() > 400 {
        return false;
    }
    let points_away = |mark: &str| line.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    if marks_of("pointer").any(points_away) {
        return few(30) && !ends;
    }
    if line.starts_with("By ") && few(LINE) && !ends {
        return words()
            .skip(1)
            .all(|word| word.starts_with(char::is_uppercase) || matches!(word, "and" | "of" | "in" | "|"));
    }
    // "Ada Ilo / Reuters", "(AP Photo/Ada Ilo)", "Ada Ilo/AFP/Getty Images".
    let credit = line.trim_matches(['(', ')', ' ']);
    let agency = || marks_of("credit").any(|name| credit.split(['/', ' ', ',']).any(|word| word == name));
    few(LINE) && !ends && credit.contains('/') && agency() && words().all(|word| !word.starts_with(char::is_lowercase))
}

/// `Image copyright EPA Image caption …`, inside a line.
fn remnants(line: &str, start: usize, spans: &mut Vec<Span>) {
    for remnant in marks_of("remnant") {
        spans.extend(line.match_indices(remnant).map(|(at, _)| Span::new(start + at, start + at + remnant.len())));
    }
    for (at, _) in line.match_indices("Image copyright ") {
        let rest = &line[at..];
        let end = rest
            .find("Image caption")
            .unwrap_or_else(|| rest.match_indices(' ').nth(2).map_or(rest.trim_end().len(), |(end, _)| end));
        spans.push(Span::new(start + at, start + at + end));
    }
}

#[cfg(test)]
mod tests {
    use super::without_layout;

    fn left(text: &str) -> String {
        let blank = without_layout(text);
        assert_eq!(blank.len(), text.len());
        blank.split_whitespace().collect::<Vec<&str>>().join(" ")
    }

    #[test]
    fn datelines_are_no_text() {
        for dateline in ["SUDRA (Reuters) - ", "Port Nor (AP) — ", "April 2 - "] {
            assert_eq!(left(&format!("{dateline}Norland said no.")), "Norland said no.", "{dateline}");
        }
        // The agency stays where it may be the author.
        assert_eq!(left("PORT NOR, May 1 (NNA) -- Norland said no."), "(NNA) -- Norland said no.");
        for text in ["Norland - the smaller of the two - said no.", "US - Norland talks end.", "May said no - again."] {
            assert_eq!(left(text), text);
        }
    }

    #[test]
    fn credits_and_links_are_no_text() {
        let text = "By Ada Ilo\nAda Ilo / Reuters\nRead more: Norland says no\nImage copyright EPA Image caption Norland is small.";
        assert_eq!(left(text), "Norland is small.");
        assert_eq!(left("By now Norland had said no.\nBy Friday night"), "By now Norland had said no. By Friday night");
    }
}

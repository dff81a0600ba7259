//! Pairs: what a statement says of a target comes in; two segments come out, in the form in which the encoder has
//! learned them (`marked` in `bin/fit/teacher.py`).
//!
//! The first segment is a little of the text before the statement, and what is said: the target between asterisks, the
//! source between hashes. The second names both again.

use crate::model::span::Span;

/// So many characters of the content on each side of the target are shown, and of the text before the statement.
const REACH: usize = 140;
const BEFORE: usize = 90;

/// Stretches that are no farther apart than this, in characters, are shown as one.
const GAP: usize = 40;

/// What somebody says of a target, as spans of `text`.
pub(crate) struct Told<'t> {
    pub(crate) text: &'t str,
    pub(crate) source: Option<Span>,
    pub(crate) cue: Option<Span>,
    pub(crate) content: &'t [Span],
    /// Where the target is named; not empty.
    pub(crate) target: &'t [Span],
}

/// The two segments.
pub(crate) fn marked(told: &Told<'_>) -> (String, String) {
    let Told { text, source, cue, content, target } = *told;
    let first = target.iter().map(|span| span.start()).min().unwrap_or_default();
    let (from, to) = (back(text, first, REACH), on(text, first, REACH));
    let near = content.iter().map(|part| Span::new(part.start().max(from), part.end().min(to)));
    let pieces = source.into_iter().chain(cue).chain(near).filter(|piece| !piece.is_empty());
    let pieces = joined(text, pieces.collect());
    let marks = marks(target, source);
    let shown: Vec<String> = pieces.iter().map(|&piece| with_marks(text, piece, &marks)).collect();
    let start = pieces.first().map_or(first, |piece| piece.start());
    let before = plain(&text[back(text, start, BEFORE)..start]);
    // The first of these words may be cut.
    let before = before.split_once(' ').map_or("", |(_, rest)| rest);
    let bar = if before.is_empty() { "" } else { " | " };
    let named = target.first().into_iter().copied().chain(source).map(|span| plain(span.of(text)));
    (format!("{before}{bar}{}", shown.join(" … ")), named.collect::<Vec<String>>().join(" # "))
}

/// `spans` in text order, those that almost touch as one.
fn joined(text: &str, mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut found: Vec<Span> = Vec::new();
    for span in spans {
        match found.last_mut() {
            Some(last) if span.start() <= on(text, last.end(), GAP) => {
                *last = Span::new(last.start(), last.end().max(span.end()));
            }
            _ => found.push(span),
        }
    }
    found
}

/// Where the marks stand, in text order; at one place ends come before starts.
fn marks(target: &[Span], source: Option<Span>) -> Vec<(usize, bool, char)> {
    let of = |span: &Span, mark| [(span.start(), true, mark), (span.end(), false, mark)];
    let mut marks: Vec<(usize, bool, char)> = target.iter().flat_map(|span| of(span, '*')).collect();
    marks.extend(source.iter().flat_map(|span| of(span, '#')));
    marks.sort_unstable();
    marks
}

fn with_marks(text: &str, piece: Span, marks: &[(usize, bool, char)]) -> String {
    let (mut shown, mut at) = (String::new(), piece.start());
    for &(place, _, mark) in marks.iter().filter(|mark| piece.start() <= mark.0 && mark.0 <= piece.end()) {
        shown.extend([&plain(&text[at..place]), " ", mark.encode_utf8(&mut [0; 4]), " "]);
        at = place;
    }
    shown + &plain(&text[at..piece.end()])
}

/// The words alone, with a space between them and without marks.
fn plain(words: &str) -> String {
    // The last four are white space for Python, by which the encoder was taught.
    let is_between = |c: char| c.is_whitespace() || matches!(c, '*' | '#' | '\u{1c}'..='\u{1f}');
    words.split(is_between).filter(|word| !word.is_empty()).collect::<Vec<&str>>().join(" ")
}

/// The place so many characters before `at`.
fn back(text: &str, at: usize, characters: usize) -> usize {
    text[..at].char_indices().rev().take(characters).last().map_or(at, |(place, _)| place)
}

/// The place so many characters after `at`.
fn on(text: &str, at: usize, characters: usize) -> usize {
    text[at..].char_indices().nth(characters).map_or(text.len(), |(place, _)| at + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, source: &str, cue: &str, content: &[&str], target: &[&str]) -> (String, String) {
        let place = |words: &&str| {
            let start = text.find(words).expect("the words are in the text");
            Span::new(start, start + words.len())
        };
        let place_of = |words: &str| (!words.is_empty()).then(|| place(&words));
        let (content, target): (Vec<Span>, Vec<Span>) =
            (content.iter().map(place).collect(), target.iter().map(place).collect());
        marked(&Told { text, source: place_of(source), cue: place_of(cue), content: &content, target: &target })
    }

    #[test]
    fn target_and_source_are_marked_and_named_again() {
        let text = "It was late. Ada Pell said that Norland *had* lied to Sudria, and to us.";
        let (first, second) = shown(text, "Ada Pell", "said", &["that Norland *had* lied"], &["Norland"]);
        assert_eq!(first, "was late. |  # Ada Pell # said that * Norland * had lied");
        assert_eq!(second, "Norland # Ada Pell");
        let (first, second) = shown("Norland lied.", "", "", &["Norland lied."], &["Norland"]);
        assert_eq!((first.as_str(), second.as_str()), (" * Norland * lied.", "Norland"));
    }

    #[test]
    fn only_what_is_near_is_shown() {
        let far = "word ".repeat(40);
        let text = format!("{far}“{far}Norland lied.{far}” {far} said Ada Pell");
        let content = format!("{far}Norland lied.{far}");
        let (first, second) = shown(&text, "Ada Pell", "said", &[&content], &["Norland"]);
        let words = |count: usize| vec!["word"; count].join(" ");
        let before = format!("{} “{}", words(5), words(12));
        let expected = format!("{before} | {} * Norland * lied.{} wo … said # Ada Pell # ", words(28), words(25));
        assert_eq!(first, expected);
        assert_eq!(second, "Norland # Ada Pell");
    }
}

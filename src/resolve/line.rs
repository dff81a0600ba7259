//! The words of a line, as names are read from them: where each stands, and whether a mark parts it from the next.

use crate::model::span::Span;

/// One word of a line.
pub(super) struct Word<'t> {
    pub(super) span: Span,
    pub(super) text: &'t str,
    /// Whether a mark stands before it, or after it.
    pub(super) opens: bool,
    pub(super) closes: bool,
}

/// All words of the text that stand in small letters, in order.
pub(super) fn small_words(text: &str) -> Vec<&str> {
    let bare = text.split_ascii_whitespace().map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
    let mut small: Vec<&str> = bare.filter(|word| word.starts_with(|first: char| first.is_ascii_lowercase())).collect();
    small.sort_unstable();
    small.dedup();
    small
}

/// The words of `line`, which begins at `start` in the text.
pub(super) fn words(line: &str, start: usize) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    for piece in line.split([' ', '\n', '\r', '\t', '\u{a0}']) {
        // Two dashes, a slash or a long dash part words too.
        let mut from = at;
        for part in piece.split(['/', '—', '–']) {
            // "Rep.Ada", "said.Norland": a blank is missing.
            let mut rest = part;
            let mut at = start + from;
            while let Some(end) = glued(rest) {
                push(&mut found, &rest[..end], at, true);
                rest = &rest[end..];
                at += end;
            }
            push(&mut found, rest, at, part.len() < piece.len());
            from += part.len();
            from += line[from..].chars().next().map_or(0, char::len_utf8);
        }
        at += piece.len();
        at += line[at..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// Where a sentence ends inside `piece`: behind the point between a small letter and a capital.
fn glued(piece: &str) -> Option<usize> {
    let bytes = piece.as_bytes();
    let at = bytes
        .windows(3)
        .position(|three| three[0].is_ascii_lowercase() && three[1] == b'.' && three[2].is_ascii_uppercase())?;
    Some(at + 2)
}

fn push<'t>(found: &mut Vec<Word<'t>>, part: &'t str, at: usize, cut: bool) {
    let inner = |letter: char| letter.is_alphanumeric();
    let Some(first) = part.find(inner) else {
        if let (Some(last), false) = (found.last_mut(), part.is_empty()) {
            last.closes = true;
        }
        return;
    };
    let last = part.rfind(inner).map_or(part.len(), |at| at + part[at..].chars().next().map_or(1, char::len_utf8));
    let bare = &part[first..last];
    // "R.C.", "J.", "Jr."
    let is_initial = part[last..].starts_with('.')
        && bare.starts_with(char::is_uppercase)
        && (bare.len() == 1 || bare.contains('.') && bare.len() <= 5 || matches!(bare, "Jr" | "Sr" | "St"));
    let end = if is_initial { last + 1 } else { last };
    let mut bare = &part[first..end];
    let mut owner = false;
    for ending in ["'s", "’s"] {
        if let Some(rest) = bare.strip_suffix(ending) {
            (bare, owner) = (rest, true);
        }
    }
    // "The People's Party" goes on.
    let closes = owner && bare != "People" && bare != "Women" && bare != "Workers" || cut || end < part.len();
    found.push(Word { span: Span::new(at + first, at + first + bare.len()), text: bare, opens: first > 0, closes });
}

/// Whether most words of a line have a capital.
pub(super) fn is_title_case(words: &[Word<'_>]) -> bool {
    let long = || words.iter().filter(|word| word.text.len() > 3 && word.text.starts_with(char::is_alphabetic));
    let (capital, all) = (long().filter(|word| word.text.starts_with(char::is_uppercase)).count(), long().count());
    all >= 4 && capital * 5 >= all * 4
}

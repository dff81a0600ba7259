//! Sentence splitting. A span of text comes in; the spans of its sentences come out. Quotations are not considered:
//! callers that need a whole quotation join its sentences.
//!
//! **What it does**: a sentence ends at a line break, or at `.`, `!` or `?` that is followed by white space and no
//! lower-case letter. An abbreviation, an initial or an acronym does not end it, and neither does `!` or `?` before a
//! closing quotation mark if a name and a verb of reporting follow.
//! **Why**: in news text a line break ends a paragraph.
//! **Example**: `“We won!” Ada Ilo said.` is one sentence.
//! **Known failures**: a sentence that ends in an abbreviation ("He lives in the U.S. She left.") is not split; one
//! that begins with a lower-case name is not split from the one before.
//! **Source**: chosen by hand; the abbreviations are in `lexicons/abbreviations.csv`.

use std::sync::LazyLock;

use crate::model::span::Span;
use crate::text::function_words::is;
use crate::text::list::rows;

/// Abbreviations whose point does not end a sentence; one a line, after a header.
static ABBREVIATIONS: LazyLock<std::collections::BTreeSet<&'static str>> = LazyLock::new(|| {
    rows(include_str!("../../lexicons/abbreviations.csv")).filter_map(|row| row.split(',').next()).collect()
});

/// Bytes that may end a sentence.
static MAY_END: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b"\n\r.!?";
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
};

/// The sentences of `text` inside `within`, in order, without surrounding white space; none is empty.
pub(crate) fn sentences(text: &str, within: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = within.start();
    let bytes = &text.as_bytes()[..within.end()];
    let mut at = start;
    while let Some(skipped) = bytes[at..].iter().position(|&byte| MAY_END[byte as usize]) {
        at += skipped;
        let end = match bytes[at] {
            b'\n' | b'\r' => Some(at),
            _ => end_of_sentence(text, at, within.end()),
        };
        at += 1;
        if let Some(end) = end {
            push(&mut found, text, start, end);
            start = end;
            at = at.max(end);
        }
    }
    push(&mut found, text, start, within.end());
    found
}

fn push(found: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let sentence = Span::new(start, end).trimmed(text);
    if !sentence.is_empty() {
        found.push(sentence);
    }
}

/// The end of the sentence whose final punctuation is at `at`, including closing quotation marks and brackets; `None`
/// if the sentence goes on.
fn end_of_sentence(text: &str, at: usize, limit: usize) -> Option<usize> {
    let after = &text[at + 1..limit];
    let closing: usize = after
        .chars()
        .take_while(|c| matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»' | '.' | '!' | '?'))
        .map(char::len_utf8)
        .sum();
    let end = at + 1 + closing;
    let mut following = text[end..limit].chars();
    if !following.next().is_none_or(char::is_whitespace) {
        return None;
    }
    let next = following.find(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '“' | '‘' | '(' | '[' | '«'));
    if next.is_some_and(char::is_lowercase) {
        return None;
    }
    if matches!(text.as_bytes()[at], b'!' | b'?') && closing > 0 && is_reported(&text[end..limit]) {
        return None;
    }
    if text.as_bytes()[at] == b'.' && closing == 0 && is_abbreviation(&text[..at]) {
        return None;
    }
    Some(end)
}

/// Whether a name and a verb of reporting follow, so that the sentence continues after its quotation.
fn is_reported(after: &str) -> bool {
    let words = after.split_whitespace().take(LONGEST_NAME + 1);
    let mut name = words.map(|word| word.trim_end_matches([',', '.'])).enumerate();
    let verb = name.find(|(_, word)| !word.starts_with(char::is_uppercase));
    verb.is_some_and(|(at, word)| at > 0 && is(word, "report"))
}

/// Maximum number of words in such a name, including titles.
const LONGEST_NAME: usize = 4;

/// Whether the word before the point is a known abbreviation, an initial, or an acronym with points.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '.')).next().unwrap_or("");
    let single_letter = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    single_letter
        || word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1)
        || ABBREVIATIONS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_inside_names_and_quotes_do_not_cut() {
        let text = "Mr. Ilo met Gen. Abra on Jan. 3. “We agree.” He left?\nU.S. envoys came. no";
        let cut: Vec<&str> = sentences(text, Span::new(0, text.len())).iter().map(|s| s.of(text)).collect();
        let shouted = "“We won!” Ada Ilo said. “Did they?” Nobody knew. “Go!” Then Abra left.";
        let parts: Vec<&str> = sentences(shouted, Span::new(0, shouted.len())).iter().map(|s| s.of(shouted)).collect();
        assert_eq!(parts, ["“We won!” Ada Ilo said.", "“Did they?”", "Nobody knew.", "“Go!”", "Then Abra left."]);
        assert_eq!(cut, ["Mr. Ilo met Gen. Abra on Jan. 3.", "“We agree.”", "He left?", "U.S. envoys came. no"]);
    }
}

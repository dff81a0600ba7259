//! What stands around a name: the words before and after it, and what they make of it.

use crate::model::span::Span;

/// What joins two words: a blank, a hyphen, or the end of a line inside a paragraph.
const JOINTS: [char; 5] = [' ', '\u{a0}', '-', '‑', '\n'];

/// A headline has so many bytes at most. Chosen by hand.
const HEADLINE: usize = 200;

/// A text in which words are looked for around a place.
#[derive(Clone, Copy)]
pub(super) struct Around<'t>(pub(super) &'t str);

impl<'t> Around<'t> {
    /// The word right before `at`, only one joint between; `None` at the beginning of a paragraph or behind a mark.
    pub(super) fn word_before(self, at: usize) -> Option<Span> {
        let before = &self.0[..at];
        let end = before.strip_suffix(JOINTS)?.len();
        let letters = |letter: char| letter.is_alphanumeric() || matches!(letter, '\'' | '’' | '.' | '-');
        let start = before[..end].rfind(|letter| !letters(letter));
        let start = start.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        (start < end).then_some(Span::new(start, end))
    }

    /// The word right after `at`, only one joint between; `None` at the end of a paragraph or before a mark.
    pub(super) fn word_after(self, at: usize) -> Option<Span> {
        let after = &self.0[at..];
        let rest = after.strip_prefix(JOINTS)?;
        let start = at + after.len() - rest.len();
        let length = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '-').unwrap_or(rest.len());
        (length > 0).then_some(Span::new(start, start + length))
    }

    /// The words strictly between two places, if there are at most `most`, all joined by blanks, hyphens or the end of
    /// a line; the end of a paragraph or a headline parts them.
    pub(super) fn words_between(self, from: usize, to: usize, most: usize) -> Option<Vec<&'t str>> {
        let between = self.0.get(from..to)?;
        let parted = between.contains(|letter: char| !is_joined(letter)) || between.contains("\n\n");
        if between.len() > 12 * (most + 1) || parted {
            return None;
        }
        let words: Vec<&str> = between.split(JOINTS).filter(|word| !word.is_empty()).collect();
        (words.len() <= most).then_some(words)
    }

    /// Whether a capital at `at` may be due to the beginning of a sentence, a quotation or a line.
    pub(super) fn begins_sentence(self, at: usize) -> bool {
        const ENDS: [char; 19] =
            ['.', '!', '?', ':', '\n', '“', '"', '‘', '\'', '—', '–', '-', '•', '(', '[', '…', '\t', '\r', ';'];
        let before = self.0[..at].trim_end_matches([' ', '\u{a0}']);
        before.chars().next_back().is_none_or(|last| ENDS.contains(&last))
    }

    /// Whether the line around `at` is a headline in which every word has a capital.
    pub(super) fn in_title_case(self, at: usize) -> bool {
        let bytes = self.0.as_bytes();
        let first = at.saturating_sub(HEADLINE);
        let from = match memchr::memrchr(b'\n', &bytes[first..at]) {
            Some(end) => first + end + 1,
            None if first == 0 => 0,
            None => return false,
        };
        let last = bytes.len().min(from + HEADLINE);
        let to = match memchr::memchr(b'\n', &bytes[at.min(last)..last]) {
            Some(length) => at + length,
            None if last == bytes.len() => last,
            None => return false,
        };
        let line = &self.0[from..to];
        let words = || line.split(' ').filter(|word| word.len() > 3 && word.starts_with(char::is_alphabetic));
        let (capital, all) = (words().filter(|word| word.starts_with(char::is_uppercase)).count(), words().count());
        all >= 3 && capital * 5 >= all * 4
    }

    /// The possessive ending at `at`, if one stands there: `'s`, `’s` or an apostrophe after a final s.
    pub(super) fn possessive(self, at: usize) -> Option<usize> {
        let rest = &self.0[at..];
        let apostrophe = rest.strip_prefix(['\'', '’'])?;
        let length = rest.len() - apostrophe.len();
        let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        match apostrophe.strip_prefix('s') {
            Some(rest) if ends(rest) => Some(length + 1),
            _ if ends(apostrophe) && self.0[..at].ends_with(['s', 'S', 'x', 'z']) => Some(length),
            _ => None,
        }
    }
}

fn is_joined(letter: char) -> bool {
    letter.is_alphanumeric() || JOINTS.contains(&letter)
}

pub(super) fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::Around;

    #[test]
    fn words_beside_a_place() {
        let text = "Mr. Ilo’s old-time ally,\nNorland";
        let around = Around(text);
        let at = text.find("ally").expect("it stands there");
        assert_eq!(around.word_before(at).map(|span| span.of(text)), Some("old-time"));
        assert_eq!(around.word_after(at + 4), None);
        assert_eq!(around.word_before(text.len() - 7), None);
        assert_eq!(around.possessive(text.find('’').expect("it stands there")), Some(4));
    }

    #[test]
    fn headlines() {
        assert!(Around("Norland Warns Sudria Over Border Talks\nThe talks of the two").in_title_case(3));
        assert!(!Around("Norland warned Sudria over the border talks").in_title_case(3));
    }
}

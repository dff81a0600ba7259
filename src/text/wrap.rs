//! Wrapped lines: joins lines that were broken at a fixed width. A text comes in; the same number of bytes comes out,
//! so spans stay valid. It does not look at meaning.
//!
//! **What it does**: replaces a line break by a space where the sentence continues on the next line.
//! **Why**: elsewhere a line break ends a sentence, but transcripts and old archives break lines at the page width.
//! **Example**: `to thank the` / `Republic of Ostrava` becomes one line.
//! **Known failures**: in a wrapped text, a long heading is joined to the paragraph below; a paragraph that ends in a
//! full line is joined to the next.
//! **Source**: chosen by hand.

use std::borrow::Cow;

/// A text with fewer line breaks than this is never treated as wrapped. Chosen by hand.
const LEAST: usize = 4;

/// `text` with a space in place of each line break that only wraps a line. The number of bytes stays the same.
///
/// A text counts as wrapped if a lower-case letter follows at least half of its line breaks. In running English about
/// five words in six begin with one; paragraphs hardly ever do.
pub(crate) fn unwrapped(text: &str) -> Cow<'_, str> {
    let (mut breaks, mut small) = (0, 0);
    for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let next = text[at + 1..].chars().next().filter(|next| !next.is_whitespace());
        breaks += usize::from(next.is_some());
        small += usize::from(next.is_some_and(char::is_lowercase));
    }
    if breaks < LEAST || small * 2 < breaks {
        return Cow::Borrowed(text);
    }
    let mean = text.len() / (breaks + 1);
    let mut joined = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let words = line.trim_end_matches(['\r', '\n']);
        joined.push_str(words);
        if lines.peek().is_some_and(|next| wraps(words.trim(), next.trim(), mean)) {
            joined.extend(std::iter::repeat_n(' ', line.len() - words.len()));
        } else {
            joined.push_str(&line[words.len()..]);
        }
    }
    Cow::Owned(joined)
}

/// Whether the sentence continues on the next line. A short line before a capitalised one ends a paragraph or is a
/// heading.
fn wraps(line: &str, next: &str, mean: usize) -> bool {
    let Some(first) = next.chars().next() else { return false };
    let short = line.len() * 4 < mean * 3;
    !line.is_empty() && (first.is_lowercase() || !short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_page_are_joined_and_paragraphs_stay() {
        let page = "My delegation wishes to thank the\r\nRepublic of Ostrava for its help and\nto assure it of our \
                    friendship, which\nhas lasted.\nPeace\nWe turn to the matter of peace, which\nthe \
                    Assembly has before it.\n\nThank you all for your patience\nand for your attention.";
        let read = unwrapped(page);
        assert_eq!(read.len(), page.len());
        assert!(
            read.contains("the  Republic of Ostrava for its help and to assure it of our friendship, which has"),
            "{read}"
        );
        assert!(read.contains("lasted.\nPeace\nWe turn"), "{read}");
        assert!(read.contains("before it.\n\nThank you all for your patience and"), "{read}");
    }

    #[test]
    fn paragraphs_of_news_are_left_alone() {
        let news = "A headline without a point\nThe minister spoke.\nthe spokesman did not.\nNobody else\nspoke.\nEnd.";
        assert_eq!(unwrapped(news), news);
        assert_eq!(unwrapped("one\ntwo\nthree"), "one\ntwo\nthree");
    }
}

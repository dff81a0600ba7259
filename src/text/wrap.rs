//! Wrapped lines: texts whose sentences are broken over lines of a fixed width.
//!
//! Elsewhere a line break ends a sentence, as it does in news text. Transcripts and old archives break their lines
//! wherever the page ended; there the breaks inside a paragraph are put out of sight.

use std::borrow::Cow;

/// A text with fewer line breaks than this is never taken for wrapped.
const LEAST: usize = 4;

/// `text` with a space for each line break that only wraps a line; the same number of bytes, so that spans of one are
/// spans of the other.
///
/// A text is wrapped if a small letter follows at least half of its line breaks: of running English words five in six
/// begin with one, of paragraphs hardly any.
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

/// Whether the sentence goes on from one line to the next: a short line before a line that begins anew is the last of
/// its paragraph, or a heading.
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

//! Paragraphs that are no text: captions of photographs with their credits.

use crate::text::annotated::Annotated;
use crate::text::layout::marks_of;
use crate::text::paragraph::Paragraph;

/// A caption has so many bytes at most. Chosen by hand.
const LONGEST: usize = 500;

/// Whether `paragraph` is the caption of a photograph, or repeats the title.
pub(super) fn is_no_text(document: &Annotated<'_>, paragraph: &Paragraph<'_>) -> bool {
    let words = paragraph.span.of(document.text);
    let title = document.headlines.first().filter(|title| title.start() < paragraph.span.start());
    title.is_some_and(|title| title.of(document.text) == words) || is_caption(words)
}

fn is_caption(words: &str) -> bool {
    if words.len() > LONGEST {
        return false;
    }
    let credit = words.trim_end_matches(['.', ' ']).strip_suffix([')', ']']).and_then(|rest| {
        let open = rest.rfind(['(', '['])?;
        Some(&rest[open + 1..])
    });
    let credits = |credit: &str| {
        marks_of("credit").any(|mark| credit.split(|c: char| !c.is_alphanumeric()).any(|word| word == mark))
    };
    marks_of("caption").any(|mark| words.starts_with(mark)) || credit.is_some_and(credits)
}

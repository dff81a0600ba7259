//! Paragraphs that are no text: captions of photographs with their credits.

use std::sync::LazyLock;

use crate::text::annotated::Annotated;
use crate::text::paragraph::Paragraph;

/// How captions begin and end, as `begins` or `credit`.
static MARKS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("../../lexicons/captions.csv").lines().skip(1).filter_map(|row| row.rsplit_once(',')).collect()
});

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
    MARKS.iter().any(|(mark, kind)| match *kind {
        "begins" => words.starts_with(mark),
        _ => credit.is_some_and(|credit| credit.split(|c: char| !c.is_alphanumeric()).any(|word| word == *mark)),
    })
}

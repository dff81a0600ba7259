//! Quotations that no cue has claimed: signed, introduced, or said by whoever spoke last.

use crate::extract::rules::{source_phrase, speaks};
use crate::model::attribution::{Attribution, Form};
use crate::model::span::Span;
use crate::text::annotated::Annotated;
use crate::text::paragraph::Paragraph;

/// The shortest quotation that counts as speech without a cue of its own, in words: shorter ones may be scare quotes.
/// Chosen by hand.
const SPEECH: usize = 6;

/// So many attributions back, one may still have claimed a quotation. Chosen by hand; a paragraph has fewer.
const NEAR: usize = 24;

/// Quotations that end in the paragraph with this number, long enough to be speech or signed, that nobody has claimed:
/// said by whoever signs or introduces them, or spoke last in the paragraph or in the one before (`last`).
pub(super) fn fill(
    document: &Annotated<'_>,
    number: usize,
    found: &mut Vec<Attribution>,
    first: usize,
    last: Option<Span>,
) {
    let (text, paragraph) = (document.text, &document.paragraphs[number]);
    let near = crate::text::quotation::overlapping(&document.quotations, paragraph.span);
    for quotation in near {
        if !quotation.spans.last().is_some_and(|last| paragraph.span.contains(*last)) {
            continue;
        }
        let whole = quotation.whole();
        // Whoever claims it stands near, though perhaps in an earlier paragraph that it runs on from.
        let claimed = found.iter().rev().take(NEAR).flat_map(|known| &known.content).any(|span| span.overlaps(whole));
        if claimed {
            continue;
        }
        let signed = signature(text, paragraph.span, whole)
            .or_else(|| signed_below(document, number, whole))
            .or_else(|| introduced(document, number, whole));
        let long = whole.of(text).split_whitespace().count() >= SPEECH;
        if signed.is_none() && !long {
            continue;
        }
        let said = found[first..].iter().rev().find_map(|attribution| attribution.source).or(last);
        let one = Attribution::said(signed.or(said), None, vec![quotation.spans[0]], 0.6);
        found.push(Attribution { form: Form::Direct, ..one });
    }
}

/// `“…” — Name`: who has signed a quotation that ends at the end of `whole`.
fn signature(text: &str, paragraph: Span, whole: Span) -> Option<Span> {
    signed_by(text, Span::new(whole.end(), paragraph.end()).trimmed(text))
}

/// A name behind a dash, and nothing else.
fn signed_by(text: &str, rest: Span) -> Option<Span> {
    let name = rest.of(text).strip_prefix(['—', '–', '―', '-'])?.trim_start_matches(['-', ' ', '\u{a0}']);
    let name = name.trim_end_matches(['.', ' ', '\u{a0}']);
    let is_name = name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= 8;
    let start = rest.end() - rest.of(text).len() + rest.of(text).find(name)?;
    is_name.then(|| Span::new(start, start + name.len()))
}

fn is_whole(paragraph: &Paragraph<'_>, whole: Span) -> bool {
    whole.end() >= paragraph.span.end() && whole.start() <= paragraph.span.start()
}

/// The signature stands in the paragraph below.
fn signed_below(document: &Annotated<'_>, number: usize, whole: Span) -> Option<Span> {
    let below = document.paragraphs.get(number + 1)?;
    is_whole(&document.paragraphs[number], whole).then(|| signed_by(document.text, below.span)).flatten()
}

/// `From Mia Tesk:` in the paragraph above, which says nothing else.
fn introduced(document: &Annotated<'_>, number: usize, whole: Span) -> Option<Span> {
    let above = document.paragraphs.get(number.checked_sub(1)?)?;
    let words = above.lowered();
    let from = (0..words.len().min(2)).find(|&at| words[at] == "from")?;
    if !is_whole(&document.paragraphs[number], whole) || words.len() > 14 {
        return None;
    }
    // "From the desk of Mia Tesk": whose desk it is.
    let of = (from + 1..words.len())
        .find(|&at| words[at] == "of" && matches!(words[at - 1].as_str(), "desk" | "office" | "pen"));
    source_phrase(above, of.unwrap_or(from) + 1)
}

/// Whether the only words of a quotation are the title of a work or the name of a paper: `author of “The Dam”`.
///
/// **What it does**: Every longer word has a capital, no mark ends it, and at least one other part of the content is
/// speech.
/// **Why**: A title is not said.
/// **Known failures**: Titles in sentence case.
pub(super) fn is_title(text: &str, quotation: Span) -> bool {
    let inside = quotation.of(text).trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '!' | '?'));
    let ends = inside.ends_with([',', '!', '?']) || inside.ends_with('.');
    let words: Vec<&str> = inside.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase) || word.len() <= 3;
    !ends
        && (1..=8).contains(&words.len())
        && words.iter().all(capital)
        && words[0].starts_with(char::is_uppercase)
        && !speaks(&inside.to_lowercase())
}

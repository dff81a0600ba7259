//! Annotated articles: reads articles in which people have annotated every attribution (in the form of PolNeAR, as
//! JSONL).

use std::io::BufRead;

use crate::error::Error;
use crate::extract::cascade::{cue_head, inner, ruled_frames, words};
use crate::extract::frame::{CUE, FIRST, Frame, LABELS, LAST, MIDDLE, ONLY, OUT, SOURCE, SOURCE_ON};
use crate::extract::rules;
use crate::lexicon::cues::Cues;
use crate::model::span::Span;
use crate::text::annotated::Annotated;
use crate::text::paragraph::{Paragraph, Parsed};
use crate::text::syntax::Syntax;

#[derive(serde::Deserialize)]
struct Row {
    text: String,
    quotes: Vec<Quote>,
}

#[derive(serde::Deserialize)]
struct Quote {
    fragments: Vec<(usize, usize)>,
    cue: Option<Words>,
    speaker: Option<Words>,
    /// Whether it stands in the content of another; not told where nobody has marked such ones.
    nested: Option<bool>,
}

#[derive(serde::Deserialize)]
struct Words {
    fragments: Vec<(usize, usize)>,
}

/// An article and its annotated attributions, in bytes.
pub(super) struct Article {
    pub(super) text: String,
    pub(super) marked: Vec<Marked>,
    /// Whether attributions in the content of others are marked too.
    pub(super) nesting: bool,
}

/// An annotated attribution.
pub(super) struct Marked {
    pub(super) content: Vec<Span>,
    pub(super) cue: Vec<Span>,
    pub(super) source: Vec<Span>,
    pub(super) nested: bool,
}

/// Reads articles from JSONL lines.
pub(super) fn articles(input: &mut dyn BufRead) -> Result<Vec<Article>, Error> {
    let mut found = Vec::new();
    for line in input.lines() {
        let line = line.map_err(|error| Error::io("articles", error))?;
        let row: Row = serde_json::from_str(&line).map_err(|error| Error::said(format!("articles: {error}")))?;
        let bytes: Vec<usize> = row.text.char_indices().map(|(at, _)| at).chain([row.text.len()]).collect();
        let spans = |fragments: &[(usize, usize)]| {
            fragments.iter().map(|(start, end)| Span::new(bytes[*start], bytes[*end])).collect::<Vec<Span>>()
        };
        let words = |words: &Option<Words>| words.as_ref().map_or(Vec::new(), |words| spans(&words.fragments));
        let marked = row
            .quotes
            .iter()
            .map(|quote| Marked {
                content: spans(&quote.fragments),
                cue: words(&quote.cue),
                source: words(&quote.speaker),
                nested: quote.nested == Some(true),
            })
            .collect();
        let nesting = row.quotes.iter().any(|quote| quote.nested.is_some());
        found.push(Article { text: row.text, marked, nesting });
    }
    Ok(found)
}

/// A paragraph of an article with its gold labels.
pub(super) struct Page<'d> {
    pub(super) article: usize,
    pub(super) parsed: Parsed<'d>,
    /// The frames that the rules find.
    pub(super) ruled: Vec<Frame>,
    pub(super) frames: Vec<Answer>,
    /// Whether attributions in the content of others are among them.
    pub(super) nesting: bool,
    /// Words in cues that are no heads: neither right nor wrong as candidates.
    pub(super) ignored: Vec<bool>,
}

/// A marked attribution of a page.
pub(super) struct Answer {
    pub(super) cue: usize,
    /// The label of each word of the page.
    pub(super) labels: Vec<usize>,
    /// Whether it stands in the content of another.
    pub(super) nested: bool,
    /// Whether a speaker is marked, be it in another paragraph.
    pub(super) spoken: bool,
}

/// The pages of `article`, the `number`th, whose text `document` is.
pub(super) fn pages<'d>(
    article: &Article,
    number: usize,
    document: &'d Annotated<'_>,
    syntax: &Syntax,
    cues: &Cues,
) -> Vec<Page<'d>> {
    let page_of = |paragraph: &'d Paragraph<'_>| {
        let by_rules = rules::attributions(paragraph, cues, false);
        let parsed = paragraph.parsed(syntax);
        page(article, number, parsed, ruled_frames(&parsed, &by_rules))
    };
    document.paragraphs.iter().map(page_of).collect()
}

fn page<'d>(article: &Article, number: usize, parsed: Parsed<'d>, ruled: Vec<Frame>) -> Page<'d> {
    let mut ignored = vec![false; parsed.len()];
    let mut frames = Vec::new();
    for marked in &article.marked {
        let Some(cue) = marked.cue.first().and_then(|cue| cue_head(&parsed, &words(&parsed, *cue)?)) else { continue };
        for (at, ignored) in ignored.iter_mut().enumerate() {
            *ignored |= covered(&parsed, at, &marked.cue);
        }
        let labels = labels(&parsed, marked, cue);
        // One whose content stands in another paragraph teaches nothing about this one.
        if labels.iter().any(|label| (FIRST..=ONLY).contains(label)) {
            frames.push(Answer { cue, labels, nested: marked.nested, spoken: !marked.source.is_empty() });
        }
    }
    Page { article: number, parsed, ruled, frames, nesting: article.nesting, ignored }
}

fn covered(parsed: &Parsed<'_>, at: usize, spans: &[Span]) -> bool {
    spans.iter().any(|span| span.overlaps(parsed.tokens[at].span))
}

fn labels(parsed: &Parsed<'_>, marked: &Marked, cue: usize) -> Vec<usize> {
    let mut labels = vec![OUT; parsed.len()];
    let mut run = |spans: &[Span], first: usize, middle: usize, last: usize, only: usize| {
        for span in spans {
            // Punctuation at the edges follows a convention: quotation marks belong to the span, other punctuation does
            // not.
            let Some(inside) = words(parsed, *span).and_then(|range| inner(parsed, range)) else { continue };
            let inside: Vec<usize> = inside.collect();
            for &at in &inside {
                labels[at] = middle;
            }
            labels[inside[0]] = first;
            labels[inside[inside.len() - 1]] = last;
            if inside.len() == 1 {
                labels[inside[0]] = only;
            }
        }
    };
    run(&marked.content, FIRST, MIDDLE, LAST, ONLY);
    run(&marked.source, SOURCE, SOURCE_ON, SOURCE_ON, SOURCE);
    labels[cue] = CUE;
    repair(&mut labels);
    debug_assert!(labels.iter().all(|&label| label < LABELS));
    labels
}

/// A cue or source in the middle of a content splits the content.
fn repair(labels: &mut [usize]) {
    let content = |label: usize| matches!(label, FIRST | MIDDLE | LAST | ONLY);
    for at in 0..labels.len() {
        let before = at > 0 && content(labels[at - 1]) && !matches!(labels[at - 1], LAST | ONLY);
        let after = at + 1 < labels.len() && content(labels[at + 1]) && !matches!(labels[at + 1], FIRST | ONLY);
        if content(labels[at]) {
            labels[at] = match (before && labels[at] != FIRST, after && labels[at] != LAST) {
                (false, false) => ONLY,
                (false, true) => FIRST,
                (true, false) => LAST,
                (true, true) => MIDDLE,
            };
        }
        if labels[at] == SOURCE_ON && !(at > 0 && matches!(labels[at - 1], SOURCE | SOURCE_ON)) {
            labels[at] = SOURCE;
        }
    }
}

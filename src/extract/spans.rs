//! Spans: those that an attribution gets from a frame, with the marks around a content and the whole of a listed cue.

use std::ops::Range;

use crate::extract::cascade::{inner, is_word};
use crate::extract::frame::Frame;
use crate::lexicon::cues::{CueClass, Cues};
use crate::model::attribution::{Attribution, CueCategory};
use crate::model::span::Span;
use crate::text::lower::lowered_words;
use crate::text::paragraph::{Parsed, Quoting};
use crate::text::tagger::{is_noun, tag};
use crate::text::word::low;

/// The attribution that `frame` stands for.
pub(super) fn attribution(parsed: &Parsed<'_>, frame: &Frame, confidence: f64, cues: &Cues) -> Attribution {
    let content = frame.content.iter().map(|part| with_marks(parsed, part)).collect();
    let (mut cue, category) = cue(parsed, frame.cue, cues);
    // A listed cue may hold the word with which its content begins ("vow to").
    if let Some(part) = frame.content.iter().find(|part| part.start > frame.cue) {
        cue.end = cue.end.min(part.start);
    }
    let source = frame.source.as_ref().map(|source| parsed.span(source.start, source.end));
    let cue = Some(parsed.span(cue.start, cue.end));
    Attribution { category, ..Attribution::said(source, cue, content, confidence) }
}

/// A stretch of content with the quotation marks around it.
fn with_marks(parsed: &Parsed<'_>, part: &Range<usize>) -> Span {
    let (mut from, mut to) = (part.start, part.end);
    let opens = |at: usize| matches!(parsed.tokens[at].span.of(parsed.text), "“" | "\"" | "‘" | "«" | "„");
    if from > 0 && parsed.tokens[from - 1].span.end() == parsed.tokens[from].span.start() && opens(from - 1) {
        from -= 1;
    }
    // What ends inside a quotation, before nothing but marks, ends with the quotation.
    let rest = (to..parsed.len()).find(|&at| is_word(parsed, at) || parsed.quoting[at] == Quoting::Closes);
    if let Some(closes) =
        rest.filter(|&at| parsed.quoting[at] == Quoting::Closes && parsed.quoting[to - 1] != Quoting::Outside)
    {
        to = closes + 1;
    }
    parsed.span(from, to)
}

/// The words of the cue whose head is at `head`, and what it does; the head alone if it is not listed.
fn cue(parsed: &Parsed<'_>, head: usize, cues: &Cues) -> (Range<usize>, CueCategory) {
    let until = (head + 6).min(parsed.len());
    let words = lowered_words(parsed.text, &parsed.tokens[head..until]);
    let Some(found) = cues.phrases.at(&words, 0) else {
        return (head..head + 1, cues.category_of_group(parsed.groups[head]));
    };
    let noun = is_noun(parsed.tags[head]);
    let of_class = |&&entry: &&usize| (cues.entries[entry].class == CueClass::Noun) == noun;
    let entry = found.entries.iter().find(of_class).unwrap_or(&found.entries[0]);
    (head..head + found.length, cues.entries[*entry].category)
}

/// "quoted X as saying that …": who is quoted, and what that one says, inside the content of `outer`.
pub(super) fn quoted_as(parsed: &Parsed<'_>, outer: &Frame) -> Option<Frame> {
    const QUOTES: [u32; 6] = [low("quoted"), low("quotes"), low("quoting"), low("cited"), low("cites"), low("citing")];
    const AS: u32 = low("as");
    let part = outer.content.first().filter(|_| QUOTES.contains(&parsed.words[outer.cue].low))?;
    let before = (part.start + 1..part.end.saturating_sub(2)).find(|&at| parsed.words[at].low == AS)?;
    let cue = before + 1;
    let content = inner(parsed, cue + 1..part.end)?;
    let source = Some(part.start..before);
    (parsed.tags[cue] == const { tag("VBG") }).then_some(Frame {
        cue,
        source,
        content: vec![content],
        margin: 0,
        origin: 0,
    })
}

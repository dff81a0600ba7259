//! Reports inside reports: `X said that Y said that …`.

use crate::extract::rules::phrase;
use crate::extract::rules::unit::Unit;
use crate::lexicon::cues::Cues;
use crate::model::attribution::{Attribution, CueCategory};
use crate::model::span::Span;
use crate::text::paragraph::{Paragraph, Quoting};

/// What somebody else says at the beginning of `content`, a part of what a source says in `paragraph`.
///
/// **What it does**: Reads the content as a sentence of its own, if it begins with a source outside quotation marks.
/// **Why**: The words are those of the inner source; the outer one tells them.
/// **Example**: `Norland News reported that Mia Tesk had called Sudria a threat`
/// **Known failures**: An inner report that does not lead the content.
/// **Source**: PARC 3.0: nested attributions.
pub(crate) fn nested(paragraph: &Paragraph<'_>, cues: &Cues, content: Span) -> Option<Attribution> {
    let tokens = paragraph.tokens();
    let mut range = tokens.within(content);
    let words = paragraph.lowered();
    if range.clone().next().is_some_and(|first| words[first] == "that") {
        range.start += 1;
    }
    if range.len() < 4 || tokens.quoting[range.start] != Quoting::Outside {
        return None;
    }
    let unit = Unit {
        text: paragraph.text,
        span: tokens.span(range.clone()),
        tokens: &tokens.all[range.clone()],
        words: &words[range.clone()],
        quoted: tokens.quoting[range.clone()].iter().map(|&quoting| quoting != Quoting::Outside).collect(),
    };
    let mut found = Vec::new();
    phrase::attributions(&unit, cues, &mut found);
    let leads = |one: &Attribution| {
        let own = one.source.map(|source| source.of(paragraph.text).to_lowercase());
        let named = own.is_some_and(|own| !matches!(own.as_str(), "i" | "we" | "he" | "she" | "they" | "it" | "you"));
        let begins = one.source.is_some_and(|source| source.start() <= unit.span.start() + LEAD);
        named && begins && one.category == CueCategory::Say
    };
    found.into_iter().find(leads).map(|one| Attribution { nested: Vec::new(), confidence: one.confidence * 0.8, ..one })
}

/// An inner source begins so many bytes after the content does, at most. Chosen by hand.
const LEAD: usize = 4;

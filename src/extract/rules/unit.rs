//! A unit: a sentence with its tokens, never cut inside a quotation.

use crate::model::span::Span;
use crate::text::paragraph::{Paragraph, Quoting};
use crate::text::token::{Token, TokenKind};

/// A sentence, or several that one quotation holds together.
pub(super) struct Unit<'p> {
    pub(super) text: &'p str,
    pub(super) span: Span,
    pub(super) tokens: &'p [Token],
    /// The tokens in lower case.
    pub(super) words: &'p [String],
    /// Whether the token stands inside a quotation; its marks count as inside.
    pub(super) quoted: Vec<bool>,
}

/// The units of one paragraph; with `quoted`, only those that touch a quotation.
pub(super) fn units<'p>(paragraph: &'p Paragraph<'_>, quoted: bool) -> impl Iterator<Item = Unit<'p>> {
    let (tokens, words) = (paragraph.tokens(), paragraph.lowered());
    let unit = move |range: &std::ops::Range<usize>| Unit {
        text: paragraph.text,
        span: tokens.span(range.clone()),
        tokens: &tokens.all[range.clone()],
        words: &words[range.clone()],
        quoted: tokens.quoting[range.clone()].iter().map(|&quoting| quoting != Quoting::Outside).collect(),
    };
    tokens.units.iter().map(unit).filter(move |unit| !quoted || unit.quoted.contains(&true))
}

impl Unit<'_> {
    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word at `at`; empty beyond the ends.
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// Whether the token at `at` is a mark; so are the ends of the unit.
    pub(super) fn is_mark(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.kind == TokenKind::Mark)
    }

    /// Whether the token at `at` begins with a capital letter.
    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.span.of(self.text).starts_with(char::is_uppercase))
    }

    /// From the token `from` up to, not including, `to`.
    pub(super) fn stretch(&self, from: usize, to: usize) -> Span {
        if from >= to {
            return Span::new(self.span.start(), self.span.start());
        }
        Span::new(self.tokens[from].span.start(), self.tokens[to - 1].span.end())
    }

    /// Whether at least `least` words, marks left out, stand from `from` up to `to`.
    pub(super) fn has_words(&self, least: usize, from: usize, to: usize) -> bool {
        (from..to).filter(|&at| !self.is_mark(at)).take(least).count() == least
    }

    /// Whether everything but final marks stands in quotation marks.
    pub(super) fn is_all_quoted(&self) -> bool {
        self.quoted.first() == Some(&true) && (0..self.len()).all(|at| self.quoted[at] || self.is_mark(at))
    }
}

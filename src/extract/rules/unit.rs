//! A unit: a sentence with its tokens, never cut inside a quotation.

use crate::lexicon::phrases::lowered_words;
use crate::model::span::Span;
use crate::text::quotation::{Quotation, parts_within};
use crate::text::sentence::sentences;
use crate::text::token::{Token, TokenKind, tokens};

/// A sentence, or several that one quotation holds together.
pub(super) struct Unit<'t> {
    pub(super) text: &'t str,
    pub(super) span: Span,
    pub(super) tokens: Vec<Token>,
    /// The tokens in lower case.
    pub(super) words: Vec<String>,
    /// Whether the token stands inside a quotation; its marks count as inside.
    pub(super) quoted: Vec<bool>,
}

/// The units of one paragraph; with `quoted`, only those that touch a quotation.
pub(super) fn units<'t>(text: &'t str, paragraph: Span, quotations: &[Quotation], quoted: bool) -> Vec<Unit<'t>> {
    let inside = parts_within(quotations, paragraph);
    // A quotation that reaches over the place between two sentences holds them together.
    let bridged = |end: usize, start: usize| {
        let first = inside.partition_point(|quote| quote.end() <= start);
        inside.get(first).is_some_and(|quote| quote.start() < end)
    };
    let mut merged: Vec<Span> = Vec::new();
    for sentence in sentences(text, paragraph) {
        match merged.last_mut() {
            Some(last) if bridged(last.end(), sentence.start()) => *last = Span::new(last.start(), sentence.end()),
            _ => merged.push(sentence),
        }
    }
    let touches = |span: &Span| {
        let first = inside.partition_point(|quote| quote.end() <= span.start());
        inside.get(first).is_some_and(|quote| quote.overlaps(*span))
    };
    merged.into_iter().filter(|span| !quoted || touches(span)).map(|span| unit(text, span, &inside)).collect()
}

fn unit<'t>(text: &'t str, span: Span, inside: &[Span]) -> Unit<'t> {
    let tokens = tokens(text, span);
    let words = lowered_words(text, &tokens);
    let first = inside.partition_point(|quote| quote.end() <= span.start());
    let mut quotes = inside[first..].iter().peekable();
    let quoted = tokens
        .iter()
        .map(|token| {
            while quotes.peek().is_some_and(|quote| quote.end() <= token.span.start()) {
                quotes.next();
            }
            quotes.peek().is_some_and(|quote| quote.start() <= token.span.start())
        })
        .collect();
    Unit { text, span, tokens, words, quoted }
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

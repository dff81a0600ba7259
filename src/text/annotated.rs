//! The annotated document. A text comes in; its paragraphs, quotations, sentences, tokens, tags and trees come out,
//! each made once and shared by every room. It knows nothing of actors or opinions.

use std::ops::Range;

use crate::model::span::Span;
use crate::text::paragraph::{Paragraph, Sentence};
use crate::text::quotation::{Quotation, paragraphs, quotations};
use crate::text::sentence::sentences;
use crate::text::syntax::Syntax;
use crate::text::token::Token;
use crate::text::turn::Turn;

/// The text of a document and its linguistic annotation.
pub(crate) struct Annotated<'t> {
    pub(crate) text: &'t str,
    /// The title and the first line, as far as they stand as headlines, in text order.
    pub(crate) headlines: Vec<Span>,
    /// The turns of a transcript, in text order; empty for other texts.
    pub(crate) turns: Vec<Turn>,
    /// In text order.
    pub(crate) quotations: Vec<Quotation>,
    /// In text order. A line break ends a paragraph.
    pub(crate) paragraphs: Vec<Paragraph<'t>>,
    /// The dateline that was taken out of the text, as it was written; empty without one.
    pub(crate) dateline: String,
}

/// What is known of the form of a text before it is read.
#[derive(Default)]
pub(crate) struct Form {
    /// The title and the first line, as far as they stand as headlines.
    pub(crate) headlines: Vec<Span>,
    /// The turns of a transcript.
    pub(crate) turns: Vec<Turn>,
    /// The dateline that was taken out of the text.
    pub(crate) dateline: String,
}

/// A sentence, or as much of it as was asked for.
#[derive(Clone, Copy)]
pub(crate) struct SentencePart<'a> {
    paragraph: &'a Paragraph<'a>,
    pub(crate) span: Span,
}

/// The longest paragraph, in bytes. A longer one is cut at the end of a sentence, so that running time stays linear in
/// the length of the text. Chosen by hand.
const LONGEST: usize = 24_000;

impl<'t> Annotated<'t> {
    /// A text without headlines.
    #[cfg(any(fuzzing, feature = "fit"))]
    pub(crate) fn new(text: &'t str) -> Annotated<'t> {
        Annotated::formed(text, Form::default())
    }

    /// Reads no more than the paragraphs and quotations of `text`; the rest is made when it is first asked for.
    pub(crate) fn formed(text: &'t str, form: Form) -> Annotated<'t> {
        let Form { headlines, turns, dateline } = form;
        let whole = paragraphs(text);
        let quotations = quotations(text, &whole);
        let cut = whole.iter().flat_map(|&span| pieces(text, span));
        let paragraphs = cut.map(|span| Paragraph::new(text, span, &quotations)).collect();
        Annotated { text, headlines, turns, quotations, paragraphs, dateline }
    }

    /// The paragraphs that overlap `span`, in text order.
    pub(crate) fn paragraphs_of(&self, span: Span) -> &[Paragraph<'t>] {
        let from = self.paragraphs.partition_point(|paragraph| paragraph.span.end() <= span.start());
        let to = from + self.paragraphs[from..].partition_point(|paragraph| paragraph.span.start() < span.end());
        &self.paragraphs[from..to]
    }

    /// The sentences that overlap `span`, in text order, cut to the span.
    pub(crate) fn sentences_of(&self, span: Span) -> impl Iterator<Item = SentencePart<'_>> {
        self.paragraphs_of(span).iter().flat_map(move |paragraph| {
            let tokens = paragraph.tokens();
            let end = |sentence: &Range<usize>| tokens.all[sentence.end - 1].span.end();
            let first = tokens.whole.partition_point(|sentence| end(sentence) <= span.start());
            let part = move |sentence: &Range<usize>| {
                let sentence = tokens.span(sentence.clone());
                let (start, end) = (sentence.start().max(span.start()), sentence.end().min(span.end()));
                (start < end).then(|| Span::new(start, end).trimmed(paragraph.text)).filter(|part| !part.is_empty())
            };
            tokens.whole[first..].iter().map_while(part).map(move |span| SentencePart { paragraph, span })
        })
    }
}

impl<'a> SentencePart<'a> {
    /// Whether both are parts of one sentence.
    pub(crate) fn is_of_same(&self, other: &SentencePart<'_>) -> bool {
        let number = |part: &SentencePart<'_>| {
            let tokens = part.paragraph.tokens();
            tokens.sentence.get(tokens.within(part.span).start).copied()
        };
        self.paragraph.span == other.paragraph.span && number(self) == number(other)
    }

    /// The sentence as the parser reads it; `None` if no token is left of it.
    pub(crate) fn parsed(&self, syntax: &Syntax) -> Option<Sentence<'a>> {
        let tokens = self.paragraph.tokens();
        let number = *tokens.sentence.get(tokens.within(self.span).start)?;
        Some(self.paragraph.sentence(usize::from(number), syntax))
    }

    /// The tokens that it touches, and the same in lower case.
    pub(crate) fn words(&self) -> (&'a [Token], &'a [String]) {
        let tokens = self.paragraph.tokens();
        let range = tokens.within(self.span);
        (&tokens.all[range.clone()], &self.paragraph.lowered()[range])
    }
}

/// The paragraph at `span`, cut into pieces if it is longer than [`LONGEST`].
fn pieces(text: &str, span: Span) -> Vec<Span> {
    if span.len() <= LONGEST {
        return vec![span];
    }
    let mut found: Vec<Span> = Vec::new();
    for sentence in sentences(text, span).into_iter().flat_map(|sentence| blocks(text, sentence)) {
        match found.last_mut() {
            Some(last) if sentence.end() - last.start() <= LONGEST => *last = Span::new(last.start(), sentence.end()),
            _ => found.push(sentence),
        }
    }
    found
}

/// Cuts an overlong "sentence" (not prose) after white space, or between two characters if there is no white space.
fn blocks(text: &str, mut rest: Span) -> Vec<Span> {
    let mut found = Vec::new();
    while rest.len() > LONGEST {
        let limit = (rest.start()..=rest.start() + LONGEST).rev().find(|&at| text.is_char_boundary(at));
        let limit = limit.expect("the start is on a boundary");
        let at = text[rest.start()..limit].rfind(char::is_whitespace).map_or(limit, |space| rest.start() + space);
        let at = if at == rest.start() { limit } else { at };
        found.push(Span::new(rest.start(), at).trimmed(text));
        rest = Span::new(at, rest.end()).trimmed(text);
    }
    found.push(rest);
    found.retain(|block| !block.is_empty());
    found
}

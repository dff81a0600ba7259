//! A passage: a paragraph read word by word, with tags and dependencies.

use std::ops::Range;

use crate::model::span::Span;
use crate::text::group::group;
use crate::text::parser::{Label, ROOT};
use crate::text::quotation::{Quotation, parts_within};
use crate::text::sentence::sentences;
use crate::text::syntax::Syntax;
use crate::text::tagger::Tag;
use crate::text::token::{Token, tokens};
use crate::text::word::{NONE, Word, word};

/// Where a token stands toward quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// Outside.
    Outside,
    /// The mark that opens one.
    Opens,
    /// Inside.
    Inside,
    /// The mark that closes one.
    Closes,
}

/// A paragraph in tokens; every list has one place for each.
#[derive(Default)]
pub(crate) struct Passage<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: Vec<Token>,
    pub(crate) words: Vec<Word>,
    /// The group of each word, 0 for none.
    pub(crate) groups: Vec<u32>,
    pub(crate) quoting: Vec<Quoting>,
    pub(crate) tags: Vec<Tag>,
    /// The head of each token, counted from the first of the passage; [`ROOT`] for the root of each sentence.
    pub(crate) heads: Vec<u16>,
    pub(crate) labels: Vec<Label>,
    /// The number of the sentence.
    pub(crate) sentence: Vec<u16>,
    /// The tokens of each sentence.
    pub(crate) sentences: Vec<Range<usize>>,
    /// The tokens of each unit: a sentence, or several that one quotation holds together.
    pub(crate) units: Vec<Range<usize>>,
}

/// The longest passage in tokens; a longer paragraph is read in pieces, so that time grows with its length and no faster.
const LONGEST: usize = 4096;

/// The longest sentence and the longest unit in tokens, for the same reason: what is longer is no prose.
const LONGEST_SENTENCE: usize = 400;

/// The passages of a paragraph: one, unless it is very long.
pub(crate) fn passages<'t>(text: &'t str, paragraph: Span, quotations: &[Quotation]) -> Vec<Passage<'t>> {
    let inside = parts_within(quotations, paragraph);
    let mut found: Vec<Passage<'t>> = Vec::new();
    for sentence in sentences(text, paragraph) {
        for cut in tokens(text, sentence).chunks(LONGEST_SENTENCE) {
            if found.last().is_none_or(|last| last.tokens.len() + cut.len() > LONGEST) {
                found.push(Passage { text, ..Passage::default() });
            }
            found.last_mut().expect("it has just been made").add(cut, &inside);
        }
    }
    found
}

impl<'t> Passage<'t> {
    /// Adds a sentence; `inside` are the quotations of the paragraph.
    fn add(&mut self, cut: &[Token], inside: &[Span]) {
        let (from, to) = (self.tokens.len(), self.tokens.len() + cut.len());
        let number = self.sentences.len() as u16;
        let first = cut.first().map_or(0, |token| token.span.start());
        let mut quotes = inside[inside.partition_point(|quote| quote.end() <= first)..].iter().peekable();
        let bridged = self.tokens.last().is_some_and(|last| {
            quotes.peek().is_some_and(|quote| quote.start() < last.span.end() && first < quote.end())
        });
        for token in cut {
            while quotes.peek().is_some_and(|quote| quote.end() <= token.span.start()) {
                quotes.next();
            }
            self.quoting.push(match quotes.peek() {
                Some(quote) if quote.start() == token.span.start() => Quoting::Opens,
                Some(quote) if quote.end() == token.span.end() => Quoting::Closes,
                Some(quote) if quote.start() < token.span.start() => Quoting::Inside,
                _ => Quoting::Outside,
            });
            let word = word(token.span.of(self.text));
            self.groups.push(group(word.low));
            self.words.push(word);
            self.tokens.push(*token);
            self.sentence.push(number);
        }
        self.sentences.push(from..to);
        match self.units.last_mut() {
            Some(unit) if bridged && to - unit.start <= LONGEST_SENTENCE => unit.end = to,
            _ => self.units.push(from..to),
        }
    }

    /// Gives every token its tag, its head and its label.
    pub(crate) fn read(&mut self, syntax: &Syntax) {
        for sentence in &self.sentences {
            let (tags, parse) = syntax.read(&self.words[sentence.clone()]);
            let moved = |head: u16| if head == ROOT { ROOT } else { head + sentence.start as u16 };
            self.tags.extend(tags);
            self.heads.extend(parse.heads.into_iter().map(moved));
            self.labels.extend(parse.labels);
        }
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word at `at`; beyond the ends [`NONE`].
    pub(crate) fn word(&self, at: usize) -> &Word {
        self.words.get(at).unwrap_or(&NONE)
    }

    /// The group of the word at `at`; 0 beyond the ends.
    pub(crate) fn group_at(&self, at: usize) -> u32 {
        self.groups.get(at).copied().unwrap_or(0)
    }

    /// The tag at `at`; beyond the ends a number that is no tag.
    pub(crate) fn tag_at(&self, at: usize) -> u32 {
        self.tags.get(at).map_or(crate::text::tagger::START, |&tag| u32::from(tag))
    }

    /// Where the token at `at` stands toward quotations, as a number; beyond the ends 4.
    pub(crate) fn quoting_at(&self, at: usize) -> u32 {
        self.quoting.get(at).map_or(4, |&quoting| quoting as u32)
    }

    /// From the token `from` up to, not including, `to`.
    pub(crate) fn stretch(&self, from: usize, to: usize) -> Span {
        Span::new(self.tokens[from].span.start(), self.tokens[to - 1].span.end())
    }
}

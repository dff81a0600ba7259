//! A sentence of a content as the scorer reads it: words, the targets among them, and the expressions.

use crate::lexicon::stance::StanceLexicon;
use crate::model::span::Span;
use crate::model::statement::Target;
use crate::text::annotated::{Annotated, SentencePart};
use crate::text::token::{Token, TokenKind, touched};

/// No slot reaches farther than so many tokens; it keeps the work linear in the length of the sentence.
const REACH: usize = 60;

/// A sentence with what matters in it.
pub(super) struct Clause<'a> {
    pub(super) tokens: &'a [Token],
    /// In lower case, apostrophes straight.
    pub(super) words: &'a [String],
    /// Mentions of targets, in text order.
    pub(super) mentions: Vec<Named>,
    /// Expressions of the lexicon, in text order, not overlapping.
    pub(super) expressions: Vec<Expression>,
}

/// A mention of a target, in tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Named {
    /// Number of the target among those of the statement.
    pub(super) target: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// An expression of the lexicon, in tokens.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expression {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Numbers of its entries, one for each slot.
    pub(super) entries: Vec<usize>,
}

/// The sentences of `regions`, each with the targets that it names; sentences that name none are left out.
pub(super) fn naming<'a>(
    document: &'a Annotated<'_>,
    regions: &[Span],
    targets: &[Target],
) -> Vec<(SentencePart<'a>, Vec<(usize, Span)>)> {
    if targets.is_empty() {
        return Vec::new();
    }
    let cut: Vec<SentencePart<'a>> = regions.iter().flat_map(|&region| document.sentences_of(region)).collect();
    let mut names: Vec<Vec<(usize, Span)>> = vec![Vec::new(); cut.len()];
    for (number, target) in targets.iter().enumerate() {
        for mention in target.mentions.iter().map(|mention| mention.span) {
            let from = cut.partition_point(|sentence| sentence.span.end() <= mention.start());
            let to = from + cut[from..].partition_point(|sentence| sentence.span.start() < mention.end());
            names[from..to].iter_mut().for_each(|named| named.push((number, mention)));
        }
    }
    cut.into_iter().zip(names).filter(|(_, named)| !named.is_empty()).collect()
}

/// The numbers of targets, each once, in order.
pub(super) fn once_each(targets: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut targets: Vec<usize> = targets.collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

/// Reads a sentence, which names the targets `names`; `None` when none of them is made of words.
pub(super) fn clause<'a>(
    sentence: SentencePart<'a>,
    names: &[(usize, Span)],
    lexicon: &StanceLexicon,
) -> Option<Clause<'a>> {
    let (tokens, words) = sentence.words();
    let expressions = expressions(words, lexicon);
    let mut mentions: Vec<Named> =
        names.iter().filter_map(|&(target, mention)| named(tokens, target, mention)).collect();
    mentions.sort_by_key(|mention| (mention.from, mention.to, mention.target));
    (!mentions.is_empty()).then_some(Clause { tokens, words, mentions, expressions })
}

fn named(tokens: &[Token], target: usize, mention: Span) -> Option<Named> {
    let words = touched(tokens, mention);
    (!words.is_empty()).then_some(Named { target, from: words.start, to: words.end })
}

/// The expressions of `lexicon` in `words`, in order, not overlapping.
pub(super) fn expressions(words: &[String], lexicon: &StanceLexicon) -> Vec<Expression> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match lexicon.phrases.at(words, at) {
            Some(hit) => {
                found.push(Expression { from: at, to: at + hit.length, entries: hit.entries.to_vec() });
                at += hit.length;
            }
            None => at += 1,
        }
    }
    found
}

impl Clause<'_> {
    /// The mentions that an expression from `from` up to `to` can be about: those at most [`REACH`] tokens away.
    pub(super) fn mentions_near(&self, from: usize, to: usize) -> &[Named] {
        let first = self.mentions.partition_point(|mention| mention.from + REACH < from);
        let last = first + self.mentions[first..].partition_point(|mention| mention.from <= to + REACH);
        &self.mentions[first..last]
    }

    /// The word at `at`; empty beyond the ends.
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// Whether the token at `at` ends a clause: a mark other than a hyphen or a quotation mark.
    pub(super) fn ends_clause(&self, at: usize) -> bool {
        let mark = self.tokens.get(at).is_none_or(|token| token.kind == TokenKind::Mark);
        mark && !matches!(self.word(at), "-" | "“" | "”" | "\"" | "‘" | "'" | "’" | "(")
    }

    /// Where the words from `from` up to `to` stand in the text.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.tokens[from].span.start(), self.tokens[to - 1].span.end())
    }
}

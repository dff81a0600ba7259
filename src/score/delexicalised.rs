//! A delexicalised sentence, as the fitted model reads it: with its tree, and with every name put out of sight.
//!
//! A mention of a target or of the source is one word here, whatever it is called, and other names are all the same
//! name: no person and no state has a valence of its own.

use crate::model::span::Span;
use crate::score::stance::Scene;
use crate::text::function_words::is;
use crate::text::parser::{Label, ROOT, labels};
use crate::text::syntax::Syntax;
use crate::text::tagger::{Tag, is_verb, tag};
use crate::text::token::TokenKind;
use crate::text::word::{Word, word};

/// What stands in a place of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word that may say something.
    Word,
    /// A mark.
    Mark,
    /// A name of nobody who matters here.
    Name,
    /// A mention of the target with this number.
    Target(usize),
    /// The source.
    Source,
}

/// A sentence.
#[derive(Default)]
pub(super) struct Delexicalised {
    pub(super) kinds: Vec<Kind>,
    pub(super) spans: Vec<Span>,
    /// In lower case; names are `name`, marks are themselves.
    pub(super) words: Vec<String>,
    pub(super) hashes: Vec<Word>,
    pub(super) tags: Vec<Tag>,
    pub(super) heads: Vec<u16>,
    pub(super) labels: Vec<Label>,
    /// Whether the word stands between quotation marks.
    pub(super) quoted: Vec<bool>,
    /// Whether something turns the word.
    pub(super) negated: Vec<bool>,
    /// Whether these are the holder's own words, and no narrator's.
    pub(super) own: bool,
}

/// A longer sentence is no prose, and is read as far as here.
const LONGEST: usize = 400;

/// The name by which the tree is read in place of every other, so that it does not depend on them.
const ANYBODY: &str = "Smith";

impl Delexicalised {
    /// The sentence of `scene`.
    pub(super) fn of(scene: &Scene<'_>) -> Delexicalised {
        let Scene { text, sentence, names, source, own } = *scene;
        let (tokens, lowered) = sentence.words();
        let mut made = Delexicalised { own, ..Delexicalised::default() };
        let mut inside = false;
        let mut last: Option<Span> = None;
        for (token, lower) in tokens.iter().zip(lowered).take(LONGEST) {
            let named = names.iter().find(|(_, span)| span.overlaps(token.span));
            let spoken = source.filter(|source| source.overlaps(token.span));
            if let Some(span) = named.map(|(_, span)| *span).or(spoken).filter(|span| !is_pronoun(span.of(text))) {
                // The tokens of one mention are one word; its possessive ending is not part of it.
                if token.kind != TokenKind::Possessive {
                    if last != Some(span) {
                        let kind = named.map_or(Kind::Source, |(number, _)| Kind::Target(*number));
                        made.push(kind, span, "name", word(ANYBODY), inside);
                        last = Some(span);
                    }
                    continue;
                }
            }
            let words = token.span.of(text);
            if matches!(words, "“" | "”" | "\"") {
                inside = words != "”" && !inside;
            }
            let kind = match (named, spoken, token.kind) {
                (_, _, TokenKind::Possessive) => Kind::Mark,
                (Some((number, _)), ..) => Kind::Target(*number),
                (_, Some(_), _) => Kind::Source,
                (_, _, TokenKind::Mark) => Kind::Mark,
                _ => Kind::Word,
            };
            made.push(kind, token.span, lower, word(words), inside);
        }
        made.read();
        made
    }

    fn push(&mut self, kind: Kind, span: Span, words: &str, hash: Word, quoted: bool) {
        self.kinds.push(kind);
        self.spans.push(span);
        self.words.push(words.to_owned());
        self.hashes.push(hash);
        self.quoted.push(quoted);
    }

    /// Reads the tree, and then what it tells: which other words are names, and which are negated.
    fn read(&mut self) {
        let (tags, parse) = Syntax::shipped().read(&self.hashes);
        (self.tags, self.heads, self.labels) = (tags, parse.heads, parse.labels);
        for at in 0..self.len() {
            let named = self.tags[at] == tag("NNP") || self.tags[at] == tag("NNPS");
            if self.kinds[at] == Kind::Word && named {
                self.kinds[at] = Kind::Name;
                "name".clone_into(&mut self.words[at]);
            }
        }
        self.negated = (0..self.len()).map(|at| self.is_negated(at)).collect();
    }

    /// Whether a negator stands among the few words before, or hangs on the word.
    fn is_negated(&self, at: usize) -> bool {
        let first = (at.saturating_sub(NEAR)..at).rev().find(|&before| self.kinds[before] == Kind::Mark);
        let near = first.map_or(at.saturating_sub(NEAR), |mark| mark + 1)..at;
        near.into_iter().any(|before| is_negator(&self.words[before]))
            || is_verb(self.tags[at])
                && (at.saturating_sub(6)..at)
                    .any(|before| usize::from(self.heads[before]) == at && is_negator(&self.words[before]))
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// The head of the word at `at`.
    pub(super) fn head(&self, at: usize) -> Option<usize> {
        match self.heads[at] {
            ROOT => None,
            head => Some(usize::from(head)),
        }
    }

    /// Whether the word at `at` is the subject of the one at `verb`.
    pub(super) fn is_subject(&self, at: usize, verb: usize) -> bool {
        const SUBJECT: u32 = labels(&["nsubj"]);
        usize::from(self.heads[at]) == verb && SUBJECT >> self.labels[at] & 1 == 1
    }

    /// The word at `at`; beyond the ends a mark of its own.
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("^", String::as_str)
    }
}

/// How far a negator reaches, in words.
const NEAR: usize = 3;

fn is_negator(word: &str) -> bool {
    is(word, "negator") || word.ends_with("n't")
}

fn is_pronoun(words: &str) -> bool {
    is(&words.to_lowercase(), "pronoun")
}

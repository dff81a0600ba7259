//! Phrases: finds the expressions of a word list in a sequence of words, longest match first.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::HashMap;

use crate::model::span::Span;
use crate::text::lower::lowered;
use crate::text::token::tokens;

/// Expressions, grouped by their first word.
#[derive(Default)]
#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
pub(crate) struct Phrases {
    by_first: HashMap<Box<str>, Vec<Phrase>>,
}

struct Phrase {
    rest: Vec<Box<str>>,
    entries: Vec<usize>,
}

/// An expression found in a sequence of words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found<'p> {
    /// Number of words in it, at least 1.
    pub(crate) length: usize,
    /// The indices of the entries with this expression.
    pub(crate) entries: &'p [usize],
}

impl Phrases {
    /// Adds `expression` for the entry with index `entry`.
    pub(crate) fn add(&mut self, expression: &str, entry: usize) {
        let cut = tokens(expression, Span::new(0, expression.len()));
        let mut words = cut.iter().map(|token| lowered(token.span.of(expression)).into_boxed_str());
        let Some(first) = words.next() else { return };
        let rest: Vec<Box<str>> = words.collect();
        let phrases = self.by_first.entry(first).or_default();
        match phrases.iter_mut().find(|phrase| phrase.rest == rest) {
            Some(phrase) if !phrase.entries.contains(&entry) => phrase.entries.push(entry),
            Some(_) => {}
            None => {
                // Longest first, so that the first match is the longest.
                let at = phrases.partition_point(|phrase| phrase.rest.len() >= rest.len());
                phrases.insert(at, Phrase { rest, entries: vec![entry] });
            }
        }
    }

    /// The longest expression that begins at `words[at]`; `None` if there is none.
    pub(crate) fn at<'p>(&'p self, words: &[String], at: usize) -> Option<Found<'p>> {
        let following = &words[at + 1..];
        let phrases = self.by_first.get(words[at].as_str())?;
        phrases
            .iter()
            .find(|phrase| {
                following.len() >= phrase.rest.len() && phrase.rest.iter().zip(following).all(|(a, b)| **a == **b)
            })
            .map(|phrase| Found { length: phrase.rest.len() + 1, entries: &phrase.entries })
    }
}

//! Phrases: finds the expressions of a word list in a sequence of words, longest match first.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::model::span::Span;
use crate::text::lower::lowered;
use crate::text::token::tokens;

/// Expressions, grouped by their first word.
#[derive(Default)]
#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
pub(crate) struct Phrases {
    by_first: HashMap<Box<str>, Vec<Phrase>, FxBuildHasher>,
    /// Expressions of one word with an open ending ("hero*"), by what they begin with.
    by_start: HashMap<Box<str>, Vec<usize>, FxBuildHasher>,
}

struct Phrase {
    rest: Vec<Box<str>>,
    /// Whether the last word may go on ("good deal*").
    open: bool,
    entries: Vec<usize>,
}

impl Phrase {
    fn fits(&self, following: &[String]) -> bool {
        let Some(words) = following.get(..self.rest.len()) else { return false };
        let last = self.rest.len().saturating_sub(1);
        let same = |(at, (word, found)): (usize, (&str, &String))| {
            word == found || self.open && at == last && found.starts_with(word)
        };
        self.rest.iter().map(|word| &**word).zip(words).enumerate().all(same)
    }
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
    /// Adds `expression` for the entry with index `entry`. A `*` at its end stands for any ending.
    pub(crate) fn add(&mut self, expression: &str, entry: usize) {
        let (expression, open) = expression.strip_suffix('*').map_or((expression, false), |start| (start, true));
        let cut = tokens(expression, Span::new(0, expression.len()));
        let mut words = cut.iter().map(|token| lowered(token.span.of(expression)).into_boxed_str());
        let Some(first) = words.next() else { return };
        let rest: Vec<Box<str>> = words.collect();
        if open && rest.is_empty() {
            self.by_start.entry(first).or_default().push(entry);
            return;
        }
        let phrases = self.by_first.entry(first).or_default();
        match phrases.iter_mut().find(|phrase| phrase.rest == rest && phrase.open == open) {
            Some(phrase) if !phrase.entries.contains(&entry) => phrase.entries.push(entry),
            Some(_) => {}
            None => {
                // Longest first, so that the first match is the longest.
                let at = phrases.partition_point(|phrase| phrase.rest.len() >= rest.len());
                phrases.insert(at, Phrase { rest, open, entries: vec![entry] });
            }
        }
    }

    /// The longest expression that begins at `words[at]`; `None` if there is none.
    pub(crate) fn at<'p>(&'p self, words: &[String], at: usize) -> Option<Found<'p>> {
        let following = &words[at + 1..];
        let whole = self.by_first.get(words[at].as_str()).and_then(|phrases| {
            let phrase = phrases.iter().find(|phrase| phrase.fits(following))?;
            Some(Found { length: phrase.rest.len() + 1, entries: &phrase.entries })
        });
        whole.or_else(|| self.begun(&words[at]))
    }

    /// The longest open expression with which `word` begins.
    fn begun(&self, word: &str) -> Option<Found<'_>> {
        if self.by_start.is_empty() {
            return None;
        }
        let ends = word.char_indices().map(|(at, letter)| at + letter.len_utf8());
        let starts = ends.collect::<Vec<usize>>().into_iter().rev().map(|end| &word[..end]);
        let entries = starts.filter_map(|start| self.by_start.get(start)).next()?;
        Some(Found { length: 1, entries })
    }
}

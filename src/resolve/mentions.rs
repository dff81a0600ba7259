//! The mentions of a document: every place that surely names an actor.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::HashSet;

use crate::lexicon::actors::{AliasForm, Mention, Registry};
use crate::model::actor::ActorId;
use crate::model::document::Document;
use crate::model::span::Span;

/// Mentions in text order.
pub(super) struct Mentions {
    pub(super) all: Vec<Mention>,
}

impl Mentions {
    /// Everything in `document` that the registry knows.
    ///
    /// A surname or short form counts only if the document also has a full name of its actor, and if no other
    /// first name stands before it ("Michael Jordan", "Ada Biden").
    pub(super) fn of(document: &Document, registry: &Registry) -> Mentions {
        let text = document.text.as_str();
        let mut all = registry.mentions(text, Span::new(0, text.len()), document.date);
        if all.iter().any(|mention| mention.needs_antecedent) {
            let titled = document
                .title
                .as_deref()
                .map(|title| registry.mentions(title, Span::new(0, title.len()), document.date));
            let full = |mention: &&Mention| !mention.needs_antecedent && mention.form != AliasForm::Demonym;
            #[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
            let named: HashSet<ActorId> =
                all.iter().chain(titled.iter().flatten()).filter(full).map(|mention| mention.actor.clone()).collect();
            all.retain(|mention| {
                !mention.needs_antecedent || named.contains(&mention.actor) && !has_other_first_name(text, mention)
            });
        }
        Mentions { all }
    }

    /// Those inside `part`.
    pub(super) fn within(&self, part: Span) -> &[Mention] {
        let from = self.all.partition_point(|mention| mention.span.start() < part.start());
        let to = from + self.all[from..].partition_point(|mention| mention.span.end() <= part.end());
        &self.all[from..to]
    }

    /// Those that end before `at`, the nearest first.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = &Mention> {
        let to = self.all.partition_point(|mention| mention.span.end() <= at);
        self.all[..to].iter().rev()
    }
}

/// A capitalised word right before a surname, if it is no title: then it is somebody else's first name.
fn has_other_first_name(text: &str, mention: &Mention) -> bool {
    if mention.form != AliasForm::Surname {
        return false;
    }
    let Some(before) = text[..mention.span.start()].strip_suffix(' ') else {
        return false;
    };
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '‘')).next().unwrap_or("");
    let starts_sentence = before.len() == word.len()
        || before[..before.len() - word.len()].trim_end().ends_with(['.', '!', '?', '”', ':']);
    // A possessive is an owner, not a first name.
    word.starts_with(char::is_uppercase)
        && !word.contains(['\'', '’'])
        && word.ends_with(char::is_lowercase)
        && !is_title(word)
        && !starts_sentence
}

fn is_title(word: &str) -> bool {
    const TITLES: &str = include_str!("../../lexicons/titles.csv");
    let word = word.trim_end_matches('.').to_lowercase();
    TITLES.lines().skip(1).any(|row| row.split(',').next() == Some(word.as_str()))
}

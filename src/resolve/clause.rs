//! Relative clauses: a name inside one does not speak, and the name before one does.

use crate::model::mention::Rule;
use crate::model::span::Span;
use crate::resolve::around::Around;
use crate::resolve::holder::{Found, Reader};
use crate::text::base::base;
use crate::text::function_words::{is, is_function_word};

/// A relative clause has so many words at most before the name that ends it. Chosen by hand.
const RELATIVE: usize = 3;

/// An acronym in brackets has so many bytes at most. Chosen by hand.
const ACRONYM: usize = 12;

impl Reader<'_> {
    /// `The company that sued Ada Ilo said`: the words are those of a relative clause, and none of a speaker.
    pub(super) fn is_relative_clause(&self, source: Span) -> bool {
        let text = self.document.text.as_str();
        let before = Around(text).word_before(source.start()).map(|word| word.of(text));
        let first = source.of(text).split(' ').next().unwrap_or("");
        matches!(before, Some("that" | "who" | "which"))
            && source.of(text).contains(' ')
            && first.starts_with(char::is_lowercase)
            // "Told them that special envoy Ada Ilo had said": no verb begins here.
            && !first.ends_with('s')
            && (first.ends_with("ed") || base(first) != first)
            && !is_function_word(first)
    }

    /// `The company that sued Ada Ilo said`: the name ends a relative clause, and the noun before that clause speaks.
    pub(super) fn is_object_of_relative(&self, source: Span) -> bool {
        let text = self.document.text.as_str();
        let Some(sentence) = self.cast.sentences.get(self.cast.sentence(source.start())) else { return false };
        let Some(before) = text.get(sentence.start()..source.start()) else { return false };
        let words: Vec<&str> = before.split_ascii_whitespace().collect();
        let Some(at) = words.iter().rposition(|word| matches!(*word, "that" | "who" | "which")) else { return false };
        let [.., article, noun] = &words[..at] else { return false };
        let clause = &words[at + 1..];
        let plain = |word: &&str| word.chars().all(char::is_alphabetic);
        let verb = clause.first().is_some_and(|word| word.starts_with(char::is_lowercase) && !is_function_word(word));
        let next = Around(text).word_after(source.end()).map(|word| word.of(text).to_lowercase());
        is(&article.to_lowercase(), "determiner")
            && plain(noun)
            && verb
            && clause.len() <= RELATIVE
            && clause.iter().all(plain)
            && next.is_some_and(|word| is(&word, "report"))
    }

    /// `Ada Ilo, who said …`: the name right before a relative pronoun.
    pub(super) fn relative(&self, source: Span) -> Option<Found> {
        let before = self.cast.before(source.start()).next()?;
        let gap = self.document.text.get(before.mention.span.end()..source.start())?;
        // "The society (PYM), which said", "Ilo - who said".
        let gap = match gap.split_once(')') {
            Some((acronym, rest)) if acronym.starts_with(" (") && acronym.len() < ACRONYM => rest,
            _ => gap,
        };
        let close = matches!(gap, ", " | " " | " - " | " – " | " , ")
            && before.mention.speaks
            && before.mention.rule != Rule::Demonym;
        close.then(|| (before.mention.actor.clone(), before.mention.rule))
    }
}

//! Subjects: how a place stands in the tree of its sentence, what the main clause is about, and who thereby says what has
//! no source.

use crate::model::attribution::{Attribution, Form};
use crate::model::mention::Rule;
use crate::model::span::Span;
use crate::resolve::around::Around;
use crate::resolve::cast::Place;
use crate::resolve::holder::{Found, Reader};
use crate::resolve::pronoun::{Heard, Want};
use crate::text::annotated::Annotated;
use crate::text::function_words::is;
use crate::text::paragraph::Sentence;
use crate::text::parser::{ROOT, label};
use crate::text::syntax::Syntax;
use crate::text::tagger::is_noun;
use crate::text::token::touched;

/// How a name stands in its sentence, the place that a pronoun most rarely points back to first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Other,
    /// The subject of another clause than the main one, or whoever does what a passive tells.
    Clause,
    /// The subject of the main clause, or the owner of what is the subject.
    Main,
}

/// The tree of a sentence.
pub(super) struct Clauses<'a> {
    parsed: Sentence<'a>,
}

impl<'a> Clauses<'a> {
    /// The tree of the sentence at `sentence`.
    pub(super) fn of(annotated: &'a Annotated<'_>, sentence: Span) -> Option<Clauses<'a>> {
        let part = annotated.sentences_of(sentence).next()?;
        part.parsed(Syntax::shipped()).map(|parsed| Clauses { parsed })
    }

    /// How the name at `span` stands in it.
    pub(super) fn role(&self, span: Span) -> Role {
        let Some(mut at) = self.parsed.carrier(span) else { return Role::Other };
        // "The minister, Ada Ilo", "Ilo's remarks": what holds for the noun holds for the name beside it.
        for _ in 0..3 {
            let joined = [label("appos"), label("poss")].contains(&self.parsed.labels[at]);
            match self.parsed.heads[at] {
                head if joined && head != ROOT => at = usize::from(head),
                _ => break,
            }
        }
        let head = self.parsed.heads[at];
        match self.parsed.labels[at] {
            kind if kind == label("nsubj") || kind == label("nsubjpass") => {
                if head != ROOT && self.is_main(usize::from(head)) { Role::Main } else { Role::Clause }
            }
            kind if kind == label("pobj") && head != ROOT => {
                let by = self.parsed.tokens[usize::from(head)].span.of(self.parsed.text);
                if by == "by" { Role::Clause } else { Role::Other }
            }
            _ => Role::Other,
        }
    }

    /// Whether the name at `span` stands before the noun on which it hangs: "Norland retailers".
    pub(super) fn modifies(&self, span: Span) -> bool {
        self.parsed.carrier(span).is_some_and(|at| {
            let head = self.parsed.heads[at];
            let kind = self.parsed.labels[at];
            head != ROOT && usize::from(head) > at && [label("compound"), label("amod")].contains(&kind)
        })
    }

    /// Whether the verb at `at` is that of the main clause, or joined to it by "and".
    fn is_main(&self, mut at: usize) -> bool {
        while self.parsed.labels[at] == label("conj") && self.parsed.heads[at] != ROOT {
            at = usize::from(self.parsed.heads[at]);
        }
        self.parsed.heads[at] == ROOT
    }

    /// The phrase that is the subject of the main clause, from its first word to its noun.
    pub(super) fn subject(&self) -> Option<Span> {
        let kinds = [label("nsubj"), label("nsubjpass")];
        let is_subject = |at: &usize| {
            let head = self.parsed.heads[*at];
            kinds.contains(&self.parsed.labels[*at]) && head != ROOT && self.is_main(usize::from(head))
        };
        let noun = (0..self.parsed.tokens.len()).find(is_subject)?;
        let hangs = |at: &usize| {
            let mut above = *at;
            while above < noun && self.parsed.heads[above] != ROOT {
                above = usize::from(self.parsed.heads[above]);
            }
            above == noun
        };
        let from = (0..noun).rev().take_while(hangs).last().unwrap_or(noun);
        let (first, last) = (self.parsed.tokens[from].span, self.parsed.tokens[noun].span);
        Some(Span::new(first.start(), last.end()))
    }

    /// Whether the last word of `phrase` is a noun in small letters.
    pub(super) fn ends_in_noun(&self, phrase: Span) -> bool {
        let last = touched(self.parsed.tokens, phrase).next_back();
        last.is_some_and(|at| {
            let word = self.parsed.tokens[at].span.of(self.parsed.text);
            is_noun(self.parsed.tags[at]) && word.starts_with(char::is_lowercase)
        })
    }
}

impl Reader<'_> {
    /// Who says what has a cue and no source: whoever begins its sentence, or its clause, as a pronoun or by name.
    pub(super) fn subject_of(&self, attribution: &Attribution, heard: &Heard) -> Option<Found> {
        let text = self.document.text.as_str();
        let cue = attribution.cue.filter(|_| attribution.form != Form::Direct)?;
        let sentence = *self.cast.sentences.get(self.cast.sentence(cue.start()))?;
        let before = Span::new(sentence.start(), cue.start().max(sentence.start()));
        // "Norland was accused of", "amid criticism of": whoever stands before does not say it.
        let beside = Around(text).word_before(cue.start()).map(|word| word.of(text).to_lowercase());
        // "The council met, seeking peace": the subject of the sentence does what a participle behind a comma tells.
        let open = before.is_empty() || before.of(text).trim_end().ends_with(',');
        let participle = open && cue.of(text).split(' ').next().is_some_and(|word| word.ends_with("ing"));
        let beside = beside.or_else(|| participle.then(String::new))?;
        if ["be", "determiner", "preposition", "quantifier"].iter().any(|role| is(&beside, role)) {
            return None;
        }
        let first = before.of(text).split(' ').next().unwrap_or("");
        if let Some(want) = Want::by(&first.to_lowercase()) {
            return heard.antecedent(self, before.start(), &attribution.content, want);
        }
        let told = |place: &&Place| attribution.content.iter().any(|part| part.overlaps(place.mention.span));
        let speaks = |place: &&Place| {
            !place.quoted && !told(place) && place.mention.speaks && place.mention.rule != Rule::Demonym
        };
        let clauses = Clauses::of(self.annotated, sentence);
        let main = |place: &&Place| clauses.as_ref().is_some_and(|tree| tree.role(place.mention.span) == Role::Main);
        // "Seeking peace, the council met": what stands before the subject is the subject's too.
        let range = if before.is_empty() { sentence } else { before };
        let places = || self.cast.within(range).iter().filter(speaks);
        let first = || places().find(|place| place.subject && !before.is_empty());
        let place = places().find(main).or_else(first)?;
        Some((place.mention.actor.clone(), place.mention.rule))
    }
}

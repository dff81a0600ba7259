//! Items: the names, posts and bodies of a document in text order, from "may be" to "is".

use jiff::civil::Date;

use crate::lexicon::actors::{Actors, AliasForm, Hit, Needs, Noun, Sense, Who};
use crate::model::mention::{Mention, Rule};
use crate::model::span::Span;
use crate::text::function_words::is_function_word;

/// A place in the text where a word of the registry stands.
pub(super) struct Item {
    pub(super) span: Span,
    pub(super) what: What,
}

/// What an item is.
pub(super) enum What {
    /// A name of this actor.
    Named(Named),
    /// A name of one of several actors, or one that counts only beside others.
    Open(Vec<Sense>),
    /// A post or a body.
    Noun(Noun),
    /// A name of nobody, or swallowed by the item before or after it.
    Nobody,
}

/// Whom an item names.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub(super) who: Who,
    pub(super) form: AliasForm,
    pub(super) rule: Rule,
    pub(super) speaks: bool,
}

impl Named {
    pub(super) fn new(who: Who, form: AliasForm, rule: Rule) -> Named {
        Named { who, form, rule, speaks: true }
    }

    pub(super) fn by(sense: &Sense) -> Option<Named> {
        sense.who.map(|who| Named::new(who, sense.form, rule(sense.form)))
    }
}

fn rule(form: AliasForm) -> Rule {
    match form {
        AliasForm::Name | AliasForm::Nobody => Rule::Name,
        AliasForm::Demonym => Rule::Demonym,
        AliasForm::Metonym => Rule::Metonym,
        AliasForm::Surname | AliasForm::Short => Rule::ShortForm,
        AliasForm::Role => Rule::Role,
        AliasForm::Unnamed => Rule::Unnamed,
    }
}

impl Item {
    pub(super) fn named(&self) -> Option<Named> {
        match self.what {
            What::Named(named) => Some(named),
            _ => None,
        }
    }

    pub(super) fn noun(&self) -> Option<Noun> {
        match self.what {
            What::Noun(noun) => Some(noun),
            _ => None,
        }
    }

    pub(super) fn mention(&self, registry: &Actors) -> Option<Mention> {
        let Named { who, rule, speaks, .. } = self.named()?;
        Some(Mention { span: self.span, actor: registry.known(who).id.clone(), rule, speaks })
    }
}

/// Everything that the registry knows in `text`, undecided where it takes more than the words themselves.
pub(super) fn items(text: &str, date: Option<Date>, registry: &Actors) -> Vec<Item> {
    let hits = registry.find(text, date);
    let item = |hit: Hit| {
        let span = Span::new(hit.start, hit.end);
        let what = match registry.noun(hit.spelling) {
            Some(noun) => What::Noun(noun),
            // "WHO IS NEXT": in a line of capitals, an acronym that is also a small word.
            None if hit.shouted && is_function_word(&span.of(text).to_lowercase()) => What::Nobody,
            None => what(registry.senses(hit.spelling, date)),
        };
        Item { span, what }
    };
    hits.into_iter().map(item).collect()
}

fn what<'r>(mut senses: impl Iterator<Item = &'r Sense>) -> What {
    let Some(first) = senses.next() else { return What::Nobody };
    let decided = first.needs == Needs::Nothing && first.form != AliasForm::Surname;
    match (senses.next(), decided) {
        (None, true) => Named::by(first).map_or(What::Nobody, What::Named),
        (second, _) => What::Open([first].into_iter().chain(second).chain(senses).copied().collect()),
    }
}

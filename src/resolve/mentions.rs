//! The mentions of a document: every place that surely names an actor, and by which rule.

use jiff::civil::Date;

use crate::lexicon::actors::{Actors, Noun};
use crate::model::document::Document;
use crate::model::mention::{Mention, Rule};
use crate::model::span::Span;
use crate::resolve::around::Around;
use crate::resolve::compose::compose;
use crate::resolve::embedded::drop_embedded;
use crate::resolve::item::{Item, items};
use crate::resolve::namesake::{by_title, decide};

/// Mentions in text order.
pub(super) struct Mentions {
    pub(super) all: Vec<Mention>,
    /// Posts and bodies, in text order, also those that are part of a mention.
    pub(super) nouns: Vec<(Span, Noun)>,
    /// Every place that certainly names somebody, also where it became part of a mention of somebody else.
    pub(super) certain: Vec<Span>,
}

impl Mentions {
    /// Everything in `document` that the registry knows.
    pub(super) fn of(document: &Document, registry: &Actors) -> Mentions {
        Mentions::in_text(&document.text, document.title.as_deref(), document.date, registry)
    }

    /// Words first, then which of several actors they mean, then what their surroundings make of them. The headline
    /// only helps to tell who is meant.
    pub(super) fn in_text(text: &str, headline: Option<&str>, date: Option<Date>, registry: &Actors) -> Mentions {
        let mut found = items(text, date, registry);
        let mut title = headline.map_or(Vec::new(), |headline| items(headline, date, registry));
        if let Some(headline) = headline {
            by_title(Around(headline), date, registry, &mut title);
        }
        let around = Around(text);
        by_title(around, date, registry, &mut found);
        decide(around, date, registry, &mut found, &title);
        drop_embedded(around, registry, &mut found);
        let nouns = found.iter().filter_map(|item| Some((item.span, item.noun()?))).collect();
        let surely = |item: &&Item| {
            item.named().is_some_and(|named| !matches!(named.rule, Rule::ShortForm | Rule::OfficeHolder))
        };
        let certain = found.iter().filter(surely).map(|item| item.span).collect();
        compose(around, date, registry, &mut found);
        Mentions { all: found.iter().filter_map(|item| item.mention(registry)).collect(), nouns, certain }
    }

    /// Those inside `part`.
    pub(super) fn within(&self, part: Span) -> &[Mention] {
        let from = self.all.partition_point(|mention| mention.span.start() < part.start());
        let to = from + self.all[from..].partition_point(|mention| mention.span.end() <= part.end());
        &self.all[from..to]
    }
}

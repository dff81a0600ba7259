//! Groups: a statement comes in; its sentences that name a target come out, with what is known of the holder.

use std::collections::BTreeSet;

use crate::model::attribution::{Attribution, Form};
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::score::clause::naming;
use crate::score::perspective::{is_own, is_whole};
use crate::text::annotated::{Annotated, SentencePart};
use crate::text::base::base;
use crate::text::function_words::{is, is_function_word};

/// One sentence of a statement, the targets that it names, and what is known of its holder.
pub(super) struct Group<'s> {
    pub(super) statement: &'s Statement,
    /// The stretches of the sentence that are scored.
    pub(super) parts: Vec<SentencePart<'s>>,
    /// The numbered targets, in text order.
    pub(super) names: Vec<(usize, Span)>,
    /// Whether each target of the statement is of the holder's own side.
    pub(super) own_side: Vec<bool>,
    /// Where the holder is named.
    pub(super) holder: Vec<Span>,
    /// Whether these are the holder's own words, and no narrator's.
    pub(super) own: bool,
    /// How the words are reported.
    pub(super) form: &'static str,
    /// The content words of the cue, in base form.
    pub(super) cue: Vec<&'s str>,
}

/// The sentences of `statement` that name a target.
pub(super) fn groups<'s>(document: &'s Annotated<'_>, statement: &'s Statement) -> Vec<Group<'s>> {
    let text = document.text;
    let regions = regions(text, statement);
    let found = naming(document, &regions, &statement.targets);
    if found.is_empty() {
        return Vec::new();
    }
    let own = is_own(text, &statement.attribution);
    let form = manner(document, &statement.attribution, own);
    let own_side: Vec<bool> = statement.targets.iter().map(|target| is_own_side(statement, &target.actor)).collect();
    let mentioned: BTreeSet<Span> =
        statement.targets.iter().flat_map(|target| target.mentions.iter().map(|mention| mention.span)).collect();
    let selves = statement.named.iter().copied().filter(|span| !mentioned.contains(span));
    let holder: Vec<Span> = statement.attribution.source.into_iter().chain(selves).collect();
    let cue = statement.attribution.cue.map_or(Vec::new(), |cue| cue_words(document, cue));
    let mut groups: Vec<Group<'s>> = Vec::new();
    for (part, names) in found {
        match groups.last_mut().filter(|group| group.parts.last().is_some_and(|last| last.is_of_same(&part))) {
            Some(group) => {
                group.parts.push(part);
                group.names.extend(names);
            }
            None => groups.push(Group {
                statement,
                parts: vec![part],
                names,
                own_side: own_side.clone(),
                holder: holder.clone(),
                own,
                form,
                cue: cue.clone(),
            }),
        }
    }
    groups
}

/// How the words of a statement are reported; of a record that came with its holder, as its quotation marks show.
fn manner(document: &Annotated<'_>, attribution: &Attribution, own: bool) -> &'static str {
    match attribution.form {
        Form::Direct => "direct",
        Form::Indirect => "indirect",
        Form::Authored => "own",
        Form::Mixed => "mixed",
        Form::Given if is_whole(document.text, attribution) => match (own, attribution.source) {
            (true, _) => "own",
            (false, Some(_)) => "narrated, of a source",
            (false, None) => "narrated",
        },
        Form::Given => {
            let quoted = |part: &Span| -> usize {
                let spans = document.quotations.iter().flat_map(|quotation| &quotation.spans);
                spans.map(|span| span.end().min(part.end()).saturating_sub(span.start().max(part.start()))).sum()
            };
            let is_quoted = |part: &Span| quoted(part) > 0;
            let is_inside = |part: &Span| quoted(part) * 10 >= part.len() * 9;
            match &attribution.content {
                parts if parts.iter().all(is_inside) => "direct",
                parts if parts.iter().any(is_quoted) => "mixed",
                _ => "indirect",
            }
        }
    }
}

/// The content words of the cue at `span`, in base form, at most two.
fn cue_words<'d>(document: &'d Annotated<'_>, span: Span) -> Vec<&'d str> {
    let parts = document.sentences_of(span);
    let words = parts.flat_map(|part| part.words().1.iter().map(|word| base(word)));
    words.filter(|word| word.len() > 2 && !is_function_word(word) && !is(word, "plain report")).take(2).collect()
}

/// The side of an actor: the first part of the id; of somebody who belongs to nobody known, all of it.
pub(super) fn side(actor: &str) -> &str {
    match actor.split_once('.') {
        Some((side, _)) if !matches!(side, "UNNAMED" | "UNLISTED" | "REGION") => side,
        _ => actor,
    }
}

/// Whether `target` is of the side for which the holder speaks: the first part of their ids is the same.
pub(super) fn is_own_side(statement: &Statement, target: &str) -> bool {
    statement.holder.as_deref().is_some_and(|holder| side(holder) == side(target))
}

/// The stretches to score: the content, and in indirect speech the cue with it, since the cue is the holder's own act
/// ("accused X").
fn regions(text: &str, statement: &Statement) -> Vec<Span> {
    let mut regions = statement.attribution.content.clone();
    // A denial turns the opinion as a whole; its word must not turn the content once more.
    let indirect = statement.attribution.form != Form::Direct && statement.attribution.denied.is_none();
    if let (true, Some(cue), Some(first)) = (indirect, statement.attribution.cue, regions.first_mut()) {
        let adjacent = cue.end() <= first.start() && !text[cue.end()..first.start()].contains(['\n', '.']);
        if adjacent {
            *first = Span::new(cue.start(), first.end());
        }
    }
    regions
}

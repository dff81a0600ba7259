//! Curated evidence: what the entries of the stance lexicon say about the targets of a sentence.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::lexicon::sentiment::Lexicon;
use crate::lexicon::shifters::Shifters;
use crate::lexicon::stance::{Slot, StanceEntry, StanceLexicon};
use crate::model::opinion::{EntryName, Evidence, Scope, Stance};
use crate::model::span::Span;
use crate::score::clause::{Clause, Expression, Named, once_each};
use crate::score::doing::OPPOSED;
use crate::score::{shift, slot};

/// What an entry says about a target.
pub(super) struct Curated {
    /// Number of the target among those of the statement.
    pub(super) target: usize,
    pub(super) slot: Slot,
    /// A rated word of the sentiment lexicon, and no entry of the stance tables.
    pub(super) is_tone: bool,
    pub(super) name: Arc<EntryName>,
    pub(super) evidence: Evidence,
}

impl Curated {
    /// Whether it is for somebody and done against the target.
    pub(super) fn is_opposing(&self) -> bool {
        self.evidence.rule == OPPOSED
    }
}

/// What the expressions of a clause say about the targets, with the number of the target.
///
/// Tone is the weaker witness: it is heard only about targets on which no entry of the stance tables speaks.
pub(super) fn evidence(
    clause: &Clause<'_>,
    source: Option<Span>,
    lexicon: &StanceLexicon,
    shifters: &Shifters,
    rated: Option<&Lexicon>,
) -> Vec<Curated> {
    let mut found: Vec<Curated> = Vec::new();
    for expression in &clause.expressions {
        let near = clause.mentions_near(expression.from, expression.to);
        for target in once_each(near.iter().map(|mention| mention.target)) {
            let about = near.iter().filter(|mention| mention.target == target);
            // One expression says one thing about one target: the slot that says most.
            let best = about
                .filter_map(|mention| best_entry(clause, expression, mention, source, lexicon))
                .max_by(|a, b| lexicon.entries[*a].valence.abs().total_cmp(&lexicon.entries[*b].valence.abs()));
            let Some(entry) = best.map(|entry| &lexicon.entries[entry]) else {
                continue;
            };
            let (factor, kinds) = shift::shift(clause, expression, shifters);
            let mut rule = entry.slot.word().to_owned();
            for kind in kinds {
                rule.push_str(", ");
                rule.push_str(kind.word());
            }
            let valence = Stance::new(entry.valence * factor).value();
            if entry.is_tone {
                rule.push_str(", tone");
            }
            let span = clause.span(expression.from, expression.to);
            let evidence = Evidence { span, scope: Scope::Words, entry: entry.expression.clone(), valence, rule };
            let name = Arc::clone(&entry.name);
            found.push(Curated { target, slot: entry.slot, is_tone: entry.is_tone, name, evidence });
        }
    }
    let spoken_of: BTreeSet<usize> = found.iter().filter(|item| !item.is_tone).map(|item| item.target).collect();
    found.retain(|item| !item.is_tone || !spoken_of.contains(&item.target));
    if let Some(rated) = rated.filter(|_| lexicon.hears_tone) {
        let placed: Vec<Span> = found.iter().map(|item| item.evidence.span).collect();
        let heard: BTreeSet<usize> = found.iter().map(|item| item.target).collect();
        let silent = clause.mentions.iter().filter(|mention| !heard.contains(&mention.target));
        found.extend(silent.flat_map(|mention| around(clause, mention, shifters, rated, &placed)));
    }
    found
}

/// A rated word at most so many words away is heard. Chosen on NewsMTSC train.
const NEAR: usize = 15;

/// Valence for each point of rating of a word that is only near; good words stand about in news for no reason more
/// often than bad ones do. Chosen on NewsMTSC train.
const NEAR_BAD: f64 = 0.08;
const NEAR_GOOD: f64 = 0.056;

/// What the rated words around a mention say, where nothing stands in a slot; those `placed` are about others.
fn around<'a>(
    clause: &'a Clause<'a>,
    mention: &'a Named,
    shifters: &'a Shifters,
    rated: &'a Lexicon,
    placed: &'a [Span],
) -> impl Iterator<Item = Curated> + 'a {
    let window = mention.from.saturating_sub(NEAR)..clause.words.len().min(mention.to + NEAR);
    window.filter_map(move |at| {
        let word = clause.word(at);
        let mean = rated.rating(word);
        let span = clause.span(at, at + 1);
        let named = clause.mentions.iter().any(|other| (other.from..other.to).contains(&at));
        if mean == 0.0 || named || placed.iter().any(|place| place.contains(span)) {
            return None;
        }
        let expression = Expression { from: at, to: at + 1, entries: Vec::new() };
        let (factor, _) = shift::shift(clause, &expression, shifters);
        let weight = if mean > 0.0 { NEAR_GOOD } else { NEAR_BAD };
        let valence = Stance::new(mean * weight * factor).value();
        let (entry, rule) = (word.to_owned(), "near, tone".to_owned());
        let evidence = Evidence { span, scope: Scope::Words, entry, valence, rule };
        Some(Curated { target: mention.target, slot: Slot::Clause, is_tone: true, name: Arc::default(), evidence })
    })
}

fn best_entry(
    clause: &Clause<'_>,
    expression: &Expression,
    mention: &Named,
    source: Option<Span>,
    lexicon: &StanceLexicon,
) -> Option<usize> {
    expression
        .entries
        .iter()
        .copied()
        .filter(|&entry| {
            let about = &lexicon.entries[entry];
            slot::fits(clause, expression, mention, about.slot, about.valence)
                && spoken_by(clause, expression, source, about)
        })
        .max_by(|a, b| lexicon.entries[*a].valence.abs().total_cmp(&lexicon.entries[*b].valence.abs()))
}

/// When the source itself stands in the scored sentence, an act toward somebody must be the source's own: it stands
/// before the verb. So must the tone be: what comes before is the writer's.
fn spoken_by(clause: &Clause<'_>, expression: &Expression, source: Option<Span>, entry: &StanceEntry) -> bool {
    let Some(source) = source else { return true };
    let sentence = clause.span(0, clause.tokens.len());
    if !sentence.contains(source) {
        return true;
    }
    let own = source.end() <= clause.tokens[expression.from].span.start();
    let act = matches!(entry.slot, Slot::Object | Slot::With | Slot::Against | Slot::For);
    own || !act && !entry.is_tone
}

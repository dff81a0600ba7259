//! Curated evidence: what the entries of the stance lexicon say about the targets of a sentence.

use std::collections::BTreeSet;

use crate::lexicon::shifters::Shifters;
use crate::lexicon::stance::{Slot, StanceEntry, StanceLexicon};
use crate::model::opinion::{Evidence, Stance};
use crate::model::span::Span;
use crate::score::clause::{Clause, Expression, Named, once_each};
use crate::score::{shift, slot};

/// What an entry says about a target.
pub(super) struct Curated {
    /// Number of the target among those of the statement.
    pub(super) target: usize,
    pub(super) slot: Slot,
    /// A rated word of the sentiment lexicon, and no entry of the stance tables.
    pub(super) is_tone: bool,
    pub(super) evidence: Evidence,
}

/// What the expressions of a clause say about the targets, with the number of the target.
///
/// Tone is the weaker witness: it is heard only about targets on which no entry of the stance tables speaks.
pub(super) fn evidence(
    clause: &Clause,
    source: Option<Span>,
    lexicon: &StanceLexicon,
    shifters: &Shifters,
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
            let evidence = Evidence { span, entry: entry.expression.clone(), valence, rule };
            found.push(Curated { target, slot: entry.slot, is_tone: entry.is_tone, evidence });
        }
    }
    let spoken_of: BTreeSet<usize> = found.iter().filter(|item| !item.is_tone).map(|item| item.target).collect();
    found.retain(|item| !item.is_tone || !spoken_of.contains(&item.target));
    found
}

fn best_entry(
    clause: &Clause,
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
fn spoken_by(clause: &Clause, expression: &Expression, source: Option<Span>, entry: &StanceEntry) -> bool {
    let Some(source) = source else { return true };
    let sentence = clause.span(0, clause.tokens.len());
    if !sentence.contains(source) {
        return true;
    }
    let own = source.end() <= clause.tokens[expression.from].span.start();
    let act = matches!(entry.slot, Slot::Object | Slot::With | Slot::Against | Slot::For);
    own || !act && !entry.is_tone
}

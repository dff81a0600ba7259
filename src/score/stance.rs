//! Stance: the opinions of a statement, each the sum of its evidence.
//!
//! The contributions of one sentence are added and cut to −1…1; the stance toward a target is the mean over the
//! sentences that have evidence about it. Below [`NEUTRAL`] either way the polarity is `none`.

use std::collections::BTreeSet;

use crate::lexicon::shifters::Shifters;
use crate::lexicon::stance::{Slot, StanceEntry, StanceLexicon};
use crate::model::attribution::Form;
use crate::model::opinion::{Evidence, Opinion, Polarity, Stance};
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::score::clause::{Clause, Expression, Named, clause, naming};
use crate::score::{shift, slot};

/// A stance nearer to 0 than this has the polarity `none`. Chosen by hand.
const NEUTRAL: f64 = 0.05;

/// One opinion for each target of `statement`, in the same order.
pub(crate) fn opinions(
    text: &str,
    statement: &Statement,
    lexicon: &StanceLexicon,
    shifters: &Shifters,
) -> Vec<Opinion> {
    let mut sums: Vec<Vec<f64>> = vec![Vec::new(); statement.targets.len()];
    let mut evidence: Vec<Vec<Evidence>> = vec![Vec::new(); statement.targets.len()];
    for (sentence, names) in naming(text, &regions(text, statement), &statement.targets) {
        let Some(clause) = clause(text, sentence, &names, lexicon) else { continue };
        let mut found = clause_evidence(&clause, statement.attribution.source, lexicon, shifters);
        // Stable: the evidence about one target stays in text order.
        found.sort_by_key(|(target, _)| *target);
        for about in found.chunk_by(|(first, _), (second, _)| first == second) {
            let target = about[0].0;
            sums[target].push(about.iter().map(|(_, item)| item.valence).sum::<f64>().clamp(-1.0, 1.0));
            evidence[target].extend(about.iter().map(|(_, item)| item.clone()));
        }
    }
    statement
        .targets
        .iter()
        .zip(sums.iter().zip(evidence))
        .map(|(target, (sums, evidence))| {
            let stance = Stance::new(if sums.is_empty() { 0.0 } else { sums.iter().sum::<f64>() / sums.len() as f64 });
            let polarity = polarity(stance);
            Opinion { target: target.actor.clone(), mentions: target.mentions.clone(), stance, polarity, evidence }
        })
        .collect()
}

/// Which way a stance points.
fn polarity(stance: Stance) -> Polarity {
    if stance.value() >= NEUTRAL {
        Polarity::Favor
    } else if stance.value() <= -NEUTRAL {
        Polarity::Against
    } else {
        Polarity::None
    }
}

/// The stretches to score: the content, and in indirect speech the cue with it, since the cue is the holder's own act
/// ("accused X").
fn regions(text: &str, statement: &Statement) -> Vec<Span> {
    let mut regions = statement.attribution.content.clone();
    let indirect = statement.attribution.form != Form::Direct;
    if let (true, Some(cue), Some(first)) = (indirect, statement.attribution.cue, regions.first_mut()) {
        let adjacent = cue.end() <= first.start() && !text[cue.end()..first.start()].contains(['\n', '.']);
        if adjacent {
            *first = Span::new(cue.start(), first.end());
        }
    }
    regions
}

/// What the expressions of a clause say about the targets, with the number of the target.
fn clause_evidence(
    clause: &Clause,
    source: Option<Span>,
    lexicon: &StanceLexicon,
    shifters: &Shifters,
) -> Vec<(usize, Evidence)> {
    let mut found: Vec<(usize, bool, Evidence)> = Vec::new();
    for expression in &clause.expressions {
        let near = clause.mentions_near(expression.from, expression.to);
        for target in targets_of(near) {
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
            found.push((target, entry.is_tone, Evidence { span, entry: entry.expression.clone(), valence, rule }));
        }
    }
    // Tone is the weaker witness: it is heard only about targets on which no entry of the stance tables speaks.
    let spoken_of: BTreeSet<usize> = found.iter().filter(|(_, tone, _)| !tone).map(|(target, _, _)| *target).collect();
    found.retain(|(target, tone, _)| !tone || !spoken_of.contains(target));
    found.into_iter().map(|(target, _, evidence)| (target, evidence)).collect()
}

fn targets_of(mentions: &[Named]) -> Vec<usize> {
    let mut targets: Vec<usize> = mentions.iter().map(|mention| mention.target).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
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

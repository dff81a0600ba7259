//! Claims: which words belong to which attribution, when several could have them.

use crate::extract::unclaimed::is_title;
use crate::model::attribution::{Attribution, Form};
use crate::model::span::Span;
use crate::text::paragraph::Paragraph;
use crate::text::quotation::{Quotation, overlapping};

/// A rule with this confidence has seen a quotation and, right behind it, its source and cue.
const BESIDE: f64 = 0.95;

/// Gives quotations back to those who stand beside them: `“A,” said X. “Who paid for it?” Y asked.`
///
/// **What it does**: Where a rule has found a quotation with its own cue in its own sentence, no cue of another sentence
/// may have it.
/// **Why**: Models join quotations that follow each other.
/// **Known failures**: None known.
/// **Source**: Chosen on the training articles.
pub(super) fn take_back(paragraph: &Paragraph<'_>, ruled: Vec<Attribution>, found: &mut Vec<Attribution>) {
    let units = &paragraph.tokens().units;
    let unit = |span: Span| {
        let at = paragraph.tokens().within(span).start;
        units.partition_point(|unit| unit.end <= at)
    };
    for rule in ruled.into_iter().filter(|rule| rule.confidence >= BESIDE) {
        let (Some(cue), Some(&part)) = (rule.cue, rule.content.first()) else { continue };
        if unit(cue) != unit(part) {
            continue;
        }
        let takes = |one: &Attribution| {
            one.cue.is_some_and(|other| unit(other) != unit(part)) && one.content.iter().any(|held| held.overlaps(part))
        };
        let Some(taker) = found.iter().position(takes) else { continue };
        found[taker].content.retain(|held| !held.overlaps(part) || unit(*held) != unit(part));
        if found[taker].content.iter().any(|held| held.overlaps(part)) {
            continue;
        }
        found.retain(|one| !one.content.is_empty() && one.cue.is_none_or(|other| !other.overlaps(cue)));
        found.push(rule);
    }
}

/// Adds the parts of quotations that run over paragraphs and that nobody else has: to whoever said the part before, or
/// else the part after.
pub(super) fn complete(quotations: &[Quotation], found: &mut [Attribution]) {
    // In text order, the stretches of all and whose they are.
    let mut owners: Vec<(Span, usize)> = Vec::new();
    for (number, one) in found.iter().enumerate().filter(|(_, one)| one.form != Form::Authored) {
        owners.extend(one.content.iter().map(|&part| (part, number)));
    }
    owners.sort();
    let owner_of = |part: Span| {
        // A stretch is never longer than its unit, and few reach over the beginning of the next.
        let until = owners.partition_point(|(span, _)| span.start() < part.end());
        owners[..until].iter().rev().take(8).find(|(span, _)| span.overlaps(part)).map(|(_, owner)| *owner)
    };
    let mut added: Vec<(usize, Span)> = Vec::new();
    for quotation in quotations.iter().filter(|quotation| quotation.spans.len() > 1) {
        let owned: Vec<Option<usize>> = quotation.spans.iter().map(|&part| owner_of(part)).collect();
        let mut last = owned.iter().flatten().next().copied();
        for (&part, owner) in quotation.spans.iter().zip(owned) {
            last = owner.or(last);
            added.extend(last.map(|owner| (owner, part)));
        }
    }
    for (owner, part) in added {
        found[owner].content.push(part);
    }
}

/// Sorts the parts of a content, joins those that touch, and takes the cue and titles of works out of it.
pub(super) fn tidy(text: &str, quotations: &[Quotation], one: &mut Attribution) {
    one.content.sort();
    one.content.dedup_by(|next, kept| {
        let touching = next.start() <= kept.end();
        if touching {
            *kept = Span::new(kept.start(), kept.end().max(next.end()));
        }
        touching
    });
    if let Some(cue) = one.cue {
        for part in &mut one.content {
            if part.start() <= cue.start() && cue.start() < part.end() && cue.end() >= part.end() {
                *part = Span::new(part.start(), cue.start()).trimmed(text);
            } else if cue.start() <= part.start() && part.start() < cue.end() && cue.end() < part.end() {
                *part = Span::new(cue.end(), part.end()).trimmed(text);
            }
        }
        one.content.retain(|part| !part.is_empty());
    }
    let is_work = |part: &Span| {
        let quotation = overlapping(quotations, *part).iter().find(|quotation| quotation.whole().contains(*part));
        quotation.is_some() && is_title(text, *part)
    };
    if one.content.len() > 1 && one.content.iter().any(|part| !is_work(part)) {
        one.content.retain(|part| !is_work(part));
    }
}

/// Each stretch in one attribution only: of two that have it, the more probable keeps it.
pub(super) fn once_each(found: &mut Vec<Attribution>) {
    let mut parts: Vec<(Span, usize)> = Vec::new();
    for (number, one) in found.iter().enumerate().filter(|(_, one)| one.form != Form::Authored) {
        parts.extend(one.content.iter().map(|&part| (part, number)));
    }
    parts.sort_by_key(|(part, number)| (part.start(), std::cmp::Reverse(part.end()), *number));
    let mut lost: Vec<(usize, Span)> = Vec::new();
    let mut last: Option<(Span, usize)> = None;
    for (part, number) in parts {
        let Some((before, owner)) = last else {
            last = Some((part, number));
            continue;
        };
        let shared = before.end().min(part.end()).saturating_sub(part.start());
        if owner == number || shared * 5 < part.len().min(before.len()) * 4 {
            if part.end() > before.end() {
                last = Some((part, number));
            }
        } else if found[number].confidence > found[owner].confidence {
            lost.push((owner, before));
            last = Some((part, number));
        } else {
            lost.push((number, part));
        }
    }
    for (number, part) in lost {
        found[number].content.retain(|kept| *kept != part);
    }
    found.retain(|one| !one.content.is_empty());
}

/// How the content is reported: all of it, some or none in quotation marks.
pub(super) fn form(text: &str, quotations: &[Quotation], content: &[Span]) -> Form {
    let (mut inside, mut all) = (0, 0);
    for span in content {
        all += letters(span.of(text));
        let parts = overlapping(quotations, *span).iter().flat_map(|quotation| &quotation.spans);
        for part in parts.filter(|part| part.overlaps(*span)) {
            inside += letters(Span::new(part.start().max(span.start()), part.end().min(span.end())).of(text));
        }
    }
    match inside {
        0 => Form::Indirect,
        _ if inside >= all => Form::Direct,
        _ => Form::Mixed,
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|character| character.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(spans: [(usize, usize); 2], confidence: [f64; 2]) -> Vec<Span> {
        let one = |at: usize| {
            let (start, end) = spans[at];
            Attribution::said(None, None, vec![Span::new(start, end)], confidence[at])
        };
        let mut found = vec![one(0), one(1)];
        once_each(&mut found);
        found.into_iter().flat_map(|one| one.content).collect()
    }

    #[test]
    fn of_two_that_have_nearly_the_same_words_the_more_probable_keeps_them() {
        assert_eq!(kept([(0, 100), (5, 100)], [0.5, 0.9]), [Span::new(5, 100)]);
        assert_eq!(kept([(0, 100), (5, 100)], [0.9, 0.5]), [Span::new(0, 100)]);
    }

    #[test]
    fn two_that_share_only_half_of_their_words_keep_them() {
        assert_eq!(kept([(0, 100), (50, 150)], [0.5, 0.9]), [Span::new(0, 100), Span::new(50, 150)]);
    }
}

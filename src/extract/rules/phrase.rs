//! Phrases of reporting: how source, cue and content stand to one another in a unit.
//!
//! Each rule carries a confidence, chosen by hand after the order in which the rules are right on the PolNeAR
//! training articles; it ranks attributions and is no probability.

use std::ops::Range;

use crate::extract::rules::cue::{Match, matches};
use crate::extract::rules::source;
use crate::extract::rules::speakers::{Role, is_adverb, role_of};
use crate::extract::rules::unit::Unit;
use crate::lexicon::cues::{CueClass, Cues, Takes};
use crate::model::attribution::{Attribution, CueCategory};
use crate::model::span::Span;

/// Adds the attributions of `unit` to `found`.
pub(super) fn attributions(unit: &Unit<'_>, cues: &Cues, found: &mut Vec<Attribution>) {
    let cues = matches(unit, cues);
    let first = found.len();
    let mut main = 0..unit.len();
    // What closes the sentence (", X said") is read first: it decides what the rest is.
    let closing = cues.iter().rev().find_map(|cue| Some((cue, closing(unit, cue)?)));
    if let Some((_, frame)) = &closing {
        main.end = frame.content_end;
    }
    forward(unit, &cues, main.clone(), found);
    let Some((cue, frame)) = closing else { return };
    let source = frame.source.map(|source| unit.stretch(source.start, source.end));
    // "Kim stressed …, the agency said": the agency passes on what the first has said.
    let inner_leads = found.get(first).is_some_and(|inner| leads(unit, inner, frame.content_end));
    let inner = found.split_off(first);
    let mut content = vec![unit.stretch(frame.content_start, frame.content_end)];
    content.extend(frame.continues.iter().map(|rest| unit.stretch(rest.start, rest.end)));
    let mut outer = attribution(unit, source, cue, content, if frame.quoted_from_start { 0.95 } else { 0.85 });
    if inner_leads && !frame.quoted_from_start {
        outer.nested = inner;
    }
    found.push(outer);
}

/// Whether `inner` has its source near the beginning of the unit.
fn leads(unit: &Unit<'_>, inner: &Attribution, content_end: usize) -> bool {
    inner.source.is_some_and(|source| {
        let begin = unit.tokens.partition_point(|token| token.span.start() < source.start());
        begin <= 8 && begin < content_end && !unit.quoted[begin]
    })
}

fn attribution(
    unit: &Unit<'_>,
    source: Option<Span>,
    cue: &Match<'_>,
    content: Vec<Span>,
    confidence: f64,
) -> Attribution {
    let span = unit.stretch(cue.from, cue.to);
    Attribution { category: cue.cue.category, ..Attribution::said(source, Some(span), content, confidence) }
}

/// A cue whose content stands before it.
struct Closing {
    source: Option<Range<usize>>,
    content_start: usize,
    content_end: usize,
    /// The content begins with a quotation mark.
    quoted_from_start: bool,
    /// `"A," he said, "B," and then, "C"`: the tokens of B and of C.
    continues: Vec<Range<usize>>,
}

/// `…, X said` · `"…," said X` · `…, according to X`: the content stands before source and cue.
fn closing(unit: &Unit<'_>, cue: &Match<'_>) -> Option<Closing> {
    if cue.passive || cue.cue.takes == Takes::Object {
        return None;
    }
    let (frame_start, frame_end, source) = if cue.cue.class == CueClass::Phrase {
        let source = source::after(unit, cue.to)?;
        (cue.from, source.end, source)
    } else if let Some(source) =
        source::before(unit, cue.from, 0).filter(|source| source.start > 0 && cuts(unit, source.start))
    {
        (source.start, cue.to, source)
    } else {
        // Inverted order needs a quotation or a comma right before the cue.
        if cue.from == 0 || !cuts(unit, cue.from) {
            return None;
        }
        let source = source::after(unit, cue.to)?;
        (cue.from, source.end, source)
    };
    let content_end = without_marks_at_end(unit, frame_start);
    if !unit.has_words(2, 0, content_end) {
        return None;
    }
    let quote_before = unit.quoted[content_end - 1];
    let rest = rest(unit, frame_end, quote_before)?;
    let content_start = if quote_before { quotation_start(unit, content_end) } else { 0 };
    let quoted_from_start = unit.quoted[content_start];
    Some(Closing { source: Some(source), content_start, content_end, quoted_from_start, continues: rest })
}

/// Whether something has come to its end before the token `at`: a quotation or a comma.
fn cuts(unit: &Unit<'_>, at: usize) -> bool {
    unit.quoted[at - 1] || matches!(unit.word(at - 1), "," | "—" | "–" | "-" | ":")
}

/// One past the last token of the content; a comma after it is no part of it.
fn without_marks_at_end(unit: &Unit<'_>, mut end: usize) -> usize {
    while end > 0 && !unit.quoted[end - 1] && unit.is_mark(end - 1) {
        end -= 1;
    }
    end
}

/// A quotation with a clause before it is part of that clause's sentence.
fn quotation_start(unit: &Unit<'_>, end: usize) -> usize {
    let start = (0..end).rev().take_while(|&at| unit.quoted[at]).last().unwrap_or(end - 1);
    // "The deal is “a disgrace,” he said": the clause before belongs to the content too.
    if unit.has_words(1, 0, start) { 0 } else { start }
}

/// What follows a closing frame: nothing much, or the second half of the content.
/// `None` when so much follows that the frame cannot be a closing one.
fn rest(unit: &Unit<'_>, from: usize, quote_before: bool) -> Option<Vec<Range<usize>>> {
    let end = without_marks_at_end(unit, unit.len());
    if quote_before {
        // Whatever follows a quotation and its speaker, only another quotation is content.
        return Some(quoted_stretches(unit, from, end));
    }
    if from >= end {
        return Some(Vec::new());
    }
    if unit.word(from) == "," {
        let interrupted = unit.has_words(3, from, end);
        let rest = from + 1..end;
        return Some(interrupted.then_some(rest).into_iter().collect());
    }
    let adverbial = !unit.has_words(10, from, end)
        && (role_of(unit.word(from)) == Some(Role::Lead)
            || role_of(unit.word(from)) == Some(Role::Time)
            || is_adverb(unit.word(from))
            || unit.word(from) == "to" && unit.word(from + 1) == "reporters");
    adverbial.then(Vec::new)
}

/// The quotations from the token `from` up to `end`, each at most a dozen words after the one before.
fn quoted_stretches(unit: &Unit<'_>, from: usize, end: usize) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), from);
    while let Some(start) = (at..end).find(|&at| unit.quoted[at]) {
        if unit.has_words(13, at, start) {
            break;
        }
        let close = (start..end).find(|&at| !unit.quoted[at]).unwrap_or(end);
        found.push(start..close);
        at = close;
    }
    found
}

/// `X said that …` and its relatives, from left to right, inside the tokens `main`.
fn forward(unit: &Unit<'_>, cues: &[Match<'_>], main: Range<usize>, found: &mut Vec<Attribution>) {
    let inside: Vec<&Match<'_>> = cues.iter().filter(|cue| main.contains(&cue.from) && cue.to <= main.end).collect();
    let mut floor = main.start;
    let mut last_source: Option<Range<usize>> = None;
    for (number, cue) in inside.iter().enumerate() {
        if cue.from < floor {
            continue;
        }
        let shared = last_source.clone().filter(|_| is_coordinated(unit, cue.from));
        let Some((source, content)) = frame(unit, cue, floor, main.end, shared) else {
            continue;
        };
        let end = inside[number + 1..]
            .iter()
            .find(|next| {
                next.from >= content.start
                    && is_coordinated(unit, next.from)
                    && next.cue.class == CueClass::Verb
                    && cue.cue.class == CueClass::Verb
            })
            .map_or(content.end, |next| coordination_start(unit, next.from))
            .min(content.end)
            .min(before_agentless(unit, &inside[number + 1..], content.start).unwrap_or(content.end));
        let end = without_marks_at_end(unit, end);
        // A bare name can be the object of an act, but not what somebody said.
        let fewest = if cue.cue.takes == Takes::Object { 1 } else { 2 };
        if !unit.has_words(fewest, content.start, end) {
            continue;
        }
        let spans = vec![unit.stretch(content.start, end)];
        let confidence = match (cue.cue.category, cue.cue.takes) {
            (CueCategory::Say, Takes::Clause) => 0.8,
            (_, Takes::Object) => 0.6,
            _ => 0.65,
        };
        found.push(attribution(
            unit,
            source.clone().map(|source| unit.stretch(source.start, source.end)),
            cue,
            spans,
            confidence,
        ));
        last_source = source;
        floor = end;
    }
}

type Frame = (Option<Range<usize>>, Range<usize>);

/// The source and the content of a cue whose content follows.
fn frame(unit: &Unit<'_>, cue: &Match<'_>, floor: usize, limit: usize, shared: Option<Range<usize>>) -> Option<Frame> {
    if cue.cue.class == CueClass::Phrase {
        // "According to X, …" opens the sentence.
        // In "according to X, the dam was old" what follows is no apposition, for no comma ends it.
        let whole = source::after(unit, cue.to)?;
        let source = if unit.word(whole.end) == "," { whole } else { source::bare_after(unit, cue.to)? };
        let opens = !unit.has_words(3, floor, cue.from) && unit.word(source.end) == ",";
        let start = source.end + 1;
        return opens.then_some((Some(source), start..limit));
    }
    if cue.passive {
        // "is seen as", "are said to", "it is believed that": nobody says it; "by X" would be somebody else's business.
        let start = agentless_content(unit, cue)?;
        return (start < limit).then_some((None, start..limit));
    }
    let source = shared.or_else(|| source::before(unit, cue.from, floor))?;
    let start = content_start(unit, cue)?;
    (start < limit).then_some((Some(source), start..limit))
}

/// The first token of what follows a cue, or `None` when nothing that can be a content does.
fn content_start(unit: &Unit<'_>, cue: &Match<'_>) -> Option<usize> {
    let mut at = cue.to;
    while matches!(unit.word(at), ":" | ",") {
        at += 1;
        if !unit.quoted.get(at).copied().unwrap_or(false) && unit.word(at - 1) == "," {
            // "said, in a speech on Monday, that …"
            let that = (at..unit.len().min(at + 14)).find(|&next| unit.word(next) == "that" || unit.quoted[next])?;
            return Some(that);
        }
    }
    if at >= unit.len() || matches!(unit.word(at), "." | ";" | "and" | "or" | "but") && !unit.quoted[at] {
        return None;
    }
    // "said on Monday that", "told reporters that": the content begins with "that" or with the quotation.
    let soon = (at..unit.len().min(at + 9))
        .find(|&next| unit.word(next) == "that" || unit.quoted[next] || unit.word(next) == ",");
    let delayed = role_of(unit.word(at)) == Some(Role::Lead)
        || role_of(unit.word(at)) == Some(Role::Time)
        || takes_listener(unit, cue);
    match soon {
        Some(next) if delayed && unit.word(next) != "," => Some(next),
        _ if delayed && takes_listener(unit, cue) => Some(at + 1),
        _ if delayed && cue.cue.takes == Takes::Clause && role_of(unit.word(at)) == Some(Role::Lead) => None,
        _ => Some(at),
    }
}

/// "told X that", "warned X that", "informed X of", "notified X of".
fn takes_listener(unit: &Unit<'_>, cue: &Match<'_>) -> bool {
    unit.word(cue.from).starts_with("tol")
        || unit.word(cue.from).starts_with("tell")
        || unit.word(cue.from).starts_with("inform")
        || unit.word(cue.from).starts_with("notif")
}

/// Where the content of a passive without an agent begins; `None` for other passives.
fn agentless_content(unit: &Unit<'_>, cue: &Match<'_>) -> Option<usize> {
    if cue.cue.takes == Takes::Object {
        return None;
    }
    match (unit.word(cue.to - 1), unit.word(cue.to)) {
        ("as", _) => Some(cue.to),
        (_, "as") => Some(cue.to + 1),
        (_, "to" | "that") => Some(cue.to),
        _ => None,
    }
}

/// "…, in what is seen as …": the writer speaks again from the comma on.
fn before_agentless(unit: &Unit<'_>, later: &[&Match<'_>], start: usize) -> Option<usize> {
    let passive = later.iter().find(|cue| cue.passive && agentless_content(unit, cue).is_some())?;
    (start..passive.from).rev().find(|&at| unit.word(at) == ",").filter(|&at| at > start + 1)
}

/// "… and attacked …": the cue shares the subject of the one before.
fn is_coordinated(unit: &Unit<'_>, at: usize) -> bool {
    coordination_start(unit, at) < at
}

/// The token of the "and" or "but" before a coordinated cue, or the cue itself.
fn coordination_start(unit: &Unit<'_>, at: usize) -> usize {
    let mut before = at;
    while before > 0 && is_adverb(unit.word(before - 1)) {
        before -= 1;
    }
    if before > 0 && matches!(unit.word(before - 1), "and" | "but") { before - 1 } else { at }
}

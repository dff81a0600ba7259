//! Features: what the fitted model sees of a sentence with respect to one of its targets.

use std::sync::LazyLock;

use crate::lexicon::fitted::Place;
use crate::lexicon::sentiment::SentimentLexicon;
use crate::model::opinion::Scope;
use crate::model::span::Span;
use crate::score::delexicalised::{Delexicalised, Kind};
use crate::score::place::Standing;
use crate::text::group::group;

/// Something seen: an expression in a place, by how much, and at which word.
pub(crate) struct Feature<'v> {
    pub(crate) place: Place,
    pub(crate) words: [&'v str; 2],
    pub(crate) value: f32,
    /// Where it is seen; what concerns the whole sentence, at the mention.
    pub(super) span: Span,
    /// Whether it is seen in the words there, or in the whole sentence.
    pub(super) scope: Scope,
}

/// Words farther from every mention than this are not looked at, so that a list of names takes no time for each pair.
const REACH: usize = 60;

/// What is seen toward the target with number `target`; nothing if it does not stand in `sentence`.
pub(super) fn features<'v>(sentence: &'v Delexicalised, target: usize, lexicon: &SentimentLexicon) -> Vec<Feature<'v>> {
    let mentions: Vec<usize> = (0..sentence.len()).filter(|&at| sentence.kinds[at] == Kind::Target(target)).collect();
    let standings: Vec<Standing> = mentions.iter().map(|&at| Standing::of(sentence, at)).collect();
    let Some(&first) = mentions.first() else { return Vec::new() };
    let source = (0..sentence.len()).find(|&at| sentence.kinds[at] == Kind::Source);
    let speaking = source.map(|at| Standing::of(sentence, at));
    let mut found = Vec::with_capacity(sentence.len() * 8);
    let mut see = |place: Place, words: [&'v str; 2], value: f32, at: usize| {
        found.push(Feature { place, words, value, span: sentence.spans[at], scope: Scope::Words });
    };
    let last = mentions[mentions.len() - 1];
    let own = sentence.own;
    for at in first.saturating_sub(REACH)..sentence.len().min(last + REACH) {
        let kind = sentence.kinds[at];
        if kind == Kind::Mark || kind == Kind::Target(target) {
            continue;
        }
        let nearest = (0..mentions.len()).min_by_key(|&number| mentions[number].abs_diff(at)).unwrap_or(0);
        let place = standings[nearest].place(sentence, at);
        let word = sentence.word(at);
        let not = if sentence.negated[at] { "not" } else { "" };
        let turned = if sentence.negated[at] { ["not", word] } else { [word, ""] };
        let by = speaking.as_ref().map(|speaking| spoken(speaking, sentence, at));
        see(place, turned, 1.0, at);
        see([place[1], ""], turned, 1.0, at);
        see([side(at, mentions[nearest]), ""], turned, 1.0, at);
        see(["anywhere", ""], turned, 1.0, at);
        see(["anywhere", ""], [word, sentence.word(at + 1)], 1.0, at);
        if own {
            see(["own words", place[1]], turned, 1.0, at);
            see(["own words", ""], turned, 1.0, at);
            see(["own words", ""], [word, sentence.word(at + 1)], 1.0, at);
        }
        let doer = doer(sentence, at, target);
        see([place[1], doer], turned, 1.0, at);
        let between = source.map(|source| between(at, source, mentions[nearest]));
        if let Some(by) = by {
            see([place[0], by], turned, 1.0, at);
            see([by, place[1]], turned, 1.0, at);
        }
        if let Some(between) = between {
            see([between, ""], turned, 1.0, at);
            see([between, ""], [word, sentence.word(at + 1)], 1.0, at);
        }
        if kind != Kind::Word {
            continue;
        }
        let group = group_name(sentence.hashes[at].low);
        if !group.is_empty() {
            see(place, [group, not], 1.0, at);
            see([place[1], ""], [group, not], 1.0, at);
            see(["anywhere", ""], [group, not], 1.0, at);
            if own {
                see(["own words", place[1]], [group, not], 1.0, at);
                see(["own words", ""], [group, not], 1.0, at);
            }
        }
        let tone = lexicon.rating(word) as f32 / 4.0 * if sentence.negated[at] { -0.74 } else { 1.0 };
        if tone != 0.0 {
            let sign = if tone > 0.0 { "(good)" } else { "(bad)" };
            let size = tone.abs();
            see(place, [sign, ""], size, at);
            see([place[1], ""], [sign, ""], size, at);
            see([side(at, mentions[nearest]), ""], [sign, ""], size, at);
            see(["anywhere", ""], [sign, ""], size, at);
            see([quoted(sentence, first, at), ""], [sign, ""], size, at);
            see([place[1], doer], [sign, ""], size, at);
            see([doer, ""], [sign, ""], size, at);
            if own {
                see(["own words", place[0]], [sign, ""], size, at);
                see(["own words", place[1]], [sign, ""], size, at);
                see(["own words", ""], [sign, ""], size, at);
            }
            if let Some(by) = by {
                see([place[0], by], [sign, ""], size, at);
                see([by, place[1]], [sign, ""], size, at);
            }
            if let Some(between) = between {
                see([between, ""], [sign, ""], size, at);
            }
        }
    }
    // The target's own words say nothing: what is seen there, its sentence says.
    let mut see = |place: Place, words: [&'v str; 2], value: f32, at: usize| {
        found.push(Feature { place, words, value, span: sentence.spans[at], scope: Scope::Sentence });
    };
    for (&at, standing) in mentions.iter().zip(&standings) {
        let share = 1.0 / mentions.len() as f32;
        let before = at.wrapping_sub(1);
        see(["role", standing.role], ["", ""], share, at);
        if own {
            see(["own words, role", standing.role], ["", ""], share, at);
            see(["own words, before it", ""], [sentence.word(before), ""], share, at);
            see(["own words, after it", ""], [sentence.word(at + 1), ""], share, at);
        }
        see(["before it", ""], [sentence.word(before), ""], share, at);
        see(["after it", ""], [sentence.word(at + 1), ""], share, at);
        see(["around it", ""], [sentence.word(before), sentence.word(at + 1)], share, at);
        see(["two before it", ""], [sentence.word(at.wrapping_sub(2)), sentence.word(before)], share, at);
        see(["two after it", ""], [sentence.word(at + 1), sentence.word(at + 2)], share, at);
        if sentence.words[at] != "name" {
            see(["is pronoun", ""], ["", ""], share, at);
        }
        see(["quoted", if sentence.quoted[at] { "yes" } else { "no" }], ["", ""], share, at);
        if let (Some(source), Some(speaking)) = (source, &speaking) {
            see(["source", speaking.role], ["", ""], share, at);
            see(["source and target", speaking.role], [standing.role, side(at, source)], share, at);
            see(["source and target", standing.place(sentence, source)[1]], [standing.role, speaking.role], share, at);
        }
    }
    see(["always", ""], ["", ""], 1.0, first);
    see([if source.is_some() { "a source" } else { "no source" }, ""], ["", ""], 1.0, first);
    see(["length", length(sentence.len())], ["", ""], 1.0, first);
    if own {
        see(["own words, always", ""], ["", ""], 1.0, first);
        see(["own words, length", length(sentence.len())], ["", ""], 1.0, first);
    }
    found
}

/// Whether the word at `at` is said to be the source's doing.
fn spoken(speaking: &Standing, sentence: &Delexicalised, at: usize) -> &'static str {
    match speaking.place(sentence, at) {
        ["subject", "head"] => "source does",
        ["subject", "object" | "in object"] => "source does it to",
        ["subject", "clause" | "in clause"] => "source in clause",
        ["subject", _] => "source beside",
        ["object" | "passive", "head"] => "done to source",
        ["owner", "head"] => "source's",
        ["by", "head"] => "by source",
        [_, "head"] => "source under",
        [_, "far"] => "source far",
        _ => "source near",
    }
}

/// Who does what the clause of the word at `at` tells.
fn doer(sentence: &Delexicalised, at: usize, target: usize) -> &'static str {
    let mut verb = at;
    for _ in 0..sentence.len() {
        let subject = (verb.saturating_sub(DOER)..verb.min(sentence.len()))
            .rev()
            .find(|&before| sentence.is_subject(before, verb));
        if let Some(subject) = subject {
            return match sentence.kinds[subject] {
                Kind::Target(number) if number == target => "it does",
                Kind::Source => "source does",
                Kind::Target(_) | Kind::Name => "other does",
                _ => "thing does",
            };
        }
        match sentence.head(verb) {
            Some(head) => verb = head,
            None => return "nobody does",
        }
    }
    "nobody does"
}

/// A subject stands at most so many words before its verb.
const DOER: usize = 12;

/// Where a word stands in a sentence in which both source and target do.
fn between(at: usize, source: usize, target: usize) -> &'static str {
    let first = source < target;
    match (at > source.min(target), at > source.max(target), first) {
        (true, false, true) => "between source and it",
        (true, false, false) => "between it and source",
        (false, _, true) => "before source and it",
        (false, _, false) => "before it and source",
        (_, _, true) => "after source and it",
        (_, _, false) => "after it and source",
    }
}

fn quoted(sentence: &Delexicalised, target: usize, at: usize) -> &'static str {
    match (sentence.quoted[target], sentence.quoted[at]) {
        (true, true) => "both quoted",
        (true, false) => "target quoted",
        (false, true) => "word quoted",
        (false, false) => "none quoted",
    }
}

fn side(at: usize, mention: usize) -> &'static str {
    match (at < mention, at.abs_diff(mention)) {
        (true, 1) => "just before",
        (true, 2..=3) => "near before",
        (true, 4..=8) => "before",
        (true, _) => "far before",
        (false, 1) => "just after",
        (false, 2..=3) => "near after",
        (false, 4..=8) => "after",
        (false, _) => "far after",
    }
}

fn length(words: usize) -> &'static str {
    match words {
        0..=10 => "short",
        11..=25 => "middling",
        26..=40 => "long",
        _ => "very long",
    }
}

/// The names of groups, as the table of weights has them.
static GROUP_NAMES: LazyLock<Vec<String>> =
    LazyLock::new(|| (0..=1000).map(|number| format!("(group {number})")).collect());

fn group_name(low: u32) -> &'static str {
    match group(low) {
        0 => "",
        number => GROUP_NAMES.get(number as usize - 1).map_or("", String::as_str),
    }
}

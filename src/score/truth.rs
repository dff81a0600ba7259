//! Factuality: whether a sentence says that something is so, is not so, may be so, or must be so.

use crate::lexicon::shifters::{ShifterKind, Shifters};
use crate::score::scene::{Kind, Scene};
use crate::text::parser::{Label, label, labels};
use crate::text::tagger::is_verb;

/// What a sentence says of what a word means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Truth {
    /// It is so.
    #[default]
    Asserted,
    /// It is not so.
    Negated,
    /// It may be so.
    Unreal,
    /// It must be so.
    Demanded,
}

impl Truth {
    /// What stands before the word in tables and receipts.
    pub(super) fn word(self) -> &'static str {
        match self {
            Truth::Asserted => "",
            Truth::Negated => "not",
            Truth::Unreal => "if",
            Truth::Demanded => "must",
        }
    }
}

const NOT: u8 = 1;
const IF: u8 = 2;
const MUST: u8 = 4;
/// It ends what is done: its object is so no longer.
const END: u8 = 8;

/// How far up a shifter is looked for, and how far before.
const HEIGHT: usize = 4;
const NEAR: usize = 3;

/// **What it does**: a shifter counts for the word that it hangs on and for what hangs on that in the same clause;
/// a verb or noun that turns its clause ("failed to", "denied that", "lack of") counts for the words below it.
/// **Why**: "did not support", "no evidence of aggression", "if they attack", "must stop".
/// **Known failures**: a negator beyond four steps of the tree; two that turn each other.
/// **Source**: the words are those of `shifters.csv`.
///
/// Gives also which words only turn others: those of a negator before a clause ("not true that"), adverbs ("falsely"),
/// and a verb that ends its object.
pub(super) fn truths(scene: &Scene<'_>, lowered: &[String], shifters: &Shifters) -> (Vec<Truth>, Vec<bool>) {
    let mut own = vec![0_u8; scene.len()];
    let mut turns = vec![false; scene.len()];
    for at in 0..scene.len() {
        let (bits, last) = bits(scene, lowered, at, shifters);
        own[at] |= bits;
        // "Not true that": what hangs on the last word of it is turned too.
        let last = last.min(scene.len() - 1);
        own[last] |= bits;
        if bits & NOT != 0 && last > at && scene.words[last] == "that" {
            turns[at..=last].fill(true);
        }
        turns[at] |= bits & NOT != 0 && scene.label(at) == const { label("advmod") };
    }
    if own.iter().all(|&bits| bits == 0) {
        return (vec![Truth::Asserted; scene.len()], turns);
    }
    for at in (0..scene.len()).filter(|&at| scene.is_object(at)) {
        if let Some(verb) = scene.head(at).filter(|&verb| verb < scene.len() && own[verb] & END != 0) {
            turns[verb] = true;
        }
    }
    let mut hung = vec![0_u8; scene.len()];
    for (at, bits) in own.iter().enumerate().filter(|(_, bits)| **bits != 0) {
        if let Some(head) = scene.head(at).filter(|&head| head < scene.len() && HELPER >> scene.label(at) & 1 == 1) {
            hung[head] |= bits;
        }
    }
    ((0..scene.len()).map(|at| truth(scene, &own, &hung, at)).collect(), turns)
}

const HELPER: u32 = labels(&["aux", "neg", "mark", "det", "advmod", "cc", "amod"]);
const CLAUSE: u32 = labels(&["ccomp", "xcomp", "acl"]);
const APART: u32 = labels(&["advcl", "relcl", "conj"]);

fn truth(scene: &Scene<'_>, own: &[u8], hung: &[u8], at: usize) -> Truth {
    if scene.kinds[at] != Kind::Word {
        return Truth::Asserted;
    }
    let mut bits = hung[at];
    let near = (at.saturating_sub(NEAR)..at).rev().take_while(|&before| lower_is_open(scene, before));
    bits |= near.map(|before| own[before] & NOT).fold(0, |all, one| all | one);
    let mut low = at;
    let mut is_same_clause = true;
    for _ in 0..HEIGHT {
        let Some(high) = scene.above(low) else { break };
        let label: Label = scene.label(low);
        if APART >> label & 1 == 1 {
            break;
        }
        is_same_clause &= CLAUSE >> label & 1 == 0 || label == const { self::label("xcomp") };
        bits |= own[high] & NOT;
        if own[high] & END != 0 && scene.is_object(low) {
            bits |= NOT;
        }
        if is_same_clause {
            bits |= hung[high];
        } else if is_verb(scene.tag(low)) && CLAUSE >> label & 1 == 1 {
            bits |= own[high];
        }
        low = high;
    }
    match bits {
        bits if bits & NOT != 0 => Truth::Negated,
        bits if bits & MUST != 0 => Truth::Demanded,
        bits if bits & IF != 0 => Truth::Unreal,
        _ => Truth::Asserted,
    }
}

/// Whether a shifter can reach over the word at `at`.
fn lower_is_open(scene: &Scene<'_>, at: usize) -> bool {
    scene.words[at].chars().next().is_some_and(char::is_alphabetic)
}

/// What the shifter that begins at `at` does, and its last word.
fn bits(scene: &Scene<'_>, lowered: &[String], at: usize, shifters: &Shifters) -> (u8, usize) {
    if matches!(scene.kinds[at], Kind::Target(_) | Kind::Name) {
        return (0, at);
    }
    let Some(found) = shifters.phrases.at(lowered, at) else { return (0, at) };
    let bits = found
        .entries
        .iter()
        .map(|&entry| match shifters.entries[entry].kind {
            ShifterKind::Negator => NOT,
            ShifterKind::Irrealis => IF,
            ShifterKind::Demand => MUST,
            ShifterKind::Ending => END,
            ShifterKind::Intensifier | ShifterKind::Downtoner => 0,
        })
        .fold(0, |all, one| all | one);
    (bits, at + found.length - 1)
}

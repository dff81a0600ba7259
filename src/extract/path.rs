//! Around a cue: how each word hangs together with it in the tree, and what stands between the two.

use std::ops::Range;

use crate::text::paragraph::{Parsed, Quoting};
use crate::text::parser::ROOT;
use crate::text::tagger::{is_finite, is_name, is_noun};
use crate::text::word::low;

/// How a word hangs together with the cue in the tree.
#[derive(Clone, Copy, Default)]
pub(crate) struct Relation {
    /// Steps from the cue up to the word that both hang on, at most 6; 7 if there is none.
    pub(crate) down: u32,
    /// Steps from the word up to it, at most 3.
    pub(crate) up: u32,
    /// The label of the branch by which the word hangs on it; 31 if it is itself that word.
    pub(crate) branch: u32,
    /// The label of the word's own branch below that; 30 for none.
    pub(crate) twig: u32,
    /// The place of the head of the branch.
    pub(crate) place: u32,
}

impl Relation {
    /// The whole of it in one number.
    pub(crate) fn path(self) -> u32 {
        self.down << 16 | self.up << 12 | self.branch << 6 | self.twig
    }
}

const ITSELF: u32 = 31;
/// That of a word of another sentence.
pub(crate) const UNRELATED: Relation = Relation { down: 7, up: 0, branch: 29, twig: 29, place: u32::MAX };

/// The relation of each word in `window` to `cue`.
pub(crate) fn relations(parsed: &Parsed<'_>, cue: usize, window: &Range<usize>) -> Vec<Relation> {
    let sentence = &parsed.sentences[usize::from(parsed.sentence[cue])];
    let mut found = vec![UNRELATED; window.len()];
    let mut known = vec![false; window.len()];
    let (mut at, mut down) = (cue, 0);
    loop {
        found[at - window.start] = Relation { down, up: 0, branch: ITSELF, twig: 30, place: at as u32 };
        known[at - window.start] = true;
        match parsed.heads[at] {
            ROOT => break,
            head => at = usize::from(head),
        }
        down = (down + 1).min(6);
    }
    let mut path = Vec::new();
    for word in sentence.clone() {
        let mut at = word;
        path.clear();
        while !known[at - window.start] && parsed.heads[at] != ROOT && path.len() < sentence.len() {
            path.push(at);
            at = usize::from(parsed.heads[at]);
        }
        if !known[at - window.start] {
            continue;
        }
        for &below in path.iter().rev() {
            let above = found[usize::from(parsed.heads[below]) - window.start];
            let label = u32::from(parsed.labels[below]);
            found[below - window.start] = match (above.branch, above.twig) {
                (ITSELF, _) => Relation { up: 1, branch: label, place: below as u32, ..above },
                (_, 30) => Relation { up: 2, twig: label, ..above },
                _ => Relation { up: 3, ..above },
            };
            known[below - window.start] = true;
        }
    }
    found
}

/// What is seen of the words between the cue and a word.
#[derive(Clone, Copy, Default)]
struct Between {
    commas: u32,
    verbs: u32,
    marks: u32,
    that: u32,
    sentences: u32,
    nouns: u32,
    cues: u32,
}

impl Between {
    fn signature(self) -> u32 {
        self.commas.min(2)
            | self.verbs.min(2) << 2
            | self.marks.min(3) << 4
            | self.that.min(1) << 6
            | self.sentences.min(2) << 7
            | self.nouns.min(2) << 9
            | self.cues.min(2) << 11
    }

    fn pass(&mut self, parsed: &Parsed<'_>, margins: &[i8], at: usize, from: usize) {
        self.cues += u32::from(margins[at] > 0);
        self.commas += u32::from(parsed.words[at].low == COMMA);
        self.verbs += u32::from(is_finite(parsed.tags[at]));
        self.nouns += u32::from(is_noun(parsed.tags[at]) || is_name(parsed.tags[at]));
        self.marks += u32::from(matches!(parsed.quoting[at], Quoting::Opens | Quoting::Closes));
        self.that += u32::from(parsed.words[at].low == THAT);
        self.sentences = u32::from(parsed.sentence[at].abs_diff(parsed.sentence[from]));
    }
}

const COMMA: u32 = low(",");
pub(crate) const THAT: u32 = low("that");

/// What stands between `cue` and each word of `window`, in one number.
pub(crate) fn between(parsed: &Parsed<'_>, margins: &[i8], cue: usize, window: &Range<usize>) -> Vec<u32> {
    let mut found = vec![0; window.len()];
    let mut walk = |places: &mut dyn Iterator<Item = usize>| {
        let mut counts = Between::default();
        for at in places {
            found[at - window.start] = counts.signature();
            counts.pass(parsed, margins, at, cue);
        }
    };
    walk(&mut (cue + 1..window.end));
    walk(&mut (window.start..cue).rev());
    found
}

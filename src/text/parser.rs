//! Dependency parsing: finds the head and the label of every word of a tagged sentence. It knows nothing of
//! attributions.
//!
//! **What it does**: a greedy arc-hybrid transition parser builds the tree; a second linear model then labels it. Both
//! were trained on parses by spaCy's small English model, with some ClearNLP labels merged.
//! **Why**: linear time, and no dependency on a neural network.
//! **Example**: in "Norland condemned the attack", "Norland" is the `nsubj` of "condemned".
//! **Known failures**: trees are projective; parsing is greedy, so an early error is never repaired; errors of the
//! teacher are learned too.
//! **Source**: Kuhlmann, Gómez-Rodríguez & Satta (2011).

use crate::text::linear::{Linear, feature};
use crate::text::tagger::{START, Tag, best, same};
use crate::text::word::{NONE, Word};

/// The relation of a word to its head, as an index into [`LABELS`].
pub(crate) type Label = u8;

/// The labels by index, each with the ClearNLP labels that it covers.
pub(crate) const LABELS: [&[&str]; 28] = [
    &["ROOT"],
    &["nsubj", "csubj", "expl"],
    &["nsubjpass", "csubjpass"],
    &["dobj", "dative"],
    &["attr", "acomp", "oprd"],
    &["ccomp"],
    &["xcomp"],
    &["advcl"],
    &["relcl"],
    &["acl"],
    &["conj"],
    &["cc", "preconj"],
    &["aux"],
    &["auxpass"],
    &["neg"],
    &["mark"],
    &["prep"],
    &["pobj", "pcomp"],
    &["det", "predet"],
    &["amod", "nummod", "quantmod"],
    &["compound", "nmod"],
    &["poss"],
    &["case"],
    &["appos"],
    &["advmod", "npadvmod"],
    &["prt"],
    &["agent"],
    &["punct", "dep", "parataxis", "intj", "meta"],
];

/// The index of the label that covers the ClearNLP label `name`; the last one if `name` is unknown.
pub(crate) const fn label(name: &str) -> Label {
    let mut number = 0;
    while number < LABELS.len() {
        let mut at = 0;
        while at < LABELS[number].len() {
            if same(LABELS[number][at], name) {
                return number as Label;
            }
            at += 1;
        }
        number += 1;
    }
    LABELS.len() as Label - 1
}

/// A set of labels, one bit each.
pub(crate) const fn labels(names: &[&str]) -> u32 {
    let (mut set, mut at) = (0, 0);
    while at < names.len() {
        set |= 1 << label(names[at]);
        at += 1;
    }
    set
}

/// Number of classes of the label model; the first 28 are those of [`LABELS`].
pub(crate) const LABEL_CLASSES: usize = 32;
/// Number of classes of the transition model: [`SHIFT`], [`LEFT`], [`RIGHT`] and one unused.
pub(crate) const MOVES: usize = 4;

/// Push the next word onto the stack.
pub(crate) const SHIFT: Tag = 0;
/// The top of the stack becomes a dependent of the next word.
pub(crate) const LEFT: Tag = 1;
/// The top of the stack becomes a dependent of the word below it.
pub(crate) const RIGHT: Tag = 2;

/// The head of the root, and of words that have no head yet.
pub(crate) const ROOT: u16 = u16::MAX;

/// A trained parser.
pub(crate) struct Parser {
    /// The weights of [`State::features`].
    pub(crate) moves: Linear<MOVES>,
    /// The weights of [`label_features`].
    pub(crate) labels: Linear<LABEL_CLASSES>,
}

/// The dependencies of one sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parse {
    /// The index of each word's head in the sentence; [`ROOT`] for the root.
    pub(crate) heads: Vec<u16>,
    /// The label of each word's relation to its head.
    pub(crate) labels: Vec<Label>,
}

impl Parser {
    /// Reads a parser from the front of `bytes`; `None` if they do not hold one.
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Parser> {
        Some(Parser { moves: Linear::read(bytes)?, labels: Linear::read(bytes)? })
    }

    /// Writes the bytes that [`Parser::read`] reads.
    #[cfg(feature = "fit")]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        self.moves.write(out);
        self.labels.write(out);
    }

    /// Parses the words of one sentence, given their tags.
    pub(crate) fn parse(&self, words: &[Word], tags: &[Tag]) -> Parse {
        let mut state = State::new(words.len());
        let mut known = [0; FEATURES];
        while !state.is_done() {
            if let Some(only) = state.only() {
                state.take(only);
                continue;
            }
            state.features(words, tags, &mut known);
            let mut sums = self.moves.sums(&known);
            for forbidden in [SHIFT, LEFT, RIGHT].into_iter().filter(|&forbidden| !state.allows(forbidden)) {
                sums[forbidden as usize] = i32::MIN;
            }
            sums[3] = i32::MIN;
            state.take(best(&sums));
        }
        let heads = state.heads;
        let mut labels = Vec::with_capacity(words.len());
        let mut known = [0; LABEL_FEATURES];
        for at in 0..words.len() {
            label_features(words, tags, &heads, at, &mut known);
            let mut sums = self.labels.sums(&known);
            // The label `ROOT` belongs to the root and to no other word.
            sums[0] = if heads[at] == ROOT { i32::MAX } else { i32::MIN };
            labels.push(best(&sums));
        }
        Parse { heads, labels }
    }
}

/// The state of a parse: stack, next word, and the arcs so far.
pub(crate) struct State {
    pub(crate) stack: Vec<u16>,
    pub(crate) next: usize,
    pub(crate) heads: Vec<u16>,
    /// For each word, its two outermost dependents on that side, and their number.
    left: Vec<Side>,
    right: Vec<Side>,
}

#[derive(Clone, Copy)]
struct Side {
    outer: u16,
    inner: u16,
    count: u8,
}

const EMPTY: Side = Side { outer: ROOT, inner: ROOT, count: 0 };

impl Side {
    fn add(&mut self, word: u16) {
        *self = Side { outer: word, inner: self.outer, count: self.count.saturating_add(1) };
    }
}

impl State {
    /// The initial state for a sentence of `length` words.
    pub(crate) fn new(length: usize) -> State {
        State {
            stack: Vec::with_capacity(32),
            next: 0,
            heads: vec![ROOT; length],
            left: vec![EMPTY; length],
            right: vec![EMPTY; length],
        }
    }

    /// Whether every word but one has a head.
    pub(crate) fn is_done(&self) -> bool {
        self.next == self.heads.len() && self.stack.len() <= 1
    }

    /// Whether `transition` is possible in this state.
    pub(crate) fn allows(&self, transition: Tag) -> bool {
        let more = self.next < self.heads.len();
        match transition {
            SHIFT => more,
            LEFT => more && !self.stack.is_empty(),
            _ => self.stack.len() >= 2,
        }
    }

    /// The transition that is possible in this state, where there is but one.
    fn only(&self) -> Option<Tag> {
        match (self.next < self.heads.len(), self.stack.len()) {
            (true, 0) => Some(SHIFT),
            (false, 2..) => Some(RIGHT),
            _ => None,
        }
    }

    /// Applies `transition`, which must be allowed.
    pub(crate) fn take(&mut self, transition: Tag) {
        if transition == SHIFT {
            self.stack.push(self.next as u16);
            self.next += 1;
            return;
        }
        let word = self.stack.pop().expect("the transition is allowed");
        if transition == LEFT {
            self.heads[word as usize] = self.next as u16;
            self.left[self.next].add(word);
        } else {
            let head = *self.stack.last().expect("the transition is allowed");
            self.heads[word as usize] = head;
            self.right[head as usize].add(word);
        }
    }

    /// The features of this state.
    pub(crate) fn features(&self, words: &[Word], tags: &[Tag], out: &mut [u32; FEATURES]) {
        let none = usize::from(ROOT);
        let stack = |depth: usize| self.stack.len().checked_sub(depth + 1).map_or(none, |at| self.stack[at] as usize);
        let low = |at: usize| words.get(at).unwrap_or(&NONE).low;
        let tag = |at: usize| tags.get(at).map_or(START, |&tag| u32::from(tag));
        let side = |sides: &[Side], at: usize| *sides.get(at).unwrap_or(&EMPTY);
        let (s0, s1, s2) = (stack(0), stack(1), stack(2));
        let (b0, b1, b2) = (self.next, self.next + 1, self.next + 2);
        let (s0l, s0r, s1l, s1r) =
            (side(&self.left, s0), side(&self.right, s0), side(&self.left, s1), side(&self.right, s1));
        let b0l = side(&self.left, b0);
        let child = |at: u16| tag(at as usize);
        let (s0w, s1w, b0w, b1w) = (low(s0), low(s1), low(b0), low(b1));
        let (s0t, s1t, s2t) = (tag(s0), tag(s1), tag(s2));
        let (b0t, b1t, b2t) = (tag(b0), tag(b1), tag(b2));
        let distance = |low: usize, high: usize| {
            if low == none { 15 } else { (high - low).min(12) as u32 }
        };
        let near = distance(s0, b0);
        let below = if s1 == none { 15 } else { distance(s1, s0) };
        let pair = |a: u32, b: u32| a << 8 | b;
        let valency0 = pair(u32::from(s0l.count.min(3)), u32::from(s0r.count.min(4)));
        let valency1 = pair(u32::from(s1l.count.min(3)), u32::from(s1r.count.min(4)));
        let valency_b = u32::from(b0l.count.min(4));
        *out = [
            feature(0, s0w, s0t, 0),
            feature(1, s1w, s1t, 0),
            feature(2, b0w, b0t, 0),
            feature(3, b1w, b1t, 0),
            feature(4, s0t, b0t, s1t),
            feature(5, s0w, b0w, 0),
            feature(6, s0w, s1w, 0),
            feature(7, s0w, b0t, 0),
            feature(8, s0t, b0w, 0),
            feature(9, s0w, s1t, 0),
            feature(10, s0t, s1w, 0),
            feature(11, s0t, b0t, near),
            feature(12, s0t, s1t, below),
            feature(13, pair(s0t, b0t), b1t, 0),
            feature(14, pair(s0t, b0t), pair(b1t, b2t), 0),
            feature(15, pair(s0t, s1t), s2t, b0t),
            feature(16, pair(s0t, s1t), pair(b0t, b1t), 0),
            feature(17, s0t, b0t, child(s0l.outer)),
            feature(18, s0t, b0t, child(s0r.outer)),
            feature(19, s0t, b0t, child(b0l.outer)),
            feature(20, s0t, s1t, child(s0l.outer)),
            feature(21, s0t, s1t, child(s0r.outer)),
            feature(22, s0t, s1t, child(s1r.outer)),
            feature(23, s0t, s1t, child(s1l.outer)),
            feature(24, s0w, valency0, 0),
            feature(25, s1w, valency1, 0),
            feature(26, s0t, valency0, b0t),
            feature(27, s1t, valency1, s0t),
            feature(28, b0t, valency_b, s0t),
            feature(29, s0w, near, b0t),
            feature(30, s1w, below, s0t),
            feature(31, pair(s1t, s0t), b0w, 0),
            feature(32, s1w, s0t, b0t),
            feature(33, s0w, b0t, s1t),
            feature(34, low(s0r.outer as usize), s0t, b0t),
            feature(35, low(b2), b0t, s0t),
            feature(36, pair(s0t, s1t), pair(child(s0r.outer), child(s0r.inner)), b0t),
            feature(37, pair(s1t, child(s1r.outer)), child(s1r.inner), pair(s0t, b0t)),
            feature(38, low(s1r.outer as usize), s1t, s0t),
            feature(39, low(s2), s1t, s0t),
            feature(40, pair(s0t, child(s0l.outer)), child(s0l.inner), b0t),
            feature(41, pair(s0t, b0t), s0w, b0w),
            feature(42, b0w, b1t, s0t),
            feature(43, pair(s2t, s1t), s0t, 0),
        ];
    }
}

/// Number of features of a state.
pub(crate) const FEATURES: usize = 44;

/// Number of features of a dependency.
pub(crate) const LABEL_FEATURES: usize = 16;

/// The features of the dependency between word `at` and its head.
pub(crate) fn label_features(words: &[Word], tags: &[Tag], heads: &[u16], at: usize, out: &mut [u32; LABEL_FEATURES]) {
    let word = |at: usize| words.get(at).unwrap_or(&NONE);
    let tag = |at: usize| tags.get(at).map_or(START, |&tag| u32::from(tag));
    let head = usize::from(heads[at]);
    let grand = heads.get(head).map_or(usize::from(ROOT), |&grand| usize::from(grand));
    let before = u32::from(at < head);
    let distance = (at.abs_diff(head).min(8) as u32) << 1 | before;
    let (w, t, hw, ht) = (word(at).low, tag(at), word(head).low, tag(head));
    let previous = tag(at.wrapping_sub(1));
    let next = tag(at + 1);
    *out = [
        feature(0, w, ht, before),
        feature(1, t, hw, before),
        feature(2, w, hw, before),
        feature(3, t, ht, distance),
        feature(4, t, ht, before << 8 | tag(grand)),
        feature(5, word(at).ending, t, ht),
        feature(6, t << 8 | previous, ht, before),
        feature(7, t << 8 | next, ht, before),
        feature(8, word(at.wrapping_sub(1)).low, t, ht),
        feature(9, word(at + 1).low, t, ht),
        feature(10, word(grand).low, ht, t),
        feature(11, t << 8 | tag(head.wrapping_sub(1)), ht << 8 | tag(head + 1), before),
        feature(12, w, t, 0),
        feature(13, hw, word(head + 1).low, t << 1 | before),
        feature(14, t << 8 | ht, previous << 8 | next, distance),
        feature(15, word(head).ending, t, before),
    ];
}

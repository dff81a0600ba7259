//! Frames: which words around a cue are its source and its content, by a linear model over the whole window.
//!
//! Each word gets one of [`LABELS`] labels; the best row of labels is found by dynamic programming. The row in which
//! nothing is labelled stands for "this is no cue".

use std::ops::Range;

use crate::extract::path::{Relation, THAT, UNRELATED, between, relations};
use crate::extract::viterbi::{Scores, decode, nothing};
use crate::text::linear::{Linear, feature};
use crate::text::paragraph::{Parsed, Quoting};
use crate::text::parser::labels;

/// How many labels there are.
pub(crate) const LABELS: usize = 8;
/// Neither source nor content.
pub(crate) const OUT: usize = 0;
/// The first word of a stretch of content.
pub(crate) const FIRST: usize = 1;
/// A word within a stretch of content.
pub(crate) const MIDDLE: usize = 2;
/// The last word of a stretch of content.
pub(crate) const LAST: usize = 3;
/// A stretch of content of one word.
pub(crate) const ONLY: usize = 4;
/// The first word of the source.
pub(crate) const SOURCE: usize = 5;
/// A further word of the source.
pub(crate) const SOURCE_ON: usize = 6;
/// The cue.
pub(crate) const CUE: usize = 7;

/// How many classes the model of neighbouring labels has: one for each pair.
pub(crate) const PAIRS: usize = LABELS * LABELS;

/// A fitted model of frames.
pub(crate) struct Frames {
    /// The weights of [`Seen::static_features`] and [`Seen::features`].
    pub(crate) weights: Linear<LABELS>,
    /// The weights of [`Seen::pair_features`].
    pub(crate) pairs: Linear<PAIRS>,
}

/// The words that a cue may have to do with: its unit, and neighbouring units as far as quotations reach on.
fn window(parsed: &Parsed<'_>, cue: usize) -> Range<usize> {
    let unit = parsed.units.partition_point(|unit| unit.end <= cue);
    let (mut first, mut last) = (unit, unit);
    let ends_quoted = |unit: &Range<usize>| {
        parsed.quoting[unit.clone()].iter().rev().take(2).any(|&quoting| quoting == Quoting::Closes)
    };
    let begins_quoted =
        |unit: &Range<usize>| parsed.quoting[unit.clone()].iter().take(2).any(|&quoting| quoting == Quoting::Opens);
    while first > 0 && unit - first < 2 && ends_quoted(&parsed.units[first - 1]) {
        first -= 1;
    }
    while last + 1 < parsed.units.len() && last - unit < 2 && begins_quoted(&parsed.units[last + 1]) {
        last += 1;
    }
    parsed.units[first].start..parsed.units[last].end
}

/// Where a word stands toward the cue: before or after it, in its sentence or in another.
fn side(parsed: &Parsed<'_>, cue: usize, at: usize) -> u32 {
    u32::from(at > cue) << 1 | u32::from(parsed.sentence[at] != parsed.sentence[cue])
}

/// A cue and all that is read off it once.
pub(crate) struct Seen<'p> {
    parsed: Parsed<'p>,
    /// By how much each word is a candidate, in steps.
    margins: &'p [i8],
    pub(crate) cue: usize,
    pub(crate) window: Range<usize>,
    relations: Vec<Relation>,
    between: Vec<u32>,
    /// Hash of the cue's word and of what hangs on it.
    word: u32,
    group: u32,
    tag: u32,
    frame: u32,
    next: u32,
    last: u32,
}

impl<'p> Seen<'p> {
    /// Reads the surroundings of `cue`.
    pub(crate) fn new(parsed: Parsed<'p>, margins: &'p [i8], cue: usize) -> Seen<'p> {
        let window = window(&parsed, cue);
        let relations = relations(&parsed, cue, &window);
        let between = between(&parsed, margins, cue, &window);
        let next = cue + 1;
        Seen {
            parsed,
            margins,
            cue,
            relations,
            between,
            word: parsed.words[cue].low,
            group: parsed.groups[cue],
            tag: parsed.tag_at(cue),
            frame: parsed.dependents[cue].labels & FRAME,
            next: feature(0, parsed.quoting_at(next), parsed.tag_at(next), u32::from(parsed.word(next).low == THAT)),
            last: feature(0, parsed.quoting_at(cue.wrapping_sub(1)), parsed.tag_at(cue.wrapping_sub(1)), 0),
            window,
        }
    }

    /// Scores without numbers yet.
    pub(crate) fn empty_scores(&self) -> Scores {
        let parsed = &self.parsed;
        // A quotation that begins a sentence goes on with what was said before.
        let begins = |at: usize| at > 0 && parsed.sentence[at] != parsed.sentence[at - 1];
        let anew = |at: usize| begins(at) && parsed.quoting[at] == Quoting::Opens;
        Scores {
            words: Vec::with_capacity(self.window.len()),
            pairs: Vec::with_capacity(self.window.len()),
            anew: self.window.clone().map(anew).collect(),
            taken: vec![false; self.window.len()],
        }
    }

    /// What is seen at the word `at` of the window that does not depend on the cue but for its side.
    pub(crate) fn static_features(&self, at: usize, out: &mut Vec<u32>) {
        let parsed = &self.parsed;
        let side = side(parsed, self.cue, at);
        let word = |at: usize| parsed.word(at);
        let tag = |at: usize| parsed.tag_at(at);
        let (before, after) = (at.wrapping_sub(1), at + 1);
        let quoting = parsed.quoting_at(before) << 8 | parsed.quoting_at(at) << 4 | parsed.quoting_at(after);
        let label = u32::from(parsed.labels[at]);
        let head = usize::from(parsed.heads[at]);
        let tags = tag(before) << 16 | tag(at) << 8 | tag(after);
        out.extend([
            feature(0, word(at).low, side, 0),
            feature(1, word(before).low, side, 0),
            feature(2, word(after).low, side, 0),
            feature(3, word(at).low, word(after).low, side),
            feature(4, word(before).low, word(at).low, side),
            feature(5, tags, side, 0),
            feature(6, tag(at) << 8 | tag(before), side, tag(at.wrapping_sub(2))),
            feature(7, tag(at) << 8 | tag(after), side, tag(at + 2)),
            feature(8, quoting, side, 0),
            feature(9, quoting, side, tags),
            feature(10, tag(at) << 8 | label, tag(head), side),
            feature(11, word(at).shape, word(before).shape << 8 | word(after).shape, side),
            feature(12, tag(at), quoting, word(after).low),
            feature(13, tag(at), quoting, word(before).low),
        ]);
    }

    /// What is seen at the word `at` of the window with respect to the cue.
    pub(crate) fn features(&self, at: usize, out: &mut Vec<u32>) {
        let parsed = &self.parsed;
        let (cue, place) = (self.cue, at - self.window.start);
        let relation = self.relations[place];
        let neighbour = |at: usize| {
            if self.window.contains(&at) { self.relations[at - self.window.start] } else { UNRELATED }
        };
        let (before, after) = (neighbour(at.wrapping_sub(1)), neighbour(at + 1));
        let side = side(parsed, cue, at);
        let distance = bucket(at.abs_diff(cue)) << 2 | side;
        let path = relation.down << 16 | relation.up << 12 | relation.branch << 6 | side;
        let deep = path << 8 | relation.twig;
        let short = relation.down << 8 | relation.branch << 2 | side;
        let edge = u32::from(before.place != relation.place) | u32::from(after.place != relation.place) << 1;
        let branches = edge << 20 | before.branch << 12 | relation.branch << 6 | after.branch;
        let steps = before.down << 8 | relation.down << 4 | after.down;
        let tag = |at: usize| parsed.tag_at(at);
        let tags = tag(at.wrapping_sub(1)) << 16 | tag(at) << 8 | tag(at + 1);
        let between = self.between[place];
        let quoting =
            parsed.quoting_at(at.wrapping_sub(1)) << 8 | parsed.quoting_at(at) << 4 | parsed.quoting_at(at + 1);
        let word = parsed.words[at].low;
        let margin = |at: usize| self.margins.get(at).map_or(0, |&margin| (i32::from(margin) + 16) as u32);
        let (margin, next_margin) = (margin(at), margin(at + 1));
        out.extend([
            feature(20, self.word, distance, 0),
            feature(21, self.word, path, 0),
            feature(22, deep, 0, 0),
            feature(23, path, tags, 0),
            feature(24, path, word, 0),
            feature(25, deep, self.frame, self.tag),
            feature(26, branches, steps, side),
            feature(27, branches, self.word, side),
            feature(28, branches, tags, steps),
            feature(29, between, side, tags),
            feature(30, between, side, self.word),
            feature(32, distance, tags, self.tag),
            feature(33, distance, self.next, tag(at)),
            feature(35, short, quoting, between),
            feature(36, short, self.next, edge),
            feature(37, short, self.last, edge),
            feature(38, short, parsed.word(at + 1).low, edge),
            feature(39, short, parsed.word(at.wrapping_sub(1)).low, edge),
            feature(40, self.word, path, tag(at)),
            feature(41, self.tag, distance, word),
            feature(42, deep, edge, tags),
            feature(43, self.frame, short, edge << 8 | tag(at)),
            feature(44, short, self.word, edge << 16 | quoting),
            feature(49, self.group, path, 0),
            feature(50, self.group, branches, side),
            feature(52, self.group, between, side),
            feature(53, self.group, path, tag(at)),
            feature(46, margin, next_margin, side),
            feature(47, margin << 8 | next_margin, short, edge),
            feature(45, short, parsed.words[at].shape, tags),
        ]);
    }

    /// Everything that is seen at the word `at` of the window.
    #[cfg(feature = "fit")]
    pub(crate) fn all_features(&self, at: usize, out: &mut Vec<u32>) {
        out.clear();
        self.static_features(at, out);
        self.features(at, out);
    }

    /// What is seen at the border between the word `at` of the window and the one before it.
    pub(crate) fn pair_features(&self, at: usize) -> [u32; 4] {
        let parsed = &self.parsed;
        let side = side(parsed, self.cue, at);
        let before = at.wrapping_sub(1);
        let border = u32::from(parsed.sentence.get(before) != Some(&parsed.sentence[at]));
        let quoting = parsed.quoting_at(before) << 4 | parsed.quoting_at(at);
        [
            // The one that depends on the cue stands first.
            feature(3, parsed.tag_at(at), quoting, self.between[at - self.window.start]),
            feature(0, side, border, 0),
            feature(1, quoting, side, border),
            feature(2, parsed.tag_at(before) << 8 | parsed.tag_at(at), side, 0),
        ]
    }
}

/// Labels that tell what the cue takes.
const FRAME: u32 = labels(&["nsubj", "nsubjpass", "dobj", "ccomp", "xcomp", "auxpass", "prep", "agent"]);

fn bucket(distance: usize) -> u32 {
    match distance {
        0..=5 => distance as u32,
        6..=7 => 6,
        8..=10 => 7,
        11..=15 => 8,
        16..=25 => 9,
        _ => 10,
    }
}

/// A cue with what it was found to report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The word of the cue.
    pub(crate) cue: usize,
    /// The words of the source.
    pub(crate) source: Option<Range<usize>>,
    /// The words of each stretch of the content, in text order; never empty.
    pub(crate) content: Vec<Range<usize>>,
    /// How much better the frame is than nothing.
    pub(crate) margin: i32,
    /// Who proposes it, and what others think of it.
    pub(crate) origin: u32,
}

impl Frame {
    /// How many words the content has.
    pub(crate) fn size(&self) -> usize {
        self.content.iter().map(ExactSizeIterator::len).sum()
    }
}

impl Frames {
    /// The best frame around what is `seen` of a cue; the words in `taken` cannot be content.
    /// `None` if no word can be.
    pub(crate) fn frame(&self, seen: &Seen<'_>, scores: &mut Scores, taken: &[bool]) -> Option<Frame> {
        let window = seen.window.clone();
        scores.taken.copy_from_slice(&taken[window.clone()]);
        let refused = nothing(scores);
        let mut more = 0.0;
        // A cue has a content: if none wins, contents are raised until one does.
        while more < 256.0 {
            let (labels, sum) = decode(scores, seen.cue - window.start);
            if let Some(frame) = frame(&labels, window.start, seen.cue, (sum - more - refused) as i32) {
                return Some(frame);
            }
            let raise = if more == 0.0 { 4.0 } else { more };
            more += raise;
            for word in &mut scores.words {
                word[FIRST] += raise;
                word[ONLY] += raise;
            }
        }
        None
    }

    /// The scores of the window of what is `seen`; `sides` keeps what other cues of the parsed will need again.
    pub(crate) fn scores(&self, seen: &Seen<'_>, sides: &mut Sides) -> Scores {
        let mut known = Vec::with_capacity(48);
        let mut scores = seen.empty_scores();
        let (of_words, of_pairs) = (1.0 / self.weights.scale, 1.0 / self.pairs.scale);
        for at in seen.window.clone() {
            let side = side(&seen.parsed, seen.cue, at);
            let (words, pairs) = sides.0[at * 4 + side as usize].get_or_insert_with(|| {
                known.clear();
                seen.static_features(at, &mut known);
                (self.weights.sums(&known), self.pairs.sums(&seen.pair_features(at)[1..]))
            });
            let (mut words, mut pairs) = (*words, *pairs);
            known.clear();
            seen.features(at, &mut known);
            self.weights.add_all(&known, &mut words);
            self.pairs.add_all(&seen.pair_features(at)[..1], &mut pairs);
            scores.words.push(scaled(&words, of_words));
            scores.pairs.push(scaled(&pairs, of_pairs));
        }
        scores
    }
}

/// For each word of a parsed and each side of a cue on which it may stand, the sums that do not depend on the cue.
pub(crate) struct Sides(Vec<Option<([i32; LABELS], [i32; PAIRS])>>);

impl Sides {
    /// Nothing known of a parsed of so many words.
    pub(crate) fn new(length: usize) -> Sides {
        // Most stay empty: they are not copied from a first one, as `vec!` would.
        Sides(std::iter::repeat_with(|| None).take(length * 4).collect())
    }
}

/// `sums` on another scale.
fn scaled<const N: usize>(sums: &[i32; N], by: f32) -> [f32; N] {
    let mut scaled = [0.0; N];
    scaled.iter_mut().zip(sums).for_each(|(scaled, &sum)| *scaled = sum as f32 * by);
    scaled
}

/// The frame that `labels` tell of, the first of which stands at the word `start`.
pub(crate) fn frame(labels: &[usize], start: usize, cue: usize, margin: i32) -> Option<Frame> {
    let mut content: Vec<Range<usize>> = Vec::new();
    let mut source: Option<Range<usize>> = None;
    for (at, label) in labels.iter().enumerate().map(|(at, label)| (start + at, *label)) {
        match label {
            FIRST | ONLY => content.push(at..at + 1),
            MIDDLE | LAST => content.last_mut().expect("a content has begun").end = at + 1,
            SOURCE if source.is_none() => source = Some(at..at + 1),
            SOURCE_ON => source.iter_mut().filter(|source| source.end == at).for_each(|source| source.end = at + 1),
            _ => {}
        }
    }
    (!content.is_empty()).then_some(Frame { cue, source, content, margin, origin: 0 })
}

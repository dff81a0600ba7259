//! Part-of-speech tagging. The words of a sentence come in; their Penn Treebank tags come out.
//!
//! **What it does**: tags words from left to right with a linear model, trained on tags by spaCy's small English model.
//! A word that nearly always has the same tag gets it without looking at its neighbours.
//! **Why**: one pass, linear time.
//! **Example**: "condemned" in "Norland condemned the attack" is `VBD`.
//! **Known failures**: an early error can cause later ones; errors of the teacher are learned too.
//! **Source**: averaged perceptron, Collins (2002).

use crate::text::linear::{Linear, feature};
use crate::text::word::{NONE, Word};

/// A part of speech, as an index into [`TAGS`].
pub(crate) type Tag = u8;

/// The tags by index.
pub(crate) const TAGS: [&str; 48] = [
    "NN", "IN", "NNP", "DT", "JJ", "NNS", "PRP", "VBD", "RB", "VB", "CC", "VBZ", "VBN", "VBG", "PRP$", "TO", "CD",
    "VBP", "MD", "POS", "WP", "WRB", "WDT", "RP", "JJR", "JJS", "NNPS", "EX", "PDT", "RBR", "RBS", "WP$", "UH", "FW",
    "LS", "SYM", "ADD", "HYPH", "NFP", "XX", ".", ",", ":", "``", "''", "-LRB-", "-RRB-", "$",
];

/// The index of the tag `name`; that of `XX` if it is unknown.
pub(crate) const fn tag(name: &str) -> Tag {
    let mut number = 0;
    while number < TAGS.len() && !same(TAGS[number], name) {
        number += 1;
    }
    if number < TAGS.len() { number as Tag } else { tag("XX") }
}

/// Whether two strings are equal; `==` is not available in constants.
pub(crate) const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// Whether the tag is that of a finite or modal verb.
pub(crate) fn is_finite(number: Tag) -> bool {
    const FINITE: [Tag; 4] = [tag("VBD"), tag("VBZ"), tag("VBP"), tag("MD")];
    FINITE.contains(&number)
}

/// Whether the tag is that of a verb in any form.
pub(crate) fn is_verb(number: Tag) -> bool {
    const VERBS: [Tag; 6] = [tag("VB"), tag("VBD"), tag("VBG"), tag("VBN"), tag("VBP"), tag("VBZ")];
    VERBS.contains(&number)
}

/// Whether the tag is that of a common noun.
pub(crate) fn is_noun(number: Tag) -> bool {
    const NOUNS: [Tag; 2] = [tag("NN"), tag("NNS")];
    NOUNS.contains(&number)
}

/// Whether the tag is that of a singular proper noun or a personal pronoun.
pub(crate) fn is_name(number: Tag) -> bool {
    const NAMES: [Tag; 2] = [tag("NNP"), tag("PRP")];
    NAMES.contains(&number)
}

/// Number of classes of the model, one for each of [`TAGS`].
pub(crate) const CLASSES: usize = 48;

/// Stands for the tag before the first word of a sentence.
pub(crate) const START: u32 = 99;

/// A trained tagger.
pub(crate) struct Tagger {
    /// The weights of [`features`].
    pub(crate) weights: Linear<CLASSES>,
}

impl Tagger {
    /// Reads a tagger from the front of `bytes`; `None` if they do not hold one.
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Tagger> {
        Some(Tagger { weights: Linear::read(bytes)? })
    }

    /// Writes the bytes that [`Tagger::read`] reads.
    #[cfg(feature = "fit")]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        self.weights.write(out);
    }

    /// Appends the tags of the words of one sentence to `out`.
    pub(crate) fn tags(&self, words: &[Word], out: &mut Vec<Tag>) {
        let mut known = [0; FEATURES];
        let from = out.len();
        for at in 0..words.len() {
            // Unambiguous words skip the full model.
            let tag = self.weights.row(certain(&words[at])).map(best);
            out.push(tag.unwrap_or_else(|| {
                features(words, &out[from..], at, &mut known);
                best(&self.weights.sums(&known))
            }));
        }
    }
}

/// The feature of an unambiguous word. If the model knows it, its weights give the tag.
pub(crate) fn certain(word: &Word) -> u32 {
    feature(FEATURES as u32, word.low, word.shape, 0)
}

/// The class with the highest sum; the first one if several are equal.
pub(crate) fn best<T: PartialOrd, const W: usize>(sums: &[T; W]) -> Tag {
    let mut best = 0;
    for class in 1..W {
        if sums[class] > sums[best] {
            best = class;
        }
    }
    best as Tag
}

/// Number of features of a word.
pub(crate) const FEATURES: usize = 19;

/// The features of word `at`, given the `tags` of the words before it.
pub(crate) fn features(words: &[Word], tags: &[Tag], at: usize, out: &mut [u32; FEATURES]) {
    let word = |distance: isize| at.checked_add_signed(distance).and_then(|at| words.get(at)).unwrap_or(&NONE);
    let tag = |distance: usize| at.checked_sub(distance).map_or(START, |at| u32::from(tags[at]));
    let (here, before, after) = (word(0), word(-1), word(1));
    let (last, earlier) = (tag(1), tag(2));
    let place = u32::from(at == 0) << 8;
    *out = [
        feature(0, here.low, 0, 0),
        feature(1, here.ending, 0, 0),
        feature(2, here.shape | place, here.short_ending, 0),
        feature(3, here.first, here.shape | place, 0),
        feature(4, last, 0, 0),
        feature(5, last, earlier, 0),
        feature(6, last, here.low, 0),
        feature(7, before.low, 0, 0),
        feature(8, before.ending, here.ending, 0),
        feature(9, word(-2).low, 0, 0),
        feature(10, after.low, 0, 0),
        feature(11, after.ending, after.shape, 0),
        feature(12, word(2).low, 0, 0),
        feature(13, before.low, here.low, 0),
        feature(14, here.low, after.low, 0),
        feature(15, last, after.low, 0),
        feature(16, last, here.ending, here.shape | place),
        feature(17, last, earlier, here.ending),
        feature(18, here.shape | place, after.shape, before.shape),
    ];
}

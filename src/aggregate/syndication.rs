//! Syndication: a tally comes in; near-copies of an utterance are merged into that utterance.
//!
//! **What it does**: sketches each utterance by the smallest hashes of its shingles of three words, and joins those of
//! one holder whose sketches mostly agree. Numbers must agree too.
//! **Why**: papers shorten a wire quote or change a word; each version would count as a separate statement.
//! **Example**: “regrets that the talks have ended without a result” and the same with “deplores” are one utterance.
//! **Known failures**: a sentence that a holder repeats for years with small changes counts once. Quotes of fewer than
//! eight words have no sketch, and count together only if they are equal.
//! **Source**: bottom-k sketches (Broder 1997; Cohen & Kaplan 2007); the thresholds were chosen on planted copies.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::actor::ActorId;
use crate::model::example::Examples;
use crate::model::tally::Tally;
use crate::model::utterance::{First, Sketch, Sketches, Utterances};

/// Number of hashes kept of shingles, and of numbers.
const KEPT: usize = 24;
const KEPT_NUMBERS: usize = 8;

/// Number of words in a shingle.
const SHINGLE: usize = 3;

/// Minimum number of hashes for a comparison.
const LEAST: usize = 6;

/// Minimum share of the shorter utterance's shingles that the longer one must also have.
const SHARED: f64 = 0.75;

/// Minimum share of the shingles of both that they must have in common.
const ALIKE: f64 = 0.4;

/// Number of smallest hashes by which candidates for a comparison are looked up …
const ASKED: usize = 8;

/// … and maximum number of candidates for each hash, earliest first: a common phrase must not cost more than a rare
/// one.
const COMPARED: usize = 64;

/// Hashes below this are hashes of numbers.
const NUMBERS: u32 = 1 << 16;

/// The sketch of an utterance, given the hash of each word and whether it is a number; empty if the utterance is too
/// short.
pub(super) fn sketch(words: &[(u64, bool)]) -> Sketch {
    let shingle = |words: &[(u64, bool)]| {
        let mix = |mixed: u64, word: &(u64, bool)| (mixed.rotate_left(23) ^ word.0).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        ((words.iter().fold(0, mix) >> 32) as u32).max(NUMBERS)
    };
    if words.len() < LEAST + SHINGLE - 1 {
        return Sketch::default();
    }
    let numbers = words.iter().filter(|(_, is_number)| *is_number).map(|(hash, _)| *hash as u32 % NUMBERS);
    let mut sketch = smallest(numbers, KEPT_NUMBERS);
    sketch.extend(smallest(words.windows(SHINGLE).map(shingle), KEPT));
    sketch.into()
}

fn smallest(hashes: impl Iterator<Item = u32>, most: usize) -> Vec<u32> {
    let mut hashes: Vec<u32> = hashes.collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(most);
    hashes
}

/// The hashes of numbers and the hashes of shingles in a sketch.
fn parts(sketch: &[u32]) -> (&[u32], &[u32]) {
    sketch.split_at(sketch.partition_point(|&hash| hash < NUMBERS))
}

/// The comparable parts of two lists of the `most` smallest hashes: nothing is known beyond the last hash of a full
/// list.
fn within<'s>(one: &'s [u32], other: &'s [u32], most: usize) -> (&'s [u32], &'s [u32]) {
    let known = |hashes: &[u32]| if hashes.len() < most { u32::MAX } else { hashes[most - 1] };
    let limit = known(one).min(known(other));
    let cut = |hashes: &'s [u32]| &hashes[..hashes.partition_point(|&hash| hash <= limit)];
    (cut(one), cut(other))
}

/// Number of hashes that the two lists share.
fn shared(one: &[u32], other: &[u32]) -> usize {
    one.iter().filter(|&hash| other.binary_search(hash).is_ok()).count()
}

/// Whether two sketches are of one utterance.
fn is_same(one: &[u32], other: &[u32]) -> bool {
    let ((numbers, one), (other_numbers, other)) = (parts(one), parts(other));
    // "11 were killed" and "12 were killed" are two utterances, however similar the rest is. A shortened copy may lack
    // some numbers.
    let (numbers, other_numbers) = within(numbers, other_numbers, KEPT_NUMBERS);
    if shared(numbers, other_numbers) < numbers.len().min(other_numbers.len()) {
        return false;
    }
    let (one, other) = within(one, other, KEPT);
    let (fewer, shared) = (one.len().min(other.len()), shared(one, other));
    let all = one.len() + other.len() - shared;
    fewer >= LEAST && shared as f64 >= SHARED * fewer as f64 && shared as f64 >= ALIKE * all as f64
}

/// Merges near-copies into the earliest of them, for each holder. Returns the key of the original for that of each copy.
pub(crate) fn collapse(tally: &mut Tally) -> BTreeMap<u64, u64> {
    let mut all = BTreeMap::new();
    let sketches = std::mem::take(&mut tally.sketches);
    for (holder, sketches) in &sketches {
        let Some(said) = tally.voices.get_mut(holder) else { continue };
        let copies = copies(said, sketches);
        if copies.is_empty() {
            continue;
        }
        renamed(said, &copies);
        tally.samples.get_mut(holder).into_iter().for_each(|some| rename_examples(some, &copies));
        // The pairs of a holder are adjacent, sorted by target.
        let first = (holder.clone(), ActorId::from(""));
        let dyads = tally.dyads.range_mut(first.clone()..).take_while(|(pair, _)| pair.0 == *holder);
        dyads.for_each(|(_, said)| renamed(said, &copies));
        let examples = tally.examples.range_mut(first..).take_while(|(pair, _)| pair.0 == *holder);
        examples.for_each(|(_, some)| rename_examples(Arc::make_mut(some), &copies));
        all.extend(copies);
    }
    all
}

/// For the key of each copy, the key of its original.
fn copies(said: &Utterances, sketches: &Sketches) -> BTreeMap<u64, u64> {
    let mut order: Vec<(First, u64, &Sketch)> =
        sketches.iter().filter_map(|(key, sketch)| Some((said.get(*key)?.first, *key, sketch))).collect();
    order.sort_unstable();
    let mut originals: BTreeMap<u32, Vec<(u64, &Sketch)>> = BTreeMap::new();
    let mut copies = BTreeMap::new();
    for (_, key, sketch) in order {
        // A number is in too many sketches to be useful for look-up.
        let (_, words) = parts(sketch);
        let asked = &words[..ASKED.min(words.len())];
        let near = asked.iter().filter_map(|hash| originals.get(hash)).flatten();
        match near.filter(|(_, other)| is_same(sketch, other)).map(|(original, _)| *original).next() {
            Some(original) => drop(copies.insert(key, original)),
            // A shortened copy may begin with any of the hashes, so all of them are used for look-up.
            None => {
                for hash in words {
                    let near = originals.entry(*hash).or_default();
                    if near.len() < COMPARED {
                        near.push((key, sketch));
                    }
                }
            }
        }
    }
    copies
}

fn renamed(said: &mut Utterances, copies: &BTreeMap<u64, u64>) {
    for (copy, original) in copies {
        if let Some(one) = said.remove(*copy) {
            said.add(*original, one);
        }
    }
}

fn rename_examples(examples: &mut Examples, copies: &BTreeMap<u64, u64>) {
    examples.rename(|utterance| copies.get(&utterance).copied().unwrap_or(utterance));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(u64, bool)> {
        text.split(' ').map(crate::aggregate::tally::word).collect()
    }

    fn same(one: &str, other: &str) -> bool {
        is_same(&sketch(&words(one)), &sketch(&words(other)))
    }

    #[test]
    fn a_cut_or_edited_copy_is_the_same_and_another_sentence_of_the_same_form_is_not() {
        let whole = "the government of norland regrets that the talks on the river have ended without a result and asks \
                     sudria to come back to the table before the end of the winter";
        assert!(same(whole, whole));
        assert!(same(whole, &whole.replace("before the end of the winter", "")));
        assert!(same(whole, &whole.replace("regrets", "deplores")));
        let other = "the government of norland regrets that the fair in the harbour was so badly attended and asks \
                     sudria to send more boats before the end of the summer";
        assert!(!same(whole, other));
        let thanks = "we thank sudria for nine days of honest work at the harbour";
        assert!(!same(thanks, &thanks.replace("nine", "ten").replace("harbour", "river")));
        let (eleven, twelve) = (whole.replace("the talks", "11 talks"), whole.replace("the talks", "12 talks"));
        assert!(same(&eleven, &eleven.replace("regrets", "deplores")));
        assert!(!same(&eleven, &twelve));
        // Many numbers must leave room for the words.
        let years = (1945..1990).map(|year| format!(" {year}"));
        let (forth, back) = (years.clone().collect::<String>(), years.rev().collect::<String>());
        assert!(!same(&format!("{whole}{forth}"), &format!("{other}{back}")));
    }
}

//! An utterance: what one holder says in the same words, once or in many documents.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::opinion::{EntryName, Polarity};
use crate::model::period::Day;

/// Where an utterance was first made: the earliest day, then the smallest hash of a document id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct First(pub(crate) Day, pub(crate) u64);

/// The direction of an opinion. An opinion with a probability below one half is uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Lean {
    /// In favor of the target.
    #[serde(rename = "f")]
    Favor,
    /// Against the target.
    #[serde(rename = "a")]
    Against,
    /// Neutral.
    #[serde(rename = "n")]
    None,
    /// Uncertain.
    #[serde(rename = "u")]
    Unsure,
}

impl Lean {
    /// The direction of an opinion with this polarity, and whether it counts.
    pub(crate) fn of(polarity: Polarity, counted: bool) -> Lean {
        match polarity {
            Polarity::None => Lean::None,
            _ if !counted => Lean::Unsure,
            Polarity::Favor => Lean::Favor,
            Polarity::Against => Lean::Against,
        }
    }

    /// The name used in tables.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Lean::Favor => "favor",
            Lean::Against => "against",
            Lean::None => "none",
            Lean::Unsure => "unsure",
        }
    }

    /// Whether it is for or against the target; else its stance counts as 0.
    pub(crate) fn is_clear(self) -> bool {
        matches!(self, Lean::Favor | Lean::Against)
    }
}

/// The numbers of one utterance about one target.
///
/// The same words by the same holder in several documents are one utterance. It counts once, where it was first made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct UtteranceStats {
    /// Where it was first made.
    pub(crate) first: First,
    /// In millionths; 0 for a neutral or uncertain opinion.
    pub(crate) stance: i32,
    /// The sentiment of its sentences that name the target, in millionths; of all of them where there is no target.
    pub(crate) sentiment: i32,
    /// The direction of the opinion.
    pub(crate) lean: Lean,
    /// How often it names the target; 0 where there is no target.
    pub(crate) mentions: u32,
    /// Number of statements with these words, including the first one.
    pub(crate) copies: u32,
    /// The entries of the stance lexicon that apply to the target, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) entries: Vec<Arc<EntryName>>,
    /// Whether two readers agree; `None` if only one was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) agree: Option<bool>,
}

impl UtteranceStats {
    /// One statement, without a target.
    pub(crate) fn spoken(first: First, sentiment: i32) -> UtteranceStats {
        let (lean, entries) = (Lean::None, Vec::new());
        UtteranceStats { first, stance: 0, sentiment, lean, mentions: 0, copies: 1, entries, agree: None }
    }

    /// Merges copies. If their numbers differ, those of the first one are kept.
    pub(crate) fn merge(&mut self, other: UtteranceStats) {
        let copies = self.copies.saturating_add(other.copies);
        let key = |stats: &UtteranceStats| (stats.first, stats.stance, stats.sentiment, stats.lean, stats.mentions);
        let is_less = (&other.entries, other.agree) < (&self.entries, self.agree);
        if key(&other) < key(self) || key(&other) == key(self) && is_less {
            *self = other;
        }
        self.copies = copies;
    }
}

/// The smallest hashes of the word sequences (shingles) of an utterance, sorted. Near-copies share most of them.
pub(crate) type Sketch = Box<[u32]>;

/// Sketches by utterance key.
pub(crate) type Sketches = BTreeMap<u64, Sketch>;

/// Maximum length of the list. A node of a B-tree has room for as many.
const FEW: usize = 11;

/// Utterances by key, sorted: a list while they are few, since most dyads have two or three, and a B-tree beyond that.
#[derive(Clone, Debug, Default)]
pub(crate) struct Utterances {
    /// Empty once there are many.
    few: Vec<(u64, UtteranceStats)>,
    many: BTreeMap<u64, UtteranceStats>,
}

impl Utterances {
    /// Adds an utterance, or merges it with a copy that is already there.
    pub(crate) fn add(&mut self, key: u64, stats: UtteranceStats) {
        if self.many.is_empty() {
            match self.few.binary_search_by_key(&key, |(key, _)| *key) {
                Ok(at) => return self.few[at].1.merge(stats),
                Err(at) if self.few.len() < FEW => return self.few.insert(at, (key, stats)),
                Err(_) => self.many = std::mem::take(&mut self.few).into_iter().collect(),
            }
        }
        match self.many.entry(key) {
            Entry::Occupied(mut one) => one.get_mut().merge(stats),
            Entry::Vacant(place) => drop(place.insert(stats)),
        }
    }

    /// The utterance with this key; `None` if there is none.
    pub(crate) fn get(&self, key: u64) -> Option<&UtteranceStats> {
        let few = self.few.binary_search_by_key(&key, |(key, _)| *key);
        few.map_or_else(|_| self.many.get(&key), |at| Some(&self.few[at].1))
    }

    /// Removes and returns the utterance with this key.
    pub(crate) fn remove(&mut self, key: u64) -> Option<UtteranceStats> {
        let few = self.few.binary_search_by_key(&key, |(key, _)| *key);
        few.map_or_else(|_| self.many.remove(&key), |at| Some(self.few.remove(at).1))
    }

    /// Number of utterances.
    pub(crate) fn len(&self) -> usize {
        self.few.len() + self.many.len()
    }

    /// The utterances with their keys, sorted by key.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, &UtteranceStats)> + Clone {
        let few = self.few.iter().map(|(key, stats)| (*key, stats));
        few.chain(self.many.iter().map(|(key, stats)| (*key, stats)))
    }

    /// The utterances, sorted by key.
    pub(crate) fn values(&self) -> impl Iterator<Item = &UtteranceStats> + Clone {
        self.iter().map(|(_, stats)| stats)
    }

    /// The utterances with their keys, sorted by key.
    pub(crate) fn into_list(self) -> Vec<(u64, UtteranceStats)> {
        let mut list = self.few;
        list.extend(self.many);
        list
    }
}

impl FromIterator<(u64, UtteranceStats)> for Utterances {
    fn from_iter<I: IntoIterator<Item = (u64, UtteranceStats)>>(list: I) -> Utterances {
        let mut utterances = Utterances::default();
        list.into_iter().for_each(|(key, stats)| utterances.add(key, stats));
        utterances
    }
}

impl PartialEq for Utterances {
    fn eq(&self, other: &Utterances) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Utterances {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::period::Day;

    #[test]
    fn few_and_many_are_kept_alike() {
        let stats = |copies| UtteranceStats {
            first: First(Day(20_200_101), 1),
            stance: 0,
            sentiment: 0,
            lean: Lean::None,
            mentions: 1,
            copies,
            entries: Vec::new(),
            agree: None,
        };
        for number in [3, FEW as u64, 40] {
            let mut kept: Utterances = (0..number).map(|key| (key * 7 % 41, stats(1))).collect();
            kept.add(7, stats(2));
            assert_eq!(kept.len(), number as usize);
            assert!(kept.iter().map(|(key, _)| key).is_sorted());
            assert_eq!(kept.get(7).map(|stats| stats.copies), Some(3));
            assert_eq!((kept.remove(7).map(|stats| stats.copies), kept.remove(7)), (Some(3), None));
            assert_eq!(kept.into_list().len(), number as usize - 1);
        }
    }
}

//! Utterances by their keys: a sorted list as long as they are few, since most pairs of actors have two or three, and
//! a tree beyond.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::model::tally::Said;

/// The longest list. A tree takes room for so many at once.
const FEW: usize = 11;

/// What was said, by the key of the utterance and in the order of the keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Utterances {
    /// Empty once they are many.
    few: Vec<(u64, Said)>,
    many: BTreeMap<u64, Said>,
}

impl Utterances {
    /// Adds an utterance, or a copy of one that is there.
    pub(crate) fn say(&mut self, key: u64, said: Said) {
        if self.many.is_empty() {
            match self.few.binary_search_by_key(&key, |(key, _)| *key) {
                Ok(at) => return self.few[at].1.merge(said),
                Err(at) if self.few.len() < FEW => return self.few.insert(at, (key, said)),
                Err(_) => self.many = std::mem::take(&mut self.few).into_iter().collect(),
            }
        }
        match self.many.entry(key) {
            Entry::Occupied(mut one) => one.get_mut().merge(said),
            Entry::Vacant(place) => drop(place.insert(said)),
        }
    }

    /// The utterance with this key.
    pub(crate) fn get(&self, key: u64) -> Option<&Said> {
        let few = self.few.binary_search_by_key(&key, |(key, _)| *key);
        few.map_or_else(|_| self.many.get(&key), |at| Some(&self.few[at].1))
    }

    /// Takes the utterance with this key out.
    pub(crate) fn remove(&mut self, key: u64) -> Option<Said> {
        let few = self.few.binary_search_by_key(&key, |(key, _)| *key);
        few.map_or_else(|_| self.many.remove(&key), |at| Some(self.few.remove(at).1))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.few.len() + self.many.len()
    }

    /// With their keys, in the order of these.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, &Said)> + Clone {
        let few = self.few.iter().map(|(key, said)| (*key, said));
        few.chain(self.many.iter().map(|(key, said)| (*key, said)))
    }

    /// In the order of their keys.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Said> + Clone {
        self.iter().map(|(_, said)| said)
    }

    /// With their keys, in the order of these.
    pub(crate) fn into_list(self) -> Vec<(u64, Said)> {
        let mut list = self.few;
        list.extend(self.many);
        list
    }
}

impl FromIterator<(u64, Said)> for Utterances {
    fn from_iter<I: IntoIterator<Item = (u64, Said)>>(list: I) -> Utterances {
        let mut utterances = Utterances::default();
        list.into_iter().for_each(|(key, said)| utterances.say(key, said));
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
    use crate::model::tally::{Day, First, Lean};

    #[test]
    fn few_and_many_are_kept_alike() {
        let said = |copies| Said {
            first: First(Day(20_200_101), 1),
            stance: 0,
            sentiment: 0,
            lean: Lean::None,
            copies,
            entries: Vec::new(),
        };
        for number in [3, FEW as u64, 40] {
            let mut kept: Utterances = (0..number).map(|key| (key * 7 % 41, said(1))).collect();
            kept.say(7, said(2));
            assert_eq!(kept.len(), number as usize);
            assert!(kept.iter().map(|(key, _)| key).is_sorted());
            assert_eq!(kept.get(7).map(|said| said.copies), Some(3));
            assert_eq!((kept.remove(7).map(|said| said.copies), kept.remove(7)), (Some(3), None));
            assert_eq!(kept.into_list().len(), number as usize - 1);
        }
    }
}

//! Namesakes: profiles come in; those whom texts call by one name only get the persons of the registry who bear it too.
//!
//! **What it does**: compares a name of one word with each word of the names of persons in the corpus.
//! **Why**: a text that only says “Mr Ilo”, without a date or a state, does not tell that it means Ada Ilo. Readers of a
//! list with both must not take them for two persons of whom it is known that they are two.
//! **Known failures**: a given name is compared like a surname.
//! **Source**: chosen by hand.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::actor::ActorKind;
use crate::model::profile::Profile;

/// Adds the namesakes to `profiles`, most active first.
pub(super) fn namesakes(profiles: &mut [Profile]) {
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, profile) in profiles.iter().enumerate().filter(|(_, one)| one.kind == Some(ActorKind::Person)) {
        for word in profile.name.split_whitespace() {
            bearers.entry(word.to_lowercase()).or_default().push(number);
        }
    }
    let activity: Vec<u64> = profiles.iter().map(Profile::activity).collect();
    let of_one_word = |profile: &&mut Profile| profile.kind.is_none() && !profile.name.contains(' ');
    for profile in profiles.iter_mut().filter(of_one_word) {
        let mut found = bearers.get(&profile.name.to_lowercase()).cloned().unwrap_or_default();
        found.sort_by_key(|&number| (Reverse(activity[number]), number));
        profile.namesakes = found;
    }
}

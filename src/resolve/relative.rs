//! Relatives: who comes in as somebody's father, wife or child, and is not meant by the surname that both have.

use crate::resolve::cast::{Member, Nature};
use crate::resolve::company::Company;
use crate::resolve::noun::is_of_family;

/// So many places of a given name are looked at for a word that makes a relative of its bearer. Chosen by hand.
const MOST_LOOKED_AT: usize = 20;

impl Company<'_> {
    /// "His father, Odo Ilo", "his wife, Mia": the numbers of those whom the text brings in as somebody's relative. It
    /// does not call them by the surname alone that both have.
    pub(super) fn relatives(&self) -> Vec<usize> {
        let is_one = |member: &Member| {
            let given = member.words.first().map_or(String::new(), |word| capitalised(word));
            let told = |at: usize| {
                let whole = self.text[at + given.len()..].chars().next().is_none_or(|next| !next.is_alphanumeric());
                let before = self.text[..at].trim_end_matches([' ', ',']);
                let noun = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or("");
                whole && is_of_family(&noun.to_lowercase())
            };
            self.text.match_indices(given.as_str()).take(MOST_LOOKED_AT).any(|(at, _)| told(at))
        };
        let is_person = |member: &Member| member.nature == Nature::Person && member.words.len() > 1;
        let has_namesake = |member: &Member| {
            let surname = member.last().unwrap_or("");
            let same = |other: &Member| is_person(other) && other.has_word(surname) && other.actor != member.actor;
            !member.listed && is_person(member) && self.members.iter().any(same)
        };
        let members = self.members.iter().enumerate();
        members.filter(|(_, member)| has_namesake(member) && is_one(member)).map(|(number, _)| number).collect()
    }
}

/// A word with a capital.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

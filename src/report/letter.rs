//! Letters: a name comes in; the letter comes out under which long lists have it.

/// The folder of the pages of letters.
pub(super) const NAMES: &str = "names/";

/// A letter from A to Z, or `None` for names that begin with anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Letter(Option<char>);

impl Letter {
    /// Every letter, in the order of lists.
    pub(super) fn all() -> impl Iterator<Item = Letter> {
        ('A'..='Z').map(Some).chain([None]).map(Letter)
    }

    /// That of the first letter or digit in `name`.
    pub(super) fn of(name: &str) -> Letter {
        let first = name.chars().find(|c| c.is_alphanumeric());
        Letter(first.map(|c| c.to_ascii_uppercase()).filter(char::is_ascii_uppercase))
    }

    /// As it is shown, and as its file is called: `A`, or `other`.
    pub(super) fn word(self) -> String {
        self.0.map_or_else(|| "other".to_owned(), String::from)
    }
}

#[cfg(test)]
mod tests {
    use super::Letter;

    #[test]
    fn every_name_has_a_letter() {
        let words = ["Ada Ilo", "the group", "“Ilo”", "Ärö", "9th Army", ""].map(|name| Letter::of(name).word());
        assert_eq!(words, ["A", "T", "I", "other", "other", "other"]);
        assert_eq!(Letter::all().count(), 27);
    }
}

//! Perspective: whether the words of a statement are its holder's own, or tell of others as a narrator's do.
//!
//! "Our brothers suffer" says where its holder stands; in a news story such words only paint a picture.

use crate::model::attribution::{Attribution, Form};
use crate::text::function_words::is;

/// What was found to be said by somebody is in that holder's own words; a text that was given whole is if it speaks in
/// the first person outside quotation marks.
pub(super) fn is_own(text: &str, attribution: &Attribution) -> bool {
    attribution.form != Form::Given
        || !is_whole(text, attribution)
        || attribution.content.iter().any(|part| in_first_person(part.of(text)))
}

/// Whether the content is all of the text.
pub(super) fn is_whole(text: &str, attribution: &Attribution) -> bool {
    attribution.content.iter().map(|part| part.len()).sum::<usize>() == text.len()
}

fn in_first_person(text: &str) -> bool {
    let unquoted = text.split(['“', '”', '"']).step_by(2);
    let mut words = unquoted.flat_map(|part| part.split(|character: char| !character.is_alphabetic()));
    // "US" is a name.
    words.any(|word| word.len() <= LONGEST && word != "US" && is(&word.to_lowercase(), "first person"))
}

/// No word of the first person has more letters.
const LONGEST: usize = 9;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_person_counts_outside_quotation_marks_only() {
        assert!(in_first_person("Our brothers suffer."));
        assert!(in_first_person("The war is over. We thank you."));
        assert!(!in_first_person("He said “we thank you” and left."));
        assert!(!in_first_person("The US won."));
    }
}

//! Function words: the closed-class words of English that rules look up, by grammatical role. A word comes in; whether
//! it has the role comes out. The list is `lexicons/function_words.csv`.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::HashSet;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::text::list::pairs;

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static FUNCTION_WORDS: LazyLock<HashSet<(&'static str, &'static str), FxBuildHasher>> =
    LazyLock::new(|| pairs(include_str!("../../lexicons/function_words.csv")).collect());

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static ALL: LazyLock<HashSet<&'static str, FxBuildHasher>> = LazyLock::new(|| {
    FUNCTION_WORDS.iter().filter(|(_, role)| !CONTENT_WORDS.contains(role)).map(|(word, _)| *word).collect()
});

/// Roles of words that may say something for all that.
const CONTENT_WORDS: [&str; 7] = ["body", "first person", "negator", "plain report", "pronoun", "quantifier", "report"];

/// Whether `word`, in lower case, can have this role in a sentence.
pub(crate) fn is(word: &str, role: &'static str) -> bool {
    FUNCTION_WORDS.contains(&(word, role))
}

/// Whether `word`, in lower case, is an article, preposition, conjunction, auxiliary or another function word.
pub(crate) fn is_function_word(word: &str) -> bool {
    ALL.contains(word)
}

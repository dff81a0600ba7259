//! The small words of English that rules ask for, by what they do in a sentence.

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::HashSet;
use std::sync::LazyLock;

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static FUNCTION_WORDS: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("../../lexicons/function_words.csv").lines().skip(1).filter_map(|row| row.split_once(',')).collect()
});

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
static ALL: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    FUNCTION_WORDS
        .iter()
        .filter(|(_, role)| !matches!(*role, "body" | "first person" | "report"))
        .map(|(word, _)| *word)
        .collect()
});

/// Whether `word`, in small letters, can do this in a sentence.
pub(crate) fn is(word: &str, role: &'static str) -> bool {
    FUNCTION_WORDS.contains(&(word, role))
}

/// Whether `word`, in small letters, is an article, preposition, conjunction, auxiliary or the like.
pub(crate) fn is_function_word(word: &str) -> bool {
    ALL.contains(word)
}

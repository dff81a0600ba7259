//! Lower case: the form in which words are compared with lists of expressions. It also makes apostrophes straight.

use crate::text::token::{Token, is_apostrophe};

/// The words of `tokens`, in lower case and with straight apostrophes.
pub(crate) fn lowered_words(text: &str, tokens: &[Token]) -> Vec<String> {
    tokens.iter().map(|token| lowered(token.span.of(text))).collect()
}

/// `word` in lower case, with straight apostrophes.
pub(crate) fn lowered(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).flat_map(char::to_lowercase).collect()
}

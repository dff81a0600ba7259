//! Excerpts: the beginning of a long text, shortened for display.

/// The longest excerpt, in characters.
const LONGEST: usize = 280;

/// The first 280 characters of `text`, on one line; an ellipsis follows if the text is longer.
pub(crate) fn excerpt(text: &str) -> String {
    let flat = |c: char| if c.is_whitespace() { ' ' } else { c };
    let mut words: String = text.chars().take(LONGEST).map(flat).collect();
    if text.chars().nth(LONGEST).is_some() {
        words.push('…');
    }
    words
}

//! Excerpts: the first words of a long text, to be shown where there is little room.

/// The longest excerpt, in characters.
const LONGEST: usize = 280;

/// The first words of `text`, on one line, with an ellipsis at the end if it goes on.
pub(crate) fn excerpt(text: &str) -> String {
    let flat = |c: char| if c.is_whitespace() { ' ' } else { c };
    let mut words: String = text.chars().take(LONGEST).map(flat).collect();
    if text.chars().nth(LONGEST).is_some() {
        words.push('…');
    }
    words
}

//! Tokenisation: splits text into words, numbers and punctuation, as spans. The word lists are tokenised by the same
//! function as the texts.
//!
//! **What it does**: a token is a run of letters and digits, a possessive ending, or one character of punctuation. An
//! apostrophe inside a word, the points of an acronym, and points or commas between digits belong to the word.
//! **Why**: hyphens are split off, so that "US-backed" still contains "US".
//! **Example**: `China’s` is `China` + `’s`; `3,500.5` is one token.
//! **Known failures**: a closing single quotation mark after a final s is taken as a possessive; URLs fall apart.
//! **Source**: chosen by hand.

use crate::model::span::Span;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters or digits, including inner apostrophes ("don't") and the points of an acronym ("U.S.").
    Word,
    /// The possessive ending: `'s`, or an apostrophe after a final s.
    Possessive,
    /// One character of punctuation, or a symbol.
    Mark,
}

/// A token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its span, in bytes.
    pub(crate) span: Span,
    /// Its kind.
    pub(crate) kind: TokenKind,
}

/// The indices of those of `tokens` that overlap `span`; the tokens are in text order.
pub(crate) fn touched(tokens: &[Token], span: Span) -> std::ops::Range<usize> {
    let from = tokens.partition_point(|token| token.span.end() <= span.start());
    let to = tokens.partition_point(|token| token.span.start() < span.end());
    from..to.max(from)
}

/// The tokens of `text` inside `within`, in text order. White space is dropped.
pub(crate) fn tokens(text: &str, within: Span) -> Vec<Token> {
    let mut found = Vec::with_capacity(within.len() / 5);
    let mut at = within.start();
    while at < within.end() {
        let rest = &text[at..within.end()];
        let first = rest.chars().next().expect("`at` is before the end, on a boundary");
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (length, kind) = if first.is_alphanumeric() {
            (word_length(rest), TokenKind::Word)
        } else if is_apostrophe(first) && found.last().is_some_and(|last| ends_word(last, at)) {
            possessive(rest, first, text[..at].ends_with(['s', 'S']))
        } else {
            (first.len_utf8(), TokenKind::Mark)
        };
        found.push(Token { span: Span::new(at, at + length), kind });
        at += length;
    }
    found
}

/// Whether `character` can be an apostrophe.
pub(crate) fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | 'ʼ' | '＇')
}

fn ends_word(last: &Token, at: usize) -> bool {
    last.kind == TokenKind::Word && last.span.end() == at
}

/// `'s`, or a bare apostrophe after a final s. The latter may also be a closing quotation mark, which looks the same.
fn possessive(rest: &str, apostrophe: char, after_s: bool) -> (usize, TokenKind) {
    let mark = apostrophe.len_utf8();
    let mut following = rest[mark..].chars();
    match (following.next(), following.next()) {
        (Some('s' | 'S'), next) if !next.is_some_and(char::is_alphanumeric) => (mark + 1, TokenKind::Possessive),
        (next, _) if after_s && !next.is_some_and(char::is_alphanumeric) => (mark, TokenKind::Possessive),
        _ => (mark, TokenKind::Mark),
    }
}

fn word_length(rest: &str) -> usize {
    let mut characters = rest.char_indices().peekable();
    let mut end = 0;
    while let Some((at, character)) = characters.next() {
        if character.is_alphanumeric() || is_joiner(character) {
            end = at + character.len_utf8();
            continue;
        }
        let joined = characters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if is_apostrophe(character) && joined && !is_possessive_s(&rest[at + character.len_utf8()..]) {
            continue;
        }
        if character == '.' && is_acronym(&rest[..at]) && (joined || rest[..at].contains('.')) {
            end = at + 1;
            continue;
        }
        if matches!(character, '.' | ',') && joined && rest[..at].ends_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        break;
    }
    end
}

/// Characters that belong to the letter before them: combining accents and invisible joiners.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}')
}

fn is_possessive_s(after: &str) -> bool {
    let mut characters = after.chars();
    matches!(characters.next(), Some('s' | 'S')) && !characters.next().is_some_and(char::is_alphanumeric)
}

/// Maximum length in bytes of an acronym with points.
const LONGEST_ACRONYM: usize = 16;

/// Whether `word` consists of single letters with points between them: "U", "U.S", "a.m".
fn is_acronym(word: &str) -> bool {
    word.len() <= LONGEST_ACRONYM
        && word.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text, Span::new(0, text.len())).iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn words_possessives_and_marks_come_apart() {
        let cases: &[(&str, &[&str])] = &[
            ("China’s aim", &["China", "’s", "aim"]),
            ("the forces’ moves", &["the", "forces", "’", "moves"]),
            ("the U.S. said", &["the", "U.S.", "said"]),
            ("It ended. Then", &["It", "ended", ".", "Then"]),
            ("don’t trust", &["don’t", "trust"]),
            ("US-China", &["US", "-", "China"]),
            ("3,500.5 men", &["3,500.5", "men"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(&cut(text), expected, "{text}");
        }
    }
}

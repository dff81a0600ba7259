//! Headlines: titles, and first lines that stand as one, written as running text would be.
//!
//! `CHINA BLAMES SUDRIA FOR DAM` and `China Blames Sudria For Dam` hide which words are names, by which taggers and
//! rules know the others. What the text below them writes small is small in the headline too.

use std::borrow::Cow;

use crate::model::span::Span;
use crate::text::function_words::is_function_word;
use crate::text::group::group;
use crate::text::sentence::sentences;
use crate::text::word::{low, word as in_numbers};

/// A headline has at most so many words. Chosen by hand.
const LONGEST: usize = 28;

/// The title, which ends before `body`, and the first line of the text if it looks like a headline.
pub(crate) fn headlines(text: &str, body: usize) -> Vec<Span> {
    let title = Span::new(0, body).trimmed(text);
    let rest = &text[body..];
    let start = body + rest.len() - rest.trim_start().len();
    let end = text[start..].find('\n').map_or(text.len(), |end| start + end);
    let first = Span::new(start, end).trimmed(text);
    let words = first.of(text);
    let repeats = !title.is_empty() && words == title.of(text);
    let looks = !words.ends_with(['.', '!', '?', ':', ';', ','])
        && words.split_whitespace().take(LONGEST + 1).count() <= LONGEST
        && body == 0
        && sentences(text, first).len() == 1
        && (capitals(words) != Capitals::Few || first.end() == text.trim_end().len());
    let first = (repeats || looks).then_some(first);
    [title].into_iter().chain(first).filter(|span| !span.is_empty()).collect()
}

/// How the capitals of a line are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Capitals {
    /// As in running text.
    Few,
    /// On most words.
    Words,
    /// On every letter.
    All,
    /// On every letter of a name.
    Name,
}

/// `ADA ILO`, `Mr. ILO`: capitals that a name has only because somebody speaks.
fn is_shouted(name: &str) -> bool {
    let words = || name.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1);
    words().next_back().is_some_and(|word| !word.contains(char::is_lowercase))
}

fn capitals(line: &str) -> Capitals {
    let words = || line.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3).skip(1);
    let (mut all, mut capital) = (0, 0);
    for word in words().filter(|word| word.starts_with(char::is_alphabetic)) {
        all += 1;
        capital += usize::from(word.starts_with(char::is_uppercase));
    }
    if line.contains(char::is_uppercase) && !line.contains(char::is_lowercase) && all > 0 {
        Capitals::All
    } else if all >= 2 && capital * 4 >= all * 3 {
        Capitals::Words
    } else {
        Capitals::Few
    }
}

/// `text` with the capitals of `headlines`, and of `names` of speakers, as running text has them; the same number of bytes, so that spans of one are
/// spans of the other.
///
/// **What it does**: Asks the rest of the text how it writes each word; what it does not hold is small if it is a common
/// word of English.
/// **Why**: Tags and cue lists go by capitals.
/// **Example**: `Sudria Is A Threat, Says Mia Tesk` is read as `Sudria is a threat, says Mia Tesk`.
/// **Known failures**: Names that are common words and not in the text ("May").
/// **Source**: Lita et al. (2003), "tRuEcasIng": the document as the first witness.
pub(crate) fn cased<'t>(text: &'t str, headlines: &[Span], names: &[Span]) -> Cow<'t, str> {
    let lines = headlines.iter().map(|&span| (span, capitals(span.of(text))));
    let names = names.iter().filter(|name| is_shouted(name.of(text))).map(|&span| (span, Capitals::Name));
    let odd: Vec<(Span, Capitals)> = lines.filter(|(_, how)| *how != Capitals::Few).chain(names).collect();
    if odd.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut seen: Vec<Seen> =
        odd.iter().flat_map(|(span, _)| words(text, *span)).map(|word| Seen::new(word.of(text))).collect();
    seen.sort_unstable_by_key(|seen| seen.low);
    seen.dedup_by_key(|seen| seen.low);
    let from = headlines.iter().map(|span| span.end()).max().unwrap_or(0);
    witness(text, from, &mut seen);
    let mut made = text.to_owned();
    for (span, how) in odd {
        let mut first = true;
        for word in words(text, span) {
            let cased = written(text, word, how, first, &seen);
            if cased.len() == word.len() {
                made.replace_range(word.start()..word.end(), &cased);
            }
            first = false;
        }
    }
    Cow::Owned(made)
}

/// How often the text writes a word small, with a capital within a sentence, and in capitals.
struct Seen {
    low: u32,
    small: u32,
    capital: u32,
    upper: u32,
}

impl Seen {
    fn new(word: &str) -> Seen {
        Seen { low: in_numbers(word).low, small: 0, capital: 0, upper: 0 }
    }
}

/// The words of `span`: letters and digits, with points inside.
fn words(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = span.start();
    std::iter::from_fn(move || {
        let rest = &text[at..span.end()];
        let start = at + rest.find(char::is_alphanumeric)?;
        let word = &text[start..span.end()];
        let inside = |(place, character): (usize, char)| {
            let joined = character == '.' && word[place + 1..].starts_with(char::is_alphanumeric);
            !character.is_alphanumeric() && !joined
        };
        let length = word.char_indices().find(|&found| inside(found)).map_or(word.len(), |(place, _)| place);
        at = start + length;
        Some(Span::new(start, at))
    })
}

/// Looks at how the text from `from` on writes the words that `seen` lists by hash.
fn witness(text: &str, from: usize, seen: &mut [Seen]) {
    for word in words(text, Span::new(from, text.len())) {
        let letters = word.of(text);
        let Ok(at) = seen.binary_search_by_key(&in_numbers(letters).low, |seen| seen.low) else { continue };
        if letters.starts_with(char::is_lowercase) {
            seen[at].small += 1;
        } else if letters.chars().nth(1).is_some() && !letters.contains(char::is_lowercase) {
            seen[at].upper += 1;
        } else if within_sentence(&text[from..word.start()]) {
            seen[at].capital += 1;
        }
    }
}

fn within_sentence(before: &str) -> bool {
    let last = before.trim_end_matches([' ', '\u{a0}']).chars().next_back();
    last.is_some_and(|last| last.is_alphanumeric() || matches!(last, ',' | '\'' | '’'))
}

fn written(text: &str, word: Span, how: Capitals, first: bool, seen: &[Seen]) -> String {
    let letters = word.of(text);
    let of_points = letters.contains('.') || letters.contains(|c: char| c.is_ascii_digit());
    let short = how == Capitals::Words && letters.chars().count() > 1 && !letters.contains(char::is_lowercase);
    if of_points || short || letters.starts_with(char::is_lowercase) {
        return letters.to_owned();
    }
    let small = letters.to_lowercase();
    let capital = || {
        let mut rest = small.chars();
        rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
    };
    if text[..word.start()].ends_with(['\'', '’']) && small.len() <= 2 {
        return small;
    }
    let found = seen.binary_search_by_key(&in_numbers(letters).low, |seen| seen.low).map(|at| &seen[at]);
    let (few, some, many) = found.map_or((0, 0, 0), |seen| (seen.small, seen.capital, seen.upper));
    let common = || is_function_word(&small) || group(low(&small)) != 0;
    let is_small = if how == Capitals::Name {
        is_function_word(&small) && !first
    } else if few + some + many > 0 {
        few >= some.max(many)
    } else {
        common()
    };
    if is_small {
        if first { capital() } else { small }
    } else if many > some && how == Capitals::All {
        letters.to_owned()
    } else {
        capital()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_written_as_the_text_writes() {
        let body = "\n\nVestia blames the state of Sudria for the dam. The KDP was not told, said Mia Tesk.";
        let cases = [
            ("VESTIA BLAMES SUDRIA FOR DAM, SAYS TESK", "Vestia blames Sudria for dam, says Tesk"),
            ("Vestia Blames Sudria For Dam", "Vestia blames Sudria for dam"),
            ("KDP SAYS IT WAS NOT TOLD", "KDP says it was not told"),
            ("Vestia blames Sudria for dam", "Vestia blames Sudria for dam"),
            ("SUDRIA'S WAR PLANS AND THE U.S.", "Sudria's war plans and the U.S."),
        ];
        for (title, expected) in cases {
            let text = format!("{title}{body}");
            let made = cased(&text, &headlines(&text, title.len()), &[]);
            assert_eq!(&made[..title.len()], expected);
            assert_eq!(&made[title.len()..], body);
        }
    }
}

//! Repairs: characters that were lost on the way are put back. What is repaired is counted, and never what a text says.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::text::fold::is_invisible;
use crate::text::list::pairs;

/// What a repair is called in the manifest.
pub(super) const ENTITIES: &str = "HTML entities";
/// The same, for text that was decoded wrongly once.
pub(super) const MOJIBAKE: &str = "UTF-8 read as Windows-1252";
/// The same, for what no reader sees.
pub(super) const INVISIBLE: &str = "invisible characters";

static NAMES: LazyLock<Vec<(&'static str, char)>> = LazyLock::new(|| {
    let rows = pairs(include_str!("../../lexicons/entities.csv"));
    rows.filter_map(|(name, code)| Some((name, char::from_u32(code.parse().ok()?)?))).collect()
});

/// `text` repaired, and which repairs it took.
pub(super) fn repaired(text: String) -> (String, Vec<&'static str>) {
    let mut made = Vec::new();
    let mut text = text;
    // Some exports escape twice: `&amp;rdquo;`.
    for _ in 0..2 {
        if let Cow::Owned(better) = entities(&text) {
            text = better;
            if made.is_empty() {
                made.push(ENTITIES);
            }
        }
    }
    for (repair, name) in [(mojibake as fn(&str) -> Cow<'_, str>, MOJIBAKE), (invisible, INVISIBLE)] {
        if let Cow::Owned(better) = repair(&text) {
            text = better;
            made.push(name);
        }
    }
    (text, made)
}

/// **What it does**: `&rdquo;`, `&#8221;` and `&#x201D;` become the character.
/// **Why**: web pages and feeds are often saved without decoding them, and quotations are then not seen.
/// **Example**: `&ldquo;No&rdquo;` → `“No”`.
/// **Known failures**: names that only HTML 5 has; a name without its semicolon.
/// **Source**: HTML 4.01, section 24.
pub(super) fn entities(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for (at, _) in text.match_indices('&') {
        let Some(length) = text[at..].bytes().take(12).position(|byte| byte == b';') else { continue };
        if let Some(character) = entity(&text[at + 1..at + length]).filter(|_| at >= copied) {
            out.push_str(&text[copied..at]);
            out.push(character);
            copied = at + length + 1;
        }
    }
    if copied == 0 { Cow::Borrowed(text) } else { Cow::Owned(out + &text[copied..]) }
}

fn entity(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return NAMES.binary_search_by_key(&name, |(name, _)| name).ok().map(|at| NAMES[at].1);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    match code {
        // Browsers take these for Windows-1252.
        0x80..=0x9f => Some(windows_character(u8::try_from(code).ok()?)),
        _ => char::from_u32(code).filter(|character| !character.is_control() || character.is_whitespace()),
    }
}

fn windows_character(byte: u8) -> char {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(char::from(byte))
}

/// **What it does**: a run of letters that are, byte for byte, characters in UTF-8 becomes those characters.
/// **Why**: a program before took UTF-8 for Windows-1252.
/// **Example**: `isnâ€™t` → `isn’t`.
/// **Known failures**: text that was damaged twice, or that lost a byte, other than the closing quotation mark, whose
/// last byte many programs drop.
fn mojibake(text: &str) -> Cow<'_, str> {
    if !text.contains(['Â', 'Ã', 'â', 'Ä', 'Å', 'Ð', 'Ñ', 'ð']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let (mut copied, mut start) = (0, None::<usize>);
    let mut bytes = Vec::new();
    let ends = text.char_indices().map(|(at, character)| (at, windows_byte(character))).chain([(text.len(), None)]);
    for (at, byte) in ends {
        if let Some(byte) = byte {
            start.get_or_insert(at);
            bytes.push(byte);
        } else if let Some(start) = start.take() {
            let better = match std::str::from_utf8(&bytes) {
                Ok(better) => Some(better),
                Err(_) if bytes == [0xe2, 0x80] => Some("”"),
                Err(_) => None,
            };
            if let Some(better) = better {
                out.push_str(&text[copied..start]);
                out.push_str(better);
                copied = at;
            }
            bytes.clear();
        }
    }
    if copied == 0 { Cow::Borrowed(text) } else { Cow::Owned(out + &text[copied..]) }
}

/// The byte of a character outside ASCII in Windows-1252.
fn windows_byte(character: char) -> Option<u8> {
    static UPPER: LazyLock<Vec<char>> = LazyLock::new(|| (0x80..=0x9f).map(windows_character).collect());
    match u32::from(character) {
        code @ 0x80..=0xff => u8::try_from(code).ok(),
        0x152..=0x2122 => UPPER.iter().position(|&one| one == character).and_then(|at| u8::try_from(0x80 + at).ok()),
        _ => None,
    }
}

/// **What it does**: takes out soft hyphens, spaces without width, marks of direction and of byte order; spaces that
/// must not break become spaces.
/// **Why**: they part words and names that are one.
/// **Known failures**: none known in English.
fn invisible(text: &str) -> Cow<'_, str> {
    // Joiners belong to the spelling of some scripts.
    let unseen = |character: char| is_invisible(character) && !matches!(character, '\u{200c}' | '\u{200d}');
    let unbroken = |character: char| matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}');
    if !text.contains(|character| unseen(character) || unbroken(character)) {
        return Cow::Borrowed(text);
    }
    let seen = text.chars().filter(|&character| !unseen(character));
    Cow::Owned(seen.map(|character| if unbroken(character) { ' ' } else { character }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_lost_is_put_back() {
        for (text, expected, made) in [
            ("&ldquo;No,&rdquo; said A &amp; B.", "“No,” said A & B.", &[ENTITIES][..]),
            ("&#8220;No&#x201D; &#147;No&#148;", "“No” “No”", &[ENTITIES]),
            ("&amp;rdquo; &lt;b&gt;", "” <b>", &[ENTITIES]),
            ("â€œIsnâ€™t it?â€\u{9d} said ZoÃ« at the cafÃ©", "“Isn’t it?” said Zoë at the café", &[MOJIBAKE]),
            ("â€œNoâ€ he said", "“No” he said", &[MOJIBAKE]),
            ("Ada&nbsp;Ilo", "Ada Ilo", &[ENTITIES, INVISIBLE]),
            ("sanc\u{ad}tions\u{200b}", "sanctions", &[INVISIBLE]),
        ] {
            let (found, which) = repaired(text.to_owned());
            assert_eq!((found.as_str(), which.as_slice()), (expected, made), "{text}");
        }
    }

    #[test]
    fn what_is_meant_stays() {
        for text in [
            "AT&T; R&D",
            "&unknown; & &;",
            "„Ä“ heißt Ä",
            "São Paulo, Łódź, “É”",
            "À «bas»",
            "â la carte",
            "&#0; &#xD800;",
        ] {
            assert_eq!(repaired(text.to_owned()), (text.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn entities_are_sorted() {
        assert!(NAMES.is_sorted() && NAMES.len() > 250);
    }
}

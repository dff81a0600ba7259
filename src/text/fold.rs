//! Folding: the same words however they are written. Diacritics, decomposed letters, marks without width, two blanks and
//! every hyphen of Unicode are put aside, with a map back to the text.

use std::borrow::Cow;

/// A text without what does not change its words, and where each byte of it stands in the original.
pub(crate) struct Folded {
    pub(crate) text: String,
    /// For each byte of the text, and for its end, the byte of the original.
    places: Vec<u32>,
}

impl Folded {
    /// `text` folded; `None` where folding would change nothing.
    ///
    /// Quotation marks, long dashes between words and dots in a row stay, whatever letters they are.
    pub(crate) fn of(text: &str) -> Option<Folded> {
        if !is_needed(text.as_bytes()) {
            return None;
        }
        let mut folded = Folded { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len() + 1) };
        for (at, letter) in text.char_indices() {
            match fold(letter) {
                Fold::Drop => {}
                Fold::Keep => folded.push(letter.encode_utf8(&mut [0; 4]), at),
                Fold::As(other) if other == " " && folded.text.ends_with([' ', '\n']) => {}
                Fold::As(other) => folded.push(&other, at),
            }
        }
        folded.places.push(text.len() as u32);
        Some(folded)
    }

    fn push(&mut self, letters: &str, at: usize) {
        self.text.push_str(letters);
        self.places.extend(std::iter::repeat_n(at as u32, letters.len()));
    }

    /// Where the byte at `at` of the folded text stands in the original.
    pub(crate) fn place(&self, at: usize) -> usize {
        self.places[at] as usize
    }
}

/// Whether a letter is not seen: soft hyphens, spaces and joiners without width, marks of direction and of byte order.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

enum Fold {
    Keep,
    Drop,
    As(Cow<'static, str>),
}

fn fold(letter: char) -> Fold {
    match letter {
        ' ' => Fold::As(Cow::Borrowed(" ")),
        '\0'..='\u{7f}' => Fold::Keep,
        _ if is_invisible(letter) => Fold::Drop,
        '\u{300}'..='\u{36f}' => Fold::Drop,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Fold::As(Cow::Borrowed(" ")),
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => Fold::As(Cow::Borrowed("-")),
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            Fold::As(Cow::Owned(deunicode::deunicode_char(letter).unwrap_or("").to_owned()))
        }
        _ => Fold::Keep,
    }
}

/// Whether a text has anything to fold: two blanks in a row, or a letter beyond ASCII that is no quotation mark, long
/// dash or ellipsis.
fn is_needed(bytes: &[u8]) -> bool {
    if memchr::memmem::find(bytes, b"  ").is_some() {
        return true;
    }
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte >= 0x80) {
        at += found;
        match &bytes[at..bytes.len().min(at + 3)] {
            [0xe2, 0x80, 0x94 | 0x98 | 0x99 | 0x9c | 0x9d | 0xa6] => at += 3,
            _ => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::Folded;

    #[test]
    fn many_ways_to_write_one_name() {
        for written in
            ["Zoë  Mar-Ilo", "Zoe\u{308} Mar\u{2011}Ilo", "Zo\u{ad}ë\u{a0}Mar–Ilo", "Zoë \u{200b}Mar\u{2212}Ilo"]
        {
            let folded = Folded::of(written).expect("it has something to fold");
            assert_eq!(folded.text, "Zoe Mar-Ilo");
            assert_eq!(&written[folded.place(0)..folded.place(folded.text.len())], written);
        }
        assert!(Folded::of("“Zoe” — she’s said…").is_none());
    }

    #[test]
    fn places_point_back() {
        let written = "In Sã\u{ad}o Mar.";
        let folded = Folded::of(written).expect("it has something to fold");
        let at = folded.text.find("Sao").expect("it stands there");
        assert_eq!(&written[folded.place(at)..folded.place(at + 3)], "Sã\u{ad}o");
    }
}

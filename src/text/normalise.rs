//! Normalisation: replaces typographic punctuation by ASCII, and maps offsets of the source to the result.
//!
//! **What it does**: makes quotation marks and apostrophes straight, and replaces dashes by `-` and an ellipsis by
//! `...`, with spaces around them.
//! **Why**: VADER and its word lists expect ASCII punctuation.
//! **Example**: `“don’t”—they` becomes `"don't" - they`.
//! **Known failures**: opening and closing quotation marks can no longer be distinguished.
//! **Source**: chosen by hand.

use std::borrow::Cow;

/// A text with ASCII punctuation, and the way back to its source.
pub(crate) struct Normalised<'t> {
    pub(crate) text: Cow<'t, str>,
    /// Pairs of byte offsets (source, result). Between one pair and the next, both advance in step.
    shifts: Vec<(usize, usize)>,
}

impl Normalised<'_> {
    /// The offset in the result of the byte `at` of the source.
    pub(crate) fn place(&self, at: usize) -> usize {
        let after = self.shifts.partition_point(|&(source, _)| source <= at);
        match after.checked_sub(1).map(|last| self.shifts[last]) {
            Some((source, here)) => (here + (at - source)).min(self.text.len()),
            None => at,
        }
    }
}

/// Replaces typographic punctuation in `text`.
pub(crate) fn normalise(text: &str) -> Normalised<'_> {
    if text.is_ascii() {
        return Normalised { text: Cow::Borrowed(text), shifts: Vec::new() };
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut shifts = Vec::new();
    for (at, character) in text.char_indices() {
        let Some(plain) = plain(character) else {
            out.push(character);
            continue;
        };
        out.push_str(plain);
        shifts.push((at + character.len_utf8(), out.len()));
    }
    Normalised { text: Cow::Owned(out), shifts }
}

fn plain(character: char) -> Option<&'static str> {
    Some(match character {
        '‘' | '’' | 'ʼ' | '‚' | '‛' => "'",
        '“' | '”' | '„' | '‟' | '«' | '»' => "\"",
        '—' | '–' | '―' => " - ",
        '…' => " ... ",
        '\u{a0}' => " ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_plain_and_places_move_along() {
        let source = "“don’t trust”—they said";
        let plain = normalise(source);
        assert_eq!(plain.text, "\"don't trust\" - they said");
        let at = source.find("they").expect("it is there");
        assert_eq!(&plain.text[plain.place(at)..plain.place(at + 4)], "they");
    }
}

//! Normalising: typographic marks become the plain ones, with the way back to the source.

use std::borrow::Cow;

/// A text with plain marks, and where its pieces come from.
pub(crate) struct Normalised<'t> {
    pub(crate) text: Cow<'t, str>,
    /// Bytes in the source, bytes here: from each such place on, the two run side by side.
    shifts: Vec<(usize, usize)>,
}

impl Normalised<'_> {
    /// Where the byte `at` of the source has gone.
    pub(crate) fn place(&self, at: usize) -> usize {
        let after = self.shifts.partition_point(|&(source, _)| source <= at);
        match after.checked_sub(1).map(|last| self.shifts[last]) {
            Some((source, here)) => (here + (at - source)).min(self.text.len()),
            None => at,
        }
    }
}

/// Curly quotation marks and apostrophes straight, dashes and ellipses set apart by spaces.
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

//! Offsets: converts bytes, which the program counts, to Unicode characters, which users' tools count.

/// Converts byte offsets of one text to character offsets and back.
pub(crate) struct Offsets<'t> {
    text: &'t str,
    /// Number of characters before each block of [`BLOCK`] bytes; empty for ASCII text, where both counts agree.
    before: Vec<usize>,
}

const BLOCK: usize = 256;

impl<'t> Offsets<'t> {
    /// Scans `text` once.
    pub(crate) fn new(text: &'t str) -> Offsets<'t> {
        if text.is_ascii() {
            return Offsets { text, before: Vec::new() };
        }
        let mut count = 0;
        let before = text
            .as_bytes()
            .chunks(BLOCK)
            .map(|block| {
                let start = count;
                count += characters(block);
                start
            })
            .collect();
        Offsets { text, before }
    }

    /// Number of characters before the byte offset `byte`, which is clipped to the length of the text.
    pub(crate) fn character(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.before.is_empty() {
            return byte;
        }
        let block = (byte / BLOCK).min(self.before.len() - 1);
        self.before[block] + characters(&self.text.as_bytes()[block * BLOCK..byte])
    }

    /// The byte offset of the character with index `character`, from 0; `None` beyond the end of the text.
    pub(crate) fn byte(&self, character: usize) -> Option<usize> {
        if self.before.is_empty() {
            return (character <= self.text.len()).then_some(character);
        }
        let block = self.before.partition_point(|&count| count <= character) - 1;
        let mut count = self.before[block];
        let mut at = block * BLOCK;
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        for letter in self.text[at..].chars() {
            if count == character {
                return Some(at);
            }
            count += 1;
            at += letter.len_utf8();
        }
        (count == character).then_some(at)
    }
}

/// Number of characters that begin in `bytes`.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_characters_agree_with_a_plain_count() {
        for text in ["", "plain", "NK’s Kim “said” …", &"ä’😀x".repeat(300)] {
            let offsets = Offsets::new(text);
            for (number, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(offsets.character(byte), number);
                assert_eq!(offsets.byte(number), Some(byte));
            }
            assert_eq!(offsets.byte(text.chars().count()), Some(text.len()));
            assert_eq!(offsets.byte(text.chars().count() + 1), None);
        }
    }
}

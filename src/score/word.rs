//! Words: the tokens of a text as Python's `split` and VADER's stripping give them.

/// What a byte tells of the token that it stands in.
mod class {
    /// Not in a token.
    pub(super) const SPACE: u8 = 1;
    pub(super) const UPPER: u8 = 2;
    pub(super) const LOWER: u8 = 4;
    pub(super) const APOSTROPHE: u8 = 8;
    /// An exclamation or a question mark.
    pub(super) const MARK: u8 = 16;
    /// Punctuation of ASCII, marks and apostrophes among it.
    pub(super) const PUNCTUATION: u8 = 32;
    /// The first byte of a character that is not ASCII; those that follow tell nothing.
    pub(super) const BEYOND: u8 = 64;
}

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let ascii = byte as u8;
        classes[byte] = match ascii {
            b' ' | b'\t'..=b'\r' | b'\x1c'..=b'\x1f' => class::SPACE,
            b'A'..=b'Z' => class::UPPER,
            b'a'..=b'z' => class::LOWER,
            b'\'' => class::PUNCTUATION | class::APOSTROPHE,
            b'!' | b'?' => class::PUNCTUATION | class::MARK,
            0xc0.. => class::BEYOND,
            _ if ascii.is_ascii_punctuation() => class::PUNCTUATION,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn class_of(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// The words of one text, read once from its beginning.
pub(super) struct Words<'t> {
    text: &'t str,
    at: usize,
    /// Exclamation and question marks met so far.
    pub(super) marks: [u32; 2],
}

/// A token without the punctuation at its ends, and the classes of all its bytes.
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    classes: u8,
}

impl<'t> Words<'t> {
    pub(super) fn of(text: &'t str) -> Words<'t> {
        Words { text, at: 0, marks: [0; 2] }
    }

    #[inline]
    pub(super) fn next_word(&mut self) -> Option<Word> {
        self.skip_space();
        let start = self.at;
        let mut classes = 0;
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            let class = class_of(byte);
            // Most bytes are letters and need no second look.
            if class & (class::SPACE | class::MARK | class::BEYOND) != 0 {
                if self.is_space(class) {
                    break;
                }
                self.marks[0] += u32::from(byte == b'!');
                self.marks[1] += u32::from(byte == b'?');
            }
            classes |= class;
            self.at += 1;
        }
        if start == self.at {
            return None;
        }
        let (start, end) =
            if classes & class::PUNCTUATION == 0 { (start, self.at) } else { stripped(self.text, start, self.at) };
        Some(Word { start, end, classes })
    }

    fn skip_space(&mut self) {
        while let Some(&byte) = self.text.as_bytes().get(self.at)
            && self.is_space(class_of(byte))
        {
            self.at += self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        }
    }

    /// Whether white space stands here; `class` is that of the byte here.
    #[inline]
    fn is_space(&self, class: u8) -> bool {
        class == class::SPACE || class == class::BEYOND && self.text[self.at..].starts_with(char::is_whitespace)
    }
}

impl Word {
    pub(super) fn is_ascii(&self) -> bool {
        self.classes & class::BEYOND == 0
    }

    /// Whether an ASCII word has letters, and all are capitals.
    pub(super) fn is_in_capitals(&self) -> bool {
        self.classes & (class::UPPER | class::LOWER) == class::UPPER
    }

    pub(super) fn has_apostrophe(&self) -> bool {
        self.classes & class::APOSTROPHE != 0
    }
}

/// Without punctuation at its ends, unless two characters or fewer would be left: that is an emoticon.
fn stripped(text: &str, start: usize, end: usize) -> (usize, usize) {
    let token = &text.as_bytes()[start..end];
    let inside = |byte: &u8| class_of(*byte) & class::PUNCTUATION == 0;
    let first = start + token.iter().position(inside).unwrap_or(token.len());
    let last = token.iter().rposition(inside).map_or(first, |at| start + at + 1);
    let few = last - first <= 2 || last - first <= 8 && text[first..last].chars().count() <= 2;
    if few { (start, end) } else { (first, last) }
}

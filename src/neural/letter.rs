//! Letters: what a tokenizer makes of each character before it cuts words: small letters without accents, punctuation
//! and ideographs apart, control characters gone. The table comes with the model.

/// Ranges of characters, in order, and what each of them becomes; all others stay as they are.
pub(super) struct Letters(Vec<(u32, u32, String)>);

impl Letters {
    /// Reads lines `from-to TAB what it becomes`, with the characters' numbers in hexadecimal; `None` if one is bad.
    pub(super) fn read(table: &str) -> Option<Letters> {
        let row = |line: &str| {
            let (range, becomes) = line.split_once('\t')?;
            let (from, to) = range.split_once('-')?;
            let number = |digits| u32::from_str_radix(digits, 16).ok();
            Some((number(from)?, number(to)?, becomes.to_owned()))
        };
        let rows: Vec<(u32, u32, String)> = table.lines().map(row).collect::<Option<_>>()?;
        rows.is_sorted_by(|before, after| before.1 < after.0).then_some(Letters(rows))
    }

    /// The words of `text`, folded.
    pub(super) fn fold(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        for letter in text.chars() {
            match letter {
                'a'..='z' | '0'..='9' | ' ' => out.push(letter),
                _ if letter.is_ascii_punctuation() => out.extend([' ', letter, ' ']),
                '\t' | '\n' | '\r' => out.push(' '),
                _ => match self.becomes(u32::from(letter)) {
                    Some(becomes) => out.push_str(becomes),
                    None => out.push(letter),
                },
            }
        }
        out
    }

    fn becomes(&self, letter: u32) -> Option<&str> {
        let at = self.0.partition_point(|row| row.1 < letter);
        self.0.get(at).filter(|row| row.0 <= letter).map(|row| row.2.as_str())
    }
}

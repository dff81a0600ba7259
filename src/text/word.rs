//! Words as numbers: the form in which linear models see a token. A string comes in; hashes and a shape come out.

/// A token as hashes and flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Hash of the word in lower case, with all digits equal and with straight quotation marks and apostrophes.
    pub(crate) low: u32,
    /// Hash of its last three characters, in lower case.
    pub(crate) ending: u32,
    /// Hash of its last two characters, in lower case.
    pub(crate) short_ending: u32,
    /// Its first character, in lower case.
    pub(crate) first: u32,
    /// The flags below, one bit each.
    pub(crate) shape: u32,
}

/// The word begins with a capital.
pub(crate) const CAPITAL: u32 = 1;
/// It has a capital after its first character.
pub(crate) const CAPITALS: u32 = 2;
/// It contains a digit.
pub(crate) const DIGIT: u32 = 4;
/// It contains a point or an apostrophe.
pub(crate) const POINT: u32 = 8;
/// It contains another character, such as punctuation.
pub(crate) const MARK: u32 = 16;

/// Stands for positions outside a sentence.
pub(crate) const NONE: Word = Word { low: 1, ending: 1, short_ending: 1, first: 1, shape: 32 };

/// Converts `word`.
pub(crate) fn word(word: &str) -> Word {
    let mut made = Word { low: SEED, ending: 0, short_ending: 0, first: 0, shape: 0 };
    let mut last = [0_u32; 3];
    for (number, character) in word.chars().enumerate() {
        let plain = plain(character);
        made.shape |= shape(character, number);
        made.low = join(made.low, plain);
        if number == 0 {
            made.first = plain;
        }
        last = [last[1], last[2], plain];
    }
    made.ending = join(join(join(SEED, last[0]), last[1]), last[2]);
    made.short_ending = join(join(SEED, last[1]), last[2]);
    made
}

/// The hash [`Word::low`] of an ASCII word in lower case.
pub(crate) const fn low(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let (mut hash, mut at) = (SEED, 0);
    while at < bytes.len() {
        hash = join(hash, bytes[at] as u32);
        at += 1;
    }
    hash
}

const SEED: u32 = 0x811C_9DC5;

/// One step of the FNV-1a hash, over characters.
const fn join(hash: u32, character: u32) -> u32 {
    (hash ^ character).wrapping_mul(0x0100_0193)
}

fn shape(character: char, number: usize) -> u32 {
    match character {
        'a'..='z' => 0,
        'A'..='Z' if number == 0 => CAPITAL,
        'A'..='Z' => CAPITALS,
        '0'..='9' => DIGIT,
        '.' | '\'' | '’' if number > 0 => POINT,
        _ if character.is_alphabetic() => {
            u32::from(character.is_uppercase()) * if number == 0 { CAPITAL } else { CAPITALS }
        }
        _ => MARK,
    }
}

fn plain(character: char) -> u32 {
    let plain = match character {
        'a'..='z' => character,
        'A'..='Z' => character.to_ascii_lowercase(),
        '0'..='9' => '0',
        '“' | '”' | '„' | '«' | '»' => '"',
        '’' | '‘' | 'ʼ' => '\'',
        '–' | '―' => '—',
        _ => character.to_lowercase().next().unwrap_or(character),
    };
    u32::from(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_typography_do_not_matter_but_are_seen() {
        assert_eq!(word("Don’t").low, low("don't"));
        assert_eq!(word("1,234").low, word("9,876").low);
        assert_eq!(word("U.S.").shape, CAPITAL | CAPITALS | POINT);
        assert_eq!(word("said").ending, word("laid").ending);
    }
}

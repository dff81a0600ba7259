//! Tokens: text comes in, the numbers of known pieces of words come out, by the longest match from the left (WordPiece).

#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::neural::letter::Letters;

/// A longer word is not known, as in the original.
const LONGEST_WORD: usize = 100;

/// The pieces of words that the encoder knows.
#[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
pub(super) struct Tokens {
    letters: Letters,
    numbers: HashMap<String, u32, FxBuildHasher>,
    /// The pieces that begin a pair, end a segment, and stand for a word that is not known.
    begin: u32,
    end: u32,
    unknown: u32,
    /// The marks of target and source.
    pub(super) marks: [u32; 2],
    /// The number of pieces that the encoder can see at once.
    longest: usize,
}

/// Pieces of a pair: its numbers, and where the second segment begins.
pub(super) struct Pieces {
    pub(super) numbers: Vec<u32>,
    pub(super) second: usize,
}

impl Tokens {
    /// Reads a list of pieces, one a line, and the table of letters; `None` if they do not hold what is needed.
    pub(super) fn read(vocabulary: &str, letters: &str, longest: usize) -> Option<Tokens> {
        let numbers = vocabulary.lines().zip(0..).map(|(piece, number)| (piece.to_owned(), number));
        #[allow(clippy::disallowed_types, reason = "looked up by key only, never iterated")]
        let numbers: HashMap<String, u32, FxBuildHasher> = numbers.collect();
        let number = |piece: &str| numbers.get(piece).copied();
        let [begin, end, unknown] = [number("[CLS]")?, number("[SEP]")?, number("[UNK]")?];
        let marks = [number("*")?, number("#")?];
        Some(Tokens { letters: Letters::read(letters)?, begin, end, unknown, marks, longest, numbers })
    }

    /// How many pieces there are.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The pieces of two segments. If they are too long, the first loses its end.
    pub(super) fn pair(&self, first: &str, second: &str) -> Pieces {
        let room = self.longest - 3;
        let (mut numbers, mut after) = (vec![self.begin], self.pieces(second));
        after.truncate(room);
        let mut before = self.pieces(first);
        before.truncate(room - after.len());
        numbers.extend(before);
        numbers.push(self.end);
        let second = numbers.len();
        numbers.extend(after);
        numbers.push(self.end);
        Pieces { numbers, second }
    }

    /// The pieces of `text`.
    pub(super) fn pieces(&self, text: &str) -> Vec<u32> {
        let mut out = Vec::new();
        self.letters.fold(text).split_whitespace().for_each(|word| self.word(word, &mut out));
        out
    }

    fn word(&self, word: &str, out: &mut Vec<u32>) {
        let before = out.len();
        let mut at = 0;
        let mut piece = String::new();
        let known = word.chars().count() <= LONGEST_WORD;
        while known && at < word.len() {
            let found = (at + 1..=word.len()).rev().filter(|&end| word.is_char_boundary(end)).find_map(|end| {
                piece.clear();
                if at > 0 {
                    piece.push_str("##");
                }
                piece.push_str(&word[at..end]);
                self.numbers.get(&piece).map(|&number| (end, number))
            });
            let Some((end, number)) = found else { break };
            out.push(number);
            at = end;
        }
        if !known || at < word.len() {
            out.truncate(before);
            out.push(self.unknown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens() -> Tokens {
        let vocabulary = "[UNK]\n[CLS]\n[SEP]\n*\n#\nnor\n##land\n##s\nland\n,\ncafe\n中\n";
        let letters = "4e-4e\tn\nad-ad\t\ne9-e9\te\n4e2d-4e2d\t 中 \n";
        Tokens::read(vocabulary, letters, 9).expect("a sound vocabulary")
    }

    #[test]
    fn words_are_cut_into_the_longest_pieces() {
        let tokens = tokens();
        assert_eq!(tokens.pieces("Norlands, land"), [5, 6, 7, 9, 8]);
        assert_eq!(tokens.pieces("nor\u{ad}land café 中中"), [5, 6, 10, 11, 11]);
        assert_eq!(tokens.pieces("norlandx * nor"), [0, 3, 5]);
        assert_eq!(tokens.pieces(&"s".repeat(101)), [0]);
    }

    #[test]
    fn of_a_long_pair_the_first_segment_loses_its_end() {
        let tokens = tokens();
        let Pieces { numbers, second } = tokens.pair("nor land nor land nor", "land, land");
        assert_eq!((numbers, second), (vec![1, 5, 8, 5, 2, 8, 9, 8, 2], 5));
        assert_eq!(tokens.pair("nor", &"land ".repeat(9)).numbers, [1, 2, 8, 8, 8, 8, 8, 8, 2]);
    }

    #[test]
    fn a_vocabulary_without_marks_is_refused() {
        assert!(Tokens::read("[UNK]\n[CLS]\n[SEP]\n", "", 9).is_none());
        assert!(Letters::read("zz-zz\tn\n").is_none());
    }
}

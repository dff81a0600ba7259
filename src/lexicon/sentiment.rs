//! The sentiment lexicon: VADER's words, boosters, negations and idioms in one table, looked up once a token.
//!
//! The words come from the crate `vader_sentiment`; `sentiment_corrections.csv` puts back what its case-folding lost,
//! and `sentiment_words.csv` holds the lists that VADER keeps in its code.

use std::collections::BTreeMap;

use crate::error::{Fault, quoted};
use crate::lexicon::table::Table;

const WORDS: &str = include_str!("../../lexicons/sentiment_words.csv");
const CORRECTIONS: &str = include_str!("../../lexicons/sentiment_corrections.csv");

/// What the rules need to know of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Token {
    /// Its mean rating; 0 unless `rated`.
    pub(crate) valence: f64,
    /// What it adds as a booster; 0 for other words.
    pub(crate) booster: f64,
    /// Whether it is in the lexicon.
    pub(crate) rated: bool,
    /// Whether it negates.
    pub(crate) negates: bool,
    /// All capitals.
    pub(crate) capitals: bool,
    /// Number among the words that rules ask for by name; 0 for all others.
    pub(crate) word: u8,
}

/// Words that rules ask for by name, in the order of their numbers from 1 on; those of idioms follow.
const ASKED: [&str; 13] =
    ["but", "never", "so", "this", "without", "doubt", "least", "at", "very", "no", "or", "nor", "kind"];
/// The number of "of", which ends the two-word boosters.
pub(crate) const BUT: u8 = 1;
pub(crate) const NEVER: u8 = 2;
pub(crate) const SO: u8 = 3;
pub(crate) const THIS: u8 = 4;
pub(crate) const WITHOUT: u8 = 5;
pub(crate) const DOUBT: u8 = 6;
pub(crate) const LEAST: u8 = 7;
pub(crate) const AT: u8 = 8;
pub(crate) const VERY: u8 = 9;
pub(crate) const NO: u8 = 10;
pub(crate) const OR: u8 = 11;
pub(crate) const NOR: u8 = 12;
pub(crate) const KIND: u8 = 13;

/// Longest key that the stack buffer of a look-up holds, in bytes.
const LONGEST: usize = 64;

/// The table and the phrases.
pub(crate) struct SentimentLexicon {
    slots: Vec<u32>,
    mask: u64,
    keys: Vec<Box<str>>,
    values: Vec<Token>,
    longest: usize,
    /// Idioms by the numbers of their words, three at most, 0 for none.
    idioms: BTreeMap<[u8; 3], f64>,
    /// Two-word boosters likewise.
    boosters: BTreeMap<[u8; 2], f64>,
    /// The number of "of".
    pub(crate) of: u8,
    emoji: BTreeMap<char, &'static str>,
}

impl SentimentLexicon {
    /// VADER's own words, and `entries` (token in lower case, mean) that add to or override them.
    pub(crate) fn new(entries: Vec<(String, f64)>) -> SentimentLexicon {
        let mut words: BTreeMap<String, Token> = BTreeMap::new();
        #[allow(clippy::iter_over_hash_type, reason = "collected into a sorted map")]
        for (word, mean) in vader_sentiment::LEXICON.iter() {
            let word = word.as_ref();
            // Tokens are compared in lower case: other keys can never match.
            if word == word.to_lowercase() {
                rate(&mut words, word, *mean);
            }
        }
        let corrections = Table::read("lexicons/sentiment_corrections.csv", CORRECTIONS, &["token", "mean"])
            .expect("the shipped table is tested");
        for row in corrections.rows() {
            rate(&mut words, row.get("token"), row.get("mean").parse().expect("the shipped table is tested"));
        }
        entries.iter().for_each(|(word, mean)| rate(&mut words, word, *mean));
        let mut numbers: BTreeMap<String, u8> = ASKED.iter().map(|word| (*word).to_owned()).zip(1..).collect();
        let (mut idioms, mut boosters) = (BTreeMap::new(), BTreeMap::new());
        let table = Table::read("lexicons/sentiment_words.csv", WORDS, &["words", "kind", "value"])
            .expect("the shipped table is tested");
        for row in table.rows() {
            let parts: Vec<&str> = row.get("words").split(' ').collect();
            let value = row.get("value").parse().unwrap_or(0.0);
            match (row.get("kind"), parts.len()) {
                ("booster", 1) => words.entry(parts[0].to_owned()).or_default().booster = value,
                ("negation", _) => words.entry(parts[0].to_owned()).or_default().negates = true,
                // An idiom of one word is never asked for: the rule only looks at neighbours.
                (_, 1) => {}
                (kind, _) => {
                    let mut key = [0; 3];
                    for (slot, part) in key.iter_mut().zip(&parts) {
                        let next = u8::try_from(numbers.len() + 1).expect("a few dozen words");
                        *slot = *numbers.entry((*part).to_owned()).or_insert(next);
                    }
                    if kind == "idiom" {
                        idioms.insert(key, value);
                    } else {
                        boosters.insert([key[0], key[1]], value);
                    }
                }
            }
        }
        for (word, number) in &numbers {
            words.entry(word.clone()).or_default().word = *number;
        }
        let mut lexicon = SentimentLexicon::table(words);
        lexicon.of = numbers["of"];
        (lexicon.idioms, lexicon.boosters) = (idioms, boosters);
        lexicon
    }

    fn table(words: BTreeMap<String, Token>) -> SentimentLexicon {
        let size = (words.len() * 4).next_power_of_two();
        let mask = size as u64 - 1;
        let mut slots = vec![u32::MAX; size];
        let mut keys = Vec::with_capacity(words.len());
        let mut values = Vec::with_capacity(words.len());
        for (word, token) in words {
            let mut at = hash(word.as_bytes()) & mask;
            while slots[at as usize] != u32::MAX {
                at = (at + 1) & mask;
            }
            slots[at as usize] = u32::try_from(keys.len()).expect("fewer than four thousand million words");
            keys.push(word.into_boxed_str());
            values.push(token);
        }
        let longest = keys.iter().map(|key| key.len()).max().unwrap_or(0);
        // A key of several characters is never asked for: emoji are replaced one character at a time.
        let single = |key: &str| key.chars().next().filter(|first| first.len_utf8() == key.len());
        #[allow(clippy::iter_over_hash_type, reason = "collected into a sorted map")]
        let emoji =
            vader_sentiment::EMOJI_LEXICON.iter().filter_map(|(key, words)| Some((single(key)?, *words))).collect();
        SentimentLexicon {
            slots,
            mask,
            keys,
            values,
            longest,
            idioms: BTreeMap::new(),
            boosters: BTreeMap::new(),
            of: 0,
            emoji,
        }
    }

    /// What the rules need to know of `token`, whose punctuation has been taken off.
    pub(crate) fn token(&self, token: &str) -> Token {
        let bytes = token.as_bytes();
        let mut buffer = [0; LONGEST];
        if bytes.len() <= LONGEST && token.is_ascii() {
            let lower = &mut buffer[..bytes.len()];
            let (mut upper, mut small, mut apostrophe) = (false, false, false);
            for (to, &from) in lower.iter_mut().zip(bytes) {
                upper |= from.is_ascii_uppercase();
                small |= from.is_ascii_lowercase();
                apostrophe |= from == b'\'';
                *to = from.to_ascii_lowercase();
            }
            let mut found = if bytes.len() <= self.longest { self.find(lower) } else { Token::default() };
            found.capitals = upper && !small;
            found.negates |= apostrophe && contains_nt(lower);
            return found;
        }
        let lower = token.to_lowercase();
        let mut found = self.find(lower.as_bytes());
        found.capitals =
            token.chars().any(char::is_uppercase) && !token.chars().any(|c| c.is_lowercase() || is_title_case(c));
        found.negates |= contains_nt(lower.as_bytes());
        found
    }

    fn find(&self, key: &[u8]) -> Token {
        let mut at = hash(key) & self.mask;
        loop {
            let slot = self.slots[at as usize];
            if slot == u32::MAX {
                return Token::default();
            }
            if self.keys[slot as usize].as_bytes() == key {
                return self.values[slot as usize];
            }
            at = (at + 1) & self.mask;
        }
    }

    /// The valence of the idiom made of these words, 0 for none.
    pub(crate) fn idiom(&self, words: [u8; 3]) -> Option<f64> {
        // Most words belong to no idiom.
        if words[0] == 0 { None } else { self.idioms.get(&words).copied() }
    }

    /// What the two words add as a booster.
    pub(crate) fn booster(&self, words: [u8; 2]) -> Option<f64> {
        if words[0] == 0 { None } else { self.boosters.get(&words).copied() }
    }

    /// The rated words that are made of letters, with their means, in order.
    pub(crate) fn rated_words(&self) -> impl Iterator<Item = (&str, f64)> {
        let all = self.keys.iter().zip(&self.values).filter(|(_, token)| token.rated);
        all.filter(|(word, _)| word.chars().all(char::is_alphabetic))
            .map(|(word, token)| (word.as_ref(), token.valence))
    }

    /// The words for an emoji.
    pub(crate) fn emoji(&self, character: char) -> Option<&'static str> {
        self.emoji.get(&character).copied()
    }
}

fn rate(words: &mut BTreeMap<String, Token>, word: &str, mean: f64) {
    let token = words.entry(word.to_owned()).or_default();
    (token.valence, token.rated) = (mean, true);
}

fn contains_nt(lower: &[u8]) -> bool {
    lower.windows(3).any(|window| window == b"n't")
}

/// Letters that are upper and lower case at once, as in Unicode's category Lt.
fn is_title_case(character: char) -> bool {
    matches!(character, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ' | 'ᾈ'..='ᾏ' | 'ᾘ'..='ᾟ' | 'ᾨ'..='ᾯ' | 'ᾼ' | 'ῌ' | 'ῼ')
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15 ^ bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 32;
    }
    hash
}

/// The entries of a list in VADER's form: token, mean, and perhaps deviation and ratings, between tabs.
///
/// Errors: a line without a second column, or whose mean is no number from −4 to 4.
pub(crate) fn entries(name: &str, text: &str) -> Result<Vec<(String, f64)>, Fault> {
    let mut entries = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let fault = |field: &str, found: &str, expected: &str| Fault::Table {
            path: name.to_owned(),
            line: number as u64 + 1,
            field: field.to_owned(),
            found: quoted(found),
            expected: expected.to_owned(),
        };
        let mut cells = line.trim().split('\t');
        let token = cells.next().unwrap_or("");
        let Some(mean) = cells.next() else {
            return Err(fault("mean", line, "token, mean, deviation and ratings, between tabs"));
        };
        let value = mean.trim().parse::<f64>().ok().filter(|value| (-4.0..=4.0).contains(value));
        let value = value.ok_or_else(|| fault("mean", mean, "a number from -4 to 4"))?;
        entries.push((token.to_lowercase(), value));
    }
    Ok(entries)
}

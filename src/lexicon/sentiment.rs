//! The sentiment lexicon: VADER's words, boosters, negations and idioms in one table, with one look-up for each token.
//! It knows nothing of VADER's rules, which are in `score/sentiment.rs`.
//!
//! The words come from the crate `vader_sentiment`. `sentiment_corrections.csv` restores what was lost when that crate
//! lower-cased them; `sentiment_words.csv` holds the lists that VADER keeps in its code.

use std::collections::BTreeMap;

use crate::error::{Error, quoted};
use crate::lexicon::table::Table;

const WORDS: &str = include_str!("../../lexicons/sentiment_words.csv");
const CORRECTIONS: &str = include_str!("../../lexicons/sentiment_corrections.csv");

/// What the lexicon holds for a word.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// Mean rating, −4 to 4; 0 unless `rated`.
    valence: f64,
    /// What the word adds as a booster; 0 for other words.
    booster: f64,
    /// Whether it is in the lexicon.
    rated: bool,
    /// Whether it is a negation.
    negates: bool,
    /// Index among the words that rules look up by name; 0 for all others.
    word: u8,
}

/// What the rules need to know of a token. The default is an unknown word in lower case.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Token {
    /// Index of its entry; 0 for an unknown word.
    entry: u32,
    /// Whether it is in the lexicon.
    pub(crate) rated: bool,
    /// Whether it is a negation.
    pub(crate) negates: bool,
    /// Whether it is in capitals.
    pub(crate) capitals: bool,
    /// Index among the words that rules look up by name; 0 for all others.
    pub(crate) word: u8,
}

impl Token {
    /// The token without its rating and its booster.
    pub(crate) fn muted(self) -> Token {
        Token { entry: 0, rated: false, ..self }
    }
}

/// Words that rules look up by name, indexed from 1. Those of idioms follow.
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

/// A key of up to 32 lower-case ASCII letters, eight bytes to a number, padded with zeros.
type Key = [u64; 4];

/// The longest word that fits a key, in bytes.
const LONGEST: usize = size_of::<Key>();

/// Size of the filter in words of 64 bits. With some thousand entries, about one unknown word in twenty passes it.
const FILTER: usize = 1 << 11;

/// VADER's words and phrases, and those that the user adds.
pub struct Lexicon {
    /// A filter over the hashes of all keys. Most words of a text are in no lexicon, and need only this one check.
    filter: Box<[u64; FILTER]>,
    /// Hash table of entry indices, 0 for empty, with linear probing.
    slots: Vec<u32>,
    keys: Vec<(Key, usize)>,
    /// The first entry is that of unknown words.
    entries: Vec<Entry>,
    /// Words that cannot be keys, because they are long or not ASCII.
    others: BTreeMap<String, u32>,
    /// The rated words that consist of letters, with their mean ratings.
    rated: Vec<(String, f64)>,
    /// Idioms by the indices of their words: up to three, padded with 0.
    idioms: BTreeMap<[u8; 3], f64>,
    /// Two-word boosters by the indices of their words.
    boosters: BTreeMap<[u8; 2], f64>,
    /// The index of "of".
    pub(crate) of: u8,
    emoji: BTreeMap<char, &'static str>,
}

impl Default for Lexicon {
    /// VADER's own words.
    fn default() -> Lexicon {
        Lexicon::new(Vec::new())
    }
}

impl Lexicon {
    /// VADER's own words, plus `words` with their mean ratings, −4 to 4, which add to or override them.
    ///
    /// ```
    /// let lexicon = verbale::Lexicon::with([("detente".to_owned(), 2.0)]);
    /// assert!(verbale::sentiment("A detente.", &lexicon).compound > 0.4);
    /// ```
    pub fn with(words: impl IntoIterator<Item = (String, f64)>) -> Lexicon {
        Lexicon::new(words.into_iter().map(|(word, mean)| (word.to_lowercase(), mean)).collect())
    }

    /// VADER's own words, plus `entries` (token in lower case, mean), which add to or override them.
    pub(crate) fn new(entries: Vec<(String, f64)>) -> Lexicon {
        let mut words: BTreeMap<String, Entry> = BTreeMap::new();
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
                // An idiom of one word is never looked up: the rule only looks at neighbouring words.
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
        let mut lexicon = Lexicon::table(words);
        lexicon.of = numbers["of"];
        (lexicon.idioms, lexicon.boosters) = (idioms, boosters);
        lexicon
    }

    fn table(words: BTreeMap<String, Entry>) -> Lexicon {
        // A key of several characters is never looked up: emoji are replaced one character at a time.
        let single = |key: &str| key.chars().next().filter(|first| first.len_utf8() == key.len());
        #[allow(clippy::iter_over_hash_type, reason = "collected into a sorted map")]
        let emoji =
            vader_sentiment::EMOJI_LEXICON.iter().filter_map(|(key, words)| Some((single(key)?, *words))).collect();
        let mut lexicon = Lexicon {
            filter: Box::new([0; FILTER]),
            slots: vec![0; (words.len() * 4).next_power_of_two()],
            keys: vec![Default::default()],
            entries: vec![Entry::default()],
            others: BTreeMap::new(),
            rated: Vec::new(),
            idioms: BTreeMap::new(),
            boosters: BTreeMap::new(),
            of: 0,
            emoji,
        };
        for (word, entry) in words {
            lexicon.insert(word, entry);
        }
        lexicon
    }

    fn insert(&mut self, word: String, entry: Entry) {
        let place = u32::try_from(self.entries.len()).expect("fewer than four thousand million words");
        if word.is_ascii() && word.len() <= LONGEST {
            let key = key(word.as_bytes(), word.len());
            let hash = hash(&key, word.len());
            let mut at = self.slot(hash);
            while self.slots[at] != 0 {
                at = (at + 1) & (self.slots.len() - 1);
            }
            self.slots[at] = place;
            self.filter[filter_word(hash)] |= filter_bit(hash);
            self.keys.push((key, word.len()));
        } else {
            self.keys.push(Default::default());
            self.others.insert(word.clone(), place);
        }
        if entry.rated && word.chars().all(char::is_alphabetic) {
            self.rated.push((word, entry.valence));
        }
        self.entries.push(entry);
    }

    /// Looks up the ASCII token in the first `length` bytes of `text`, in any case.
    pub(crate) fn ascii_token(&self, text: &[u8], length: usize) -> Token {
        match self.ascii_place(text, length) {
            0 => Token::default(),
            place => self.found(place),
        }
    }

    /// Looks up a token that is not all ASCII.
    pub(crate) fn token(&self, token: &str) -> Token {
        let capitals =
            token.chars().any(char::is_uppercase) && !token.chars().any(|c| c.is_lowercase() || is_title_case(c));
        Token { capitals, ..self.found(self.other_place(token)) }
    }

    #[inline]
    fn ascii_place(&self, text: &[u8], length: usize) -> u32 {
        if length > LONGEST {
            return self.other_place(&String::from_utf8_lossy(&text[..length]));
        }
        let key = key(text, length);
        let hash = hash(&key, length);
        if self.filter[filter_word(hash)] & filter_bit(hash) == 0 {
            return 0;
        }
        let mut at = self.slot(hash);
        loop {
            let place = self.slots[at];
            if place == 0 || self.keys[place as usize] == (key, length) {
                return place;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// The index of a word that cannot be a key.
    fn other_place(&self, token: &str) -> u32 {
        // Among all other characters, only the kelvin sign has an ASCII letter as its lower-case form.
        if self.others.is_empty() && !token.contains('\u{212a}') {
            return 0;
        }
        let lower = token.to_lowercase();
        if lower.is_ascii() && lower.len() <= LONGEST {
            return self.ascii_place(lower.as_bytes(), lower.len());
        }
        self.others.get(&lower).copied().unwrap_or(0)
    }

    fn found(&self, place: u32) -> Token {
        let entry = &self.entries[place as usize];
        Token { entry: place, rated: entry.rated, negates: entry.negates, capitals: false, word: entry.word }
    }

    /// The slot at which the search for a hash begins. It uses other bits than the filter.
    fn slot(&self, hash: u64) -> usize {
        (hash >> 32) as usize & (self.slots.len() - 1)
    }

    /// The mean rating of `word`, given in lower case, in any script; 0 if it has none.
    pub(crate) fn rating(&self, word: &str) -> f64 {
        let token = if word.is_ascii() { self.ascii_token(word.as_bytes(), word.len()) } else { self.token(word) };
        self.valence(token)
    }

    /// The mean rating of the token's word; 0 if it has none.
    pub(crate) fn valence(&self, token: Token) -> f64 {
        self.entries[token.entry as usize].valence
    }

    /// What the token's word adds as a booster; 0 if it is none.
    pub(crate) fn boost(&self, token: Token) -> f64 {
        self.entries[token.entry as usize].booster
    }

    /// The valence of the idiom made of these words; `None` if they are no idiom.
    pub(crate) fn idiom(&self, words: [u8; 3]) -> Option<f64> {
        // Most words are part of no idiom.
        if words[0] == 0 { None } else { self.idioms.get(&words).copied() }
    }

    /// What the two words add as a booster; `None` if they are no booster.
    pub(crate) fn booster(&self, words: [u8; 2]) -> Option<f64> {
        if words[0] == 0 { None } else { self.boosters.get(&words).copied() }
    }

    /// The rated words that consist of letters, with their mean ratings, in order.
    pub(crate) fn rated_words(&self) -> impl Iterator<Item = (&str, f64)> {
        self.rated.iter().map(|(word, mean)| (word.as_str(), *mean))
    }

    /// Whether `text` contains an emoji of the lexicon.
    pub(crate) fn has_emoji(&self, text: &str) -> bool {
        let Some((&least, _)) = self.emoji.first_key_value() else { return false };
        !text.is_ascii() && text.chars().any(|character| character >= least && self.emoji.contains_key(&character))
    }

    /// The description of an emoji in words; `None` if the lexicon does not have it.
    pub(crate) fn emoji(&self, character: char) -> Option<&'static str> {
        self.emoji.get(&character).copied()
    }
}

fn rate(words: &mut BTreeMap<String, Entry>, word: &str, mean: f64) {
    let entry = words.entry(word.to_owned()).or_default();
    (entry.valence, entry.rated) = (mean, true);
}

/// Letters that are upper and lower case at once: Unicode category Lt.
fn is_title_case(character: char) -> bool {
    matches!(character, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ' | 'ᾈ'..='ᾏ' | 'ᾘ'..='ᾟ' | 'ᾨ'..='ᾯ' | 'ᾼ' | 'ῌ' | 'ῼ')
}

/// The key of the ASCII word in the first `length` bytes of `text`, in lower case.
fn key(text: &[u8], length: usize) -> Key {
    let mut key = Key::default();
    for (number, at) in key.iter_mut().zip((0..length).step_by(8)) {
        let raw = match text[at..].first_chunk() {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => text[at..].iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)),
        };
        let kept = (length - at).min(8);
        *number = lower_case(raw & (u64::MAX >> (64 - 8 * kept)));
    }
    key
}

/// Converts eight ASCII bytes to lower case. The high bits of the two sums show which bytes are at least `A`, and which
/// are beyond `Z`.
fn lower_case(bytes: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = EACH * 0x80;
    let low = bytes & !HIGH;
    let at_least_a = low + EACH * u64::from(0x80 - b'A');
    let beyond_z = low + EACH * u64::from(0x7f - b'Z');
    bytes | (((at_least_a ^ beyond_z) & HIGH) >> 2)
}

fn hash(key: &Key, length: usize) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15 ^ length as u64;
    for number in &key[..length.div_ceil(8)] {
        hash = (hash ^ number).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 32;
    }
    hash
}

fn filter_word(hash: u64) -> usize {
    (hash >> 6) as usize % FILTER
}

fn filter_bit(hash: u64) -> u64 {
    1 << (hash % 64)
}

/// Reads a list in VADER's format: token, mean and, optionally, deviation and ratings, tab-separated.
///
/// Errors: a line without a second column, or a mean that is not a number from −4 to 4.
pub(crate) fn entries(name: &str, text: &str) -> Result<Vec<(String, f64)>, Error> {
    let mut entries = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let fault = |field: &str, found: &str, expected: &str| Error::Table {
            path: name.to_owned(),
            line: number as u64 + 1,
            field: field.to_owned(),
            found: quoted(found),
            expected: expected.to_owned(),
        };
        let mut cells = line.trim().split('\t');
        let token = cells.next().unwrap_or("");
        let Some(mean) = cells.next() else {
            return Err(fault("mean", line, "token, mean, deviation and ratings, separated by tabs"));
        };
        let value = mean.trim().parse::<f64>().ok().filter(|value| (-4.0..=4.0).contains(value));
        let value = value.ok_or_else(|| fault("mean", mean, "a number from -4 to 4"))?;
        entries.push((token.to_lowercase(), value));
    }
    Ok(entries)
}

//! The finder: locates many thousand names in a text, whole words only. It knows spellings, not what they mean.
//!
//! It hashes the first word, or the first two, of every name, ignoring case, and looks up each word of the text. A
//! filter rejects most words at once. Lines in capitals are matched without regard to case.

use std::borrow::Cow;
use std::ops::Range;

/// Number of possible pairs of initial letters. Upper and lower case differ in the first letter only.
const STARTS: usize = 1 << 12;

/// Size of the filter in words of 64 bits.
const FILTER: usize = 1 << 15;

/// Maximum number of bytes of white space and punctuation between two words of a name. Chosen by hand.
const BLANKS: usize = 5;

/// A word in capitals of so many letters is no acronym. Chosen by hand.
const SHOUTED: usize = 5;

/// A name that runs over the end of a line has so many bytes at most.
const LONGEST: usize = 96;

/// One spelling of a name.
#[derive(serde::Serialize, serde::Deserialize)]
struct Spelling {
    text: Range<u32>,
    /// The caller's numbers for it.
    items: Range<u32>,
}

/// All names, ready for search.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Finder {
    /// For each pair of initial letters, one bit for each length of a first word.
    starts: Vec<u32>,
    /// One bit for each hash of a first word or of two first words.
    filter: Vec<u64>,
    /// Hash table of bucket indices, 0 for empty, with linear probing.
    slots: Vec<u32>,
    /// For each key, the range of its spellings, longest first.
    buckets: Vec<(Key, Range<u32>)>,
    spellings: Vec<Spelling>,
    items: Vec<u32>,
    /// The words of all spellings, one after another.
    words: String,
}

/// A name found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The index of the spelling.
    pub(crate) spelling: u32,
    /// Whether it is in capitals in a line of capitals.
    pub(crate) shouted: bool,
}

/// A case-insensitive hash of the first word, or the first two words, of a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
struct Key(u64);

impl Key {
    fn of_word(word: &[u8]) -> Key {
        let length = word.len();
        let (first, last) = if length >= 8 {
            (eight(word), eight(&word[length - 8..]))
        } else {
            let mut padded = [0; 8];
            padded[..length].copy_from_slice(word);
            (u64::from_le_bytes(padded), 0)
        };
        // Sets the bit that distinguishes lower case from upper case.
        let mixed = (first | 0x2020_2020_2020_2020).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ (last | 0x2020_2020_2020_2020).wrapping_mul(0xbf58_476d_1ce4_e5b9)
            ^ (length as u64).wrapping_mul(0x94d0_49bb_1331_11eb);
        Key(mixed ^ mixed >> 32)
    }

    /// The key of two words, given the second one.
    fn and(self, word: &[u8]) -> Key {
        let mixed = (self.0.rotate_left(23) ^ Key::of_word(word).0).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Key(mixed ^ mixed >> 32)
    }

    /// The key under which a name is stored (its first two words, or its only word), and the key of its first word.
    fn of_name(name: &[u8]) -> (Key, Key) {
        let end = word_end(name, 0);
        let first = Key::of_word(&name[..end]);
        (second_word(name, end).map_or(first, |word| first.and(&name[word])), first)
    }

    fn bit(self) -> (usize, u64) {
        (self.0 as usize >> 6 & (FILTER - 1), 1 << (self.0 & 63))
    }
}

fn eight(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes make a number"))
}

/// The word after `end`; `None` if more than a few bytes of white space and punctuation come first.
fn second_word(bytes: &[u8], end: usize) -> Option<Range<usize>> {
    let mut at = end;
    while at < bytes.len() && at - end < BLANKS {
        match mark_length(bytes, at) {
            0 => return Some(at..word_end(bytes, at)),
            length => at += length,
        }
    }
    None
}

impl Finder {
    /// Builds a finder of `names`, each with the caller's number. Several may have the same name.
    ///
    /// A name that does not begin with a letter or digit is never found.
    pub(crate) fn new(names: Vec<(Cow<'_, str>, u32)>) -> Finder {
        let mut sorted: Vec<(Key, std::cmp::Reverse<usize>, u32)> = names
            .iter()
            .zip(0..)
            .map(|((name, _), at)| (Key::of_name(name.as_bytes()).0, std::cmp::Reverse(name.len()), at))
            .collect();
        let name = |at: u32| names[at as usize].0.as_ref();
        sorted
            .sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| (name(a.2), a.2).cmp(&(name(b.2), b.2))));
        let mut finder = Finder {
            starts: vec![0; STARTS],
            filter: vec![0; FILTER],
            slots: vec![0; (sorted.len() * 2).next_power_of_two()],
            buckets: Vec::with_capacity(sorted.len()),
            spellings: Vec::with_capacity(sorted.len()),
            items: sorted.iter().map(|(_, _, at)| names[*at as usize].1).collect(),
            words: String::with_capacity(names.iter().map(|(name, _)| name.len()).sum()),
        };
        let mut item = 0;
        for alike in sorted.chunk_by(|a, b| a.0 == b.0) {
            let from = finder.spellings.len() as u32;
            for same in alike.chunk_by(|a, b| a.1 == b.1 && name(a.2) == name(b.2)) {
                finder.add(name(same[0].2), item..item + same.len() as u32);
                item += same.len() as u32;
            }
            finder.buckets.push((alike[0].0, from..finder.spellings.len() as u32));
            let mut slot = alike[0].0.0 as usize & (finder.slots.len() - 1);
            while finder.slots[slot] != 0 {
                slot = (slot + 1) & (finder.slots.len() - 1);
            }
            finder.slots[slot] = finder.buckets.len() as u32;
        }
        finder
    }

    fn add(&mut self, name: &str, items: Range<u32>) {
        let (number, bit) = start_bit(name.as_bytes(), word_end(name.as_bytes(), 0));
        self.starts[number] |= bit;
        let (key, first) = Key::of_name(name.as_bytes());
        for (number, bit) in [key.bit(), first.bit()] {
            self.filter[number] |= bit;
        }
        let at = self.words.len() as u32;
        self.words.push_str(name);
        self.spellings.push(Spelling { text: at..self.words.len() as u32, items });
    }

    /// The caller's numbers for a spelling.
    pub(crate) fn items(&self, spelling: u32) -> &[u32] {
        let items = &self.spellings[spelling as usize].items;
        &self.items[items.start as usize..items.end as usize]
    }

    /// The index of the spelling that equals `name`; `None` if there is none.
    pub(crate) fn exactly(&self, name: &str) -> Option<u32> {
        let mut bucket = self.bucket(Key::of_name(name.as_bytes()).0)?;
        bucket.find(|spelling| self.text(*spelling) == name)
    }

    /// All names in `text`, in text order, without overlaps: at each word, the longest one that `wanted` accepts.
    pub(crate) fn find(&self, text: &str, mut wanted: impl FnMut(&[u32]) -> bool) -> Vec<Hit> {
        let bytes = text.as_bytes();
        let mut found = Vec::new();
        let mut line = Line::default();
        let mut at = 0;
        while at < bytes.len() {
            let end = word_end(bytes, at);
            if end == at {
                at += mark_length(bytes, at);
                continue;
            }
            let Some(hit) = self.at(text, at..end, &mut line, &mut wanted) else {
                at = end;
                continue;
            };
            // "The Council of Europe": a longer name may begin after the article.
            let inner = match second_word(bytes, end) {
                Some(word) if bytes[at..end].eq_ignore_ascii_case(b"the") => {
                    self.at(text, word, &mut line, &mut wanted)
                }
                _ => None,
            };
            let hit = inner.filter(|inner| inner.end > hit.end).unwrap_or(hit);
            found.push(hit);
            at = hit.end;
        }
        found
    }

    /// The longest name that begins with `word`; `None` if there is none.
    fn at(
        &self,
        text: &str,
        word: Range<usize>,
        line: &mut Line,
        wanted: &mut impl FnMut(&[u32]) -> bool,
    ) -> Option<Hit> {
        let (bytes, at) = (text.as_bytes(), word.start);
        let first_word = &bytes[word.clone()];
        let (number, bit) = start_bit(first_word, first_word.len());
        let shouted = first_word[0].is_ascii_uppercase() && !first_word.iter().any(u8::is_ascii_lowercase);
        if self.starts[number] & bit == 0 && !shouted {
            return None;
        }
        let first = Key::of_word(first_word);
        if !self.may_have(first) {
            return None;
        }
        // "We thank NORLAND": a long word in capitals is none that only looks like one.
        let shouted = shouted && (first_word.len() >= SHOUTED || line.is_in_capitals(text, at));
        let two = second_word(bytes, word.end).map(|word| first.and(&bytes[word]));
        let two = two.and_then(|key| self.longest(key, text, at, shouted, wanted));
        two.or_else(|| self.longest(first, text, at, shouted, wanted))
    }

    fn longest(
        &self,
        key: Key,
        text: &str,
        at: usize,
        shouted: bool,
        wanted: &mut impl FnMut(&[u32]) -> bool,
    ) -> Option<Hit> {
        let rest = &text.as_bytes()[at..];
        let mut bucket = self.bucket(key)?;
        let lines = memchr::memchr(b'\n', &rest[..rest.len().min(LONGEST)]).is_some();
        bucket.find_map(|spelling| {
            let name = self.text(spelling).as_bytes();
            let length = match rest.get(..name.len()) {
                Some(there) if there == name || shouted && in_capitals(there) && there.eq_ignore_ascii_case(name) => {
                    name.len()
                }
                _ if lines => over_lines(name, rest, shouted)?,
                _ => return None,
            };
            let whole = ends_word(name) || word_end(rest, length) == length;
            let hit = Hit { start: at, end: at + length, spelling, shouted };
            (whole && wanted(self.items(spelling))).then_some(hit)
        })
    }

    fn may_have(&self, key: Key) -> bool {
        let (number, bit) = key.bit();
        self.filter[number] & bit != 0
    }

    /// The range of spellings stored under a key.
    fn bucket(&self, key: Key) -> Option<Range<u32>> {
        if !self.may_have(key) {
            return None;
        }
        let mut slot = key.0 as usize & (self.slots.len() - 1);
        loop {
            let (known, range) = &self.buckets[self.slots[slot].checked_sub(1)? as usize];
            if *known == key {
                return Some(range.clone());
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    fn text(&self, spelling: u32) -> &str {
        let text = &self.spellings[spelling as usize].text;
        &self.words[text.start as usize..text.end as usize]
    }
}

/// Whether no small letter of ASCII is among them.
fn in_capitals(words: &[u8]) -> bool {
    !words.iter().any(u8::is_ascii_lowercase)
}

/// The length of `name` where it begins `text` and runs over the end of a line.
fn over_lines(name: &[u8], text: &[u8], shouted: bool) -> Option<usize> {
    let same = |a: &[u8], b: &[u8]| a == b || shouted && a.eq_ignore_ascii_case(b);
    let mut at = 0;
    for word in name.split(|byte| *byte == b' ') {
        if at > 0 {
            at += text[at..].iter().take(BLANKS).take_while(|byte| byte.is_ascii_whitespace()).count().max(1);
        }
        same(text.get(at..at + word.len())?, word).then_some(())?;
        at += word.len();
    }
    text[..at].contains(&b'\n').then_some(at)
}

/// Whether a name ends with punctuation, so that a letter may follow directly ("Sino-").
fn ends_word(name: &[u8]) -> bool {
    name.last().is_some_and(|last| !is_word_byte(*last))
}

fn start_bit(word: &[u8], length: usize) -> (usize, u32) {
    let second = if length > 1 { word[1] } else { 0 };
    let pair = usize::from(word[0] & 0x7f) << 5 | usize::from(second & 0x1f);
    (pair, 1 << length.min(31))
}

/// The class of a byte: part of a word, punctuation, or a first byte whose class depends on the next byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Mark,
    Either,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Word; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            0xc2 | 0xe2 | 0xe3 | 0xf0 => Class::Either,
            0x80.. => Class::Word,
            letter if letter.is_ascii_alphanumeric() => Class::Word,
            _ => Class::Mark,
        };
        byte += 1;
    }
    classes
};

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// The length in bytes of the punctuation at `at`; 0 at a letter or digit.
///
/// The first byte decides, except for punctuation that begins like letters do: Latin-1 signs, general punctuation,
/// emoji.
fn mark_length(bytes: &[u8], at: usize) -> usize {
    match (bytes[at], bytes.get(at + 1)) {
        (0xc2, _) => 2,
        (0xe2, Some(0..0xb0)) | (0xe3, Some(0x80)) => 3,
        (0xf0, _) => 4,
        (byte, _) => usize::from(CLASSES[byte as usize] == Class::Mark),
    }
}

/// The end of the word that begins at `at`; `at` itself if none does.
pub(crate) fn word_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match CLASSES[bytes[at] as usize] {
            Class::Word => at += 1,
            Class::Either if mark_length(bytes, at) == 0 => at += 1,
            _ => break,
        }
    }
    at
}

/// The line examined last.
#[derive(Default)]
struct Line {
    range: Range<usize>,
    in_capitals: bool,
}

impl Line {
    /// Whether the line around `at` is in capitals.
    ///
    /// **What it does**: accepts a line without ASCII lower-case letters that has a space and at least three pairs of
    /// adjacent capitals.
    /// **Why**: in a headline in capitals, “US” may be the pronoun, and “NORLAND” is a name.
    /// **Example**: “NORLAND VOTES” is in capitals; “UN, EU” is not.
    /// **Known failures**: a short line that consists of acronyms counts as capitals.
    /// **Source**: chosen by hand.
    fn is_in_capitals(&mut self, text: &str, at: usize) -> bool {
        if !self.range.contains(&at) {
            let bytes = text.as_bytes();
            let from = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
            let to = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length);
            let line = &bytes[from..to];
            self.in_capitals = !line.iter().any(u8::is_ascii_lowercase)
                && line.windows(2).filter(|pair| pair.iter().all(u8::is_ascii_uppercase)).nth(2).is_some()
                && line.contains(&b' ');
            self.range = from..to.max(at + 1);
        }
        self.in_capitals
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::Finder;

    #[test]
    fn whole_words_the_longest_first() {
        let names = ["Guinea", "Equatorial Guinea", "the North", "U.S.", "US", "Ai", "Sino-", "Côte d'Ivoire", "Malé"];
        let finder = Finder::new(names.iter().map(|name| Cow::from(*name)).zip(0..).collect());
        let cases: [(&str, &[&str]); 14] = [
            ("Equatorial Guinea and Guinea", &["Equatorial Guinea", "Guinea"]),
            ("Guineans", &[]),
            ("the Northern fleet of the North’s navy", &["the North"]),
            ("U.S.-backed, US’ own, USA", &["U.S.", "US"]),
            ("Sino-Russian", &["Sino-"]),
            ("EQUATORIAL GUINEA VOTES\nGUINEA and US", &["EQUATORIAL GUINEA", "GUINEA", "US"]),
            ("in “Guinea”—Guinea…", &["Guinea", "Guinea"]),
            ("Côte d'Ivoire, Malé", &["Côte d'Ivoire", "Malé"]),
            ("Maléfique", &[]),
            ("guinea pigs", &[]),
            ("in Equatorial \n Guinea", &["Equatorial \n Guinea"]),
            ("Equatorial-Guinea", &["Guinea"]),
            ("Ai", &["Ai"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = finder.find(text, |_| true).iter().map(|hit| &text[hit.start..hit.end]).collect();
            assert_eq!(&found, expected, "{text}");
        }
    }

    #[test]
    fn a_name_that_is_not_wanted_leaves_room_for_a_shorter_one() {
        let finder = Finder::new(vec![("Congo".into(), 0), ("Congo Free State".into(), 1)]);
        let hits = finder.find("the Congo Free State", |items| items == [0]);
        assert_eq!(hits.len(), 1);
        assert_eq!((hits[0].start, hits[0].end), (4, 9));
    }
}

//! Sentiment: VADER, exactly as Python's `vaderSentiment` 3.3.2 computes it.
//!
//! One pass over the tokens, each looked up once; the rules then ask for numbers and flags, never for words.
//!
//! Source: Hutto & Gilbert (2014), ICWSM-14, and the behaviour of the reference implementation, quirks included.

use std::collections::{BTreeMap, BTreeSet};

use crate::lexicon::sentiment::{
    AT, BUT, DOUBT, KIND, LEAST, NEVER, NO, NOR, OR, SO, SentimentLexicon, THIS, Token, VERY, WITHOUT,
};
use crate::model::sentiment::Sentiment;
use crate::model::span::Span;

const CAPITALS: f64 = 0.733;
const NEGATION: f64 = -0.74;
const EXCLAMATION: f64 = 0.292;
const QUESTION: f64 = 0.18;
const QUESTIONS: f64 = 0.96;
const NORMALISER: f64 = 15.0;

/// The sentiment of `text`; tokens that touch one of `muted` (sorted) count as unknown words.
pub(crate) fn sentiment(text: &str, lexicon: &SentimentLexicon, muted: &[Span]) -> Sentiment {
    if !text.is_ascii() && text.chars().any(|character| lexicon.emoji(character).is_some()) {
        // Spans would have to move with the words put in; no actor is named by an emoji.
        return score(&spelled_out(text, lexicon), lexicon, &[]);
    }
    score(text, lexicon, muted)
}

/// Emoji become words; one that follows anything but a space gets a space before it, and none after.
fn spelled_out(text: &str, lexicon: &SentimentLexicon) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut after_space = true;
    for character in text.chars() {
        match lexicon.emoji(character) {
            Some(words) => {
                if !after_space {
                    out.push(' ');
                }
                out.push_str(words);
                after_space = false;
            }
            None => {
                out.push(character);
                after_space = character == ' ';
            }
        }
    }
    out
}

fn score(text: &str, lexicon: &SentimentLexicon, muted: &[Span]) -> Sentiment {
    let mut words: Vec<Token> = Vec::with_capacity(text.len() / 5 + 1);
    let mut but = None;
    let mut capitals = 0;
    let mut mutes = muted.iter().peekable();
    for (start, token) in tokens(text) {
        let mut found = lexicon.token(token);
        capitals += usize::from(found.capitals);
        if found.word == BUT && but.is_none() {
            but = Some(words.len());
        }
        while mutes.peek().is_some_and(|span| span.end() <= start) {
            mutes.next();
        }
        if mutes.peek().is_some_and(|span| span.start() < start + token.len()) {
            (found.rated, found.valence, found.booster) = (false, 0.0, 0.0);
        }
        words.push(found);
    }
    if words.is_empty() {
        return Sentiment::default();
    }
    let mixed_case = 0 < capitals && capitals < words.len();
    let rules = Rules { words: &words, mixed_case, lexicon };
    let mut scores: Vec<f64> = (0..words.len()).map(|at| rules.valence(at)).collect();
    if let Some(but) = but {
        weigh_around_but(&mut scores, but);
    }
    total(&scores, emphasis(text))
}

/// The tokens as Python's `split` and VADER's stripping give them, with where they begin.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    let mut offset = 0;
    std::iter::from_fn(move || {
        let skipped = rest.len() - rest.trim_start_matches(is_space).len();
        offset += skipped;
        rest = &rest[skipped..];
        if rest.is_empty() {
            return None;
        }
        let end = end_of_token(rest);
        let (token, start) = (&rest[..end], offset);
        rest = &rest[end..];
        offset += end;
        Some(stripped(token, start))
    })
}

fn end_of_token(rest: &str) -> usize {
    for (at, &byte) in rest.as_bytes().iter().enumerate() {
        if byte >= 0x80 {
            // From here on characters have to be looked at whole.
            return at + rest[at..].find(is_space).unwrap_or(rest.len() - at);
        }
        if is_space(char::from(byte)) {
            return at;
        }
    }
    rest.len()
}

/// What Python takes for white space: Rust's, and the four separators of ASCII.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r' | '\x1c'..='\x1f') || character >= '\u{80}' && character.is_whitespace()
}

/// Without punctuation at its ends, unless two characters or fewer would be left: that is an emoticon.
fn stripped(token: &str, start: usize) -> (usize, &str) {
    let bytes = token.as_bytes();
    let first = bytes.iter().position(|byte| !byte.is_ascii_punctuation()).unwrap_or(bytes.len());
    let last = bytes.iter().rposition(|byte| !byte.is_ascii_punctuation()).map_or(first, |at| at + 1);
    let inner = &token[first..last];
    let few = inner.len() <= 2 || inner.len() <= 8 && inner.chars().count() <= 2;
    if few { (start, token) } else { (start + first, inner) }
}

struct Rules<'w> {
    words: &'w [Token],
    /// Some words are in capitals and some are not.
    mixed_case: bool,
    lexicon: &'w SentimentLexicon,
}

impl Rules<'_> {
    fn word(&self, at: usize) -> u8 {
        self.words.get(at).map_or(0, |word| word.word)
    }

    /// The valence of the word at `at` with all that its neighbours do to it.
    fn valence(&self, at: usize) -> f64 {
        let word = self.words[at];
        if !word.rated || word.booster != 0.0 || word.word == KIND && self.word(at + 1) == self.lexicon.of {
            return 0.0;
        }
        let mut valence = self.own_valence(at);
        if word.capitals && self.mixed_case {
            valence += if valence > 0.0 { CAPITALS } else { -CAPITALS };
        }
        for back in 1..=3 {
            if at < back || self.words[at - back].rated {
                continue;
            }
            valence += self.boost(at - back, valence) * [1.0, 0.95, 0.9][back - 1];
            valence = self.negation(valence, at, back);
            if back == 3 {
                valence = self.idioms(valence, at);
            }
        }
        self.least(valence, at)
    }

    /// **What it does**: "no" before a rated word turns it, and has no tone of its own.
    fn own_valence(&self, at: usize) -> f64 {
        let word = self.words[at];
        let no = |back: usize| at >= back && self.word(at - back) == NO;
        let turned = no(1) || no(2) || no(3) && matches!(self.word(at - 1), OR | NOR);
        if turned {
            word.valence * NEGATION
        } else if word.word == NO && self.words.get(at + 1).is_some_and(|next| next.rated) {
            0.0
        } else {
            word.valence
        }
    }

    /// **What it does**: a booster moves the valence away from 0 or toward it.
    fn boost(&self, at: usize, valence: f64) -> f64 {
        let word = self.words[at];
        if word.booster == 0.0 {
            return 0.0;
        }
        let mut scalar = if valence < 0.0 { -word.booster } else { word.booster };
        if word.capitals && self.mixed_case {
            scalar += if valence > 0.0 { CAPITALS } else { -CAPITALS };
        }
        scalar
    }

    /// **What it does**: a negator up to three words back turns the valence; "never so" strengthens it.
    fn negation(&self, valence: f64, at: usize, back: usize) -> f64 {
        let so = |word: u8| word == SO || word == THIS;
        let (strong, doubt) = match back {
            2 => (
                self.word(at - 2) == NEVER && so(self.word(at - 1)),
                self.word(at - 2) == WITHOUT && self.word(at - 1) == DOUBT,
            ),
            3 => (
                self.word(at - 3) == NEVER && so(self.word(at - 2)) || so(self.word(at - 1)),
                self.word(at - 3) == WITHOUT && (self.word(at - 2) == DOUBT || self.word(at - 1) == DOUBT),
            ),
            _ => (false, false),
        };
        if strong {
            valence * 1.25
        } else if !doubt && self.words[at - back].negates {
            valence * NEGATION
        } else {
            valence
        }
    }

    /// **What it does**: "the bomb", "yeah right" and the like have a valence of their own; "kind of" tones down.
    fn idioms(&self, mut valence: f64, at: usize) -> f64 {
        let [three, two, one, zero] = [3, 2, 1, 0].map(|back| self.word(at - back));
        let before = [[one, zero, 0], [two, one, zero], [two, one, 0], [three, two, one], [three, two, 0]];
        if let Some(found) = before.into_iter().find_map(|words| self.lexicon.idiom(words)) {
            valence = found;
        }
        let (next, after) = (self.word(at + 1), self.word(at + 2));
        for words in [[zero, next, 0], [zero, next, after]] {
            let whole = words[1] != 0 && (words[2] != 0 || words == [zero, next, 0]);
            if let Some(found) = self.lexicon.idiom(words).filter(|_| whole) {
                valence = found;
            }
        }
        for words in [[three, two], [two, one]] {
            valence += self.lexicon.booster(words).unwrap_or(0.0);
        }
        valence
    }

    /// **What it does**: "least" before the word turns it, but not "at least" and "very least".
    fn least(&self, valence: f64, at: usize) -> f64 {
        if at == 0 || self.words[at - 1].rated || self.word(at - 1) != LEAST {
            return valence;
        }
        let kept = at > 1 && matches!(self.word(at - 2), AT | VERY);
        if kept { valence } else { valence * NEGATION }
    }
}

/// **What it does**: scores before the first "but" count half, those after it half as much again.
/// **Why**: what follows "but" is what is meant.
/// **Known failures**: the reference looks every score up by its value and changes the first that is equal, so that
/// of equal scores the first is changed several times. This does the same, without its repeated searches.
fn weigh_around_but(scores: &mut [f64], but: usize) {
    let mut places: BTreeMap<u64, BTreeSet<usize>> = BTreeMap::new();
    for (at, score) in scores.iter().enumerate().filter(|(_, score)| **score != 0.0) {
        places.entry(score.to_bits()).or_default().insert(at);
    }
    for at in 0..scores.len() {
        let score = scores[at];
        if score == 0.0 {
            continue;
        }
        let equal = places.get_mut(&score.to_bits()).expect("every score but 0 has its place");
        let first = *equal.first().expect("a place is removed only when its score changes");
        let changed = match first.cmp(&but) {
            std::cmp::Ordering::Less => score * 0.5,
            std::cmp::Ordering::Greater => score * 1.5,
            std::cmp::Ordering::Equal => continue,
        };
        equal.remove(&first);
        scores[first] = changed;
        places.entry(changed.to_bits()).or_default().insert(first);
    }
}

/// What exclamation and question marks add.
fn emphasis(text: &str) -> f64 {
    let (mut exclamations, mut questions) = (0_u32, 0_u32);
    for &byte in text.as_bytes() {
        exclamations += u32::from(byte == b'!');
        questions += u32::from(byte == b'?');
    }
    let asked = match questions {
        0 | 1 => 0.0,
        2 | 3 => f64::from(questions) * QUESTION,
        _ => QUESTIONS,
    };
    f64::from(exclamations.min(4)) * EXCLAMATION + asked
}

fn total(scores: &[f64], emphasis: f64) -> Sentiment {
    let mut sum: f64 = scores.iter().sum();
    if sum > 0.0 {
        sum += emphasis;
    } else if sum < 0.0 {
        sum -= emphasis;
    }
    let compound = (sum / (sum * sum + NORMALISER).sqrt()).clamp(-1.0, 1.0);
    let (mut pos, mut neg, mut neutral) = (0.0, 0.0, 0.0);
    for &score in scores {
        if score > 0.0 {
            pos += score + 1.0;
        } else if score < 0.0 {
            neg += score - 1.0;
        } else {
            neutral += 1.0;
        }
    }
    let negative: f64 = neg;
    if pos > negative.abs() {
        pos += emphasis;
    } else if pos < negative.abs() {
        neg -= emphasis;
    }
    let all = pos + neg.abs() + neutral;
    Sentiment {
        compound: rounded(compound, 4),
        pos: rounded((pos / all).abs(), 3),
        neu: rounded(neutral / all, 3),
        neg: rounded((neg / all).abs(), 3),
    }
}

/// Rounds the exact decimal value of `value`, as Python does.
pub(crate) fn rounded(value: f64, places: usize) -> f64 {
    let scale = [1.0, 10.0, 100.0, 1e3, 1e4][places];
    let scaled = value * scale;
    let nearest = scaled.round_ties_even();
    // Close to a half the product cannot be trusted, and the decimals decide.
    if ((scaled - nearest).abs() - 0.5).abs() > 1e-6 {
        // Python never prints −0.0 but for a negative number that rounds to 0.
        return nearest / scale;
    }
    format!("{value:.places$}").parse().expect("a printed number can be read")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compound(text: &str) -> f64 {
        sentiment(text, &SentimentLexicon::new(Vec::new()), &[]).compound
    }

    #[test]
    fn the_examples_of_the_reference_score_as_there() {
        let cases = [
            ("VADER is smart, handsome, and funny.", 0.8316),
            ("VADER is very smart, handsome, and funny.", 0.8545),
            ("VADER is VERY SMART, handsome, and FUNNY!!!", 0.9342),
            ("The book was good.", 0.4404),
            ("The book was kind of good.", 0.3832),
            ("At least it isn't a horrible book.", 0.431),
            ("Today SUX!", -0.5461),
            ("Today only kinda sux! But I'll get by, lol", 0.5249),
            ("", 0.0),
        ];
        for (text, expected) in cases {
            assert_eq!(compound(text), expected, "{text}");
        }
    }

    #[test]
    fn decimals_round_to_even_at_exact_halves() {
        assert_eq!([rounded(0.03125, 4), rounded(0.09375, 4), rounded(0.0625, 3)], [0.0312, 0.0938, 0.062]);
    }
}

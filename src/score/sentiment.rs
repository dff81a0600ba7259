//! Sentiment: VADER, exactly as Python's `vaderSentiment` 3.3.2 computes it.
//!
//! One pass over the tokens, each looked up once; the rules then ask for numbers and flags, never for words.
//!
//! Source: Hutto & Gilbert (2014), ICWSM-14, and the behaviour of the reference implementation, quirks included.

use std::collections::{BTreeMap, BTreeSet};

use crate::lexicon::sentiment::{
    AT, BUT, DOUBT, KIND, LEAST, Lexicon, NEVER, NO, NOR, OR, SO, THIS, Token, VERY, WITHOUT,
};
use crate::model::sentiment::Sentiment;
use crate::model::span::Span;
use crate::score::word::{Word, Words};

const CAPITALS: f64 = 0.733;
const NEGATION: f64 = -0.74;
const EXCLAMATION: f64 = 0.292;
const QUESTION: f64 = 0.18;
const QUESTIONS: f64 = 0.96;
const NORMALISER: f64 = 15.0;

/// The sentiment of `text`, as the reference implementation gives it; time grows with the length of the text.
///
/// ```
/// let lexicon = verbale::Lexicon::default();
/// assert_eq!(verbale::sentiment("The book was good.", &lexicon).compound, 0.4404);
/// ```
///
/// Source: Hutto & Gilbert (2014), ICWSM-14.
pub fn sentiment(text: &str, lexicon: &Lexicon) -> Sentiment {
    sentiment_beside(text, lexicon, &[])
}

/// The sentiment of `text`; tokens that touch one of `muted` (sorted) count as unknown words.
pub(crate) fn sentiment_beside(text: &str, lexicon: &Lexicon, muted: &[Span]) -> Sentiment {
    if lexicon.has_emoji(text) {
        // Spans would have to move with the words put in; no actor is named by an emoji.
        return score(&spelled_out(text, lexicon), lexicon, &[]);
    }
    score(text, lexicon, muted)
}

/// Emoji become words; one that follows anything but a space gets a space before it, and none after.
fn spelled_out(text: &str, lexicon: &Lexicon) -> String {
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

fn score(text: &str, lexicon: &Lexicon, muted: &[Span]) -> Sentiment {
    let mut words: Vec<Token> = Vec::with_capacity(text.len() / 4 + 1);
    let mut but = None;
    let mut capitals = 0;
    let mut mutes = muted.iter().peekable();
    let mut tokens = Words::of(text);
    while let Some(word) = tokens.next_word() {
        let mut found = look_up(&word, text, lexicon);
        capitals += usize::from(found.capitals);
        if found.word == BUT && but.is_none() {
            but = Some(words.len());
        }
        while mutes.peek().is_some_and(|span| span.end() <= word.start) {
            mutes.next();
        }
        if mutes.peek().is_some_and(|span| span.start() < word.end) {
            found = found.muted();
        }
        words.push(found);
    }
    if words.is_empty() {
        return Sentiment::default();
    }
    let mixed_case = 0 < capitals && capitals < words.len();
    let rules = Rules { words: &words, mixed_case, lexicon };
    let rated = words.iter().enumerate().filter(|(_, word)| word.rated);
    let scores = rated.map(|(at, _)| Score { at, value: rules.valence(at) });
    let mut scores: Vec<Score> = scores.filter(|score| score.value != 0.0).collect();
    if let Some(but) = but {
        weigh_around_but(&mut scores, but);
    }
    total(&scores, words.len() - scores.len(), emphasis(tokens.marks))
}

/// What the rules need to know of `word`.
fn look_up(word: &Word, text: &str, lexicon: &Lexicon) -> Token {
    let mut found;
    if word.is_ascii() {
        found = lexicon.ascii_token(&text.as_bytes()[word.start..], word.end - word.start);
        found.capitals = word.is_in_capitals();
    } else {
        found = lexicon.token(&text[word.start..word.end]);
    }
    found.negates |= word.has_apostrophe() && contains_nt(&text.as_bytes()[word.start..word.end]);
    found
}

fn contains_nt(token: &[u8]) -> bool {
    token.windows(3).any(|window| window.eq_ignore_ascii_case(b"n't"))
}

/// The valence of the word at a place; words without one have no score.
struct Score {
    at: usize,
    value: f64,
}

struct Rules<'w> {
    words: &'w [Token],
    /// Some words are in capitals and some are not.
    mixed_case: bool,
    lexicon: &'w Lexicon,
}

impl Rules<'_> {
    fn word(&self, at: usize) -> u8 {
        self.words.get(at).map_or(0, |word| word.word)
    }

    /// The valence of the rated word at `at` with all that its neighbours do to it.
    fn valence(&self, at: usize) -> f64 {
        let word = self.words[at];
        if self.lexicon.boost(word) != 0.0 || word.word == KIND && self.word(at + 1) == self.lexicon.of {
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
        let valence = self.lexicon.valence(self.words[at]);
        let no = |back: usize| at >= back && self.word(at - back) == NO;
        let turned = no(1) || no(2) || no(3) && matches!(self.word(at - 1), OR | NOR);
        if turned {
            valence * NEGATION
        } else if self.word(at) == NO && self.words.get(at + 1).is_some_and(|next| next.rated) {
            0.0
        } else {
            valence
        }
    }

    /// **What it does**: a booster moves the valence away from 0 or toward it.
    fn boost(&self, at: usize, valence: f64) -> f64 {
        let word = self.words[at];
        let boost = self.lexicon.boost(word);
        if boost == 0.0 {
            return 0.0;
        }
        let mut scalar = if valence < 0.0 { -boost } else { boost };
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
fn weigh_around_but(scores: &mut [Score], but: usize) {
    let mut equals: BTreeMap<u64, BTreeSet<usize>> = BTreeMap::new();
    for (place, score) in scores.iter().enumerate() {
        equals.entry(score.value.to_bits()).or_default().insert(place);
    }
    for place in 0..scores.len() {
        let value = scores[place].value;
        let equal = equals.get_mut(&value.to_bits()).expect("every score has its place");
        let first = *equal.first().expect("a place is removed only when its score changes");
        let changed = match scores[first].at.cmp(&but) {
            std::cmp::Ordering::Less => value * 0.5,
            std::cmp::Ordering::Greater => value * 1.5,
            std::cmp::Ordering::Equal => continue,
        };
        equal.remove(&first);
        scores[first].value = changed;
        equals.entry(changed.to_bits()).or_default().insert(first);
    }
}

/// What exclamation and question marks add.
fn emphasis([exclamations, questions]: [u32; 2]) -> f64 {
    let asked = match questions {
        0 | 1 => 0.0,
        2 | 3 => f64::from(questions) * QUESTION,
        _ => QUESTIONS,
    };
    f64::from(exclamations.min(4)) * EXCLAMATION + asked
}

/// `unscored` words have no score.
fn total(scores: &[Score], unscored: usize, emphasis: f64) -> Sentiment {
    // From 0, since the sum of nothing would be −0.
    let mut sum = scores.iter().fold(0.0, |sum, score| sum + score.value);
    if sum > 0.0 {
        sum += emphasis;
    } else if sum < 0.0 {
        sum -= emphasis;
    }
    let compound = (sum / (sum * sum + NORMALISER).sqrt()).clamp(-1.0, 1.0);
    let (mut pos, mut neg, neutral) = (0.0, 0.0, unscored as f64);
    for score in scores {
        if score.value > 0.0 {
            pos += score.value + 1.0;
        } else {
            neg += score.value - 1.0;
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
        sentiment(text, &Lexicon::default()).compound
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
    fn a_digit_belongs_to_the_word() {
        assert_eq!(compound("good2"), 0.0);
    }

    #[test]
    fn decimals_round_to_even_at_exact_halves() {
        assert_eq!([rounded(0.03125, 4), rounded(0.09375, 4), rounded(0.0625, 3)], [0.0312, 0.0938, 0.062]);
    }
}

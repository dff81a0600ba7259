//! What kind of saying an attribution is: asserted, denied, negated, questioned, hypothetical or demanded.
//!
//! The words before the cue tell, those of the cue, and those with which the content begins.

use std::ops::Range;

use crate::lexicon::cues::{Cue, Cues};
use crate::model::attribution::{Assertion, Attribution, CueCategory};
use crate::model::span::Span;
use crate::text::annotated::Annotated;
use crate::text::kind::{Kind, is};
use crate::text::paragraph::{Paragraph, Quoting};

/// Sets the kind of saying of `attribution`, and which part of its content is denied or told of others.
///
/// **What it does**: Reads the verb group of the cue (`did not say`, `would say`), what governs it (`stopped short of
/// saying`), the clause it stands in (`if X says`), and the kind that the cue list gives the cue (`deny`, `demand`).
/// **Why**: What is not said is no opinion, and what is denied is the opposite of one.
/// **Example**: `Mia Tesk never accused Sudria of lying`: negated.
/// **Known failures**: Irony; a negation in another sentence.
/// **Source**: Saurí & Pustejovsky (2009), FactBank; the list of cues by hand.
pub(super) fn judge(document: &Annotated<'_>, cues: &Cues, attribution: &mut Attribution) {
    let Some(cue) = attribution.cue else { return };
    let Some(paragraph) = document.paragraphs_of(cue).first() else { return };
    let place = Place::of(paragraph, cue, attribution.source);
    if place.cue.is_empty() {
        return;
    }
    let listed = place.listed(cues);
    let own = listed.map_or(Assertion::Asserted, |cue| cue.assertion);
    attribution.assertion = if place.is_asked_first() {
        // "Asked whether …, X said": X is the one who answers.
        attribution.source = None;
        Assertion::Questioned
    } else if place.is_question(attribution, own) {
        Assertion::Questioned
    } else if place.has_nobody(attribution.source) {
        Assertion::Negated
    } else if place.is_negated() {
        place.negated(own, attribution.category, listed)
    } else if place.is_imagined(attribution.source) {
        Assertion::Hypothetical
    } else if own == Assertion::Questioned {
        // Who asks for something demands it.
        if attribution.category == CueCategory::Ask { Assertion::Demanded } else { Assertion::Asserted }
    } else {
        own
    };
    if attribution.assertion == Assertion::Denied {
        attribution.denied = if own == Assertion::Denied {
            denied(document, attribution)
        } else {
            attribution.content.first().map(|first| {
                Span::new(first.start(), attribution.content.last().map_or(first.end(), |last| last.end()))
            })
        };
    }
    attribution.reported = reported(document, attribution);
}

/// A cue in its sentence.
struct Place<'p> {
    paragraph: &'p Paragraph<'p>,
    words: &'p [String],
    sentence: Range<usize>,
    cue: Range<usize>,
    /// One past the source, if it stands before the cue ("Theresa May" is no modal).
    floor: usize,
}

impl<'p> Place<'p> {
    fn of(paragraph: &'p Paragraph<'p>, cue: Span, source: Option<Span>) -> Place<'p> {
        let tokens = paragraph.tokens();
        let source = source.filter(|source| source.end() <= cue.start()).map(|source| tokens.within(source).end);
        let cue = tokens.within(cue);
        let at = tokens.units.partition_point(|unit| unit.end <= cue.start);
        let sentence = tokens.units.get(at).cloned().unwrap_or(0..0);
        Place { paragraph, words: paragraph.lowered(), sentence, cue, floor: source.unwrap_or(0) }
    }

    fn word(&self, at: usize) -> &str {
        if self.sentence.contains(&at) { &self.words[at] } else { "" }
    }

    /// The word that stands `back` words before `at` in the sentence.
    fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.word(at))
    }

    fn listed<'c>(&self, cues: &'c Cues) -> Option<&'c Cue> {
        let found = cues.phrases.at(&self.words[..self.sentence.end.max(self.cue.end)], self.cue.start)?;
        let first = |entry: &&usize| cues.entries[**entry].assertion != Assertion::Asserted;
        let entry = found.entries.iter().find(first).or(found.entries.first())?;
        Some(&cues.entries[*entry])
    }

    /// The first token of the verb group that the cue ends: its auxiliaries, adverbs and negations.
    fn group(&self) -> usize {
        let mut at = self.cue.start;
        while at > self.sentence.start.max(self.floor) && self.cue.start - at < 6 {
            let word = self.word(at - 1);
            let part = is(word, Kind::Not) || is(word, Kind::Modal) || is(word, Kind::Helper) || word.ends_with("ly");
            if !part {
                break;
            }
            at -= 1;
        }
        at
    }

    /// What a negated cue says: who does not believe or support something is against it, who does not deny or accuse
    /// says nothing.
    fn negated(&self, own: Assertion, category: CueCategory, listed: Option<&Cue>) -> Assertion {
        let valence = listed.and_then(|cue| cue.valence).unwrap_or(0.0);
        match category {
            _ if own == Assertion::Denied => Assertion::Negated,
            _ if is(self.word(self.cue.start), Kind::Raises) => Assertion::Denied,
            CueCategory::Judge if valence > 0.0 => Assertion::Denied,
            _ => Assertion::Negated,
        }
    }

    /// `Neither X nor Y said`, `nobody said`.
    fn has_nobody(&self, source: Option<Span>) -> bool {
        source.is_some_and(|source| {
            let tokens = self.paragraph.tokens().within(source);
            is(self.word(tokens.start), Kind::Nobody) || is(self.before(tokens.start, 1), Kind::Nobody)
        })
    }

    /// `did not say`, `refused to say`, `stopped short of saying`.
    fn is_negated(&self) -> bool {
        let from = self.group();
        let inside = (from..self.cue.start).any(|at| is(self.word(at), Kind::Not));
        let content_says = |at: usize| self.word(at) == "to" && is(self.word(at + 1), Kind::Speak);
        let declines =
            is(self.word(self.cue.start), Kind::Decline) && (self.cue.start..self.cue.end + 1).any(content_says);
        let short = (self.word(self.cue.end), self.word(self.cue.end + 1)) == ("short", "of");
        let governed = short && is(self.word(self.cue.start), Kind::Decline)
            || is(self.before(from, 1), Kind::Decline)
            || matches!(self.before(from, 1), "to" | "from") && is(self.before(from, 2), Kind::Decline)
            || self.before(from, 1) == "without"
            || matches!(
                (self.before(from, 2), self.before(from, 1)),
                ("short", "of") | ("instead", "of") | ("rather", "than")
            );
        inside || declines || governed
    }

    /// `would say`, `may say`, `if X says`, `had X said`.
    fn is_imagined(&self, source: Option<Span>) -> bool {
        let from = self.group();
        let modal = (from..self.cue.start).any(|at| is(self.word(at), Kind::Modal) && self.word(at) != "will");
        if modal && !is(self.word(self.cue.start), Kind::Wish) {
            return true;
        }
        let Some(source) = source.map(|source| self.paragraph.tokens().within(source)) else { return false };
        if source.is_empty() || source.start >= self.cue.start {
            return false;
        }
        let before = self.before(source.start, 1);
        is(before, Kind::If) || source.start == self.sentence.start + 1 && before == "had"
    }

    /// A question in the content of a word of asking, or a sentence that is itself a question.
    fn is_question(&self, attribution: &Attribution, own: Assertion) -> bool {
        let Some(first) = attribution.content.first() else { return false };
        let last = attribution.content.last().unwrap_or(first);
        let tokens = self.paragraph.tokens();
        let begins = tokens.within(*first).start;
        let opens = (begins..begins + 3).find(|&at| self.word(at).starts_with(char::is_alphanumeric));
        let ends = last.of(self.paragraph.text).trim_end_matches(['”', '"', '’', '\'', '»']).ends_with('?');
        let asks = own == Assertion::Questioned || self.word(self.cue.start) == "demanded";
        if asks && (ends || own == Assertion::Questioned && opens.is_some_and(|at| is(self.word(at), Kind::Asks))) {
            return true;
        }
        let outside = tokens.quoting.get(self.cue.start) == Some(&Quoting::Outside);
        let closes = self.sentence.end.checked_sub(1).is_some_and(|at| self.word(at) == "?");
        outside
            && closes
            && is(self.word(self.sentence.start), Kind::Helper)
            && first.start() > tokens.all[self.cue.start].span.start()
    }

    /// `Asked whether …,` at the beginning of a sentence.
    fn is_asked_first(&self) -> bool {
        let first = self.cue.start == self.sentence.start
            || self.cue.start == self.sentence.start + 1 && self.before(self.cue.start, 1) == "when";
        first && matches!(self.word(self.cue.start), "asked" | "questioned" | "pressed")
    }
}

/// The part of a denied content that is turned: a clause, what a claim claims, or what somebody is not part of.
fn denied(document: &Annotated<'_>, attribution: &Attribution) -> Option<Span> {
    let first = *attribution.content.first()?;
    let end = attribution.content.last()?.end();
    let paragraph = document.paragraphs_of(first).first()?;
    let tokens = paragraph.tokens();
    let range = tokens.within(first);
    let words = &paragraph.lowered()[range.clone()];
    let from = |at: usize| Some(Span::new(tokens.all[range.start + at].span.start(), end));
    let near = |at: usize| words.get(at).map_or("", String::as_str);
    let claim = (0..words.len().min(6)).find(|&at| is(&words[at], Kind::Claim));
    if near(0) == "that" || near(0).ends_with("ing") && near(0).len() > 5 {
        return from(0);
    }
    if let Some(claim) = claim {
        // "claims by Norland that Sudria lied": what the claim says, not who makes it.
        let next = (claim + 1..words.len().min(claim + 8))
            .find(|&at| matches!(words[at].as_str(), "that" | "of" | "about"))?;
        return from(next);
    }
    if (0..words.len().min(3)).any(|at| is(&words[at], Kind::Part)) {
        return from(0);
    }
    // "denied Sudria was a threat": a clause without "that".
    let verb = (1..words.len().min(12)).find(|&at| is(&words[at], Kind::Helper));
    verb.and_then(|_| from(0))
}

/// What the source tells as the words of others: `accused X of saying that …`, `was wrong to say that …`.
fn reported(document: &Annotated<'_>, attribution: &Attribution) -> Vec<Span> {
    let nested = attribution.nested.iter().filter(|inner| inner.source.is_some());
    let mut found: Vec<Span> = nested.flat_map(|inner| inner.content.iter().copied()).collect();
    for part in &attribution.content {
        for paragraph in document.paragraphs_of(*part) {
            let (tokens, words) = (paragraph.tokens(), paragraph.lowered());
            let range = tokens.within(*part);
            let saying = range.clone().skip(1).find(|&at| {
                let before = words[at - 1].as_str();
                let gerund = is(&words[at], Kind::Saying) && matches!(before, "of" | "for" | "by" | "in");
                let wrong = at > range.start + 1 && before == "to" && is(&words[at - 2], Kind::Wrong);
                gerund || wrong && is(&words[at], Kind::Speak)
            });
            found.extend(saying.map(|at| Span::new(tokens.all[at].span.end(), part.end().min(paragraph.span.end()))));
        }
    }
    found
}

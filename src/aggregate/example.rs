//! Examples: a statement comes in; an excerpt that can be read below a number comes out.
//!
//! **What it does**: shows a short statement whole, of a long one the sentence with the strongest evidence, and of a
//! long sentence the words around that evidence; with what the strongest words add to the stance.
//! **Why**: readers trust a number that they can check.
//! **Known failures**: the sentence shown may be less clear than another one. The contribution of the others is given
//! as “other sentences”.
//! **Source**: chosen by hand.

use std::cell::OnceCell;
use std::cmp::Reverse;

use crate::aggregate::tally::counted;
use crate::model::document::Document;
use crate::model::example::{Example, REASONS, Reason, Reasons};
use crate::model::mention::{Mention, Rule};
use crate::model::opinion::{Evidence, MICRO, Opinion, Scope};
use crate::model::period::Day;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::model::utterance::Lean;
use crate::text::sentence::sentences;

/// Maximum length of a quote in bytes, so that nine of them fit on a printed page.
const LONGEST: usize = 360;

/// A statement that may become an example, below one number or several.
pub(super) struct Showcase<'d> {
    document: &'d Document,
    statement: &'d Statement,
    /// From the cue, if it comes first, to the end of the content.
    whole: Span,
    /// The sentences, split once and only if requested.
    sentences: OnceCell<Vec<Span>>,
}

impl<'d> Showcase<'d> {
    pub(super) fn new(document: &'d Document, statement: &'d Statement) -> Showcase<'d> {
        let content = &statement.attribution.content;
        let first = content.first().copied().unwrap_or(Span::new(0, 0));
        let cue = statement.attribution.cue.filter(|cue| cue.end() <= first.start());
        let start = cue.map_or(first.start(), Span::start);
        let whole = Span::new(start, content.last().map_or(first.end(), |last| last.end()));
        Showcase { document, statement, whole, sentences: OnceCell::new() }
    }

    /// The statement as an example of `opinion`; without an opinion, as an example of its holder's statements.
    pub(super) fn example(&self, opinion: Option<&Opinion>) -> Example {
        let excerpt = self.excerpt(opinion);
        example(self.document, self.statement, opinion, excerpt)
    }

    /// The sentence with the strongest evidence, or with the first mention, shortened around it if it is long. A short
    /// statement is kept whole.
    fn excerpt(&self, opinion: Option<&Opinion>) -> Span {
        let text = self.document.text.as_str();
        if self.whole.len() <= LONGEST {
            return self.whole;
        }
        let focus = opinion.and_then(|opinion| {
            let strength = |item: &&Evidence| item.valence.abs();
            let strongest = opinion.evidence.iter().max_by(|a, b| strength(a).total_cmp(&strength(b)));
            strongest.map(|item| item.span).or(opinion.mentions.first().map(|mention| mention.span))
        });
        let focus = focus.unwrap_or(Span::new(self.whole.start(), self.whole.start()));
        let sentences = self.sentences.get_or_init(|| sentences(text, self.whole));
        let at = sentences.partition_point(|sentence| sentence.end() <= focus.start());
        let sentence = sentences.get(at).copied().unwrap_or(self.whole);
        if sentence.len() <= LONGEST {
            return sentence;
        }
        let middle = (focus.start() + focus.end()) / 2;
        let from = middle.saturating_sub(LONGEST / 2).max(sentence.start()).min(focus.start());
        let to = (middle + LONGEST / 2).min(sentence.end()).max(focus.end());
        Span::new(boundary(text, from).max(sentence.start()), boundary(text, to))
    }
}

/// Minimum contribution for words to be listed one by one.
const TELLING: f64 = 0.05;

fn example(document: &Document, statement: &Statement, opinion: Option<&Opinion>, excerpt: Span) -> Example {
    let text = document.text.as_str();
    let evidence = opinion.map_or(&[][..], |opinion| &opinion.evidence);
    // Rounded as in every sum.
    let (lean, stance) = opinion.map_or((Lean::None, 0), counted);
    let strongest = strongest(evidence, excerpt);
    let named = |span: Span| opinion.is_some_and(|one| one.mentions.iter().any(|mention| mention.span.overlaps(span)));
    // A quote is much shorter than 64 KB, except for a sentence without spaces.
    let place = |at: usize| u16::try_from(at - excerpt.start()).unwrap_or(u16::MAX);
    let bold = strongest.iter().map(|item| item.span).filter(|span| !named(*span));
    let words = |span: Option<Span>| span.map_or_else(Box::default, |span| flat(span.of(text)));
    Example {
        statement_id: statement.statement_id.as_str().into(),
        day: Day::of(document.date),
        outlet: document.outlet.as_deref().map(Into::into),
        source: words(statement.attribution.source),
        cue: words(statement.attribution.cue),
        assertion: statement.attribution.assertion,
        holder: statement.holder.clone().unwrap_or_else(|| "".into()),
        target: opinion.map(|opinion| opinion.target.clone()),
        meant_by: words(opinion.and_then(|opinion| telling_mention(opinion, excerpt))),
        via: statement.via.as_slice().into(),
        quote: lines(excerpt.of(text)),
        counted: bold.map(|span| (place(span.start()), place(span.end()))).collect(),
        stance,
        unsure: lean == Lean::Unsure,
        reasons: reasons(text, evidence, excerpt, &strongest),
        readers: opinion.filter(|one| one.agree == Some(false)).and_then(|one| one.readers).map(|all| all.verdicts()),
        coded: None,
    }
}

/// The words for the target in the excerpt that tell most: a name rather than “he”, and the longest of them; none if no
/// words stand for it.
fn telling_mention(opinion: &Opinion, excerpt: Span) -> Option<Span> {
    let shown = opinion.mentions.iter().filter(|mention| mention.rule != Rule::Topic && excerpt.contains(mention.span));
    let points_back = |rule| matches!(rule, Rule::Description | Rule::Collective | Rule::Pronoun);
    let order = |mention: &&Mention| (points_back(mention.rule), Reverse(mention.span.len()), mention.span.start());
    shown.min_by_key(order).map(|mention| mention.span)
}

/// The strongest pieces of evidence in the excerpt, in text order.
fn strongest(evidence: &[Evidence], excerpt: Span) -> Vec<&Evidence> {
    let telling =
        |item: &&Evidence| item.scope != Scope::Rest && item.valence.abs() >= TELLING && excerpt.contains(item.span);
    let mut found: Vec<&Evidence> = evidence.iter().filter(telling).collect();
    found.sort_by(|a, b| b.valence.abs().total_cmp(&a.valence.abs()).then(a.span.cmp(&b.span)));
    found.truncate(REASONS);
    // Evidence from the whole sentence is in none of its words.
    found.retain(|item| item.scope == Scope::Words);
    found.sort_by_key(|item| item.span);
    found
}

/// The contributions of those words, of everything else in the excerpt, and of the rest of the statement.
fn reasons(text: &str, evidence: &[Evidence], excerpt: Span, strongest: &[&Evidence]) -> Reasons {
    let micro = |item: &Evidence| (item.valence * MICRO).round() as i64;
    let told_alone = |item: &Evidence| strongest.iter().any(|one| std::ptr::eq(*one, item));
    let (inside, outside): (Vec<&Evidence>, Vec<&Evidence>) =
        evidence.iter().filter(|item| !told_alone(item)).partition(|item| excerpt.contains(item.span));
    let sum = |items: Vec<&Evidence>| items.into_iter().map(micro).sum();
    let reason = |item: &&Evidence| {
        let (words, rule) = (flat(item.span.of(text)), item.rule.as_str().into());
        Reason { words, valence: micro(item), rule }
    };
    let strongest = strongest.iter().map(reason).collect();
    Reasons { strongest, other_words: sum(inside), other_sentences: sum(outside) }
}

/// The start of the word that contains the byte `at`.
fn boundary(text: &str, mut at: usize) -> usize {
    while at > 0 && at < text.len() && !(text.is_char_boundary(at) && text.as_bytes()[at - 1].is_ascii_whitespace()) {
        at -= 1;
    }
    at
}

/// Replaces other white space by spaces one for one; line breaks stay, since they divide paragraphs.
fn lines(words: &str) -> Box<str> {
    words.chars().map(|c| if c.is_ascii_whitespace() && c != '\n' { ' ' } else { c }).collect()
}

/// Replaces line breaks and tabs by spaces one for one, so that offsets stay valid.
fn flat(words: &str) -> Box<str> {
    words.chars().map(|c| if c.is_ascii_whitespace() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::attribution::Attribution;
    use crate::model::opinion::{Polarity, Stance};

    /// What is shown of a statement that is all of `text`, as an example of an opinion for which `word` speaks.
    fn shown<'t>(text: &'t str, word: &str) -> &'t str {
        let document = Document::given("a", "Norland", text);
        let whole = Span::new(0, text.len());
        let statement = Statement {
            statement_id: "a:1".to_owned(),
            attribution: Attribution::said(None, None, vec![whole], 1.0),
            holder: None,
            rule: None,
            via: Vec::new(),
            confidence: 1.0,
            named: Vec::new(),
            targets: Vec::new(),
        };
        let start = text.find(word).expect("it is in the text");
        let span = Span::new(start, start + word.len());
        let evidence =
            vec![Evidence { span, scope: Scope::Words, entry: word.to_owned(), valence: 0.5, rule: String::new() }];
        let opinion = Opinion {
            target: "XSU".into(),
            mentions: Vec::new(),
            stance: Stance::new(0.5),
            sentiment: 0.0,
            polarity: Polarity::Favor,
            confidence: 1.0,
            counted: true,
            evidence,
            entries: Vec::new(),
            likely: None,
            alone: None,
            readers: None,
            agree: None,
        };
        Showcase::new(&document, &statement).excerpt(Some(&opinion)).of(text)
    }

    #[test]
    fn a_short_statement_is_shown_whole() {
        let text = "The dam was old. Sudria was a partner. The road was long.";
        assert_eq!(shown(text, "partner"), text);
    }

    #[test]
    fn of_a_long_statement_the_sentence_that_tells_is_shown() {
        let others = "The dam was old and the road to it was long. ".repeat(10);
        assert_eq!(
            shown(&format!("{others}Sudria was a partner. {others}"), "partner").trim(),
            "Sudria was a partner."
        );
    }

    #[test]
    fn of_a_long_sentence_the_words_around_those_that_tell_are_shown() {
        let others = "the dam was old and the road to it was long and ".repeat(20);
        let text = format!("{others}Sudria was a partner and {others}");
        let shown = shown(&text, "partner");
        assert!((LONGEST - 40..LONGEST + 40).contains(&shown.len()), "{} bytes: {shown}", shown.len());
        let before = shown.find("partner").expect("what tells is shown");
        assert!((LONGEST / 2 - 40..LONGEST / 2 + 40).contains(&before), "{before} bytes before: {shown}");
    }
}

//! Commentaries and statements that are reproduced whole: the writer speaks in a voice of his own.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::extract::rules::source_before;
use crate::model::attribution::{Attribution, Form};
use crate::model::span::Span;
use crate::text::annotated::Annotated;
use crate::text::list::{pairs, rows};

/// How probable it is that a sentence of such a text judges somebody. On the training articles, two in three do.
const SURE: f64 = 0.7;

/// A shorter sentence judges nobody, in words. Chosen by hand.
const SHORTEST: usize = 5;

/// Adds the sentences of a commentary, or of a statement that is reproduced whole, to what is `found`.
///
/// **What it does**: A title with `Commentary`, `Editorial` or `Opinion`, or a lead that ends in a colon and announces
/// the `following statement`, makes each sentence a statement of the agency or the author, unless somebody else says
/// most of it.
/// **Why**: No cue reports what a foreign ministry publishes under its own name.
/// **Example**: `Kim Jo released the following press statement: …`
/// **Known failures**: Commentaries that nothing calls so.
/// **Source**: The layouts of KCNA, TASS and the press pages of ministries.
pub(super) fn statements(document: &Annotated<'_>, found: &mut Vec<Attribution>) {
    let whole = announced(document).or_else(|| entitled(document));
    let Some((source, from)) = whole.or_else(|| dispatched(document)) else { return };
    let text = document.text;
    let own = |one: &Attribution| one.source.is_none_or(|source| is_first_person(source.of(text)));
    let others: Vec<Span> = found.iter().filter(|one| !own(one)).flat_map(|one| one.content.iter().copied()).collect();
    let mut told: Vec<Attribution> = Vec::new();
    for paragraph in document.paragraphs.iter().filter(|paragraph| paragraph.span.start() >= from) {
        if document.headlines.contains(&paragraph.span) {
            continue;
        }
        let tokens = paragraph.tokens();
        for sentence in tokens.units.iter().map(|unit| tokens.span(unit.clone())) {
            let sentence = bare(text, sentence);
            let inside: Vec<Span> = others.iter().copied().filter(|other| other.overlaps(sentence)).collect();
            let theirs: usize = inside.iter().map(|part| part.len()).sum();
            let words = sentence.of(text).split_whitespace().count();
            if words < SHORTEST || theirs * 2 >= sentence.len() {
                continue;
            }
            if whole.is_none() && !abuses(sentence.of(text)) {
                continue;
            }
            let mut one = Attribution::said(source, None, vec![sentence], SURE);
            (one.form, one.reported) = (Form::Authored, inside);
            told.push(one);
        }
    }
    if whole.is_some() {
        let announces =
            |one: &Attribution| one.cue.is_some_and(|cue| cue.end() <= from && !is_in_headline(document, cue));
        let replaced = |one: &Attribution| own(one) && one.content.iter().any(|part| part.start() >= from);
        found.retain(|one| !replaced(one) && !announces(one));
    }
    found.extend(told);
}

fn is_in_headline(document: &Annotated<'_>, span: Span) -> bool {
    document.headlines.iter().any(|line| line.contains(span))
}

/// Words that no reporter uses, one a line after the header.
static INVECTIVE: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../../lexicons/invective.csv")).collect());

/// How texts are announced that are reproduced whole: words, and what they do.
static ANNOUNCEMENTS: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| pairs(include_str!("../../lexicons/announcements.csv")).collect());

fn is(word: &str, kind: &str) -> bool {
    ANNOUNCEMENTS.contains(&(word, kind))
}

/// Whether a sentence uses a word of abuse outside quotation marks.
fn abuses(sentence: &str) -> bool {
    let unquoted = sentence.split(['“', '”', '"']).step_by(2);
    let words = unquoted.flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).any(|word| INVECTIVE.contains(word.to_lowercase().as_str()))
}

/// `Pyongyang, May 1 (KCNA) -- …`: the agency of a dispatch whose own sentences abuse somebody.
///
/// **What it does**: Only the sentences with a word of abuse are its statements.
/// **Why**: Such agencies comment without a heading that says so.
/// **Known failures**: Abuse in words that reporters also use.
fn dispatched(document: &Annotated<'_>) -> Option<(Option<Span>, usize)> {
    let text = document.text;
    let lead = document.paragraphs.iter().find(|paragraph| !document.headlines.contains(&paragraph.span))?;
    let start = lead.span.start();
    let words = lead.span.of(text);
    let close = words.find(") -- ").filter(|&close| close < 60)?;
    let open = words[..close].rfind('(')?;
    Some((Some(Span::new(start + open + 1, start + close)), start))
}

fn is_first_person(source: &str) -> bool {
    matches!(source, "I" | "We" | "we" | "He" | "he" | "She" | "she" | "It" | "it" | "They" | "they")
}

/// A sentence without its dateline and the mark that ends a dispatch.
fn bare(text: &str, sentence: Span) -> Span {
    let words = sentence.of(text);
    let dateline = words.find(") -- ").filter(|&at| at < 60).map_or(0, |at| at + 5);
    let end = words.trim_end().strip_suffix("-0-").map_or(words.len(), str::len);
    Span::new(sentence.start() + dateline, sentence.start() + end.max(dateline)).trimmed(text)
}

/// `X released the following press statement:` who that is, and where the statement begins.
fn announced(document: &Annotated<'_>) -> Option<(Option<Span>, usize)> {
    let lead = document.paragraphs.iter().filter(|paragraph| !document.headlines.contains(&paragraph.span));
    let lead = lead.take(2).find(|paragraph| paragraph.span.of(document.text).ends_with(':'))?;
    let words = lead.lowered();
    let has = |kind: &str| words.iter().any(|word| is(word, kind));
    if !has("whole") || !has("kind") {
        return None;
    }
    let gives = |word: &String| is(word, "gives");
    let verb = words.iter().position(gives)?;
    Some((source_before(lead, verb), lead.span.end()))
}

/// `KCNA Commentary on …`, `Editorial: …`, `OPINION: …`: who that is, if the title or the dateline says so.
fn entitled(document: &Annotated<'_>) -> Option<(Option<Span>, usize)> {
    let text = document.text;
    let title = *document.headlines.first()?;
    let lowered = title.of(text).to_lowercase();
    let kinds = ANNOUNCEMENTS.iter().filter(|(_, kind)| *kind == "title");
    let at = kinds.filter_map(|(kind, _)| lowered.find(kind)).min()?;
    let before = title.of(text).get(..at)?.trim_end();
    let begins = before.split_whitespace().count() <= 3;
    if !begins || lowered.len() != title.len() {
        return None;
    }
    let named = Span::new(title.start(), title.start() + before.len());
    let agency = || {
        let rest = &text[title.end()..];
        let open = rest.find('(').filter(|&open| open < 60)?;
        let close = rest[open..].find(") --")?;
        Some(Span::new(title.end() + open + 1, title.end() + open + close))
    };
    let source = if named.is_empty() { agency() } else { Some(named) };
    Some((source, title.end()))
}

//! Turns of a transcript: lines that begin with the name of whoever speaks.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::span::Span;
use crate::text::list::rows;
use crate::text::quotation::paragraphs;

/// Headings of database exports that look like names before a colon, one a line after the header.
static HEADINGS: LazyLock<std::collections::BTreeSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../../lexicons/headings.csv")).collect());

/// So many paragraphs must begin with a name for the text to be a transcript. Chosen by hand.
const TURNS: usize = 3;

/// A paragraph that begins a turn: who speaks, the mark that says so, and what is said in that paragraph.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    pub(crate) name: Span,
    pub(crate) mark: Span,
    pub(crate) content: Span,
}

/// The turns of `text` from the byte `from` on, in order; none unless it is a transcript.
///
/// **What it does**: `ILO: …`, `Ada Ilo: …`, `ADA ILO (Norland): …`, `Mr. ILO. …`, `Q. …`. Three paragraphs must begin
/// so, and one name must come back.
/// **Why**: Hearings, debates and interviews have no cues; records of a database have lines that look like theirs.
/// **Example**: `MIA TESK (Vestia): Sudria lied.`
/// **Known failures**: An interview of one question and one answer.
/// **Source**: The layouts of the Congressional Record, Hansard, broadcast transcripts and LexisNexis exports.
pub(crate) fn turns(text: &str, from: usize) -> Vec<Turn> {
    let lines = paragraphs(text).into_iter().filter(|line| line.start() >= from);
    let found: Vec<Turn> = lines.filter_map(|line| by_colon(text, line).or_else(|| by_title(text, line))).collect();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for turn in &found {
        *names.entry(turn.name.of(text)).or_default() += 1;
    }
    if found.len() < TURNS || names.values().all(|&times| times < 2) { Vec::new() } else { found }
}

/// `NAME: …`
fn by_colon(text: &str, line: Span) -> Option<Turn> {
    let words = line.of(text);
    let at = words.bytes().take(LONGEST).position(|byte| byte == b':')?;
    let head = &words[..at];
    let bare = head.trim_start_matches(['"', '“', ' ', '*', '>']);
    let start = line.start() + head.len() - bare.len();
    // "(Vestia)", "(through an interpreter)", "[on camera]".
    let name = bare.split(['(', '[', '*']).next()?.trim_end();
    let mark = Span::new(line.start() + at, line.start() + at + 1);
    let content = Span::new(mark.end(), line.end()).trimmed(text);
    let turn = Turn { name: Span::new(start, start + name.len()), mark, content };
    (is_name(name) && !content.is_empty()).then_some(turn)
}

/// A name and what stands in brackets behind it have so many bytes at most. Chosen by hand.
const LONGEST: usize = 90;

/// `Mr. DORN. …`, `Ms. TESK (during the reading). …`, `The SPEAKER pro tempore. …`
fn by_title(text: &str, line: Span) -> Option<Turn> {
    const TITLES: [&str; 6] = ["Mr. ", "Ms. ", "Mrs. ", "Miss ", "Dr. ", "The "];
    let words = line.of(text);
    let title = TITLES.iter().find(|title| words.starts_with(**title))?;
    let end = title.len() + words[title.len()..].find(". ")?;
    let name = words[..end].split(" (").next()?;
    let surname = name[title.len()..].split_whitespace().next()?;
    // "The U.S. has …" opens a paragraph and no turn.
    let shouted = surname.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && !surname.contains(|c: char| c.is_lowercase() || c == '.');
    let mark = Span::new(line.start() + end, line.start() + end + 1);
    let content = Span::new(mark.end(), line.end()).trimmed(text);
    let turn = Turn { name: Span::new(line.start(), line.start() + name.len()), mark, content };
    (shouted && name.split_whitespace().count() <= 6 && !content.is_empty()).then_some(turn)
}

/// A name in capitals, or one of up to five words that all have one; no heading.
fn is_name(name: &str) -> bool {
    let letters = || name.chars().filter(|character| character.is_alphabetic());
    let words = name.split_whitespace().count();
    if words == 0 || words > 5 || HEADINGS.contains(name.to_lowercase().as_str()) {
        return false;
    }
    let answers = matches!(name, "Q" | "A");
    let shouted = letters().count() >= 2 && !letters().any(char::is_lowercase);
    let joins = |word: &str| matches!(word, "of" | "the" | "de" | "al" | "bin" | "van" | "von");
    let capitals = name.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || joins(word));
    answers || shouted || capitals && letters().count() >= 2 && !name.contains(|c: char| c.is_ascii_digit())
}

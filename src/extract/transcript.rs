//! Transcripts and interviews: paragraphs that begin with the name of whoever speaks.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::attribution::Attribution;
use crate::model::span::Span;
use crate::text::annotated::Annotated;
use crate::text::paragraph::Paragraph;

/// Headings of database exports that look like names before a colon, one a line after the header.
static HEADINGS: LazyLock<std::collections::BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("../../lexicons/headings.csv").lines().skip(1).collect());

/// So many paragraphs must begin with a name for the text to be a transcript. Chosen by hand.
const TURNS: usize = 3;

/// How sure a turn is.
const SURE: f64 = 0.8;

/// A paragraph that begins a turn: who speaks, the mark that says so, and what is said in that paragraph.
#[derive(Clone, Copy)]
struct Turn {
    name: Span,
    mark: Span,
    content: Span,
}

/// Reads `document` as a transcript, if it is one: what turns hold replaces what was `found` in them.
///
/// **What it does** `ILO: …`, `Ada Ilo: …`, `ADA ILO (Norland): …`, `Mr. ILO. …`, `Q. …`. Three paragraphs must begin
/// so, and one name must come back. Paragraphs between two turns belong to the first.
/// **Why** Hearings, debates and interviews have no cues.
/// **Example** `MIA TESK (Vestia): Sudria lied.`
/// **Known failures** What `A` answers is held by nobody unless the text says who that is.
/// **Source** The layouts of the Congressional Record, Hansard and broadcast transcripts.
pub(super) fn turns(document: &Annotated<'_>, found: &mut Vec<Attribution>) {
    let text = document.text;
    let starts: Vec<(usize, Turn)> = document
        .paragraphs
        .iter()
        .enumerate()
        .filter_map(|(number, paragraph)| Some((number, turn(document, paragraph)?)))
        .collect();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, turn) in &starts {
        *names.entry(turn.name.of(text)).or_default() += 1;
    }
    if starts.len() < TURNS || names.values().all(|&times| times < 2) {
        return;
    }
    let after = |next: usize| starts.get(next).map(|(number, _)| *number);
    let told: Vec<Attribution> = starts
        .iter()
        .enumerate()
        .map(|(number, (paragraph, turn))| {
            // After the last turn the writer may speak again.
            let end = after(number + 1).unwrap_or(paragraph + 1);
            let more = document.paragraphs[paragraph + 1..end].iter().map(|paragraph| paragraph.span);
            let content = std::iter::once(turn.content).chain(more).collect();
            Attribution::said(Some(turn.name), Some(turn.mark), content, SURE)
        })
        .collect();
    let in_turn = |one: &Attribution| {
        one.content.iter().any(|part| told.iter().any(|turn| turn.content.iter().any(|said| said.overlaps(*part))))
    };
    found.retain(|one| !in_turn(one));
    found.extend(told);
}

fn turn(document: &Annotated<'_>, paragraph: &Paragraph<'_>) -> Option<Turn> {
    if document.headlines.contains(&paragraph.span) {
        return None;
    }
    by_colon(document.text, paragraph.span).or_else(|| by_title(document.text, paragraph.span))
}

/// `NAME: …`
fn by_colon(text: &str, paragraph: Span) -> Option<Turn> {
    let words = paragraph.of(text);
    let head = words.split([':', '\n']).next().filter(|head| words[head.len()..].starts_with(':'))?;
    let bare = head.trim_start_matches(['"', '“', ' ', '*', '>']);
    let start = paragraph.start() + head.len() - bare.len();
    // "(Vestia)", "(through an interpreter)", "[on camera]".
    let name = bare.split(['(', '[', '*']).next()?.trim_end();
    let content = Span::new(paragraph.start() + head.len() + 1, paragraph.end()).trimmed(text);
    let mark = Span::new(paragraph.start() + head.len(), paragraph.start() + head.len() + 1);
    let turn = Turn { name: Span::new(start, start + name.len()), mark, content };
    (is_name(name) && !content.is_empty()).then_some(turn)
}

/// `Mr. DORN. …`, `Ms. TESK (during the reading). …`, `The SPEAKER pro tempore. …`
fn by_title(text: &str, paragraph: Span) -> Option<Turn> {
    const TITLES: [&str; 6] = ["Mr. ", "Ms. ", "Mrs. ", "Miss ", "Dr. ", "The "];
    let words = paragraph.of(text);
    let title = TITLES.iter().find(|title| words.starts_with(**title))?;
    let end = title.len() + words[title.len()..].find(". ")?;
    let name = words[..end].split(" (").next()?;
    let surname = name[title.len()..].split_whitespace().next()?;
    let shouted = surname.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !surname.contains(char::is_lowercase);
    let content = Span::new(paragraph.start() + end + 1, paragraph.end()).trimmed(text);
    let start = paragraph.start();
    let turn = Turn {
        name: Span::new(start, start + name.len()),
        mark: Span::new(start + end, start + end + 1),
        content,
    };
    (shouted && name.split_whitespace().count() <= 6 && !content.is_empty()).then_some(turn)
}

/// A name in capitals, or one of up to five words that all have one; no heading.
fn is_name(name: &str) -> bool {
    let letters = || name.chars().filter(|character| character.is_alphabetic());
    let words = name.split_whitespace().count();
    if words == 0 || words > 5 || name.contains(['.', ',']) && name.len() > 40 || HEADINGS.contains(name.to_lowercase().as_str()) {
        return false;
    }
    let answers = matches!(name, "Q" | "A" | "Question" | "Answer");
    let shouted = letters().count() >= 2 && !letters().any(char::is_lowercase);
    let joins = |word: &str| matches!(word, "of" | "the" | "de" | "al" | "bin" | "van" | "von");
    let capitals = name.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || joins(word));
    answers || shouted || capitals && letters().count() >= 2 && !name.contains(|c: char| c.is_ascii_digit())
}

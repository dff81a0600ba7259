//! Passages: where words stand in a text comes in; the words, or the paragraphs around them, come out with their marks.
//! Positions count Unicode characters.

use crate::model::sheet::{Mark, Passage};

/// Words of a text, and what to mark in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    /// Index of the first character.
    pub(crate) start: usize,
    /// Index after the last character.
    pub(crate) end: usize,
    text: String,
    /// Whether they are words of the statement.
    said: bool,
    /// Where the target is named.
    pub(crate) targets: Vec<(usize, usize)>,
}

impl Marked {
    /// Words of the statement.
    pub(crate) fn said(start: usize, text: &str) -> Marked {
        Marked { said: true, ..Marked::plain(start, text) }
    }

    /// Other words.
    pub(crate) fn plain(start: usize, text: &str) -> Marked {
        Marked { start, end: start + text.chars().count(), text: text.to_owned(), said: false, targets: Vec::new() }
    }

    fn mark_at(&self, at: usize) -> Mark {
        match self.targets.iter().any(|&(start, end)| start <= at && at < end) {
            _ if !self.said => Mark::Plain,
            true => Mark::Target,
            false => Mark::Said,
        }
    }
}

fn push(passage: &mut Passage, character: char, mark: Mark) {
    match passage.last_mut() {
        Some((text, last)) if *last == mark => text.push(character),
        _ => passage.push((character.to_string(), mark)),
    }
}

/// The words one after another, with an ellipsis where something is left out.
pub(crate) fn joined(marked: &[Marked]) -> Passage {
    let mut passage = Passage::new();
    let mut end = None;
    for words in marked {
        if end.is_some_and(|end| words.start < end) {
            continue;
        }
        if let Some(end) = end {
            let between = if words.start <= end + 2 { " " } else { " … " };
            between.chars().for_each(|character| push(&mut passage, character, Mark::Plain));
        }
        for (at, character) in (words.start..).zip(words.text.chars()) {
            push(&mut passage, character, words.mark_at(at));
        }
        end = Some(words.end);
    }
    passage
}

/// So many characters are shown on each side of the words at most. Chosen by hand.
const REACH: usize = 700;

/// The paragraphs of `text` in which the words stand; `None` if they do not stand there.
pub(crate) fn around(text: &str, marked: &[Marked]) -> Option<Passage> {
    let characters: Vec<char> = text.chars().collect();
    let stands = |one: &Marked| {
        let found = characters.get(one.start..one.end);
        found.is_some_and(|found| found.iter().copied().eq(one.text.chars()))
    };
    let (first, last) = (marked.iter().map(|one| one.start).min()?, marked.iter().map(|one| one.end).max()?);
    if !marked.iter().all(stands) {
        return None;
    }
    let is_end = |&at: &usize| characters[at] == '\n' && (at == 0 || characters[at - 1] == '\n');
    let start = (0..first).rev().find(is_end).map_or(0, |at| at + 1);
    let end = (last..characters.len()).find(is_end).unwrap_or(characters.len());
    // A paragraph may be a whole transcript.
    let is_blank = |&at: &usize| characters[at] == ' ';
    let from = if first - start > REACH { (first - REACH..first).find(is_blank) } else { None };
    let to = if end - last > REACH { (last..last + REACH).rev().find(is_blank) } else { None };
    let (start, end) = (from.unwrap_or(start), to.unwrap_or(end));
    let mut passage = Passage::new();
    if from.is_some() {
        push(&mut passage, '…', Mark::Plain);
    }
    for (at, character) in characters.iter().enumerate().take(end).skip(start) {
        let inside = marked.iter().filter(|one| one.start <= at && at < one.end);
        let mark = inside.map(|one| one.mark_at(at)).max_by_key(|mark| *mark as u8).unwrap_or(Mark::Plain);
        push(&mut passage, *character, mark);
    }
    if to.is_some() {
        push(&mut passage, ' ', Mark::Plain);
        push(&mut passage, '…', Mark::Plain);
    }
    Some(passage)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Elsewhere.\n\nNorland said it “trusts Sudria”, as ever.\n\nMore.";

    fn marked() -> Vec<Marked> {
        let mut said = Marked::said(29, "trusts Sudria");
        said.targets = vec![(36, 42)];
        vec![Marked::plain(12, "Norland"), Marked::plain(20, "said"), said]
    }

    #[test]
    fn a_long_paragraph_is_cut_around_the_words() {
        let text = format!("{}Norland said no.{}", "before ".repeat(300), " after".repeat(300));
        let passage = around(&text, &[Marked::plain(2100, "Norland")]).expect("it stands there");
        let shown: String = passage.into_iter().map(|(text, _)| text).collect();
        assert!(shown.starts_with("… before") && shown.ends_with("after …"), "{shown}");
        assert!(shown.contains("Norland said no.") && shown.chars().count() < 2 * REACH + 20);
    }

    #[test]
    fn the_words_alone() {
        let text: String = joined(&marked()).into_iter().map(|(text, _)| text).collect();
        assert_eq!(text, "Norland said … trusts Sudria");
        assert_eq!(joined(&marked()).last(), Some(&("Sudria".to_owned(), Mark::Target)));
    }

    #[test]
    fn the_paragraph_around_them() {
        let passage = around(TEXT, &marked()).expect("it stands there");
        let parts: Vec<(&str, Mark)> = passage.iter().map(|(text, mark)| (text.as_str(), *mark)).collect();
        let expected = [
            ("Norland said it “", Mark::Plain),
            ("trusts ", Mark::Said),
            ("Sudria", Mark::Target),
            ("”, as ever.\n", Mark::Plain),
        ];
        assert_eq!(parts, expected);
        assert_eq!(around("Another text.", &marked()), None);
    }
}

//! Silver trees: parses by another parser, projected onto the tokens of this program.

use std::io::BufRead;

use crate::error::Error;
use crate::model::span::Span;
use crate::text::parser::{Label, ROOT, label};
use crate::text::tagger::{Tag, tag};
use crate::text::token::tokens;
use crate::text::word::{Word, word};

/// A sentence with its tags and dependencies.
pub(super) struct Tree {
    pub(super) words: Vec<Word>,
    pub(super) tags: Vec<Tag>,
    pub(super) heads: Vec<u16>,
    pub(super) labels: Vec<Label>,
}

#[derive(serde::Deserialize)]
struct Row {
    text: String,
    /// Start, end (in characters), tag, head and label of each token.
    tokens: Vec<(usize, usize, String, usize, String)>,
}

/// Reads trees from JSONL lines as written by `silver.py`.
pub(super) fn trees(input: &mut dyn BufRead) -> Result<Vec<Tree>, Error> {
    let mut found = Vec::new();
    for line in input.lines() {
        let line = line.map_err(|error| Error::io("parses", error))?;
        let row: Row = serde_json::from_str(&line).map_err(|error| Error::said(format!("parses: {error}")))?;
        found.extend(tree(&row).filter(|tree| tree.words.len() > 1 && tree.words.len() < 200));
    }
    Ok(found)
}

fn tree(row: &Row) -> Option<Tree> {
    let bytes: Vec<usize> = row.text.char_indices().map(|(at, _)| at).chain([row.text.len()]).collect();
    let ours = tokens(&row.text, Span::new(0, row.text.len()));
    let theirs: Vec<Span> = row
        .tokens
        .iter()
        .map(|(start, end, ..)| Span::new(bytes[*start], bytes[(*end).min(bytes.len() - 1)]))
        .collect();
    // For each of their tokens, ours that contains it; for each of ours, the one of theirs that represents it.
    let holder: Vec<Option<usize>> =
        theirs.iter().map(|span| ours.iter().position(|token| token.span.overlaps(*span))).collect();
    let mut speaker: Vec<Option<usize>> = vec![None; ours.len()];
    for (number, at) in holder.iter().enumerate().filter_map(|(number, at)| Some((number, (*at)?))) {
        let outward = holder[row.tokens[number].3] != Some(at) || row.tokens[number].3 == number;
        if outward && speaker[at].is_none() {
            speaker[at] = Some(number);
        }
    }
    let mut made = Tree { words: Vec::new(), tags: Vec::new(), heads: Vec::new(), labels: Vec::new() };
    for (at, token) in ours.iter().enumerate() {
        made.words.push(word(token.span.of(&row.text)));
        if let Some(number) = speaker[at] {
            let (_, _, tag_name, head, label_name) = &row.tokens[number];
            made.tags.push(tag(tag_name));
            let root = *head == number;
            made.heads.push(if root { ROOT } else { holder[*head]? as u16 });
            made.labels.push(label(label_name));
        } else {
            // A part of one of their tokens that already represents another of ours.
            let number = theirs.iter().position(|span| span.overlaps(token.span))?;
            made.tags.push(tag(&row.tokens[number].2));
            made.heads.push(holder[number].filter(|&head| head != at)? as u16);
            made.labels.push(label("compound"));
        }
    }
    (made.heads.iter().filter(|&&head| head == ROOT).count() == 1).then_some(made)
}

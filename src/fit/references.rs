//! References to somebody who is not named, with everybody who may be meant: rows for `src/bin/fit/references.py`.

use std::io::{BufRead, Write};

use crate::error::Error;
use crate::model::document::Document;
use crate::pipeline::Options;
use crate::pipeline::engine::{Engine, Whole};
use crate::resolve::reference::{FEATURES, KIND_NAMES, Seen};

#[derive(serde::Deserialize)]
struct Article {
    doc_id: String,
    date: Option<String>,
    outlet: Option<String>,
    title: Option<String>,
    text: String,
}

#[derive(serde::Serialize)]
struct Row<'a> {
    doc_id: &'a str,
    /// Parts of the content, in characters of the text; those of the title are left out.
    parts: Vec<[usize; 2]>,
    holder: Option<String>,
    kind: &'static str,
    candidates: Vec<(String, Vec<&'static str>)>,
}

/// Reads articles (JSON lines with `doc_id`, `date`, `outlet`, `title`, `text`) and writes a row for each reference.
pub fn references(input: &mut dyn BufRead, out: &mut dyn Write) -> Result<(), Error> {
    let (engine, _) = Engine::new(&Options::default())?;
    for line in input.lines() {
        let line = line.map_err(|error| Error::io("articles", error))?;
        let article: Article =
            serde_json::from_str(&line).map_err(|error| Error::said(format!("articles: {error}")))?;
        let document = Document {
            date: article.date.as_deref().and_then(|date| date.parse().ok()),
            outlet: article.outlet,
            title: article.title,
            ..Document::new(article.doc_id.clone(), article.text)
        };
        let whole = Whole::of(&document);
        for seen in engine.references(&whole) {
            let row = row(&article.doc_id, &whole, &seen);
            let row = serde_json::to_string(&row).map_err(|error| Error::said(error.to_string()))?;
            writeln!(out, "{row}").map_err(|error| Error::io("output", error))?;
        }
    }
    Ok(())
}

fn row<'a>(doc_id: &'a str, whole: &Whole<'_>, seen: &Seen) -> Row<'a> {
    let text = &whole.working.text;
    let body = whole.body();
    let characters = |at: usize| text[body..at].chars().count();
    let parts = seen.content.iter().filter(|part| part.start() >= body);
    let named =
        |features: &[bool]| features.iter().zip(FEATURES).filter(|(seen, _)| **seen).map(|(_, name)| name).collect();
    Row {
        doc_id,
        parts: parts.map(|part| [characters(part.start()), characters(part.end())]).collect(),
        holder: seen.holder.as_ref().map(ToString::to_string),
        kind: KIND_NAMES[seen.kind],
        candidates: seen.candidates.iter().map(|(side, features)| (side.to_string(), named(features))).collect(),
    }
}

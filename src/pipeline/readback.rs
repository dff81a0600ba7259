//! Reading back: scored statements, perhaps with fields corrected by hand, come in; the tally that makes reports of them
//! comes out. Nothing is extracted or scored anew: what the file says is what counts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::aggregate::{Counting, tally};
use crate::error::{Error, Reject, quoted};
use crate::extract::Extraction;
use crate::lexicon::actors::Actors;
use crate::model::attribution::Attribution;
use crate::model::document::Document;
use crate::model::hash::id_hash;
use crate::model::mention::{Mention, Rule};
use crate::model::opinion::{Evidence, Opinion, Polarity, Scope, Stance};
use crate::model::record::{self, DocumentStatements};
use crate::model::span::Span;
use crate::model::statement::{ScoredStatement, Statement};
use crate::model::tally::Tally;
use crate::pipeline::Options;
use crate::read::{each_line, scored_statements};

/// The files of scored statements among `inputs`; `None` if there are none.
///
/// Errors: some inputs are scored statements and others are not.
pub(super) fn scored(inputs: &[String]) -> Result<Option<Vec<PathBuf>>, Error> {
    // What can be read only once must not be opened to look at it, and a folder of texts may hold a file of any name.
    let can_be_opened = |input: &str| Path::new(input).is_file() || Path::new(input).join("manifest.json").is_file();
    let of = |input: &String| scored_statements(input).filter(|_| can_be_opened(input));
    let found: Vec<PathBuf> = inputs.iter().filter_map(of).collect();
    match inputs.iter().find(|input| of(input).is_none()) {
        _ if found.is_empty() => Ok(None),
        None => Ok(Some(found)),
        Some(other) => {
            let (first, other) = (found[0].display(), quoted(other));
            Err(Error::said(format!("{first} holds scored statements and {other} does not; run them apart")))
        }
    }
}

/// Reads the statements of the files `paths`, document by document. `take` gets the statements of each document as they
/// were read, and their tally. Returns the lines that are no scored statements.
pub(super) fn read_back(
    paths: &[PathBuf],
    options: &Options,
    registry: &Actors,
    take: &mut dyn FnMut(DocumentStatements, Tally) -> Result<(), Error>,
) -> Result<Vec<Reject>, Error> {
    let mut rejects = Vec::new();
    let mut seen = BTreeSet::new();
    for path in paths {
        let mut open: Option<DocumentStatements> = None;
        each_line(path, &mut |number, line| {
            if line.trim().is_empty() {
                return Ok(());
            }
            match serde_json::from_str::<record::Statement>(line) {
                Ok(mut statement) => {
                    statement.opinions.iter_mut().for_each(agree);
                    if open.as_ref().is_none_or(|open| open.doc_id != statement.doc_id) {
                        close(open.take(), options, registry, &mut seen, take)?;
                    }
                    let new =
                        || DocumentStatements { doc_id: statement.doc_id.clone(), title: None, statements: Vec::new() };
                    open.get_or_insert_with(new).statements.push(statement);
                }
                Err(error) => rejects.push(reject(path, number, &error)),
            }
            Ok(())
        })?;
        close(open, options, registry, &mut seen, take)?;
    }
    Ok(rejects)
}

fn reject(path: &Path, line: u64, error: &serde_json::Error) -> Reject {
    let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let found = format!("something else ({error})");
    Reject { file, line, field: "record".to_owned(), found, expected: "a scored statement".to_owned() }
}

fn close(
    document: Option<DocumentStatements>,
    options: &Options,
    registry: &Actors,
    seen: &mut BTreeSet<u64>,
    take: &mut dyn FnMut(DocumentStatements, Tally) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some(document) = document else { return Ok(()) };
    let how = Counting { seed: options.seed, keep_duplicates: options.keep_duplicates };
    let (words, scored) = rebuilt(&document, &options.extraction);
    let mut own = Tally::default();
    tally(&mut own, &words, &words.text, &scored, registry, how);
    if !seen.insert(id_hash(&document.doc_id)) {
        // Statements of one document stand in several places.
        own.counts.documents = 0;
    }
    take(document, own)
}

/// A document made of the words of its statements, and the statements with their places in it.
fn rebuilt(document: &DocumentStatements, how: &Extraction) -> (Document, Vec<ScoredStatement>) {
    let mut text = String::new();
    let statements = document.statements.iter().map(|one| statement(one, &mut text, how)).collect();
    let first = document.statements.first();
    let whole = Document {
        date: first.and_then(|one| one.date),
        outlet: first.and_then(|one| one.outlet.clone()),
        ..Document::new(document.doc_id.clone(), text)
    };
    (whole, statements)
}

/// Words of a record at their place in the rebuilt text.
struct Piece {
    /// In characters of the record's text.
    start: usize,
    end: usize,
    /// In bytes of the rebuilt text.
    span: Span,
}

/// The pieces of a statement, in the order of its text.
struct Pieces<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
}

impl Pieces<'_> {
    /// Where the characters from `start` to `end` stand; `None` if they are in no piece.
    fn place(&self, start: usize, end: usize) -> Option<Span> {
        let piece = self.pieces.iter().find(|piece| piece.start <= start && end <= piece.end)?;
        let own = piece.span.of(self.text);
        let at = |character: usize| own.char_indices().nth(character).map_or(own.len(), |(at, _)| at);
        let (start, end) = (at(start - piece.start), at(end.max(start) - piece.start));
        Some(Span::new(piece.span.start() + start, piece.span.start() + end))
    }
}

/// Adds the words of `record` to `text`.
fn put(record: &record::Statement, text: &mut String) -> Vec<Piece> {
    let source = record.source.iter().map(|words| (words.start, words.text.as_str()));
    let cue = record.cue.iter().map(|cue| (cue.start, cue.text.as_str()));
    let content = record.content.iter().map(|words| (words.start, words.text.as_str()));
    let mut words: Vec<(usize, &str)> = content.chain(source).chain(cue).collect();
    words.sort_by_key(|(start, words)| (*start, std::cmp::Reverse(words.len())));
    text.push_str(if text.is_empty() { "" } else { "\n\n" });
    let mut pieces: Vec<Piece> = Vec::new();
    for (start, words) in words {
        let end = start + words.chars().count();
        // Words inside others are there already.
        if pieces.iter().any(|piece| piece.start <= start && end <= piece.end) {
            continue;
        }
        if !pieces.is_empty() {
            text.push(' ');
        }
        let from = text.len();
        text.push_str(words);
        pieces.push(Piece { start, end, span: Span::new(from, text.len()) });
    }
    pieces
}

fn statement(record: &record::Statement, text: &mut String, how: &Extraction) -> ScoredStatement {
    let pieces = put(record, text);
    let pieces = Pieces { text, pieces };
    let content = record.content.iter().filter_map(|words| pieces.place(words.start, words.end)).collect();
    let source = record.source.as_ref().and_then(|words| pieces.place(words.start, words.end));
    let cue = record.cue.as_ref().and_then(|cue| pieces.place(cue.start, cue.end));
    let mut attribution = Attribution {
        form: record.form,
        assertion: record.assertion,
        category: record.cue.as_ref().map(|cue| cue.category).unwrap_or_default(),
        ..Attribution::said(source, cue, content, record.confidence)
    };
    attribution.counts = how.keeps(&attribution);
    let opinions = record.opinions.iter().map(|one| opinion(one, &pieces)).collect();
    ScoredStatement {
        statement: Statement {
            statement_id: record.statement_id.clone(),
            attribution,
            holder: record.holder.clone(),
            rule: record.rule,
            via: record.via.clone(),
            confidence: record.confidence,
            named: Vec::new(),
            targets: Vec::new(),
        },
        sentiment: record.sentiment,
        opinions,
    }
}

/// What a polarity counts that has no stance.
const CLEAR: f64 = 0.5;

/// Brings the stance of an opinion into line with its polarity, if only that was changed.
fn agree(opinion: &mut record::Opinion) {
    let sign = match opinion.polarity {
        Polarity::Favor => 1.0,
        Polarity::Against => -1.0,
        Polarity::None => return,
    };
    if opinion.counted && opinion.stance == 0.0 {
        opinion.stance = sign * CLEAR;
    } else if opinion.stance * sign < 0.0 {
        opinion.stance = -opinion.stance;
    }
}

fn opinion(record: &record::Opinion, pieces: &Pieces<'_>) -> Opinion {
    let mention = |one: &record::Mention| {
        let rule = one.rule.unwrap_or(Rule::Given);
        Some(Mention { actor: record.target.clone(), span: pieces.place(one.start, one.end)?, rule, speaks: true })
    };
    let evidence = |one: &record::Evidence| {
        Some(Evidence {
            span: pieces.place(one.start, one.end)?,
            scope: Scope::Words,
            entry: one.entry.clone(),
            valence: one.valence,
            rule: one.rule.clone(),
        })
    };
    Opinion {
        target: record.target.clone(),
        mentions: record.mentions.iter().filter_map(mention).collect(),
        stance: Stance::new(record.stance),
        polarity: record.polarity,
        confidence: record.confidence,
        counted: record.counted,
        evidence: record.evidence.iter().filter_map(evidence).collect(),
        // Earlier versions did not write it.
        sentiment: record.sentiment.unwrap_or_default(),
        entries: Vec::new(),
        likely: None,
        alone: record.alone.map(Stance::new),
        readers: record.readers,
        agree: record.agree,
    }
}

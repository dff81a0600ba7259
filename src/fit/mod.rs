//! Training: annotated data come in; the weights in `lexicons/` come out.
//!
//! This is not part of the program. `lexicons/README.md` has the commands. The same data give the same bytes.
//!
//! 1. [`sentences`] splits a corpus for the teacher, another parser (`src/bin/fit/silver.py`).
//! 2. [`syntax`] learns tags and dependencies from the teacher's parses.
//! 3. [`attribution`] learns cues, frames and confidence from articles in which people have annotated every attribution.

mod articles;
mod confidence;
mod cues;
mod frames;
#[cfg(feature = "neural")]
mod pairs;
mod perceptron;
mod references;
mod rows;
mod sentences;
mod silver;
mod speakers;
mod stance;
mod syntax;

#[cfg(feature = "neural")]
pub use pairs::pairs;
pub use references::references;
pub use sentences::sentences;

use std::io::{BufRead, Write};

use crate::error::Error;
use crate::extract::cascade::Models;
use crate::extract::cue_classifier::CueClassifier;
use crate::extract::frame::Frames;
use crate::text::annotated::Annotated;
use crate::text::syntax::Syntax;
use articles::{Page, articles, pages};
use confidence::Found;
use silver::Tree;

/// Number of passes over the trees, for tags and for transitions.
const TAG_ROUNDS: usize = 5;
const MOVE_ROUNDS: usize = 8;

/// Trains tags and dependencies on `parses` (as written by `silver.py`) and writes the weights to `out`.
pub fn syntax(parses: &mut dyn BufRead, out: &mut dyn Write) -> Result<(), Error> {
    let trees = silver::trees(parses)?;
    let trees: Vec<&Tree> = trees.iter().collect();
    let tagger = syntax::tagger(&trees, TAG_ROUNDS);
    let tags: Vec<Vec<u8>> = trees.iter().map(|tree| syntax::tags(&tagger, tree)).collect();
    let parser = syntax::parser(&trees, &tags, MOVE_ROUNDS);
    write(out, &Syntax { tagger, parser }.file())
}

fn write(out: &mut dyn Write, file: &[u8]) -> Result<(), Error> {
    out.write_all(file).map_err(|error| Error::io("output", error))
}

/// Agreement with `parses` on tags, heads, and heads with labels, in percent, without punctuation.
pub fn agreement(syntax: &[u8], parses: &mut dyn BufRead) -> Result<[f64; 3], Error> {
    let Syntax { tagger, parser } = read_syntax(syntax)?;
    let trees = silver::trees(parses)?;
    Ok(syntax::agreement(&tagger, &parser, &trees.iter().collect::<Vec<&Tree>>()))
}

fn read_syntax(file: &[u8]) -> Result<Syntax, Error> {
    Syntax::of(file).ok_or_else(|| Error::said("not a file of syntax models"))
}

/// Number of folds. Predictions on a fold come from models that were not trained on it.
const PARTS: usize = 4;

/// Number of passes over the articles, for cue candidates and for frames.
const CANDIDATE_ROUNDS: usize = 5;
const FRAME_ROUNDS: usize = 6;

/// Trains cues, frames and confidence on `marked` articles and writes the weights to `out`.
///
/// `learning` is the syntax model used here. It must not have been trained on these articles, since the program will
/// not have seen the articles that it reads either.
pub fn attribution(learning: &[u8], marked: &mut dyn BufRead, out: &mut dyn Write) -> Result<(), Error> {
    let cues = crate::lexicon::shipped_cues()?;
    let syntax = read_syntax(learning)?;
    let articles = articles(marked)?;
    let documents: Vec<Annotated<'_>> = articles.iter().map(|article| Annotated::new(&article.text)).collect();
    let pages_of = |(number, (article, document))| pages(article, number, document, &syntax, &cues);
    let pages: Vec<Page<'_>> = articles.iter().zip(&documents).enumerate().flat_map(pages_of).collect();
    let pages: Vec<&Page<'_>> = pages.iter().collect();
    let but = |part: usize| pages.iter().filter(|page| page.article % PARTS != part).copied().collect::<Vec<_>>();
    let parts: Vec<CueClassifier> = in_pairs(&|part| cues::candidates(&but(part), CANDIDATE_ROUNDS));
    let margins = |page: &&Page<'_>| parts[page.article % PARTS].margins(&page.parsed);
    let margins: Vec<Vec<i8>> = pages.iter().map(margins).collect();
    let learn = |part: usize| {
        let kept = |(page, _): &(&&Page<'_>, _)| page.article % PARTS != part;
        let kept: Vec<(&Page<'_>, &[i8])> =
            pages.iter().zip(&margins).filter(kept).map(|(page, margins)| (*page, margins.as_slice())).collect();
        frames::frames(&kept, FRAME_ROUNDS, part as u64)
    };
    let part_frames: Vec<Frames> = in_pairs(&learn);
    let found: Vec<Found<'_>> = pages
        .iter()
        .zip(&margins)
        .flat_map(|(page, margins)| confidence::find(page, margins, &part_frames[page.article % PARTS]))
        .collect();
    let confidence = confidence::confidence(&found);
    let agreed: Vec<_> = found.iter().filter_map(Found::agreed).collect();
    let speakers = speakers::ranker(&agreed);
    // The program gets what was learned from all articles.
    let classifier = cues::candidates(&pages, CANDIDATE_ROUNDS);
    let gate = cues::gate(&pages, CANDIDATE_ROUNDS);
    write(out, &Models { gate, cues: classifier, frames: learn(PARTS), confidence, speakers }.file())
}

/// Learns from coded statements (`lines` of JSON) what expressions say about a target, and writes the table
/// `fitted.csv` to `out`. `judged` is the table of expressions that readers accept as reasons (`labels/reasons.csv`).
pub fn stance(lines: &mut dyn BufRead, judged: &str, out: &mut dyn Write) -> Result<(), Error> {
    let lexicons = crate::lexicon::shipped_scoring()?;
    let reasons = stance::reasons(judged)?;
    let mut known = rows::Known::default();
    let rows = rows::rows(lines, &crate::pipeline::engine::scorer(&lexicons), &mut known)?;
    let mut table = csv::Writer::from_writer(Vec::new());
    let mut row = |fields: [&str; 5]| table.write_record(fields).expect("memory can be written to");
    row(["expression", "place", "direction", "salience", "origin"]);
    for (place, expression, weight) in stance::weights(rows, &known, &reasons) {
        let [direction, salience] = [weight.direction, weight.salience].map(|weight| format!("{weight:.3}"));
        row([&expression, &place, &direction, &salience, "fitted"]);
    }
    let table = table.into_inner().expect("memory can be written to");
    write(out, &table)
}

/// The work on each part, two at a time.
fn in_pairs<T: Send>(work: &(dyn Fn(usize) -> T + Sync)) -> Vec<T> {
    let pair = |first: usize| {
        std::thread::scope(|scope| {
            let other = scope.spawn(move || work(first + 1));
            [work(first), other.join().expect("the work does not panic")]
        })
    };
    (0..PARTS).step_by(2).flat_map(pair).collect()
}

//! Sampling: a finished run comes in; a folder with code sheets and a codebook comes out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Error;
use crate::lexicon::actors::Actors;
use crate::model::actor::ActorId;
use crate::model::code::{Stratum, UnitId};
use crate::model::document::Document;
use crate::model::hash::hash;
use crate::model::period::Day;
use crate::model::record::{Opinion, Place, Statement};
use crate::model::sheet::{Article, Item, Judged};
use crate::model::utterance::Lean;
use crate::pipeline::batches::{drive, pool};
use crate::pipeline::opinions::Finished;
use crate::pipeline::{Options, Progress};
use crate::read::list_inputs;
use crate::report;
use crate::text::passage::{Marked, around, joined};
use crate::validate::{Candidate, draw};

/// What strata a sample has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum SampleBy {
    /// The program's answer: for, against, not sure, neither.
    #[default]
    Polarity,
    /// The commonest dyads, and all others together.
    Dyad,
    /// How sure the program is.
    Confidence,
    /// The periods of the run, or years.
    Period,
}

/// What is drawn from a run, and for whom.
#[derive(Clone, Debug)]
pub struct Sampling {
    /// Number of opinions to draw.
    pub number: u64,
    /// The strata.
    pub by: SampleBy,
    /// Number of coders, at least 1.
    pub coders: u64,
    /// Number of opinions that all coders get.
    pub overlap: u64,
    /// Draws this many whole articles instead; they are read from the inputs.
    pub articles: Option<u64>,
    /// Decides what is drawn.
    pub seed: u64,
    /// A folder that is missing or empty.
    pub out: PathBuf,
}

/// What was drawn.
#[derive(Clone, Debug, Default)]
pub struct Sampled {
    /// Number of opinions or articles drawn.
    pub drawn: u64,
    /// Number of opinions or articles to draw from.
    pub of: u64,
    /// The pages for coders.
    pub pages: Vec<PathBuf>,
}

/// Draws from the reports in `folder` and writes code sheets. [`Options::inputs`] are read again for the paragraphs
/// around statements; without them a sheet shows the statements alone.
///
/// Errors: no reports with statements in `folder`; an output that is not empty; articles without inputs.
pub fn sample(
    options: &Options,
    folder: &Path,
    how: &Sampling,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Sampled, Error> {
    let run = Finished::open(options, folder)?;
    report::check_empty(&how.out)?;
    if let Some(number) = how.articles {
        return articles(options, how, number, progress);
    }
    let found = run.first_of_each()?;
    let judged: Vec<&(Judged, String)> = found.values().collect();
    let candidates = candidates(&judged, how.by, &run);
    let drawn = draw(&candidates, how.number, how.by == SampleBy::Dyad, how.seed);
    let chosen: BTreeMap<&str, BTreeMap<UnitId, (usize, Stratum)>> =
        drawn.into_iter().enumerate().fold(BTreeMap::new(), |mut chosen, (place, (at, stratum))| {
            let (judged, id) = judged[at];
            let of: &mut BTreeMap<UnitId, (usize, Stratum)> = chosen.entry(id.as_str()).or_default();
            of.insert(judged.unit.clone(), (place, stratum));
            chosen
        });
    let mut items = items(&run, &chosen)?;
    if !options.inputs.is_empty() {
        surround(options, &mut items, progress)?;
    }
    let items: Vec<Item> = items.into_values().map(|(item, _)| item).collect();
    let pages = report::write_sheets(&how.out, &shared_out(&items, how))?;
    Ok(Sampled { drawn: items.len() as u64, of: candidates.len() as u64, pages })
}

/// How many dyads are strata of their own.
const DYADS: usize = 20;

fn candidates(judged: &[&(Judged, String)], by: SampleBy, run: &Finished) -> Vec<Candidate> {
    let dyad = |judged: &Judged| {
        let whole = |id: &ActorId| run.registry.whole(id, judged.day.number());
        format!("{} {}", whole(&judged.holder), whole(&judged.unit.1))
    };
    let mut sizes: BTreeMap<String, u64> = BTreeMap::new();
    if by == SampleBy::Dyad {
        judged.iter().for_each(|(judged, _)| *sizes.entry(dyad(judged)).or_default() += 1);
    }
    let mut common: Vec<(String, u64)> = sizes.into_iter().collect();
    common.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let common: BTreeSet<String> = common.into_iter().take(DYADS).map(|(dyad, _)| dyad).collect();
    let period = run.by();
    let mut kinds: BTreeMap<String, Arc<str>> = BTreeMap::new();
    let mut kind = |judged: &Judged| -> Arc<str> {
        let kind = match by {
            SampleBy::Polarity => answer(judged.lean).to_owned(),
            SampleBy::Confidence => format!("{}", (judged.confidence * 5.0).floor().min(4.0)),
            SampleBy::Dyad => Some(dyad(judged)).filter(|dyad| common.contains(dyad)).unwrap_or_default(),
            SampleBy::Period => period.period(judged.day).to_string(),
        };
        kinds.entry(kind.clone()).or_insert_with(|| kind.into()).clone()
    };
    let candidate = |(judged, _): &&(Judged, String)| Candidate {
        unit: judged.unit.clone(),
        kind: kind(judged),
        confidence: judged.confidence,
    };
    judged.iter().map(candidate).collect()
}

fn answer(lean: Lean) -> &'static str {
    match lean {
        Lean::Favor => "favor",
        Lean::Against => "against",
        Lean::None => "neither",
        Lean::Unsure => "not sure",
    }
}

/// The drawn opinions by their place on the sheet, with what is marked in the text.
type Items = BTreeMap<usize, (Item, Spot)>;

/// Where a statement stands in its document.
struct Spot {
    place: Place,
    marked: Vec<Marked>,
}

fn items(run: &Finished, chosen: &BTreeMap<&str, BTreeMap<UnitId, (usize, Stratum)>>) -> Result<Items, Error> {
    let mut items = Items::new();
    run.each(&mut |statement, opinion, judged| {
        let of = chosen.get(statement.statement_id.as_str());
        if let Some((place, stratum)) = of.and_then(|of| of.get(&judged.unit)) {
            items.insert(*place, item(statement, opinion, &judged, stratum, &run.registry));
        }
    })?;
    Ok(items)
}

fn item(
    statement: &Statement,
    opinion: &Opinion,
    judged: &Judged,
    stratum: &Stratum,
    registry: &Actors,
) -> (Item, Spot) {
    let said = statement.content.iter().map(|words| Marked::said(words.start, &words.text));
    let source = statement.source.iter().map(|words| Marked::plain(words.start, &words.text));
    let cue = statement.cue.iter().map(|words| Marked::plain(words.start, &words.text));
    let mut marked: Vec<Marked> = said.chain(source).chain(cue).collect();
    marked.sort_by_key(|one| (one.start, one.end));
    let targets = opinion.mentions.iter().map(|mention| (mention.start, mention.end));
    marked.iter_mut().for_each(|one| one.targets = targets.clone().collect());
    let item = Item {
        unit: judged.unit.clone(),
        statement_id: statement.statement_id.clone(),
        doc_id: statement.doc_id.clone(),
        date: statement.date.map_or_else(String::new, |date| date.to_string()),
        outlet: statement.outlet.clone().unwrap_or_default(),
        speaker: registry.name_on(&judged.holder, Day::of(statement.date).number()),
        source: statement.source.as_ref().map_or_else(String::new, |words| words.text.clone()),
        target: registry.name_on(&opinion.target, Day::of(statement.date).number()),
        passage: joined(&marked),
        stratum: stratum.clone(),
    };
    (item, Spot { place: statement.place, marked })
}

/// Reads the inputs again, and puts the paragraphs around statements.
fn surround(options: &Options, items: &mut Items, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<(), Error> {
    let wanted: BTreeSet<String> = items.values().map(|(item, _)| item.doc_id.clone()).collect();
    let mut found: BTreeMap<String, Document> = BTreeMap::new();
    let work = |documents: &[Document]| -> Vec<Document> {
        documents.iter().filter(|document| wanted.contains(&document.doc_id)).cloned().collect()
    };
    let mut take = |made: Vec<Vec<Document>>, _| {
        found.extend(made.into_iter().flatten().map(|document| (document.doc_id.clone(), document)));
        Ok(())
    };
    let inputs = list_inputs(&options.inputs, options.read.format)?;
    pool(options.threads)?.install(|| drive(options, inputs, None, progress, &work, &mut take))?;
    for (item, spot) in items.values_mut() {
        let Some(document) = found.get(&item.doc_id) else { continue };
        let text = match spot.place {
            Place::Title => document.title.as_deref().unwrap_or(""),
            Place::Text => &document.text,
        };
        if let Some(passage) = around(text, &spot.marked) {
            item.passage = passage;
        }
    }
    Ok(())
}

/// The items of each coder: some that all of them get, and a share of the others.
fn shared_out<'i>(items: &'i [Item], how: &Sampling) -> Vec<Vec<&'i Item>> {
    let coders = how.coders.max(1) as usize;
    let overlap = if coders == 1 { items.len() } else { (how.overlap as usize).min(items.len()) };
    let mut sheets = vec![Vec::new(); coders];
    // What all get is spread over the sheet, so that coders meet it fresh and tired alike.
    for (at, item) in items.iter().enumerate() {
        let before = at * overlap / items.len();
        match (at + 1) * overlap / items.len() > before {
            true => sheets.iter_mut().for_each(|sheet| sheet.push(item)),
            false => sheets[(at - before) % coders].push(item),
        }
    }
    sheets
}

/// Draws whole articles, each with the same probability.
fn articles(
    options: &Options,
    how: &Sampling,
    number: u64,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Sampled, Error> {
    if options.inputs.is_empty() {
        return Err(Error::said("--articles draws from the texts; name them with --inputs"));
    }
    let rank = |document: &Document| hash(how.seed ^ ARTICLES, document.doc_id.as_bytes());
    let mut kept: BTreeMap<(u64, String), Article> = BTreeMap::new();
    let mut of = 0;
    let work = |documents: &[Document]| -> Vec<(u64, Article)> {
        documents.iter().map(|document| (rank(document), article(document))).collect()
    };
    let mut take = |made: Vec<Vec<(u64, Article)>>, _| {
        for (rank, article) in made.into_iter().flatten() {
            of += 1;
            kept.insert((rank, article.doc_id.clone()), article);
            if kept.len() as u64 > number {
                kept.pop_last();
            }
        }
        Ok(())
    };
    let inputs = list_inputs(&options.inputs, options.read.format)?;
    pool(options.threads)?.install(|| drive(options, inputs, None, progress, &work, &mut take))?;
    let articles: Vec<Article> = kept.into_values().collect();
    let pages = report::write_articles(&how.out, &articles, how.coders.max(1) as usize)?;
    Ok(Sampled { drawn: articles.len() as u64, of, pages })
}

fn article(document: &Document) -> Article {
    Article {
        doc_id: document.doc_id.clone(),
        date: document.date.map_or_else(String::new, |date| date.to_string()),
        outlet: document.outlet.clone().unwrap_or_default(),
        title: document.title.clone().unwrap_or_default(),
        text: document.text.clone(),
    }
}

/// Separates this draw from other uses of the same hash.
const ARTICLES: u64 = 0x2545_f491_4f6c_dd1d;

//! Tallying: adds the statements of one document to the counts. It does not open or compare documents.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::aggregate::example::Showcase;
use crate::aggregate::syndication::sketch;
use crate::aggregate::unknown::unknown;
use crate::lexicon::actors::Actors;
use crate::model::actor::ActorId;
use crate::model::attribution::Form;
use crate::model::document::Document;
use crate::model::hash::hash;
use crate::model::opinion::{MICRO, Opinion};
use crate::model::period::Day;
use crate::model::record;
use crate::model::statement::ScoredStatement;
use crate::model::tally::{Counts, Tally, UnknownHolders};
use crate::model::utterance::{First, Lean, Sketch, UtteranceStats};

/// How statements are counted.
#[derive(Clone, Copy)]
pub(crate) struct Counting {
    /// Combined with an utterance's key, it decides whether the utterance becomes an example.
    pub(crate) seed: u64,
    /// Whether every copy counts.
    pub(crate) keep_duplicates: bool,
}

/// Adds the scored statements of `document` to `tally`; `text` is the document's text as it was read.
pub(crate) fn tally(
    tally: &mut Tally,
    document: &Document,
    text: &str,
    scored: &[ScoredStatement],
    registry: &Actors,
    how: Counting,
) {
    let day = Day::of(document.date);
    let scored: Vec<&ScoredStatement> = scored.iter().filter(|item| item.statement.attribution.counts).collect();
    tally.counts.merge(&Counts {
        documents: 1,
        statements: scored.len() as u64,
        unknown_holders: unknown_holders(&scored, text),
        unlisted_holders: scored.iter().filter(|item| is_unlisted(item, registry)).count() as u64,
        own_actors: scored.iter().filter(|item| is_own(item, document, registry)).count() as u64,
        days: document.date.map(|_| (day, day)),
        fingerprint: fingerprint(document),
    });
    let first = First(day, hash(0, document.doc_id.as_bytes()));
    for item in scored {
        let Some(holder) = &item.statement.holder else { continue };
        let words = item.statement.attribution.content.iter().map(|span| span.of(text));
        let (utterance, sketch) = match how.keep_duplicates {
            true => (statement_key(&item.statement.statement_id), Sketch::default()),
            false => utterance(words, holder, day),
        };
        let sentiment = item.sentiment.micro() as i32;
        let spoken = spoken(tally, holder, utterance, sketch, UtteranceStats::spoken(first, sentiment));
        let drawn = hash(how.seed ^ DRAW, &utterance.to_le_bytes());
        let showcase = Showcase::new(document, &item.statement);
        let shown = Arc::new(showcase.example(None));
        tally.samples.entry(holder.clone()).or_default().offer(utterance, drawn, 1.0, &shown);
        for opinion in &item.opinions {
            let pair = (holder.clone(), opinion.target.clone());
            tally.dyads.entry(pair.clone()).or_default().add(utterance, said(opinion, &spoken));
            let shown = Arc::new(showcase.example(Some(opinion)));
            Arc::make_mut(tally.examples.entry(pair).or_default()).offer(utterance, drawn, opinion.confidence, &shown);
        }
    }
}

fn unknown_holders(scored: &[&ScoredStatement], text: &str) -> UnknownHolders {
    let mut all = UnknownHolders::default();
    let nobody = scored.iter().filter(|item| item.statement.holder.is_none());
    nobody.for_each(|item| all.merge(unknown(item.statement.attribution.source, text)));
    all
}

fn is_unlisted(item: &ScoredStatement, registry: &Actors) -> bool {
    let is_given = item.statement.attribution.form == Form::Given;
    !is_given && item.statement.holder.as_ref().is_some_and(|holder| registry.actor(holder).is_none())
}

fn is_own(item: &ScoredStatement, document: &Document, registry: &Actors) -> bool {
    document.given.is_some() && item.statement.holder.as_ref().is_some_and(|holder| registry.actor(holder).is_none())
}

/// The direction of an opinion and its stance in millionths; 0 if it is neutral or uncertain.
pub(super) fn counted(opinion: &Opinion) -> (Lean, i64) {
    let lean = Lean::of(opinion.polarity, opinion.counted);
    (lean, if lean.is_clear() { opinion.stance.micro() } else { 0 })
}

fn said(opinion: &Opinion, spoken: &UtteranceStats) -> UtteranceStats {
    let (lean, stance) = counted(opinion);
    let (stance, mentions) = (stance as i32, opinion.mentions.len().max(1) as u32);
    let sentiment = (opinion.sentiment * MICRO).round() as i32;
    let (entries, agree) = (opinion.entries.clone(), opinion.agree);
    UtteranceStats { stance, sentiment, lean, mentions, entries, agree, ..spoken.clone() }
}

/// Counts an utterance for its holder, and returns it.
fn spoken(tally: &mut Tally, holder: &ActorId, utterance: u64, sketch: Sketch, said: UtteranceStats) -> UtteranceStats {
    if !sketch.is_empty() {
        tally.sketches.entry(holder.clone()).or_default().insert(utterance, sketch);
    }
    tally.voices.entry(holder.clone()).or_default().add(utterance, said.clone());
    said
}

/// Adds a scored statement that was read back, as [`tally`] has counted it. Examples and entries of the lexicon are left
/// out.
pub(crate) fn tally_record(tally: &mut Tally, statement: &record::Statement, keep_duplicates: bool) {
    let Some(holder) = statement.holder.as_ref().filter(|_| statement.counted) else { return };
    let day = Day::of(statement.date);
    let (utterance, sketch) = match keep_duplicates {
        true => (statement_key(&statement.statement_id), Sketch::default()),
        false => utterance(statement.content.iter().map(|words| words.text.as_str()), holder, day),
    };
    let first = First(day, hash(0, statement.doc_id.as_bytes()));
    let sentiment = statement.sentiment.micro() as i32;
    let spoken = spoken(tally, holder, utterance, sketch, UtteranceStats::spoken(first, sentiment));
    for opinion in &statement.opinions {
        let lean = Lean::of(opinion.polarity, opinion.counted);
        let micro = |value: f64| (value * MICRO).round() as i32;
        let said = UtteranceStats {
            stance: if lean.is_clear() { micro(opinion.stance) } else { 0 },
            sentiment: opinion.sentiment.map_or(sentiment, micro),
            lean,
            mentions: opinion.mentions.len().max(1) as u32,
            agree: opinion.agree,
            ..spoken.clone()
        };
        tally.dyads.entry((holder.clone(), opinion.target.clone())).or_default().add(utterance, said);
    }
}

/// Shorter utterances are common phrases: the same words are one utterance only on the same day.
const LONG: usize = 6;

/// The key of an utterance, and the sketch by which near-copies are found.
///
/// **What it does**: hashes the holder and the words, ignoring case, punctuation and spaces. For fewer than six words, the
/// key includes the day. If duplicates are kept, every statement has a key of its own instead.
/// **Why**: one wire quote in forty papers is one utterance, not forty.
/// **Example**: “We agree.” on two days is two utterances; a sentence of ten words on two days is one.
/// **Known failures**: a slogan of six words or more that is repeated for years counts once.
/// **Source**: chosen by hand.
fn utterance<'t>(content: impl Iterator<Item = &'t str>, holder: &ActorId, day: Day) -> (u64, Sketch) {
    let words = words(content);
    (key(holder, day, &words), sketch(&words))
}

fn words<'t>(content: impl Iterator<Item = &'t str>) -> Vec<(u64, bool)> {
    let words = content.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).map(word).collect()
}

fn key(holder: &ActorId, day: Day, words: &[(u64, bool)]) -> u64 {
    let mut key = Vec::with_capacity(256);
    key.extend_from_slice(holder.as_bytes());
    key.extend(words.iter().flat_map(|(word, _)| word.to_le_bytes()));
    if words.len() < LONG {
        key.extend_from_slice(day.to_string().as_bytes());
    }
    hash(0, &key)
}

/// The key of the utterance that has this content: that of the tally, before near-copies are merged.
pub(crate) fn utterance_key<'t>(holder: &ActorId, day: Day, content: impl Iterator<Item = &'t str>) -> u64 {
    key(holder, day, &words(content))
}

/// The key of a statement where every copy counts.
pub(crate) fn statement_key(statement_id: &str) -> u64 {
    hash(0, statement_id.as_bytes())
}

/// The hash of a word, ignoring case, and whether it is a number in digits.
pub(super) fn word(word: &str) -> (u64, bool) {
    let lower: String = match word.is_ascii() {
        true => word.to_ascii_lowercase(),
        false => word.chars().flat_map(char::to_lowercase).collect(),
    };
    (hash(0, lower.as_bytes()), word.contains(|c: char| c.is_ascii_digit()))
}

/// A hash of the whole record.
fn fingerprint(document: &Document) -> u64 {
    let Document { doc_id, date, outlet, title, text, given, columns: _ } = document;
    let mut digest = Sha256::new();
    for part in [Some(doc_id), outlet.as_ref(), title.as_ref(), Some(text)] {
        digest.update(part.map_or(&b"\0"[..], |part| part.as_bytes()));
        digest.update([0]);
    }
    digest.update(Day::of(*date).0.to_le_bytes());
    if let Some(given) = given {
        digest.update(format!("{given:?}"));
    }
    digest.finalize()[..8].iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// Separates the random choice from other uses of the same hash.
const DRAW: u64 = 0x5bd1_e995_0d2c_6f0b;

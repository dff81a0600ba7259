//! Records: attributions, statements and sentiments as lines of JSON. Offsets count Unicode characters.

use serde::Serialize;

use crate::model::attribution::{Assertion, Attribution, CueCategory, Form};
use crate::model::document::Document;
use crate::model::mention::{Mention, Rule};
use crate::model::opinion::{Opinion, Polarity, SURE};
use crate::model::sentiment::Sentiment;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::text::offset::Offsets;

/// Words of the text and where they stand.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Words<'t> {
    /// First character, counting Unicode characters from 0.
    start: usize,
    /// One past the last character.
    end: usize,
    /// The words themselves.
    text: &'t str,
}

/// Which part of the record a statement stands in.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
enum Where {
    /// Its title.
    Title,
    /// Its text.
    Text,
}

/// A cue with what it does.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CueRecord<'t> {
    #[serde(flatten)]
    words: Words<'t>,
    category: CueCategory,
}

/// An attribution inside the content of another.
#[derive(Serialize)]
struct NestedRecord<'t> {
    form: Form,
    assertion: Assertion,
    source: Option<Words<'t>>,
    cue: Option<CueRecord<'t>>,
    content: Vec<Words<'t>>,
    confidence: f64,
}

#[derive(Serialize)]
struct AttributionRecord<'t> {
    statement_id: String,
    doc_id: &'t str,
    date: Option<String>,
    outlet: Option<&'t str>,
    r#where: Where,
    form: Form,
    assertion: Assertion,
    source: Option<Words<'t>>,
    cue: Option<CueRecord<'t>>,
    content: Vec<Words<'t>>,
    nested: Vec<NestedRecord<'t>>,
    confidence: f64,
}

/// A scored statement: a line of the table of statements.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StatementRecord<'t> {
    /// The document's id, a colon, and the statement's number in the document.
    statement_id: &'t str,
    /// Unique in the corpus.
    doc_id: &'t str,
    /// Of the document, as YYYY-MM-DD.
    date: Option<String>,
    /// Where the document was published.
    outlet: Option<&'t str>,
    /// Where it stands, and what its offsets count from.
    r#where: Where,
    /// How the content is reported.
    form: Form,
    /// What kind of saying it is.
    assertion: Assertion,
    /// The words that name who says it; null when it is given or nobody is named.
    source: Option<Words<'t>>,
    /// The words that report it.
    cue: Option<CueRecord<'t>>,
    /// What is said, in the order of the text.
    content: Vec<Words<'t>>,
    /// The actor behind the source; null when unknown.
    holder: Option<&'t str>,
    /// By which rule the holder was found.
    rule: Option<&'static str>,
    /// Actors who pass it on, outermost first.
    via: Vec<&'t str>,
    /// How probable it is that the holder says this, 0 to 1.
    confidence: f64,
    /// The tone of the content, toward nobody.
    sentiment: Sentiment,
    /// One for each actor that the content names, the holder left aside.
    opinions: Vec<OpinionRecord<'t>>,
}

/// How the holder stands toward one actor.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OpinionRecord<'t> {
    /// Toward whom.
    target: &'t str,
    /// Where the content names the target.
    mentions: Vec<MentionRecord<'t>>,
    /// −1 (against) to 1 (for): what the evidence adds up to.
    stance: f64,
    /// Which way the stance points.
    polarity: Polarity,
    /// How probable the polarity is, 0 to 1; below 0.5 it is not sure, and the opinion counts for neither side.
    confidence: f64,
    /// Whether reports count it as for or against.
    counted: bool,
    /// The words that made it, in the order of the text.
    evidence: Vec<EvidenceRecord<'t>>,
}

/// Words that name an actor.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MentionRecord<'t> {
    #[serde(flatten)]
    words: Words<'t>,
    /// By which rule they were found to name it.
    rule: &'static str,
    /// How probable it is that they do, 0 to 1.
    confidence: f64,
}

/// Words that count toward a stance.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EvidenceRecord<'t> {
    #[serde(flatten)]
    words: Words<'t>,
    /// The lexicon entry that they match.
    entry: &'t str,
    /// What they add to the stance.
    valence: f64,
    /// Where the target stands toward the entry, with the shifters that applied.
    rule: &'t str,
}

#[derive(Serialize)]
struct SentimentRecord<'t> {
    doc_id: &'t str,
    compound: f64,
    pos: f64,
    neu: f64,
    neg: f64,
}

/// Spans of one document with their words.
struct Speller<'t> {
    text: &'t str,
    offsets: Offsets<'t>,
    /// Where the text proper begins, in bytes and in characters.
    body: (usize, usize),
}

impl<'t> Speller<'t> {
    fn words(&self, span: Span) -> Words<'t> {
        let before = if span.start() < self.body.0 { 0 } else { self.body.1 };
        Words {
            start: self.offsets.character(span.start()) - before,
            end: self.offsets.character(span.end()) - before,
            text: span.of(self.text),
        }
    }

    fn place(&self, attribution: &Attribution) -> Where {
        let title = attribution.content.first().is_some_and(|first| first.start() < self.body.0);
        if title { Where::Title } else { Where::Text }
    }

    fn cue(&self, attribution: &Attribution) -> Option<CueRecord<'t>> {
        let category = attribution.category;
        attribution.cue.map(|span| CueRecord { words: self.words(span), category })
    }

    fn all(&self, spans: &[Span]) -> Vec<Words<'t>> {
        spans.iter().map(|&span| self.words(span)).collect()
    }
}

fn speller(document: &Document) -> Speller<'_> {
    let offsets = Offsets::new(&document.text);
    let body = (document.body, offsets.character(document.body));
    Speller { text: &document.text, offsets, body }
}

fn line(out: &mut Vec<u8>, record: &impl Serialize) {
    serde_json::to_writer(&mut *out, record).expect("plain values become JSON");
    out.push(b'\n');
}

pub(super) fn rounded(confidence: f64) -> f64 {
    (confidence * 1000.0).round() / 1000.0
}

/// Appends the line of an attribution, the `number`th of its document, counting from 0.
pub(crate) fn attribution_line(out: &mut Vec<u8>, document: &Document, attributions: &[Attribution]) {
    let speller = speller(document);
    for (number, attribution) in attributions.iter().enumerate() {
        let record = AttributionRecord {
            statement_id: format!("{}:{}", document.doc_id, number + 1),
            doc_id: &document.doc_id,
            date: document.date.map(|date| date.to_string()),
            outlet: document.outlet.as_deref(),
            r#where: speller.place(attribution),
            form: attribution.form,
            assertion: attribution.assertion,
            source: attribution.source.map(|span| speller.words(span)),
            cue: speller.cue(attribution),
            content: speller.all(&attribution.content),
            nested: attribution.nested.iter().map(|inner| nested_record(&speller, inner)).collect(),
            confidence: rounded(attribution.confidence),
        };
        line(out, &record);
    }
}

/// Appends the lines of the scored statements of a document.
pub(crate) fn statement_line<'t>(
    out: &mut Vec<u8>,
    document: &'t Document,
    scored: impl Iterator<Item = (&'t Statement, Sentiment, &'t [Opinion])>,
) {
    let speller = speller(document);
    for (statement, sentiment, opinions) in scored {
        let attribution = &statement.attribution;
        let record = StatementRecord {
            statement_id: &statement.statement_id,
            doc_id: &document.doc_id,
            date: document.date.map(|date| date.to_string()),
            outlet: document.outlet.as_deref(),
            r#where: speller.place(attribution),
            form: attribution.form,
            assertion: attribution.assertion,
            source: attribution.source.map(|span| speller.words(span)),
            cue: speller.cue(attribution),
            content: speller.all(&attribution.content),
            holder: statement.holder.as_deref(),
            rule: statement.rule.map(Rule::word),
            via: statement.via.iter().map(AsRef::as_ref).collect(),
            confidence: rounded(statement.confidence),
            sentiment,
            opinions: opinions.iter().map(|opinion| opinion_record(&speller, opinion, attribution.counts)).collect(),
        };
        line(out, &record);
    }
}

fn nested_record<'t>(speller: &Speller<'t>, attribution: &Attribution) -> NestedRecord<'t> {
    NestedRecord {
        form: attribution.form,
        assertion: attribution.assertion,
        source: attribution.source.map(|span| speller.words(span)),
        cue: speller.cue(attribution),
        content: speller.all(&attribution.content),
        confidence: rounded(attribution.confidence),
    }
}

fn mention_record<'t>(speller: &Speller<'t>, mention: &Mention) -> MentionRecord<'t> {
    let Mention { span, rule, .. } = *mention;
    MentionRecord { words: speller.words(span), rule: rule.word(), confidence: rule.confidence() }
}

fn opinion_record<'t>(speller: &Speller<'t>, opinion: &'t Opinion, counts: bool) -> OpinionRecord<'t> {
    let evidence = |item: &'t crate::model::opinion::Evidence| EvidenceRecord {
        words: speller.words(item.span),
        entry: &item.entry,
        valence: item.valence,
        rule: &item.rule,
    };
    OpinionRecord {
        target: &opinion.target,
        mentions: opinion.mentions.iter().map(|mention| mention_record(speller, mention)).collect(),
        stance: opinion.stance.value(),
        polarity: opinion.polarity,
        confidence: rounded(opinion.confidence),
        counted: counts && opinion.polarity != Polarity::None && opinion.confidence >= SURE,
        evidence: opinion.evidence.iter().map(evidence).collect(),
    }
}

/// Appends the line of a text's sentiment.
pub(crate) fn sentiment_line(out: &mut Vec<u8>, document: &Document, sentiment: Sentiment) {
    let Sentiment { compound, pos, neu, neg } = sentiment;
    line(out, &SentimentRecord { doc_id: &document.doc_id, compound, pos, neu, neg });
}

#[cfg(test)]
mod tests {
    use super::StatementRecord;

    /// `UPDATE_GOLDEN=1 cargo test schema` rewrites the published schema after a wanted change.
    #[test]
    fn the_published_schema_is_that_of_the_record() {
        // As it is written, not as it might be read: every field is there.
        let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<StatementRecord<'_>>();
        let made = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/statement.json");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
            std::fs::write(&path, format!("{made}\n")).expect("a file");
        }
        assert_eq!(std::fs::read_to_string(path).expect("it is published"), format!("{made}\n"));
    }
}

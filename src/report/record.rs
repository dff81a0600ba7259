//! Records: attributions, statements and sentiments as lines of JSON. Offsets count Unicode characters.

use serde::Serialize;

use crate::model::attribution::{Attribution, CueCategory, Form};
use crate::model::document::Document;
use crate::model::mention::{Mention, Rule};
use crate::model::opinion::{Opinion, Polarity};
use crate::model::sentiment::Sentiment;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::report::table;
use crate::text::offset::Offsets;

#[derive(Serialize)]
struct Words<'t> {
    start: usize,
    end: usize,
    text: &'t str,
}

/// A cue with what it does.
#[derive(Serialize)]
struct CueRecord<'t> {
    #[serde(flatten)]
    words: Words<'t>,
    category: CueCategory,
}

/// An attribution inside the content of another.
#[derive(Serialize)]
struct NestedRecord<'t> {
    form: Form,
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
    form: Form,
    source: Option<Words<'t>>,
    cue: Option<CueRecord<'t>>,
    content: Vec<Words<'t>>,
    nested: Vec<NestedRecord<'t>>,
    confidence: f64,
}

#[derive(Serialize)]
struct StatementRecord<'t> {
    statement_id: &'t str,
    doc_id: &'t str,
    date: Option<String>,
    outlet: Option<&'t str>,
    form: Form,
    source: Option<Words<'t>>,
    cue: Option<CueRecord<'t>>,
    content: Vec<Words<'t>>,
    holder: Option<&'t str>,
    rule: Option<&'static str>,
    via: Vec<&'t str>,
    confidence: f64,
    sentiment: Sentiment,
    opinions: Vec<OpinionRecord<'t>>,
}

#[derive(Serialize)]
struct OpinionRecord<'t> {
    target: &'t str,
    mentions: Vec<MentionRecord<'t>>,
    stance: f64,
    polarity: Polarity,
    confidence: f64,
    evidence: Vec<EvidenceRecord<'t>>,
}

#[derive(Serialize)]
struct MentionRecord<'t> {
    #[serde(flatten)]
    words: Words<'t>,
    rule: &'static str,
    confidence: f64,
}

#[derive(Serialize)]
struct EvidenceRecord<'t> {
    #[serde(flatten)]
    words: Words<'t>,
    entry: &'t str,
    valence: f64,
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
}

impl<'t> Speller<'t> {
    fn words(&self, span: Span) -> Words<'t> {
        Words {
            start: self.offsets.character(span.start()),
            end: self.offsets.character(span.end()),
            text: span.of(self.text),
        }
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
    Speller { text: &document.text, offsets: Offsets::new(&document.text) }
}

fn line(out: &mut Vec<u8>, record: &impl Serialize) {
    serde_json::to_writer(&mut *out, record).expect("plain values become JSON");
    out.push(b'\n');
}

fn rounded(confidence: f64) -> f64 {
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
            form: attribution.form,
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
            form: attribution.form,
            source: attribution.source.map(|span| speller.words(span)),
            cue: speller.cue(attribution),
            content: speller.all(&attribution.content),
            holder: statement.holder.as_deref(),
            rule: statement.rule.map(Rule::word),
            via: statement.via.iter().map(AsRef::as_ref).collect(),
            confidence: rounded(statement.confidence),
            sentiment,
            opinions: opinions.iter().map(|opinion| opinion_record(&speller, opinion)).collect(),
        };
        line(out, &record);
    }
}

fn nested_record<'t>(speller: &Speller<'t>, attribution: &Attribution) -> NestedRecord<'t> {
    NestedRecord {
        form: attribution.form,
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

fn opinion_record<'t>(speller: &Speller<'t>, opinion: &'t Opinion) -> OpinionRecord<'t> {
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
        evidence: opinion.evidence.iter().map(evidence).collect(),
    }
}

/// Appends the line of a text's sentiment.
pub(crate) fn sentiment_line(out: &mut Vec<u8>, document: &Document, sentiment: Sentiment) {
    let Sentiment { compound, pos, neu, neg } = sentiment;
    line(out, &SentimentRecord { doc_id: &document.doc_id, compound, pos, neu, neg });
}

/// The columns of the table of opinions.
pub(crate) const OPINION_COLUMNS: [&str; 12] = [
    "statement_id",
    "doc_id",
    "date",
    "outlet",
    "form",
    "holder",
    "via",
    "target",
    "stance",
    "polarity",
    "compound",
    "words",
];

/// Appends one CSV row for each opinion of the scored statements; a statement without a target gets one row.
pub(crate) fn opinion_rows<'t>(
    out: &mut Vec<u8>,
    document: &'t Document,
    scored: impl Iterator<Item = (&'t Statement, Sentiment, &'t [Opinion])>,
) {
    let mut rows = Vec::new();
    for (statement, sentiment, opinions) in scored {
        let content: Vec<&str> = statement.attribution.content.iter().map(|span| span.of(&document.text)).collect();
        let row = |target: &str, stance: String, polarity: &str| {
            vec![
                table::guarded(&statement.statement_id),
                table::guarded(&document.doc_id),
                document.date.map_or(String::new(), |date| date.to_string()),
                table::guarded(document.outlet.as_deref().unwrap_or("")),
                format!("{:?}", statement.attribution.form).to_lowercase(),
                table::guarded(statement.holder.as_deref().unwrap_or("")),
                table::guarded(&statement.via.join(" ")),
                table::guarded(target),
                stance,
                polarity.to_owned(),
                sentiment.compound.to_string(),
                table::guarded(&content.join(" … ")),
            ]
        };
        if opinions.is_empty() {
            rows.push(row("", String::new(), ""));
        }
        for opinion in opinions {
            let polarity = match opinion.polarity {
                Polarity::Favor => "favor",
                Polarity::Against => "against",
                Polarity::None => "none",
            };
            rows.push(row(&opinion.target, opinion.stance.value().to_string(), polarity));
        }
    }
    let text = table::text(&OPINION_COLUMNS, rows.into_iter());
    // The header stands once, at the head of the file.
    out.extend_from_slice(text.split_once('\n').map_or("", |(_, rows)| rows).as_bytes());
}

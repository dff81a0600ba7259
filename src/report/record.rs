//! Records: converts attributions, statements and sentiments to output records, with the text of their spans, and
//! writes them as JSON lines.

use serde::Serialize;

use crate::model::attribution::Attribution;
use crate::model::columns::OwnColumns;
use crate::model::document::Document;
use crate::model::mention::Mention;
use crate::model::opinion::{Evidence, Opinion, Stance};
use crate::model::reader::{Answer, Readers};
use crate::model::record::{self, Cue, Place, Words};
use crate::model::sentiment::Sentiment;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::text::offset::Offsets;

#[derive(Serialize)]
struct SentimentRecord<'t> {
    doc_id: &'t str,
    compound: f64,
    pos: f64,
    neu: f64,
    neg: f64,
}

/// Converts the spans of one document.
struct Speller<'t> {
    text: &'t str,
    offsets: Offsets<'t>,
    /// Where the text begins, in bytes and in characters; the title stands before it.
    body: (usize, usize),
}

impl Speller<'_> {
    fn new(document: &Document, body: usize) -> Speller<'_> {
        let offsets = Offsets::new(&document.text);
        let body = (body, offsets.character(body));
        Speller { text: &document.text, offsets, body }
    }

    fn place(&self, attribution: &Attribution) -> Place {
        let title = attribution.content.first().is_some_and(|first| first.start() < self.body.0);
        if title { Place::Title } else { Place::Text }
    }

    fn words(&self, span: Span) -> Words {
        let (bytes, characters) = if span.start() < self.body.0 { (0, 0) } else { self.body };
        Words {
            start: self.offsets.character(span.start()) - characters,
            end: self.offsets.character(span.end()) - characters,
            text: span.of(self.text).to_owned(),
            bytes: Some(span.start() - bytes..span.end() - bytes),
        }
    }

    fn all(&self, spans: &[Span]) -> Vec<Words> {
        spans.iter().map(|&span| self.words(span)).collect()
    }

    fn cue(&self, attribution: &Attribution) -> Option<Cue> {
        let Words { start, end, text, bytes } = self.words(attribution.cue?);
        Some(Cue { start, end, text, category: attribution.category, bytes })
    }

    fn nested(&self, attribution: &Attribution) -> record::NestedAttribution {
        record::NestedAttribution {
            form: attribution.form,
            assertion: attribution.assertion,
            source: attribution.source.map(|span| self.words(span)),
            cue: self.cue(attribution),
            content: self.all(&attribution.content),
            confidence: rounded(attribution.confidence),
        }
    }

    fn mention(&self, mention: &Mention) -> record::Mention {
        let Words { start, end, text, bytes } = self.words(mention.span);
        let rule = mention.rule;
        record::Mention { start, end, text, rule: Some(rule), confidence: rule.confidence(), bytes }
    }

    fn evidence(&self, item: &Evidence) -> record::Evidence {
        let Words { start, end, text, bytes } = self.words(item.span);
        let (entry, rule) = (item.entry.clone(), item.rule.clone());
        record::Evidence { start, end, text, entry, valence: item.valence, rule, scope: item.scope, bytes }
    }

    fn opinion(&self, opinion: &Opinion, counts: bool) -> record::Opinion {
        record::Opinion {
            target: opinion.target.clone(),
            mentions: opinion.mentions.iter().map(|mention| self.mention(mention)).collect(),
            stance: opinion.stance.value(),
            polarity: opinion.polarity,
            confidence: rounded(opinion.confidence),
            counted: counts && opinion.counted,
            sentiment: Some(opinion.sentiment),
            evidence: opinion.evidence.iter().map(|item| self.evidence(item)).collect(),
            alone: opinion.alone.map(Stance::value),
            agree: opinion.agree,
            readers: opinion.readers.map(rounded_readers),
        }
    }
}

/// Appends `record` as a line of JSON.
pub(crate) fn line(out: &mut Vec<u8>, record: &impl Serialize) {
    serde_json::to_writer(&mut *out, record).expect("plain values become JSON");
    out.push(b'\n');
}

fn rounded(confidence: f64) -> f64 {
    (confidence * 1000.0).round() / 1000.0
}

fn rounded_readers(readers: Readers) -> Readers {
    let each = |Answer { polarity, against, none, favor }| Answer::new(polarity, [against, none, favor].map(rounded));
    Readers { transparent: each(readers.transparent), neural: each(readers.neural) }
}

/// The attributions of a document, whose text begins at `body`, as they leave the program, in the same order.
pub(crate) fn attribution_records(
    document: &Document,
    body: usize,
    attributions: &[Attribution],
) -> Vec<record::Attribution> {
    let speller = Speller::new(document, body);
    let record = |(number, attribution): (usize, &Attribution)| record::Attribution {
        statement_id: format!("{}:{}", document.doc_id, number + 1),
        doc_id: document.doc_id.clone(),
        date: document.date,
        outlet: document.outlet.clone(),
        place: speller.place(attribution),
        form: attribution.form,
        assertion: attribution.assertion,
        source: attribution.source.map(|span| speller.words(span)),
        cue: speller.cue(attribution),
        content: speller.all(&attribution.content),
        nested: attribution.nested.iter().map(|inner| speller.nested(inner)).collect(),
        confidence: rounded(attribution.confidence),
    };
    attributions.iter().enumerate().map(record).collect()
}

/// The scored statements of a document, whose text begins at `body`, as they leave the program, in the same order.
pub(crate) fn records<'t>(
    document: &Document,
    body: usize,
    scored: impl Iterator<Item = (&'t Statement, Sentiment, &'t [Opinion])>,
) -> Vec<record::Statement> {
    let speller = Speller::new(document, body);
    let record = |(statement, sentiment, opinions): (&Statement, Sentiment, &[Opinion])| record::Statement {
        statement_id: statement.statement_id.clone(),
        doc_id: document.doc_id.clone(),
        date: document.date,
        outlet: document.outlet.clone(),
        place: speller.place(&statement.attribution),
        form: statement.attribution.form,
        assertion: statement.attribution.assertion,
        source: statement.attribution.source.map(|span| speller.words(span)),
        cue: speller.cue(&statement.attribution),
        content: speller.all(&statement.attribution.content),
        holder: statement.holder.clone(),
        rule: statement.rule,
        via: statement.via.clone(),
        confidence: rounded(statement.confidence),
        counted: statement.attribution.counts,
        sentiment,
        opinions: opinions.iter().map(|opinion| speller.opinion(opinion, statement.attribution.counts)).collect(),
        columns: OwnColumns::default(),
    };
    scored.map(record).collect()
}

/// Appends the line of a text's sentiment.
pub(crate) fn sentiment_line(out: &mut Vec<u8>, document: &Document, sentiment: Sentiment) {
    let Sentiment { compound, pos, neu, neg } = sentiment;
    line(out, &SentimentRecord { doc_id: &document.doc_id, compound, pos, neu, neg });
}

#[cfg(test)]
mod tests {
    use crate::model::record::Statement;

    /// `UPDATE_GOLDEN=1 cargo test schema` rewrites the published schema after a wanted change.
    #[test]
    fn the_published_schema_is_that_of_the_record() {
        // As it is written, not as it might be read: every field is there.
        let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<Statement>();
        let made = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/statement.json");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
            std::fs::write(&path, format!("{made}\n")).expect("a file");
        }
        assert_eq!(std::fs::read_to_string(path).expect("it is published"), format!("{made}\n"));
    }
}

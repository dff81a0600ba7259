//! Results as Arrow tables, which Python takes over without copying them.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use verbale::{Date, Opinion, Sentiment, Statement};

/// A table for Python.
pub(crate) type Table = Box<dyn RecordBatchReader + Send>;

/// So many rows make a batch.
const ROWS: usize = 1 << 14;

/// Opinions: one row for each, and one for a statement that names no actor.
#[derive(Default)]
pub(crate) struct Opinions {
    batches: Vec<RecordBatch>,
    rows: usize,
    statement_id: StringBuilder,
    doc_id: StringBuilder,
    date: Date32Builder,
    outlet: StringBuilder,
    form: StringBuilder,
    holder: StringBuilder,
    via: StringBuilder,
    target: StringBuilder,
    stance: Float64Builder,
    polarity: StringBuilder,
    confidence: Float64Builder,
    compound: Float64Builder,
    words: StringBuilder,
    counted: BooleanBuilder,
}

impl Opinions {
    /// Adds the rows of a statement.
    pub(crate) fn add(&mut self, statement: &Statement) -> Result<(), ArrowError> {
        if statement.opinions.is_empty() {
            self.row(statement, None);
        }
        statement.opinions.iter().for_each(|opinion| self.row(statement, Some(opinion)));
        if self.rows >= ROWS { self.close() } else { Ok(()) }
    }

    fn row(&mut self, statement: &Statement, opinion: Option<&Opinion>) {
        self.rows += 1;
        self.statement_id.append_value(&statement.statement_id);
        self.doc_id.append_value(&statement.doc_id);
        self.date.append_option(statement.date.map(days));
        self.outlet.append_option(statement.outlet.as_deref());
        self.form.append_value(statement.form.word());
        self.holder.append_option(statement.holder.as_deref());
        self.via.append_option((!statement.via.is_empty()).then(|| statement.via.join(" ")));
        self.target.append_option(opinion.map(|opinion| opinion.target.as_ref()));
        self.stance.append_option(opinion.map(|opinion| opinion.stance));
        self.polarity.append_option(opinion.map(|opinion| opinion.polarity.word()));
        self.confidence.append_option(opinion.map(|opinion| opinion.confidence));
        self.compound.append_value(statement.sentiment.compound);
        self.words.append_value(statement.words());
        self.counted.append_value(statement.counted && opinion.is_some_and(|opinion| opinion.counted));
    }

    /// Puts the rows so far into a batch.
    fn close(&mut self) -> Result<(), ArrowError> {
        self.rows = 0;
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.statement_id.finish()),
            Arc::new(self.doc_id.finish()),
            Arc::new(self.date.finish()),
            Arc::new(self.outlet.finish()),
            Arc::new(self.form.finish()),
            Arc::new(self.holder.finish()),
            Arc::new(self.via.finish()),
            Arc::new(self.target.finish()),
            Arc::new(self.stance.finish()),
            Arc::new(self.polarity.finish()),
            Arc::new(self.confidence.finish()),
            Arc::new(self.compound.finish()),
            Arc::new(self.words.finish()),
            Arc::new(self.counted.finish()),
        ];
        self.batches.push(RecordBatch::try_new(opinion_schema(), columns)?);
        Ok(())
    }

    /// All rows.
    pub(crate) fn table(mut self) -> Result<Table, ArrowError> {
        self.close()?;
        Ok(reader(self.batches, opinion_schema()))
    }
}

/// The names of the columns are those of the files that the program writes.
fn opinion_schema() -> SchemaRef {
    let text = |name: &str, may_be_missing| Field::new(name, DataType::Utf8, may_be_missing);
    let number = |name: &str, may_be_missing| Field::new(name, DataType::Float64, may_be_missing);
    Arc::new(Schema::new(vec![
        text("statement_id", false),
        text("doc_id", false),
        Field::new("date", DataType::Date32, true),
        text("outlet", true),
        text("form", false),
        text("holder", true),
        text("via", true),
        text("target", true),
        number("stance", true),
        text("polarity", true),
        number("confidence", true),
        number("compound", false),
        text("words", false),
        Field::new("counted", DataType::Boolean, false),
    ]))
}

/// VADER scores, one row for each text.
#[derive(Default)]
pub(crate) struct Sentiments {
    compound: Float64Builder,
    pos: Float64Builder,
    neu: Float64Builder,
    neg: Float64Builder,
}

impl Sentiments {
    /// Adds the scores of a text; `None` for a missing one.
    pub(crate) fn add(&mut self, scores: Option<Sentiment>) {
        self.compound.append_option(scores.map(|scores| scores.compound));
        self.pos.append_option(scores.map(|scores| scores.pos));
        self.neu.append_option(scores.map(|scores| scores.neu));
        self.neg.append_option(scores.map(|scores| scores.neg));
    }

    /// All rows.
    pub(crate) fn table(mut self) -> Result<Table, ArrowError> {
        let field = |name: &&str| Field::new(*name, DataType::Float64, true);
        let schema = Arc::new(Schema::new(["compound", "pos", "neu", "neg"].iter().map(field).collect::<Vec<Field>>()));
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.compound.finish()),
            Arc::new(self.pos.finish()),
            Arc::new(self.neu.finish()),
            Arc::new(self.neg.finish()),
        ];
        let rows = RecordBatch::try_new(Arc::clone(&schema), columns)?;
        Ok(reader(vec![rows], schema))
    }
}

fn reader(batches: Vec<RecordBatch>, schema: SchemaRef) -> Table {
    Box::new(RecordBatchIterator::new(batches.into_iter().map(Ok), schema))
}

/// Days since 1970-01-01.
fn days(date: Date) -> i32 {
    let hours = date.duration_since(Date::constant(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).expect("a date has four digits of a year")
}

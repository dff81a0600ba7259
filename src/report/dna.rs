//! The table of events: who agrees with what, as the Discourse Network Analyzer exports its own statements.
//!
//! Columns, separator and the form of the time are those of its export "event list"; `agreement` is 1 or 0 there too.
//! A statement has a row for each actor that it is surely for or against: the actor is the `concept`. What it has no
//! notion of is left out, and long words are cut: statements of unknown holders, and opinions that lean neither way.

use std::fs::File;
use std::path::Path;

use csv::{QuoteStyle, Writer, WriterBuilder};
use serde::Deserialize;

use crate::error::Fault;
use crate::lexicon::actors::Registry;
use crate::model::actor::ActorKind;
use crate::model::comparison as cut;
use crate::model::opinion::{Polarity, SURE};
use crate::model::state::Sheet;
use crate::report::table::guarded;

const COLUMNS: [&str; 13] = [
    "statement ID",
    "time",
    "document ID",
    "document title",
    "author",
    "source",
    "section",
    "type",
    "text",
    "person",
    "organization",
    "concept",
    "agreement",
];

/// What is needed of a line of the table of statements.
#[derive(Deserialize)]
struct Line {
    statement_id: String,
    date: Option<String>,
    outlet: Option<String>,
    content: Vec<Words>,
    holder: Option<String>,
    opinions: Vec<Toward>,
}

#[derive(Deserialize)]
struct Words {
    text: String,
}

#[derive(Deserialize)]
struct Toward {
    target: String,
    polarity: Polarity,
    confidence: f64,
}

impl Toward {
    /// `None` where it leans neither way, or is not sure to.
    fn agreement(&self) -> Option<&'static str> {
        match self.polarity {
            _ if self.confidence < SURE => None,
            Polarity::Favor => Some("1"),
            Polarity::Against => Some("0"),
            Polarity::None => None,
        }
    }
}

/// Writes the rows of one document after another.
pub(super) struct Events<'r> {
    out: Writer<File>,
    registry: &'r Registry,
}

impl<'r> Events<'r> {
    /// Begins the file `path` with the header.
    pub(super) fn create(path: &Path, registry: &'r Registry) -> Result<Events<'r>, Fault> {
        let file = File::create(path).map_err(|error| Fault::io(path, error))?;
        let mut table = WriterBuilder::new();
        table.delimiter(b';').quote_style(QuoteStyle::NonNumeric).buffer_capacity(1 << 18);
        let mut events = Events { out: table.from_writer(file), registry };
        events.row(&COLUMNS.map(str::to_owned))?;
        Ok(events)
    }

    /// The rows of the statements of one document.
    pub(super) fn add(&mut self, sheet: &Sheet) -> Result<(), Fault> {
        for line in sheet.lines.lines() {
            let line: Line = serde_json::from_str(line)
                .map_err(|error| Fault::said(format!("a statement of {} cannot be read: {error}", sheet.doc_id)))?;
            self.statement(sheet, &line)?;
        }
        Ok(())
    }

    /// Everything is on the disk.
    pub(super) fn finish(mut self) -> Result<(), Fault> {
        self.out.flush().map_err(|error| Fault::io("dna.csv", error))
    }

    fn statement(&mut self, sheet: &Sheet, line: &Line) -> Result<(), Fault> {
        let Some(holder) = &line.holder else { return Ok(()) };
        let (person, organization) = self.speaker(holder);
        let words: Vec<&str> = line.content.iter().map(|words| words.text.as_str()).collect();
        // A speech has a row for each actor that it names: whole, it would be there many times.
        let cut::Words(words) = cut::Words::cut(&words.join(" … "));
        for toward in &line.opinions {
            let Some(agreement) = toward.agreement() else { continue };
            self.row(&[
                guarded(&line.statement_id),
                line.date.as_ref().map_or(String::new(), |date| format!("{date} 00:00:00")),
                guarded(&sheet.doc_id),
                guarded(&sheet.title),
                String::new(),
                guarded(line.outlet.as_deref().unwrap_or("")),
                String::new(),
                String::new(),
                guarded(&words),
                guarded(person),
                guarded(organization),
                guarded(self.registry.name(&toward.target)),
                agreement.to_owned(),
            ])?;
        }
        Ok(())
    }

    /// Who speaks, and for whom; the first is empty unless it is a person.
    fn speaker<'h>(&self, holder: &'h str) -> (&'h str, &'h str)
    where
        'r: 'h,
    {
        let name = self.registry.name(holder);
        match self.registry.actor(holder) {
            Some(actor) if actor.kind == ActorKind::Person => {
                (name, actor.parent.as_deref().map_or(name, |parent| self.registry.name(parent)))
            }
            _ => ("", name),
        }
    }

    fn row(&mut self, cells: &[String; COLUMNS.len()]) -> Result<(), Fault> {
        self.out.write_record(cells).map_err(|error| Fault::io("dna.csv", error.into()))
    }
}

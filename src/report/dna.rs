//! The table of events: who agrees with what, in the export format of the Discourse Network Analyzer.
//!
//! Columns, separator and time format are those of its export "event list"; `agreement` is 1 or 0. A statement has a
//! row for each actor that it is confidently for or against: the actor is the `concept`. The format cannot express
//! unknown holders and neutral opinions, so they are left out. Long texts are shortened.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use crate::error::Error;
use crate::lexicon::actors::Actors;
use crate::model::actor::{ActorId, ActorKind};
use crate::model::opinion::Polarity;
use crate::model::period::Day;
use crate::model::record::{DocumentStatements, Opinion, Statement};
use crate::report::BOM;
use crate::report::table::guarded;
use crate::text::excerpt::excerpt;
use csv::{QuoteStyle, Writer, WriterBuilder};

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

/// `None` for a neutral or uncertain opinion.
fn agreement(opinion: &Opinion) -> Option<&'static str> {
    match opinion.polarity {
        _ if !opinion.counted => None,
        Polarity::Favor => Some("1"),
        Polarity::Against => Some("0"),
        Polarity::None => None,
    }
}

/// Writes the rows of one document after another.
pub(super) struct Events<'r> {
    out: Writer<File>,
    registry: &'r Actors,
}

impl<'r> Events<'r> {
    /// Creates the file `path` with its header.
    pub(super) fn create(path: &Path, registry: &'r Actors, bom: bool) -> Result<Events<'r>, Error> {
        let mut file = File::create(path).map_err(|error| Error::io(path, error))?;
        if bom {
            file.write_all(BOM.as_bytes()).map_err(|error| Error::io(path, error))?;
        }
        let mut table = WriterBuilder::new();
        table.delimiter(b';').quote_style(QuoteStyle::NonNumeric).buffer_capacity(1 << 18);
        let mut events = Events { out: table.from_writer(file), registry };
        events.row(&COLUMNS.map(str::to_owned))?;
        Ok(events)
    }

    /// Writes the rows of one document's statements.
    pub(super) fn add(&mut self, document: &DocumentStatements) -> Result<(), Error> {
        let title = document.title.as_deref().unwrap_or_default();
        document.statements.iter().try_for_each(|statement| self.statement(statement, title))
    }

    /// Flushes everything to disk.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.out.flush().map_err(|error| Error::io("dna.csv", error))
    }

    fn statement(&mut self, statement: &Statement, title: &str) -> Result<(), Error> {
        let Some(holder) = &statement.holder else { return Ok(()) };
        let (person, organization) = self.speaker(holder, Day::of(statement.date).number());
        // A speech has one row for each actor that it names, so its full text would be repeated many times.
        let words = excerpt(&statement.words());
        for opinion in &statement.opinions {
            let Some(agreement) = agreement(opinion) else { continue };
            self.row(&[
                guarded(&statement.statement_id),
                statement.date.map_or(String::new(), |date| format!("{date} 00:00:00")),
                guarded(&statement.doc_id),
                guarded(title),
                String::new(),
                guarded(statement.outlet.as_deref().unwrap_or("")),
                String::new(),
                String::new(),
                guarded(&words),
                guarded(&person),
                guarded(&organization),
                guarded(&self.registry.name(&opinion.target)),
                agreement.to_owned(),
            ])?;
        }
        Ok(())
    }

    /// The person and the organisation that speak. The first is empty unless it is a person; the second is the body for
    /// which a person speaks on that day, or the person, who then speaks for nobody else.
    fn speaker(&self, holder: &ActorId, day: Option<i32>) -> (String, String) {
        let name = |id: &str| self.registry.name(id).into_owned();
        let is_person = match self.registry.actor(holder) {
            Some(actor) => actor.kind == ActorKind::Person,
            // Whom only a text knows, with the body spoken for in the id.
            None => self.registry.lineage(holder).len() > 1,
        };
        if !is_person {
            return (String::new(), name(holder));
        }
        let body = self.registry.speaks_for(holder, day).into_iter().nth(1);
        (name(holder), name(body.as_ref().unwrap_or(holder)))
    }

    fn row(&mut self, cells: &[String; COLUMNS.len()]) -> Result<(), Error> {
        self.out.write_record(cells).map_err(|error| Error::io("dna.csv", error.into()))
    }
}

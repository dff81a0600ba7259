//! The table of events: who agrees with what, as the Discourse Network Analyzer exports its own statements.
//!
//! Columns, separator and the form of the time are those of its export "event list"; `agreement` is 1 or 0 there too.
//! A statement has a row for each actor that it is surely for or against: the actor is the `concept`. What it has no
//! notion of is left out, and long words are cut: statements of unknown holders, and opinions that lean neither way.

use std::fs::File;
use std::path::Path;

use crate::error::Fault;
use crate::lexicon::actors::Registry;
use crate::model::actor::ActorKind;
use crate::model::opinion::Polarity;
use crate::model::record::{DocumentStatements, Opinion, Statement};
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

/// `None` where it leans neither way, or is not sure to.
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
    pub(super) fn add(&mut self, document: &DocumentStatements) -> Result<(), Fault> {
        let title = document.title.as_deref().unwrap_or_default();
        document.statements.iter().try_for_each(|statement| self.statement(statement, title))
    }

    /// Everything is on the disk.
    pub(super) fn finish(mut self) -> Result<(), Fault> {
        self.out.flush().map_err(|error| Fault::io("dna.csv", error))
    }

    fn statement(&mut self, statement: &Statement, title: &str) -> Result<(), Fault> {
        let Some(holder) = &statement.holder else { return Ok(()) };
        let (person, organization) = self.speaker(holder);
        // A speech has a row for each actor that it names: whole, it would be there many times.
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
                guarded(person),
                guarded(organization),
                guarded(self.registry.name(&opinion.target)),
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

//! The table of statements: collects the statements of documents in any order, and writes them sorted by document id,
//! with the table of events.
//!
//! The order does not depend on how the corpus is split or shuffled.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::lexicon::actors::Actors;
use crate::model::record::DocumentStatements;
use crate::report::Also;
use crate::report::dna::Events;
#[cfg(feature = "parquet")]
use crate::report::opinion::{opinion_columns, opinion_rows};
#[cfg(feature = "parquet")]
use crate::report::own::Seen;
use crate::report::record::line;
#[cfg(feature = "parquet")]
use crate::report::rows::Table;
use crate::report::sorted::{Keyed, Sorted};

/// Collects the statements of documents, in any order.
pub(crate) struct Statements {
    sorted: Sorted,
    #[cfg(feature = "parquet")]
    seen: Seen,
}

/// A document's statements, and the inputs' own columns of each that has any, as JSON: the packed form of a statement
/// lacks them.
#[derive(Serialize, Deserialize)]
struct Packed<'d> {
    document: Cow<'d, DocumentStatements>,
    columns: Vec<(usize, String)>,
}

impl Packed<'_> {
    fn of(document: &DocumentStatements) -> Packed<'_> {
        let statements = document.statements.iter().enumerate().filter(|(_, one)| !one.columns.is_empty());
        let json = |columns| serde_json::to_string(columns).expect("plain values become JSON");
        let columns = statements.map(|(at, one)| (at, json(&one.columns))).collect();
        Packed { document: Cow::Borrowed(document), columns }
    }

    fn unpacked(self) -> DocumentStatements {
        let mut document = self.document.into_owned();
        for (at, columns) in self.columns {
            document.statements[at].columns = serde_json::from_str(&columns).expect("columns are read as written");
        }
        document
    }
}

impl Statements {
    /// Starts empty. What does not fit into memory is written to `folder`.
    pub(crate) fn new(folder: &Path) -> Statements {
        Statements {
            sorted: Sorted::new(folder),
            #[cfg(feature = "parquet")]
            seen: Seen::default(),
        }
    }

    /// Adds the statements of one document.
    pub(crate) fn take(&mut self, document: &DocumentStatements) -> Result<(), Error> {
        #[cfg(feature = "parquet")]
        document.statements.iter().for_each(|statement| self.seen.add(&statement.columns));
        let bytes = postcard::to_stdvec(&Packed::of(document)).map_err(|error| unreadable(&document.doc_id, &error))?;
        self.sorted.take(Keyed { key: document.doc_id.clone(), bytes })
    }

    /// Writes all statements, and the table of events, into the folder `out`.
    pub(crate) fn write(self, out: &Path, registry: &Actors, also: Also) -> Result<(), Error> {
        let path = out.join("statements.jsonl");
        let fault = |error| Error::io(&path, error);
        let mut file = BufWriter::with_capacity(1 << 20, File::create(&path).map_err(fault)?);
        let mut events = Events::create(&out.join("dna.csv"), registry, also.bom)?;
        #[cfg(feature = "parquet")]
        let mut parquet =
            also.parquet.then(|| File::create(out.join("statements.parquet"))).transpose().map_err(fault)?;
        #[cfg(feature = "parquet")]
        let usual = opinion_columns(also.both);
        #[cfg(feature = "parquet")]
        let mut opinions = parquet.as_mut().map(|file| Table::parquet(file, self.seen.columns(&usual))).transpose()?;
        let mut lines = Vec::new();
        self.sorted.each(|Keyed { key, bytes }| {
            let packed: Packed<'_> = postcard::from_bytes(bytes).map_err(|error| unreadable(key, &error))?;
            let document = packed.unpacked();
            document.statements.iter().for_each(|statement| line(&mut lines, statement));
            file.write_all(&lines).map_err(fault)?;
            lines.clear();
            #[cfg(feature = "parquet")]
            if let Some(table) = opinions.as_mut() {
                opinion_rows(&document.statements, also.both).into_iter().try_for_each(|row| table.push(row))?;
            }
            events.add(&document)
        })?;
        events.finish()?;
        #[cfg(feature = "parquet")]
        opinions.map_or(Ok(()), Table::finish)?;
        file.flush().map_err(fault)
    }
}

fn unreadable(doc_id: &str, error: &postcard::Error) -> Error {
    Error::said(format!("the statements of {doc_id} cannot be kept: {error}"))
}

//! Scored statements, read back as `score` and `run` wrote them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::Fault;
use crate::model::actor::ActorId;
use crate::model::comparison::{Opined, Words};
use crate::model::opinion::SURE;
use crate::model::tally::Day;

/// The file of statements in a folder of reports.
const STATEMENTS: &str = "statements.jsonl";

#[derive(Deserialize)]
struct StatementLine {
    statement_id: String,
    doc_id: String,
    date: Option<String>,
    outlet: Option<String>,
    content: Vec<Piece>,
    holder: Option<ActorId>,
    opinions: Vec<OpinionLine>,
}

#[derive(Deserialize)]
struct OpinionLine {
    target: ActorId,
    stance: f64,
    polarity: String,
    #[serde(default = "certain")]
    confidence: f64,
    /// Absent in what earlier versions wrote.
    counted: Option<bool>,
    evidence: Vec<Piece>,
}

fn certain() -> f64 {
    1.0
}

#[derive(Deserialize)]
struct Piece {
    text: String,
    #[serde(default)]
    entry: String,
    #[serde(default)]
    valence: f64,
}

/// The file of scored statements that `input` is or has: a folder of reports, or a `.jsonl` whose first line has
/// opinions; `None` for anything else, which has to be scored first.
pub(crate) fn scored_statements(input: &str) -> Option<PathBuf> {
    let path = Path::new(input);
    if path.is_dir() {
        return Some(path.join(STATEMENTS)).filter(|path| path.is_file());
    }
    let mut first = String::new();
    BufReader::new(File::open(path).ok()?).read_line(&mut first).ok()?;
    serde_json::from_str::<StatementLine>(&first).is_ok().then(|| path.to_owned())
}

/// Whether the folder of reports `folder` was made with more tables of actors than `given`.
pub(crate) fn needs_actors(folder: &str, given: usize) -> bool {
    #[derive(Deserialize)]
    struct Manifest {
        lexicons: BTreeMap<String, String>,
    }
    let text = std::fs::read_to_string(Path::new(folder).join("manifest.json")).unwrap_or_default();
    let own = |manifest: Manifest| manifest.lexicons.keys().filter(|name| name.starts_with("user actors")).count();
    serde_json::from_str(&text).is_ok_and(|manifest| own(manifest) > given)
}

/// Calls `take` with every opinion of a known holder in the file `path`.
pub(crate) fn each_opinion(path: &Path, take: &mut dyn FnMut(Opined)) -> Result<(), Fault> {
    let file = File::open(path).map_err(|error| Fault::io(path, error))?;
    for (number, line) in BufReader::with_capacity(1 << 20, file).lines().enumerate() {
        let line = line.map_err(|error| Fault::io(path, error))?;
        let statement: StatementLine = serde_json::from_str(&line).map_err(|error| {
            Fault::said(format!("{}:{}: not a scored statement ({error})", path.display(), number + 1))
        })?;
        let Some(holder) = &statement.holder else { continue };
        let day = Day::of(statement.date.as_deref().and_then(|date| date.parse().ok()));
        let words = statement.content.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" … ");
        for opinion in statement.opinions {
            // What is not sure counts as 0, as in the reports.
            let sure = opinion.polarity != "none" && opinion.confidence >= SURE;
            let leans = opinion.counted.unwrap_or(sure);
            let micro = |value: f64| (value * 1e6).round() as i64;
            take(Opined {
                statement_id: statement.statement_id.clone(),
                doc_id: statement.doc_id.clone(),
                day,
                outlet: statement.outlet.clone().unwrap_or_default(),
                holder: holder.clone(),
                target: opinion.target,
                stance: if leans { micro(opinion.stance) } else { 0 },
                words: Words::cut(&words),
                entries: opinion
                    .evidence
                    .into_iter()
                    .map(|piece| (piece.entry, if leans { micro(piece.valence) } else { 0 }))
                    .collect(),
            });
        }
    }
    Ok(())
}

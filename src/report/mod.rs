//! Reports: profiles become Markdown, SVG, CSV and JSON. It formats and never computes.

mod actor;
mod chart;
mod dna;
mod folder;
mod graph;
mod index;
mod manifest;
mod markdown;
mod name;
mod opinion;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod state;
mod statements;
mod table;

use std::path::Path;

#[cfg(feature = "parquet")]
pub(crate) use self::parquet::OpinionTable;
pub(crate) use folder::{beside, check_out, move_into_place};
pub(crate) use manifest::Manifest;
pub(crate) use opinion::{OPINION_COLUMNS, OpinionRow, opinion_lines, opinion_rows};
pub(crate) use record::{attribution_line, sentiment_line, statement_line};
pub(crate) use state::StateWriter;
pub(crate) use statements::Statements;
pub(crate) use table::strongest;

use crate::error::{Fault, Reject};
use crate::model::profile::Survey;

/// Writes everything but the statements, which are written as they come, into the folder `out`.
pub(crate) fn write(out: &Path, survey: &Survey, rejects: &[Reject], manifest: &Manifest<'_>) -> Result<(), Fault> {
    for folder in ["actors", "charts"] {
        let folder = out.join(folder);
        std::fs::create_dir_all(&folder).map_err(|error| Fault::io(folder, error))?;
    }
    put(&out.join("index.md"), &index::page(survey, rejects.len()))?;
    put(&out.join("dyads.csv"), &table::dyads(survey))?;
    put(&out.join("dyads.graphml"), &graph::graphml(survey))?;
    put(&out.join("rejects.csv"), &table::rejects(rejects))?;
    put(&out.join(folder::MANIFEST), &manifest.text())?;
    if let Some(chart) = chart::matrix(survey) {
        put(&out.join("charts/dyads.svg"), &chart)?;
    }
    for profile in &survey.profiles {
        let file = name::file_name(&profile.id);
        put(&out.join("actors").join(format!("{file}.md")), &actor::page(survey, profile))?;
        if let Some(chart) = chart::stances(survey, profile) {
            put(&out.join("charts").join(format!("{file}.svg")), &chart)?;
        }
    }
    Ok(())
}

fn put(path: &Path, text: &str) -> Result<(), Fault> {
    std::fs::write(path, text).map_err(|error| Fault::io(path, error))
}

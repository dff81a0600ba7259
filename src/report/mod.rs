//! Reports: profiles become Markdown, SVG, HTML, CSV and JSON. It formats and never computes.

mod actor;
mod comparison;
mod dna;
mod folder;
mod graph;
mod html;
mod index;
mod journal;
mod manifest;
mod markdown;
mod matrix;
mod name;
mod number;
mod opinion;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod sorted;
mod stances;
mod state;
mod statements;
mod svg;
mod table;
mod trend;

use std::collections::BTreeMap;
use std::path::Path;

#[cfg(feature = "parquet")]
pub(crate) use self::parquet::OpinionTable;
pub(crate) use comparison::{page as comparison_page, table as comparison_table};
pub(crate) use folder::{beside, check_out, move_into_place};
pub(crate) use journal::{Journal, plan_in};
pub(crate) use manifest::Manifest;
#[cfg(feature = "parquet")]
pub(crate) use opinion::OpinionRow;
pub(crate) use opinion::{OPINION_COLUMNS, opinion_lines, opinion_rows};
pub(crate) use record::{attribution_records, line, records, sentiment_line};
pub(crate) use state::StateWriter;
pub(crate) use statements::Statements;
pub(crate) use table::strongest;

use crate::error::{Fault, Reject};
use crate::model::profile::Survey;

/// The name of the file that holds all pages.
const HTML: &str = "report.html";

/// Writes everything but the statements, which are written as they come, into the folder `out`; with `html` also all
/// pages as one file.
pub(crate) fn write(
    out: &Path,
    survey: &Survey,
    rejects: &[Reject],
    manifest: &Manifest<'_>,
    html: bool,
) -> Result<(), Fault> {
    for folder in ["actors", "charts"] {
        let folder = out.join(folder);
        std::fs::create_dir_all(&folder).map_err(|error| Fault::io(folder, error))?;
    }
    // The one file is made of the others, which are kept only for it.
    let mut pages = BTreeMap::new();
    let mut put_page = |name: String, text: String| {
        put(&out.join(&name), &text)?;
        if html {
            pages.insert(name, text);
        }
        Ok(())
    };
    put_page("index.md".to_owned(), index::page(survey, rejects.len()))?;
    put(&out.join("dyads.csv"), &table::dyads(survey))?;
    put(&out.join("dyads.graphml"), &graph::graphml(survey))?;
    put(&out.join("rejects.csv"), &table::rejects(rejects))?;
    put(&out.join(folder::MANIFEST), &manifest.text())?;
    if let Some(chart) = matrix::chart(survey) {
        put_page("charts/dyads.svg".to_owned(), chart)?;
    }
    for profile in &survey.profiles {
        let file = name::file_name(&profile.id);
        put_page(format!("actors/{file}.md"), actor::page(survey, profile))?;
        if let Some(chart) = stances::chart(survey, profile) {
            put_page(format!("charts/{file}.svg"), chart)?;
        }
        if let Some(chart) = trend::chart(survey, profile) {
            put_page(format!("charts/{file}-trend.svg"), chart)?;
        }
    }
    if html {
        put(&out.join(HTML), &html::page(&pages))?;
    }
    Ok(())
}

fn put(path: &Path, text: &str) -> Result<(), Fault> {
    std::fs::write(path, text).map_err(|error| Fault::io(path, error))
}

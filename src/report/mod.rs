//! Reports: profiles become Markdown, SVG, HTML, CSV and JSON. This room formats; it computes and ranks nothing.
//!
//! Pages consist of blocks, which `markdown` and `html` write.

mod actor;
mod agreement;
mod block;
mod comparison;
mod correction;
mod data;
mod directory;
mod dna;
mod dyad;
mod escape;
mod example;
mod figure;
mod folder;
mod glossary;
mod graph;
mod html;
mod index;
mod letter;
mod manifest;
mod markdown;
mod matrix;
mod name;
mod opinion;
mod own;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod rows;
mod sheet;
mod sorted;
mod stances;
mod statements;
mod summary;
mod svg;
mod table;
mod trend;
mod validation;
mod waiting;

use std::path::Path;

pub(crate) use comparison::{page as comparison_page, table as comparison_table};
pub(crate) use folder::{beside, check_empty, check_out, move_into_place};
pub(crate) use manifest::Manifest;
pub(crate) use opinion::{ATTRIBUTIONS, SENTIMENTS, attribution_rows, opinion_columns, opinion_rows, sentiment_row};
pub(crate) use record::{attribution_records, line, records, sentiment_line};
pub(crate) use rows::{Column, Row, Table};
pub(crate) use sheet::{write_articles, write_sheets};
pub(crate) use statements::Statements;
pub(crate) use table::{strongest, text as csv_text};
pub(crate) use validation::{validation_page, write_validation};
pub(crate) use waiting::WaitingRows;

use crate::error::{Error, Reject};
use crate::model::profile::Survey;
use crate::report::html::{ActorPage, Pages};
use crate::report::markdown::{Home, markdown};

/// The name of the single HTML file.
const HTML: &str = "report.html";

/// The mark at the beginning of a table by which Excel knows that it is UTF-8.
pub(crate) const BOM: &str = "\u{feff}";

/// What is written besides the usual files, and how.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Also {
    /// All pages as one HTML file.
    pub(crate) html: bool,
    /// The opinions as a Parquet file.
    #[cfg(feature = "parquet")]
    pub(crate) parquet: bool,
    /// Columns of what each of two readers answers.
    pub(crate) both: bool,
    /// Whether tables begin with a byte order mark.
    pub(crate) bom: bool,
}

/// Writes everything except the statements, which are written as they arrive, into the folder `out`; with `html`, also
/// the single HTML file.
pub(crate) fn write(
    out: &Path,
    survey: &Survey,
    rejects: &[Reject],
    manifest: &Manifest<'_>,
    also: Also,
) -> Result<(), Error> {
    let html = also.html;
    for folder in ["actors", "charts"] {
        let folder = out.join(folder);
        std::fs::create_dir_all(&folder).map_err(|error| Error::io(folder, error))?;
    }
    let put_table = |name: &str, text: String| {
        let mark = if also.bom { BOM } else { "" };
        put(&out.join(name), &format!("{mark}{text}"))
    };
    put_table("dyads.csv", table::dyads(survey, also.both))?;
    put_table("dyads-all.csv", table::dyads_over_all(survey, also.both))?;
    put_table("voices.csv", table::voices(survey))?;
    put_table("actors.csv", table::actors(survey))?;
    put_table("rejects.csv", table::rejects(rejects))?;
    if let Some(table) = correction::table(survey) {
        put_table("corrected.csv", table)?;
    }
    put(&out.join("dyads.graphml"), &graph::graphml(survey))?;
    put(&out.join(folder::MANIFEST), &manifest.text())?;
    let index = index::page(survey, rejects.len(), &|name| out.join(name).exists());
    put(&out.join("index.md"), &markdown(&index, Home::Top))?;
    names(out, survey)?;
    // Kept only for the HTML file.
    let mut pages = Pages { index, ..Pages::default() };
    let mut actors = Vec::new();
    let mut put_chart = |file: String, chart: Option<String>| {
        let Some(chart) = chart else { return Ok(()) };
        put(&out.join("charts").join(&file), &chart)?;
        if html {
            pages.charts.insert(file, chart);
        }
        Ok(())
    };
    put_chart("dyads.svg".to_owned(), matrix::chart(survey))?;
    put_chart("strongest.svg".to_owned(), stances::strongest(survey))?;
    for profile in &survey.profiles {
        let file = name::file_name(&profile.id);
        put_chart(format!("{file}.svg"), stances::chart(survey, profile))?;
        put_chart(format!("{file}-trend.svg"), trend::chart(survey, profile))?;
        let page = actor::page(survey, profile);
        put(&out.join("actors").join(format!("{file}.md")), &markdown(&page, Home::Actor(&profile.id)))?;
        if html {
            let (id, parent) = (profile.id.clone(), profile.parent.clone());
            actors.push(ActorPage { id, parent, page });
        }
    }
    if html {
        pages.actors = actors;
        put(&out.join(HTML), &html::html(&pages))?;
    }
    Ok(())
}

/// Writes the pages of all actors by letter, if the index does not have them all.
fn names(out: &Path, survey: &Survey) -> Result<(), Error> {
    let folder = out.join(letter::NAMES);
    let pages = directory::pages(survey);
    if !pages.is_empty() {
        std::fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, error))?;
    }
    pages
        .iter()
        .try_for_each(|(letter, page)| put(&folder.join(format!("{}.md", letter.word())), &markdown(page, Home::Names)))
}

fn put(path: &Path, text: &str) -> Result<(), Error> {
    std::fs::write(path, text).map_err(|error| Error::io(path, error))
}

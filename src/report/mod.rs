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
mod opinion;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
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
pub(crate) use record::{attribution_line, sentiment_line, statement_line};
pub(crate) use state::StateWriter;
pub(crate) use statements::Statements;
pub(crate) use table::strongest;

use crate::error::{Fault, Reject};
use crate::model::profile::{Profile, Survey};

/// The name of the file that holds all pages.
const HTML: &str = "report.html";

/// The pages and charts of a folder of reports, by their names in it.
pub(crate) type Pages = BTreeMap<String, String>;

/// Makes the folders inside `out`.
pub(crate) fn lay_out(out: &Path) -> Result<(), Fault> {
    ["actors", "charts"].into_iter().try_for_each(|folder| {
        let folder = out.join(folder);
        std::fs::create_dir_all(&folder).map_err(|error| Fault::io(folder, error))
    })
}

/// Writes what is about all actors into the folder `out`, and gives its pages.
pub(crate) fn overview(
    out: &Path,
    survey: &Survey,
    rejects: &[Reject],
    manifest: &Manifest<'_>,
) -> Result<Pages, Fault> {
    let mut pages = Pages::new();
    pages.insert("index.md".to_owned(), index::page(survey, rejects.len()));
    pages.extend(matrix::chart(survey).map(|chart| ("charts/dyads.svg".to_owned(), chart)));
    put_all(out, &pages)?;
    put(&out.join("dyads.csv"), &table::dyads(survey))?;
    put(&out.join("dyads.graphml"), &graph::graphml(survey))?;
    put(&out.join("rejects.csv"), &table::rejects(rejects))?;
    put(&out.join(folder::MANIFEST), &manifest.text())?;
    Ok(pages)
}

/// Writes the page and the charts of one actor into the folder `out`, and gives them.
pub(crate) fn actor(out: &Path, survey: &Survey, profile: &Profile) -> Result<Pages, Fault> {
    let file = name::file_name(&profile.id);
    let mut pages = Pages::new();
    pages.insert(format!("actors/{file}.md"), actor::page(survey, profile));
    pages.extend(stances::chart(survey, profile).map(|chart| (format!("charts/{file}.svg"), chart)));
    pages.extend(trend::chart(survey, profile).map(|chart| (format!("charts/{file}-trend.svg"), chart)));
    put_all(out, &pages)?;
    Ok(pages)
}

/// Writes all `pages` as one file into the folder `out`.
pub(crate) fn one_file(out: &Path, pages: &Pages) -> Result<(), Fault> {
    put(&out.join(HTML), &html::page(pages))
}

fn put_all(out: &Path, pages: &Pages) -> Result<(), Fault> {
    pages.iter().try_for_each(|(name, text)| put(&out.join(name), text))
}

fn put(path: &Path, text: &str) -> Result<(), Fault> {
    std::fs::write(path, text).map_err(|error| Fault::io(path, error))
}

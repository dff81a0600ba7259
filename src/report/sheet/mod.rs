//! Code sheets: what was drawn from a run comes in; a page for the browser, a table for spreadsheets and a codebook come
//! out. The pages load nothing and run only their own script.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::error::Error;
use crate::model::sheet::{Article, Item, Mark};
use crate::report::escape::html as escape;
use crate::report::folder::filled;
use crate::report::html::policy;
use crate::report::put;
use crate::report::table::{guarded, text};

const STYLE: &str = include_str!("page.css");
/// Behind what both pages do in the same way.
const SCRIPT: &str = concat!(include_str!("sheet.js"), include_str!("page.js"));
const BODY: &str = include_str!("page.html");
const ARTICLES_SCRIPT: &str = concat!(include_str!("sheet.js"), include_str!("articles.js"));
const ARTICLES_BODY: &str = include_str!("articles.html");
const HEADER: &str = include_str!("header.html");
const CODEBOOK: &str = include_str!("codebook.md");

/// The columns of a table of codes.
const COLUMNS: [&str; 16] = [
    "unit",
    "target",
    "statement_id",
    "doc_id",
    "coder",
    "label",
    "unsure",
    "comment",
    "stratum",
    "stratum_size",
    "stratum_drawn",
    "date",
    "outlet",
    "speaker",
    "about",
    "text",
];

/// An item as the script reads it.
#[derive(Serialize)]
struct Shown<'i> {
    unit: String,
    target: &'i str,
    statement_id: &'i str,
    doc_id: &'i str,
    stratum: &'i str,
    stratum_size: u64,
    stratum_drawn: u64,
    date: &'i str,
    outlet: &'i str,
    speaker: &'i str,
    source: &'i str,
    about: &'i str,
    /// Parts: 0 around the statement, 1 its words, 2 the target.
    passage: Vec<(&'i str, u8)>,
}

/// An article as the script reads it.
#[derive(Serialize)]
struct ShownArticle<'a> {
    doc_id: &'a str,
    date: &'a str,
    outlet: &'a str,
    title: &'a str,
    text: &'a str,
}

/// Writes a page and a table for each coder, and the codebook, into the folder `out`. Returns the pages.
pub(crate) fn write_sheets(out: &Path, sheets: &[Vec<&Item>]) -> Result<Vec<PathBuf>, Error> {
    let file = |number: usize| if sheets.len() == 1 { "sheet".to_owned() } else { format!("sheet-{}", number + 1) };
    let mut files = vec![("codebook.md".to_owned(), CODEBOOK.to_owned())];
    for (number, items) in sheets.iter().enumerate() {
        let shown: Vec<Shown<'_>> = items.iter().map(|item| shown(item)).collect();
        files.push((format!("{}.html", file(number)), page("Code sheet", &data(&shown), SCRIPT, BODY)));
        files.push((format!("{}.csv", file(number)), table(items)));
    }
    write(out, &files)
}

/// Writes a page of whole articles for each coder, and the codebook, into the folder `out`. Returns the pages.
pub(crate) fn write_articles(out: &Path, articles: &[Article], coders: usize) -> Result<Vec<PathBuf>, Error> {
    let mut files = vec![("codebook.md".to_owned(), CODEBOOK.to_owned())];
    for coder in 0..coders {
        let own = articles.iter().skip(coder).step_by(coders);
        let data = data(&own.map(whole).collect::<Vec<ShownArticle<'_>>>());
        let file = if coders == 1 { "articles.html".to_owned() } else { format!("articles-{}.html", coder + 1) };
        files.push((file, page("Whole articles", &data, ARTICLES_SCRIPT, ARTICLES_BODY)));
    }
    write(out, &files)
}

/// Writes all files or none.
fn write(out: &Path, files: &[(String, String)]) -> Result<Vec<PathBuf>, Error> {
    filled(out, |new| files.iter().try_for_each(|(name, text)| put(&new.join(name), text)))?;
    Ok(files.iter().filter(|(name, _)| name.ends_with(".html")).map(|(name, _)| out.join(name)).collect())
}

/// JSON that cannot end the element in which it stands.
fn data(values: &impl Serialize) -> String {
    serde_json::to_string(values).expect("plain values become JSON").replace('<', "\\u003c")
}

fn shown(item: &Item) -> Shown<'_> {
    let mark = |mark: Mark| match mark {
        Mark::Plain => 0,
        Mark::Said => 1,
        Mark::Target => 2,
    };
    Shown {
        unit: unit(item),
        target: &item.unit.1,
        statement_id: &item.statement_id,
        doc_id: &item.doc_id,
        stratum: &item.stratum.name,
        stratum_size: item.stratum.size,
        stratum_drawn: item.stratum.drawn,
        date: &item.date,
        outlet: &item.outlet,
        speaker: &item.speaker,
        source: &item.source,
        about: &item.target,
        passage: item.passage.iter().map(|(text, kind)| (text.as_str(), mark(*kind))).collect(),
    }
}

fn whole(article: &Article) -> ShownArticle<'_> {
    let Article { doc_id, date, outlet, title, text } = article;
    ShownArticle { doc_id, date, outlet, title, text }
}

/// The letter keeps spreadsheets from reading the id as a number.
fn unit(item: &Item) -> String {
    format!("u{:016x}", item.unit.0)
}

/// The sheet as a table, without codes. The target stands between angle quotation marks.
fn table(items: &[&Item]) -> String {
    let row = |item: &&Item| {
        let part = |(text, mark): &(String, Mark)| match mark {
            Mark::Target => format!("»{text}«"),
            _ => text.clone(),
        };
        let passage: String = item.passage.iter().map(part).collect();
        let stratum = &item.stratum;
        vec![
            unit(item),
            guarded(&item.unit.1),
            guarded(&item.statement_id),
            guarded(&item.doc_id),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            format!("s{}", stratum.name),
            stratum.size.to_string(),
            stratum.drawn.to_string(),
            item.date.clone(),
            guarded(&item.outlet),
            guarded(&item.speaker),
            guarded(&item.target),
            guarded(&passage.split_whitespace().collect::<Vec<&str>>().join(" ")),
        ]
    };
    text(&COLUMNS, items.iter().map(row))
}

fn page(title: &str, data: &str, script: &str, body: &str) -> String {
    let (title, policy) = (escape(title), policy::text(script));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<header>\n<h1>{title}</h1>\n{HEADER}</header>\n{body}<script type=\"application/json\" id=\"data\">{data}</script>\n\
         <script>{script}</script>\n</body>\n</html>\n"
    )
}

//! Exports of news databases: one file of text that holds many articles, each with title, outlet, date and body.
//!
//! What stands around a body (bylines, sections, lengths, subjects, copyrights) is set apart and not read as text.

mod factiva;
mod nexis;
mod proquest;

use serde_json::Value;

use crate::read::date::{self, Dates, Said};
use crate::read::markup;

/// One article of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Article {
    /// Where it begins, counting from 1.
    pub(super) line: u64,
    pub(super) title: String,
    pub(super) outlet: String,
    /// As it is written.
    pub(super) date: String,
    /// Empty if none was found.
    pub(super) body: String,
    /// What else an entry of a feed says, by the names that it has there.
    pub(super) own: Vec<(String, Value)>,
}

/// The articles of `text`, in order; `None` if it is no export that is known.
pub(super) fn articles(text: &str) -> Option<Vec<Article>> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let found = nexis::numbered(&lines)
        .or_else(|| nexis::ended(&lines))
        .or_else(|| proquest::articles(&lines))
        .or_else(|| factiva::articles(&lines))
        .or_else(|| factiva::uncoded(&lines))?;
    (!found.is_empty()).then_some(found)
}

/// The articles of an export that was saved as HTML; `None` for any other page.
pub(super) fn articles_of_page(html: &str) -> Option<Vec<Article>> {
    let has = |sign: &str| memchr::memmem::find(html.as_bytes(), sign.as_bytes()).is_some();
    let signs = [" DOCUMENTS", "End of Document", "ProQuest document ID", "articleParagraph", "<b>AN</b>", ">AN<"];
    let numbered = has("Document ") && has(" words");
    (numbered || signs.into_iter().any(has)).then(|| articles(&markup::text(html))).flatten()
}

/// Whether a line is a day with its month in words, and nothing more than a day of the week or an edition beside it.
fn is_day(line: &str) -> bool {
    let words = line.split_whitespace().count();
    line.len() < 60
        && (2..=8).contains(&words)
        && line.bytes().any(|byte| byte.is_ascii_digit())
        && line.chars().any(char::is_alphabetic)
        && matches!(date::read(line, Dates::default()), Said::Day(_) | Said::Part(_))
}

/// What stands behind a label such as `BYLINE:` at the beginning of a line.
fn labelled<'l>(line: &'l str, label: &str) -> Option<&'l str> {
    let head = line.get(..label.len())?;
    let rest = line[label.len()..].strip_prefix(':')?;
    head.eq_ignore_ascii_case(label).then(|| rest.trim())
}

/// Lines joined to one, with single spaces.
fn one_line(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| line.split_whitespace()).collect::<Vec<&str>>().join(" ")
}

/// Lines joined as they are, without empty ones at the ends.
fn whole(lines: &[&str]) -> String {
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The layouts in `tests/corpus/exports`, with what must come out of each.
    #[test]
    fn every_layout_has_its_titles_and_bodies() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/exports");
        let table = std::fs::read_to_string(folder.join("expected.csv")).expect("the table is there");
        for row in table.lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            // What a word processor writes becomes text elsewhere.
            if !cells[0].ends_with(".txt") {
                continue;
            }
            let text = std::fs::read(folder.join(cells[0])).expect("the layout is there");
            let found = articles(&String::from_utf8_lossy(&text)).unwrap_or_default();
            let titles: Vec<&str> = found.iter().map(|article| article.title.as_str()).collect();
            assert_eq!(titles.join("|"), cells[4], "{}", cells[0]);
            for article in &found {
                assert!(article.body.contains(" said ") && article.body.ends_with('.'), "{}: {article:?}", cells[0]);
                assert!(article.body.len() < 150, "{}: {}", cells[0], article.body);
            }
        }
    }

    #[test]
    fn an_article_that_talks_of_exports_is_none() {
        for text in ["", "1 of 3 documents", "HD television\nPD\n", "____\nFull text: x\n", "the end of document\n"] {
            assert_eq!(articles(text), None, "{text}");
        }
    }
}

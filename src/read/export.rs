//! Exports of news databases: one file of text that holds many articles, each with title, outlet, date and body.
//!
//! What stands around a body (bylines, sections, lengths, subjects, copyrights) is set apart and not read as text.

mod factiva;
mod nexis;
mod proquest;

use crate::read::date::{self, Dates, Said};

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
}

/// The articles of `text`, in order; `None` if it is no export that is known.
pub(super) fn articles(text: &str) -> Option<Vec<Article>> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let found = nexis::numbered(&lines)
        .or_else(|| nexis::ended(&lines))
        .or_else(|| proquest::articles(&lines))
        .or_else(|| factiva::articles(&lines))?;
    (!found.is_empty()).then_some(found)
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

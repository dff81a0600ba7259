//! ProQuest, as text: lines of underscores part the articles, and every field has a label.

use crate::read::export::{Article, labelled, one_line, whole};

/// What may stand behind the text of an article.
const BEHIND: [&str; 22] = [
    "Subject",
    "Location",
    "People",
    "Company / organization",
    "Company/organization",
    "Title",
    "Publication title",
    "Publication date",
    "Publication year",
    "Publication info",
    "Pages",
    "First page",
    "Year",
    "Publisher",
    "Place of publication",
    "Country of publication",
    "ISSN",
    "Source type",
    "Language of publication",
    "ProQuest document ID",
    "Illustration",
    "Credit",
];

/// The articles between lines of underscores.
///
/// **What it does**: takes `Title:` or the first line for the title, `Publication title:` or what stands before `[` or a
/// day in `Publication info:` for the outlet, `Publication date:` for the date, and for the text all between
/// `Full text:` and the next label behind an empty line.
/// **Why**: the list of fields is chosen by whoever exports.
/// **Known failures**: an article of which only the abstract was exported has no text and is rejected.
/// **Source**: described by ProQuest, “Saving results as text”.
pub(super) fn articles(lines: &[&str]) -> Option<Vec<Article>> {
    let is_rule = |line: &str| line.len() >= 20 && line.bytes().all(|byte| byte == b'_');
    let names_source =
        |line: &&&str| labelled(line, "ProQuest document ID").is_some() || labelled(line, "Full text").is_some();
    lines.iter().find(|line| is_rule(line))?;
    lines.iter().find(names_source)?;
    let mut found = Vec::new();
    let mut start = 0;
    for part in lines.split(|line| is_rule(line)) {
        // A cover sheet and the list of sources at the end have no text and no such number.
        if part.iter().any(|line| names_source(&line)) {
            found.push(article(start, part));
        }
        start += part.len() + 1;
    }
    Some(found)
}

fn article(start: usize, lines: &[&str]) -> Article {
    let value = |label: &str| lines.iter().find_map(|line| labelled(line, label)).unwrap_or("");
    let is_number = |line: &str| line.starts_with("Document ") && line.contains(" of ");
    let first = lines.iter().position(|line| !line.is_empty() && !is_number(line)).unwrap_or(0);
    let info = value("Publication info");
    let outlet = info.split(" [").next().unwrap_or("").split(';').next().unwrap_or("");
    let or = |found: &str, other: &str| if found.is_empty() { other.to_owned() } else { found.to_owned() };
    let mut article = Article {
        line: (start + first) as u64 + 1,
        title: or(value("Title"), &one_line(&lines[first..=first])),
        outlet: or(value("Publication title"), outlet.trim()),
        date: or(value("Publication date"), day_of(info)),
        ..Article::default()
    };
    if let Some(text) = lines.iter().position(|line| labelled(line, "Full text").is_some()) {
        let is_behind =
            |at: &usize| lines[at - 1].is_empty() && BEHIND.iter().any(|label| labelled(lines[*at], label).is_some());
        let end = (text + 1..lines.len()).find(is_behind).unwrap_or(lines.len());
        let head = labelled(lines[text], "Full text").unwrap_or("");
        article.body = whole(&[&[head], &lines[text + 1..end]].concat());
    }
    article
}

/// The day in `The Norland Post [North City] 23 Mar 2021: A1.`
fn day_of(info: &str) -> &str {
    let behind = info.rsplit(']').next().unwrap_or("");
    behind.split(':').next().unwrap_or("").trim()
}

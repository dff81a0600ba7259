//! Nexis, as text: the older form numbers its documents, the newer one says where each ends.

use crate::read::export::{Article, is_day, labelled, one_line, whole};

/// What may stand before a body, each with its label.
const BEFORE: [&str; 12] = [
    "HEADLINE",
    "BYLINE",
    "SECTION",
    "LENGTH",
    "DATELINE",
    "HIGHLIGHT",
    "SERIES",
    "SOURCE",
    "TYPE",
    "EDITION",
    "BODY",
    "GUESTS",
];

/// What may stand behind it.
const BEHIND: [&str; 23] = [
    "URL",
    "LOAD-DATE",
    "LANGUAGE",
    "GRAPHIC",
    "PUBLICATION-TYPE",
    "JOURNAL-CODE",
    "DOCUMENT-TYPE",
    "SUBJECT",
    "ORGANIZATION",
    "COMPANY",
    "TICKER",
    "INDUSTRY",
    "GEOGRAPHIC",
    "PERSON",
    "CORRECTION-DATE",
    "CORRECTION",
    "NOTES",
    "COUNTRY",
    "STATE",
    "CITY",
    "ACC-NO",
    "CATEGORY",
    "PUB-TYPE",
];

/// The older form: `12 of 500 DOCUMENTS` stands over each article.
///
/// **What it does**: takes the first line below it for the outlet, the first day for the date, `HEADLINE:` or the last
/// line at the left margin for the title, and for the body what stands between the labels before and behind.
/// **Why**: the form has had labels for the title and the body in some years and none in others.
/// **Known failures**: a body whose paragraph begins with one of the labels in capitals ends there.
/// **Source**: described by the importers of `LexisNexisTools` and `tm.plugin.lexisnexis`.
pub(super) fn numbered(lines: &[&str]) -> Option<Vec<Article>> {
    let starts: Vec<usize> = (0..lines.len()).filter(|&at| is_number(lines[at])).collect();
    starts.first()?;
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    Some(starts.iter().zip(ends).map(|(&start, end)| older(start, &lines[start..end])).collect())
}

/// `12 of 500 DOCUMENTS`, with or without a word before it.
fn is_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    match words.as_slice() {
        [first, of, second, noun] | [_, first, of, second, noun] => {
            *of == "of" && number(first) && number(second) && ["DOCUMENT", "DOCUMENTS"].contains(noun)
        }
        _ => false,
    }
}

fn label<'l>(line: &'l str, labels: &[&str]) -> Option<(usize, &'l str)> {
    // In the text of an article such a word is not in capitals.
    let capitals = line.split(':').next().is_some_and(|head| !head.bytes().any(|byte| byte.is_ascii_lowercase()));
    labels.iter().enumerate().filter(|_| capitals).find_map(|(at, label)| Some((at, labelled(line, label)?)))
}

fn older(start: usize, lines: &[&str]) -> Article {
    let mut article = Article { line: start as u64 + 1, ..Article::default() };
    let first = (1..lines.len()).find(|&at| label(lines[at], &BEFORE).is_some()).unwrap_or(lines.len());
    let is_right = |line: &str| {
        let line = line.trim();
        line.starts_with("Copyright") || line.eq_ignore_ascii_case("all rights reserved")
    };
    let mut day = None;
    for (at, line) in lines[1..first].iter().enumerate().filter(|(_, line)| !line.is_empty() && !is_right(line)) {
        if article.outlet.is_empty() {
            article.outlet = line.trim().to_owned();
        } else if day.is_none() && is_day(line.trim()) {
            article.date = line.trim().to_owned();
            day = Some(at + 1);
        }
    }
    if let Some(day) = day {
        let margin = |line: &&&str| !line.is_empty() && !line.starts_with(' ');
        let title: Vec<&str> = lines[day + 1..first].iter().filter(margin).copied().collect();
        article.title = one_line(&title);
    }
    let mut at = first;
    let mut body = None;
    while let Some((which, value)) = lines.get(at).and_then(|line| label(line, &BEFORE)) {
        let end = (at + 1..lines.len()).find(|&line| lines[line].is_empty()).unwrap_or(lines.len());
        if BEFORE[which] == "BODY" {
            body = Some((at + 1, value));
            break;
        }
        if BEFORE[which] == "HEADLINE" {
            article.title = one_line(&[&[value], &lines[at + 1..end]].concat());
        }
        at = (end..lines.len()).find(|&line| !lines[line].is_empty()).unwrap_or(lines.len());
    }
    let (start, value) = body.unwrap_or((at, ""));
    let behind = |at: &usize| lines[at.saturating_sub(1)].is_empty() && label(lines[*at], &BEHIND).is_some();
    let end = (start..lines.len()).find(behind).unwrap_or(lines.len());
    let end = (start..end).find(|&at| is_right(lines[at])).unwrap_or(end);
    article.body = whole(&[&[value], &lines[start..end]].concat());
    article
}

/// The newer form: `End of Document` stands under each article, and `Body` over its text.
///
/// **What it does**: takes the last day before the text for the date, the line before it for the outlet, and the lines
/// before that for the title.
/// **Why**: a cover sheet with days of its own may stand before the first article.
/// **Known failures**: a title with an empty line in it keeps its last part.
/// **Source**: described by the importers of `LexisNexisTools` and `newspaperparser`.
pub(super) fn ended(lines: &[&str]) -> Option<Vec<Article>> {
    let is_end = |line: &str| line.trim().eq_ignore_ascii_case("end of document");
    let ends: Vec<usize> = (0..lines.len()).filter(|&at| is_end(lines[at])).collect();
    ends.first()?;
    let starts = [0].into_iter().chain(ends.iter().map(|end| end + 1));
    Some(starts.zip(&ends).map(|(start, &end)| newer(start, &lines[start..end])).collect())
}

fn newer(start: usize, lines: &[&str]) -> Article {
    let body = lines.iter().position(|line| line.trim() == "Body");
    let head = &lines[..body.unwrap_or(lines.len())];
    let is_label = |line: &str| line.contains(": ") || line.ends_with(':');
    let Some(day) = (0..head.len()).rev().find(|&at| is_day(head[at].trim()) && !is_label(head[at])) else {
        return Article { line: start as u64 + 1, ..Article::default() };
    };
    let filled = |below: usize| (0..below).rev().find(|&at| !head[at].is_empty());
    let mut article = Article { date: head[day].trim().to_owned(), ..Article::default() };
    let mut first = day;
    if let Some(outlet) = filled(day) {
        article.outlet = head[outlet].trim().to_owned();
        first = outlet;
        if let Some(last) = filled(outlet) {
            first = (0..last).rev().find(|&at| head[at].is_empty()).map_or(0, |at| at + 1);
            article.title = one_line(&head[first..=last]);
        }
    }
    article.line = (start + first) as u64 + 1;
    if let Some(body) = body {
        let is_behind = |line: &str| {
            labelled(line, "Load-Date").is_some() || ["Graphic", "Classification", "Notes"].contains(&line.trim())
        };
        let end = (body..lines.len()).find(|&at| is_behind(lines[at])).unwrap_or(lines.len());
        article.body = whole(&lines[body + 1..end]);
    }
    article
}

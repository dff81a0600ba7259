//! Factiva, as text: with its field codes, two capitals at the beginning of a line, or in the form for readers.

use crate::read::export::{Article, is_day, one_line, whole};

/// The codes that an article may have.
const CODES: [&str; 30] = [
    "SE", "HD", "CR", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "RF", "ART", "CO",
    "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CLM", "CT", "DE", "NT",
];

/// The articles, each of which ends with its number (`AN`).
///
/// **What it does**: takes `HD` for the title, `SN` for the outlet, `PD` for the date, `LP` and `TD` for the text.
/// **Known failures**: a line of a text that begins with two such capitals and two spaces.
/// **Source**: described by the importer `tm.plugin.factiva` and in Factiva's help, “Display and format options”.
pub(super) fn articles(lines: &[&str]) -> Option<Vec<Article>> {
    let has = |code: &str| lines.iter().any(|line| coded(line).is_some_and(|(found, _)| found == code));
    if !["HD", "PD", "SN", "AN"].into_iter().all(has) {
        return None;
    }
    let mut found = Vec::new();
    let mut open: Option<Article> = None;
    let mut at = 0;
    while at < lines.len() {
        let Some((code, value)) = coded(lines[at]) else {
            at += 1;
            continue;
        };
        let end = (at + 1..lines.len()).find(|&next| coded(lines[next]).is_some()).unwrap_or(lines.len());
        let all = [&[value], &lines[at + 1..end]].concat();
        let article = open.get_or_insert(Article { line: at as u64 + 1, ..Article::default() });
        match code {
            "HD" => article.title = one_line(&all),
            "SN" => article.outlet = one_line(&all),
            "PD" => article.date = one_line(&all),
            "LP" | "TD" => {
                let between = if article.body.is_empty() { "" } else { "\n\n" };
                article.body = format!("{}{between}{}", article.body, whole(&all));
            }
            "AN" => found.extend(open.take()),
            _ => {}
        }
        at = end;
    }
    found.extend(open);
    Some(found)
}

/// The code of a line and what follows it.
fn coded(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_end();
    let end = line.find([' ', '\t']).unwrap_or(line.len());
    let (code, value) = line.split_at(end);
    let parted = value.is_empty() || value.starts_with("  ") || value.starts_with('\t');
    (parted && CODES.contains(&code)).then(|| (code, value.trim()))
}

/// The form without codes: `123 words` stands above each text, and `Document` with a long number under it.
///
/// **What it does**: takes what stands above the number of words, without the byline, for the title; the first day below
/// it for the date, and the next line that is no time of day for the outlet; for the text what follows the line of the
/// copyright, or else that of the language.
/// **Why**: it is what “Article format” gives, as RTF and HTML too.
/// **Known failures**: an article without a line of its language or copyright gives its first lines as text.
/// **Source**: described by the importer `tm.plugin.factiva`.
pub(super) fn uncoded(lines: &[&str]) -> Option<Vec<Article>> {
    let ends: Vec<usize> = (0..lines.len()).filter(|&at| is_number(lines[at])).collect();
    lines.iter().find(|line| is_length(line)).filter(|_| !ends.is_empty())?;
    let starts = [0].into_iter().chain(ends.iter().map(|end| end + 1));
    Some(starts.zip(&ends).map(|(start, &end)| reader_form(start, &lines[start..end])).collect())
}

/// `Document NPOST00020210323eh3n0001x`.
fn is_number(line: &str) -> bool {
    let number = line.trim().strip_prefix("Document ").unwrap_or("");
    number.len() >= 20
        && number.starts_with(|first: char| first.is_ascii_uppercase())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 8
}

/// `1,234 words`.
fn is_length(line: &str) -> bool {
    let number = line.trim().strip_suffix(" words").unwrap_or("");
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
}

fn reader_form(start: usize, lines: &[&str]) -> Article {
    let filled: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].trim().is_empty()).collect();
    let line = start + filled.first().copied().unwrap_or(0);
    let mut article = Article { line: line as u64 + 1, ..Article::default() };
    // Without it, nobody can tell where the text begins.
    let Some(words) = lines.iter().position(|line| is_length(line)) else { return article };
    let (above, below): (Vec<usize>, Vec<usize>) = filled.into_iter().partition(|&at| at < words);
    // A section may stand above the title.
    let title = above.iter().rev().map(|&at| lines[at].trim()).find(|line| !line.starts_with("By "));
    article.title = title.unwrap_or("").to_owned();
    let is_time = |line: &str| line.contains(':') && line.starts_with(|first: char| first.is_ascii_digit());
    let is_right = |line: &str| ["Copyright", "(c)", "(C)", "©"].iter().any(|sign| line.starts_with(sign));
    let mut body = words + 1;
    // At most so many lines stand between the length and the text.
    for &at in below.iter().skip(1).take(9) {
        let line = lines[at].trim();
        if article.date.is_empty() && is_day(line) {
            article.date = line.to_owned();
        } else if !article.date.is_empty() && article.outlet.is_empty() && !is_time(line) {
            article.outlet = line.to_owned();
        } else if is_right(line) {
            body = at + 1;
            break;
        } else if line == "English" {
            body = at + 1;
        }
    }
    article.body = whole(&lines[body..]).trim().to_owned();
    article
}

//! Factiva, as text with its field codes: two capitals at the beginning of a line.

use crate::read::export::{Article, one_line, whole};

/// The codes that an article may have.
const CODES: [&str; 30] = [
    "SE", "HD", "CR", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "RF", "ART", "CO",
    "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CLM", "CT", "DE", "NT",
];

/// The articles, each of which ends with its number (`AN`).
///
/// **What it does**: takes `HD` for the title, `SN` for the outlet, `PD` for the date, `LP` and `TD` for the text.
/// **Known failures**: exports in which the codes were left out.
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

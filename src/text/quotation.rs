//! Quotations: the stretches of a text that stand between quotation marks.
//!
//! Curly, straight, angled and typewriter marks; single marks only where they pair plausibly.
//! A mark that nothing closes is no quotation, unless the next paragraph opens with a mark again: then the
//! quotation runs on.

use crate::model::span::Span;

/// Text between marks, the marks included; several spans when it runs over paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// In text order, one for each paragraph that it touches.
    pub(crate) spans: Vec<Span>,
}

impl Quotation {
    /// From its first mark to its last.
    pub(crate) fn whole(&self) -> Span {
        Span::new(self.spans[0].start(), self.spans[self.spans.len() - 1].end())
    }
}

/// Those of `quotations`, which stand in text order, that share something with `span`.
pub(crate) fn overlapping(quotations: &[Quotation], span: Span) -> &[Quotation] {
    let from = quotations.partition_point(|quotation| quotation.whole().end() <= span.start());
    let to = from + quotations[from..].partition_point(|quotation| quotation.whole().start() < span.end());
    &quotations[from..to]
}

/// The parts of `quotations` that share something with `paragraph`, in text order.
pub(crate) fn parts_within(quotations: &[Quotation], paragraph: Span) -> Vec<Span> {
    let parts = overlapping(quotations, paragraph).iter().flat_map(|quotation| &quotation.spans).copied();
    parts.filter(|span| span.overlaps(paragraph)).collect()
}

/// The paragraphs of `text`, without white space around them; a line break ends one.
pub(crate) fn paragraphs(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let paragraph = Span::new(start, end).trimmed(text);
        if !paragraph.is_empty() {
            found.push(paragraph);
        }
        start = end;
    }
    found
}

/// The quotations of `text`, whose paragraphs are given, in order; a quotation inside another belongs to the outer.
pub(crate) fn quotations(text: &str, paragraphs: &[Span]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut running: Vec<Span> = Vec::new();
    for (number, &paragraph) in paragraphs.iter().enumerate() {
        let mut at = paragraph.start();
        // Marks that nothing closes up to the end of the paragraph: to look again would take the square of its length.
        let mut never_closed: Vec<char> = Vec::new();
        while let Some(open) = next_opening(text, at, paragraph.end()) {
            let hopeless = open.searches_far() && never_closed.contains(&open.mark);
            let end = if hopeless { None } else { closing(text, open, paragraph.end()) };
            if end.is_none() && !hopeless && open.searches_far() {
                never_closed.push(open.mark);
            }
            match end {
                Some(end) => {
                    let mut spans = std::mem::take(&mut running);
                    spans.push(Span::new(open.at, end));
                    found.push(Quotation { spans });
                    at = end;
                }
                None if open.double && reopens(text, paragraphs.get(number + 1)) => {
                    running.push(Span::new(open.at, paragraph.end()));
                    at = paragraph.end();
                }
                None => at = open.at + open.length,
            }
            // What ran on from the last paragraph must have been taken up by the first mark of this one.
        }
        let carried = running.last().is_some_and(|span| paragraph.contains(*span));
        if !carried && !running.is_empty() {
            found.push(Quotation { spans: std::mem::take(&mut running) });
        }
    }
    if !running.is_empty() {
        found.push(Quotation { spans: running });
    }
    found
}

#[derive(Clone, Copy)]
struct Opening {
    at: usize,
    length: usize,
    mark: char,
    double: bool,
}

impl Opening {
    /// Whether the search for its end goes on to the end of the paragraph: others stop at the next mark of their own
    /// kind, or, single ones, after [`LONGEST_SINGLE`] bytes.
    fn searches_far(self) -> bool {
        self.double && !matches!(self.mark, '“' | '«')
    }
}

/// A quotation in single marks is at most so long, in bytes: they look like apostrophes, and a text has many.
const LONGEST_SINGLE: usize = 2000;

fn reopens(text: &str, next: Option<&Span>) -> bool {
    next.is_some_and(|paragraph| paragraph.of(text).starts_with(['“', '"', '«', '„']))
}

fn next_opening(text: &str, from: usize, limit: usize) -> Option<Opening> {
    let mut before = text[..from].chars().next_back();
    for (offset, mark) in text[from..limit].char_indices() {
        let at = from + offset;
        let after = text[at + mark.len_utf8()..limit].chars().next();
        let double = matches!(mark, '“' | '"' | '«' | '„') || typewriter(mark, after);
        let single = matches!(mark, '‘' | '\'' | '‚') && opens_single(before, after);
        if double || single {
            let length = if typewriter(mark, after) { 2 } else { mark.len_utf8() };
            return Some(Opening { at, length, mark, double });
        }
        before = Some(mark);
    }
    None
}

/// `` and '' as typed on old machines.
fn typewriter(mark: char, after: Option<char>) -> bool {
    matches!(mark, '`' | '\'') && after == Some(mark)
}

fn opens_single(before: Option<char>, after: Option<char>) -> bool {
    let free = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '“' | '"'));
    // '90s is an apostrophe.
    free && after.is_some_and(|c| c.is_alphabetic() || matches!(c, '“' | '"' | '[' | '…'))
}

/// One past the mark that closes `open`, in the same paragraph.
fn closing(text: &str, open: Opening, limit: usize) -> Option<usize> {
    let from = open.at + open.length;
    if !open.double {
        return closing_single(text, from, limit);
    }
    let rest = &text[from..limit];
    let mut depth = 0;
    for (offset, mark) in rest.char_indices() {
        let end = from + offset + mark.len_utf8();
        let after = text[end..limit].chars().next();
        match (open.mark, mark) {
            // The same opening mark again: the first was never closed.
            ('“', '“') | ('«', '«') if depth == 0 => return None,
            ('“' | '„', '”') | ('«', '»') | ('"', '"') => {
                if depth == 0 {
                    return Some(end);
                }
                depth -= 1;
            }
            ('„', '“') => return Some(end),
            // Marks of both kinds are mixed in one pair.
            ('“', '"') | ('"', '”') => return Some(end),
            ('`' | '\'', '\'') if after == Some('\'') => return Some(end + 1),
            ('`' | '\'', '"' | '”') => return Some(end),
            _ => {}
        }
    }
    None
}

/// The first mark that ends a word; after a final s it may be a possessive, and is taken only if no better one comes.
fn closing_single(text: &str, from: usize, limit: usize) -> Option<usize> {
    let mut doubtful = None;
    let mut before = None;
    for (offset, mark) in text[from..limit].char_indices().take_while(|(offset, _)| *offset < LONGEST_SINGLE) {
        let end = from + offset + mark.len_utf8();
        if matches!(mark, '’' | '\'') {
            let after = text[end..limit].chars().next();
            let ends = !after.is_some_and(char::is_alphanumeric) && before.is_some_and(|c: char| !c.is_whitespace());
            let possessive = before == Some('s') && after.is_some_and(char::is_whitespace);
            if ends && !possessive {
                return Some(end);
            }
            if ends && doubtful.is_none() {
                doubtful = Some(end);
            }
        }
        before = Some(mark);
    }
    doubtful
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<Vec<&str>> {
        quotations(text, &paragraphs(text)).iter().map(|q| q.spans.iter().map(|s| s.of(text)).collect()).collect()
    }

    #[test]
    fn marks_pair_within_a_paragraph() {
        let cases: &[(&str, &[&str])] = &[
            ("He said “no” and \"yes\".", &["“no”", "\"yes\""]),
            ("the ‘hostile forces’ came", &["‘hostile forces’"]),
            ("The states' envoy said 'We agree, don't we?' and left", &["'We agree, don't we?'"]),
            ("the forces’ moves and the US’ record", &[]),
            ("An “unclosed mark\nNext paragraph “closed”.", &["“closed”"]),
            ("She said ``fine'' twice", &["``fine''"]),
            ("She said ''fine and 'We agree' now", &["'We agree'"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let flat: Vec<&str> = found(text).into_iter().flatten().collect();
            assert_eq!(&flat, expected, "{text}");
        }
    }

    #[test]
    fn a_quotation_runs_over_paragraphs_that_reopen() {
        assert_eq!(found("“One.\n“Two.\n“Three,” he said."), [["“One.", "“Two.", "“Three,”"]]);
    }
}

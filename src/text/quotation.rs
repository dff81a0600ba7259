//! Quotations: finds the spans between quotation marks in a text. It does not know who is quoted.
//!
//! **What it does**: pairs curly, straight, angled and typewriter quotation marks; single marks only where they cannot
//! be apostrophes. A mark without a partner opens no quotation, unless the next paragraph also begins with a quotation
//! mark: then the quotation continues there.
//! **Why**: news text repeats the opening mark at the start of each quoted paragraph.
//! **Example**: `“One.` / `“Two,” he said.` is one quotation over two paragraphs.
//! **Known failures**: a missing closing mark loses the quotation; a plural possessive inside single marks may end it
//! too early or too late.
//! **Source**: chosen by hand.

use crate::model::span::Span;

/// Text between quotation marks, including the marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// In text order, one for each paragraph that it touches.
    pub(crate) spans: Vec<Span>,
}

impl Quotation {
    /// From the opening mark to the closing mark.
    pub(crate) fn whole(&self) -> Span {
        Span::new(self.spans[0].start(), self.spans[self.spans.len() - 1].end())
    }
}

/// The `quotations` that overlap `span`. They must be in text order.
pub(crate) fn overlapping(quotations: &[Quotation], span: Span) -> &[Quotation] {
    let from = quotations.partition_point(|quotation| quotation.whole().end() <= span.start());
    let to = from + quotations[from..].partition_point(|quotation| quotation.whole().start() < span.end());
    &quotations[from..to]
}

/// The parts of `quotations` that overlap `paragraph`, in text order.
pub(crate) fn parts_within(quotations: &[Quotation], paragraph: Span) -> Vec<Span> {
    let parts = overlapping(quotations, paragraph).iter().flat_map(|quotation| &quotation.spans).copied();
    parts.filter(|span| span.overlaps(paragraph)).collect()
}

/// The paragraphs of `text`, without surrounding white space. A line break ends a paragraph.
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

/// The quotations of `text` in text order, given its paragraphs. A quotation inside another is part of the outer one.
pub(crate) fn quotations(text: &str, paragraphs: &[Span]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut running: Vec<Span> = Vec::new();
    for (number, &paragraph) in paragraphs.iter().enumerate() {
        let mut at = paragraph.start();
        // Marks known to have no partner in this paragraph. Searching again for each would take quadratic time.
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
            // A quotation carried over from the last paragraph continues with the first mark of this one.
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
    /// Whether the search for the closing mark may run to the end of the paragraph. Other searches stop at the next
    /// mark of the same kind or, for single marks, after [`LONGEST_SINGLE`] bytes.
    fn searches_far(self) -> bool {
        self.double && !matches!(self.mark, '“' | '«')
    }
}

/// Maximum length in bytes of a quotation in single marks, since these look like apostrophes. Chosen by hand.
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

/// Double quotation marks as typed on typewriters: `` and ''.
fn typewriter(mark: char, after: Option<char>) -> bool {
    matches!(mark, '`' | '\'') && after == Some(mark)
}

fn opens_single(before: Option<char>, after: Option<char>) -> bool {
    let free = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '“' | '"'));
    // '90s is an apostrophe.
    free && after.is_some_and(|c| c.is_alphabetic() || matches!(c, '“' | '"' | '[' | '…'))
}

/// The offset after the mark that closes `open` in the same paragraph; `None` if there is none.
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
            // The same opening mark again means that the first was never closed.
            ('“', '“') | ('«', '«') if depth == 0 => return None,
            ('“' | '„', '”') | ('«', '»') | ('"', '"') => {
                if depth == 0 {
                    return Some(end);
                }
                depth -= 1;
            }
            ('„', '“') => return Some(end),
            // A curly mark paired with a straight one.
            ('“', '"') | ('"', '”') => return Some(end),
            ('`' | '\'', '\'') if after == Some('\'') => return Some(end + 1),
            ('`' | '\'', '"' | '”') => return Some(end),
            _ => {}
        }
    }
    None
}

/// The offset after the first single mark that ends a word. A mark after a final s may be a possessive, so it is used
/// only if no better one follows.
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

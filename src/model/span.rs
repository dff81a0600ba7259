//! A span: a stretch of a document's text, in bytes.

/// A half-open range of bytes in a document's text, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    /// An `end` before `start` gives the empty span at `start`.
    pub(crate) fn new(start: usize, end: usize) -> Span {
        Span { start, end: end.max(start) }
    }

    /// First byte.
    pub(crate) fn start(self) -> usize {
        self.start
    }

    /// One past the last byte.
    pub(crate) fn end(self) -> usize {
        self.end
    }

    /// Length in bytes.
    pub(crate) fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub(crate) fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words themselves.
    pub(crate) fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Whether the two share at least one byte.
    pub(crate) fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether every byte of `other` is also in this span.
    pub(crate) fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same span without white space at its two ends.
    pub(crate) fn trimmed(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

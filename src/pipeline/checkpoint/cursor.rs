//! The resume cursor: keeps track of which records have been read, in order, so that a resumed run recognises those
//! that are done. It sees checksums, not texts.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::model::hash::add_to_sum;

/// Consecutive records of one input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecordRange {
    /// The input's name.
    pub(crate) file: String,
    /// Number of records, including bad ones.
    pub(crate) records: u64,
    /// A checksum over all of them.
    pub(crate) sum: u64,
}

impl RecordRange {
    /// Adds one record of the same input, given its checksum.
    pub(crate) fn add(&mut self, sum: u64) {
        self.records += 1;
        self.sum = add_to_sum(self.sum, sum);
    }
}

/// The records done before, and the new ones after them.
#[derive(Default)]
pub(crate) struct ResumeCursor {
    /// Ranges done before that have not been read again yet; the next one is last.
    before: Vec<RecordRange>,
    /// The part of that next range that has been read again.
    again: RecordRange,
    passed: Passed,
}

/// New records.
#[derive(Default)]
pub(crate) struct Passed {
    pub(crate) ranges: Vec<RecordRange>,
    /// Total length in bytes.
    pub(crate) bytes: usize,
}

impl Passed {
    /// Appends the records that follow.
    pub(crate) fn add(&mut self, more: Passed) {
        self.ranges.extend(more.ranges);
        self.bytes += more.bytes;
    }
}

impl ResumeCursor {
    /// Starts at the beginning of `before`.
    pub(crate) fn after(mut before: Vec<RecordRange>) -> ResumeCursor {
        before.reverse();
        ResumeCursor { before, ..ResumeCursor::default() }
    }

    /// Registers the next record, of the input `file` and `bytes` long. Returns whether it was done before.
    ///
    /// Errors: the input has changed. This is detected at the end of a range of records.
    pub(crate) fn pass(&mut self, file: &str, sum: u64, bytes: usize) -> Result<bool, Error> {
        let Some(next) = self.before.last() else {
            self.passed.bytes += bytes;
            let ranges = &mut self.passed.ranges;
            if ranges.last().is_none_or(|last| last.file != file) {
                ranges.push(RecordRange { file: file.to_owned(), ..RecordRange::default() });
            }
            ranges.last_mut().expect("one was pushed").add(sum);
            return Ok(false);
        };
        self.again.add(sum);
        if next.file != file || next.records == self.again.records && next.sum != self.again.sum {
            return Err(changed(next));
        }
        if next.records == self.again.records {
            self.before.pop();
            self.again = RecordRange::default();
        }
        Ok(true)
    }

    /// The new records since the last call.
    pub(crate) fn passed(&mut self) -> Passed {
        std::mem::take(&mut self.passed)
    }

    /// Ends the input. Errors: records that were done before did not appear again.
    pub(crate) fn end(&self) -> Result<(), Error> {
        self.before.last().map_or(Ok(()), |next| Err(changed(next)))
    }
}

fn changed(range: &RecordRange) -> Error {
    let file = &range.file;
    Error::said(format!("{file}: changed since the unfinished run read it; restore it, or start again with --force"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_before_is_known_again_and_what_is_changed_is_named() {
        let records = [("a", 1), ("a", 2), ("b", 3), ("c", 4)];
        let mut cursor = ResumeCursor::default();
        for (file, sum) in records {
            assert!(!cursor.pass(file, sum, 10).expect("nothing to compare with"));
        }
        let Passed { ranges, bytes } = cursor.passed();
        assert_eq!((ranges.len(), bytes), (3, 40));
        let walk = |records: &[(&str, u64)]| {
            let mut cursor = ResumeCursor::after(ranges.clone());
            let known = records.iter().map(|(file, sum)| cursor.pass(file, *sum, 10)).collect::<Result<Vec<_>, _>>();
            known.and_then(|known| cursor.end().map(|()| known)).map_err(|fault| fault.to_string())
        };
        let mut more = records.to_vec();
        more.push(("c", 5));
        assert_eq!(walk(&more), Ok(vec![true, true, true, true, false]));
        let begins = |told: Result<Vec<bool>, String>, name: &str| told.is_err_and(|told| told.starts_with(name));
        assert!(begins(walk(&[("a", 1), ("a", 9), ("b", 3), ("c", 4)]), "a: "), "another record");
        assert!(begins(walk(&[("a", 2), ("a", 1), ("b", 3), ("c", 4)]), "a: "), "another order");
        assert!(begins(walk(&[("a", 1), ("b", 3), ("c", 4)]), "a: "), "one less");
        assert!(begins(walk(&records[..3]), "c: "), "an input less");
    }
}

//! A state: the tally of part of a corpus, as lines of text that can be combined with those of other parts.
//!
//! Each line is self-contained: `verbale-state`, the version of the format, a checksum, and JSON. Lines can come in any
//! order and from any number of states. The last line of each state holds the number of its lines and the sum of their
//! checksums, so that a lost, repeated or damaged line is detected.

use serde::{Deserialize, Serialize};

use crate::error::Reject;
use crate::model::actor::ActorId;
use crate::model::example::Examples;
use crate::model::hash::check_sum;
use crate::model::input::{Decoded, Noted};
use crate::model::record::DocumentStatements;
use crate::model::run::Run;
use crate::model::tally::Counts;
use crate::model::utterance::{Sketch, UtteranceStats};
use crate::pipeline::checkpoint::cursor::RecordRange;
use crate::pipeline::checkpoint::plan::Plan;

/// The version of the format; any other is refused.
const VERSION: &str = "5";

const MARK: &str = "verbale-state";

/// The content of one line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    /// How the statements of the state were made.
    Run(Run),
    /// Plain counts.
    Counts(Counts),
    /// The tally of one dyad.
    Dyad { holder: ActorId, target: ActorId, utterances: Vec<(u64, UtteranceStats)>, examples: Examples },
    /// The tally of one holder, whatever the target.
    Voice { holder: ActorId, utterances: Vec<(u64, UtteranceStats)>, examples: Examples, sketches: Vec<(u64, Sketch)> },
    /// The scored statements of one document.
    Document(DocumentStatements),
    /// The ids of some documents, with or without statements.
    Ids(Vec<String>),
    /// In a journal only: what the run was asked to do.
    Plan(Plan),
    /// In a journal only: records that are done.
    Passed(RecordRange),
    /// A bad record.
    Reject(Reject),
    /// An input that is not UTF-8.
    Decoded(Decoded),
    /// What was repaired or left aside in records that are used.
    Noted(Noted),
    /// So many lines came before, and so much do their check sums add up to.
    End(End),
}

/// The totals that show whether a state is complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct End {
    pub(crate) lines: u64,
    pub(crate) sum: u64,
    /// Documents read.
    pub(crate) documents: u64,
}

/// Why a line is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is not a line of a state.
    Foreign,
    /// It has another version of the format.
    OtherVersion(String),
    /// Its checksum is wrong.
    Damaged,
    /// It is intact, but its content is impossible.
    Impossible,
}

impl Part {
    /// The line, including its line break, and its checksum.
    pub(crate) fn line(&self) -> (String, u64) {
        let json = serde_json::to_string(self).expect("plain values become JSON");
        let sum = check_sum(json.as_bytes());
        (format!("{MARK} {VERSION} {sum:016x} {json}\n"), sum)
    }

    /// Parses a line; returns its content and its checksum.
    pub(crate) fn parse(line: &str) -> Result<(Part, u64), Refused> {
        let rest = line.strip_prefix(MARK).and_then(|rest| rest.strip_prefix(' ')).ok_or(Refused::Foreign)?;
        let (version, rest) = rest.split_once(' ').ok_or(Refused::Damaged)?;
        if version != VERSION {
            return Err(Refused::OtherVersion(version.to_owned()));
        }
        let (sum, json) = rest.split_once(' ').ok_or(Refused::Damaged)?;
        let sum = u64::from_str_radix(sum, 16).map_err(|_| Refused::Damaged)?;
        if check_sum(json.as_bytes()) != sum {
            return Err(Refused::Damaged);
        }
        match serde_json::from_str(json) {
            Ok(Part::Counts(counts)) if !counts.are_possible() => Err(Refused::Impossible),
            Ok(part) => Ok((part, sum)),
            Err(_) => Err(Refused::Damaged),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_back_and_a_damaged_one_is_not() {
        let (doc_id, title) = ("a\nb".to_owned(), None);
        let part = Part::Document(DocumentStatements { doc_id, title, statements: Vec::new() });
        let (line, sum) = part.line();
        assert_eq!(line.matches('\n').count(), 1);
        assert_eq!(Part::parse(line.trim_end()), Ok((part, sum)));
        assert_eq!(Part::parse(&line.trim_end().replace("a\\n", "c\\n")), Err(Refused::Damaged));
        assert_eq!(Part::parse("{}"), Err(Refused::Foreign));
        let counts = Counts { statements: 1, unlisted_holders: 2, ..Counts::default() };
        assert_eq!(Part::parse(Part::Counts(counts).line().0.trim_end()), Err(Refused::Impossible));
        assert_eq!(Part::parse("verbale-state 9 0 {}"), Err(Refused::OtherVersion("9".to_owned())));
    }
}

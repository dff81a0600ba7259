//! A state: what part of a corpus says, as lines of text that can be put together with those of other parts.
//!
//! Each line stands on its own: `verbale-state`, the version of the form, a check sum, and JSON. Lines may come in any
//! order and from any number of states; the last of each says how many there are and what their check sums add up to,
//! so that none can be lost, repeated or damaged unnoticed.

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

/// The version of the form; another one is refused.
const VERSION: &str = "3";

const MARK: &str = "verbale-state";

/// What one line says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    /// How the statements of the state were made.
    Run(Run),
    /// Plain counts.
    Counts(Counts),
    /// What one actor said of another.
    Dyad { holder: ActorId, target: ActorId, utterances: Vec<(u64, UtteranceStats)>, examples: Examples },
    /// What one actor said.
    Voice { holder: ActorId, utterances: Vec<(u64, UtteranceStats)>, examples: Examples, sketches: Vec<(u64, Sketch)> },
    /// The scored statements of one document.
    Document(DocumentStatements),
    /// The ids of some documents, with statements or without.
    Ids(Vec<String>),
    /// In the journal of a run: what it was asked to do.
    Plan(Plan),
    /// In the journal of a run: records that have been done.
    Passed(RecordRange),
    /// A record that could not be used.
    Reject(Reject),
    /// An input that is not UTF-8.
    Decoded(Decoded),
    /// What was repaired or left aside in records that are used.
    Noted(Noted),
    /// So many lines came before, and so much do their check sums add up to.
    End(End),
}

/// What makes a state whole.
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
    /// It is no line of a state.
    Foreign,
    /// Another version made it.
    OtherVersion(String),
    /// It is not as it was written.
    Damaged,
    /// It is whole, and says what cannot be.
    Impossible,
}

impl Part {
    /// The line, with its end, and its check sum.
    pub(crate) fn line(&self) -> (String, u64) {
        let json = serde_json::to_string(self).expect("plain values become JSON");
        let sum = check_sum(json.as_bytes());
        (format!("{MARK} {VERSION} {sum:016x} {json}\n"), sum)
    }

    /// What a line says, and its check sum.
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
        let counts = Counts { statements: 1, unknown_holders: 2, ..Counts::default() };
        assert_eq!(Part::parse(Part::Counts(counts).line().0.trim_end()), Err(Refused::Impossible));
        assert_eq!(Part::parse("verbale-state 9 0 {}"), Err(Refused::OtherVersion("9".to_owned())));
    }
}

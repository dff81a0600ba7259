//! Codes: what a person, or another model, says about single opinions of a run; and the design by which they were drawn.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::actor::ActorId;
use crate::model::opinion::Polarity;

/// What a coder says about a statement and one target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Label {
    /// The speaker is against the target.
    Against,
    /// The speaker takes no side.
    Neither,
    /// The speaker is for the target.
    Favor,
    /// The statement is not about the target.
    NotAbout,
    /// Somebody else says it, or nobody does.
    WrongSpeaker,
}

impl Label {
    /// All labels; those of direction first, in their order.
    pub(crate) const ALL: [Label; 5] =
        [Label::Against, Label::Neither, Label::Favor, Label::NotAbout, Label::WrongSpeaker];

    /// The name used in tables of codes.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Label::Against => "against",
            Label::Neither => "neither",
            Label::Favor => "favor",
            Label::NotAbout => "not_about",
            Label::WrongSpeaker => "wrong_speaker",
        }
    }

    /// The label in words for readers.
    pub(crate) fn told(self) -> &'static str {
        match self {
            Label::Against => "against",
            Label::Neither => "neither",
            Label::Favor => "for",
            Label::NotAbout => "not about this",
            Label::WrongSpeaker => "wrong speaker",
        }
    }

    /// The label that a cell of a table means, in any usual spelling; `None` if it means none.
    pub(crate) fn of(cell: &str) -> Option<Label> {
        let cell = cell.trim().to_lowercase().replace([' ', '-'], "_").replace('−', "_");
        match cell.as_str() {
            "favor" | "favour" | "for" | "positive" | "1" | "+1" | "+" => Some(Label::Favor),
            "against" | "negative" | "_1" => Some(Label::Against),
            "neither" | "none" | "neutral" | "0" => Some(Label::Neither),
            "not_about" | "not_about_this" => Some(Label::NotAbout),
            "wrong_speaker" => Some(Label::WrongSpeaker),
            _ => None,
        }
    }

    /// −1, 0 or +1; `None` if the statement does not belong to this speaker and target.
    pub(crate) fn sign(self) -> Option<i8> {
        match self {
            Label::Against => Some(-1),
            Label::Neither => Some(0),
            Label::Favor => Some(1),
            Label::NotAbout | Label::WrongSpeaker => None,
        }
    }
}

impl From<Polarity> for Label {
    fn from(polarity: Polarity) -> Label {
        match polarity {
            Polarity::Favor => Label::Favor,
            Polarity::Against => Label::Against,
            Polarity::None => Label::Neither,
        }
    }
}

/// A stratum of a sample: opinions of one kind, from which some were drawn at random.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stratum {
    /// Its name in the table of codes.
    pub(crate) name: String,
    /// Number of opinions in it.
    pub(crate) size: u64,
    /// Number of opinions drawn from it.
    pub(crate) drawn: u64,
}

impl Stratum {
    /// The probability with which each of its opinions was drawn, above 0 to 1.
    pub(crate) fn probability(&self) -> f64 {
        self.drawn as f64 / self.size.max(1) as f64
    }
}

/// The opinion that a code is about: the key of its utterance, and the target as the statement names it.
pub(crate) type UnitId = (u64, ActorId);

/// One code by one coder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) unit: UnitId,
    pub(crate) coder: String,
    pub(crate) label: Label,
    /// Whether the coder was not sure.
    pub(crate) unsure: bool,
    /// The coder's remark; often empty.
    pub(crate) comment: String,
    /// `None` in tables without a design.
    pub(crate) stratum: Option<Stratum>,
}

/// The label on which the codes of an opinion settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Coded {
    pub(crate) label: Label,
    /// `None` in tables without a design.
    pub(crate) stratum: Option<Stratum>,
}

/// A statement that a coder found in a whole article; without words, a row that says that the article was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) doc_id: String,
    pub(crate) coder: String,
    /// The words that name who says it.
    pub(crate) speaker: String,
    /// The words that name whom it is about; often empty.
    pub(crate) target: String,
    /// Its words, as in the text.
    pub(crate) words: String,
    /// `None` without a target.
    pub(crate) label: Option<Label>,
}

/// One label for each coded opinion: that of most coders; of several with equally many votes, the one of the earliest
/// code.
pub(crate) fn settled(codes: &[Code]) -> BTreeMap<UnitId, Coded> {
    let mut votes: BTreeMap<&UnitId, Vec<&Code>> = BTreeMap::new();
    codes.iter().for_each(|code| votes.entry(&code.unit).or_default().push(code));
    let settle = |(unit, codes): (&UnitId, Vec<&Code>)| {
        let of = |label: Label| codes.iter().filter(|code| code.label == label).count();
        let most = codes.iter().map(|code| of(code.label)).max().unwrap_or(0);
        let label = codes.iter().find(|code| of(code.label) == most).map_or(Label::Neither, |code| code.label);
        let stratum = codes.iter().find_map(|code| code.stratum.clone());
        (unit.clone(), Coded { label, stratum })
    };
    votes.into_iter().map(settle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_as_they_are_written_and_in_usual_spellings() {
        for label in Label::ALL {
            assert_eq!(Label::of(label.word()), Some(label));
        }
        for (cell, label) in [("-1", Label::Against), ("Favour", Label::Favor), ("Not about this", Label::NotAbout)] {
            assert_eq!(Label::of(cell), Some(label));
        }
        assert_eq!([Label::of(""), Label::of("?"), Label::of("2")], [None; 3]);
    }

    #[test]
    fn most_coders_decide_and_the_earliest_breaks_a_tie() {
        let code = |coder: &str, label| Code {
            unit: (1, "XSU".into()),
            coder: coder.to_owned(),
            label,
            unsure: false,
            comment: String::new(),
            stratum: None,
        };
        let three = [code("a", Label::Favor), code("b", Label::Neither), code("c", Label::Neither)];
        let label = |codes: &[Code]| settled(codes)[&(1, ActorId::from("XSU"))].label;
        assert_eq!([label(&three), label(&three[..2])], [Label::Neither, Label::Favor]);
    }
}

//! Records: statements and attributions as the program writes them and reads them back.
//!
//! They are the only public form of a statement: a line of JSON, a row of a table, or a value of the library. Offsets
//! count Unicode characters, as Python and R do. The JSON schema is made from the comments here.

use std::ops::Range;

use jiff::civil::Date;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::model::actor::ActorId;
use crate::model::attribution::{Assertion, CueCategory, Form};
use crate::model::columns::OwnColumns;
use crate::model::mention::Rule;
use crate::model::opinion::{Polarity, Scope};
use crate::model::reader::Readers;
use crate::model::sentiment::Sentiment;

/// A scored statement: one line of `statements.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Statement {
    /// The document's id, a colon, and the statement's number in the document.
    pub statement_id: String,
    /// The document's id, unique in the corpus.
    pub doc_id: String,
    /// Date of the document, YYYY-MM-DD; null if it has none.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub date: Option<Date>,
    /// Where the document was published, if known.
    pub outlet: Option<String>,
    /// Where it stands, and what its offsets count from.
    #[serde(rename = "where", default)]
    pub place: Place,
    /// How the content is reported.
    pub form: Form,
    /// What kind of saying it is.
    #[serde(default)]
    pub assertion: Assertion,
    /// The words that name who says it; null when it is given or nobody is named.
    pub source: Option<Words>,
    /// The words that introduce the content (“said”); null if there are none.
    pub cue: Option<Cue>,
    /// What is said, in text order.
    pub content: Vec<Words>,
    /// The actor who speaks; null if unknown.
    pub holder: Option<ActorId>,
    /// The rule that found the holder; null without a holder.
    pub rule: Option<Rule>,
    /// The actors who pass the statement on, outermost first.
    pub via: Vec<ActorId>,
    /// The probability that the holder says this, 0 to 1.
    pub confidence: f64,
    /// Whether reports count the statement: those of `--cues`, `--assertion` and `--min-confidence` only; unless told
    /// otherwise, what is said, asked or judged, but not what is thought or wanted.
    #[serde(default = "yes")]
    pub counted: bool,
    /// The tone of the content, without a target.
    pub sentiment: Sentiment,
    /// One opinion for each actor that the content names, except the holder.
    pub opinions: Vec<Opinion>,
    /// The single values of the record that the program does not read itself, by name; missing if there are none.
    #[serde(default, skip_serializing_if = "OwnColumns::is_empty")]
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, serde_json::Value>"))]
    pub columns: OwnColumns,
}

/// Who said what, without any actor look-up: one line of the output of `extract`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// The document's id, a colon, and the attribution's number in the document.
    pub statement_id: String,
    /// The document's id, unique in the corpus.
    pub doc_id: String,
    /// Date of the document; `None` if it has none.
    pub date: Option<Date>,
    /// Where the document was published, if known.
    pub outlet: Option<String>,
    /// Where it stands, and what its offsets count from.
    #[serde(rename = "where", default)]
    pub place: Place,
    /// How the content is reported.
    pub form: Form,
    /// What kind of saying it is.
    #[serde(default)]
    pub assertion: Assertion,
    /// The words that name the source; `None` in agentless passives and given statements.
    pub source: Option<Words>,
    /// The words that introduce the content (“said”); `None` if there are none.
    pub cue: Option<Cue>,
    /// What was said, in text order.
    pub content: Vec<Words>,
    /// Attributions inside the content, in text order.
    pub nested: Vec<NestedAttribution>,
    /// The probability that the content is right, 0 to 1.
    pub confidence: f64,
}

/// An attribution inside the content of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NestedAttribution {
    /// How the content is reported.
    pub form: Form,
    /// What kind of saying it is.
    #[serde(default)]
    pub assertion: Assertion,
    /// The words that name the source.
    pub source: Option<Words>,
    /// The words that introduce the content (“said”); `None` if there are none.
    pub cue: Option<Cue>,
    /// What was said, in text order.
    pub content: Vec<Words>,
    /// The probability that the content is right, 0 to 1.
    pub confidence: f64,
}

/// Which part of a document a statement stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Place {
    /// Its title.
    Title,
    /// Its text.
    #[default]
    Text,
}

/// Words of the text and where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Words {
    /// Index of the first character, from 0, in Unicode characters.
    pub start: usize,
    /// Index after the last character, in Unicode characters.
    pub end: usize,
    /// The words themselves.
    pub text: String,
    /// The same range in bytes. It is not written to files, so it is `None` in records that were read back.
    #[serde(skip)]
    pub bytes: Option<Range<usize>>,
}

/// A cue and its category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cue {
    /// Index of the first character, from 0, in Unicode characters.
    pub start: usize,
    /// Index after the last character, in Unicode characters.
    pub end: usize,
    /// The words themselves.
    pub text: String,
    /// What the cue does with the content.
    #[serde(default)]
    pub category: CueCategory,
    /// The same range in bytes. It is not written to files, so it is `None` in records that were read back.
    #[serde(skip)]
    pub bytes: Option<Range<usize>>,
}

/// The stance of the holder toward one actor.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Opinion {
    /// The actor that the opinion is about.
    pub target: ActorId,
    /// The places where the content names the target.
    pub mentions: Vec<Mention>,
    /// The sum of the evidence, −1 (against) to 1 (in favor).
    pub stance: f64,
    /// The direction of the stance.
    pub polarity: Polarity,
    /// How probable the polarity is, 0 to 1; whether that is enough to count, `counted` says.
    #[serde(default = "certain")]
    pub confidence: f64,
    /// Whether reports count it as for or against; what earlier versions wrote counts where it is sure.
    #[serde(default = "yes")]
    pub counted: bool,
    /// The mean tone of the sentences that name the target, −1 to 1; null if a file does not say.
    #[serde(default)]
    pub sentiment: Option<f64>,
    /// The words that made it, in the order of the text.
    pub evidence: Vec<Evidence>,
    /// The stance by the words of this statement alone; only there where other statements of the document, of the same
    /// side about the same side, have moved it.
    #[serde(default)]
    #[cfg_attr(test, schemars(skip_serializing_if = "Option::is_none"))]
    pub alone: Option<f64>,
    /// Whether both readers have the same polarity; only there with `--reader both`, where both were asked.
    #[serde(default)]
    #[cfg_attr(test, schemars(skip_serializing_if = "Option::is_none"))]
    pub agree: Option<bool>,
    /// What each reader answers; there if `agree` is.
    #[serde(default)]
    #[cfg_attr(test, schemars(skip_serializing_if = "Option::is_none"))]
    pub readers: Option<Readers>,
}

impl Serialize for Opinion {
    /// As derived, but what only other statements or a second reader have to say is left out of JSON if there is none.
    /// Packed forms have no names of fields, so there every field is written.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Opinion { target, mentions, stance, polarity, confidence, counted, sentiment, evidence, .. } = self;
        let Opinion { alone, agree, readers, .. } = self;
        let all = !to.is_human_readable();
        let with = [alone.is_some(), agree.is_some(), readers.is_some()].map(|has| all || has);
        let [with_alone, with_agree, with_readers] = with;
        let mut out = to.serialize_struct("Opinion", 8 + with.into_iter().map(usize::from).sum::<usize>())?;
        out.serialize_field("target", target)?;
        out.serialize_field("mentions", mentions)?;
        out.serialize_field("stance", stance)?;
        out.serialize_field("polarity", polarity)?;
        out.serialize_field("confidence", confidence)?;
        out.serialize_field("counted", counted)?;
        out.serialize_field("sentiment", sentiment)?;
        out.serialize_field("evidence", evidence)?;
        if with_alone {
            out.serialize_field("alone", alone)?;
        }
        if with_agree {
            out.serialize_field("agree", agree)?;
        }
        if with_readers {
            out.serialize_field("readers", readers)?;
        }
        out.end()
    }
}

/// Words that name an actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mention {
    /// Index of the first character, from 0, in Unicode characters.
    pub start: usize,
    /// Index after the last character, in Unicode characters.
    pub end: usize,
    /// The words themselves.
    pub text: String,
    /// The rule that resolved them to the actor; null if a file does not say.
    pub rule: Option<Rule>,
    /// The probability that they name the actor, 0 to 1.
    #[serde(default = "certain")]
    pub confidence: f64,
    /// The same range in bytes. It is not written to files, so it is `None` in records that were read back.
    #[serde(skip)]
    pub bytes: Option<Range<usize>>,
}

/// Words that contribute to a stance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Evidence {
    /// Index of the first character, from 0, in Unicode characters.
    pub start: usize,
    /// Index after the last character, in Unicode characters.
    pub end: usize,
    /// The words themselves; for evidence from the whole sentence, the words that name the target.
    pub text: String,
    /// The lexicon entry that they match.
    pub entry: String,
    /// Their contribution to the stance.
    pub valence: f64,
    /// The place of the target relative to the entry, and the shifters that applied.
    pub rule: String,
    /// Whether the evidence is these words, the whole sentence, or many weak words. It is not written to files: records
    /// that were read back have [`Scope::Words`].
    #[serde(skip)]
    pub scope: Scope,
    /// The same range in bytes. It is not written to files, so it is `None` in records that were read back.
    #[serde(skip)]
    pub bytes: Option<Range<usize>>,
}

fn certain() -> f64 {
    1.0
}

fn yes() -> bool {
    true
}

impl Statement {
    /// The whole content, with an ellipsis between separate spans.
    pub fn words(&self) -> String {
        self.content.iter().map(|words| words.text.as_str()).collect::<Vec<_>>().join(" … ")
    }
}

/// The scored statements of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct DocumentStatements {
    /// Unique in the corpus.
    pub(crate) doc_id: String,
    /// The headline, if the record has it in a separate field.
    pub(crate) title: Option<String>,
    /// In text order.
    pub(crate) statements: Vec<Statement>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reader::Answer;

    /// As in the design, with other states.
    const LINE: &str = r#"{"statement_id":"a1:3","doc_id":"a1","date":"2021-03-23","outlet":null,"form":"mixed",
        "source":{"start":0,"end":2,"text":"Ox"},"cue":{"start":24,"end":33,"text":"described"},
        "content":[{"start":34,"end":80,"text":"…"}],"holder":"QNO.OX","via":["QNO.AGENCY"],"confidence":0.93,
        "sentiment":{"compound":0.6808,"pos":0.31,"neu":0.69,"neg":0.0},
        "opinions":[{"target":"XSU","mentions":[{"start":38,"end":60,"text":"the northern state"}],"stance":0.71,
        "polarity":"favor","evidence":[{"start":66,"end":80,"text":"valuable asset","entry":"valuable asset",
        "valence":0.71,"rule":"predicate"}]}]}"#;

    #[test]
    fn a_line_is_read_and_what_is_written_is_read_back() {
        let statement: Statement = serde_json::from_str(LINE).expect("a line of the design");
        assert_eq!((&statement.opinions[0].target[..], statement.opinions[0].confidence), ("XSU", 1.0));
        let written = serde_json::to_string(&statement).expect("plain values become JSON");
        assert_eq!(serde_json::from_str::<Statement>(&written).expect("its own line"), statement);
        let packed = postcard::to_stdvec(&statement).expect("plain values can be packed");
        assert_eq!(postcard::from_bytes::<Statement>(&packed).expect("its own bytes"), statement);
        assert!(!written.contains("agree") && !written.contains("readers"), "{written}");
        let mut of_two = statement.clone();
        let favor = |probabilities| Answer::new(Polarity::Favor, probabilities);
        let [transparent, neural] = [[0.125, 0.25, 0.625], [0.0, 0.25, 0.75]].map(favor);
        of_two.opinions[0].readers = Some(Readers { transparent, neural });
        of_two.opinions[0].agree = Some(true);
        let packed = postcard::to_stdvec(&of_two).expect("plain values can be packed");
        assert_eq!(postcard::from_bytes::<Statement>(&packed).expect("its own bytes"), of_two);
        let both = serde_json::to_string(&of_two).expect("plain values become JSON");
        assert_eq!(serde_json::from_str::<Statement>(&both).expect("its own line"), of_two);
        let cut = written.replace("\"opinions\"", "\"other\"");
        assert!(serde_json::from_str::<Statement>(&cut).is_err(), "without opinions it is not scored");
    }
}

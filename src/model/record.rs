//! A scored statement as it leaves the program and comes back into it.
//!
//! This is the one form of a statement outside: a line of JSON, a row of a table, a value of the library. Offsets of
//! written statements count Unicode characters, as Python and R do.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::actor::ActorId;
use crate::model::attribution::{Assertion, CueCategory, Form};
use crate::model::mention::Rule;
use crate::model::opinion::{Polarity, Scope};
use crate::model::sentiment::Sentiment;

/// A scored statement: a line of the table of statements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Statement {
    /// The document's id, a colon, and the statement's number in the document.
    pub statement_id: String,
    /// Unique in the corpus.
    pub doc_id: String,
    /// Of the document, as YYYY-MM-DD.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub date: Option<Date>,
    /// Where the document was published.
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
    /// The words that report it.
    pub cue: Option<Cue>,
    /// What is said, in the order of the text.
    pub content: Vec<Words>,
    /// The actor behind the source; null when unknown.
    pub holder: Option<ActorId>,
    /// By which rule the holder was found.
    pub rule: Option<Rule>,
    /// Actors who pass it on, outermost first.
    pub via: Vec<ActorId>,
    /// How probable it is that the holder says this, 0 to 1.
    pub confidence: f64,
    /// The tone of the content, toward nobody.
    pub sentiment: Sentiment,
    /// One for each actor that the content names, the holder left aside.
    pub opinions: Vec<Opinion>,
}

/// Who is said to have said what, before anybody is looked up: what `extract` writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// The document's id, a colon, and the attribution's number in the document.
    pub statement_id: String,
    /// Unique in the corpus.
    pub doc_id: String,
    /// Of the document.
    pub date: Option<Date>,
    /// Where the document was published.
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
    /// The words that report.
    pub cue: Option<Cue>,
    /// What was said, in the order of the text.
    pub content: Vec<Words>,
    /// Attributions inside the content, in the order of the text.
    pub nested: Vec<NestedAttribution>,
    /// How probable it is that the content is right, 0 to 1.
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
    /// The words that report.
    pub cue: Option<Cue>,
    /// What was said, in the order of the text.
    pub content: Vec<Words>,
    /// How probable it is that the content is right, 0 to 1.
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
    /// First character, counting Unicode characters from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The words themselves.
    pub text: String,
    /// The same stretch in bytes. Files do not keep it: `None` in what is read back.
    #[serde(skip)]
    pub bytes: Option<Range<usize>>,
}

/// A cue with what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cue {
    /// First character, counting Unicode characters from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The words themselves.
    pub text: String,
    /// What it does with the content.
    #[serde(default)]
    pub category: CueCategory,
    /// The same stretch in bytes. Files do not keep it: `None` in what is read back.
    #[serde(skip)]
    pub bytes: Option<Range<usize>>,
}

/// How the holder stands toward one actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Opinion {
    /// Toward whom.
    pub target: ActorId,
    /// Where the content names the target.
    pub mentions: Vec<Mention>,
    /// −1 (against) to 1 (for): what the evidence adds up to.
    pub stance: f64,
    /// Which way the stance points.
    pub polarity: Polarity,
    /// How probable the polarity is, 0 to 1; whether that is enough to count, `counted` says.
    #[serde(default = "certain")]
    pub confidence: f64,
    /// Whether reports count it as for or against; what earlier versions wrote counts where it is sure.
    #[serde(default = "yes")]
    pub counted: bool,
    /// The words that made it, in the order of the text.
    pub evidence: Vec<Evidence>,
}

/// Words that name an actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mention {
    /// First character, counting Unicode characters from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The words themselves.
    pub text: String,
    /// By which rule they were found to name it; null where a file does not say.
    pub rule: Option<Rule>,
    /// How probable it is that they do, 0 to 1.
    #[serde(default = "certain")]
    pub confidence: f64,
    /// The same stretch in bytes. Files do not keep it: `None` in what is read back.
    #[serde(skip)]
    pub bytes: Option<Range<usize>>,
}

/// Words that count toward a stance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Evidence {
    /// First character, counting Unicode characters from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The words themselves; of evidence that concerns the whole sentence, the words that name the target.
    pub text: String,
    /// The lexicon entry that they match.
    pub entry: String,
    /// What they add to the stance.
    pub valence: f64,
    /// Where the target stands toward the entry, with the shifters that applied.
    pub rule: String,
    /// Whether it is these words that count, or the whole sentence, or many weak words. Files do not keep it: what is
    /// read back counts as words.
    #[serde(skip)]
    pub scope: Scope,
    /// The same stretch in bytes. Files do not keep it: `None` in what is read back.
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
    /// All of the content; stretches that do not stand together have an ellipsis between them.
    pub fn words(&self) -> String {
        self.content.iter().map(|words| words.text.as_str()).collect::<Vec<_>>().join(" … ")
    }
}

/// The scored statements of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct DocumentStatements {
    /// Unique in the corpus.
    pub(crate) doc_id: String,
    /// `None` without a headline of its own.
    pub(crate) title: Option<String>,
    /// In the order of the text.
    pub(crate) statements: Vec<Statement>,
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let cut = written.replace("\"opinions\"", "\"other\"");
        assert!(serde_json::from_str::<Statement>(&cut).is_err(), "without opinions it is not scored");
    }
}

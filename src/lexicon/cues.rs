//! Cues: the words that introduce reported speech ("said", "accused", "according to"), and their categories. The table
//! comes in; a look-up by words comes out.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::lexicon::inflection::{Inflection, WordClass};
use crate::lexicon::phrases::Phrases;
use crate::lexicon::table::Table;
use crate::model::attribution::{Assertion, CueCategory};
use crate::text::group::group;
use crate::text::word::low;

/// The kind of content that a cue takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A clause or a quotation: "said that …".
    Clause,
    /// A noun phrase: "blasted the record of …".
    Object,
    /// Either.
    Both,
}

/// The part of speech of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueClass {
    /// "said", "pointed out".
    Verb,
    /// "statement", "warning".
    Noun,
    /// "according to".
    Phrase,
}

/// One row of the cue list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cue {
    /// The base form.
    pub(crate) expression: String,
    /// Part of speech.
    pub(crate) class: CueClass,
    /// What the cue does with its content.
    pub(crate) category: CueCategory,
    /// The kind of content that it takes.
    pub(crate) takes: Takes,
    /// What kind of saying it is where nothing else tells.
    pub(crate) assertion: Assertion,
    /// The holder's own stance toward the object of the cue, −1 to 1; `None` for neutral cues.
    pub(crate) valence: Option<f64>,
}

/// The cue list, ready for look-up.
pub(crate) struct Cues {
    /// The rows, in file order.
    pub(crate) entries: Vec<Cue>,
    /// Finds the cues in words in lower case.
    pub(crate) phrases: Phrases,
    /// The most frequent category of the listed cues in each word group, by group number.
    by_group: BTreeMap<u32, CueCategory>,
}

impl Cues {
    /// Reads a table with the columns `cue,class,category,takes,assertion,valence,origin`.
    pub(crate) fn read(name: &str, text: &str, inflection: &Inflection) -> Result<Cues, Error> {
        let table = Table::read(name, text, &["cue", "class", "category", "takes", "assertion", "valence", "origin"])?;
        let mut cues = Cues { entries: Vec::new(), phrases: Phrases::default(), by_group: BTreeMap::new() };
        let mut votes: BTreeMap<u32, BTreeMap<CueCategory, usize>> = BTreeMap::new();
        for row in table.rows() {
            let expression = row.required("cue")?.to_owned();
            let class = row
                .choice("class", &[("verb", CueClass::Verb), ("noun", CueClass::Noun), ("phrase", CueClass::Phrase)])?;
            let category = row.choice(
                "category",
                &[
                    ("say", CueCategory::Say),
                    ("think", CueCategory::Think),
                    ("want", CueCategory::Want),
                    ("ask", CueCategory::Ask),
                    ("judge", CueCategory::Judge),
                ],
            )?;
            let takes =
                row.choice("takes", &[("clause", Takes::Clause), ("object", Takes::Object), ("both", Takes::Both)])?;
            let assertion = row.choice(
                "assertion",
                &[
                    ("", Assertion::Asserted),
                    ("denied", Assertion::Denied),
                    ("demanded", Assertion::Demanded),
                    ("questioned", Assertion::Questioned),
                ],
            )?;
            let valence = row.number("valence", -1.0, 1.0)?;
            let word_class = match class {
                CueClass::Verb => WordClass::Verb,
                CueClass::Noun => WordClass::Noun,
                CueClass::Phrase => WordClass::Word,
            };
            for form in inflection.forms(&expression, word_class) {
                cues.phrases.add(&form, cues.entries.len());
                let vote = votes.entry(group(low(form.split(' ').next().unwrap_or("")))).or_default();
                *vote.entry(category).or_default() += 1;
            }
            cues.entries.push(Cue { expression, class, category, takes, assertion, valence });
        }
        votes.remove(&0);
        for (group, votes) in votes {
            let most = votes.into_iter().max_by_key(|&(category, votes)| (votes, std::cmp::Reverse(category)));
            cues.by_group.extend(most.map(|(category, _)| (group, category)));
        }
        Ok(cues)
    }

    /// The category of an unlisted cue, judged by the listed cues of its word group; [`CueCategory::Say`] if there are
    /// none.
    pub(crate) fn category_of_group(&self, group: u32) -> CueCategory {
        self.by_group.get(&group).copied().unwrap_or(CueCategory::Say)
    }
}

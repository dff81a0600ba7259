//! Examples: the few statements that are shown under a number.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::actor::ActorId;
use crate::model::period::Day;

/// A statement as it is shown under a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Example {
    /// Finds it in the table of statements.
    pub(crate) statement_id: Box<str>,
    /// When.
    pub(crate) day: Day,
    /// Where.
    pub(crate) outlet: Option<Box<str>>,
    /// The words that name the source; empty for given statements.
    pub(crate) source: Box<str>,
    /// The words that report; empty without.
    pub(crate) cue: Box<str>,
    /// The actor who said it, when the page's actor is its parent.
    pub(crate) holder: ActorId,
    /// The actor it is about; `None` in a sample of all that its holder says.
    pub(crate) target: Option<ActorId>,
    /// Who passed it on, outermost first.
    pub(crate) via: Box<[ActorId]>,
    /// The words, cut to a readable length.
    pub(crate) quote: Box<str>,
    /// Stretches of the quote that counted, in bytes.
    pub(crate) counted: Box<[(u16, u16)]>,
    /// The stance in whole millionths; 0 where it leans neither way, or not surely.
    pub(crate) stance: i64,
    /// Whether one cannot be sure which way it leans.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) unsure: bool,
    /// What made the stance.
    pub(crate) reasons: Reasons,
}

/// What made a stance: a few strong expressions, and two sums of all else. All together they are the stance.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Reasons {
    /// In the order of the text; empty where no single expression tells much.
    pub(crate) strongest: Box<[Reason]>,
    /// What all other words of the quote add, in whole millionths.
    pub(crate) other_words: i64,
    /// What the sentences add that the quote leaves out, in whole millionths.
    pub(crate) other_sentences: i64,
}

/// What one expression adds to a stance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Reason {
    /// As it stands in the text.
    pub(crate) words: Box<str>,
    /// In whole millionths.
    pub(crate) valence: i64,
    /// Where the target stands toward it, with the shifters that applied.
    pub(crate) rule: Box<str>,
}

impl Example {
    /// Of several copies the earliest is shown.
    fn place(&self) -> (Day, &str) {
        (self.day, &self.statement_id)
    }
}

/// The strongest examples each way, and some drawn by the keys of their utterances.
///
/// Which ones they are does not depend on the order in which they come. Of several copies the earliest is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Examples {
    favor: TopK,
    against: TopK,
    drawn: TopK,
}

/// So many of each sort are kept.
const K: usize = 3;

/// The first [`K`] examples by rank, then by the key of the utterance; a plain list, since they are so few.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct TopK(Vec<(i64, u64, Arc<Example>)>);

impl TopK {
    fn offer(&mut self, rank: i64, utterance: u64, example: &Arc<Example>) {
        match self.0.binary_search_by(|(own, key, _)| (own, key).cmp(&(&rank, &utterance))) {
            Ok(at) if example.place() < self.0[at].2.place() => self.0[at].2 = Arc::clone(example),
            Ok(_) => {}
            Err(at) if at < K => {
                self.0.truncate(K - 1);
                self.0.reserve_exact(1);
                self.0.insert(at, (rank, utterance, Arc::clone(example)));
            }
            Err(_) => {}
        }
    }

    fn merge(&mut self, other: &TopK) {
        other.0.iter().for_each(|(rank, utterance, example)| self.offer(*rank, *utterance, example));
    }

    fn examples(&self) -> impl Iterator<Item = &Example> {
        self.0.iter().map(|(_, _, example)| example.as_ref())
    }
}

impl Examples {
    /// Considers `example`, whose utterance has this key and is drawn by this hash.
    pub(crate) fn offer(&mut self, utterance: u64, hash: u64, example: &Arc<Example>) {
        if example.stance > 0 {
            self.favor.offer(-example.stance, utterance, example);
        } else if example.stance < 0 {
            self.against.offer(example.stance, utterance, example);
        }
        self.drawn.offer((hash >> 1) as i64, utterance, example);
    }

    /// Considers everything that `other` has kept.
    pub(crate) fn merge(&mut self, other: &Examples) {
        self.favor.merge(&other.favor);
        self.against.merge(&other.against);
        self.drawn.merge(&other.drawn);
    }

    /// Gives utterances other keys; of those that become one the strongest is kept.
    pub(crate) fn rename(&mut self, key: impl Fn(u64) -> u64) {
        for top in [&mut self.favor, &mut self.against, &mut self.drawn] {
            let mut seen = BTreeSet::new();
            top.0.iter_mut().for_each(|(_, utterance, _)| *utterance = key(*utterance));
            top.0.retain(|(_, utterance, _)| seen.insert(*utterance));
        }
    }

    /// Everything kept, some of it more than once.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Example> {
        [&self.favor, &self.against, &self.drawn].into_iter().flat_map(TopK::examples)
    }

    /// The strongest for, the strongest against, and the drawn ones that are in neither; no statement twice.
    pub(crate) fn shown(&self) -> [Vec<&Example>; 3] {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        [&self.favor, &self.against, &self.drawn].map(|top| {
            let mut shown = Vec::new();
            for example in top.examples() {
                if seen.insert(&example.statement_id) {
                    shown.push(example);
                }
            }
            shown
        })
    }
}

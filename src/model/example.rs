//! Examples: the few statements that are printed below a number. They are kept while counting, in bounded space.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::actor::ActorId;
use crate::model::attribution::Assertion;
use crate::model::code::Label;
use crate::model::period::Day;
use crate::model::reader::Verdict;

/// A statement as it is printed below a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Example {
    /// Its id in the table of statements.
    pub(crate) statement_id: Box<str>,
    /// The date of its document.
    pub(crate) day: Day,
    /// The outlet of its document.
    pub(crate) outlet: Option<Box<str>>,
    /// The words that name the source; empty for a given statement.
    pub(crate) source: Box<str>,
    /// The words of the cue; empty without a cue.
    pub(crate) cue: Box<str>,
    /// What kind of saying it is.
    #[serde(default, skip_serializing_if = "Assertion::is_plain")]
    pub(crate) assertion: Assertion,
    /// The actor who said it, when the page's actor is its parent.
    pub(crate) holder: ActorId,
    /// The target; `None` for an example of everything that its holder says.
    pub(crate) target: Option<ActorId>,
    /// The words by which the quote means the target; empty without a target, or if the quote leaves them out.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub(crate) meant_by: Box<str>,
    /// The actors who passed it on, outermost first.
    pub(crate) via: Box<[ActorId]>,
    /// The content, shortened for display.
    pub(crate) quote: Box<str>,
    /// The spans of the quote that are evidence, in bytes.
    pub(crate) counted: Box<[(u16, u16)]>,
    /// The stance in millionths; 0 for a neutral or uncertain opinion.
    pub(crate) stance: i64,
    /// Whether the opinion is uncertain.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) unsure: bool,
    /// The evidence for the stance.
    pub(crate) reasons: Reasons,
    /// What each of two readers answers; there if they differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) readers: Option<[Verdict; 2]>,
    /// What hand codes say of it, and the stance that the program gives it; set at the end only.
    #[serde(skip)]
    pub(crate) coded: Option<(Label, i64)>,
}

/// Maximum number of expressions that are listed one by one.
pub(crate) const REASONS: usize = 4;

/// The evidence for a stance: a few strong expressions, and two sums for all others. Together they add up to the
/// stance.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Reasons {
    /// In text order; empty if no single expression contributes much.
    pub(crate) strongest: Box<[Reason]>,
    /// The sum of all other words in the quote, in millionths.
    pub(crate) other_words: i64,
    /// The sum of the sentences that the quote leaves out, in millionths.
    pub(crate) other_sentences: i64,
}

/// The contribution of one expression to a stance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Reason {
    /// The words as in the text.
    pub(crate) words: Box<str>,
    /// The contribution, in millionths.
    pub(crate) valence: i64,
    /// The place of the target relative to it, and the shifters that applied.
    pub(crate) rule: Box<str>,
}

impl Reasons {
    /// The stance that they add up to, in millionths.
    pub(crate) fn sum(&self) -> i64 {
        self.strongest.iter().map(|reason| reason.valence).sum::<i64>() + self.other_words + self.other_sentences
    }
}

impl Example {
    /// Who says it, about whom, and who passes it on.
    pub(crate) fn actors(&self) -> impl Iterator<Item = &ActorId> {
        std::iter::once(&self.holder).chain(&self.target).chain(self.via.iter())
    }

    /// The id of its document.
    fn document(&self) -> &str {
        self.statement_id.rsplit_once(':').map_or(&self.statement_id, |(document, _)| document)
    }

    /// The order of copies; the earliest is printed.
    fn place(&self) -> (Day, &str) {
        (self.day, &self.statement_id)
    }

    /// How sure the less sure of two readers is that differ, in thousandths; 0 if they do not.
    pub(crate) fn dispute(&self) -> i64 {
        self.readers.map_or(0, |[(_, one), (_, other)]| i64::from(one.min(other)))
    }
}

/// The strongest examples in favor and against, some chosen at random by the hash of their utterances, and those on which
/// two readers differ while both are sure.
///
/// The choice does not depend on the order in which they arrive. Of several copies the strongest is kept, of equals the
/// earliest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Examples {
    favor: TopK,
    against: TopK,
    drawn: TopK,
    #[serde(default, skip_serializing_if = "TopK::is_empty")]
    disputed: TopK,
}

/// Number of examples of each kind that are shown.
const K: usize = 3;

/// Number of the strongest in each direction that are kept, so that not all need to be of one document.
const KEPT: usize = 5;

/// Number of examples on which two readers differ: as many as a page shows, since one dyad may have all of them.
pub(crate) const DISPUTED: usize = 10;

/// The first few examples by rank, then by key of the utterance. A plain list is enough for so few.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct TopK(Vec<(i64, u64, Arc<Example>)>);

impl TopK {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps `example` if it is one of the first `few`.
    fn offer(&mut self, few: usize, rank: i64, utterance: u64, example: &Arc<Example>) {
        if let Some(at) = self.0.iter().position(|(_, key, _)| *key == utterance) {
            if (self.0[at].0, self.0[at].2.place()) <= (rank, example.place()) {
                return;
            }
            self.0.remove(at);
        }
        let at = self.0.partition_point(|(own, key, _)| (own, key) < (&rank, &utterance));
        if at < few {
            self.0.truncate(few - 1);
            self.0.reserve_exact(1);
            self.0.insert(at, (rank, utterance, Arc::clone(example)));
        }
    }

    fn merge(&mut self, few: usize, other: &TopK) {
        other.0.iter().for_each(|(rank, utterance, example)| self.offer(few, *rank, *utterance, example));
    }

    fn examples(&self) -> impl Iterator<Item = &Example> {
        self.0.iter().map(|(_, _, example)| example.as_ref())
    }
}

impl Examples {
    /// Offers `example`, of whose stance the program is so `sure`, 0 to 1; `hash` decides whether it is chosen at random.
    pub(crate) fn offer(&mut self, utterance: u64, hash: u64, sure: f64, example: &Arc<Example>) {
        // In thousandths, as records have it.
        let rank = -(example.stance.abs() * (sure * 1000.0).round() as i64);
        if example.stance > 0 {
            self.favor.offer(KEPT, rank, utterance, example);
        } else if example.stance < 0 {
            self.against.offer(KEPT, rank, utterance, example);
        }
        self.drawn.offer(K, (hash >> 1) as i64, utterance, example);
        if example.readers.is_some() {
            self.disputed.offer(DISPUTED, -example.dispute(), utterance, example);
        }
    }

    /// Offers everything that `other` has kept.
    pub(crate) fn merge(&mut self, other: &Examples) {
        self.favor.merge(KEPT, &other.favor);
        self.against.merge(KEPT, &other.against);
        self.drawn.merge(K, &other.drawn);
        self.disputed.merge(DISPUTED, &other.disputed);
    }

    /// Gives utterances new keys. Of those that get the same key, the strongest is kept.
    pub(crate) fn rename(&mut self, key: impl Fn(u64) -> u64) {
        for top in [&mut self.favor, &mut self.against, &mut self.drawn, &mut self.disputed] {
            let mut seen = BTreeSet::new();
            top.0.iter_mut().for_each(|(_, utterance, _)| *utterance = key(*utterance));
            top.0.retain(|(_, utterance, _)| seen.insert(*utterance));
        }
    }

    /// Drops the examples of other days than are wanted.
    pub(crate) fn retain(&mut self, wanted: impl Fn(Day) -> bool) {
        for top in [&mut self.favor, &mut self.against, &mut self.drawn, &mut self.disputed] {
            top.0.retain(|(_, _, example)| wanted(example.day));
        }
    }

    /// Corrects the stance of coded examples, and puts them where they now belong. `code` gives the label of an utterance,
    /// with its corrected stance in millionths.
    pub(crate) fn correct(&mut self, code: &dyn Fn(u64, i64) -> Option<(Label, i64)>) {
        let mut moved = Vec::new();
        for top in [&mut self.favor, &mut self.against, &mut self.drawn] {
            for (rank, utterance, example) in &mut top.0 {
                let Some((label, stance)) = code(*utterance, example.stance) else { continue };
                let before = example.stance;
                let changed =
                    Example { stance, unsure: false, coded: Some((label, before)), ..example.as_ref().clone() };
                *example = Arc::new(changed);
                if before.signum() != stance.signum() {
                    moved.push((*rank, *utterance, Arc::clone(example)));
                }
            }
        }
        self.favor.0.retain(|(.., example)| example.stance > 0);
        self.against.0.retain(|(.., example)| example.stance < 0);
        for (_, utterance, example) in moved {
            let top = match example.stance {
                1.. => &mut self.favor,
                ..=-1 => &mut self.against,
                0 => &mut self.drawn,
            };
            if top.0.iter().all(|(_, other, _)| *other != utterance) {
                top.0.push((i64::MAX, utterance, example));
            }
        }
    }

    /// All kept examples; some may occur twice.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Example> {
        [&self.favor, &self.against, &self.drawn, &self.disputed].into_iter().flat_map(TopK::examples)
    }

    /// Those on which two readers differ, the ones of which both are surest first.
    pub(crate) fn disputed(&self) -> impl Iterator<Item = &Example> {
        self.disputed.examples()
    }

    /// The strongest in favor, the strongest against, and the random ones that are in neither; no statement twice, and
    /// of several documents if there are as many.
    pub(crate) fn shown(&self) -> [Vec<&Example>; 3] {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        [&self.favor, &self.against, &self.drawn].map(|top| {
            let mut documents = BTreeSet::new();
            let fresh = top.examples().filter(|example| !seen.contains(&*example.statement_id));
            let (mut shown, others): (Vec<&Example>, Vec<&Example>) =
                fresh.partition(|example| documents.insert(example.document()));
            shown.extend(others);
            shown.truncate(K);
            seen.extend(shown.iter().map(|example| &*example.statement_id));
            shown
        })
    }
}

//! A profile: all numbers about one actor, ready to print. `aggregate` computes them once, at the end.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::actor::{ActorId, ActorKind, DatedNames, Sector};
use crate::model::example::{Example, Examples};
use crate::model::period::{Day, Period};
use crate::model::reader::Agreement;
use crate::model::tally::Counts;
use crate::model::utterance::Lean;
use crate::model::validation::Corrections;

/// The numbers of one dyad, in one period or overall.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Summary {
    /// Number of utterances that name the target; the same words in several documents count once.
    pub(crate) statements: u64,
    /// Number of statements, including every copy.
    pub(crate) copies: u64,
    /// Number of documents in which the utterances were first made.
    pub(crate) documents: u64,
    /// Mean stance, −1 to 1.
    pub(crate) stance: f64,
    /// 95% bootstrap interval of the mean over documents; `None` with fewer than two documents.
    pub(crate) interval: Option<(f64, f64)>,
    /// The mean shrunk toward the mean of all dyads; more so for fewer documents.
    pub(crate) pooled: f64,
    /// Share of the statements in favor of the target, 0 to 1.
    pub(crate) favor: f64,
    /// Share of the statements against the target, 0 to 1.
    pub(crate) against: f64,
    /// Share of the statements with an uncertain opinion, 0 to 1.
    pub(crate) unsure: f64,
    /// Ambivalence, −0.5 (all in one direction) to 0.5 (half in favor, half against).
    pub(crate) ambivalence: f64,
    /// Mean sentiment of the statements, −1 to 1.
    pub(crate) sentiment: f64,
    /// On how many of them two readers agree.
    pub(crate) agreement: Agreement,
}

impl Summary {
    /// Whether the mean is told apart from 0: there are at least `few` documents, and the interval excludes 0.
    pub(crate) fn excludes_zero(&self, few: u64) -> bool {
        self.at_least(few) != 0.0
    }

    /// How far from 0 the mean is at least: the end of its interval nearer to 0; 0 if the interval holds 0, or if there are
    /// fewer documents than `few`.
    pub(crate) fn at_least(&self, few: u64) -> f64 {
        match self.interval.filter(|_| self.documents >= few) {
            Some((low, _)) if low > 0.0 => low,
            Some((_, high)) if high < 0.0 => high,
            _ => 0.0,
        }
    }
}

/// A change point of a dyad: a day on which its mean stance changes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    /// The first day after the change.
    pub(crate) day: Day,
    /// 95% interval of the day.
    pub(crate) between: (Day, Day),
    /// Mean stance of the documents before it, −1 to 1.
    pub(crate) before: f64,
    /// Mean stance of the documents after it, −1 to 1.
    pub(crate) after: f64,
    /// Number of documents before and after it.
    pub(crate) documents: (u64, u64),
    /// The p-value, 0 to 1: the share of random orders of the documents with a change at least as large.
    pub(crate) p: f64,
}

/// The correlation of two series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Correlation {
    /// Pearson's r, −1 to 1.
    pub(crate) r: f64,
    /// Its p-value by permutation, 0 to 1.
    pub(crate) p: f64,
}

/// How a dyad correlates with its reverse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reciprocity {
    /// Number of periods in which both speak of each other.
    pub(crate) periods: usize,
    /// Correlation in the same period.
    pub(crate) same: Correlation,
    /// Correlation of the holder's stance with the target's one period later; `None` if there are too few periods.
    pub(crate) leads: Option<Correlation>,
    /// Correlation of the holder's stance with the target's one period earlier; `None` if there are too few periods.
    pub(crate) follows: Option<Correlation>,
}

/// One holder toward one target.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dyad {
    /// The actor who speaks.
    pub(crate) holder: ActorId,
    /// The actor spoken about.
    pub(crate) target: ActorId,
    /// Whether both belong to the same government or body, whenever one speaks of the other.
    pub(crate) inside: bool,
    /// Whether it stands for itself: its statements count for no larger pair.
    pub(crate) top: bool,
    /// Whether both are states or organisations that belong to nobody: rows of this level do not overlap.
    pub(crate) of_states: bool,
    /// The sectors that holder and target have in most of its statements.
    pub(crate) sectors: [Sector; 2],
    /// The same in each period.
    pub(crate) sectors_by_period: Vec<[Sector; 2]>,
    /// Over the whole corpus.
    pub(crate) all: Summary,
    /// By period, in order.
    pub(crate) periods: Vec<(Period, Summary)>,
    /// A significant change point, if there is one.
    pub(crate) change: Option<Box<Change>>,
    /// Whether it has enough dated documents to be tested for a change point.
    pub(crate) tested: bool,
    /// Reciprocity with the reverse dyad; `None` if one of them has too few documents.
    pub(crate) reciprocity: Option<Box<Reciprocity>>,
    /// Examples to print.
    pub(crate) examples: Arc<Examples>,
}

/// One direction of an actor: what it says about all others, or all others about it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Side {
    /// Over the whole corpus.
    pub(crate) all: Summary,
    /// By period, in order.
    pub(crate) periods: Vec<(Period, Summary)>,
}

/// A category of entries of the stance lexicon.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Category {
    /// Its name in the lexicon.
    pub(crate) name: String,
    /// Number of statements with such an entry.
    pub(crate) statements: u64,
    /// The most frequent expressions, with their number of statements.
    pub(crate) expressions: Vec<(String, u64)>,
}

/// One actor, with everything it says and everything said about it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Profile {
    /// The actor's id.
    pub(crate) id: ActorId,
    /// The name to print: that on the last day of the corpus.
    pub(crate) name: String,
    /// Today's name, and others that it had at the time of the corpus.
    pub(crate) title: String,
    /// `None` for an actor that is not in the registry.
    pub(crate) kind: Option<ActorKind>,
    /// Its sector in most statements by or about it, in the terms of PLOVER.
    pub(crate) sector: Sector,
    /// The actor to which it belongs, if any.
    pub(crate) parent: Option<ActorId>,
    /// Number of its utterances.
    pub(crate) statements: u64,
    /// Number of its statements, including every copy.
    pub(crate) copies: u64,
    /// Number of documents in which the utterances were first made.
    pub(crate) documents: u64,
    /// Mean sentiment of its statements, −1 to 1; `None` if it has none.
    pub(crate) sentiment: Option<f64>,
    /// Some of its statements, about any target.
    pub(crate) examples: Examples,
    /// What it says about all others together; `None` if it speaks about nobody.
    pub(crate) given: Option<Side>,
    /// What all others together say about it; `None` if nobody speaks about it.
    pub(crate) received: Option<Side>,
    /// The categories of entries in what it says about others.
    pub(crate) categories: Vec<Category>,
    /// Indices of the dyads in which it is the holder, by number of statements, largest first.
    pub(crate) says: Vec<usize>,
    /// Indices of the dyads in which it is the target, by number of statements, largest first.
    pub(crate) said: Vec<usize>,
    /// The strongest examples of what others say about it, strongest first.
    pub(crate) heard: Vec<Heard>,
    /// Indices of the profiles of those that speak for it directly, most active first.
    pub(crate) parts: Vec<usize>,
    /// Of somebody whom the registry lacks and texts call by one name only: indices of the profiles of persons in the
    /// registry who bear it too, most active first.
    pub(crate) namesakes: Vec<usize>,
    /// Everybody who comes from it: first those who do not speak for it, by sector, then those who do.
    pub(crate) members: Vec<Voices>,
}

/// The voices of one sector that come from a whole.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Voices {
    /// Whether they speak for it.
    pub(crate) speaks: bool,
    /// The sector at the time.
    pub(crate) sector: Sector,
    /// Number of their statements.
    pub(crate) said: u64,
    /// Number of statements about them, once for each.
    pub(crate) heard: u64,
    /// Indices of profiles with both numbers, most active first.
    pub(crate) actors: Vec<(usize, [u64; 2])>,
}

/// The strongest example of a dyad in favor of the target, or against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    /// Index of the dyad.
    pub(crate) dyad: usize,
    /// Whether it is in favor of the target.
    pub(crate) favor: bool,
}

impl Profile {
    /// Number of utterances of others that name it.
    pub(crate) fn heard_of(&self) -> u64 {
        self.received.as_ref().map_or(0, |side| side.all.statements)
    }

    /// Number of the statements by which the actor with this profile speaks for it.
    pub(crate) fn said_by(&self, number: usize) -> u64 {
        let speaking = self.members.iter().filter(|voices| voices.speaks).flat_map(|voices| &voices.actors);
        speaking.filter(|(actor, _)| *actor == number).map(|(_, [said, _])| said).sum()
    }

    /// Number of its own statements and of utterances of others that name it.
    pub(crate) fn activity(&self) -> u64 {
        self.statements + self.heard_of()
    }
}

impl Dyad {
    /// The strongest examples in favor, against and chosen at random.
    pub(crate) fn strongest(&self) -> [Vec<&Example>; 3] {
        let mut shown = self.examples.shown();
        let strongest = shown.iter().flatten().map(|example| example.stance.abs()).max();
        let mut found = false;
        for examples in &mut shown {
            examples.retain(|example| {
                !found && Some(example.stance.abs()) == strongest && {
                    found = true;
                    true
                }
            });
        }
        shown
    }
}

/// The most clearly favourable and the most clearly hostile of the `dyads` with these numbers: those whose 95% interval
/// excludes 0 and ends farthest from it.
pub(crate) fn extremes(dyads: &[Dyad], numbers: &[usize], min_n: u64) -> [Option<usize>; 2] {
    let at_least = |number: usize| dyads[number].all.at_least(min_n);
    // Of equals, the larger mean wins, then the first of the survey.
    let order = |a: &usize, b: &usize| {
        let by_mean = dyads[*a].all.stance.abs().total_cmp(&dyads[*b].all.stance.abs());
        at_least(*a).abs().total_cmp(&at_least(*b).abs()).then(by_mean).then_with(|| b.cmp(a))
    };
    let of = |sign: f64| numbers.iter().copied().filter(|&number| at_least(number) * sign > 0.0).max_by(order);
    [of(1.0), of(-1.0)]
}

impl Survey {
    /// The example that `heard` refers to.
    pub(crate) fn heard(&self, heard: Heard) -> Option<&Example> {
        let [favor, against, _] = self.dyads[heard.dyad].examples.shown();
        (if heard.favor { favor } else { against }).first().copied()
    }

    /// The profile of the actor `id`; `None` if there is none.
    pub(crate) fn profile(&self, id: &str) -> Option<&Profile> {
        let found = self.profiles.binary_search_by(|profile| profile.id.as_ref().cmp(id));
        found.ok().map(|at| &self.profiles[at])
    }

    /// The name of the actor `id` on `day`: its id if it has no profile and is in no example.
    pub(crate) fn name_on(&self, id: &str, day: Day) -> String {
        match self.dated.get(id) {
            Some(names) => names.on(day.number()).to_owned(),
            None => self.name(id),
        }
    }

    /// The name of the actor `id` on the last day of the corpus.
    pub(crate) fn name(&self, id: &str) -> String {
        let known = self.profile(id).map(|profile| &profile.name).or_else(|| self.in_examples.get(id));
        known.map_or_else(|| id.to_owned(), String::clone)
    }

    /// How many of the strongest dyads are told apart from 0. They come first.
    pub(crate) fn clearly_strongest(&self) -> usize {
        let is_clear = |&&number: &&usize| self.dyads[number].all.excludes_zero(self.min_n);
        self.highlights.strongest.iter().take_while(is_clear).count()
    }

    /// The last day of `period` that the corpus has.
    pub(crate) fn last_day(&self, period: Period) -> Day {
        let last = self.counts.days.map_or(Day::NONE, |(_, last)| last);
        period.last_day().map_or(last, |day| day.min(last))
    }

    /// The dyad of these two; `None` if the holder never names the target.
    pub(crate) fn dyad(&self, holder: &ActorId, target: &ActorId) -> Option<&Dyad> {
        let found = self.dyads.binary_search_by(|dyad| (&dyad.holder, &dyad.target).cmp(&(holder, target)));
        found.ok().map(|at| &self.dyads[at])
    }
}

/// The results for the whole corpus, ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Survey {
    /// What was read.
    pub(crate) counts: Counts,
    /// How many opinions of known holders are for, against, neither, and not sure; the same words count once.
    pub(crate) opinions: BTreeMap<Lean, u64>,
    /// Results with fewer documents than this are *too few to say*.
    pub(crate) min_n: u64,
    /// Number of dyads that were tested for a change point.
    pub(crate) tested: usize,
    /// Sorted by holder, then target.
    pub(crate) dyads: Vec<Dyad>,
    /// Sorted by id.
    pub(crate) profiles: Vec<Profile>,
    /// Names of the actors in examples that have no profile, by id.
    pub(crate) in_examples: BTreeMap<ActorId, String>,
    /// The names of all actors that were called otherwise in the past.
    pub(crate) dated: BTreeMap<ActorId, DatedNames>,
    /// The findings to print first.
    pub(crate) highlights: Highlights,
    /// What hand codes make of the means; `None` without codes.
    pub(crate) corrections: Option<Corrections>,
    /// On how many opinions two readers agree, each counted once for each actor that it names.
    pub(crate) agreement: Agreement,
    /// The expressions of the user's own lexicons that matched, and to how many opinions each applies.
    pub(crate) own_expressions: BTreeMap<String, u64>,
}

/// The most notable findings. Numbers are indices into the lists of dyads and profiles.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Highlights {
    /// Number of dyads with enough documents between different actors that act in their own name.
    pub(crate) comparable: usize,
    /// The only such dyad, if there is just one.
    pub(crate) only: Option<usize>,
    /// The one with the interval that begins farthest above 0.
    pub(crate) most_favourable: Option<usize>,
    /// The one with the interval that ends farthest below 0.
    pub(crate) most_hostile: Option<usize>,
    /// The one with the largest change.
    pub(crate) largest_change: Option<usize>,
    /// Dyads with a change point, largest change first.
    pub(crate) change_points: Vec<usize>,
    /// The rows and columns of the dyad matrix.
    pub(crate) matrix: Matrix,
    /// The actors that others speak about most.
    pub(crate) ranking: Ranking,
    /// All profiles, those with the most statements by them and about them first.
    pub(crate) by_activity: Vec<usize>,
    /// The strongest dyads, clearest first.
    pub(crate) strongest: Vec<usize>,
    /// Dyads with their reverse, each pair once, where both are against each other, and where both are for each other;
    /// the clearest first.
    pub(crate) mutual: [Vec<[usize; 2]>; 2],
}

/// The rows and columns of the dyad matrix.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Matrix {
    /// The holders in the rows, by number of statements, largest first.
    pub(crate) holders: Vec<ActorId>,
    /// The targets in the columns, by number of statements, largest first.
    pub(crate) targets: Vec<ActorId>,
}

/// The most discussed actors.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ranking {
    /// Indices of profiles, from the highest shrunken mean to the lowest.
    pub(crate) actors: Vec<usize>,
    /// Number of actors to choose from.
    pub(crate) of: usize,
}

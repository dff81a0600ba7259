//! Roll-up: dyads as they were named come in; dyads of the larger actors for which they count come out.
//!
//! **What it does**: gathers, for each pair of actors, the utterances that count for it: those of whoever speaks for the
//! holder on that day, about whoever stands for the target on that day. An utterance about several parts of a target
//! counts once, with the mean of its stances weighted by mentions.
//! **Why**: texts name ministers and spokespeople; readers ask about states. A newspaper or a candidate is no voice of a
//! state.
//! **Example**: what is said three times of a government (neutral) and once of its army (−0.8) is −0.2 of the state.
//! **Known failures**: a statement in favor of one part of a target and against another has a mean near 0.
//! **Source**: chosen by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::aggregate::lineage::pairs;
use crate::aggregate::opinions::Uttered;
use crate::lexicon::actors::Actors;
use crate::model::actor::{ActorId, ActorKind, Sector};
use crate::model::example::Examples;
use crate::model::opinion::{EntryName, NEUTRAL};
use crate::model::period::Day;
use crate::model::run::{Level, Telling};
use crate::model::tally::Tally;
use crate::model::utterance::{Lean, UtteranceStats, Utterances};

/// Two actors: who speaks, and who is spoken of.
pub(super) type Pair = (ActorId, ActorId);

/// Utterances of one pair as it was named, that count for the same larger actors.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    named: Pair,
    /// The index of the group among those of the pair.
    group: usize,
}

/// Number of statements by each actor, and about it.
pub(super) type Counts = BTreeMap<ActorId, [u64; 2]>;

/// What counts for one pair.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) parts: BTreeSet<Part>,
    /// Number of its utterances, how many of them have no larger holder, how many no larger target, how many neither, and
    /// how many stay on the holder's own side.
    all: usize,
    top_holder: usize,
    top_target: usize,
    top: usize,
    inside: usize,
}

impl Gathered {
    /// Whether it stands for itself: at least half of its utterances count for no larger pair.
    pub(super) fn is_top(&self) -> bool {
        self.top * 2 >= self.all
    }

    /// Whether its holder speaks for itself alone, at least half of the time.
    pub(super) fn is_top_holder(&self) -> bool {
        self.top_holder * 2 >= self.all
    }

    /// Whether its target stands for itself alone, at least half of the time.
    pub(super) fn is_top_target(&self) -> bool {
        self.top_target * 2 >= self.all
    }

    /// Whether holder and target belong to one government or body whenever one speaks of the other.
    pub(super) fn is_inside(&self) -> bool {
        self.inside == self.all
    }
}

/// The utterances of a pair as it was named that count for the same larger actors.
struct Group {
    keys: Vec<u64>,
    inside: bool,
}

/// A tally with everything that counts for each pair.
pub(super) struct Rollup<'t> {
    tally: &'t Tally,
    voices: Voices<'t>,
    groups: BTreeMap<Pair, Vec<Group>>,
    pub(super) pairs: BTreeMap<Pair, Gathered>,
}

/// An actor and the wholes for which it speaks.
pub(super) type Wholes = Arc<[ActorId]>;

/// For whom an actor speaks, by day.
pub(super) struct Voices<'r> {
    registry: &'r Actors,
    how: Telling,
    /// Looked up, never iterated.
    known: std::cell::RefCell<FxHashMap<(ActorId, Day), Wholes>>,
}

impl<'r> Voices<'r> {
    pub(super) fn new(registry: &'r Actors, how: Telling) -> Voices<'r> {
        Voices { registry, how, known: Default::default() }
    }

    /// The actor and the wholes for which it speaks on `day`; the actor alone if the user wants no roll-up.
    pub(super) fn of(&self, actor: &ActorId, day: Day) -> Wholes {
        if self.how.level == Some(Level::Actor) {
            return Arc::from([actor.clone()]);
        }
        let mut known = self.known.borrow_mut();
        let found = known.entry((actor.clone(), day));
        Arc::clone(found.or_insert_with(|| self.registry.speaks_for(actor, day.number()).into()))
    }

    /// Whether the user wants the voice of `actor` on `day`.
    fn wanted(&self, actor: &ActorId, day: Day) -> bool {
        self.how.sectors.is_empty() || self.how.sectors.has(self.sector(actor, day))
    }

    fn sector(&self, actor: &ActorId, day: Day) -> Sector {
        self.registry.sector(actor, day.number())
    }
}

impl<'t> Rollup<'t> {
    /// Everything in `tally`, as far as `how` wants it.
    pub(super) fn new(tally: &'t Tally, registry: &'t Actors, how: Telling) -> Rollup<'t> {
        let mut rollup =
            Rollup { tally, voices: Voices::new(registry, how), groups: BTreeMap::new(), pairs: BTreeMap::new() };
        for (named, said) in &tally.dyads {
            rollup.add(named, said);
        }
        if how.level == Some(Level::State) {
            rollup.pairs.retain(|(holder, target), gathered| {
                gathered.is_top() && [holder, target].iter().all(|actor| is_whole(actor, registry))
            });
        }
        rollup
    }

    fn add(&mut self, named: &Pair, said: &Utterances) {
        let mut found: BTreeMap<[Wholes; 2], Vec<u64>> = BTreeMap::new();
        for (key, stats) in said.iter().filter(|(_, stats)| self.voices.wanted(&named.0, stats.first.0)) {
            let day = stats.first.0;
            found.entry([self.voices.of(&named.0, day), self.voices.of(&named.1, day)]).or_default().push(key);
        }
        let mut groups = Vec::with_capacity(found.len());
        for ([holder, target], keys) in found {
            let inside = holder.iter().any(|one| target.contains(one));
            for (above, about) in pairs(&holder, &target) {
                let gathered = self.pairs.entry((above.clone(), about.clone())).or_default();
                gathered.parts.insert(Part { named: named.clone(), group: groups.len() });
                let count = |wanted: bool| if wanted { keys.len() } else { 0 };
                let [speaks, stands] = [holder.last() == Some(above), target.last() == Some(about)];
                gathered.all += keys.len();
                gathered.top_holder += count(inside || speaks);
                gathered.top_target += count(inside || stands);
                gathered.top += count(inside || speaks && stands);
                gathered.inside += count(inside);
            }
            groups.push(Group { keys, inside });
        }
        self.groups.insert(named.clone(), groups);
    }

    /// The sector that each of the two has in most of these utterances, the first in order if there are several.
    pub(super) fn sectors<'u>(
        &self,
        pair: &Pair,
        said: impl Iterator<Item = &'u UtteranceStats> + Clone,
    ) -> [Sector; 2] {
        [&pair.0, &pair.1].map(|actor| most(said.clone().map(|stats| self.voices.sector(actor, stats.first.0))))
    }

    /// Every actor as it was named, once for each statement by it (0) or about it (1), with the day.
    fn named(&self) -> impl Iterator<Item = (&'t ActorId, Day, usize)> {
        let by = self.tally.voices.iter().map(|(holder, said)| (holder, said, 0));
        let about = self.tally.dyads.iter().map(|((_, target), said)| (target, said, 1));
        by.chain(about).flat_map(|(actor, said, side)| said.values().map(move |stats| (actor, stats.first.0, side)))
    }

    /// The sector that each named actor has in most statements by or about it.
    pub(super) fn sectors_of_all(&self) -> BTreeMap<&'t ActorId, Sector> {
        let mut days: BTreeMap<&ActorId, Vec<Day>> = BTreeMap::new();
        self.named().for_each(|(actor, day, _)| days.entry(actor).or_default().push(day));
        let sector = |actor: &ActorId, days: Vec<Day>| most(days.into_iter().map(|day| self.voices.sector(actor, day)));
        days.into_iter().map(|(actor, days)| (actor, sector(actor, days))).collect()
    }

    /// For each actor, what it or whoever speaks for it says of others, and what others say of it. What stays within
    /// one government or body is left out.
    pub(super) fn sides(&self) -> [BTreeMap<ActorId, BTreeSet<Part>>; 2] {
        let mut sides: [BTreeMap<ActorId, BTreeSet<Part>>; 2] = Default::default();
        for ((holder, target), gathered) in &self.pairs {
            let outside = gathered.parts.iter().filter(|part| !self.groups[&part.named][part.group].inside);
            for part in outside {
                for (side, actor) in sides.iter_mut().zip([holder, target]) {
                    side.entry(actor.clone()).or_default().insert(part.clone());
                }
            }
        }
        sides
    }

    /// The utterances of all `parts`.
    pub(super) fn utterances(&self, parts: &BTreeSet<Part>) -> Utterances {
        let mut all: BTreeMap<u64, Vec<&UtteranceStats>> = BTreeMap::new();
        for part in parts {
            let said = &self.tally.dyads[&part.named];
            for key in &self.groups[&part.named][part.group].keys {
                all.entry(*key).or_default().extend(said.get(*key));
            }
        }
        all.into_iter().map(|(key, parts)| (key, together(&parts))).collect()
    }

    /// The utterances of all `parts`, with the targets that each names.
    pub(super) fn uttered(&self, parts: &BTreeSet<Part>) -> Vec<Uttered> {
        let mut targets: BTreeMap<u64, Vec<ActorId>> = BTreeMap::new();
        for part in parts {
            for key in &self.groups[&part.named][part.group].keys {
                targets.entry(*key).or_default().push(part.named.1.clone());
            }
        }
        let said = self.utterances(parts).into_list().into_iter();
        said.map(|(key, stats)| (key, targets.remove(&key).unwrap_or_default(), stats)).collect()
    }

    /// The examples of all `parts`, of days on which they count for this `pair`.
    pub(super) fn examples(&self, pair: &Pair, parts: &BTreeSet<Part>) -> Arc<Examples> {
        let named: BTreeSet<&Pair> = parts.iter().map(|part| &part.named).collect();
        let mut found = named.into_iter().filter_map(|named| {
            let examples = self.tally.examples.get(named)?;
            if named == pair || self.groups[named].len() == 1 {
                return Some(Arc::clone(examples));
            }
            let mut some = Arc::clone(examples);
            Arc::make_mut(&mut some).retain(|day| {
                self.voices.of(&named.0, day).contains(&pair.0) && self.voices.of(&named.1, day).contains(&pair.1)
            });
            Some(some)
        });
        let mut all = found.next().unwrap_or_default();
        found.for_each(|some| Arc::make_mut(&mut all).merge(&some));
        all
    }

    /// For each holder, all utterances by it and whoever speaks for it, and examples of them.
    pub(super) fn spoken(&self) -> BTreeMap<ActorId, (Utterances, Examples)> {
        let mut spoken: BTreeMap<ActorId, (Utterances, Examples)> = BTreeMap::new();
        for (holder, said) in &self.tally.voices {
            let said = said.iter().filter(|(_, stats)| self.voices.wanted(holder, stats.first.0));
            for (key, stats) in said {
                for above in self.voices.of(holder, stats.first.0).iter() {
                    spoken.entry(above.clone()).or_default().0.add(key, stats.clone());
                }
            }
            let samples = self.tally.samples.get(holder);
            for above in self.voices.registry.lineage(holder) {
                let Some((_, examples)) = spoken.get_mut(&above) else { continue };
                let mut some = samples.cloned().unwrap_or_default();
                some.retain(|day| self.voices.wanted(holder, day) && self.voices.of(holder, day).contains(&above));
                examples.merge(&some);
            }
        }
        spoken
    }

    /// For each whole, everybody who comes from it: whether they speak for it, in which sector, and the number of
    /// statements by them and about them.
    pub(super) fn members(&self) -> BTreeMap<ActorId, BTreeMap<(bool, Sector), Counts>> {
        let mut members: BTreeMap<ActorId, BTreeMap<(bool, Sector), Counts>> = BTreeMap::new();
        for (actor, day, side) in self.named() {
            let lineage = self.voices.registry.lineage(actor);
            let Some(root) = lineage.last() else { continue };
            let kind = (self.voices.of(actor, day).contains(root), self.voices.sector(actor, day));
            let counts = members.entry(root.clone()).or_default().entry(kind).or_default();
            counts.entry(actor.clone()).or_default()[side] += 1;
        }
        members
    }

    /// Each actor with those that speak for it and are directly below it.
    pub(super) fn parts(&self) -> BTreeSet<(ActorId, ActorId)> {
        let mut found = BTreeSet::new();
        for (actor, day, _) in self.named() {
            for step in self.voices.of(actor, day).windows(2) {
                found.insert((step[1].clone(), step[0].clone()));
            }
        }
        found
    }
}

/// Whether `actor` is a state, an organisation of states, or unnamed.
pub(super) fn is_whole(actor: &ActorId, registry: &Actors) -> bool {
    let Some(known) = registry.actor(actor) else { return false };
    known.parent.is_none() && matches!(known.kind, ActorKind::State | ActorKind::Organisation | ActorKind::Unnamed)
}

/// The commonest of `sectors`, the first in order if there are several; unknown without any.
fn most(sectors: impl Iterator<Item = Sector>) -> Sector {
    let mut counts = [0_u64; Sector::ALL.len()];
    sectors.for_each(|sector| counts[sector as usize] += 1);
    let most = counts.iter().max().copied().unwrap_or(0);
    let first = counts.iter().position(|count| *count == most && most > 0);
    first.map_or(Sector::Unk, |first| Sector::ALL[first])
}

/// One utterance toward a whole, given what it says of each of its parts.
///
/// This is the only place where stances of parts become that of a whole: tables, pages, charts and comparisons use it.
/// Each part weighs as much as it is mentioned; what is neutral or not sure counts as 0. Two readers agree on the whole if
/// they agree on each part of which both were asked.
pub(super) fn together(parts: &[&UtteranceStats]) -> UtteranceStats {
    let [first, others @ ..] = parts else { unreachable!("an utterance is about somebody") };
    if others.is_empty() {
        return (*first).clone();
    }
    let mut parts = parts.to_vec();
    parts.sort_unstable();
    let mentions: u32 = parts.iter().map(|said| said.mentions).sum();
    let mean = |value: fn(&UtteranceStats) -> i32| {
        let sum: i64 = parts.iter().map(|said| i64::from(value(said)) * i64::from(said.mentions)).sum();
        // Rounded toward 0, so that turning every stance turns the mean.
        (sum / i64::from(mentions.max(1))) as i32
    };
    let stance = mean(|said| said.stance);
    let entries: BTreeSet<Arc<EntryName>> = parts.iter().flat_map(|said| &said.entries).cloned().collect();
    UtteranceStats {
        first: parts[0].first,
        stance,
        sentiment: mean(|said| said.sentiment),
        lean: lean(stance, parts.iter().any(|said| said.lean == Lean::Unsure)),
        mentions,
        copies: parts.iter().map(|said| said.copies).max().unwrap_or(1),
        entries: entries.into_iter().collect(),
        agree: parts.iter().filter_map(|said| said.agree).reduce(|all, one| all && one),
    }
}

/// The direction of a mean over parts: neutral near 0, as for a single opinion.
fn lean(stance: i32, unsure: bool) -> Lean {
    match stance.abs() >= NEUTRAL {
        true if stance > 0 => Lean::Favor,
        true => Lean::Against,
        false if unsure => Lean::Unsure,
        false => Lean::None,
    }
}

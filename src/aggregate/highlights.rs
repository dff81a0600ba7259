//! Highlights: dyads and profiles come in; the ones that the pages show first come out.
//!
//! **What it does**: ranks dyads and actors, and picks those that stand out.
//! **Why**: a corpus has thousands of dyads, most of them with one or two statements.
//! **Example**: the most clearly hostile dyad is the one whose 95% interval ends farthest below 0.
//! **Known failures**: no correction for multiple tests: of a hundred dyads with a mean of 0, about five exclude 0.
//! **Source**: chosen by hand. What a mean is at least can be read from its interval; actors are ranked by the shrunken
//! means of [`pooling`](crate::aggregate::pooling), which stand beside them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::actor::{ActorId, ActorKind};
use crate::model::profile::{Dyad, Heard, Highlights, Matrix, Profile, Ranking, extremes};

/// Maximum number of actors in a ranking.
const RANKED: usize = 40;

/// Maximum number of rows and of columns of the matrix; more would be unreadable.
const MATRIX: usize = 12;

/// Maximum number of dyads in the first chart and in the table for the terminal.
const STRONGEST: usize = 10;

/// Maximum number of examples of what others say about an actor.
const HEARD: usize = 12;

/// The highlights of `dyads` and `profiles`, both in the order of a survey. Results with fewer than `min_n` documents
/// are left out.
pub(super) fn highlights(dyads: &[Dyad], profiles: &[Profile], min_n: u64) -> Highlights {
    let known: BTreeMap<&ActorId, &Profile> = profiles.iter().map(|profile| (&profile.id, profile)).collect();
    let acts = |id: &ActorId| known.get(id).is_some_and(|profile| profile.kind != Some(ActorKind::Region));
    let is_named = |id: &ActorId| known.get(id).is_some_and(|profile| profile.kind != Some(ActorKind::Unnamed));
    let between_tops = |dyad: &Dyad| dyad.top && !dyad.inside && acts(&dyad.holder) && acts(&dyad.target);
    let between_named = |dyad: &Dyad| between_tops(dyad) && is_named(&dyad.holder) && is_named(&dyad.target);
    let numbers = |wanted: &dyn Fn(&Dyad) -> bool| -> Vec<usize> {
        dyads.iter().enumerate().filter(|(_, dyad)| wanted(dyad)).map(|(number, _)| number).collect()
    };
    let comparable = numbers(&|dyad| !dyad.inside && dyad.all.documents >= min_n && between_named(dyad));
    let [most_favourable, most_hostile] = extremes(dyads, &comparable, min_n);
    let mut change_points = numbers(&|dyad| !dyad.inside && dyad.change.is_some() && between_named(dyad));
    change_points.sort_by(|&a, &b| size(&dyads[b]).total_cmp(&size(&dyads[a])).then_with(|| a.cmp(&b)));
    let largest_change = change_points.iter().copied().find(|&number| dyads[number].all.documents >= min_n);
    Highlights {
        strongest: strongest(dyads, &comparable, &between_named, min_n),
        mutual: mutual(dyads, &comparable, min_n),
        only: comparable.first().copied().filter(|_| comparable.len() == 1),
        comparable: comparable.len(),
        most_favourable,
        most_hostile,
        largest_change,
        change_points,
        matrix: matrix(dyads, &between_tops),
        ranking: ranking(dyads, profiles, min_n),
        by_activity: by_activity(profiles),
    }
}

/// The absolute difference of the means before and after the change point; 0 without one.
fn size(dyad: &Dyad) -> f64 {
    dyad.change.as_ref().map_or(0.0, |change| (change.after - change.before).abs())
}

/// The holders with the most statements, and the targets. Persons are represented by their states.
fn matrix(dyads: &[Dyad], between_tops: &dyn Fn(&Dyad) -> bool) -> Matrix {
    let mut holders: BTreeMap<&ActorId, u64> = BTreeMap::new();
    let mut targets: BTreeMap<&ActorId, u64> = BTreeMap::new();
    let cells: Vec<&Dyad> = dyads.iter().filter(|dyad| between_tops(dyad)).collect();
    for dyad in &cells {
        *holders.entry(&dyad.holder).or_default() += dyad.all.statements;
        *targets.entry(&dyad.target).or_default() += dyad.all.statements;
    }
    let most = |counts: BTreeMap<&ActorId, u64>| -> Vec<ActorId> {
        let mut sorted: Vec<(&ActorId, u64)> = counts.into_iter().collect();
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        sorted.into_iter().take(MATRIX).map(|(id, _)| id.clone()).collect()
    };
    let (mut holders, targets) = (most(holders), most(targets));
    // Rows without a cell are dropped.
    holders.retain(|holder| cells.iter().any(|dyad| dyad.holder == *holder && targets.contains(&dyad.target)));
    Matrix { holders, targets }
}

/// The most discussed actors, from the highest shrunken mean to the lowest.
fn ranking(dyads: &[Dyad], profiles: &[Profile], min_n: u64) -> Ranking {
    let tops: BTreeSet<&ActorId> =
        dyads.iter().filter(|dyad| dyad.top && !dyad.inside).map(|dyad| &dyad.target).collect();
    let is_top = |profile: &Profile| profile.kind != Some(ActorKind::Region) && tops.contains(&profile.id);
    let received = |number: usize| profiles[number].received.as_ref().map(|side| &side.all);
    let enough = |&number: &usize| received(number).is_some_and(|all| all.documents >= min_n);
    let mut actors: Vec<usize> =
        (0..profiles.len()).filter(|&number| is_top(&profiles[number])).filter(enough).collect();
    let statements = |number: usize| received(number).map_or(0, |all| all.statements);
    actors.sort_by(|&a, &b| statements(b).cmp(&statements(a)).then_with(|| a.cmp(&b)));
    let of = actors.len();
    actors.truncate(RANKED);
    let pooled = |number: usize| received(number).map_or(0.0, |all| all.pooled);
    actors.sort_by(|&a, &b| pooled(b).total_cmp(&pooled(a)).then_with(|| a.cmp(&b)));
    Ranking { actors, of }
}

/// All actors: first those with the most statements by them and about them.
fn by_activity(profiles: &[Profile]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..profiles.len()).collect();
    order.sort_by(|&a, &b| profiles[b].activity().cmp(&profiles[a].activity()).then_with(|| a.cmp(&b)));
    order
}

/// The strongest of the `comparable` dyads: those whose interval excludes 0, the one that ends farthest from it first;
/// then the others, by the mean. If no dyad has enough documents, those with the largest mean of all that are `wanted`.
fn strongest(dyads: &[Dyad], comparable: &[usize], wanted: &dyn Fn(&Dyad) -> bool, min_n: u64) -> Vec<usize> {
    let leans = |number: &usize| dyads[*number].all.stance != 0.0;
    let mut found: Vec<usize> = comparable.iter().copied().filter(leans).collect();
    if found.is_empty() {
        found = (0..dyads.len()).filter(leans).filter(|number| wanted(&dyads[*number])).collect();
    }
    let at_least = |number: usize| dyads[number].all.at_least(min_n).abs();
    let size = |number: usize| dyads[number].all.stance.abs();
    found.sort_by(|&a, &b| {
        let by_size = at_least(b).total_cmp(&at_least(a)).then_with(|| size(b).total_cmp(&size(a)));
        by_size.then_with(|| a.cmp(&b))
    });
    found.truncate(STRONGEST);
    found
}

/// The pairs of `comparable` dyads that are each other's reverse, where both are told apart from 0 on the same side: those
/// against each other, and those for each other. The one of both that is nearer to 0 decides which comes first. The holder
/// of the first dyad has the smaller id.
fn mutual(dyads: &[Dyad], comparable: &[usize], min_n: u64) -> [Vec<[usize; 2]>; 2] {
    let known: BTreeMap<(&ActorId, &ActorId), usize> =
        comparable.iter().map(|&number| ((&dyads[number].holder, &dyads[number].target), number)).collect();
    let firsts = known.iter().filter(|((holder, target), _)| holder < target);
    let pairs: Vec<[usize; 2]> =
        firsts.filter_map(|((holder, target), &number)| Some([number, *known.get(&(*target, *holder))?])).collect();
    let least = |pair: &[usize; 2], sign: f64| {
        pair.iter().map(|&number| sign * dyads[number].all.at_least(min_n)).fold(f64::INFINITY, f64::min)
    };
    [-1.0, 1.0].map(|sign| {
        let mut found: Vec<[usize; 2]> = pairs.iter().copied().filter(|pair| least(pair, sign) > 0.0).collect();
        found.sort_by(|a, b| least(b, sign).total_cmp(&least(a, sign)).then_with(|| a.cmp(b)));
        found
    })
}

/// Sorts the dyads of each profile by number of statements, and picks its parts and the examples of what others say
/// about it.
pub(super) fn arrange(dyads: &[Dyad], profiles: &mut [Profile], speak: &BTreeSet<(ActorId, ActorId)>) {
    let statements = |number: usize| dyads[number].all.statements;
    let order = |a: &usize, b: &usize| statements(*b).cmp(&statements(*a)).then_with(|| a.cmp(b));
    for profile in profiles.iter_mut() {
        profile.says.sort_by(order);
        profile.said.sort_by(order);
        profile.heard = heard(dyads, &profile.said);
    }
    let mut parts: BTreeMap<ActorId, Vec<usize>> = BTreeMap::new();
    for (number, profile) in profiles.iter().enumerate() {
        for (whole, _) in speak.iter().filter(|(_, part)| *part == profile.id) {
            parts.entry(whole.clone()).or_default().push(number);
        }
    }
    for parts in parts.values_mut() {
        let activity = |number: usize| (profiles[number].statements, profiles[number].heard_of());
        parts.sort_by(|&a, &b| activity(b).cmp(&activity(a)).then_with(|| a.cmp(&b)));
    }
    profiles.iter_mut().for_each(|profile| profile.parts = parts.remove(&profile.id).unwrap_or_default());
}

/// The strongest example in each direction for each of these dyads, strongest first.
fn heard(dyads: &[Dyad], said: &[usize]) -> Vec<Heard> {
    let mut found: Vec<_> = said
        .iter()
        .flat_map(|&dyad| {
            let [favor, against, _] = dyads[dyad].examples.shown();
            [(true, favor), (false, against)].map(|(favor, shown)| Some((Heard { dyad, favor }, *shown.first()?)))
        })
        .flatten()
        .collect();
    found.sort_by(|(_, a), (_, b)| match b.stance.abs().cmp(&a.stance.abs()) {
        Ordering::Equal => a.cmp(b),
        order => order,
    });
    // A person's statement also counts for the state, but is shown once.
    let mut seen = BTreeSet::new();
    found.retain(|(_, example)| seen.insert((&example.statement_id, &example.target)));
    found.into_iter().take(HEARD).map(|(heard, _)| heard).collect()
}

//! Profiles: a tally comes in; all numbers to print come out. Floats appear only from here on, over sorted keys.

use std::collections::{BTreeMap, BTreeSet};

use crate::aggregate::change::{change, limit};
use crate::aggregate::highlights::{arrange, highlights};
use crate::aggregate::interval::{Cluster, interval, mean};
use crate::aggregate::namesake::namesakes;
use crate::aggregate::pooling::Pool;
use crate::aggregate::reciprocity::reciprocity;
use crate::aggregate::rollup::{Counts, Rollup, is_whole};
use crate::lexicon::actors::Actors;
use crate::model::actor::{ActorId, DatedNames, Sector};
use crate::model::example::{Example, Examples};
use crate::model::opinion::MICRO;
use crate::model::period::{By, Day, Period};
use crate::model::profile::{Category, Dyad, Profile, Side, Summary, Survey, Voices};
use crate::model::run::Telling;
use crate::model::tally::Tally;
use crate::model::utterance::{Lean, UtteranceStats, Utterances};

/// The profiles of all actors and dyads in `tally`.
pub(crate) fn survey(tally: &Tally, registry: &Actors, how: Telling) -> Survey {
    let rollup = Rollup::new(tally, registry, how);
    let pool = Pool::of(rollup.pairs.values().map(|pair| clusters(rollup.utterances(&pair.parts).values())));
    let (mut dyads, tested) = dyads(&rollup, registry, how, pool.as_ref());
    reciprocate(&mut dyads, how.min_n);
    let mut profiles = profiles(&rollup, &dyads, registry);
    sides(&rollup, &mut profiles, how.by);
    let shown = dyads.iter().map(|dyad| dyad.examples.as_ref()).chain(profiles.iter().map(|profile| &profile.examples));
    let last = tally.counts.days.and_then(|(_, last)| last.number());
    let in_examples: BTreeMap<ActorId, String> = shown
        .flat_map(Examples::all)
        .flat_map(Example::actors)
        .filter(|id| profiles.binary_search_by(|profile| profile.id.cmp(id)).is_err())
        .map(|id| (id.clone(), registry.name_on(id, last)))
        .collect();
    let dated = named(&mut profiles, &in_examples, tally, registry);
    arrange(&dyads, &mut profiles, &rollup.parts());
    members(&mut profiles, &rollup);
    namesakes(&mut profiles);
    let highlights = highlights(&dyads, &profiles, how.min_n);
    Survey {
        corrections: None,
        own_expressions: own_expressions(tally),
        in_examples,
        agreement: tally.dyads.values().flat_map(Utterances::values).filter_map(|said| said.agree).collect(),
        dated,
        counts: tally.counts.clone(),
        opinions: opinions(tally),
        min_n: how.min_n,
        tested,
        dyads,
        profiles,
        highlights,
    }
}

/// How many opinions lean which way. The same words of the same holder about the same target are one.
fn opinions(tally: &Tally) -> BTreeMap<Lean, u64> {
    let mut all = BTreeMap::new();
    for said in tally.dyads.values().flat_map(Utterances::values) {
        *all.entry(said.lean).or_default() += 1;
    }
    all
}

/// The expressions of the user's own lexicons, and how many opinions each applies to. The same words of the same holder
/// about the same target are one opinion.
fn own_expressions(tally: &Tally) -> BTreeMap<String, u64> {
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for (_, said) in tally.dyads.values().flat_map(|said| said.iter()) {
        let own: BTreeSet<&str> =
            said.entries.iter().filter(|entry| entry.own).map(|entry| entry.expression.as_str()).collect();
        own.into_iter().for_each(|expression| *found.entry(expression.to_owned()).or_default() += 1);
    }
    found
}

/// All dyads, and how many of them were tested for a change point.
fn dyads(rollup: &Rollup<'_>, registry: &Actors, how: Telling, pool: Option<&Pool>) -> (Vec<Dyad>, usize) {
    // The p-values of all tests for a change point.
    let mut chances = Vec::new();
    let mut dyads: Vec<Dyad> = rollup
        .pairs
        .iter()
        .map(|(pair, gathered)| {
            let said = rollup.utterances(&gathered.parts);
            let (chance, found) = change(&by_day(&said)).unzip();
            chances.extend(chance);
            let tested = chance.is_some();
            Dyad {
                holder: pair.0.clone(),
                target: pair.1.clone(),
                inside: gathered.is_inside(),
                top: gathered.is_top(),
                of_states: gathered.is_top() && [&pair.0, &pair.1].iter().all(|actor| is_whole(actor, registry)),
                sectors: rollup.sectors(pair, said.values()),
                sectors_by_period: split(&said, how.by)
                    .values()
                    .map(|said| rollup.sectors(pair, said.iter().copied()))
                    .collect(),
                all: summary(said.values(), pool),
                periods: by_period(&said, how.by, pool),
                change: found.flatten().map(Box::new),
                tested,
                reciprocity: None,
                examples: rollup.examples(pair, &gathered.parts),
            }
        })
        .collect();
    let tested = chances.len();
    let limit = limit(chances);
    for dyad in &mut dyads {
        dyad.change.take_if(|found| limit.is_none_or(|limit| found.p > limit));
    }
    (dyads, tested)
}

/// Adds what each actor says of all others, and they of it. Sides are shrunk toward the mean of the sides of the same
/// kind.
fn sides(rollup: &Rollup<'_>, profiles: &mut [Profile], by: By) {
    let sides = rollup.sides();
    let pools =
        sides.each_ref().map(|side| Pool::of(side.values().map(|parts| clusters(rollup.utterances(parts).values()))));
    let side = |said: &Utterances, pool: &Option<Pool>| Side {
        all: summary(said.values(), pool.as_ref()),
        periods: by_period(said, by, pool.as_ref()),
    };
    for profile in profiles {
        let [own, of_others] = sides.each_ref().map(|side| side.get(&profile.id).map(|parts| rollup.utterances(parts)));
        profile.categories = own.as_ref().map_or(Vec::new(), categories);
        profile.given = own.as_ref().map(|said| side(said, &pools[0]));
        profile.received = of_others.as_ref().map(|said| side(said, &pools[1]));
    }
}

/// Adds everybody who comes from each whole, most active first.
fn members(profiles: &mut [Profile], rollup: &Rollup<'_>) {
    let number: BTreeMap<ActorId, usize> =
        profiles.iter().enumerate().map(|(number, profile)| (profile.id.clone(), number)).collect();
    for (whole, kinds) in rollup.members() {
        let Some(&whole) = number.get(&whole) else { continue };
        let voices = |((speaks, sector), actors): ((bool, Sector), Counts)| {
            let [said, heard] = [0, 1].map(|side| actors.values().map(|counts| counts[side]).sum());
            let known = actors.iter().filter_map(|(actor, counts)| Some((*number.get(actor)?, *counts)));
            let mut actors: Vec<(usize, [u64; 2])> = known.collect();
            actors.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            Voices { speaks, sector, said, heard, actors }
        };
        profiles[whole].members = kinds.into_iter().map(voices).collect();
    }
}

/// The opinions of each document, sorted by the hash of its id.
pub(super) fn clusters<'s>(said: impl Iterator<Item = &'s UtteranceStats>) -> Vec<Cluster> {
    let mut by_document: BTreeMap<u64, Cluster> = BTreeMap::new();
    for said in said {
        let document = said.first.1;
        let cluster = by_document.entry(document).or_insert(Cluster { document, statements: 0, stance: 0 });
        cluster.statements += 1;
        cluster.stance += i64::from(said.stance);
    }
    by_document.into_values().collect()
}

/// The opinions of each document, sorted by day.
fn by_day(said: &Utterances) -> Vec<(Day, Cluster)> {
    let days: BTreeMap<u64, Day> = said.values().map(|said| (said.first.1, said.first.0)).collect();
    let mut documents: Vec<(Day, Cluster)> =
        clusters(said.values()).into_iter().map(|cluster| (days[&cluster.document], cluster)).collect();
    documents.sort_by_key(|(day, cluster)| (*day, cluster.document));
    documents
}

fn by_period(said: &Utterances, by: By, pool: Option<&Pool>) -> Vec<(Period, Summary)> {
    split(said, by).into_iter().map(|(period, said)| (period, summary(said.into_iter(), pool))).collect()
}

fn split(said: &Utterances, by: By) -> BTreeMap<Period, Vec<&UtteranceStats>> {
    let mut periods: BTreeMap<Period, Vec<&UtteranceStats>> = BTreeMap::new();
    for said in said.values() {
        periods.entry(by.period(said.first.0)).or_default().push(said);
    }
    periods
}

fn summary<'s>(said: impl Iterator<Item = &'s UtteranceStats> + Clone, pool: Option<&Pool>) -> Summary {
    let clusters = clusters(said.clone());
    let statements: u64 = clusters.iter().map(|cluster| cluster.statements.unsigned_abs()).sum();
    let share = |lean: Lean| said.clone().filter(|said| said.lean == lean).count() as f64 / statements as f64;
    let (favor, against) = (share(Lean::Favor), share(Lean::Against));
    let sentiment: i64 = said.clone().map(|said| i64::from(said.sentiment)).sum();
    let stance = mean(&clusters);
    Summary {
        statements,
        copies: said.clone().map(|said| u64::from(said.copies)).sum(),
        documents: clusters.len() as u64,
        stance,
        interval: interval(&clusters),
        pooled: pool.map_or(stance, |pool| pool.shrunk(&clusters)),
        favor,
        against,
        unsure: share(Lean::Unsure),
        ambivalence: ambivalence(favor, against),
        sentiment: sentiment as f64 / MICRO / statements as f64,
        agreement: said.filter_map(|said| said.agree).collect(),
    }
}

/// Ambivalence, −0.5 to 0.5, given the shares of statements in favor and against.
///
/// **What it does**: the mean of the two shares, minus their distance.
/// **Why**: a mean stance near 0 can come from neutral statements or from contradictory ones.
/// **Example**: all in favor gives −0.5; all neutral gives 0; half in favor and half against gives 0.5.
/// **Known failures**: it does not tell a holder who changed sides from one who contradicts itself; see change points.
/// **Source**: Thompson, Zanna & Griffin, Let's Not Be Indifferent about (Attitudinal) Ambivalence (1995).
pub(super) fn ambivalence(favor: f64, against: f64) -> f64 {
    (favor + against) / 2.0 - (favor - against).abs()
}

/// Maximum number of expressions listed for a category.
const EXPRESSIONS: usize = 6;

/// The categories of expressions in these utterances, most frequent first.
fn categories(said: &Utterances) -> Vec<Category> {
    let mut statements: BTreeMap<&str, u64> = BTreeMap::new();
    let mut expressions: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for said in said.values() {
        let entries: BTreeSet<(&str, &str)> =
            said.entries.iter().map(|entry| (entry.category.as_str(), entry.expression.as_str())).collect();
        entries.iter().for_each(|entry| *expressions.entry(*entry).or_default() += 1);
        let kinds: BTreeSet<&str> = entries.iter().map(|(kind, _)| *kind).collect();
        kinds.into_iter().for_each(|kind| *statements.entry(kind).or_default() += 1);
    }
    let category = |(name, statements): (&str, u64)| {
        let own = expressions.iter().filter(|((kind, _), _)| *kind == name);
        let mut own: Vec<(String, u64)> = own.map(|((_, words), number)| ((*words).to_owned(), *number)).collect();
        own.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        own.truncate(EXPRESSIONS);
        Category { name: name.to_owned(), statements, expressions: own }
    };
    let mut all: Vec<Category> = statements.iter().map(|(name, number)| category((name, *number))).collect();
    all.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.name.cmp(&b.name)));
    all
}

/// Compares each dyad with its reverse.
fn reciprocate(dyads: &mut [Dyad], min_n: u64) {
    let series = |dyad: &Dyad| dyad.periods.iter().map(|(period, summary)| (*period, summary.stance)).collect();
    let known: BTreeMap<(ActorId, ActorId), Vec<(Period, f64)>> = dyads
        .iter()
        .filter(|dyad| dyad.all.documents >= min_n && dyad.periods.len() > 1)
        .map(|dyad| ((dyad.holder.clone(), dyad.target.clone()), series(dyad)))
        .collect();
    for dyad in dyads {
        let own = known.get(&(dyad.holder.clone(), dyad.target.clone()));
        let opposite = known.get(&(dyad.target.clone(), dyad.holder.clone()));
        dyad.reciprocity = own.zip(opposite).and_then(|(own, opposite)| reciprocity(own, opposite)).map(Box::new);
    }
}

fn profiles(rollup: &Rollup<'_>, dyads: &[Dyad], registry: &Actors) -> Vec<Profile> {
    let mut profiles: BTreeMap<ActorId, Profile> = BTreeMap::new();
    for (number, dyad) in dyads.iter().enumerate() {
        profile(&mut profiles, &dyad.holder, registry).says.push(number);
        profile(&mut profiles, &dyad.target, registry).said.push(number);
    }
    for (actor, (said, examples)) in rollup.spoken() {
        let own = profile(&mut profiles, &actor, registry);
        let documents: BTreeSet<u64> = said.values().map(|said| said.first.1).collect();
        let sentiment: i64 = said.values().map(|said| i64::from(said.sentiment)).sum();
        own.statements = said.len() as u64;
        own.copies = said.values().map(|said| u64::from(said.copies)).sum();
        own.documents = documents.len() as u64;
        own.sentiment = Some(sentiment as f64 / MICRO / said.len().max(1) as f64);
        own.examples = examples;
    }
    for (actor, sector) in rollup.sectors_of_all() {
        profiles.entry(actor.clone()).and_modify(|profile| profile.sector = sector);
    }
    profiles.into_values().collect()
}

/// Gives the profiles their names at the time of the corpus, and returns the names of all who had others.
fn named(
    profiles: &mut [Profile],
    in_examples: &BTreeMap<ActorId, String>,
    tally: &Tally,
    registry: &Actors,
) -> BTreeMap<ActorId, DatedNames> {
    let days = tally.counts.days.and_then(|(first, last)| Some((first.number()?, last.number()?)));
    let mut dated: BTreeMap<ActorId, DatedNames> = BTreeMap::new();
    let mut keep = |id: &ActorId| {
        let names = registry.names(id);
        let title = days.map_or(names.today.clone(), |(first, last)| names.title(first, last));
        let name = names.on(days.map(|(_, last)| last)).to_owned();
        if !names.past.is_empty() {
            dated.insert(id.clone(), names);
        }
        (name, title)
    };
    in_examples.keys().for_each(|id| drop(keep(id)));
    profiles.iter_mut().for_each(|profile| (profile.name, profile.title) = keep(&profile.id));
    dated
}

fn profile<'p>(profiles: &'p mut BTreeMap<ActorId, Profile>, id: &ActorId, registry: &Actors) -> &'p mut Profile {
    profiles.entry(id.clone()).or_insert_with(|| {
        let actor = registry.actor(id);
        Profile {
            id: id.clone(),
            name: registry.name(id).into_owned(),
            title: String::new(),
            kind: actor.map(|actor| actor.kind),
            sector: registry.sector(id, None),
            parent: actor.and_then(|actor| actor.parent.clone()),
            statements: 0,
            copies: 0,
            documents: 0,
            sentiment: None,
            examples: Examples::default(),
            given: None,
            received: None,
            categories: Vec::new(),
            says: Vec::new(),
            said: Vec::new(),
            heard: Vec::new(),
            parts: Vec::new(),
            namesakes: Vec::new(),
            members: Vec::new(),
        }
    })
}

//! Profiles: the last step, in which sums become means. Floats appear only here, over sorted keys.

use std::collections::BTreeMap;

use crate::aggregate::interval::interval;
use crate::lexicon::actors::Registry;
use crate::model::actor::ActorId;
use crate::model::opinion::MICRO;
use crate::model::profile::{Dyad, Profile, Summary, Survey};
use crate::model::tally::{Cell, Exhibits, Period, Tally};

/// What `tally` says, ready to be written down.
pub(crate) fn survey(mut tally: Tally, registry: &Registry) -> Survey {
    let mut grouped: BTreeMap<(ActorId, ActorId), Vec<(Period, Cell)>> = BTreeMap::new();
    for ((holder, target, period), cell) in tally.cells {
        grouped.entry((holder, target)).or_default().push((period, cell));
    }
    let dyads: Vec<Dyad> = grouped
        .into_iter()
        .map(|((holder, target), cells)| {
            let mut all = Cell::default();
            cells.iter().for_each(|(_, cell)| all.merge(cell));
            let periods = cells.iter().map(|(period, cell)| (*period, summary(cell))).collect();
            let exhibits = tally.exhibits.remove(&(holder.clone(), target.clone())).unwrap_or_default();
            Dyad { all: summary(&all), periods, exhibits, holder, target }
        })
        .collect();
    let mut profiles: BTreeMap<ActorId, Profile> = BTreeMap::new();
    for (number, dyad) in dyads.iter().enumerate() {
        profile(&mut profiles, &dyad.holder, registry).says.push(number);
        profile(&mut profiles, &dyad.target, registry).said.push(number);
    }
    for (actor, voice) in tally.voices {
        let own = profile(&mut profiles, &actor, registry);
        own.statements = voice.statements;
        own.documents = voice.documents;
        own.sentiment = Some(voice.sentiment as f64 / MICRO / voice.statements as f64);
        own.exhibits = voice.exhibits;
    }
    let shown = dyads.iter().map(|dyad| &dyad.exhibits).chain(profiles.values().map(|profile| &profile.exhibits));
    let relays = shown.flat_map(Exhibits::all).flat_map(|exhibit| &exhibit.via);
    let relays = relays.map(|id| (id.clone(), name(id, registry))).collect();
    Survey {
        relays,
        documents: tally.documents,
        statements: tally.statements,
        unknown_holders: tally.unknown_holders,
        days: tally.days,
        dyads,
        profiles: profiles.into_values().collect(),
    }
}

fn profile<'p>(profiles: &'p mut BTreeMap<ActorId, Profile>, id: &ActorId, registry: &Registry) -> &'p mut Profile {
    profiles.entry(id.clone()).or_insert_with(|| {
        let actor = registry.actor(id);
        Profile {
            id: id.clone(),
            name: name(id, registry),
            kind: actor.map(|actor| actor.kind),
            parent: actor.and_then(|actor| actor.parent.clone()),
            statements: 0,
            documents: 0,
            sentiment: None,
            exhibits: Default::default(),
            says: Vec::new(),
            said: Vec::new(),
        }
    })
}

fn name(id: &ActorId, registry: &Registry) -> String {
    registry.actor(id).map_or_else(|| id.to_string(), |actor| actor.name.clone())
}

fn summary(cell: &Cell) -> Summary {
    let statements = cell.statements as f64;
    Summary {
        statements: cell.statements,
        documents: cell.documents,
        stance: cell.stance as f64 / MICRO / statements,
        interval: interval(cell),
        favor: cell.favor as f64 / statements,
        against: cell.against as f64 / statements,
        sentiment: cell.sentiment as f64 / MICRO / statements,
    }
}

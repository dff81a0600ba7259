//! Sectors: for whom an actor speaks, and when. Rows and terms in office come in; sectors by date, and the wholes for
//! which an actor speaks, come out.
//!
//! **What it does**: a body has the sector of its kind, unless a row says otherwise; a person that of the office held on
//! that day, then of a row, then of the body it belongs to. An actor speaks for the whole it belongs to if it is part of
//! its government, armed forces or services, or an organ of it.
//! **Why**: a newspaper, an opposition leader or a court does not speak for the state, and what is said of them is not
//! said of the state.
//! **Example**: a vice president speaks for the state until the last day of the term, and for nobody else on the next.
//! **Known failures**: an officer whose post no table has is `UNK` and speaks for nobody. In a text without a date,
//! whoever has held an office since 2000 counts as in office.
//! **Source**: Halterman et al., PLOVER and POLECAT (2023), for the sectors; chosen by hand.

use crate::error::Error;
use crate::lexicon::actors::offices::{Day, Period};
use crate::lexicon::actors::{Actors, Who};
use crate::lexicon::table::Row;
use crate::model::actor::{ActorId, ActorKind, Sector};

/// A row of the table of sectors.
pub(super) struct SectorRow<'t> {
    pub(super) actor: &'t str,
    pub(super) sector: Sector,
    /// Whether it speaks for the whole it belongs to, although it is no part of the government.
    pub(super) organ: bool,
    pub(super) period: Period,
    pub(super) row: Row<'t>,
}

const CODES: [(&str, Sector); 15] = [
    ("GOV", Sector::Gov),
    ("MIL", Sector::Mil),
    ("SPY", Sector::Spy),
    ("JUD", Sector::Jud),
    ("LEG", Sector::Leg),
    ("PTY", Sector::Pty),
    ("OPP", Sector::Opp),
    ("REB", Sector::Reb),
    ("MED", Sector::Med),
    ("EDU", Sector::Edu),
    ("BUS", Sector::Bus),
    ("CVL", Sector::Cvl),
    ("NGO", Sector::Ngo),
    ("IGO", Sector::Igo),
    ("UNK", Sector::Unk),
];

impl<'t> SectorRow<'t> {
    pub(super) fn read(row: Row<'t>) -> Result<SectorRow<'t>, Error> {
        SectorRow::named(row, "actor")
    }

    /// A row of a table of actors that has the columns of a sector too.
    pub(super) fn of_actor(row: Row<'t>) -> Result<SectorRow<'t>, Error> {
        SectorRow::named(row, "id")
    }

    fn named(row: Row<'t>, column: &str) -> Result<SectorRow<'t>, Error> {
        Ok(SectorRow {
            actor: row.required(column)?,
            sector: row.choice("sector", &CODES)?,
            organ: row.choice("organ", &[("", false), ("yes", true)])?,
            period: Period::read(row)?,
            row,
        })
    }
}

/// The sector of one actor during a period.
pub(super) type Known = (Who, Period, Sector, bool);

/// Whoever has held office after this day counts as in office in a text without a date. Chosen by hand.
const RECENT: Day = 20_000_101;

impl Actors {
    /// The sector of the actor `id` on `day` (YYYYMMDD); without a day, in our time.
    pub(crate) fn sector(&self, id: &str, day: Option<i32>) -> Sector {
        match self.who(id) {
            Some(who) => self.voice(who, day).0,
            None => self.body_of(id).map_or(Sector::Unk, |body| self.sector_of_member(body, day)),
        }
    }

    /// The actor `id` and the wholes for which it speaks on `day`, smallest first.
    pub(crate) fn speaks_for(&self, id: &ActorId, day: Option<i32>) -> Vec<ActorId> {
        let mut all = vec![id.clone()];
        let mut at = match self.who(id) {
            Some(who) => Some(who),
            None => {
                let body = self.body_of(id);
                // Who only comes from a state or region does not speak for it.
                let body = body.filter(|body| !matches!(self.kind(*body), ActorKind::State | ActorKind::Region));
                all.extend(body.map(|body| self.known(body).id.clone()));
                body
            }
        };
        while let Some(above) = at.and_then(|who| self.whole_of(who, day)) {
            all.push(self.known(above).id.clone());
            at = Some(above);
        }
        all
    }

    /// The largest whole for which the actor `id` speaks on `day`: mostly a state, or the actor itself.
    pub(crate) fn whole(&self, id: &ActorId, day: Option<i32>) -> ActorId {
        self.speaks_for(id, day).pop().unwrap_or_else(|| id.clone())
    }

    /// The actor above `who`, if it speaks for that one.
    fn whole_of(&self, who: Who, day: Option<i32>) -> Option<Who> {
        let above = self.parent(who)?;
        if matches!(self.kind(who), ActorKind::Region) {
            return None;
        }
        let (sector, organ) = self.voice(who, day);
        let speaks = match self.kind(above) {
            ActorKind::State | ActorKind::Region | ActorKind::Government | ActorKind::Military => sector.is_official(),
            // Parliaments and courts of an organisation stand apart too.
            ActorKind::Organisation => !matches!(sector, Sector::Leg | Sector::Jud | Sector::Cvl),
            ActorKind::Person | ActorKind::Unnamed => false,
            _ => sector != Sector::Cvl,
        };
        (speaks || organ).then_some(above)
    }

    /// The body that the id of somebody names whom only a text knows.
    fn body_of(&self, id: &str) -> Option<Who> {
        id.rsplit_once('.').and_then(|(body, _)| self.who(body))
    }

    /// The sector of somebody about whom nothing is known but the body it belongs to.
    fn sector_of_member(&self, body: Who, day: Option<i32>) -> Sector {
        match self.kind(body) {
            ActorKind::State | ActorKind::Region | ActorKind::Unnamed | ActorKind::Person => Sector::Unk,
            _ => self.voice(body, day).0,
        }
    }

    /// The sector of `who` on `day`, and whether it is an organ of the whole it belongs to.
    fn voice(&self, who: Who, day: Option<i32>) -> (Sector, bool) {
        let from = self.sectors.partition_point(|known| known.0 < who);
        let rows = || self.sectors[from..].iter().take_while(|known| known.0 == who);
        let row = match day {
            Some(day) => rows().find(|known| known.1.covers_day(day)),
            None => rows().max_by_key(|known| known.1.from),
        };
        let row = row.map(|known| (known.2, known.3));
        if self.kind(who) == ActorKind::Person {
            return self.in_office(who, day).map(|sector| (sector, false)).or(row).unwrap_or_else(|| {
                match (self.offices.is_holder(who), self.parent(who)) {
                    (true, _) => (Sector::Cvl, false),
                    (false, Some(body)) => (self.sector_of_member(body, day), false),
                    (false, None) => (Sector::Unk, false),
                }
            });
        }
        row.unwrap_or_else(|| (self.sector_of_kind(who), self.is_state_media(who)))
    }

    /// The sector of the office that a person holds on `day`, the government's first.
    fn in_office(&self, who: Who, day: Option<i32>) -> Option<Sector> {
        let held = self.offices.held_on(who, day, RECENT);
        held.map(|(of, office)| match (self.kind(of), self.office_sectors.get(&office)) {
            (ActorKind::State, Some(sector)) => *sector,
            (ActorKind::State | ActorKind::Region, None) => Sector::Gov,
            _ => self.sector_of_member(of, day),
        })
        .min()
    }

    /// "Norlandic state television".
    fn is_state_media(&self, who: Who) -> bool {
        let of_state = self.parent(who).is_some_and(|above| self.kind(above) == ActorKind::State);
        of_state && self.known(who).id.ends_with(".MEDIA")
    }

    /// The sector that goes with a kind. An organisation is one of states unless it belongs to a state.
    fn sector_of_kind(&self, who: Who) -> Sector {
        match self.kind(who) {
            ActorKind::State | ActorKind::Government => Sector::Gov,
            ActorKind::Military => Sector::Mil,
            ActorKind::Media => Sector::Med,
            ActorKind::Party => Sector::Pty,
            ActorKind::ArmedGroup => Sector::Reb,
            ActorKind::Region | ActorKind::Unnamed | ActorKind::Person => Sector::Unk,
            ActorKind::Organisation => {
                let root = self.ancestry(who).last();
                let whole = root.filter(|root| self.kind(*root) == ActorKind::Organisation);
                if whole.is_some() { Sector::Igo } else { Sector::Ngo }
            }
        }
    }
}

/// The sector of an office of a state; all others are the government's.
pub(super) const OFFICES: [(&str, Sector); 3] =
    [("army_chief", Sector::Mil), ("opposition_leader", Sector::Opp), ("speaker", Sector::Leg)];

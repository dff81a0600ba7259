//! An actor: a state, organisation, person or group in the world. Its names are in the registry, not here.

use std::sync::Arc;

/// The id of an actor, such as `PRK` or `CHN.XI_JINPING`; cheap to copy.
pub type ActorId = Arc<str>;

/// What an actor is called, and was called.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DatedNames {
    /// Its name today.
    pub(crate) today: String,
    /// Its names at other times, earliest first.
    pub(crate) past: Vec<DatedName>,
}

/// A name during a period, whose days are numbers YYYYMMDD.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DatedName {
    pub(crate) name: String,
    /// The first day; `i32::MIN` if there is none.
    pub(crate) from: i32,
    /// The first day after it; `i32::MAX` if there is none.
    pub(crate) to: i32,
}

impl DatedNames {
    /// The name on `day`; without a day, today's.
    pub(crate) fn on(&self, day: Option<i32>) -> &str {
        let covers = |one: &&DatedName| day.is_some_and(|day| one.from <= day && day < one.to);
        self.past.iter().find(covers).map_or(&self.today, |one| &one.name)
    }

    /// Today's name, and the others that were in use from the day `first` to the day `last`: “Norland (until 1991:
    /// Norlandic Union)”.
    pub(crate) fn title(&self, first: i32, last: i32) -> String {
        let used = self.past.iter().filter(|one| one.from <= last && first < one.to);
        let year = |day: i32| day / 10_000;
        let told = |one: &DatedName| match (one.from == i32::MIN, one.to == i32::MAX) {
            (true, _) => format!("until {}: {}", year(one.to), one.name),
            (_, true) => format!("since {}: {}", year(one.from), one.name),
            _ => format!("{} to {}: {}", year(one.from), year(one.to), one.name),
        };
        let others: Vec<String> = used.map(told).collect();
        if others.is_empty() { self.today.clone() } else { format!("{} ({})", self.today, others.join("; ")) }
    }
}

/// The kind of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActorKind {
    /// A state, present or past.
    State,
    /// An international or national organisation.
    Organisation,
    /// A person.
    Person,
    /// A government or a part of one.
    Government,
    /// Armed forces of a state.
    Military,
    /// A news agency, newspaper or broadcaster.
    Media,
    /// A political party.
    Party,
    /// An armed group that is not a state's.
    ArmedGroup,
    /// A part of the world. It is named, but does not act.
    Region,
    /// An actor that speakers leave unnamed ("hostile forces").
    Unnamed,
}

impl ActorKind {
    /// The name used in tables and reports.
    pub(crate) fn word(self) -> &'static str {
        match self {
            ActorKind::State => "state",
            ActorKind::Organisation => "organisation",
            ActorKind::Person => "person",
            ActorKind::Government => "government",
            ActorKind::Military => "military",
            ActorKind::Media => "media",
            ActorKind::Party => "party",
            ActorKind::ArmedGroup => "armed group",
            ActorKind::Region => "region",
            ActorKind::Unnamed => "unnamed",
        }
    }
}

/// The sector for which an actor speaks, in the terms of PLOVER.
///
/// Source: Halterman et al., PLOVER and POLECAT (2023).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Sector {
    /// The government of a state: its ministries, its embassies, its police; persons while they are in office.
    Gov,
    /// The armed forces of a state.
    Mil,
    /// The secret services of a state.
    Spy,
    /// Courts and prosecutors that stand apart from the government.
    Jud,
    /// Parliaments and their members.
    Leg,
    /// Political parties and candidates.
    Pty,
    /// The opposition.
    Opp,
    /// Armed groups that are not a state's.
    Reb,
    /// Media.
    Med,
    /// Universities and think tanks.
    Edu,
    /// Companies.
    Bus,
    /// Citizens, churches, unions, and persons who hold no office any more.
    Cvl,
    /// Non-governmental organisations.
    Ngo,
    /// Organisations of states.
    Igo,
    /// Unknown, or none.
    Unk,
}

impl Sector {
    /// All sectors, in the order of pages.
    pub const ALL: [Sector; 15] = [
        Sector::Gov,
        Sector::Mil,
        Sector::Spy,
        Sector::Jud,
        Sector::Leg,
        Sector::Pty,
        Sector::Opp,
        Sector::Reb,
        Sector::Med,
        Sector::Edu,
        Sector::Bus,
        Sector::Cvl,
        Sector::Ngo,
        Sector::Igo,
        Sector::Unk,
    ];

    /// The code of PLOVER, such as `GOV`.
    pub fn code(self) -> &'static str {
        match self {
            Sector::Gov => "GOV",
            Sector::Mil => "MIL",
            Sector::Spy => "SPY",
            Sector::Jud => "JUD",
            Sector::Leg => "LEG",
            Sector::Pty => "PTY",
            Sector::Opp => "OPP",
            Sector::Reb => "REB",
            Sector::Med => "MED",
            Sector::Edu => "EDU",
            Sector::Bus => "BUS",
            Sector::Cvl => "CVL",
            Sector::Ngo => "NGO",
            Sector::Igo => "IGO",
            Sector::Unk => "UNK",
        }
    }

    /// What it is called on pages.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Sector::Gov => "government",
            Sector::Mil => "armed forces",
            Sector::Spy => "secret services",
            Sector::Jud => "courts",
            Sector::Leg => "parliament",
            Sector::Pty => "parties",
            Sector::Opp => "opposition",
            Sector::Reb => "armed groups",
            Sector::Med => "media",
            Sector::Edu => "universities and think tanks",
            Sector::Bus => "companies",
            Sector::Cvl => "citizens and former officials",
            Sector::Ngo => "non-governmental organisations",
            Sector::Igo => "organisations of states",
            Sector::Unk => "sector unknown",
        }
    }

    /// Whether a state speaks through it.
    pub(crate) fn is_official(self) -> bool {
        matches!(self, Sector::Gov | Sector::Mil | Sector::Spy)
    }
}

impl std::str::FromStr for Sector {
    type Err = ();

    fn from_str(text: &str) -> Result<Sector, ()> {
        Sector::ALL.into_iter().find(|sector| sector.code().eq_ignore_ascii_case(text.trim())).ok_or(())
    }
}

/// The gender of a person, for the resolution of pronouns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Gender {
    /// "she".
    Feminine,
    /// "he".
    Masculine,
}

/// One row of the registry.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Actor {
    /// Its id.
    pub(crate) id: ActorId,
    /// The name to print.
    pub(crate) name: String,
    /// Its kind.
    pub(crate) kind: ActorKind,
    /// The actor to which it belongs, if any. Its numbers also count for that actor.
    pub(crate) parent: Option<ActorId>,
    /// `None` for anything but a person, and for persons whose gender the registry does not know.
    pub(crate) gender: Option<Gender>,
}

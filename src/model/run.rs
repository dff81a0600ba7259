//! A run: how its statements were made, as recorded in manifests and states.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::actor::Sector;
use crate::model::period::By;

/// How statements were made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Run {
    /// Version of the program.
    pub(crate) version: String,
    /// Options that affect results, by name, as printed in the manifest.
    pub(crate) options: BTreeMap<String, String>,
    /// The options that are needed to make reports.
    pub(crate) telling: Telling,
    /// SHA-256 of each lexicon, by name.
    pub(crate) lexicons: BTreeMap<String, String>,
    /// Number of expressions of the user's own lexicons.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) own_expressions: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// What a user's table of actors is called in [`Run::lexicons`], before its number from 1.
pub(crate) const OWN_ACTORS: &str = "user actors ";

/// The same for a user's lexicon of stance or sentiment.
pub(crate) const OWN_LEXICON: &str = "user lexicon ";

/// The names of the user's tables of actors among the names of `lexicons`.
pub(crate) fn own_actors(lexicons: &BTreeMap<String, String>) -> impl Iterator<Item = &String> {
    lexicons.keys().filter(|name| name.starts_with(OWN_ACTORS))
}

/// How a tally is turned into reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Telling {
    /// The length of the periods into which time is split.
    pub(crate) by: By,
    /// Results with fewer documents than this are *too few to say*.
    pub(crate) min_n: u64,
    /// Whether all statements are written beside the reports.
    pub(crate) statements: bool,
    /// Which level of actors is shown; `None` for all.
    #[serde(default)]
    pub(crate) level: Option<Level>,
    /// Whose voices count; empty for all.
    #[serde(default)]
    pub(crate) sectors: Sectors,
}

/// A level of actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// States and organisations, with all who speak for them
    State,
    /// Actors as they are named, without those for whom they speak
    Actor,
}

/// A set of sectors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sectors(u16);

impl Sectors {
    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `sector` is in it.
    pub fn has(self, sector: Sector) -> bool {
        self.0 & 1 << sector as u16 != 0
    }
}

impl FromIterator<Sector> for Sectors {
    fn from_iter<I: IntoIterator<Item = Sector>>(sectors: I) -> Sectors {
        Sectors(sectors.into_iter().fold(0, |all, sector| all | 1 << sector as u16))
    }
}

//! A run: how its statements were made, as recorded in manifests and states.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Telling {
    /// The length of the periods into which time is split.
    pub(crate) by: By,
    /// Results with fewer documents than this are *too few to say*.
    pub(crate) min_n: u64,
    /// Whether all statements are written beside the reports.
    pub(crate) statements: bool,
}

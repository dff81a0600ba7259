//! A run: how its statements were made, as the manifest and states tell it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::period::By;

/// How statements were made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Run {
    /// Version of the program.
    pub(crate) version: String,
    /// Options that change results, by name, as the manifest prints them.
    pub(crate) options: BTreeMap<String, String>,
    /// Those of them that are needed to make reports.
    pub(crate) telling: Telling,
    /// SHA-256 of each lexicon, by name.
    pub(crate) lexicons: BTreeMap<String, String>,
}

/// How a tally is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Telling {
    /// How finely time is split.
    pub(crate) by: By,
    /// Fewer documents than this are too few to say.
    pub(crate) min_n: u64,
    /// Whether every statement is written down beside the reports.
    pub(crate) statements: bool,
}

//! The manifest: what was read, with which lexicons and options, so that a number can be made again.
//! It names no clock, no host and no absolute path.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::input::InputReport;

/// What stood behind a run.
#[derive(Serialize)]
pub(crate) struct Run {
    /// Options that change results, by name.
    pub(crate) options: BTreeMap<&'static str, String>,
    /// SHA-256 of each lexicon, by name.
    pub(crate) lexicons: BTreeMap<String, String>,
}

/// Everything the manifest says.
#[derive(Serialize)]
pub(crate) struct Manifest<'r> {
    pub(crate) program: &'static str,
    pub(crate) version: &'static str,
    #[serde(flatten)]
    pub(crate) run: &'r Run,
    pub(crate) inputs: &'r [InputReport],
    pub(crate) documents: u64,
    pub(crate) statements: u64,
    pub(crate) unknown_holders: u64,
    /// Given statements whose holder is not in the registry.
    pub(crate) statements_of_own_actors: u64,
    pub(crate) rejects: usize,
}

impl Manifest<'_> {
    /// As JSON, indented.
    pub(super) fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("plain values become JSON");
        text.push('\n');
        text
    }
}

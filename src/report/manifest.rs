//! The manifest: inputs, lexicons and options, so that every number can be reproduced. It contains no time, host or
//! absolute path, and does not depend on how the corpus was split.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::input::{Decoded, Noted};
use crate::model::run::Run;
use crate::model::tally::{Counts, UnknownHolders};

/// The content of the manifest.
#[derive(Serialize)]
pub(crate) struct Manifest<'r> {
    program: &'static str,
    version: &'r str,
    options: &'r BTreeMap<String, String>,
    lexicons: &'r BTreeMap<String, String>,
    inputs: Inputs<'r>,
    statements: u64,
    /// Statements without a known holder, and what stands in the place of their source.
    unknown_holders: u64,
    unknown_holders_by_kind: UnknownHolders,
    /// Statements whose holder only the text introduces.
    statements_of_unlisted_actors: u64,
    /// Given statements whose holder is not in the registry.
    statements_of_own_actors: u64,
    /// `None` without a lexicon of the user's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    own_lexicon: Option<OwnLexicon<'r>>,
}

/// What the user's own entries did.
#[derive(Serialize)]
struct OwnLexicon<'r> {
    expressions: usize,
    /// To how many opinions each applies; those that apply to none are left out.
    matched: &'r BTreeMap<String, u64>,
}

#[derive(Serialize)]
struct Inputs<'r> {
    documents: u64,
    rejects: usize,
    /// The sum of the first eight bytes of the SHA-256 of every document, modulo 2⁶⁴, in hexadecimal.
    fingerprint: String,
    /// The inputs that are not UTF-8.
    decoded: &'r [Decoded],
    /// What was repaired or left aside in records that are used, once for each kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    noted: Vec<Noted>,
}

impl<'r> Manifest<'r> {
    /// The manifest of a run with these counts.
    pub(crate) fn new(
        run: &'r Run,
        counts: &Counts,
        rejects: usize,
        decoded: &'r [Decoded],
        noted: Vec<Noted>,
        matched: &'r BTreeMap<String, u64>,
    ) -> Manifest<'r> {
        let fingerprint = format!("{:016x}", counts.fingerprint);
        Manifest {
            program: env!("CARGO_PKG_NAME"),
            version: &run.version,
            options: &run.options,
            lexicons: &run.lexicons,
            inputs: Inputs { documents: counts.documents, rejects, fingerprint, decoded, noted },
            statements: counts.statements,
            unknown_holders: counts.unknown_holders.all(),
            unknown_holders_by_kind: counts.unknown_holders,
            statements_of_unlisted_actors: counts.unlisted_holders,
            statements_of_own_actors: counts.own_actors,
            own_lexicon: (run.own_expressions > 0).then_some(OwnLexicon { expressions: run.own_expressions, matched }),
        }
    }

    /// The manifest as indented JSON.
    pub(super) fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("plain values become JSON");
        text.push('\n');
        text
    }
}

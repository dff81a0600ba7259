//! A journal: what a run was asked to do and how far it has come, so that one that was cut off can go on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::state::Run;

/// What a run was asked to do, as far as its results depend on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Plan {
    /// How statements are made.
    pub(crate) run: Run,
    /// Options of reading that were given, by name.
    pub(crate) reading: BTreeMap<String, String>,
    /// The inputs by name, with their sizes in bytes where they have one.
    pub(crate) inputs: BTreeMap<String, Option<u64>>,
}

/// Some records of one input, one after another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stretch {
    /// The input's name.
    pub(crate) file: String,
    /// How many, the bad ones included.
    pub(crate) records: u64,
    /// A check sum of them.
    pub(crate) sum: u64,
}

impl Stretch {
    /// One more record of the same input, with its check sum.
    pub(crate) fn add(&mut self, sum: u64) {
        self.records += 1;
        self.sum = (self.sum.rotate_left(5) ^ sum).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

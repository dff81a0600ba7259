//! What is known of an input after reading it.

use std::collections::BTreeMap;

/// An input that is not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct Decoded {
    /// Its name, as in the manifest.
    pub(crate) name: String,
    /// The encoding that was detected.
    pub(crate) encoding: String,
}

/// Records that are used although something in them was repaired or left aside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct Noted {
    /// What was done, in words.
    pub(crate) what: String,
    /// In how many records, or to how many files.
    pub(crate) count: u64,
    /// Where first, by name and line: an input.
    pub(crate) file: String,
    /// And a line of it; 0 for the file as a whole.
    pub(crate) line: u64,
    /// What stood there.
    pub(crate) found: String,
}

impl std::fmt::Display for Noted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Noted { what, count, file, line, found } = self;
        let more = if *count > 1 { format!(" ({count} times; this is the first)") } else { String::new() };
        let place = if *line > 0 { format!("{file}:{line}") } else { file.clone() };
        let found = if found.is_empty() { String::new() } else { format!(": found {found}") };
        write!(f, "{place}: {what}{found}{more}")
    }
}

/// All that was noted, once for each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Notes(BTreeMap<String, Noted>);

impl Notes {
    /// Adds one; the order of adding does not matter.
    pub(crate) fn add(&mut self, noted: Noted) {
        let Some(known) = self.0.get_mut(&noted.what) else {
            self.0.insert(noted.what.clone(), noted);
            return;
        };
        let count = known.count + noted.count;
        if (&noted.file, noted.line) < (&known.file, known.line) {
            *known = noted;
        }
        known.count = count;
    }

    /// Each as a sentence.
    pub(crate) fn sentences(&self) -> Vec<String> {
        self.0.values().map(Noted::to_string).collect()
    }

    /// In the order of their kinds.
    pub(crate) fn list(&self) -> Vec<Noted> {
        self.0.values().cloned().collect()
    }
}

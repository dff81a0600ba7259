//! Errors, and the sentences that report them.
//!
//! There are two kinds. A [`Error`] is fatal: it stops the run, usually before the first document. A [`Reject`] is one
//! bad record: it is written to `rejects.csv`, and the run goes on.

use std::path::PathBuf;

/// Why a run could not start or continue.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Something is wrong with an input, an output or an option. The sentence says where, what, and how to repair it.
    #[error("{0}")]
    Said(String),
    /// A table has a bad row.
    #[error("{path}:{line}: {field}: found {found}; expected {expected}")]
    Table {
        /// The path as the user gave it.
        path: String,
        /// Line number, from 1, counting the header.
        line: u64,
        /// The column.
        field: String,
        /// What was found; values are in backquotes.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// The operating system reported an error.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file concerned.
        path: PathBuf,
        /// The error it reported.
        source: std::io::Error,
    },
    /// The user asked the run to stop. This is not an error.
    #[error("stopped before the end")]
    Stopped,
    /// The reader closed the output, as `head` does. This is not an error.
    #[error("the reader of the output has gone")]
    BrokenPipe,
}

impl Error {
    /// An operating-system error about `path`. A broken pipe becomes [`Error::BrokenPipe`].
    pub fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Error {
        if source.kind() == std::io::ErrorKind::BrokenPipe {
            return Error::BrokenPipe;
        }
        Error::Io { path: path.into(), source }
    }

    /// A bad row of a table; `row` holds the path and the line number.
    pub(crate) fn table(row: (String, u64), field: &str, found: &str, expected: &str) -> Error {
        let (path, line) = row;
        Error::Table { path, line, field: field.to_owned(), found: found.to_owned(), expected: expected.to_owned() }
    }

    /// A fault described by one sentence.
    pub fn said(sentence: impl Into<String>) -> Error {
        Error::Said(sentence.into())
    }
}

/// One record that could not be used, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Reject {
    /// The input's name, as in the manifest.
    pub file: String,
    /// Line number, from 1; 0 if the reject concerns the whole file.
    pub line: u64,
    /// The column, or the part of the record.
    pub field: String,
    /// What was found, shortened for display.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

impl std::fmt::Display for Reject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Reject { file, line, field, found, expected } = self;
        write!(f, "{file}:{line}: {field}: found {found}; expected {expected}")
    }
}

/// `value` in backquotes, cut to 60 characters, with control characters escaped.
pub(crate) fn quoted(value: &str) -> String {
    let mut shown = String::from("`");
    for character in value.chars().take(60) {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown.push_str(if value.chars().nth(60).is_some() { "…`" } else { "`" });
    shown
}

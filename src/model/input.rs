//! What is known of an input after it has been read.

/// What was learned about one input, for the manifest.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub(crate) struct InputReport {
    /// Relative to what the user named.
    pub(crate) name: String,
    /// Set when it is not UTF-8.
    pub(crate) encoding: Option<String>,
    /// Set when it is compressed.
    pub(crate) compression: Option<String>,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// Records found in it, good or bad.
    pub(crate) records: u64,
}

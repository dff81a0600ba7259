//! What is known of an input after it has been read.

/// An input that is not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct Decoded {
    /// Relative to what the user named.
    pub(crate) name: String,
    /// What it was taken for.
    pub(crate) encoding: String,
}

//! What is known of an input after reading it.

/// An input that is not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct Decoded {
    /// Its name, as in the manifest.
    pub(crate) name: String,
    /// The encoding that was detected.
    pub(crate) encoding: String,
}

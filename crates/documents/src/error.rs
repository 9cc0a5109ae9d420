//! Why a file gives no text.

use crate::Limit;

/// What a reader gives.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a file gives no text. Variants say what the person who uploaded it may do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Error {
    /// The file needs a password: save it without one.
    #[error("the file is encrypted and needs a password")]
    Encrypted,
    /// No reader knows this format: convert it.
    #[error("{what} cannot be read")]
    Unsupported {
        /// The format, in words.
        what: String,
    },
    /// The file contradicts its own format: save it again.
    #[error("the file is damaged: {what}")]
    Corrupt {
        /// What was being read, in words.
        what: String,
    },
    /// The file is larger, in one of its measures, than the limits allow.
    #[error("the file exceeds the limit on {limit}")]
    LimitExceeded {
        /// Which limit.
        limit: Limit,
    },
    /// The deadline passed. Only the host of a worker process says so: readers have no clock.
    #[error("reading the file took too long")]
    TimedOut,
}

impl Error {
    /// A file that contradicts its own format.
    pub fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }

    /// A format that no reader knows.
    pub fn unsupported(what: impl Into<String>) -> Self {
        Self::Unsupported { what: what.into() }
    }
}

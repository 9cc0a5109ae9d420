//! Errors of vendors.

use serde::{Deserialize, Serialize};

/// An error that a vendor reported, in its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct VendorError {
    /// What the caller may do about it.
    pub kind: VendorErrorKind,
    /// The vendor's sentence.
    pub message: String,
    /// The vendor's own code or type, where it has one.
    pub code: Option<String>,
}

/// What the caller may do about a vendor's error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VendorErrorKind {
    /// Correct the request.
    BadRequest,
    /// Correct the key.
    Unauthorized,
    /// Ask for rights or money at the vendor.
    Forbidden,
    /// Choose another model.
    NotFound,
    /// Shorten the conversation.
    ContextTooLong,
    /// Wait.
    RateLimited,
    /// Try again later; the vendor is at fault.
    Unavailable,
    /// The answer was not in the vendor's own format.
    Garbage,
}

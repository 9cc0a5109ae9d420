//! What host and worker say to each other: a length of four bytes, a head as JSON, and for a request the file after it.

use documents::{Extracted, Limits};
use serde::{Deserialize, Serialize};

/// The head of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Request {
    /// Bytes of the file that follow.
    pub(crate) length: u64,
    /// The file's declared media type.
    pub(crate) media_type: Option<String>,
    /// The file's name.
    pub(crate) name: Option<String>,
    /// Whether only the article of a web page is wanted.
    pub(crate) article: bool,
    /// How much of the file is read.
    pub(crate) limits: Limits,
    /// How much memory the worker may have, in bytes.
    pub(crate) memory_bytes: u64,
    /// How much processor time reading may take, in seconds.
    pub(crate) cpu_seconds: u64,
}

/// The answer.
pub(crate) type Answer = Result<Extracted, documents::Error>;

/// Longest head. An answer carries all of a document's text.
pub(crate) const HEAD_BYTES_MAX: u32 = 1 << 30;

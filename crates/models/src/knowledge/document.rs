//! A file, a page or another text that was read.

use serde::{Deserialize, Serialize};

use crate::attachment::FileName;
use crate::ids::{AttachmentId, CollectionId, DocumentId, SourceId, UserId};
use crate::job::words;
use crate::time::Time;

/// A document of a collection, or of a file in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Names the document.
    pub id: DocumentId,
    /// Who added it.
    pub owner_id: UserId,
    /// The collection that has it; `None` for a file in a chat.
    pub collection_id: Option<CollectionId>,
    /// Where it comes from; `None` for an upload.
    pub source_id: Option<SourceId>,
    /// The file in a chat that it is the text of.
    pub attachment_id: Option<AttachmentId>,
    /// The file's name.
    pub name: FileName,
    /// Where it is in its source: a path or an address. No two of a source have the same.
    pub path: Option<String>,
    /// Media type found in the bytes.
    pub media_type: String,
    /// Size of the file in bytes.
    pub bytes: i64,
    /// SHA-256 of the file, 64 lower-case hex digits.
    pub blob: String,
    /// How far it is.
    pub state: DocumentState,
    /// Why it could not be read.
    pub error: Option<Remark>,
    /// What reading it found.
    pub facts: DocumentFacts,
    /// How many chunks it has.
    pub chunks: u32,
    /// Its source has it otherwise now, or no more.
    pub stale: bool,
    /// When its text was last found searchable.
    pub indexed_at: Option<Time>,
    /// When it was added.
    pub created_at: Time,
    /// When it was last changed in any way.
    pub updated_at: Time,
}

/// What reading a document finds besides its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentFacts {
    /// Its own title.
    pub title: Option<String>,
    /// Its authors, separated by commas.
    pub author: Option<String>,
    /// Its language, BCP 47.
    pub language: Option<String>,
    /// Pages, slides or sheets.
    pub pages: Option<u32>,
    /// Characters of its text.
    pub characters: u32,
    /// What could not be read in full.
    pub warnings: Vec<Remark>,
}

words! {
    /// How far a document is.
    DocumentState {
        /// It waits to be read.
        Queued = "queued",
        /// It is being read.
        Processing = "processing",
        /// It can be searched.
        Ready = "ready",
        /// It could not be read.
        Failed = "failed",
    }
}

/// What is to be said about a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// For programs.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

impl Remark {
    /// A remark.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into() }
    }
}

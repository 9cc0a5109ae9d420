//! Where the documents of a collection come from.

use serde::{Deserialize, Serialize};

use crate::ids::{CollectionId, SourceId};
use crate::job::words;
use crate::time::Time;

/// A place whose documents a collection follows. Uploaded documents have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Names the source.
    pub id: SourceId,
    /// Which collection has its documents.
    pub collection_id: CollectionId,
    /// What kind of place.
    pub kind: SourceKind,
    /// The folder's path, or the address of the page or of the repository.
    pub location: String,
    /// Git: the branch or tag; `None` for the repository's own choice.
    pub reference: Option<String>,
    /// What is left out, in the form of a `.gitignore`.
    pub ignore: Option<String>,
    /// Web: how many links away from the address pages of the same host are read, 0 to [`DEPTH_MAX`].
    pub depth: u32,
    /// How often it is looked at again; `None` for only when asked.
    pub refresh_minutes: Option<u32>,
    /// How it is.
    pub state: SourceState,
    /// Why the last look failed.
    pub error: Option<String>,
    /// When it was last looked at with success.
    pub synced_at: Option<Time>,
    /// When it is due.
    pub next_sync_at: Option<Time>,
    /// When it was added.
    pub created_at: Time,
}

words! {
    /// Kinds of places.
    SourceKind {
        /// A folder on the machine that the house runs on.
        Folder = "folder",
        /// A page of the web, with what it links to.
        Url = "url",
        /// A Git repository.
        Git = "git",
    }
}

words! {
    /// How a source is.
    SourceState {
        /// Nothing is done.
        Idle = "idle",
        /// It is being looked at.
        Syncing = "syncing",
        /// The last look failed.
        Failed = "failed",
    }
}

/// Most links away from a page's address.
pub const DEPTH_MAX: u32 = 3;
/// Longest location in bytes.
pub const LOCATION_MAX: usize = 2000;
/// Longest ignore text in bytes.
pub const IGNORE_MAX: usize = 10_000;

//! The vectors of a collection.

use serde::{Deserialize, Serialize};

use crate::ids::{CollectionId, ConnectionId, EmbeddingIndexId};
use crate::job::words;
use crate::time::Time;

/// The vectors that one model makes of a collection's chunks. A collection has at most one of each state: while a new
/// model's are made, the old one's still serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddingIndex {
    /// Names the index.
    pub id: EmbeddingIndexId,
    /// Whose chunks.
    pub collection_id: CollectionId,
    /// Which vendor account makes the vectors.
    pub connection_id: ConnectionId,
    /// The vendor's model id.
    pub model: String,
    /// Length of the vectors; `None` until the model has answered once.
    pub dimensions: Option<u32>,
    /// Whether it is searched.
    pub state: IndexState,
    /// When it was begun.
    pub created_at: Time,
}

words! {
    /// Whether an index is searched.
    IndexState {
        /// Not every chunk had a vector yet.
        Building = "building",
        /// It is searched.
        Serving = "serving",
    }
}

/// How many chunks of a collection have a vector in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IndexProgress {
    /// Chunks with one.
    pub done: u64,
    /// All chunks.
    pub total: u64,
}

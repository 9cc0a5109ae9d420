//! What may be searched and cited: collections, where their documents come from, and what a search finds.

mod chunk;
mod collection;
mod document;
mod index;
mod passage;
mod source;

pub use chunk::Chunk;
pub use collection::{Collection, CollectionCounts, CollectionName, DESCRIPTION_MAX, DocumentCounts, description};
pub use document::{Document, DocumentFacts, DocumentState, Remark};
pub use index::{EmbeddingIndex, IndexProgress, IndexState};
pub use passage::{Candidate, CutReason, Fate, Passage, Ranked};
pub use source::{DEPTH_MAX, IGNORE_MAX, LOCATION_MAX, Source, SourceKind, SourceState};

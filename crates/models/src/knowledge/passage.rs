//! What a search finds, and why it left out the rest.

use serde::{Deserialize, Serialize};

use super::Chunk;
use crate::ids::{ChunkId, CollectionId, DocumentId};
use crate::job::words;

/// Neighbouring chunks as one text: what a model is given and what an answer cites.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The document.
    pub document_id: DocumentId,
    /// Its file's name.
    pub document_name: String,
    /// Its own title.
    pub title: Option<String>,
    /// The collection that has it.
    pub collection_id: Option<CollectionId>,
    /// The headings above it, outermost first.
    pub heading_path: Vec<String>,
    /// The page, slide or sheet on which it begins, from 1.
    pub page: Option<u32>,
    /// Where it begins in the document's Markdown, in characters.
    pub start: u32,
    /// Where it ends, in characters.
    pub end: u32,
    /// Its text.
    pub text: String,
    /// How well it fits; only comparable within one search.
    pub score: f64,
    /// The chunks that it is made of, in reading order.
    pub chunk_ids: Vec<ChunkId>,
}

/// A chunk that a search looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The chunk.
    pub chunk: Chunk,
    /// Its document's name.
    pub document_name: String,
    /// Its place by words, where it has one of them.
    pub lexical: Option<Ranked>,
    /// Its place by vectors, where it has one.
    pub vector: Option<Ranked>,
    /// Both places as one score.
    pub fused: f64,
    /// What a model thought of it, from 0 to 1, where one was asked.
    pub reranked: Option<f64>,
    /// What became of it.
    pub fate: Fate,
}

/// A place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// From 1.
    pub rank: u32,
    /// Larger is better; only comparable within the list.
    pub score: f64,
}

/// What became of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is a passage, or begins one.
    Taken,
    /// It is part of a neighbour's passage.
    Merged,
    /// It was left out.
    Cut {
        /// Why.
        reason: CutReason,
    },
}

words! {
    /// Why a candidate was left out.
    CutReason {
        /// Enough others fit better.
        BelowLimit = "below_limit",
        /// Another says the same.
        SameText = "same_text",
        /// Its document has enough passages.
        TooManyOfDocument = "too_many_of_document",
        /// There was no room for its tokens.
        TokenBudget = "token_budget",
        /// The model that was asked thought little of it.
        RankedDown = "ranked_down",
    }
}

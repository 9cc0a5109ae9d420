//! Pieces of documents.

use uuid::Uuid;

use crate::ids::{ChunkId, DocumentId};

/// A piece of a document, as it is found and cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Names the chunk; see [`ChunkId::of`].
    pub id: ChunkId,
    /// The document.
    pub document_id: DocumentId,
    /// Its place among the document's chunks, from 0.
    pub index: u32,
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
    /// Tokens of its text, about.
    pub tokens: u32,
}

impl Chunk {
    /// What an embedding is made of: its headings and its text.
    pub fn to_embed(&self) -> String {
        if self.heading_path.is_empty() {
            return self.text.clone();
        }
        format!("{}\n\n{}", self.heading_path.join(" > "), self.text)
    }
}

impl ChunkId {
    /// The id of a chunk: from its document and from the first 128 bits of a SHA-256 of what it says. A document that is
    /// read again gives the same ids to what stayed the same.
    pub fn of(document: DocumentId, content: u128) -> Self {
        Self(Uuid::from_u128(document.0.as_u128() ^ content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_depends_on_the_document_and_on_the_content() {
        let [one, two] = [1, 2].map(|number| DocumentId(Uuid::from_u128(number << 64)));
        assert_eq!(ChunkId::of(one, 7), ChunkId::of(one, 7));
        assert_ne!(ChunkId::of(one, 7), ChunkId::of(one, 8));
        assert_ne!(ChunkId::of(one, 7), ChunkId::of(two, 7));
    }
}

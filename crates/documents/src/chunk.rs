//! Cuts a document into chunks: by structure first, then by tokens.
//!
//! A chunk is made of whole blocks where they fit, else of whole sentences, items, rows or lines. It never reaches across
//! a heading of level 1 or 2, a slide or a sheet. Chunks of prose begin with the last sentences of the one before, in the
//! same section; a chunk that goes on with a table begins with its header, one that goes on with code has fences of its
//! own. Nothing is dropped: together, the ranges cover all of the text. Every byte is counted once.

mod pack;
mod split;
mod tokens;
mod units;

use std::ops::Range;

use sha2::{Digest, Sha256};

use crate::{Document, Marker, Rendered};

pub use tokens::{Estimate, Tokens};

/// How large chunks are, in tokens.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChunkRules {
    /// What a chunk grows to.
    pub target: usize,
    /// What a chunk with its heading path never exceeds: the window of the embedding model.
    pub max: usize,
    /// How much of the chunk before is repeated, in whole sentences.
    pub overlap: usize,
}

impl Default for ChunkRules {
    fn default() -> Self {
        Self { target: 400, max: 512, overlap: 64 }
    }
}

/// A piece of a document, as it is found and cited.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Chunk {
    /// Depends on its text, its path, and how many of the same came before: the same file gives the same ids.
    pub id: String,
    /// Its place among the chunks, from 0.
    pub ordinal: usize,
    /// The headings above it, outermost first, each at most 80 characters.
    pub path: Vec<String>,
    /// The page, slide or sheet on which it begins.
    pub marker: Option<Marker>,
    /// Its bytes in the Markdown.
    pub bytes: Range<usize>,
    /// The same in characters (Unicode scalar values).
    pub characters: Range<usize>,
    /// The blocks of the document that it is made of; notes count on behind the last block.
    pub blocks: Range<usize>,
    /// Its text: the Markdown of its range, with a table's header or the fences of code where it goes on with one.
    pub text: String,
    /// Tokens of its text.
    pub tokens: usize,
}

impl Chunk {
    /// What an embedding is made of: its path and its text.
    pub fn to_embed(&self) -> String {
        if self.path.is_empty() { self.text.clone() } else { format!("{}\n\n{}", self.path.join(" > "), self.text) }
    }
}

/// Cuts a document, given its Markdown, into chunks in reading order.
pub fn chunk(document: &Document, rendered: &Rendered, rules: &ChunkRules, tokens: &dyn Tokens) -> Vec<Chunk> {
    let mut packer = pack::Packer::new(&rendered.text, rules, tokens);
    units::walk(document, rendered, &mut packer);
    let mut chunks = packer.finish();
    identify(&mut chunks);
    chunks
}

fn identify(chunks: &mut [Chunk]) {
    let mut seen = std::collections::HashMap::<[u8; 32], u32>::new();
    for chunk in chunks {
        let hash = |nth: u32| -> [u8; 32] {
            let mut hash = Sha256::new();
            for part in chunk.path.iter().chain([&chunk.text]) {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
            hash.update(nth.to_le_bytes());
            hash.finalize().into()
        };
        let nth = seen.entry(hash(0)).or_default();
        chunk.id = hash(*nth).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        *nth += 1;
    }
}

#[cfg(test)]
mod tests;

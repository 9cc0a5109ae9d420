//! The whole way at once, for those who search: bytes in, Markdown and chunks out.

use crate::{
    Chunk, ChunkRules, Estimate, Format, Input, Limits, Metadata, Rendered, Result, Warning, chunk, extract, markdown,
};

/// A file as it is shown and searched.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Reading {
    /// Its format.
    pub format: Format,
    /// What it says about itself.
    pub metadata: Metadata,
    /// What could not be given in full.
    pub warnings: Vec<Warning>,
    /// Its Markdown.
    pub rendered: Rendered,
    /// The same, cut.
    pub chunks: Vec<Chunk>,
}

/// Extracts a file, writes its Markdown and cuts it, with tokens as [`Estimate`] counts them. All of it belongs where a
/// hostile file may be read: a file of headings gives more chunks than text.
///
/// # Errors
///
/// Those of [`extract`].
pub fn read(input: &Input<'_>, limits: &Limits, rules: &ChunkRules) -> Result<Reading> {
    let extracted = extract(input, limits)?;
    let rendered = markdown(&extracted.document);
    let chunks = chunk(&extracted.document, &rendered, rules, &Estimate);
    let document = extracted.document;
    Ok(Reading { format: extracted.format, metadata: document.metadata, warnings: document.warnings, rendered, chunks })
}

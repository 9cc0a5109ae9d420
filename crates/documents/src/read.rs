//! The whole way at once, for those who search: bytes in, Markdown and chunks out.

use crate::{
    BlockKind, Chunk, ChunkRules, Estimate, Extracted, Format, Input, Limits, Metadata, Rendered, Result, Span,
    Warning, chunk, extract, markdown,
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

impl Reading {
    /// Writes a document's Markdown and cuts it, with tokens as [`Estimate`] counts them. Where a hostile file is read is
    /// the place for it: a file of headings gives more chunks than text.
    pub fn of(extracted: Extracted, rules: &ChunkRules) -> Self {
        let Extracted { format, mut document } = extracted;
        let rendered = markdown(&document);
        document.blocks.iter_mut().for_each(|block| forget(&mut block.kind));
        let chunks = chunk(&document, &rendered, rules, &Estimate);
        Self { format, metadata: document.metadata, warnings: document.warnings, rendered, chunks }
    }
}

/// Lets go of what the chunker does not look at, since the Markdown says it: all but headings, borders and references.
fn forget(kind: &mut BlockKind) {
    let keep = |text: &mut Vec<Span>| {
        text.retain(|span| span.note.is_some());
        text.shrink_to_fit();
    };
    match kind {
        BlockKind::Paragraph(text) | BlockKind::Quote(text) => keep(text),
        BlockKind::List(items) => items.iter_mut().for_each(|item| keep(&mut item.text)),
        BlockKind::Table(table) => table.forget_plain(),
        BlockKind::Code { text, .. } | BlockKind::Math(text) => *text = String::new(),
        BlockKind::Heading { .. } | BlockKind::Image { .. } | BlockKind::Marker(_) => {}
    }
}

/// Extracts a file, writes its Markdown and cuts it.
///
/// # Errors
///
/// Those of [`extract`].
pub fn read(input: &Input<'_>, limits: &Limits, rules: &ChunkRules) -> Result<Reading> {
    extract(input, limits).map(|extracted| Reading::of(extracted, rules))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn what_is_forgotten_makes_no_difference_to_the_chunks() {
        let markdown_with_notes =
            b"# A\n\ntext[^1] and more\n\n- item[^2]\n\n## B\n\n```\ncode\n```\n\n[^1]: one\n[^2]: two\n";
        let files = [samples::sample(Format::Docx, 20).expect("a sample"), markdown_with_notes.to_vec()];
        for bytes in files {
            let input = Input { bytes: &bytes, media_type: None, name: Some("a.md") };
            let (limits, rules) = (Limits::default(), ChunkRules::default());
            let document = extract(&input, &limits).expect("reading").document;
            let rendered = markdown(&document);
            let chunks = chunk(&document, &rendered, &rules, &Estimate);
            let reading = read(&input, &limits, &rules).expect("reading");
            assert_eq!((reading.rendered, reading.chunks), (rendered, chunks));
        }
    }
}

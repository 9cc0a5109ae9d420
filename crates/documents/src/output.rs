//! What a reader writes into: the document, and the limits on what comes out.

use crate::{Block, BlockKind, Document, Error, Limit, Limits, Marker, Note, Result, Span, Warning, WarningKind};

/// Warnings that are kept of one file; a file with more of them has no use for the rest.
const WARNINGS_MAX: usize = 200;

/// Characters of a sheet's name that are kept: it is repeated with every chunk of the sheet. Excel allows 31.
const SHEET_NAME_MAX: usize = 255;

/// A document in the making. Every reader pushes its blocks here, so that the limits on text, cells and pages are held
/// in one place.
#[derive(Debug)]
pub struct Output<'a> {
    limits: &'a Limits,
    document: Document,
    bytes: u64,
    cells: u64,
    pages: u32,
}

impl<'a> Output<'a> {
    /// An empty document under these limits.
    pub fn new(limits: &'a Limits) -> Self {
        Self { limits, document: Document::default(), bytes: 0, cells: 0, pages: 0 }
    }

    /// The limits that the reader works under.
    pub fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// The document so far, to set its metadata.
    pub fn document(&mut self) -> &mut Document {
        &mut self.document
    }

    /// Adds a block.
    ///
    /// # Errors
    ///
    /// [`Error::LimitExceeded`] once text, cells or pages exceed their limit.
    pub fn push(&mut self, mut block: Block) -> Result<()> {
        if let BlockKind::Marker(Marker::Sheet(name)) = &mut block.kind
            && let Some((end, _)) = name.char_indices().nth(SHEET_NAME_MAX)
        {
            name.truncate(end);
        }
        fit(&mut block.kind);
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) | BlockKind::Quote(text) => {
                self.count(text)?
            }
            BlockKind::List(items) => items.iter().try_for_each(|item| self.count(&item.text))?,
            BlockKind::Table(table) => {
                self.cells += table.len() as u64;
                self.add(table.plain_text().len())?;
                table.whole_cells().try_for_each(|cell| self.count(&cell.text))?;
                if self.cells > self.limits.cells {
                    return Err(Error::LimitExceeded { limit: Limit::Cells });
                }
            }
            BlockKind::Code { text, .. } | BlockKind::Math(text) => self.add(text.len())?,
            BlockKind::Image { alt, target } => self.add(alt.len() + target.len())?,
            BlockKind::Marker(Marker::Page(_) | Marker::Slide(_) | Marker::Sheet(_)) => {
                self.pages += 1;
                if self.pages > self.limits.pages {
                    return Err(Error::LimitExceeded { limit: Limit::Pages });
                }
            }
            BlockKind::Marker(Marker::SpeakerNotes) => {}
        }
        self.document.blocks.push(block);
        Ok(())
    }

    /// Adds a note.
    ///
    /// # Errors
    ///
    /// [`Error::LimitExceeded`] once the text exceeds its limit.
    pub fn note(&mut self, note: Note) -> Result<()> {
        self.count(&note.text)?;
        self.document.notes.push(note);
        Ok(())
    }

    /// Says that something could not be given in full.
    pub fn warn(&mut self, kind: WarningKind, place: impl Into<String>) {
        if self.document.warnings.len() < WARNINGS_MAX {
            self.document.warnings.push(Warning { kind, place: place.into() });
        }
    }

    /// The finished document.
    pub fn finish(self) -> Document {
        self.document
    }

    fn count(&mut self, text: &[Span]) -> Result<()> {
        text.iter().try_for_each(|span| self.add(span.text.len() + span.link.as_ref().map_or(0, String::len)))
    }

    fn add(&mut self, bytes: usize) -> Result<()> {
        self.bytes += bytes as u64;
        if self.bytes > self.limits.bytes_out {
            return Err(Error::LimitExceeded { limit: Limit::BytesOut });
        }
        Ok(())
    }
}

/// Lets go of the room that rows of spans and their texts have grown into: a document is mostly short rows, and a row of
/// one span has room for four.
fn fit(kind: &mut BlockKind) {
    let spans = |text: &mut Vec<Span>| {
        text.iter_mut().for_each(|span| span.text.shrink_to_fit());
        text.shrink_to_fit();
    };
    match kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) | BlockKind::Quote(text) => spans(text),
        BlockKind::List(items) => {
            items.iter_mut().for_each(|item| spans(&mut item.text));
            items.shrink_to_fit();
        }
        BlockKind::Table(table) => table.fit(),
        BlockKind::Code { text, .. } => text.shrink_to_fit(),
        BlockKind::Math(_) | BlockKind::Image { .. } | BlockKind::Marker(_) => {}
    }
}

//! Word 97 to 2003: a text in pieces inside an OLE file, and properties of its paragraphs beside it.
//!
//! Headings, tables, footnotes and links are told; styles of characters, and with them hidden text and tracked changes,
//! are not looked at.

mod pieces;
mod properties;
mod story;
#[cfg(test)]
mod tests;

use std::io::{Cursor, Read};

use self::pieces::Pieces;
use self::properties::Properties;
use self::story::Story;
use crate::{Error, Limit, Note, Output, Result, WarningKind};

/// What the head of a Word document says.
struct Head {
    /// Which of two streams holds the tables.
    table: &'static str,
    /// Characters of the text, and of what follows it: footnotes, headers, macros, comments, endnotes, text boxes.
    lengths: [u32; 7],
}

/// The first bytes of a Word document since 97; those before begin otherwise or have a lower version.
const MAGIC: u16 = 0xA5EC;
const WORD_97: u16 = 0x00C1;
const ENCRYPTED: u16 = 0x0100;
const SECOND_TABLE: u16 = 0x0200;
const LENGTHS_AT: usize = 0x4C;

/// Reads a document.
///
/// # Errors
///
/// [`Error::Encrypted`] behind a password, [`Error::Unsupported`] for a version before Word 97, [`Error::Corrupt`] for
/// what has no text, [`Error::LimitExceeded`] for too much of it.
pub(crate) fn read(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    let main = stream(bytes, "/WordDocument")?;
    let head = Head::read(&main)?;
    let table = stream(bytes, head.table)?;
    let pieces = Pieces::read(&main, &table)?;
    let total: u64 = head.lengths.iter().map(|length| u64::from(*length)).sum();
    // Pieces may lie over one another: what counts is what comes out.
    if total > output.limits().bytes_out {
        return Err(Error::LimitExceeded { limit: Limit::BytesOut });
    }
    let properties = Properties::read(&main, &table);
    if properties.is_none() {
        output.warn(WarningKind::Damaged, "the properties of paragraphs");
    }
    let mut parts = head.parts();
    let [text, footnotes, _headers, _macros, comments, endnotes, boxes] = &mut parts;
    let notes = [&*footnotes, &*endnotes].map(|part| story::notes(pieces.characters(part.clone())));
    // A reference does not say which of the two kinds it belongs to.
    let referred = if notes[0].is_empty() || notes[1].is_empty() { notes[0].len() + notes[1].len() } else { 0 };
    for (part, referred) in [(text, referred), (comments, 0), (boxes, 0)] {
        let mut story = Story::new(properties.as_ref(), referred);
        for character in pieces.characters(part.clone()) {
            story.character(character, output)?;
        }
        story.finish(output)?;
    }
    for (nth, text) in notes.into_iter().flatten().enumerate() {
        output.note(Note { label: (nth + 1).to_string(), text })?;
    }
    Ok(())
}

fn stream(bytes: &[u8], name: &str) -> Result<Vec<u8>> {
    let damaged = |_| Error::corrupt("the streams of a Word document");
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let mut content = Vec::new();
    // A stream is a part of its file; one that says it is longer goes round in a circle.
    let stream = file.open_stream(name).map_err(damaged)?;
    stream.take(bytes.len() as u64).read_to_end(&mut content).map_err(damaged)?;
    Ok(content)
}

impl Head {
    fn read(main: &[u8]) -> Result<Self> {
        let short = || Error::corrupt("the head of a Word document");
        let (magic, version) = (u16_at(main, 0).ok_or_else(short)?, u16_at(main, 2).ok_or_else(short)?);
        if magic != MAGIC || version < WORD_97 {
            return Err(Error::unsupported("a document of a Word before Word 97"));
        }
        let flags = u16_at(main, 0x0A).ok_or_else(short)?;
        if flags & ENCRYPTED != 0 {
            return Err(Error::Encrypted);
        }
        let mut lengths = [0; 7];
        for (nth, length) in lengths.iter_mut().enumerate() {
            *length = u32_at(main, LENGTHS_AT + nth * 4).ok_or_else(short)?;
        }
        Ok(Self { table: if flags & SECOND_TABLE != 0 { "/1Table" } else { "/0Table" }, lengths })
    }

    /// Where each part lies in the row of characters.
    fn parts(&self) -> [std::ops::Range<u32>; 7] {
        let mut start = 0_u32;
        self.lengths.map(|length| {
            let part = start..start.saturating_add(length);
            start = part.end;
            part
        })
    }
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A range of the table stream that the head names.
fn range<'a>(main: &[u8], table: &'a [u8], at: usize) -> Option<&'a [u8]> {
    let (start, length) = (u32_at(main, at)? as usize, u32_at(main, at + 4)? as usize);
    table.get(start..start.checked_add(length)?)
}

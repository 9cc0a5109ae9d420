//! Walks over a document and hands the packer its units: whole blocks, or the parts of those that are too long.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use crate::{Block, BlockKind, Document, Marker, Rendered, Span};

use super::pack::Packer;
use super::split::Level;

/// Characters of a heading that a path keeps.
const HEADING_CHARACTERS_MAX: usize = 80;

/// The headings above a place, outermost first.
pub(super) type Path = Rc<[String]>;

/// What a block is to the packer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Belongs to what follows.
    Marker,
    /// Belongs to what follows.
    Heading,
    /// Its last sentences may be repeated.
    Prose,
    Other,
}

/// A block on its way to the packer.
pub(super) struct Part<'a> {
    /// Its place in the document.
    pub(super) block: usize,
    /// Its bytes, and the blank lines behind them.
    pub(super) range: Range<usize>,
    pub(super) role: Role,
    /// Where to cut it, if it is too long.
    pub(super) cut: Cuts<'a>,
}

/// Where a block that is too long is cut first.
pub(super) enum Cuts<'a> {
    At(Level),
    /// Where its items begin.
    Items(&'a [usize]),
    /// Where its rows begin, the header first.
    Rows(&'a [usize]),
    /// Between its paragraphs; fences around each piece.
    Code,
}

pub(super) fn walk(document: &Document, rendered: &Rendered, packer: &mut Packer<'_>) {
    let all: Vec<&Range<usize>> = rendered.blocks.iter().chain(&rendered.notes).collect();
    // Where the next part with any text begins: up to there, blanks belong to the part before.
    let mut until = vec![rendered.text.len(); all.len()];
    for at in (0..all.len().saturating_sub(1)).rev() {
        until[at] = if all[at + 1].is_empty() { until[at + 1] } else { all[at + 1].start };
    }
    let mut headings: Vec<(u8, String)> = Vec::new();
    let mut path: Path = Rc::from([]);
    let mut notes: HashMap<&str, Path> = HashMap::new();
    for (index, (block, range)) in document.blocks.iter().zip(&rendered.blocks).enumerate() {
        if range.is_empty() {
            continue;
        }
        match &block.kind {
            BlockKind::Heading { level, text } => {
                packer.border(*level);
                headings.retain(|(above, _)| above < level);
                headings.push((*level, heading(text)));
            }
            BlockKind::Marker(Marker::Sheet(name)) => {
                packer.border(1);
                headings = vec![(1, shorten(name))];
            }
            BlockKind::Marker(Marker::Slide(_)) => {
                packer.border(1);
                headings.clear();
            }
            _ => {}
        }
        if let BlockKind::Marker(marker) = &block.kind
            && *marker != Marker::SpeakerNotes
        {
            packer.mark(marker);
        }
        if headings.len() != path.len() || !headings.iter().map(|(_, text)| text).eq(path.iter()) {
            path = headings.iter().map(|(_, text)| text.clone()).collect();
        }
        packer.at(&path);
        references(block, &path, &mut notes);
        packer.part(&part(index, block, range.start..until[index], rendered));
    }
    if !rendered.notes.is_empty() {
        packer.border(1);
    }
    for (nth, (note, range)) in document.notes.iter().zip(&rendered.notes).enumerate() {
        let block = document.blocks.len() + nth;
        packer.at(notes.get(note.label.as_str()).unwrap_or(&Rc::from([])));
        let range = range.start..until[block];
        packer.part(&Part { block, range, role: Role::Prose, cut: Cuts::At(Level::Sentence) });
    }
}

fn part<'a>(block: usize, of: &Block, range: Range<usize>, rendered: &'a Rendered) -> Part<'a> {
    let breaks = || {
        let from = rendered.breaks.partition_point(|at| *at < range.start);
        let to = rendered.breaks.partition_point(|at| *at < range.end);
        &rendered.breaks[from..to]
    };
    let (role, cut) = match &of.kind {
        BlockKind::Heading { .. } | BlockKind::Marker(Marker::Sheet(_)) => (Role::Heading, Cuts::At(Level::Sentence)),
        BlockKind::Marker(_) => (Role::Marker, Cuts::At(Level::Sentence)),
        BlockKind::Paragraph(_) | BlockKind::Quote(_) => (Role::Prose, Cuts::At(Level::Sentence)),
        BlockKind::List(_) => (Role::Prose, Cuts::Items(breaks())),
        BlockKind::Table(_) => (Role::Other, Cuts::Rows(breaks())),
        BlockKind::Code { .. } => (Role::Other, Cuts::Code),
        BlockKind::Math(_) | BlockKind::Image { .. } => (Role::Other, Cuts::At(Level::Line)),
    };
    Part { block, range, role, cut }
}

/// Remembers where a note is referred to first: it belongs under the same headings.
fn references<'a>(block: &'a Block, path: &Path, notes: &mut HashMap<&'a str, Path>) {
    let mut all = |spans: &'a [Span]| {
        for label in spans.iter().filter_map(|span| span.note.as_deref()) {
            notes.entry(label).or_insert_with(|| path.clone());
        }
    };
    match &block.kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) | BlockKind::Quote(text) => all(text),
        BlockKind::List(items) => items.iter().for_each(|item| all(&item.text)),
        BlockKind::Table(table) => {
            table.whole_cells().for_each(|cell| all(&cell.text));
        }
        BlockKind::Code { .. } | BlockKind::Math(_) | BlockKind::Image { .. } | BlockKind::Marker(_) => {}
    }
}

fn heading(text: &[Span]) -> String {
    let text: String = text.iter().map(|span| span.text.as_str()).collect();
    shorten(&text)
}

fn shorten(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(HEADING_CHARACTERS_MAX) {
        Some(_) => text.chars().take(HEADING_CHARACTERS_MAX - 1).chain(['…']).collect(),
        None => text,
    }
}

//! The ink of one page → what it says, before the whole document is known.

use std::collections::HashMap;

use crate::{Block, BlockKind, Span, Table};

use super::columns::{self, Item, Region};
use super::frames::{self, Frame};
use super::ink::{Face, Glyph, Ink, Mark, Rect, Unseen};
use super::links::{Annotations, Link};
use super::lists::Marker;
use super::paragraphs::{self, Paragraph};
use super::words::{self, Word};
use super::{lines, ruled, text};

/// A page whose largest picture covers more than this share of it may be a scan.
const SCAN_COVER: f32 = 0.5;
/// A page with fewer glyphs than this says nothing.
const FEW_GLYPHS: usize = 10;

/// What one page says.
#[derive(Debug, Default)]
pub(super) struct PageDraft {
    pub(super) drafts: Vec<Draft>,
    /// Text that a person does not see.
    pub(super) hidden: String,
    /// The page is a picture.
    pub(super) scan: Option<Scan>,
    /// Characters without a meaning, and all characters.
    pub(super) unmapped: (usize, usize),
}

/// How much of a page that is a picture can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scan {
    /// Nothing.
    Bare,
    /// What text recognition has laid over it.
    TextLayer,
}

/// One part of a page.
#[derive(Debug)]
pub(super) enum Draft {
    Text(TextDraft),
    Table(Table),
}

/// A paragraph, and what tells what it is.
#[derive(Debug)]
pub(super) struct TextDraft {
    pub(super) spans: Vec<Span>,
    /// The same without style.
    pub(super) plain: String,
    pub(super) size: f32,
    pub(super) face: Face,
    pub(super) lines: usize,
    pub(super) marker: Option<Marker>,
    pub(super) rect: Rect,
    /// Its lines as they stand, where it is set like code.
    pub(super) code: Option<String>,
    /// How near it is to an edge of the page that may hold a running header, as a share of the page's height.
    pub(super) margin: f32,
    /// The level of the heading that the file's own tags call it.
    pub(super) tagged: Option<u8>,
    /// The marked content that it begins with.
    pub(super) mark: Option<Mark>,
}

/// Reads the ink of one page.
pub(super) fn read(mut ink: Ink, annotations: Annotations, headings: &HashMap<i32, u8>) -> PageDraft {
    let links = &annotations.links;
    let mut draft = PageDraft { unmapped: (ink.unmapped, ink.glyphs.len()), ..PageDraft::default() };
    let scan = ink.largest_image() > SCAN_COVER;
    let seen =
        |glyph: &&Glyph| glyph.hidden.is_none() && glyph.character != '\u{fffd}' && !glyph.character.is_whitespace();
    let no_ink = ink.glyphs.iter().filter(|glyph| glyph.hidden == Some(Unseen::NoInk)).count();
    if scan && ink.glyphs.iter().filter(seen).count() < FEW_GLYPHS {
        draft.scan = Some(if no_ink >= FEW_GLYPHS { Scan::TextLayer } else { Scan::Bare });
    } else if ink.unmapped * 5 > ink.glyphs.len() {
        draft.scan = Some(Scan::Bare);
    }
    let text_layer = draft.scan == Some(Scan::TextLayer);
    let (visible, hidden): (Vec<Glyph>, Vec<Glyph>) = std::mem::take(&mut ink.glyphs)
        .into_iter()
        .partition(|glyph| glyph.hidden.is_none() || text_layer && glyph.hidden == Some(Unseen::NoInk));
    draft.hidden = plain(&hidden);
    let page = Rect { x0: 0.0, y0: 0.0, x1: ink.width, y1: ink.height };
    let addresses: Vec<String> = links.iter().map(|link| link.target.clone()).collect();
    let known = Known { marks: &ink.marks, links, addresses: &addresses, headings };
    let mut filled = Some(annotations.values);
    for frame in frames::frames(visible, &ink.rules) {
        let filled = if frame.angle == 0 { filled.take().unwrap_or_default() } else { Vec::new() };
        let frame = Turned { page: frames::turn_rect(frame.angle, &page), known: &known, frame };
        draft.drafts.extend(frame.read(filled));
    }
    if let Some(words) = filled.filter(|words| !words.is_empty()) {
        let frame = Frame { angle: 0, glyphs: Vec::new(), rules: ink.rules.clone() };
        draft.drafts.extend(Turned { page, known: &known, frame }.read(words));
    }
    draft
}

/// The words of glyphs in the order in which they are drawn.
fn plain(glyphs: &[Glyph]) -> String {
    let mut plain = String::new();
    for word in words::words(glyphs) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(&text::clean(&word.text));
    }
    plain
}

/// One direction of a page with what belongs to it.
struct Turned<'a> {
    page: Rect,
    known: &'a Known<'a>,
    frame: Frame,
}

/// What is known about the content of a page besides its ink.
struct Known<'a> {
    marks: &'a [Mark],
    links: &'a [Link],
    addresses: &'a [String],
    headings: &'a HashMap<i32, u8>,
}

impl Turned<'_> {
    fn read(self, filled: Vec<Word>) -> Vec<Draft> {
        let mut words = words::words(&self.frame.glyphs);
        words.extend(filled);
        self.link(&mut words);
        let grids = ruled::tables(&self.frame.rules, &mut words);
        let pieces = lines::pieces(words).into_iter().map(Item::Piece);
        let items = pieces.chain(grids.into_iter().map(Item::Table)).collect();
        let mut drafts = Vec::new();
        let parts = columns::margins(items, self.page);
        for region in parts.into_iter().flat_map(columns::arrange) {
            match region {
                Region::Table(grid) => drafts.push(Draft::Table(grid.into_table(self.known.addresses))),
                Region::Lines(pieces) => {
                    drafts.extend(
                        paragraphs::paragraphs(pieces).iter().map(|paragraph| Draft::Text(self.draft(paragraph))),
                    );
                }
            }
        }
        drafts
    }

    fn link(&self, words: &mut [Word]) {
        for (index, link) in self.known.links.iter().enumerate().take(usize::from(u16::MAX)) {
            let rect = frames::turn_rect(self.frame.angle, &link.rect);
            for word in words.iter_mut() {
                if rect.contains((word.x0 + word.x1) / 2.0, word.y - word.size * 0.3) {
                    word.link = Some(index as u16);
                }
            }
        }
    }

    fn draft(&self, paragraph: &Paragraph) -> TextDraft {
        let height = self.page.height().max(1.0);
        let (above, below) = (paragraph.rect.y0 - self.page.y0, self.page.y1 - paragraph.rect.y1);
        let mark = paragraph.lines.first().and_then(|line| line.words.first()).and_then(|word| word.mark);
        let mark = mark.and_then(|mark| self.known.marks.get(mark as usize)).copied();
        let spans = paragraph.spans(self.known.addresses);
        TextDraft {
            plain: spans.iter().map(|span| span.text.as_str()).collect(),
            spans,
            size: paragraph.size,
            face: paragraph.face,
            lines: paragraph.lines.len(),
            marker: paragraph.marker,
            rect: paragraph.rect,
            code: (paragraph.face.mono && paragraph.marker != Some(Marker::Bullet)).then(|| paragraph.code()),
            margin: above.min(below) / height,
            tagged: match mark {
                Some(Mark::Id(id)) => self.known.headings.get(&id).copied(),
                Some(Mark::Artifact) | None => None,
            },
            mark,
        }
    }
}

impl PageDraft {
    /// Bytes of text in it.
    pub(super) fn bytes(&self) -> u64 {
        let drafts: usize = self
            .drafts
            .iter()
            .map(|draft| match draft {
                Draft::Text(text) => text.plain.len(),
                Draft::Table(table) => {
                    let spans = table.whole_cells().flat_map(|cell| &cell.text);
                    table.plain_text().len() + spans.map(|span| span.text.len()).sum::<usize>()
                }
            })
            .sum();
        (drafts + self.hidden.len()) as u64
    }

    /// The block of its hidden text.
    pub(super) fn hidden_block(&self) -> Option<Block> {
        let text = self.hidden.trim();
        (!text.is_empty()).then(|| Block { hidden: true, ..Block::new(BlockKind::Paragraph(vec![Span::plain(text)])) })
    }
}

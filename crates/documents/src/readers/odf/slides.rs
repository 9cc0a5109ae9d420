//! Slides of a presentation: shapes with their places, and the notes for the speaker.

use super::story::Story;
use crate::{
    Block, BlockKind, Marker, Output, Result, Span, WarningKind,
    readers::{
        flow::Flow,
        order::{self, Item, Rect},
    },
    xml::Tag,
};

/// Micrometres of the units that lengths are given in.
const UNITS: &[(&str, f64)] =
    &[("cm", 10_000.0), ("mm", 1_000.0), ("in", 25_400.0), ("pt", 352.778), ("pc", 4_233.3), ("px", 264.583)];

/// The slide that is open.
#[derive(Debug, Default)]
pub(super) struct Slides {
    count: u32,
    items: Vec<Item>,
    notes: Vec<Block>,
    is_hidden: bool,
    in_notes: bool,
    /// The shape of the slide that is open, and how many shapes are open in it.
    shape: Option<ShapeInMaking>,
    depth: usize,
}

#[derive(Debug)]
struct ShapeInMaking {
    place: Option<Rect>,
    kind: String,
}

impl Story<'_> {
    pub(super) fn on_slide(&self) -> bool {
        self.slides.count > 0
    }

    pub(super) fn begin_slide(&mut self, tag: &Tag<'_>) {
        let style = tag.attr("style-name").unwrap_or_default();
        let is_hidden = self.styles.hides("drawing-page", &style);
        self.slides = Slides { count: self.slides.count + 1, is_hidden, ..Slides::default() };
    }

    pub(super) fn set_in_notes(&mut self, inside: bool) {
        self.slides.in_notes = inside;
    }

    /// A shape begins. Only those that lie on the slide itself have a place in its order.
    pub(super) fn begin_shape(&mut self, tag: &Tag<'_>) {
        self.slides.depth += 1;
        if self.slides.depth > 1 {
            return;
        }
        let kind = tag.attr_ns("presentation", "class").unwrap_or_default().into_owned();
        let empty = tag.attr_ns("presentation", "placeholder").is_some_and(|value| value == "true");
        if empty || matches!(kind.as_str(), "page" | "page-number" | "date-time" | "header") {
            self.skipped = 1;
            self.slides.depth -= 1;
            return;
        }
        let side = |name: &str| tag.attr_ns("svg", name).and_then(|length| micrometres(&length));
        let corner = side("x").zip(side("y"));
        let place =
            corner.map(|(x, y)| Rect { x, y, width: side("width").unwrap_or(0), height: side("height").unwrap_or(0) });
        self.slides.shape = Some(ShapeInMaking { place, kind });
        self.flows.push(Flow::default());
    }

    pub(super) fn end_shape(&mut self) {
        self.slides.depth = self.slides.depth.saturating_sub(1);
        if self.slides.depth > 0 || self.flows.len() < 2 {
            return;
        }
        let Some(shape) = self.slides.shape.take() else { return };
        let mut blocks = self.flows.pop().unwrap_or_default().finish();
        if self.slides.in_notes {
            blocks.retain(|block| !matches!(block.kind, BlockKind::Image { .. }));
            self.slides.notes.extend(blocks);
            return;
        }
        let is_title = shape.kind == "title";
        if is_title {
            blocks = title(blocks);
        }
        if !blocks.is_empty() {
            self.slides.items.push(Item { place: shape.place, is_title, blocks });
        }
    }

    pub(super) fn end_slide(&mut self, output: &mut Output<'_>) -> Result<()> {
        self.deliver(output, true)?;
        let hidden = self.slides.is_hidden;
        if hidden {
            output.warn(WarningKind::Hidden, format!("slide {}", self.slides.count));
        }
        let mut blocks = vec![Block::marker(Marker::Slide(self.slides.count))];
        blocks.extend(order::in_order(std::mem::take(&mut self.slides.items)));
        let notes = std::mem::take(&mut self.slides.notes);
        if !notes.is_empty() {
            blocks.push(Block::marker(Marker::SpeakerNotes));
            blocks.extend(notes);
        }
        output.document().metadata.pages = Some(self.slides.count);
        blocks.into_iter().try_for_each(|block| output.push(Block { hidden: hidden || block.hidden, ..block }))
    }
}

/// The text of a title as one heading.
fn title(blocks: Vec<Block>) -> Vec<Block> {
    let mut text: Vec<Span> = Vec::new();
    for span in crate::readers::flow::flatten(blocks) {
        let span = Span { text: span.text.replace('\n', " "), ..span };
        crate::readers::flow::append(&mut text, span);
    }
    if text.is_empty() { Vec::new() } else { vec![Block::new(BlockKind::Heading { level: 1, text })] }
}

fn micrometres(length: &str) -> Option<i64> {
    let length = length.trim();
    let (number, factor) = UNITS.iter().find_map(|(unit, factor)| Some((length.strip_suffix(unit)?, *factor)))?;
    number.parse::<f64>().ok().map(|number| (number * factor) as i64)
}

//! What stands on a page before anything is read into it: glyphs, ruling lines, pictures.
//!
//! Coordinates are points as the page is seen: its rotation applied, the origin top left, y downwards.

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rect {
    pub(super) x0: f32,
    pub(super) y0: f32,
    pub(super) x1: f32,
    pub(super) y1: f32,
}

/// One glyph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// What it means.
    pub(super) character: char,
    /// The rest of what it means, for a ligature.
    pub(super) tail: Option<Box<str>>,
    /// Where it starts on its baseline.
    pub(super) x: f32,
    pub(super) y: f32,
    /// The direction in which the writing goes on from it, of length 1.
    pub(super) direction: (f32, f32),
    /// How far the next glyph starts from it.
    pub(super) advance: f32,
    /// The height of its em square.
    pub(super) size: f32,
    /// How it is set.
    pub(super) face: Face,
    /// Its marked content, from [`Ink::marks`].
    pub(super) mark: Option<u32>,
    /// A person does not see it, and why.
    pub(super) hidden: Option<Unseen>,
}

/// How a glyph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(super) struct Face {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) mono: bool,
}

/// Why a person does not see a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unseen {
    /// Drawn with no ink: the way of text recognition to lay its text over a scan.
    NoInk,
    /// In the colour of what is under it, fully transparent, too small to read, outside the page or clipped away.
    Lost,
}

/// A ruling line, horizontal or vertical; its thickness is left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) horizontal: bool,
    /// y of a horizontal line, x of a vertical one.
    pub(super) at: f32,
    pub(super) from: f32,
    pub(super) to: f32,
}

/// All that stands on one page.
#[derive(Debug, Default)]
pub(super) struct Ink {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    /// The boxes of its pictures.
    pub(super) images: Vec<Rect>,
    /// Glyphs whose meaning the file does not say.
    pub(super) unmapped: usize,
    /// The marked content of the page: identifiers that the structure tree refers to.
    pub(super) marks: Vec<Mark>,
}

/// A stretch of marked content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Content that the structure tree refers to by this number.
    Id(i32),
    /// Page furniture: running headers, page numbers, lines.
    Artifact,
}

impl Rect {
    pub(super) fn width(&self) -> f32 {
        (self.x1 - self.x0).max(0.0)
    }

    pub(super) fn height(&self) -> f32 {
        (self.y1 - self.y0).max(0.0)
    }

    pub(super) fn area(&self) -> f32 {
        self.width() * self.height()
    }

    pub(super) fn contains(&self, x: f32, y: f32) -> bool {
        self.x0 <= x && x <= self.x1 && self.y0 <= y && y <= self.y1
    }

    pub(super) fn intersect(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        }
    }

    pub(super) fn union(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }
}

impl Ink {
    /// The share of the page that its largest picture covers.
    pub(super) fn largest_image(&self) -> f32 {
        let page = Rect { x0: 0.0, y0: 0.0, x1: self.width, y1: self.height };
        let largest = self.images.iter().map(|image| image.intersect(&page).area()).fold(0.0, f32::max);
        if page.area() > 0.0 { largest / page.area() } else { 0.0 }
    }
}

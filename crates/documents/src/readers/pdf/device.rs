//! Collects the ink of a page from the PDF interpreter.

use hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect as Bounds, Shape};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask};
use hayro_syntax::object::Dict;

use super::fonts::Fonts;
use super::ink::{Face, Glyph, Ink, Mark, Rect, Rule, Unseen};

/// Glyphs that are kept of one page; a page with more of them is a drawing.
const GLYPHS_MAX: usize = 400_000;
/// Ruling lines, fills and pictures that are kept of one page.
const SHAPES_MAX: usize = 20_000;
/// Text below this size, in points, cannot be read.
const SIZE_MIN: f32 = 1.0;
/// A filled rectangle at most this thick, in points, is a line.
const LINE_MAX: f32 = 3.0;
/// A ruling line is at least this long, in points.
const RULE_MIN: f32 = 4.0;
/// Colours that differ by at most this much in every channel look the same.
const COLOUR_NEAR: u8 = 10;

/// The device that the interpreter draws on.
pub(super) struct Collector<'f, 'a> {
    pub(super) ink: Ink,
    fonts: &'f mut Fonts<'a>,
    clips: Vec<Rect>,
    fills: Vec<(Rect, [u8; 3])>,
    marks: Vec<Option<u32>>,
}

impl<'f, 'a> Collector<'f, 'a> {
    /// A collector for a page of this size.
    pub(super) fn new(width: f32, height: f32, fonts: &'f mut Fonts<'a>) -> Self {
        Self {
            ink: Ink { width, height, ..Ink::default() },
            fonts,
            clips: vec![Rect { x0: 0.0, y0: 0.0, x1: width, y1: height }],
            fills: Vec::new(),
            marks: Vec::new(),
        }
    }

    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or_default()
    }

    fn push_clip(&mut self, bounds: Bounds) {
        let clip = self.clip().intersect(&rect(bounds));
        self.clips.push(clip);
    }

    /// Whether text of this colour at this place cannot be told from what is under it.
    fn blends(&self, paint: &Paint<'_>, x: f32, y: f32) -> bool {
        let Paint::Color(color) = paint else { return false };
        let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
        if alpha < 5 {
            return true;
        }
        let under = self.fills.iter().rev().find(|(bounds, _)| bounds.contains(x, y)).map(|(_, color)| *color);
        if under.is_none() && self.ink.images.iter().any(|image| image.contains(x, y)) {
            return false;
        }
        let under = under.unwrap_or([255; 3]);
        [red, green, blue].iter().zip(under).all(|(over, under)| over.abs_diff(under) <= COLOUR_NEAR)
    }

    fn unseen(&self, glyph: &Glyph, draw_mode: &DrawMode, blends: bool) -> Option<Unseen> {
        let (x, y) = glyph.centre();
        let clip = self.clip();
        let margin = glyph.size * 0.5;
        let outside = x < clip.x0 - margin || x > clip.x1 + margin || y < clip.y0 - margin || y > clip.y1 + margin;
        if outside || blends || glyph.size < SIZE_MIN {
            return Some(Unseen::Lost);
        }
        matches!(draw_mode, DrawMode::Invisible).then_some(Unseen::NoInk)
    }

    fn add_line(&mut self, from: Point, to: Point) {
        if self.ink.rules.len() >= SHAPES_MAX {
            return;
        }
        let (dx, dy) = ((to.x - from.x).abs() as f32, (to.y - from.y).abs() as f32);
        let rule = if dy <= 1.0 && dx >= RULE_MIN {
            Rule { horizontal: true, at: from.y as f32, from: from.x.min(to.x) as f32, to: from.x.max(to.x) as f32 }
        } else if dx <= 1.0 && dy >= RULE_MIN {
            Rule { horizontal: false, at: from.x as f32, from: from.y.min(to.y) as f32, to: from.y.max(to.y) as f32 }
        } else {
            return;
        };
        self.ink.rules.push(rule);
    }

    fn add_box(&mut self, bounds: &Bounds, props: &DrawProps<'_>, filled: bool) {
        let bounds = rect(*bounds);
        let (width, height) = (bounds.width(), bounds.height());
        let centre_x = f64::from(bounds.x0 + bounds.x1) / 2.0;
        let centre_y = f64::from(bounds.y0 + bounds.y1) / 2.0;
        if height <= LINE_MAX && width > height {
            self.add_line(Point::new(bounds.x0.into(), centre_y), Point::new(bounds.x1.into(), centre_y));
        } else if width <= LINE_MAX {
            self.add_line(Point::new(centre_x, bounds.y0.into()), Point::new(centre_x, bounds.y1.into()));
        } else if !filled {
            let corners =
                [(bounds.x0, bounds.y0), (bounds.x1, bounds.y0), (bounds.x1, bounds.y1), (bounds.x0, bounds.y1)]
                    .map(|(x, y)| Point::new(x.into(), y.into()));
            for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
                self.add_line(*from, *to);
            }
        } else if self.fills.len() < SHAPES_MAX
            && let Paint::Color(color) = &props.paint
        {
            let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
            if alpha > 127 {
                self.fills.push((bounds, [red, green, blue]));
            }
        }
    }
}

impl<'a> Device<'a> for Collector<'_, 'a> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, draw_mode: &DrawMode) {
        let path = props.transform * path;
        if matches!(draw_mode, DrawMode::Fill(_)) {
            for bounds in boxes(&path) {
                self.add_box(&bounds, &props, true);
            }
            return;
        }
        let (mut start, mut last) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(point) => (start, last) = (point, point),
                PathEl::LineTo(point) => {
                    self.add_line(last, point);
                    last = point;
                }
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => last = point,
                PathEl::ClosePath => {
                    self.add_line(last, start);
                    last = start;
                }
            }
        }
    }

    fn draw_rect(&mut self, bounds: &Bounds, props: DrawProps<'a>, draw_mode: &DrawMode) {
        let bounds = props.transform.transform_rect_bbox(*bounds);
        let filled = matches!(draw_mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..));
        self.add_box(&bounds, &props, filled);
    }

    fn push_clip_path(&mut self, clip_path: &ClipPath) {
        self.push_clip(clip_path.path.bounding_box());
    }

    fn push_clip_rect(&mut self, bounds: &Bounds) {
        self.push_clip(*bounds);
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, draw_mode: &DrawMode) {
        let Some(first) = run.glyphs().first() else { return };
        // Text that is filled and then stroked arrives twice.
        if matches!(draw_mode, DrawMode::Stroke(_)) && self.repeats(first, &props.transform) {
            return;
        }
        let face = self.fonts.face(first);
        let mark = self.marks.iter().rev().find_map(|mark| *mark);
        let stretch = horizontal_scale(run, &props.transform);
        let vertical = run.writing_mode() == WritingMode::Vertical;
        let mut blends = None;
        for positioned in run.glyphs() {
            if self.ink.glyphs.len() >= GLYPHS_MAX {
                return;
            }
            let (character, tail) = match positioned.as_unicode().or_else(|| self.fonts.unicode(positioned)) {
                Some(BfString::Char(character)) if is_meaning(character) => (character, None),
                Some(BfString::String(text)) if text.chars().all(is_meaning) => {
                    let mut characters = text.chars();
                    let Some(character) = characters.next() else { continue };
                    let tail = characters.as_str();
                    (character, (!tail.is_empty()).then(|| tail.into()))
                }
                Some(_) | None => {
                    self.ink.unmapped += 1;
                    ('\u{fffd}', None)
                }
            };
            let place = Place { transform: props.transform * positioned.transform(), stretch, vertical };
            let Some(mut glyph) = place.glyph(positioned, face) else { continue };
            (glyph.character, glyph.tail, glyph.mark) = (character, tail, mark);
            let blends = *blends.get_or_insert_with(|| {
                let (x, y) = glyph.centre();
                self.blends(&props.paint, x, y)
            });
            glyph.hidden = self.unseen(&glyph, draw_mode, blends);
            self.ink.glyphs.push(glyph);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        if self.ink.images.len() < SHAPES_MAX {
            let extent = Bounds::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
            let bounds = rect(props.transform.transform_rect_bbox(extent));
            self.ink.images.push(bounds.intersect(&self.clip()));
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let mark = if tag == b"Artifact" {
            Some(Mark::Artifact)
        } else {
            properties.and_then(|properties| properties.get::<i32>(b"MCID")).map(Mark::Id)
        };
        let index = mark.map(|mark| {
            self.ink.marks.push(mark);
            (self.ink.marks.len() - 1) as u32
        });
        self.marks.push(index);
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }
}

impl Collector<'_, '_> {
    fn repeats(&self, first: &hayro_interpret::font::PositionedGlyph<'_>, transform: &Affine) -> bool {
        let origin = *transform * first.transform() * Point::ZERO;
        self.ink
            .glyphs
            .iter()
            .rev()
            .take(300)
            .any(|glyph| (glyph.x - origin.x as f32).abs() < 0.01 && (glyph.y - origin.y as f32).abs() < 0.01)
    }
}

/// Where a glyph is put.
struct Place {
    transform: Affine,
    stretch: f32,
    vertical: bool,
}

impl Place {
    /// The glyph with its geometry alone; `None` where that is no number.
    fn glyph(&self, glyph: &PdfGlyph<'_>, face: Face) -> Option<Glyph> {
        let [a, b, c, d, x, y] = self.transform.as_coeffs().map(|value| value as f32);
        let along = a.hypot(b);
        let mut size = c.hypot(d) * 1000.0;
        let width = match glyph {
            PdfGlyph::Outline(outline) => outline.advance_width(),
            PdfGlyph::Type3(glyph) => glyph.advance_width(),
        };
        let mut advance = width.unwrap_or(500.0) / 1000.0 * size * self.stretch;
        // Type 3 fonts have an em square of their own; most of their letters are half of it wide.
        if matches!(glyph, PdfGlyph::Type3(_)) && size < 4.0 && advance > 0.5 {
            size = advance * 2.0;
        }
        let mut direction = if along > 0.0 { (a / along, b / along) } else { (1.0, 0.0) };
        let (mut x, mut y) = (x, y);
        if self.vertical {
            // The origin is the lower left corner of the character's cell; the writing goes down from its top.
            let (right, up) = (direction, (direction.1, -direction.0));
            x += right.0 * 0.12 * size + up.0 * 0.88 * size;
            y += right.1 * 0.12 * size + up.1 * 0.88 * size;
            direction = (-up.0, -up.1);
            advance = size;
        }
        let numbers = [x, y, size, advance, direction.0, direction.1];
        numbers.iter().all(|number| number.is_finite()).then_some(Glyph {
            character: ' ',
            tail: None,
            x,
            y,
            direction,
            advance,
            size,
            face,
            mark: None,
            hidden: None,
        })
    }
}

impl Glyph {
    fn centre(&self) -> (f32, f32) {
        let (dx, dy) = self.direction;
        let (along, up) = (self.advance / 2.0, self.size * 0.3);
        (self.x + dx * along + dy * up, self.y + dy * along - dx * up)
    }
}

/// How much wider than its font says a run is set. Glyphs of a replaced font are stretched one by one to the widths of
/// the font that they replace; only a scale that all glyphs share is the text's own.
fn horizontal_scale(run: &GlyphRun<'_, '_>, transform: &Affine) -> f32 {
    let mut scales = run.glyphs().iter().map(|glyph| {
        let [a, b, c, d, ..] = (*transform * glyph.transform()).as_coeffs();
        (a.hypot(b) / c.hypot(d)) as f32
    });
    let first = scales.next().unwrap_or(1.0);
    let shared = scales.all(|scale| (scale - first).abs() < 0.01);
    if shared && first.is_finite() && (run.glyphs().len() > 2 || (first - 1.0).abs() < 0.05) { first } else { 1.0 }
}

/// Characters that fonts map to when they know no meaning.
fn is_meaning(character: char) -> bool {
    !matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffd}' | '\u{e000}'..='\u{f8ff}')
}

fn rect(bounds: Bounds) -> Rect {
    Rect { x0: bounds.x0 as f32, y0: bounds.y0 as f32, x1: bounds.x1 as f32, y1: bounds.y1 as f32 }
}

/// The bounding boxes of the subpaths of a path, for those of straight lines.
fn boxes(path: &BezPath) -> Vec<Bounds> {
    let mut boxes = Vec::new();
    let mut current: Option<Bounds> = None;
    for element in path.elements().iter().take(SHAPES_MAX) {
        match *element {
            PathEl::MoveTo(point) => {
                boxes.extend(current.take());
                current = Some(Bounds::from_points(point, point));
            }
            PathEl::LineTo(point) => current = current.map(|bounds| bounds.union_pt(point)),
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => current = None,
            PathEl::ClosePath => {}
        }
    }
    boxes.extend(current);
    boxes
}

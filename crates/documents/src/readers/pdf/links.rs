//! The annotations of a page: links, comments, and the values of form fields that the file does not draw.

use hayro_interpret::TransformExt;
use hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect, Stream, String as PdfString};
use hayro_syntax::page::Page;

use super::ink::{Face, Rect};
use super::strings;
use super::words::Word;

/// Annotations of one page that are looked at.
const ANNOTATIONS_MAX: usize = 5_000;
/// Fields above a field.
const PARENTS_MAX: usize = 16;

/// A place of a page that leads to an address.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Link {
    pub(super) rect: Rect,
    pub(super) target: String,
}

/// What the annotations of a page say.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    pub(super) links: Vec<Link>,
    /// Values of form fields without an appearance of their own.
    pub(super) values: Vec<Word>,
    pub(super) comments: Vec<String>,
}

/// Reads the annotations of a page.
pub(super) fn read(page: &Page<'_>) -> Annotations {
    let mut annotations = Annotations::default();
    let Some(array) = page.raw().get::<Array<'_>>(b"Annots") else { return annotations };
    let transform = page.initial_transform(true).to_kurbo();
    for annotation in array.iter::<Dict<'_>>().take(ANNOTATIONS_MAX) {
        let Some(rect) = annotation.get::<PdfRect>(b"Rect") else { continue };
        let bounds =
            transform.transform_rect_bbox(hayro_interpret::kurbo::Rect::new(rect.x0, rect.y0, rect.x1, rect.y1));
        let rect = Rect { x0: bounds.x0 as f32, y0: bounds.y0 as f32, x1: bounds.x1 as f32, y1: bounds.y1 as f32 };
        match annotation.get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Link") => annotations.links.extend(target(&annotation).map(|target| Link { rect, target })),
            Some(b"Widget") if !has_appearance(&annotation) => {
                annotations.values.extend(value(&annotation).map(|text| word(text, rect)))
            }
            Some(b"Text" | b"Highlight" | b"Underline" | b"StrikeOut" | b"Squiggly" | b"Caret") => {
                let text = annotation.get::<PdfString<'_>>(b"Contents").map(|text| strings::decode(text.as_bytes()));
                annotations.comments.extend(text.filter(|text| !text.trim().is_empty()));
            }
            _ => {}
        }
    }
    annotations
}

fn target(annotation: &Dict<'_>) -> Option<String> {
    let action = annotation.get::<Dict<'_>>(b"A")?;
    let target = strings::decode(action.get::<PdfString<'_>>(b"URI")?.as_bytes());
    let target = target.trim();
    (!target.is_empty()).then(|| target.to_owned())
}

fn has_appearance(annotation: &Dict<'_>) -> bool {
    let Some(appearances) = annotation.get::<Dict<'_>>(b"AP") else { return false };
    match appearances.get::<Object<'_>>(b"N") {
        Some(Object::Stream(stream)) => draws(&stream),
        Some(Object::Dict(_)) => true,
        _ => false,
    }
}

/// Whether an appearance draws any text; some writers leave it empty for the viewer to fill.
fn draws(stream: &Stream<'_>) -> bool {
    stream.decoded_data().is_ok_and(|data| data.windows(2).any(|pair| pair == b"Tj" || pair == b"TJ"))
}

/// The value of a field, its own or that of a field above it.
fn value(field: &Dict<'_>) -> Option<String> {
    let mut field = field.clone();
    for _ in 0..PARENTS_MAX {
        match field.get::<Object<'_>>(b"V") {
            Some(Object::String(text)) => {
                return Some(strings::decode(text.as_bytes())).filter(|text| !text.trim().is_empty());
            }
            Some(Object::Stream(stream)) => {
                return stream
                    .decoded_data()
                    .ok()
                    .map(|data| strings::decode(&data))
                    .filter(|text| !text.trim().is_empty());
            }
            _ => field = field.get::<Dict<'_>>(b"Parent")?,
        }
    }
    None
}

fn word(text: String, rect: Rect) -> Word {
    let size = rect.height().clamp(6.0, 12.0);
    Word {
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        x0: rect.x0 + 2.0,
        x1: rect.x1.max(rect.x0 + 3.0),
        y: (rect.y0 + rect.y1) / 2.0 + size * 0.35,
        size,
        face: Face::default(),
        mark: None,
        spaced: true,
        glued: false,
        raised: false,
        link: None,
    }
}

//! PDF: the interpreter says which glyphs stand where, and what is read into their places is ours.
//!
//! Pages are read one by one, and their glyphs are dropped before the next: a document costs its text, not its ink.

mod aligned;
mod assemble;
mod bidi;
mod columns;
mod device;
mod fallback;
mod fonts;
mod frames;
mod furniture;
mod headings;
mod ink;
mod lines;
mod links;
mod lists;
mod metadata;
mod notes;
mod open;
mod page;
mod paragraphs;
mod ruled;
mod sides;
mod strings;
mod striped;
mod table;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt, interpret, interpret_page,
    kurbo::Rect as Bounds,
};
use hayro_syntax::Pdf;
use hayro_syntax::content::TypedIter;
use hayro_syntax::page::Page;

use crate::{Error, Limit, Output, Result, WarningKind};

use device::Collector;
use fallback::Fallback;
use fonts::Fonts;
use page::PageDraft;
use tags::Tags;

/// Reads a PDF.
///
/// # Errors
///
/// [`Error::Encrypted`], [`Error::Unsupported`], [`Error::Corrupt`] or [`Error::LimitExceeded`].
pub(crate) fn read(bytes: &[u8], output: &mut Output<'_>) -> Result<()> {
    let pdf = open::open(bytes)?;
    let count = pdf.pages().len();
    if count > output.limits().pages as usize {
        return Err(Error::LimitExceeded { limit: Limit::Pages });
    }
    output.document().metadata = guarded(|| metadata::read(&pdf)).unwrap_or_default();
    let outline = guarded(|| metadata::outline(&pdf)).unwrap_or_default();
    let pages = pages(&pdf, bytes, output)?;
    assemble::write(pages, &outline, output)
}

fn pages(pdf: &Pdf, bytes: &[u8], output: &mut Output<'_>) -> Result<Vec<PageDraft>> {
    // The content of a page is handed over apart from its annotations.
    let settings = InterpreterSettings { render_content: RenderContent::ANNOTATIONS, ..InterpreterSettings::default() };
    let cache = InterpreterCache::new();
    let mut fonts = Fonts::new(settings.clone());
    let mut fallback = Fallback::new(bytes);
    let tags = guarded(|| tags::read(pdf)).unwrap_or_default();
    let mut drafts = Vec::new();
    let mut text = 0;
    for (index, page) in pdf.pages().iter().enumerate() {
        let mut context =
            Context::new(page.initial_transform(true).to_kurbo(), bounds(page), &cache, pdf.xref(), settings.clone());
        let mut content = guarded(|| fallback::own_content(page)).unwrap_or_default();
        let other = if content.trim_ascii().is_empty() { fallback.content(page) } else { None };
        let mended = other.is_some();
        content = other.unwrap_or(content);
        let draft = guarded(|| read_page(&Source { page, content: &content, tags: &tags }, &mut context, &mut fonts));
        if draft.is_none() || mended {
            output.warn(WarningKind::Damaged, format!("page {}", index + 1));
        }
        let draft = draft.unwrap_or_default();
        text += draft.bytes();
        if text > output.limits().bytes_out {
            return Err(Error::LimitExceeded { limit: Limit::BytesOut });
        }
        drafts.push(draft);
    }
    Ok(drafts)
}

fn bounds(page: &Page<'_>) -> Bounds {
    let (width, height) = page.render_dimensions();
    Bounds::new(0.0, 0.0, f64::from(width), f64::from(height))
}

/// One page, and what is known about it elsewhere.
struct Source<'s, 'a> {
    page: &'s Page<'a>,
    content: &'s [u8],
    tags: &'s Tags,
}

fn read_page<'a>(source: &Source<'_, 'a>, context: &mut Context<'a>, fonts: &mut Fonts<'a>) -> PageDraft {
    let page = source.page;
    fonts.turn_to(page.resources());
    let (width, height) = page.render_dimensions();
    let mut collector = Collector::new(width, height, fonts);
    interpret(TypedIter::new(source.content), page.resources(), context, &mut collector);
    interpret_page(page, context, &mut collector);
    let headings = source.tags.page(page.raw().obj_id());
    page::read(collector.ink, links::read(page), &headings)
}

/// Runs code of others. It is written not to panic, and this room promises not to; the worker process is the first line
/// behind that promise, this is the second: a page whose reading panics is lost, not the document.
fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}

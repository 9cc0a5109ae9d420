//! What the pages say → the blocks of the document.

use crate::{Block, BlockKind, ListItem, Marker as Border, Output, Result, Span, WarningKind};

use super::headings::Headings;
use super::lists::Marker;
use super::metadata::OutlineEntry;
use super::notes::Notes;
use super::page::{Draft, PageDraft, Scan, TextDraft};
use super::{furniture, notes};

/// Writes the pages out.
pub(super) fn write(mut pages: Vec<PageDraft>, outline: &[OutlineEntry], output: &mut Output<'_>) -> Result<()> {
    furniture::remove(&mut pages);
    let headings = Headings::new(&pages, outline);
    let mut notes = Notes::default();
    for (index, page) in pages.into_iter().enumerate() {
        let number = index as u32 + 1;
        output.push(Block::marker(Border::Page(number)))?;
        warn(&page, number, output);
        if let Some(block) = page.hidden_block() {
            output.push(block)?;
        }
        let drafts = notes::take(page.drafts, headings.body(), &mut notes, output)?;
        write_drafts(drafts, &headings, output)?;
    }
    Ok(())
}

fn warn(page: &PageDraft, number: u32, output: &mut Output<'_>) {
    match page.scan {
        Some(Scan::Bare) => output.warn(WarningKind::Scanned, format!("page {number}")),
        Some(Scan::TextLayer) => {
            output.warn(WarningKind::Scanned, format!("page {number}, read from the text that lies over its picture"));
        }
        None => {}
    }
    if !page.hidden.trim().is_empty() {
        output.warn(WarningKind::Hidden, format!("page {number}"));
    }
    let (unmapped, all) = page.unmapped;
    if unmapped > 0 {
        output.warn(WarningKind::Unmapped, format!("page {number}: {unmapped} of {all} characters"));
    }
}

fn write_drafts(drafts: Vec<Draft>, headings: &Headings, output: &mut Output<'_>) -> Result<()> {
    let mut items: Vec<TextDraft> = Vec::new();
    let mut code = String::new();
    for draft in drafts {
        let text = match draft {
            Draft::Text(text) => text,
            Draft::Table(table) => {
                flush(&mut items, &mut code, output)?;
                output.push(Block::new(BlockKind::Table(table)))?;
                continue;
            }
        };
        if let Some(lines) = text.code.as_ref().filter(|_| !headings.body_is_mono()) {
            flush(&mut items, &mut String::new(), output)?;
            code.push_str(lines);
            continue;
        }
        let level = headings.level(&text);
        if level.is_none() && text.marker.is_some() {
            flush(&mut Vec::new(), &mut code, output)?;
            items.push(text);
            continue;
        }
        flush(&mut items, &mut code, output)?;
        output.push(Block::new(match level {
            Some(level) => BlockKind::Heading { level, text: plain(text.spans) },
            None => BlockKind::Paragraph(text.spans),
        }))?;
    }
    flush(&mut items, &mut code, output)
}

/// A heading's own boldness says nothing.
fn plain(mut spans: Vec<Span>) -> Vec<Span> {
    for span in &mut spans {
        span.style.strong = false;
    }
    spans
}

fn flush(items: &mut Vec<TextDraft>, code: &mut String, output: &mut Output<'_>) -> Result<()> {
    if !code.is_empty() {
        let text = std::mem::take(code).trim_end().to_owned();
        output.push(Block::new(BlockKind::Code { language: None, text }))?;
    }
    let items = std::mem::take(items);
    if items.is_empty() {
        return Ok(());
    }
    if !is_list(&items) {
        return items.into_iter().try_for_each(|text| output.push(Block::new(BlockKind::Paragraph(text.spans))));
    }
    let mut edges: Vec<f32> = items.iter().map(|item| item.rect.x0).collect();
    edges.sort_by(f32::total_cmp);
    let size = items.first().map_or(10.0, |item| item.size);
    edges.dedup_by(|later, first| *later - *first < 0.6 * size);
    let list = items
        .into_iter()
        .map(|item| ListItem {
            depth: edges.iter().rposition(|edge| item.rect.x0 >= edge - 0.1).unwrap_or(0).min(8) as u8,
            number: match item.marker {
                Some(Marker::Number(number)) => Some(number),
                Some(Marker::Bullet) | None => None,
            },
            text: without_marker(item.spans),
        })
        .collect();
    output.push(Block::new(BlockKind::List(list)))
}

/// One numbered paragraph or one that begins with a dash is no list yet.
fn is_list(items: &[TextDraft]) -> bool {
    match items {
        [item] => item.marker == Some(Marker::Bullet) && !item.plain.starts_with(['-', '–', '—', '*']),
        _ => true,
    }
}

/// Takes the first word, which is the bullet or the number, away.
fn without_marker(mut spans: Vec<Span>) -> Vec<Span> {
    if let Some(first) = spans.first_mut() {
        first.text = match first.text.trim_start().split_once(char::is_whitespace) {
            Some((_, rest)) => rest.trim_start().to_owned(),
            None => String::new(),
        };
        if first.text.is_empty() {
            spans.remove(0);
        }
    }
    if let Some(first) = spans.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    spans
}

//! Plain text: paragraphs between blank lines, pages between form feeds.

use std::ops::Range;

use crate::encoding::Decoded;
use crate::{Block, BlockKind, ListItem, Marker, Output, Result, Span};

/// Spaces in a row, inside a line, that mean a column.
const COLUMN_GAP: &str = "   ";

/// Reads plain text.
pub(crate) fn read(decoded: &Decoded<'_>, output: &mut Output<'_>) -> Result<()> {
    let text = &*decoded.text;
    let mut page = 1;
    // A form feed is white space itself, so the rest must not be looked through at each of them.
    let end_of_words = text.trim_end().len();
    let mut paragraph: Vec<Range<usize>> = Vec::new();
    if text.contains('\u{c}') {
        output.push(Block::marker(Marker::Page(page)))?;
    }
    for line in lines(text) {
        let mut start = line.start;
        while let Some(feed) = text[start..line.end].find('\u{c}') {
            keep(text, start..start + feed, &mut paragraph);
            flush(decoded, &mut paragraph, output)?;
            start += feed + 1;
            if start < end_of_words {
                page += 1;
                output.push(Block::marker(Marker::Page(page)))?;
            }
        }
        if !keep(text, start..line.end, &mut paragraph) {
            flush(decoded, &mut paragraph, output)?;
        }
    }
    flush(decoded, &mut paragraph, output)?;
    if text.contains('\u{c}') {
        output.document().metadata.pages = Some(page);
    }
    Ok(())
}

/// The lines of a text without their ends, whatever those are.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let end = if rest[length..].starts_with("\r\n") { 2 } else { usize::from(length < rest.len()) };
        let line = start..start + length;
        start += length + end;
        Some(line)
    })
}

fn keep(text: &str, line: Range<usize>, paragraph: &mut Vec<Range<usize>>) -> bool {
    let said = !text[line.clone()].trim().is_empty();
    if said {
        paragraph.push(line);
    }
    said
}

/// Ends a paragraph; lines that quote (`> so`, as mail has it) are blocks of their own.
fn flush(decoded: &Decoded<'_>, paragraph: &mut Vec<Range<usize>>, output: &mut Output<'_>) -> Result<()> {
    let quotes = |line: &Range<usize>| decoded.text[line.clone()].trim_start().starts_with('>');
    for lines in paragraph.chunk_by(|one, other| quotes(one) == quotes(other)) {
        push(decoded, lines, lines.first().is_some_and(quotes), output)?;
    }
    paragraph.clear();
    Ok(())
}

fn push(decoded: &Decoded<'_>, lines: &[Range<usize>], is_quote: bool, output: &mut Output<'_>) -> Result<()> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return Ok(());
    };
    let source = decoded.offset.map(|offset| first.start + offset..last.end + offset);
    let lines: Vec<&str> = lines.iter().map(|line| decoded.text[line.clone()].trim_end()).collect();
    let joined = |mark: &[char]| {
        let lines: Vec<&str> =
            lines.iter().map(|line| line.trim_start().trim_start_matches(mark).trim_start()).collect();
        vec![Span::plain(lines.join("\n"))]
    };
    let kind = match list(&lines) {
        _ if is_quote => BlockKind::Quote(joined(&['>', ' '])),
        Some(items) => BlockKind::List(items),
        None if is_aligned(&lines) => BlockKind::Code { language: None, text: lines.join("\n") },
        None => BlockKind::Paragraph(joined(&[])),
    };
    output.push(Block { source, ..Block::new(kind) })
}

/// Whether columns are aligned by spaces, which a paragraph would lose.
fn is_aligned(lines: &[&str]) -> bool {
    let columns = lines.iter().filter(|line| line.trim_start().contains(COLUMN_GAP)).count();
    let drawn = lines.iter().filter(|line| line.trim_start().starts_with(['|', '+'])).count();
    lines.len() > 1 && columns.max(drawn) * 2 > lines.len()
}

/// The items, where the first line and others begin with `-`, `*`, `•` or a number; further lines continue an item.
fn list(lines: &[&str]) -> Option<Vec<ListItem>> {
    let mut items: Vec<ListItem> = Vec::new();
    for line in lines {
        let trimmed = line.trim_start();
        if let Some((number, text)) = item(trimmed) {
            items.push(ListItem { depth: 0, number, text: vec![Span::plain(text)] });
        } else {
            // A line that is not indented does not belong to the item above: then this is prose with a dash.
            let span = items.last_mut().filter(|_| trimmed.len() < line.len())?.text.first_mut()?;
            span.text.push('\n');
            span.text.push_str(trimmed);
        }
    }
    (items.len() > 1).then_some(items)
}

fn item(line: &str) -> Option<(Option<u64>, &str)> {
    if let Some(text) = ["- ", "* ", "• ", "– "].iter().find_map(|mark| line.strip_prefix(mark)) {
        return Some((None, text.trim_start()));
    }
    let digits = line.find(|c: char| !c.is_ascii_digit()).filter(|digits| (1..=3).contains(digits))?;
    let text = line[digits..].strip_prefix(['.', ')'])?.strip_prefix(' ')?;
    Some((Some(line[..digits].parse().ok()?), text.trim_start()))
}

#[cfg(test)]
mod tests;

//! What a reader gave, one line per block, for tests to compare.

use std::borrow::Cow;

use crate::{BlockKind, Cell, Document, ListItem, Marker, Row, Span};

/// Spans in one line: `*bold*`, `/italic/`, `$formula$`, `[text](link)`, `[^note]`.
pub(crate) fn line(spans: &[Span]) -> String {
    let mut line = String::new();
    for span in spans {
        let mut text = span.text.replace('\n', "\\n");
        for (on, mark) in
            [(span.style.strong, '*'), (span.style.emphasis, '/'), (span.style.math, '$'), (span.style.strike, '~')]
        {
            if on {
                text = format!("{mark}{text}{mark}");
            }
        }
        if let Some(link) = &span.link {
            text = format!("[{text}]({link})");
        }
        line += &text;
        if let Some(note) = &span.note {
            line += &format!("[^{note}]");
        }
    }
    line
}

/// Blocks as lines.
pub(crate) fn lines(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &document.blocks {
        let hidden = if block.hidden { "hidden: " } else { "" };
        let text = match &block.kind {
            BlockKind::Heading { level, text } => format!("{} {}", "#".repeat(usize::from(*level)), line(text)),
            BlockKind::Paragraph(text) => line(text),
            BlockKind::Quote(text) => format!("> {}", line(text)),
            BlockKind::List(items) => {
                let item = |item: &ListItem| {
                    let mark = item.number.map_or("-".to_owned(), |number| format!("{number}."));
                    format!("{}{mark} {}", "  ".repeat(usize::from(item.depth)), line(&item.text))
                };
                items.iter().map(item).collect::<Vec<_>>().join(" | ")
            }
            BlockKind::Table(table) => {
                let cell = |cell: Cow<'_, Cell>| {
                    format!("{}<{},{}>", line(&cell.text), cell.columns, cell.rows).replace("<1,1>", "")
                };
                let row = |row: Row<'_>| row.cells().map(cell).collect::<Vec<_>>().join(" | ");
                format!("table {}: {}", table.header_rows, table.rows().map(row).collect::<Vec<_>>().join(" || "))
            }
            BlockKind::Code { text, .. } => format!("`{text}`"),
            BlockKind::Math(formula) => format!("$${formula}$$"),
            BlockKind::Image { alt, target } => format!("![{alt}]({target})"),
            BlockKind::Marker(Marker::Page(page)) => format!("--- {page}"),
            BlockKind::Marker(Marker::Slide(slide)) => format!("=== {slide}"),
            BlockKind::Marker(Marker::Sheet(name)) => format!("=== {name}"),
            BlockKind::Marker(Marker::SpeakerNotes) => "notes:".to_owned(),
        };
        lines.push(format!("{hidden}{text}"));
    }
    lines
}

//! The traps of PDF, each with a file made for it.

mod encrypted;
mod hostile;
mod structure;
mod traps;
mod writer;

use crate::{Block, BlockKind, Document, Limits, Marker, Output, Result, Span};

/// What a file says.
fn read(file: &[u8]) -> Document {
    try_read(file, &Limits::default()).expect("a readable file")
}

fn try_read(file: &[u8], limits: &Limits) -> Result<Document> {
    let mut output = Output::new(limits);
    super::read(file, &mut output)?;
    Ok(output.finish())
}

/// How reading a file ends.
fn outcome(file: &[u8]) -> Result<()> {
    try_read(file, &Limits::default()).map(drop)
}

fn plain(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|span| span.note.as_ref().map_or_else(|| span.text.clone(), |note| format!("{}[^{note}]", span.text)))
        .collect()
}

/// The blocks of a file, each in a line: what it is, and its text.
fn blocks(file: &[u8]) -> Vec<String> {
    read(file).blocks.iter().flat_map(lines).collect()
}

fn lines(block: &Block) -> Vec<String> {
    let hidden = if block.hidden { "hidden " } else { "" };
    match &block.kind {
        BlockKind::Heading { level, text } => vec![format!("{hidden}h{level} {}", plain(text))],
        BlockKind::Paragraph(text) => vec![format!("{hidden}p {}", plain(text))],
        BlockKind::List(items) => items
            .iter()
            .map(|item| {
                let number = item.number.map_or_else(|| "-".to_owned(), |number| format!("{number}."));
                format!("{hidden}li {} {number} {}", item.depth, plain(&item.text))
            })
            .collect(),
        BlockKind::Table(table) => table
            .rows()
            .map(|row| row.cells().map(|cell| plain(&cell.text)).collect::<Vec<_>>().join(" | "))
            .map(|row| format!("{hidden}tr {row}"))
            .collect(),
        BlockKind::Code { text, .. } => vec![format!("{hidden}code {text}")],
        BlockKind::Marker(Marker::Page(number)) => vec![format!("page {number}")],
        BlockKind::Marker(_) | BlockKind::Quote(_) | BlockKind::Math(_) | BlockKind::Image { .. } => {
            vec!["something else".to_owned()]
        }
    }
}

//! What mail looks like as a document, whatever file it comes in: the subject as heading, who wrote to whom and when, and
//! what is attached.

use crate::{Block, BlockKind, ListItem, Output, Result, Span};

/// The head of a message. Empty lines are left out.
pub(crate) fn head(subject: Option<&str>, level: u8, lines: &[String], output: &mut Output<'_>) -> Result<()> {
    if let Some(subject) = subject.map(str::trim).filter(|subject| !subject.is_empty()) {
        output.push(Block::new(BlockKind::Heading { level, text: vec![Span::plain(subject)] }))?;
    }
    if lines.is_empty() {
        return Ok(());
    }
    output.push(Block::paragraph(lines.join("\n")))
}

/// The names of what is attached.
pub(crate) fn attachments(labels: Vec<String>, output: &mut Output<'_>) -> Result<()> {
    if labels.is_empty() {
        return Ok(());
    }
    let item = |label: String| ListItem { depth: 0, number: None, text: vec![Span::plain(label)] };
    output.push(Block::paragraph("Attachments:"))?;
    output.push(Block::new(BlockKind::List(labels.into_iter().map(item).collect())))
}

/// A name and a type, whichever of them is known.
pub(crate) fn label(name: Option<&str>, kind: Option<&str>) -> Option<String> {
    match (name, kind) {
        (Some(name), Some(kind)) => Some(format!("{name} ({kind})")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

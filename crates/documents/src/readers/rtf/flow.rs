//! The text of an RTF file on its way into blocks.

use crate::{Block, BlockKind, ListItem, Note, Output, Result, Span, Style, WarningKind, spans};

use super::table::Making;

/// What `\pard` sets back.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    pub(super) heading: Option<u8>,
    pub(super) in_table: bool,
    pub(super) is_item: bool,
    pub(super) depth: u8,
    /// The number of its style.
    pub(super) style: i32,
}

#[derive(Default)]
pub(super) struct Flow {
    text: Vec<Span>,
    hidden: String,
    /// The mark in front of an item, as the program that wrote the file shows it.
    pub(super) mark: String,
    items: Vec<ListItem>,
    pub(super) table: Option<Making>,
    /// The text around a note, and the label of the note.
    around: Vec<(Vec<Span>, String)>,
    notes: usize,
}

impl Flow {
    pub(super) fn say(&mut self, text: &str, style: Style, link: Option<&str>) {
        spans::append(&mut self.text, text, style, link);
    }

    pub(super) fn hide(&mut self, text: &str) {
        self.hidden.push_str(text);
    }

    /// Begins a note; what is said goes there until it ends.
    pub(super) fn begin_note(&mut self, kind: &str) {
        self.notes += 1;
        let label = format!("{kind}{}", self.notes);
        self.text.push(Span::note(label.clone()));
        self.around.push((std::mem::take(&mut self.text), label));
    }

    pub(super) fn end_note(&mut self, output: &mut Output<'_>) -> Result<()> {
        let Some((around, label)) = self.around.pop() else { return Ok(()) };
        let mut text = std::mem::replace(&mut self.text, around);
        spans::trim(&mut text);
        output.note(Note { label, text })
    }

    /// Ends a paragraph.
    pub(super) fn end(&mut self, paragraph: &Paragraph, output: &mut Output<'_>) -> Result<()> {
        if !self.around.is_empty() || paragraph.in_table && self.table.is_some() {
            if !self.text.is_empty() {
                self.say("\n", Style::default(), None);
            }
            return Ok(());
        }
        self.end_table(output)?;
        self.show_hidden(output)?;
        let mut text = std::mem::take(&mut self.text);
        spans::trim(&mut text);
        let mark = std::mem::take(&mut self.mark);
        if text.is_empty() {
            return Ok(());
        }
        if paragraph.is_item || !mark.trim().is_empty() {
            let digits: String = mark.trim().chars().take_while(char::is_ascii_digit).collect();
            let number = digits.parse().ok();
            self.items.push(ListItem { depth: paragraph.depth, number, text });
            return Ok(());
        }
        self.end_list(output)?;
        output.push(Block::new(match paragraph.heading {
            Some(level) => BlockKind::Heading { level, text },
            None => BlockKind::Paragraph(text),
        }))
    }

    fn show_hidden(&mut self, output: &mut Output<'_>) -> Result<()> {
        let hidden = std::mem::take(&mut self.hidden);
        if hidden.trim().is_empty() {
            return Ok(());
        }
        output.warn(WarningKind::Hidden, "hidden text");
        output.push(Block { hidden: true, ..Block::paragraph(hidden.trim()) })
    }

    pub(super) fn end_cell(&mut self, output: &Output<'_>) -> Result<()> {
        let text = std::mem::take(&mut self.text);
        self.mark.clear();
        self.table.get_or_insert_default().cell(text, output.limits().cells)
    }

    fn end_list(&mut self, output: &mut Output<'_>) -> Result<()> {
        match std::mem::take(&mut self.items) {
            items if items.is_empty() => Ok(()),
            items => output.push(Block::new(BlockKind::List(items))),
        }
    }

    fn end_table(&mut self, output: &mut Output<'_>) -> Result<()> {
        let Some(table) = self.table.take().and_then(Making::finish) else { return Ok(()) };
        self.end_list(output)?;
        output.push(Block::new(BlockKind::Table(table)))
    }

    pub(super) fn finish(mut self, output: &mut Output<'_>) -> Result<()> {
        while !self.around.is_empty() {
            self.end_note(output)?;
        }
        self.end(&Paragraph::default(), output)?;
        self.end_list(output)
    }
}

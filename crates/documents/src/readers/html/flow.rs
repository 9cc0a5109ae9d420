//! The text of a page on its way into blocks.

use crate::{Block, BlockKind, ListItem, Note, Output, Result, Span, Style, spans};

use super::table::Making;
use super::tree::Id;
use super::walk::item;

/// Whether what is said is seen.
#[derive(Debug, Default)]
pub(super) enum Quiet {
    #[default]
    No,
    /// Below this element nothing is; what it says.
    Hidden(Id, String),
}

#[derive(Default)]
pub(super) struct Flow {
    /// The paragraph that is being read.
    pub(super) text: Vec<Span>,
    pub(super) strong: usize,
    pub(super) emphasis: usize,
    pub(super) strike: usize,
    pub(super) code: usize,
    pub(super) links: Vec<Option<String>>,
    pub(super) quotes: usize,
    pub(super) heading: Option<u8>,
    /// The next numbers of the lists that are open, outermost first.
    pub(super) lists: Vec<Option<u64>>,
    pub(super) images: Vec<(String, String)>,
    pub(super) quiet: Quiet,
    items: Vec<ListItem>,
    table: Option<Making>,
    note: Option<Note>,
    /// Text whose blanks matter, and its language.
    pre: Option<(String, Option<String>)>,
}

impl Flow {
    fn style(&self) -> Style {
        Style {
            strong: self.strong > 0 && self.heading.is_none(),
            emphasis: self.emphasis > 0,
            strike: self.strike > 0,
            code: self.code > 0,
            math: false,
        }
    }

    /// Says text; every run of blanks is one blank.
    pub(super) fn say(&mut self, text: &str) {
        if let Quiet::Hidden(_, said) = &mut self.quiet {
            said.push_str(text);
            return;
        }
        if let Some((pre, _)) = &mut self.pre {
            pre.push_str(text);
            return;
        }
        let last = self.text.last();
        let mut blank = last.is_none_or(|span| span.text.ends_with([' ', '\n']) && span.note.is_none());
        let mut said = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                // Places where a word may be broken.
                '\u{ad}' | '\u{200b}' => {}
                character if character.is_whitespace() => {
                    if !blank {
                        said.push(' ');
                    }
                    blank = true;
                }
                character => {
                    said.push(character);
                    blank = false;
                }
            }
        }
        let style = self.style();
        let link = self.links.iter().rev().flatten().next();
        spans::append(&mut self.text, &said, style, link.map(String::as_str));
    }

    pub(super) fn line(&mut self) {
        let style = self.style();
        match &mut self.pre {
            Some((pre, _)) => pre.push('\n'),
            None if self.heading.is_some() => self.say(" "),
            None => spans::append(&mut self.text, "\n", style, None),
        }
    }

    pub(super) fn formula(&mut self, formula: &str) {
        let style = Style { math: true, ..Style::default() };
        match &mut self.pre {
            Some((pre, _)) => pre.push_str(formula),
            None => spans::append(&mut self.text, formula, style, None),
        }
    }

    fn in_cell(&mut self) -> Option<&mut Vec<Span>> {
        self.table.as_mut()?.cell.as_mut().map(|cell| &mut cell.text)
    }

    /// Takes the text so far. Pictures beside text are their descriptions.
    fn take(&mut self) -> Vec<Span> {
        let mut text = std::mem::take(&mut self.text);
        spans::trim(&mut text);
        text
    }

    /// Ends a paragraph.
    pub(super) fn flush(&mut self, output: &mut Output<'_>) -> Result<()> {
        if self.pre.is_some() {
            return Ok(());
        }
        if self.heading.is_some() {
            self.say(" ");
            return Ok(());
        }
        let text = self.take();
        let images = std::mem::take(&mut self.images);
        let is_inside = self.in_cell().is_some() || self.note.is_some() || !self.items.is_empty();
        if text.is_empty() && !is_inside {
            for (alt, target) in images {
                output.push(Block::new(BlockKind::Image { alt, target }))?;
            }
            return Ok(());
        }
        let mut text = text;
        for (alt, target) in images.into_iter().filter(|(alt, _)| !alt.is_empty()) {
            if !text.is_empty() {
                spans::append(&mut text, " ", Style::default(), None);
            }
            let link = (!target.is_empty()).then_some(target.as_str());
            spans::append(&mut text, &alt, Style::default(), link);
        }
        self.put(text, output)
    }

    /// Puts a paragraph where it belongs: into a cell, a note, an item, or the document.
    fn put(&mut self, text: Vec<Span>, output: &mut Output<'_>) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let depth = self.lists.len();
        if self.in_cell().is_none() && self.note.is_none() && self.items.is_empty() && depth > 0 {
            self.items.push(item(depth - 1, None));
        }
        let making = self.table.as_mut().and_then(|table| table.cell.as_mut()).map(|cell| &mut cell.text);
        let note = self.note.as_mut().map(|note| &mut note.text);
        let target = making.or(note).or(self.items.last_mut().map(|item| &mut item.text));
        if let Some(target) = target {
            if !target.is_empty() {
                spans::append(target, "\n", Style::default(), None);
            }
            spans::extend(target, text);
            return Ok(());
        }
        output.push(Block::new(match text.as_slice() {
            [Span { text: formula, style: Style { math: true, .. }, .. }] => BlockKind::Math(formula.clone()),
            _ if self.quotes > 0 => BlockKind::Quote(text),
            _ => BlockKind::Paragraph(text),
        }))
    }

    pub(super) fn end_heading(&mut self, output: &mut Output<'_>) -> Result<()> {
        let Some(level) = self.heading.take() else { return Ok(()) };
        let text = self.take();
        if text.is_empty() || self.in_cell().is_some() || self.note.is_some() || !self.lists.is_empty() {
            return self.put(text, output);
        }
        self.end_list(output)?;
        output.push(Block::new(BlockKind::Heading { level, text }))
    }

    /// Begins an item, `deeper` than its list.
    pub(super) fn item(&mut self, deeper: usize, value: Option<u64>) {
        if self.in_cell().is_some() || self.note.is_some() {
            return;
        }
        let number = match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(1);
                Some(number)
            }
            _ => None,
        };
        self.items.push(item(self.lists.len().saturating_sub(1) + deeper, number));
    }

    /// Ends the list, or its part above a block that an item cannot hold.
    pub(super) fn end_list(&mut self, output: &mut Output<'_>) -> Result<()> {
        let mut items = std::mem::take(&mut self.items);
        items.retain(|item| !item.text.is_empty());
        if items.is_empty() {
            return Ok(());
        }
        output.push(Block::new(BlockKind::List(items)))
    }

    pub(super) fn begin_code(&mut self, language: Option<String>) {
        self.code += 1;
        if let Some((_, known)) = &mut self.pre {
            *known = language.or(known.take());
        }
    }

    pub(super) fn begin_pre(&mut self, language: Option<String>) {
        if self.pre.is_none() {
            self.pre = Some((String::new(), language));
        }
    }

    pub(super) fn end_pre(&mut self, output: &mut Output<'_>) -> Result<()> {
        let Some((text, language)) = self.pre.take() else { return Ok(()) };
        let text = text.trim_end().trim_start_matches(['\n', '\r']);
        if text.is_empty() {
            return Ok(());
        }
        if self.in_cell().is_some() || self.note.is_some() {
            return self.put(vec![Span::plain(text)], output);
        }
        self.end_list(output)?;
        output.push(Block::new(BlockKind::Code { language, text: text.to_owned() }))
    }

    pub(super) fn begin_table(&mut self, output: &mut Output<'_>) -> Result<()> {
        self.end_list(output)?;
        self.table = Some(Making::default());
        Ok(())
    }

    pub(super) fn head(&mut self, is_in: bool) {
        if let Some(table) = &mut self.table {
            table.head(is_in);
        }
    }

    pub(super) fn begin_cell(&mut self, columns: u32, rows: u32, is_head: bool) {
        if let Some(table) = &mut self.table {
            table.open_cell(columns, rows, is_head);
        }
    }

    pub(super) fn end_cell(&mut self) {
        if let Some(table) = &mut self.table {
            table.close_cell();
        }
    }

    pub(super) fn end_row(&mut self) {
        if let Some(table) = &mut self.table {
            table.close_row();
        }
    }

    pub(super) fn end_table(&mut self, output: &mut Output<'_>) -> Result<()> {
        match self.table.take().and_then(Making::finish) {
            Some(table) => output.push(Block::new(BlockKind::Table(table))),
            None => Ok(()),
        }
    }

    pub(super) fn begin_note(&mut self, label: String) {
        self.note = Some(Note { label, text: Vec::new() });
    }

    pub(super) fn end_note(&mut self, output: &mut Output<'_>) -> Result<()> {
        self.note.take().map_or(Ok(()), |note| output.note(note))
    }

    pub(super) fn end_hidden(&mut self, output: &mut Output<'_>) -> Result<()> {
        let Quiet::Hidden(_, said) = std::mem::take(&mut self.quiet) else { return Ok(()) };
        let lines: Vec<String> = said
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty())
            .collect();
        if lines.is_empty() {
            return Ok(());
        }
        output.push(Block { hidden: true, ..Block::paragraph(lines.join("\n")) })
    }

    pub(super) fn finish(mut self, output: &mut Output<'_>) -> Result<()> {
        self.flush(output)?;
        self.end_list(output)
    }
}

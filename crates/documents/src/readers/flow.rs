//! A flow of paragraphs inside a document: the body, a cell, a note, a text box. Items of one list become one block.

use crate::{Block, BlockKind, ListItem, Row, Span, Table};

/// Spaces per level of a list that is written as lines.
const INDENT: usize = 2;

/// The blocks of a flow.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    blocks: Vec<Block>,
    /// The list whose items the last block collects.
    list: Option<u64>,
}

impl Flow {
    /// Adds a block.
    pub(crate) fn push(&mut self, block: Block) {
        // A list goes on past what is hidden or only a border, as it does for someone who reads it.
        if !block.hidden && !matches!(block.kind, BlockKind::Marker(_)) {
            self.list = None;
        }
        self.blocks.push(block);
    }

    /// Adds an item to a list; `list` tells lists of the same level apart.
    pub(crate) fn push_item(&mut self, list: u64, item: ListItem) {
        let same = self.list == Some(list) || (self.list.is_some() && item.depth > 0);
        match self.blocks.last_mut() {
            Some(Block { kind: BlockKind::List(items), hidden: false, .. }) if same => items.push(item),
            _ => self.blocks.push(Block::new(BlockKind::List(vec![item]))),
        }
        if item_begins_list(self.list, list, same) {
            self.list = Some(list);
        }
    }

    /// Adds lines of code to the code before.
    pub(crate) fn push_code(&mut self, line: &str) {
        match self.blocks.last_mut() {
            Some(Block { kind: BlockKind::Code { text, .. }, .. }) => {
                text.push('\n');
                text.push_str(line);
            }
            _ => self.push(Block::new(BlockKind::Code { language: None, text: line.to_owned() })),
        }
    }

    /// The blocks that are complete: all but a list or code that may go on.
    pub(crate) fn settled(&mut self) -> Vec<Block> {
        let open =
            matches!(self.blocks.last().map(|block| &block.kind), Some(BlockKind::List(_) | BlockKind::Code { .. }));
        let keep = if open { self.blocks.pop() } else { None };
        std::mem::replace(&mut self.blocks, keep.into_iter().collect())
    }

    /// All blocks.
    pub(crate) fn finish(self) -> Vec<Block> {
        self.blocks
    }
}

fn item_begins_list(current: Option<u64>, list: u64, same: bool) -> bool {
    current.is_none() || (!same && current != Some(list))
}

/// Blocks as one text with line breaks, for a place that holds no blocks: a cell, a note.
pub(crate) fn flatten(blocks: Vec<Block>) -> Vec<Span> {
    let mut text = Vec::new();
    for block in blocks.into_iter().filter(|block| !block.hidden) {
        match block.kind {
            BlockKind::Heading { text: spans, .. } | BlockKind::Paragraph(spans) | BlockKind::Quote(spans) => {
                line(&mut text, spans);
            }
            BlockKind::List(items) => {
                for item in items {
                    let mark = item.number.map_or("-".to_owned(), |number| format!("{number}."));
                    let mut spans =
                        vec![Span::plain(format!("{}{mark} ", " ".repeat(INDENT * usize::from(item.depth))))];
                    spans.extend(item.text);
                    line(&mut text, spans);
                }
            }
            BlockKind::Table(table) => table.rows().for_each(|row| line(&mut text, flatten_row(row))),
            BlockKind::Code { text: code, .. } => line(&mut text, vec![Span::plain(code)]),
            BlockKind::Math(formula) => line(&mut text, vec![crate::readers::flow::math(formula)]),
            BlockKind::Image { alt, .. } if !alt.is_empty() => line(&mut text, vec![Span::plain(alt)]),
            BlockKind::Image { .. } | BlockKind::Marker(_) => {}
        }
    }
    text
}

/// A formula within text.
pub(crate) fn math(formula: String) -> Span {
    Span { text: formula, style: crate::Style { math: true, ..crate::Style::default() }, ..Span::default() }
}

/// Whether somebody would see anything of these spans.
pub(crate) fn is_blank(spans: &[Span]) -> bool {
    spans.iter().all(|span| span.text.trim().is_empty() && span.note.is_none())
}

/// Adds text to the last span if both are set alike.
pub(crate) fn append(spans: &mut Vec<Span>, span: Span) {
    if span.text.is_empty() && span.note.is_none() {
        return;
    }
    match spans.last_mut() {
        Some(last)
            if last.style == span.style
                && last.link == span.link
                && last.note.is_none()
                && span.note.is_none()
                && !span.style.math =>
        {
            last.text.push_str(&span.text);
        }
        _ => spans.push(span),
    }
}

/// The spans without white space before and after them.
pub(crate) fn trimmed(mut spans: Vec<Span>) -> Vec<Span> {
    while let Some(last) = spans.last_mut().filter(|span| span.note.is_none()) {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        spans.pop();
    }
    let blank = spans.iter().take_while(|span| span.note.is_none() && span.text.trim().is_empty()).count();
    spans.drain(..blank);
    if let Some(first) = spans.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    spans
}

/// The text of spans without their style.
pub(crate) fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

fn flatten_row(row: Row<'_>) -> Vec<Span> {
    let mut text = Vec::new();
    for cell in row.cells() {
        if !text.is_empty() {
            text.push(Span::plain("; "));
        }
        text.extend(cell.into_owned().text);
    }
    text
}

fn line(text: &mut Vec<Span>, spans: Vec<Span>) {
    if is_blank(&spans) {
        return;
    }
    if !text.is_empty() {
        text.push(Span::plain("\n"));
    }
    text.extend(spans);
}

/// Drops rows and tables that hold nothing, and makes a frame of a single cell what it is: no table.
pub(crate) fn table_blocks(table: Table, single: Option<Vec<Block>>) -> Vec<Block> {
    if let Some(blocks) = single {
        return blocks;
    }
    let full = !table.plain_text().trim().is_empty() || table.whole_cells().any(|cell| !is_blank(&cell.text));
    if full { vec![Block::new(BlockKind::Table(table))] } else { Vec::new() }
}

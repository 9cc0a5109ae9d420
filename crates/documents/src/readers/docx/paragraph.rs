//! A paragraph in the making, and the blocks that it becomes.

use super::{
    numbering::Label,
    styles::{ParagraphStyle, Role},
};
use crate::{
    Block, BlockKind, ListItem, Span,
    readers::flow::{self, Flow},
};

/// A paragraph in the making.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) style: Option<String>,
    /// Outline level that the paragraph itself names.
    pub(super) outline: Option<u8>,
    /// Numbering and level that the paragraph itself names.
    pub(super) list: Option<u32>,
    pub(super) level: Option<u8>,
    /// It goes on in the next one: its end was deleted.
    pub(super) joins_next: bool,
    pub(super) shaded: bool,
    pub(super) text: Vec<Span>,
    /// Its formulas stand on lines of their own.
    pub(super) display_math: bool,
    pub(super) hidden: Vec<Span>,
    /// Borders that come before its text.
    pub(super) before: Vec<Block>,
    /// Boxes, pictures and borders that come after its text.
    pub(super) after: Vec<Block>,
}

impl Paragraph {
    /// Level of its heading, if it is one.
    pub(super) fn heading(&self, style: &ParagraphStyle) -> Option<u8> {
        let own = self.outline.map(|level| if level <= 8 { (level + 1).min(6) } else { 0 });
        own.or(style.heading).filter(|level| *level > 0)
    }

    /// Adds text where it belongs.
    pub(super) fn push(&mut self, span: Span, hidden: bool) {
        flow::append(if hidden { &mut self.hidden } else { &mut self.text }, span);
    }

    /// Puts what the paragraph became into its flow. Returns whether some of it was hidden.
    pub(super) fn finish(mut self, style: &ParagraphStyle, label: Option<(u64, Label)>, flow: &mut Flow) -> bool {
        let heading = self.heading(style);
        self.before.drain(..).for_each(|block| flow.push(block));
        if style.hidden {
            self.hidden.splice(0..0, self.text.drain(..));
        }
        let text = if style.role == Role::Code { self.text } else { flow::trimmed(self.text) };
        if !flow::is_blank(&text) {
            match (heading, label) {
                (Some(level), label) => flow.push(Block::new(heading_block(level, text, label))),
                (None, Some((list, label))) => push_labelled(list, label, text, flow),
                (None, None) => match style.role {
                    Role::Code => flow.push_code(&flow::plain(&text)),
                    Role::Quote => flow.push(Block::new(BlockKind::Quote(text))),
                    Role::Text if self.display_math && text.iter().all(is_formula) => {
                        text.into_iter().filter(|span| span.style.math).for_each(|span| {
                            flow.push(Block::new(BlockKind::Math(span.text)));
                        });
                    }
                    Role::Text => flow.push(Block::new(BlockKind::Paragraph(text))),
                },
            }
        }
        let hidden = flow::trimmed(self.hidden);
        let any_hidden = !flow::is_blank(&hidden);
        if any_hidden {
            flow.push(Block { hidden: true, ..Block::new(BlockKind::Paragraph(hidden)) });
        }
        self.after.into_iter().for_each(|block| flow.push(block));
        any_hidden
    }
}

fn is_formula(span: &Span) -> bool {
    span.style.math || span.text.trim().is_empty()
}

/// A heading keeps the number that a reader of the page sees: people refer to it.
fn heading_block(level: u8, mut text: Vec<Span>, label: Option<(u64, Label)>) -> BlockKind {
    text.iter_mut().for_each(|span| span.style.strong = false);
    let label = label.map(|(_, label)| label.text).unwrap_or_default();
    if !label.trim().is_empty() {
        text.insert(0, Span::plain(format!("{} ", label.trim())));
    }
    let mut merged = Vec::new();
    text.into_iter().for_each(|span| flow::append(&mut merged, span));
    BlockKind::Heading { level, text: merged }
}

/// An item of a list; or a paragraph, where the label is words (`Article 5`) that a list would lose.
fn push_labelled(list: u64, label: Label, mut text: Vec<Span>, flow: &mut Flow) {
    let words = label.text.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() > 3);
    if words && label.number.is_some() {
        text.insert(0, Span::plain(format!("{} ", label.text.trim())));
        flow.push(Block::new(BlockKind::Paragraph(text)));
        return;
    }
    flow.push_item(list, ListItem { depth: label.level, number: label.number, text });
}

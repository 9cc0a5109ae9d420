//! A paragraph in the making, the runs in it, and the list it is an item of.

use super::styles::Role;
use crate::{
    Block, BlockKind, ListItem, Span, Style,
    readers::flow::{self, Flow},
};

/// A paragraph in the making.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) heading: Option<u8>,
    pub(super) role: Role,
    pub(super) item: Option<(u64, u8, Option<u64>)>,
    pub(super) is_hidden: bool,
    pub(super) text: Vec<Span>,
    pub(super) hidden: Vec<Span>,
    /// Boxes, pictures and borders that come after its text.
    pub(super) after: Vec<Block>,
}

/// How what follows is set.
#[derive(Debug, Default, Clone)]
pub(super) struct Run {
    pub(super) style: Style,
    pub(super) link: Option<String>,
    pub(super) hidden: bool,
}

/// A list that is open.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) style: Option<String>,
    /// The number of the item before.
    pub(super) last: Option<u64>,
    /// The number that the next item itself names.
    pub(super) next: Option<u64>,
    /// The next paragraph begins an item.
    pub(super) begins_item: bool,
    pub(super) id: u64,
}

impl Paragraph {
    /// Adds text. White space counts once, as in a web page.
    pub(super) fn write(&mut self, text: &str, run: &Run) {
        let before = if run.hidden { self.hidden.last() } else { self.text.last() };
        let mut blank = before.is_none_or(|span| span.note.is_none() && span.text.ends_with([' ', '\n']));
        let mut collapsed = String::with_capacity(text.len());
        for character in text.chars() {
            let space = matches!(character, ' ' | '\n' | '\t' | '\r');
            if !(space && blank) {
                collapsed.push(if space { ' ' } else { character });
            }
            blank = space;
        }
        self.write_exactly(&collapsed, run);
    }

    /// Adds text as it stands.
    pub(super) fn write_exactly(&mut self, text: &str, run: &Run) {
        let span = Span { text: text.to_owned(), style: run.style, link: run.link.clone(), note: None };
        flow::append(if run.hidden { &mut self.hidden } else { &mut self.text }, span);
    }

    /// Puts what the paragraph became into its flow. Returns whether some of it was hidden.
    pub(super) fn finish(mut self, flow: &mut Flow) -> bool {
        if self.is_hidden {
            self.hidden.splice(0..0, self.text.drain(..));
        }
        let text = if self.role == Role::Code { self.text } else { flow::trimmed(self.text) };
        if !flow::is_blank(&text) {
            let level = self.heading.or((self.role == Role::Title).then_some(1));
            match (level, self.item) {
                (Some(level), _) => {
                    let mut text = text;
                    text.iter_mut().for_each(|span| span.style.strong = false);
                    flow.push(Block::new(BlockKind::Heading { level, text }));
                }
                (None, Some((list, depth, number))) => flow.push_item(list, ListItem { depth, number, text }),
                (None, None) => match self.role {
                    Role::Code => flow.push_code(&flow::plain(&text)),
                    Role::Quote => flow.push(Block::new(BlockKind::Quote(text))),
                    Role::Text | Role::Title => flow.push(Block::new(BlockKind::Paragraph(text))),
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

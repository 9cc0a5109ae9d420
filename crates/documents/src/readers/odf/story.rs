//! The story of a text or a presentation: events in, blocks out.

use super::{
    paragraph::{List, Paragraph, Run},
    slides::Slides,
    styles::{Role, Styles},
};
use crate::{
    Block, Error, Marker, Note, Output, Result, Span,
    package::Package,
    readers::{
        flow::{self, Flow},
        table::TableBuilder,
    },
    xml::{Event, Tag, Xml},
};

/// A story in the making.
pub(super) struct Story<'s> {
    pub(super) package: &'s Package<'s>,
    pub(super) styles: &'s Styles,
    /// The flow of the story, and those inside it: cells, notes, text boxes.
    pub(super) flows: Vec<Flow>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) runs: Vec<Run>,
    pub(super) lists: Vec<List>,
    pub(super) tables: Vec<TableBuilder>,
    /// Numbers that lists of a style have come to, for lists that go on.
    pub(super) counted: std::collections::HashMap<String, u64>,
    pub(super) list_ids: u64,
    pub(super) notes: Vec<NoteInMaking>,
    pub(super) footnotes: usize,
    pub(super) endnotes: usize,
    pub(super) comments: usize,
    pub(super) slides: Slides,
    /// Depth inside an element that is passed over, counted from 1.
    pub(super) skipped: usize,
    /// How many sections that are not shown are open.
    pub(super) hidden_sections: usize,
    pub(super) picture: Picture,
    pub(super) hidden: bool,
    page: u32,
    page_has_text: bool,
}

/// A note that is open.
#[derive(Debug, Default)]
pub(super) struct NoteInMaking {
    pub(super) is_comment: bool,
    pub(super) is_endnote: bool,
    pub(super) author: String,
    pub(super) in_author: bool,
    pub(super) in_date: bool,
}

/// The picture of a frame, whose description may come after it.
#[derive(Debug, Default)]
pub(super) struct Picture {
    pub(super) target: String,
    pub(super) alt: String,
    /// A title or a description is open, and whether it is the one that counts.
    pub(super) in_words: bool,
    pub(super) in_alt: bool,
}

impl<'s> Story<'s> {
    pub(super) fn new(package: &'s Package<'s>, styles: &'s Styles) -> Self {
        Self {
            package,
            styles,
            flows: vec![Flow::default()],
            paragraphs: Vec::new(),
            runs: Vec::new(),
            lists: Vec::new(),
            tables: Vec::new(),
            counted: std::collections::HashMap::new(),
            list_ids: 0,
            notes: Vec::new(),
            footnotes: 0,
            endnotes: 0,
            comments: 0,
            slides: Slides::default(),
            skipped: 0,
            hidden_sections: 0,
            picture: Picture::default(),
            hidden: false,
            page: 1,
            page_has_text: false,
        }
    }

    pub(super) fn read(&mut self, part: &str, output: &mut Output<'_>) -> Result<()> {
        let package = self.package;
        let Some(source) = package.part(part)? else { return Err(Error::corrupt(format!("{part} is missing"))) };
        let mut xml = Xml::new(source, part, output.limits())?;
        loop {
            match xml.next()? {
                Event::Start(_) if self.skipped > 0 => self.skipped += 1,
                Event::Start(tag) => self.start(&tag, output)?,
                Event::End(..) if self.skipped > 0 => self.skipped -= 1,
                Event::End(ns, name) => self.end((ns, name), output)?,
                Event::Text(text) if self.skipped == 0 => self.text(text),
                Event::Text(_) => {}
                Event::Eof => break,
            }
            if self.flows.len() == 1 {
                self.deliver(output, false)?;
            }
        }
        self.deliver(output, true)
    }

    pub(super) fn deliver(&mut self, output: &mut Output<'_>, all: bool) -> Result<()> {
        let Some(flow) = self.flows.first_mut() else { return Ok(()) };
        let blocks = if all { std::mem::take(flow).finish() } else { flow.settled() };
        blocks.into_iter().try_for_each(|block| output.push(block))
    }

    fn text(&mut self, text: &str) {
        if self.picture.in_words {
            if self.picture.in_alt {
                self.picture.alt.push_str(text);
            }
            return;
        }
        if let Some(note) = self.notes.last_mut().filter(|note| note.in_author || note.in_date) {
            if note.in_author {
                note.author.push_str(text);
            }
            return;
        }
        self.write(text, false);
    }

    /// Writes text into the paragraph; `exactly` keeps its white space.
    pub(super) fn write(&mut self, text: &str, exactly: bool) {
        let run = self.runs.last().cloned().unwrap_or_default();
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        self.page_has_text |= !text.trim().is_empty();
        if exactly { paragraph.write_exactly(text, &run) } else { paragraph.write(text, &run) }
    }

    pub(super) fn begin_paragraph(&mut self, tag: &Tag<'_>) {
        let style = tag.attr_ns("text", "style-name").unwrap_or_default();
        if self.styles.breaks_page(&style) {
            self.break_page();
        }
        let heading = match tag.name {
            "h" => Some(tag.number("outline-level").unwrap_or(1u8)),
            _ => self.styles.outline(&style),
        };
        let paragraph = Paragraph {
            heading: heading.map(|level| level.clamp(1, 6)),
            role: self.styles.role(&style),
            item: self.item(&style),
            is_hidden: self.hidden_sections > 0 || self.styles.hides("paragraph", &style),
            ..Paragraph::default()
        };
        // What a paragraph style makes bold is its look, not an emphasis in the text.
        let plain = heading.is_some() || paragraph.role != Role::Text;
        let style = if plain { Default::default() } else { self.styles.text("paragraph", &style) };
        self.runs.push(Run { style, ..Run::default() });
        self.paragraphs.push(paragraph);
    }

    /// The item that a paragraph begins: its list, depth and number. Further paragraphs of an item are none.
    fn item(&mut self, style: &str) -> Option<(u64, u8, Option<u64>)> {
        let depth = u8::try_from(self.lists.len().checked_sub(1)?).unwrap_or(u8::MAX);
        let own = self.styles.list_of(style);
        let outer = self.lists.first()?.style.clone();
        let list = self.lists.last_mut()?;
        if !std::mem::take(&mut list.begins_item) {
            return None;
        }
        let name = list.style.clone().or(outer).or(own).unwrap_or_default();
        let start = self.styles.start(&name, depth);
        let number =
            start.map(|start| list.next.take().or(list.last.map(|last| last.saturating_add(1))).unwrap_or(start));
        list.last = number;
        if let (0, Some(number)) = (depth, number) {
            self.counted.insert(name, number);
        }
        Some((self.lists.first()?.id, depth, number))
    }

    pub(super) fn end_paragraph(&mut self) {
        self.runs.pop();
        if let (Some(paragraph), Some(flow)) = (self.paragraphs.pop(), self.flows.last_mut()) {
            self.hidden |= paragraph.finish(flow);
        }
    }

    /// A new page begins here.
    pub(super) fn break_page(&mut self) {
        if !self.page_has_text || !self.tables.is_empty() || self.flows.len() > 1 {
            return;
        }
        self.page_has_text = false;
        self.page = self.page.saturating_add(1);
        let marker = Block::marker(Marker::Page(self.page));
        match (self.paragraphs.last_mut(), self.flows.last_mut()) {
            (Some(paragraph), _) => paragraph.after.push(marker),
            (None, Some(flow)) => flow.push(marker),
            (None, None) => {}
        }
    }

    pub(super) fn end_note(&mut self, output: &mut Output<'_>) -> Result<()> {
        let Some(note) = self.notes.pop().filter(|_| self.flows.len() > 1) else { return Ok(()) };
        let mut text = flow::flatten(self.flows.pop().unwrap_or_default().finish());
        let (count, prefix) = match (note.is_comment, note.is_endnote) {
            (true, _) => (&mut self.comments, "c"),
            (false, true) => (&mut self.endnotes, "e"),
            (false, false) => (&mut self.footnotes, ""),
        };
        *count += 1;
        let label = format!("{prefix}{count}");
        if !note.author.trim().is_empty() {
            text.insert(0, Span::plain(format!("Comment by {}:\n", note.author.trim())));
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push(Span::note(label.clone()));
        }
        output.note(Note { label, text })
    }

    /// Puts blocks after the paragraph that is open, or into the flow.
    pub(super) fn place(&mut self, blocks: Vec<Block>) {
        match (self.paragraphs.last_mut(), self.flows.last_mut()) {
            (Some(paragraph), _) => paragraph.after.extend(blocks),
            (None, Some(flow)) => blocks.into_iter().for_each(|block| flow.push(block)),
            (None, None) => {}
        }
    }
}

//! A story of a Word document (its body, its notes, a header): events in, blocks out.

use std::{borrow::Cow, collections::HashMap};

use super::{
    fields::Field,
    numbering::{Label, Numbering},
    paragraph::Paragraph,
    run::Run,
    styles::Styles,
};
use crate::{
    Block, Error, Marker, Note, Output, Result, Span, Style, WarningKind,
    package::Package,
    readers::{
        flow::{self, Flow},
        ooxml::{Relationships, math::Formula},
        table::TableBuilder,
    },
    xml::{Event, Xml},
};

/// What all stories of a document share.
pub(super) struct Shared<'a> {
    pub(super) package: &'a Package<'a>,
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    /// Texts of notes that have not been referred to yet, by kind and id.
    pub(super) notes: HashMap<(NoteKind, String), Vec<Span>>,
    pub(super) labels: HashMap<(NoteKind, String), String>,
    /// How many notes of each kind have been referred to.
    pub(super) numbers: HashMap<NoteKind, usize>,
    /// Something was hidden, and the reader of the text should know.
    pub(super) hidden: bool,
}

/// What a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NoteKind {
    Foot,
    End,
    Comment,
}

/// A story in the making.
pub(super) struct Story<'s, 'a> {
    pub(super) shared: &'s mut Shared<'a>,
    pub(super) relationships: Relationships,
    /// The flow of the story, and those inside it: cells and text boxes.
    pub(super) flows: Vec<Flow>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) runs: Vec<Run>,
    pub(super) tables: Vec<TableBuilder>,
    pub(super) fields: Vec<Field>,
    pub(super) links: Vec<Option<String>>,
    /// For each alternative that is open, whether one of its choices was taken.
    pub(super) alternatives: Vec<bool>,
    pub(super) formula: Option<Formula>,
    /// Depth inside an element that is passed over, counted from 1.
    pub(super) skipped: usize,
    pub(super) in_paragraph_properties: bool,
    /// What text means here: nothing, unless one of these elements is open.
    pub(super) text: TextKind,
    /// Alternative text of the drawing that is open.
    pub(super) alt: String,
    /// A paragraph whose end was deleted, and the depth of its flow: it goes on in the next one.
    pub(super) carried: Option<(usize, Paragraph)>,
    pub(super) notes_found: Vec<(NoteKind, String, Vec<Block>)>,
    pub(super) author: String,
    pub(super) page: u32,
    /// Text has come since the last border of a page.
    pub(super) page_has_text: bool,
    pub(super) row_has_break: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    None,
    Content,
    Instruction,
}

impl<'s, 'a> Story<'s, 'a> {
    pub(super) fn new(shared: &'s mut Shared<'a>, relationships: Relationships) -> Self {
        Self {
            shared,
            relationships,
            flows: vec![Flow::default()],
            paragraphs: Vec::new(),
            runs: Vec::new(),
            tables: Vec::new(),
            fields: Vec::new(),
            links: Vec::new(),
            alternatives: Vec::new(),
            formula: None,
            skipped: 0,
            in_paragraph_properties: false,
            text: TextKind::None,
            alt: String::new(),
            carried: None,
            notes_found: Vec::new(),
            author: String::new(),
            page: 1,
            page_has_text: false,
            row_has_break: false,
        }
    }

    /// Reads the story. What is complete goes to `output` if `direct`; else the blocks stay in the flow.
    pub(super) fn read(&mut self, part: &str, output: &mut Output<'_>, direct: bool) -> Result<()> {
        let package = self.shared.package;
        let Some(source) = package.part(part)? else { return Err(Error::corrupt(format!("{part} is missing"))) };
        let mut xml = Xml::new(source, part, output.limits())?;
        loop {
            match xml.next()? {
                Event::Start(_) if self.skipped > 0 => self.skipped += 1,
                Event::Start(tag) => self.start(&tag, output)?,
                Event::End(..) if self.skipped > 0 => self.skipped -= 1,
                Event::End(ns, name) => self.end((ns, name)),
                Event::Text(text) if self.skipped == 0 => self.add_text(text),
                Event::Text(_) => {}
                Event::Eof => break,
            }
            if direct && self.flows.len() == 1 {
                self.deliver(output, false)?;
            }
        }
        self.end_carried();
        if direct { self.deliver(output, true) } else { Ok(()) }
    }

    fn deliver(&mut self, output: &mut Output<'_>, all: bool) -> Result<()> {
        let Some(flow) = self.flows.first_mut() else { return Ok(()) };
        let blocks = if all { std::mem::take(flow).finish() } else { flow.settled() };
        blocks.into_iter().try_for_each(|block| output.push(block))
    }

    fn add_text(&mut self, text: &str) {
        if let Some(formula) = &mut self.formula {
            return formula.text(text);
        }
        match self.text {
            TextKind::None => {}
            TextKind::Content => self.write(text),
            TextKind::Instruction => {
                if let Some(field) = self.fields.last_mut().filter(|field| !field.in_result) {
                    field.instruction.push_str(text);
                }
            }
        }
    }

    /// Writes text into the paragraph, set as the run says.
    pub(super) fn write(&mut self, text: &str) {
        if self.fields.iter().any(|field| !field.in_result || field.counts_pages) {
            return;
        }
        let bare = self.tables.is_empty() && self.flows.len() == 1;
        let shaded = self.paragraphs.last().is_some_and(|paragraph| paragraph.shaded);
        let (style, hidden, text) = match self.runs.last() {
            Some(run) => (run.style(), run.is_hidden(bare && !shaded), run.mapped(text)),
            None => (Style::default(), false, Cow::Borrowed(text)),
        };
        let link =
            self.links.last().cloned().flatten().or_else(|| self.fields.iter().rev().find_map(|f| f.link.clone()));
        self.page_has_text |= !text.trim().is_empty();
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.push(Span { text: text.into_owned(), style, link, note: None }, hidden);
        }
    }

    /// Puts a finished paragraph into its flow.
    pub(super) fn end_paragraph(&mut self) {
        self.in_paragraph_properties = false;
        let Some(paragraph) = self.paragraphs.pop() else { return };
        if paragraph.joins_next {
            self.carried = Some((self.flows.len(), paragraph));
            return;
        }
        self.place(paragraph);
    }

    /// Ends a paragraph that had no next one to go on in.
    pub(super) fn end_carried(&mut self) {
        if let Some((_, paragraph)) = self.carried.take_if(|(depth, _)| *depth == self.flows.len()) {
            self.place(paragraph);
        }
    }

    fn place(&mut self, paragraph: Paragraph) {
        let style = self.shared.styles.paragraph(paragraph.style.as_deref());
        let list = match (paragraph.list, style.list) {
            (Some(0), _) => None,
            (Some(list), _) => Some((list, paragraph.level.or(Some(0)))),
            (None, Some((list, level))) => Some((list, paragraph.level.or(level))),
            (None, None) => None,
        };
        let blank = flow::is_blank(&paragraph.text);
        let depth = style.depth;
        let label = list.filter(|_| !blank).and_then(|(list, level)| {
            let style = paragraph.style.as_deref();
            let label: Label = self.shared.numbering.next(list, level, style, &self.shared.styles)?;
            let level = label.level.max(depth);
            Some((u64::from(list), Label { level, ..label }))
        });
        if let Some(flow) = self.flows.last_mut() {
            self.shared.hidden |= paragraph.finish(&style, label, flow);
        }
    }

    /// A new page begins here.
    pub(super) fn break_page(&mut self) {
        if !self.page_has_text || (!self.tables.is_empty() && self.row_has_break) {
            return;
        }
        (self.page_has_text, self.row_has_break) = (false, true);
        self.page = self.page.saturating_add(1);
        let marker = Block::marker(Marker::Page(self.page));
        // A page that begins inside a table or a box is named after it: a table is not cut.
        let outer = self.paragraphs.first_mut().filter(|_| self.tables.is_empty());
        match outer {
            Some(paragraph) if flow::is_blank(&paragraph.text) => paragraph.before.push(marker),
            Some(paragraph) => paragraph.after.push(marker),
            None => self.pending_page(marker),
        }
    }

    fn pending_page(&mut self, marker: Block) {
        if let Some(flow) = self.flows.first_mut().filter(|_| self.tables.is_empty()) {
            flow.push(marker);
        } else if let Some(table) = self.tables.first_mut() {
            table.pages.push(marker);
        }
    }

    /// Writes the reference to a note, and the note itself when it is the first.
    pub(super) fn refer(&mut self, kind: NoteKind, id: &str, output: &mut Output<'_>) -> Result<()> {
        let key = (kind, id.to_owned());
        if let Some(text) = self.shared.notes.remove(&key) {
            let number = self.shared.numbers.entry(kind).or_default();
            *number += 1;
            let label = match kind {
                NoteKind::Foot => number.to_string(),
                NoteKind::End => format!("e{number}"),
                NoteKind::Comment => format!("c{number}"),
            };
            output.note(Note { label: label.clone(), text })?;
            self.shared.labels.insert(key.clone(), label);
        }
        if let (Some(label), Some(paragraph)) = (self.shared.labels.get(&key), self.paragraphs.last_mut()) {
            paragraph.push(Span::note(label.clone()), false);
        }
        Ok(())
    }

    /// Runs what may fail for a part beside the text; its damage costs that part only, unless it passes a limit.
    pub(super) fn beside(
        &mut self,
        place: &str,
        output: &mut Output<'_>,
        read: impl FnOnce(&Self, &Output<'_>) -> Result<Vec<Block>>,
    ) -> Result<()> {
        match read(self, output) {
            Ok(blocks) => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.after.extend(blocks);
                }
            }
            Err(error @ Error::LimitExceeded { .. }) => return Err(error),
            Err(_damage) => output.warn(WarningKind::Damaged, place),
        }
        Ok(())
    }
}

//! What each element of a story does.

use super::{
    paragraph::{List, Run},
    story::{NoteInMaking, Picture, Story},
};
use crate::{
    Block, BlockKind, Output, Result, WarningKind,
    readers::{flow::Flow, table::TableBuilder},
    xml::{Event, Tag, Xml},
};

/// Blanks that one element may stand for.
const BLANKS_MAX: usize = 1_000;

/// Copies of a repeated cell that are written in a text; a spreadsheet knows more.
const REPEATED_MAX: u32 = 100;

impl Story<'_> {
    pub(super) fn start(&mut self, tag: &Tag<'_>, output: &mut Output<'_>) -> Result<()> {
        match tag.ns {
            "text" => self.start_text(tag),
            "table" => self.start_table(tag),
            "draw" | "svg" => return self.start_drawing(tag, output),
            "office" if tag.name == "annotation" => {
                self.notes.push(NoteInMaking { is_comment: true, ..NoteInMaking::default() });
                self.flows.push(Flow::default());
            }
            "office" if matches!(tag.name, "forms" | "automatic-styles" | "font-face-decls" | "scripts") => {
                self.skipped = 1
            }
            "dc" => {
                if let Some(note) = self.notes.last_mut().filter(|note| note.is_comment) {
                    match tag.name {
                        "creator" => note.in_author = true,
                        _ => note.in_date = true,
                    }
                }
            }
            "meta" => self.skipped = 1,
            "presentation" if tag.name == "notes" => self.set_in_notes(true),
            _ => {}
        }
        Ok(())
    }

    fn start_text(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "p" | "h" => self.begin_paragraph(tag),
            "span" => {
                let style = tag.attr("style-name").unwrap_or_default();
                let outer = self.runs.last().cloned().unwrap_or_default();
                let own = self.styles.text("text", &style);
                let mut run = Run { hidden: outer.hidden || self.styles.hides("text", &style), ..outer };
                run.style.strong |= own.strong;
                run.style.emphasis |= own.emphasis;
                run.style.strike |= own.strike;
                run.style.code |= own.code;
                self.runs.push(run);
            }
            "a" => {
                let link = tag.attr_ns("xlink", "href").map(|link| link.into_owned());
                let outer = self.runs.last().cloned().unwrap_or_default();
                self.runs.push(Run { link, ..outer });
            }
            "s" => self.write(&" ".repeat(tag.number("c").unwrap_or(1usize).min(BLANKS_MAX)), true),
            "tab" => self.write("\t", true),
            "line-break" => self.write("\n", true),
            "soft-page-break" => self.break_page(),
            "list" => self.begin_list(tag),
            "list-item" => {
                if let Some(list) = self.lists.last_mut() {
                    list.begins_item = true;
                    list.next = tag.number("start-value");
                }
            }
            "note" => {
                let is_endnote = tag.attr("note-class").is_some_and(|class| class == "endnote");
                self.notes.push(NoteInMaking { is_endnote, ..NoteInMaking::default() });
                self.flows.push(Flow::default());
            }
            "section" => {
                let style = tag.attr("style-name").unwrap_or_default();
                let hidden = tag.attr("display").is_some_and(|display| display != "true")
                    || self.styles.hides("section", &style);
                // A section inside a hidden one counts, so that its end does not show the rest.
                self.hidden_sections += usize::from(hidden || self.hidden_sections > 0);
            }
            "hidden-text" | "hidden-paragraph" => {
                let run = Run { hidden: true, ..self.runs.last().cloned().unwrap_or_default() };
                self.runs.push(run);
            }
            // Deleted text, the sign of a note, the reading of a word, and numbers of pages.
            "tracked-changes"
            | "note-citation"
            | "ruby-text"
            | "page-number"
            | "page-count"
            | "sequence-decls"
            | "variable-decls"
            | "user-field-decls"
            | "table-of-content-source" => self.skipped = 1,
            _ => {}
        }
    }

    fn begin_list(&mut self, tag: &Tag<'_>) {
        let style = tag.attr("style-name").map(|style| style.into_owned());
        let style = style.or_else(|| self.lists.last().and_then(|list| list.style.clone()));
        let goes_on = tag.attr("continue-numbering").is_some_and(|goes_on| goes_on == "true")
            || tag.attr("continue-list").is_some();
        let last = if goes_on { style.as_ref().and_then(|style| self.counted.get(style)).copied() } else { None };
        self.list_ids += 1;
        self.lists.push(List { style, last, id: self.list_ids, ..List::default() });
    }

    fn start_table(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "table" => self.tables.push(TableBuilder::default()),
            "table-row" => self.tables.last_mut().into_iter().for_each(TableBuilder::begin_row),
            "table-cell" => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_cell();
                    table.cell_spans(tag.number("number-columns-spanned").unwrap_or(1));
                    table.cell_covers_rows(tag.number("number-rows-spanned").unwrap_or(1).clamp(1, 10_000));
                    // Empty cells are written once for all that they stand for.
                    let repeated = tag.number("number-columns-repeated").unwrap_or(1u32).min(REPEATED_MAX);
                    (1..repeated).for_each(|_| {
                        table.end_cell(Flow::default());
                        table.begin_cell();
                    });
                    self.flows.push(Flow::default());
                }
            }
            "table-header-rows" => self.tables.last_mut().into_iter().for_each(TableBuilder::begin_headers),
            _ => {}
        }
    }

    fn start_drawing(&mut self, tag: &Tag<'_>, output: &mut Output<'_>) -> Result<()> {
        match (tag.ns, tag.name) {
            ("draw", "page") => self.begin_slide(tag),
            (
                "draw",
                "frame" | "custom-shape" | "g" | "rect" | "ellipse" | "line" | "connector" | "path" | "polygon"
                | "caption",
            ) => {
                if tag.name == "frame" {
                    self.picture = Picture::default();
                }
                if self.on_slide() {
                    self.begin_shape(tag);
                } else if tag.name != "frame" {
                    self.flows.push(Flow::default());
                }
            }
            ("draw", "text-box") if !self.on_slide() => self.flows.push(Flow::default()),
            ("draw", "image") => {
                let target = tag.attr_ns("xlink", "href").unwrap_or_default();
                // A frame may hold a picture of its object as well; the object comes first.
                if !target.contains("ObjectReplacements") {
                    self.picture.target = target.rsplit('/').next().unwrap_or_default().to_owned();
                }
            }
            ("draw", "object") => {
                let target = tag.attr_ns("xlink", "href").unwrap_or_default();
                let part = format!("{}/content.xml", target.trim_start_matches("./").trim_end_matches('/'));
                match self.object(&part, output) {
                    Ok(Some(block)) => self.place(vec![block]),
                    Ok(None) => {}
                    Err(error @ crate::Error::LimitExceeded { .. }) => return Err(error),
                    Err(_damage) => output.warn(WarningKind::Damaged, part),
                }
            }
            ("svg", "title" | "desc") => {
                (self.picture.in_words, self.picture.in_alt) = (true, self.picture.alt.trim().is_empty());
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn end(&mut self, name: (&str, &str), output: &mut Output<'_>) -> Result<()> {
        match name {
            ("text", "p" | "h") => self.end_paragraph(),
            ("text", "span" | "a" | "hidden-text" | "hidden-paragraph") => {
                self.runs.pop();
            }
            ("text", "list") => {
                self.lists.pop();
            }
            ("text", "list-item") => self.lists.last_mut().into_iter().for_each(|list| list.begins_item = false),
            ("text", "note") | ("office", "annotation") => return self.end_note(output),
            ("text", "section") => self.hidden_sections = self.hidden_sections.saturating_sub(1),
            ("dc", _) => {
                if let Some(note) = self.notes.last_mut() {
                    (note.in_author, note.in_date) = (false, false);
                }
            }
            ("table", _) => self.end_table(name.1),
            ("draw", "page") => return self.end_slide(output),
            ("draw", "text-box") if !self.on_slide() => self.end_box(),
            (
                "draw",
                "frame" | "custom-shape" | "g" | "rect" | "ellipse" | "line" | "connector" | "path" | "polygon"
                | "caption",
            ) => {
                if name.1 == "frame" {
                    self.end_picture();
                }
                if self.on_slide() {
                    self.end_shape();
                } else if name.1 != "frame" {
                    self.end_box();
                }
            }
            ("svg", "title" | "desc") => self.picture.in_words = false,
            ("presentation", "notes") => self.set_in_notes(false),
            _ => {}
        }
        Ok(())
    }

    fn end_table(&mut self, name: &str) {
        match name {
            "table-cell" if self.flows.len() > 1 => {
                let cell = self.flows.pop().unwrap_or_default();
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell(cell);
                }
            }
            "table-row" => self.tables.last_mut().into_iter().for_each(TableBuilder::end_row),
            "table-header-rows" => self.tables.last_mut().into_iter().for_each(TableBuilder::end_headers),
            "table" => {
                let blocks = self.tables.pop().map(TableBuilder::finish).unwrap_or_default();
                self.place(blocks);
            }
            _ => {}
        }
    }

    fn end_box(&mut self) {
        if self.flows.len() > 1 {
            let blocks = self.flows.pop().unwrap_or_default().finish();
            self.place(blocks);
        }
    }

    fn end_picture(&mut self) {
        let Picture { target, alt, .. } = std::mem::take(&mut self.picture);
        if !target.is_empty() {
            self.place(vec![Block::new(BlockKind::Image { alt: alt.trim().to_owned(), target })]);
        }
    }

    /// What an object inside the document says: a formula, or the table that a chart was drawn from.
    fn object(&self, part: &str, output: &Output<'_>) -> Result<Option<Block>> {
        let Some(source) = self.package.part(part)? else { return Ok(None) };
        let mut xml = Xml::new(source, part, output.limits())?;
        let (mut formula, mut signs) = (String::new(), String::new());
        let (mut is_formula, mut in_annotation, mut in_cell) = (false, false, false);
        let mut table: Option<TableBuilder> = None;
        let mut text = String::new();
        loop {
            match xml.next()? {
                Event::Start(tag) => match (tag.ns, tag.name) {
                    ("math", "annotation") => in_annotation = true,
                    ("math", _) => is_formula = true,
                    ("table", "table") => table = Some(TableBuilder::default()),
                    ("table", "table-row") => table.iter_mut().for_each(TableBuilder::begin_row),
                    ("table", "table-cell") => {
                        table.iter_mut().for_each(TableBuilder::begin_cell);
                        in_cell = true;
                    }
                    _ => {}
                },
                Event::Text(piece) if in_annotation => formula.push_str(piece),
                Event::Text(piece) if is_formula => signs.push_str(piece.trim()),
                Event::Text(piece) if in_cell => text.push_str(piece),
                Event::End("math", "annotation") => in_annotation = false,
                Event::End("table", "table-cell") => {
                    in_cell = false;
                    let mut flow = Flow::default();
                    flow.push(Block::paragraph(std::mem::take(&mut text).trim()));
                    if let Some(table) = &mut table {
                        table.end_cell(flow);
                    }
                }
                Event::End("table", "table-row") => table.iter_mut().for_each(TableBuilder::end_row),
                Event::Eof => break,
                Event::End(..) | Event::Text(_) => {}
            }
        }
        if is_formula {
            let formula = if formula.trim().is_empty() { signs } else { formula };
            return Ok(Some(Block::new(BlockKind::Math(formula.trim().to_owned()))));
        }
        Ok(table.and_then(|table| table.finish().into_iter().next()))
    }
}

//! Markdown: parsed into blocks, each with its place in the file.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::encoding::Decoded;
use crate::{
    Block, BlockKind, Cell, ListItem, Metadata, Note, Output, Result, Span, Style, Table, readers::html, spans,
};

/// Reads Markdown with the extensions of GitHub, footnotes, formulas and front matter.
pub(crate) fn read(decoded: &Decoded<'_>, output: &mut Output<'_>) -> Result<()> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader { offset: decoded.offset, ..Reader::default() };
    for (event, place) in Parser::new_ext(&decoded.text, options).into_offset_iter() {
        reader.event(event, place, output)?;
    }
    reader.end_list(decoded.text.len(), output)
}

#[derive(Default)]
struct Reader {
    offset: Option<usize>,
    /// The text of the paragraph, heading or cell that is being read.
    text: Vec<Span>,
    strong: usize,
    emphasis: usize,
    strike: usize,
    links: Vec<String>,
    quotes: usize,
    /// The numbers of the lists that are open, outermost first.
    lists: Vec<Option<u64>>,
    /// Items of the outermost list so far, and where it or its rest begins.
    items: Vec<ListItem>,
    list_from: usize,
    table: Option<Table>,
    note: Option<Note>,
    /// Text of code, front matter or HTML, which is taken as it stands.
    raw: Option<String>,
    language: Option<String>,
    /// Pictures in the paragraph, and whether there is anything beside them.
    images: Vec<(String, String)>,
    image: Option<String>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, place: Range<usize>, output: &mut Output<'_>) -> Result<()> {
        match event {
            Event::Start(tag) => self.start(tag, place, output)?,
            Event::End(tag) => self.end(tag, place, output)?,
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.styled(&text, Style { code: true, ..self.style() }),
            Event::InlineMath(text) => self.styled(&text, Style { math: true, ..self.style() }),
            Event::DisplayMath(text) => self.styled(&text, Style { math: true, ..self.style() }),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.text("\n"),
            Event::InlineHtml(html) if html.starts_with("<br") => self.text("\n"),
            Event::Html(html) => self.text(&html),
            Event::InlineHtml(_) | Event::Rule => {}
            Event::FootnoteReference(label) => self.text.push(Span::note(label.to_string())),
            Event::TaskListMarker(done) => self.text(if done { "[x] " } else { "[ ] " }),
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>, place: Range<usize>, output: &mut Output<'_>) -> Result<()> {
        match tag {
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strikethrough => self.strike += 1,
            Tag::Link { dest_url, .. } => self.links.push(dest_url.to_string()),
            Tag::Image { dest_url, .. } => {
                self.image = Some(String::new());
                self.images.push((String::new(), dest_url.to_string()));
            }
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::List(number) => {
                self.end_text();
                if self.lists.is_empty() {
                    self.list_from = place.start;
                }
                self.lists.push(number);
            }
            Tag::Item => {
                let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
                let number = self.lists.last().copied().flatten();
                if let Some(Some(next)) = self.lists.last_mut() {
                    *next += 1;
                }
                self.items.push(ListItem { depth, number, text: Vec::new() });
            }
            Tag::CodeBlock(kind) => {
                self.end_list(place.start, output)?;
                self.raw = Some(String::new());
                self.language = language(&kind);
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.end_list(place.start, output)?;
                self.raw = Some(String::new());
            }
            Tag::Table(_) => {
                self.end_list(place.start, output)?;
                self.table = Some(Table::new(1));
            }
            Tag::FootnoteDefinition(label) => {
                self.end_list(place.start, output)?;
                self.note = Some(Note { label: label.to_string(), text: Vec::new() });
            }
            Tag::Heading { .. } => self.end_list(place.start, output)?,
            Tag::Paragraph
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd, place: Range<usize>, output: &mut Output<'_>) -> Result<()> {
        match tag {
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strikethrough => self.strike = self.strike.saturating_sub(1),
            TagEnd::Link => drop(self.links.pop()),
            TagEnd::Image => self.end_image(),
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.end_list(place.end, output)?;
                }
            }
            TagEnd::Item => self.end_text(),
            TagEnd::Paragraph => self.end_paragraph(place, output)?,
            TagEnd::Heading(level) => {
                let text = self.take();
                self.push(BlockKind::Heading { level: level as u8, text }, place, output)?;
            }
            TagEnd::CodeBlock => self.end_code(place, output)?,
            TagEnd::HtmlBlock => {
                let html = self.raw.take().unwrap_or_default();
                html::read_html(&html, &html::Page::default(), output)?;
            }
            TagEnd::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle) => {
                front_matter(&self.raw.take().unwrap_or_default(), &mut output.document().metadata);
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.push(BlockKind::Table(table), place, output)?;
                }
            }
            TagEnd::TableCell => {
                let text = self.take();
                if let Some(table) = &mut self.table {
                    table.push(Cell { text, columns: 1, rows: 1 });
                }
            }
            TagEnd::FootnoteDefinition => {
                self.end_text();
                if let Some(note) = self.note.take() {
                    output.note(note)?;
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => self.table.iter_mut().for_each(Table::end_row),
            TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
        Ok(())
    }

    fn style(&self) -> Style {
        Style { strong: self.strong > 0, emphasis: self.emphasis > 0, strike: self.strike > 0, ..Style::default() }
    }

    fn text(&mut self, text: &str) {
        if let Some(raw) = &mut self.raw {
            raw.push_str(text);
        } else if let Some(alt) = &mut self.image {
            alt.push_str(text);
        } else {
            self.styled(text, self.style());
        }
    }

    fn styled(&mut self, text: &str, style: Style) {
        spans::append(&mut self.text, text, style, self.links.last().map(String::as_str));
    }

    fn take(&mut self) -> Vec<Span> {
        for (alt, target) in std::mem::take(&mut self.images) {
            spans::append(&mut self.text, &alt, Style::default(), Some(&target));
        }
        let mut text = std::mem::take(&mut self.text);
        spans::trim(&mut text);
        text
    }

    /// A picture in running text is its description with a link; alone it is a block.
    fn end_image(&mut self) {
        let alt = self.image.take().unwrap_or_default();
        if let Some(image) = self.images.last_mut() {
            image.0 = alt;
        }
        let alone = self.text.iter().all(|span| span.text.trim().is_empty() && span.note.is_none());
        if !alone || !self.lists.is_empty() || self.table.is_some() {
            for (alt, target) in std::mem::take(&mut self.images) {
                spans::append(&mut self.text, &alt, Style::default(), Some(&target));
            }
        }
    }

    fn end_paragraph(&mut self, place: Range<usize>, output: &mut Output<'_>) -> Result<()> {
        if self.note.is_some() || !self.lists.is_empty() {
            self.end_text();
            return Ok(());
        }
        let images = std::mem::take(&mut self.images);
        for (alt, target) in images {
            self.push(BlockKind::Image { alt, target }, place.clone(), output)?;
        }
        let text = self.take();
        match text.as_slice() {
            [] => Ok(()),
            [Span { text: formula, style: Style { math: true, .. }, .. }] => {
                self.push(BlockKind::Math(formula.clone()), place, output)
            }
            _ if self.quotes > 0 => self.push(BlockKind::Quote(text), place, output),
            _ => self.push(BlockKind::Paragraph(text), place, output),
        }
    }

    fn end_code(&mut self, place: Range<usize>, output: &mut Output<'_>) -> Result<()> {
        let text = self.raw.take().unwrap_or_default();
        let text = text.trim_end_matches('\n').to_owned();
        let language = self.language.take();
        self.list_from = place.end;
        self.push(BlockKind::Code { language, text }, place, output)
    }

    /// Ends the text of an item or a note; a further paragraph of it begins a line.
    fn end_text(&mut self) {
        let text = self.take();
        if text.is_empty() {
            return;
        }
        let depth = self.lists.len().checked_sub(1).map(|depth| u8::try_from(depth).unwrap_or(u8::MAX));
        if let Some(depth) = depth.filter(|_| self.items.is_empty()) {
            // The rest of an item whose beginning stands above a block of code.
            self.items.push(ListItem { depth, number: None, text: Vec::new() });
        }
        let target = match (&mut self.note, self.items.last_mut()) {
            (_, Some(item)) => &mut item.text,
            (Some(note), None) => &mut note.text,
            (None, None) => return,
        };
        if !target.is_empty() {
            spans::append(target, "\n", Style::default(), None);
        }
        spans::extend(target, text);
    }

    /// Ends the list, or its part above a block that an item cannot hold.
    fn end_list(&mut self, at: usize, output: &mut Output<'_>) -> Result<()> {
        self.end_text();
        let mut items = std::mem::take(&mut self.items);
        items.retain(|item| !item.text.is_empty());
        let place = self.list_from..at;
        self.list_from = at;
        if items.is_empty() {
            return Ok(());
        }
        if let Some(note) = &mut self.note {
            for item in items {
                spans::append(&mut note.text, "\n- ", Style::default(), None);
                note.text.extend(item.text);
            }
            return Ok(());
        }
        self.push(BlockKind::List(items), place, output)
    }

    fn push(&mut self, kind: BlockKind, place: Range<usize>, output: &mut Output<'_>) -> Result<()> {
        let source = self.offset.map(|offset| place.start + offset..place.end + offset);
        output.push(Block { source, ..Block::new(kind) })
    }
}

fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    match kind {
        CodeBlockKind::Indented => None,
        CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().map(str::to_owned),
    }
    .filter(|language| !language.is_empty())
}

/// The lines `key: value` at the head of a file; what is nested deeper says nothing to a reader.
fn front_matter(text: &str, metadata: &mut Metadata) {
    for line in text.lines().filter(|line| !line.starts_with([' ', '\t', '-', '#'])) {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        if value.is_empty() {
            continue;
        }
        match key.trim().to_ascii_lowercase().as_str() {
            "title" => metadata.title = Some(value.to_owned()),
            "author" | "authors" => {
                let names = value.trim_matches(['[', ']']).split(',');
                metadata.authors = names.map(|name| name.trim().trim_matches(['"', '\'']).to_owned()).collect();
            }
            "date" | "created" => metadata.created = Some(value.to_owned()),
            "updated" | "modified" | "lastmod" => metadata.modified = Some(value.to_owned()),
            "lang" | "language" => metadata.language = Some(value.to_owned()),
            key => metadata.other.push((key.to_owned(), value.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests;

//! What each element of a story does.

use super::{
    fields::{Field, symbol},
    paragraph::Paragraph,
    run::{Run, is_shaded},
    story::{NoteKind, Story, TextKind},
};
use crate::{
    Block, BlockKind, Output, Result, Span, Style, WarningKind,
    readers::{
        flow::Flow,
        ooxml::{self, drawing, math::Formula},
        table::TableBuilder,
    },
    xml::Tag,
};

impl Story<'_, '_> {
    pub(super) fn start(&mut self, tag: &Tag<'_>, output: &mut Output<'_>) -> Result<()> {
        if let Some(formula) = &mut self.formula {
            // Properties of Word inside a formula say nothing about it, but its deletions do.
            match (tag.ns, tag.name) {
                ("m", _) => formula.start(tag),
                ("w", "ins" | "moveTo" | "t") => {}
                _ => self.skipped = 1,
            }
            return Ok(());
        }
        match tag.ns {
            "w" if self.is_passed_over(tag) => self.skipped = 1,
            "w" if self.in_paragraph_properties => self.start_paragraph_property(tag),
            "w" => return self.start_word(tag, output),
            "m" if matches!(tag.name, "oMath" | "oMathPara") => {
                let mut formula = Formula::default();
                formula.start(tag);
                self.formula = Some(formula);
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.display_math |= tag.name == "oMathPara";
                }
            }
            "mc" => self.start_alternative(tag),
            _ => return self.start_drawing(tag, output),
        }
        Ok(())
    }

    /// Deletions, earlier states of properties, and what stands beside the content of a control.
    fn is_passed_over(&mut self, tag: &Tag<'_>) -> bool {
        match (tag.parent.1, tag.name) {
            ("rPr", "del" | "moveFrom") => {
                let paragraph = self.paragraphs.last_mut().filter(|_| self.in_paragraph_properties);
                paragraph.into_iter().for_each(|paragraph| paragraph.joins_next = true);
                true
            }
            ("trPr", "del") => {
                self.tables.last_mut().into_iter().for_each(TableBuilder::row_is_deleted);
                true
            }
            (_, "del" | "moveFrom" | "delText" | "delInstrText" | "sdtPr" | "sdtEndPr" | "rt" | "cellDel") => true,
            (_, name) => name.ends_with("Change"),
        }
    }

    fn start_paragraph_property(&mut self, tag: &Tag<'_>) {
        let breaks = (tag.parent.1, tag.name) == ("pPr", "pageBreakBefore") && tag.on();
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match (tag.parent.1, tag.name) {
            ("pPr", "pStyle") => paragraph.style = tag.attr("val").map(|style| style.into_owned()),
            ("pPr", "outlineLvl") => paragraph.outline = tag.number("val"),
            ("pPr", "shd") => paragraph.shaded = is_shaded(tag),
            ("numPr", "numId") => paragraph.list = tag.number("val"),
            ("numPr", "ilvl") => paragraph.level = tag.number("val"),
            _ if breaks => self.break_page(),
            _ => {}
        }
    }

    fn start_word(&mut self, tag: &Tag<'_>, output: &mut Output<'_>) -> Result<()> {
        match tag.name {
            "p" => self.begin_paragraph(),
            "pPr" => self.in_paragraph_properties = true,
            "r" => self.runs.push(Run::default()),
            "t" => self.text = TextKind::Content,
            "instrText" => self.text = TextKind::Instruction,
            "tab" | "ptab" if tag.parent.1 == "r" => self.write("\t"),
            "br" if tag.attr("type").is_some_and(|kind| kind == "page") => self.break_page(),
            "br" | "cr" if tag.parent.1 == "r" => self.write("\n"),
            "lastRenderedPageBreak" => self.break_page(),
            "noBreakHyphen" => self.write("-"),
            "sym" => {
                let (font, code) = (tag.attr("font").unwrap_or_default(), tag.attr("char").unwrap_or_default());
                match symbol(&font, &code) {
                    Some(character) => self.write(character.encode_utf8(&mut [0; 4])),
                    None => output.warn(WarningKind::Unmapped, format!("a symbol of {font}")),
                }
            }
            "fldChar" => self.field_character(&tag.attr("fldCharType").unwrap_or_default()),
            "fldSimple" => {
                let instruction = tag.attr("instr").unwrap_or_default().into_owned();
                let mut field = Field { instruction, ..Field::default() };
                field.begin_result();
                self.fields.push(field);
            }
            "hyperlink" => self.begin_link(tag),
            "footnoteReference" => return self.refer(NoteKind::Foot, &tag.attr("id").unwrap_or_default(), output),
            "endnoteReference" => return self.refer(NoteKind::End, &tag.attr("id").unwrap_or_default(), output),
            "commentReference" => return self.refer(NoteKind::Comment, &tag.attr("id").unwrap_or_default(), output),
            "footnote" | "endnote" | "comment" => self.begin_note(tag),
            "txbxContent" => self.flows.push(Flow::default()),
            "altChunk" => output.warn(WarningKind::Skipped, "an embedded document"),
            _ if matches!(tag.parent.1, "rPr") => {
                if let Some(run) = self.runs.last_mut() {
                    run.set(tag, &self.shared.styles);
                }
            }
            _ => self.start_table(tag),
        }
        Ok(())
    }

    fn start_table(&mut self, tag: &Tag<'_>) {
        if tag.name == "tbl" {
            self.end_carried();
            self.tables.push(TableBuilder::default());
            return;
        }
        if tag.name == "tc" {
            self.flows.push(Flow::default());
        }
        let row_begins = tag.name == "tr";
        let Some(table) = self.tables.last_mut() else { return };
        match (tag.parent.1, tag.name) {
            (_, "tr") => table.begin_row(),
            (_, "tc") => table.begin_cell(),
            ("tblPr", "tblLook") => {
                let bit = tag
                    .attr("val")
                    .and_then(|bits| u32::from_str_radix(&bits, 16).ok())
                    .is_some_and(|bits| bits & 0x20 != 0);
                if tag.attr("firstRow").map_or(bit, |first| matches!(first.as_ref(), "1" | "true" | "on")) {
                    table.says_first_row_is_header();
                }
            }
            ("trPr", "gridBefore") => table.skip_columns(tag.number("val").unwrap_or(0)),
            ("trPr", "tblHeader") if tag.on() => table.row_is_header(),
            ("tcPr", "gridSpan") => table.cell_spans(tag.number("val").unwrap_or(1)),
            ("tcPr", "vMerge") => table.cell_merges(true, tag.attr("val").is_some_and(|value| value == "restart")),
            ("tcPr", "hMerge") => table.cell_merges(false, tag.attr("val").is_some_and(|value| value == "restart")),
            _ => {}
        }
        if row_begins && self.tables.len() == 1 {
            self.row_has_break = false;
        }
    }

    fn start_alternative(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "AlternateContent" => self.alternatives.push(false),
            "Choice" => {
                let understood = ooxml::understands(&tag.attr("Requires").unwrap_or_default());
                match self.alternatives.last_mut() {
                    Some(taken) if !*taken && understood => *taken = true,
                    _ => self.skipped = 1,
                }
            }
            "Fallback" if self.alternatives.last() == Some(&true) => self.skipped = 1,
            _ => {}
        }
    }

    fn start_drawing(&mut self, tag: &Tag<'_>, output: &mut Output<'_>) -> Result<()> {
        let part = |id: Option<std::borrow::Cow<'_, str>>| {
            id.and_then(|id| self.relationships.get(&id)).map(|found| found.target.clone())
        };
        match (tag.ns, tag.name) {
            ("wp", "docPr") => {
                let said = tag.attr("descr").filter(|text| !text.trim().is_empty());
                self.alt = said.or(tag.attr("title")).unwrap_or_default().trim().to_owned();
            }
            ("v", "shape") => self.alt = tag.attr("alt").unwrap_or_default().trim().to_owned(),
            ("a", "blip") => {
                let target = part(tag.attr_ns("r", "embed").or(tag.attr_ns("r", "link"))).unwrap_or_default();
                self.push_picture(target);
            }
            ("v", "imagedata") => {
                let target = part(tag.attr_ns("r", "id")).unwrap_or_default();
                if let (true, Some(title)) = (self.alt.is_empty(), tag.attr_ns("o", "title")) {
                    self.alt = title.into_owned();
                }
                self.push_picture(target);
            }
            ("a", "t") => self.text = TextKind::Content,
            ("c", "chart") => {
                if let Some(name) = part(tag.attr_ns("r", "id")) {
                    return self
                        .beside(&name, output, |story, out| drawing::chart(story.shared.package, &name, out.limits()));
                }
            }
            ("dgm", "relIds") => {
                if let Some(name) = part(tag.attr_ns("r", "dm")) {
                    return self.beside(&name, output, |story, out| {
                        drawing::diagram(story.shared.package, &name, out.limits())
                    });
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn push_picture(&mut self, target: String) {
        let alt = std::mem::take(&mut self.alt);
        let target = target.rsplit('/').next().unwrap_or_default().to_owned();
        if let Some(paragraph) = self.paragraphs.last_mut()
            && (!alt.is_empty() || !target.is_empty())
        {
            paragraph.after.push(Block::new(BlockKind::Image { alt, target }));
        }
    }

    fn begin_paragraph(&mut self) {
        // A paragraph whose end was deleted goes on here, in the setting of this one.
        let carried = self.carried.take_if(|(depth, _)| *depth == self.flows.len()).map(|(_, carried)| carried);
        let Paragraph { text, hidden, before, after, .. } = carried.unwrap_or_default();
        self.paragraphs.push(Paragraph { text, hidden, before, after, ..Paragraph::default() });
    }

    fn begin_link(&mut self, tag: &Tag<'_>) {
        let address =
            tag.attr_ns("r", "id").and_then(|id| self.relationships.get(&id)).map(|found| found.target.clone());
        let anchor = tag.attr("anchor").map(|anchor| format!("#{anchor}"));
        self.links.push(match (address, anchor) {
            (Some(address), Some(anchor)) if !address.contains('#') => Some(address + &anchor),
            (address, anchor) => address.or(anchor),
        });
    }

    fn begin_note(&mut self, tag: &Tag<'_>) {
        // Separators are lines, not notes.
        if tag.attr("type").is_some_and(|kind| kind.to_lowercase().contains("separator")) {
            self.skipped = 1;
            return;
        }
        let kind = match tag.name {
            "footnote" => NoteKind::Foot,
            "endnote" => NoteKind::End,
            _ => NoteKind::Comment,
        };
        self.author = tag.attr("author").unwrap_or_default().trim().to_owned();
        self.notes_found.push((kind, tag.attr("id").unwrap_or_default().into_owned(), Vec::new()));
        self.flows.push(Flow::default());
    }

    fn field_character(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(Field::default()),
            "separate" => self.fields.last_mut().into_iter().for_each(Field::begin_result),
            "end" => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: (&str, &str)) {
        if name.0 == "w" && matches!(name.1, "t" | "ins" | "moveTo") && self.formula.is_some() {
            return;
        }
        if let Some(formula) = &mut self.formula {
            if let Some(latex) = formula.end() {
                self.formula = None;
                self.page_has_text = true;
                let style = Style { math: true, ..Style::default() };
                if let (false, Some(paragraph)) = (latex.is_empty(), self.paragraphs.last_mut()) {
                    paragraph.push(Span { text: latex, style, ..Span::default() }, false);
                }
            }
            return;
        }
        match name {
            ("w", "p") => self.end_paragraph(),
            ("w", "pPr") => self.in_paragraph_properties = false,
            ("w", "t" | "instrText") | ("a", "t") => self.text = TextKind::None,
            ("a", "p") => self.write("\n"),
            ("w", "r") => {
                self.runs.pop();
            }
            ("w", "fldSimple") => {
                self.fields.pop();
            }
            ("w", "hyperlink") => {
                self.links.pop();
            }
            ("mc", "AlternateContent") => {
                self.alternatives.pop();
            }
            ("w", "txbxContent") => self.end_box(),
            ("w", "footnote" | "endnote" | "comment") => self.end_note(),
            ("w", "tc" | "tr" | "tbl") => self.end_table(name.1),
            _ => {}
        }
    }

    fn end_box(&mut self) {
        if self.flows.len() < 2 {
            return;
        }
        self.end_carried();
        let blocks = self.flows.pop().unwrap_or_default().finish();
        match self.paragraphs.last_mut() {
            Some(paragraph) => paragraph.after.extend(blocks),
            None => {
                if let Some(flow) = self.flows.last_mut() {
                    blocks.into_iter().for_each(|block| flow.push(block));
                }
            }
        }
    }

    fn end_note(&mut self) {
        if self.flows.len() < 2 {
            return;
        }
        self.end_carried();
        let blocks = self.flows.pop().unwrap_or_default().finish();
        if let Some(note) = self.notes_found.last_mut() {
            if note.0 == NoteKind::Comment && !self.author.is_empty() {
                note.2.push(Block::paragraph(format!("Comment by {}:", self.author)));
            }
            note.2.extend(blocks);
        }
    }

    fn end_table(&mut self, name: &str) {
        match name {
            "tc" if self.flows.len() > 1 => {
                self.end_carried();
                let cell = self.flows.pop().unwrap_or_default();
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell(cell);
                }
            }
            "tr" => self.tables.last_mut().into_iter().for_each(TableBuilder::end_row),
            "tbl" => {
                let Some(mut table) = self.tables.pop() else { return };
                let pages = std::mem::take(&mut table.pages);
                let blocks = table.finish();
                if let Some(flow) = self.flows.last_mut() {
                    blocks.into_iter().chain(pages).for_each(|block| flow.push(block));
                }
            }
            _ => {}
        }
    }
}

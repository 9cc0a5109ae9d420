//! One slide: its shapes with their places, text, tables, charts and pictures.

use super::{
    places::{self, Inherited, Placeholder},
    text::TextBody,
};
use crate::{
    Block, BlockKind, Cell, Error, Output, Result, Table, WarningKind,
    package::Package,
    readers::{
        flow,
        ooxml::{self, Relationships, drawing, math::Formula},
        order::{self, Item, Rect},
    },
    xml::{Event, Tag, Xml},
};

/// What a slide says.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) blocks: Vec<Block>,
    /// Footers, which other slides may repeat.
    pub(super) footers: Vec<Vec<Block>>,
    pub(super) hidden: bool,
}

/// A table in the making.
#[derive(Debug, Default)]
struct Making {
    header_rows: usize,
    rows: Vec<Vec<Cell>>,
}

/// A slide in the making.
pub(super) struct SlideReader<'s> {
    package: &'s Package<'s>,
    relationships: &'s Relationships,
    inherited: &'s Inherited,
    size: Option<(i64, i64)>,
    found: Found,
    /// The slide, and the groups that are open in it.
    groups: Vec<Group>,
    shape: Option<Shape>,
    body: Option<TextBody>,
    table: Option<Making>,
    formula: Option<(Formula, bool)>,
    alternatives: Vec<bool>,
    skipped: usize,
    in_text: bool,
}

#[derive(Debug, Default)]
struct Group {
    items: Vec<Item>,
    place: Option<Rect>,
    hidden: bool,
}

/// A shape that is open.
#[derive(Debug, Default)]
struct Shape {
    place: Option<Rect>,
    placeholder: Option<Placeholder>,
    alt: String,
    hidden: bool,
    body: Option<TextBody>,
    blocks: Vec<Block>,
}

impl<'s> SlideReader<'s> {
    pub(super) fn new(
        package: &'s Package<'s>,
        relationships: &'s Relationships,
        inherited: &'s Inherited,
        size: Option<(i64, i64)>,
    ) -> Self {
        Self {
            package,
            relationships,
            inherited,
            size,
            found: Found::default(),
            groups: vec![Group::default()],
            shape: None,
            body: None,
            table: None,
            formula: None,
            alternatives: Vec::new(),
            skipped: 0,
            in_text: false,
        }
    }

    /// Reads the slide. What a damaged one said before its damage is kept.
    pub(super) fn read(&mut self, part: &str, output: &mut Output<'_>) -> Result<()> {
        let package = self.package;
        let Some(source) = package.part(part)? else { return Err(Error::corrupt(format!("{part} is missing"))) };
        let mut xml = Xml::new(source, part, output.limits())?;
        loop {
            match xml.next() {
                Ok(Event::Start(_)) if self.skipped > 0 => self.skipped += 1,
                Ok(Event::Start(tag)) => self.start(&tag, output)?,
                Ok(Event::End(..)) if self.skipped > 0 => self.skipped -= 1,
                Ok(Event::End(ns, name)) => self.end(ns, name),
                Ok(Event::Text(text)) => self.text(text),
                Ok(Event::Eof) => return Ok(()),
                Err(Error::Corrupt { .. }) if self.groups.iter().any(|group| !group.items.is_empty()) => {
                    output.warn(WarningKind::Damaged, part);
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// What the slide says, in the order in which it is read.
    pub(super) fn finish(mut self) -> Found {
        while self.groups.len() > 1 {
            self.end_group();
        }
        let items = self.groups.pop().unwrap_or_default().items;
        Found { blocks: order::in_order(items), ..self.found }
    }

    fn start(&mut self, tag: &Tag<'_>, output: &mut Output<'_>) -> Result<()> {
        if let Some((formula, _)) = &mut self.formula {
            if tag.ns == "m" {
                formula.start(tag);
            } else {
                self.skipped = 1;
            }
            return Ok(());
        }
        match (tag.ns, tag.name) {
            ("p", "sld") => {
                self.found.hidden = tag.attr("show").is_some_and(|show| matches!(show.as_ref(), "0" | "false"))
            }
            ("p", "grpSp") => self.groups.push(Group::default()),
            ("p", "sp" | "pic" | "graphicFrame" | "cxnSp") => self.shape = Some(Shape::default()),
            ("p", "txBody") | ("a", "txBody") => self.body = Some(TextBody::default()),
            ("p", "timing" | "transition" | "extLst" | "custDataLst") | ("a", "extLst") => self.skipped = 1,
            ("mc", _) => self.start_alternative(tag),
            ("m", "oMath" | "oMathPara") => {
                let mut formula = Formula::default();
                formula.start(tag);
                self.formula = Some((formula, tag.name == "oMathPara"));
            }
            ("a", "t") => self.in_text = true,
            ("a", "off" | "ext") if tag.parent.1 == "xfrm" => self.set_place(tag),
            ("a", "tbl" | "tblPr" | "tr" | "tc") => self.start_table(tag),
            ("a", _) if self.body.is_some() => {
                if let Some(body) = &mut self.body {
                    body.start(tag, self.relationships);
                }
            }
            _ => return self.start_in_shape(tag, output),
        }
        Ok(())
    }

    fn start_in_shape(&mut self, tag: &Tag<'_>, output: &mut Output<'_>) -> Result<()> {
        if (tag.ns, tag.name) == ("p", "cNvPr") {
            let hidden = tag.attr("hidden").is_some_and(|hidden| matches!(hidden.as_ref(), "1" | "true"));
            match (&mut self.shape, self.groups.last_mut()) {
                (Some(shape), _) => {
                    shape.hidden = hidden;
                    shape.alt = tag.attr("descr").unwrap_or_default().trim().to_owned();
                }
                (None, Some(group)) => group.hidden = hidden,
                (None, None) => {}
            }
            return Ok(());
        }
        let Some(shape) = &mut self.shape else { return Ok(()) };
        let target = |name: &str| {
            tag.attr_ns("r", name).and_then(|id| self.relationships.get(&id)).map(|found| found.target.as_str())
        };
        let blocks = match (tag.ns, tag.name) {
            ("p", "ph") => {
                shape.placeholder = Some(Placeholder::of(tag));
                return Ok(());
            }
            ("a", "blip") if tag.parent == ("p", "blipFill") => {
                let target = target("embed").or(target("link")).unwrap_or_default();
                let target = target.rsplit('/').next().unwrap_or_default().to_owned();
                Ok(vec![Block::new(BlockKind::Image { alt: shape.alt.clone(), target })])
            }
            ("c", "chart") => {
                target("id").map_or(Ok(Vec::new()), |part| drawing::chart(self.package, part, output.limits()))
            }
            ("dgm", "relIds") => {
                target("dm").map_or(Ok(Vec::new()), |part| drawing::diagram(self.package, part, output.limits()))
            }
            _ => return Ok(()),
        };
        match blocks {
            Ok(blocks) => shape.blocks.extend(blocks),
            Err(error @ Error::LimitExceeded { .. }) => return Err(error),
            Err(_damage) => output.warn(WarningKind::Damaged, "a chart or a diagram"),
        }
        Ok(())
    }

    fn start_alternative(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "AlternateContent" => self.alternatives.push(false),
            "Choice" => match self.alternatives.last_mut() {
                Some(taken) if !*taken && ooxml::understands(&tag.attr("Requires").unwrap_or_default()) => {
                    *taken = true
                }
                _ => self.skipped = 1,
            },
            "Fallback" if self.alternatives.last() == Some(&true) => self.skipped = 1,
            _ => {}
        }
    }

    fn set_place(&mut self, tag: &Tag<'_>) {
        let place = match (&mut self.shape, self.groups.last_mut()) {
            (Some(shape), _) => &mut shape.place,
            (None, Some(group)) => &mut group.place,
            (None, None) => return,
        };
        *place = Some(places::with(place.unwrap_or_default(), tag));
    }

    fn start_table(&mut self, tag: &Tag<'_>) {
        if tag.name == "tbl" {
            self.table = Some(Making::default());
        }
        let on = |name: &str| tag.attr(name).is_some_and(|value| matches!(value.as_ref(), "1" | "true"));
        let Some(table) = &mut self.table else { return };
        match tag.name {
            "tblPr" => table.header_rows = usize::from(on("firstRow")),
            "tr" => table.rows.push(Vec::new()),
            "tc" => {
                let covered = on("hMerge") || on("vMerge");
                let span = |name: &str| tag.number(name).unwrap_or(1).clamp(1, 1_000);
                // A covered cell has no columns, and goes when it ends.
                let columns = if covered { 0 } else { span("gridSpan") };
                let cell = Cell { text: Vec::new(), columns, rows: span("rowSpan") };
                table.rows.last_mut().into_iter().for_each(|row| row.push(cell.clone()));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        match (&mut self.formula, &mut self.body) {
            (Some((formula, _)), _) => formula.text(text),
            (None, Some(body)) if self.in_text => body.write(text),
            _ => {}
        }
    }

    fn end(&mut self, ns: &str, name: &str) {
        if let Some((formula, display)) = &mut self.formula {
            if let Some(latex) = formula.end() {
                if let Some(body) = &mut self.body {
                    body.write_formula(latex, *display);
                }
                self.formula = None;
            }
            return;
        }
        match (ns, name) {
            ("a", "t") => self.in_text = false,
            ("a", "r" | "fld") => self.body.iter_mut().for_each(TextBody::end_run),
            ("a", "p") => self.body.iter_mut().for_each(TextBody::end_paragraph),
            ("a", "txBody") => self.end_cell_text(),
            ("a", "tc") => {
                if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
                    row.pop_if(|cell| cell.columns == 0);
                }
            }
            ("a", "tbl") => {
                if let (Some(mut table), Some(shape)) = (self.table.take(), &mut self.shape) {
                    table.header_rows = if table.rows.len() > 1 { table.header_rows } else { 0 };
                    shape.blocks.extend(flow::table_blocks(Table::of(table.header_rows, table.rows), None));
                }
            }
            ("p", "txBody") => {
                if let Some(shape) = &mut self.shape {
                    shape.body = self.body.take();
                }
            }
            ("p", "sp" | "pic" | "graphicFrame" | "cxnSp") => self.end_shape(),
            ("p", "grpSp") if self.groups.len() > 1 => self.end_group(),
            ("mc", "AlternateContent") => {
                self.alternatives.pop();
            }
            _ => {}
        }
    }

    fn end_cell_text(&mut self) {
        let text = self.body.take().map(|body| flow::flatten(body.blocks(false))).unwrap_or_default();
        let cell = self.table.as_mut().and_then(|table| table.rows.last_mut()).and_then(|row| row.last_mut());
        cell.into_iter().for_each(|cell| cell.text = text.clone());
    }

    fn end_shape(&mut self) {
        let Some(mut shape) = self.shape.take() else { return };
        let kind = shape.placeholder.as_ref().map_or("", |placeholder| placeholder.kind.as_str()).to_owned();
        // The number of a slide and its date are not what it says.
        if matches!(kind.as_str(), "sldNum" | "dt" | "sldImg" | "hdr") {
            return;
        }
        let is_title = shape.placeholder.as_ref().is_some_and(Placeholder::is_title);
        let mut blocks = Vec::new();
        if let Some(body) = shape.body.take() {
            if is_title {
                let text = body.title();
                if !flow::is_blank(&text) {
                    blocks.push(Block::new(BlockKind::Heading { level: 1, text }));
                }
            } else {
                blocks = body.blocks(matches!(kind.as_str(), "body" | "obj"));
            }
        }
        blocks.append(&mut shape.blocks);
        if kind == "ftr" {
            self.found.footers.push(blocks);
            return;
        }
        let inherited = shape.placeholder.as_ref().and_then(|placeholder| self.inherited.place(placeholder));
        let place = shape.place.or(inherited);
        let outside = self.groups.len() == 1 && self.is_outside(place);
        if shape.hidden || outside {
            blocks.iter_mut().for_each(|block| block.hidden = true);
        }
        if let Some(group) = self.groups.last_mut().filter(|_| !blocks.is_empty()) {
            group.items.push(Item { place, is_title, blocks });
        }
    }

    /// A shape beside the slide is not shown.
    fn is_outside(&self, place: Option<Rect>) -> bool {
        let (Some((width, height)), Some(place)) = (self.size, place) else { return false };
        let beyond =
            |start: i64, length: i64, size: i64| start >= size || (length > 0 && start.saturating_add(length) <= 0);
        beyond(place.x, place.width, width) || beyond(place.y, place.height, height)
    }

    fn end_group(&mut self) {
        let Some(group) = self.groups.pop() else { return };
        let outside = self.groups.len() == 1 && self.is_outside(group.place);
        let is_title = group.items.iter().any(|item| item.is_title);
        let mut blocks = order::in_order(group.items);
        if group.hidden || outside {
            blocks.iter_mut().for_each(|block| block.hidden = true);
        }
        if let Some(outer) = self.groups.last_mut().filter(|_| !blocks.is_empty()) {
            outer.items.push(Item { place: group.place, is_title, blocks });
        }
    }
}

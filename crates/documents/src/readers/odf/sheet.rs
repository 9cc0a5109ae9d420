//! Spreadsheets of OpenDocument. A cell brings along the text that it shows, so no number is formatted here.

use super::styles::Styles;
use crate::{
    Error, Limit, Output, Result, WarningKind,
    package::Package,
    readers::sheets::grid::{Area, Grid, Sheet},
    xml::{Event, Tag, Xml},
};

/// Rows and columns of a sheet in LibreOffice; what is repeated past them says nothing.
const ROWS_MAX: u32 = 1 << 20;
const COLUMNS_MAX: u32 = 1 << 14;

/// A sheet that is open.
#[derive(Debug, Default)]
struct Current {
    name: String,
    hidden: bool,
    grid: Grid,
    row: u32,
    rows: u32,
    column: u32,
    next_column_style: u32,
    cells: Vec<CurrentCell>,
}

/// A cell of the row that is open.
#[derive(Debug, Default, Clone)]
struct CurrentCell {
    column: u32,
    repeated: u32,
    span: (u32, u32),
    text: String,
    is_text: bool,
    comment: String,
    link: Option<String>,
}

pub(super) fn read(package: &Package<'_>, part: &str, output: &mut Output<'_>) -> Result<()> {
    let mut styles = Styles::default();
    if let Err(_damage) = styles.read(package, part, output) {
        output.warn(WarningKind::Damaged, "styles");
    }
    let Some(source) = package.part(part)? else { return Err(Error::corrupt("the content is missing")) };
    let mut xml = Xml::new(source, part, output.limits())?;
    let mut sheet: Option<Current> = None;
    let (mut sheets, mut skipped, mut in_comment) = (0, 0usize, false);
    loop {
        match xml.next()? {
            Event::Start(_) if skipped > 0 => skipped += 1,
            Event::End(..) if skipped > 0 => skipped -= 1,
            Event::Text(_) if skipped > 0 => {}
            Event::Start(tag) => match (tag.ns, tag.name, &mut sheet) {
                ("table", "table", None) => {
                    let style = tag.attr("style-name").unwrap_or_default();
                    let name = tag.attr_ns("table", "name").unwrap_or_default().into_owned();
                    sheet = Some(Current { name, hidden: styles.hides("table", &style), ..Current::default() });
                    sheets += 1;
                }
                ("table", "shapes" | "tracked-changes" | "table-source", _) => skipped = 1,
                ("office", "annotation", _) => in_comment = true,
                (_, _, Some(sheet)) => sheet.start(&tag, in_comment),
                _ => {}
            },
            Event::Text(text) => {
                if let Some(cell) = sheet.as_mut().and_then(|sheet| sheet.cells.last_mut()) {
                    if in_comment { &mut cell.comment } else { &mut cell.text }.push_str(text);
                }
            }
            Event::End("office", "annotation") => in_comment = false,
            Event::End("table", "table-row") => {
                if let Some(sheet) = &mut sheet {
                    sheet.end_row(output)?;
                }
            }
            Event::End("table", "table") => {
                if let Some(sheet) = sheet.take() {
                    sheet.grid.finish(&Sheet { name: &sheet.name, hidden: sheet.hidden }, output)?;
                }
            }
            Event::Eof => break,
            Event::End(..) => {}
        }
    }
    output.document().metadata.pages = Some(sheets);
    Ok(())
}

impl Current {
    fn start(&mut self, tag: &Tag<'_>, in_comment: bool) {
        let repeated = |name: &str, most: u32| tag.number(name).unwrap_or(1u32).clamp(1, most);
        let hidden = || tag.attr("visibility").is_some_and(|visibility| visibility != "visible");
        match (tag.ns, tag.name) {
            ("table", "table-column") => {
                let (first, count) = (self.next_column_style, repeated("number-columns-repeated", COLUMNS_MAX));
                self.next_column_style = first.saturating_add(count);
                if hidden() {
                    self.grid.hide_columns(first, self.next_column_style - 1);
                }
            }
            ("table", "table-row") => {
                self.rows = repeated("number-rows-repeated", ROWS_MAX);
                (self.column, self.cells) = (0, Vec::new());
                if hidden() {
                    self.grid.hide_rows(self.row, self.row.saturating_add(self.rows - 1));
                }
            }
            ("table", "table-cell" | "covered-table-cell") => {
                let cell = CurrentCell {
                    column: self.column,
                    repeated: repeated("number-columns-repeated", COLUMNS_MAX),
                    span: (repeated("number-rows-spanned", ROWS_MAX), repeated("number-columns-spanned", COLUMNS_MAX)),
                    is_text: tag.attr_ns("office", "value-type").is_none_or(|kind| kind == "string"),
                    ..CurrentCell::default()
                };
                self.column = self.column.saturating_add(cell.repeated);
                self.cells.push(cell);
            }
            _ => {
                let Some(cell) = self.cells.last_mut() else { return };
                let text = if in_comment { &mut cell.comment } else { &mut cell.text };
                match (tag.ns, tag.name) {
                    ("text", "p") if !text.is_empty() => text.push('\n'),
                    ("text", "s") => text.extend(std::iter::repeat_n(' ', tag.number("c").unwrap_or(1usize).min(100))),
                    ("text", "tab") => text.push('\t'),
                    ("text", "line-break") => text.push('\n'),
                    ("text", "a") => cell.link = tag.attr_ns("xlink", "href").map(|link| link.into_owned()),
                    _ => {}
                }
            }
        }
    }

    /// Puts the cells of the row into the grid, as often as the row is repeated.
    fn end_row(&mut self, output: &mut Output<'_>) -> Result<()> {
        let cells: Vec<CurrentCell> = self.cells.drain(..).filter(|cell| !cell.text.trim().is_empty()).collect();
        let rows = if cells.is_empty() { 0 } else { self.rows };
        let copies: u64 = cells.iter().map(|cell| u64::from(cell.repeated) * u64::from(rows)).sum();
        if copies > output.limits().cells {
            return Err(Error::LimitExceeded { limit: Limit::Cells });
        }
        for row in self.row..self.row.saturating_add(rows) {
            for cell in &cells {
                for column in cell.column..cell.column.saturating_add(cell.repeated) {
                    self.grid.push((row, column), &cell.text, cell.is_text, output)?;
                }
                let at = (row, cell.column);
                if cell.span != (1, 1) {
                    let last = (row.saturating_add(cell.span.0 - 1), cell.column.saturating_add(cell.span.1 - 1));
                    self.grid.merge(Area { first: at, last });
                }
                cell.link.iter().for_each(|link| self.grid.link(at, link.clone()));
                if !cell.comment.trim().is_empty() {
                    self.grid.comment(at, cell.comment.trim().to_owned());
                }
            }
        }
        self.row = self.row.saturating_add(self.rows);
        Ok(())
    }
}

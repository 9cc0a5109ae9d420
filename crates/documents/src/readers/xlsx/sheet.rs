//! One sheet of a workbook: its cells, and the comments, links and charts that belong to it.

use super::Workbook;
use crate::{
    Block, Error, Output, Result, WarningKind,
    readers::{
        ooxml::{Relationships, drawing},
        sheets::grid::{self, Area, Grid, Sheet},
    },
    xml::{Event, Tag, Xml},
};

/// A cell that is open.
#[derive(Debug, Default)]
struct Current {
    row: u32,
    column: u32,
    kind: String,
    style: usize,
    value: String,
    in_value: bool,
    in_reading: bool,
}

pub(super) fn read(workbook: &Workbook<'_>, part: &str, sheet: &Sheet<'_>, output: &mut Output<'_>) -> Result<()> {
    let relationships = Relationships::of(workbook.package, part, output).unwrap_or_default();
    let Some(source) = workbook.package.part(part)? else { return Err(Error::corrupt(format!("{part} is missing"))) };
    let mut grid = Grid::default();
    if let Some(comments) = relationships.part("comments")
        && let Err(_damage) = read_comments(workbook, comments, &mut grid, output)
    {
        output.warn(WarningKind::Damaged, comments);
    }
    let mut xml = Xml::new(source, part, output.limits())?;
    let (mut current, mut next_row, mut next_column) = (Current::default(), 0, 0);
    let cut = loop {
        let event = match xml.next() {
            Ok(event) => event,
            // What was read of a damaged sheet is still its content.
            Err(Error::Corrupt { .. }) => break true,
            Err(error) => return Err(error),
        };
        match event {
            Event::Start(tag) => match tag.name {
                "row" => {
                    let row = tag.number::<u32>("r").and_then(|row| row.checked_sub(1)).unwrap_or(next_row);
                    (next_row, next_column) = (row.saturating_add(1), 0);
                    if tag.attr("hidden").is_some_and(|hidden| matches!(hidden.as_ref(), "1" | "true")) {
                        grid.hide_rows(row, row);
                    }
                }
                "c" => {
                    let at = tag.attr("r").and_then(|at| grid::position(&at));
                    let (row, column) = at.unwrap_or((next_row.saturating_sub(1), next_column));
                    next_column = column.saturating_add(1);
                    let kind = tag.attr("t").unwrap_or_default().into_owned();
                    current = Current { row, column, kind, style: tag.number("s").unwrap_or(0), ..Current::default() };
                }
                "v" | "t" => current.in_value = !current.in_reading,
                "rPh" => current.in_reading = true,
                _ => around(&tag, &relationships, &mut grid),
            },
            Event::Text(text) if current.in_value => current.value.push_str(text),
            Event::End(_, "v" | "t") => current.in_value = false,
            Event::End(_, "rPh") => current.in_reading = false,
            Event::End(_, "c") => {
                let (text, is_text) = shown(workbook, &current);
                grid.push((current.row, current.column), &text, is_text, output)?;
                current = Current::default();
            }
            Event::Eof => break false,
            Event::End(..) | Event::Text(_) => {}
        }
    };
    drop(xml);
    grid.finish(sheet, output)?;
    if cut {
        output.warn(WarningKind::Damaged, format!("the sheet {}", sheet.name));
    }
    charts(workbook, &relationships, sheet, output)
}

/// What a sheet says beside its cells.
fn around(tag: &Tag<'_>, relationships: &Relationships, grid: &mut Grid) {
    let area = || tag.attr("ref").and_then(|area| Area::parse(&area));
    match (tag.parent.1, tag.name) {
        ("cols", "col") if tag.attr("hidden").is_some_and(|hidden| matches!(hidden.as_ref(), "1" | "true")) => {
            let column = |name: &str| tag.number::<u32>(name).and_then(|column| column.checked_sub(1));
            if let (Some(first), Some(last)) = (column("min"), column("max")) {
                grid.hide_columns(first, last);
            }
        }
        ("mergeCells", "mergeCell") => area().into_iter().for_each(|area| grid.merge(area)),
        (_, "autoFilter") => area().into_iter().for_each(|area| grid.header(area.first.0)),
        ("hyperlinks", "hyperlink") => {
            let address =
                tag.attr_ns("r", "id").and_then(|id| relationships.get(&id)).map(|found| found.target.clone());
            let target = address.or_else(|| tag.attr("location").map(|place| format!("#{place}")));
            if let (Some(area), Some(target)) = (area(), target) {
                grid.link(area.first, target);
            }
        }
        _ => {}
    }
}

/// What a cell shows, and whether that is words.
fn shown(workbook: &Workbook<'_>, cell: &Current) -> (String, bool) {
    let value = cell.value.as_str();
    let text = |text: &str| (workbook.styles.show_text(cell.style, text), true);
    match cell.kind.as_str() {
        "s" => {
            value.trim().parse().ok().and_then(|index| workbook.strings.get(index)).map_or_else(Default::default, text)
        }
        "str" | "inlineStr" => text(&unescaped(value)),
        "b" => (if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(), false),
        "e" | "d" => (value.to_owned(), false),
        _ => match value.trim().parse::<f64>() {
            Ok(number) => (workbook.styles.show(cell.style, number, workbook.since_1904), false),
            Err(_) => (value.to_owned(), true),
        },
    }
}

/// Characters that XML cannot hold are written as `_x000D_`.
fn unescaped(text: &str) -> String {
    text.replace("_x000D_", "").replace("_x000A_", "\n").replace("_x0009_", "\t")
}

fn read_comments(workbook: &Workbook<'_>, part: &str, grid: &mut Grid, output: &Output<'_>) -> Result<()> {
    let Some(source) = workbook.package.part(part)? else { return Ok(()) };
    let mut xml = Xml::new(source, part, output.limits())?;
    let (mut at, mut text, mut in_text) = (None, String::new(), false);
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.name == "comment" => at = tag.attr("ref").and_then(|at| grid::position(&at)),
            Event::Start(tag) => in_text = tag.name == "t",
            Event::Text(piece) if in_text => text.push_str(piece),
            Event::End(_, "comment") => {
                let text = std::mem::take(&mut text);
                if let Some(at) = at.take().filter(|_| !text.trim().is_empty()) {
                    grid.comment(at, text.trim().to_owned());
                }
            }
            Event::End(..) => in_text = false,
            Event::Text(_) => {}
            Event::Eof => return Ok(()),
        }
    }
}

/// The charts that lie on a sheet.
fn charts(
    workbook: &Workbook<'_>,
    relationships: &Relationships,
    sheet: &Sheet<'_>,
    output: &mut Output<'_>,
) -> Result<()> {
    let Some(part) = relationships.part("drawing") else { return Ok(()) };
    let drawn = Relationships::of(workbook.package, part, output).unwrap_or_default();
    let mut parts: Vec<&str> = drawn.parts("chart").collect();
    parts.sort_unstable();
    for part in parts {
        match drawing::chart(workbook.package, part, output.limits()) {
            Ok(blocks) => {
                blocks.into_iter().try_for_each(|block: Block| output.push(Block { hidden: sheet.hidden, ..block }))?;
            }
            Err(error @ Error::LimitExceeded { .. }) => return Err(error),
            Err(_damage) => output.warn(WarningKind::Damaged, part),
        }
    }
    Ok(())
}

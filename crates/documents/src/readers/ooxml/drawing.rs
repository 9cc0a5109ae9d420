//! Charts and diagrams, which Word, Excel and PowerPoint keep in parts of their own.

use crate::{
    Block, BlockKind, Cell, Error, Limit, Limits, ListItem, Result, Span, Table,
    package::Package,
    xml::{Event, Xml},
};

/// A chart in the making.
#[derive(Debug, Default)]
struct Chart {
    title: String,
    series: Vec<Series>,
}

#[derive(Debug, Default)]
struct Series {
    name: String,
    categories: Vec<String>,
    values: Vec<String>,
}

/// Which text of a chart is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Elsewhere,
    Title,
    Name,
    Category,
    Value,
}

/// A chart as its title and a table of the values that it was last drawn with.
pub(crate) fn chart(package: &Package<'_>, part: &str, limits: &Limits) -> Result<Vec<Block>> {
    let Some(source) = package.part(part)? else { return Err(Error::corrupt(format!("{part} is missing"))) };
    let mut xml = Xml::new(source, part, limits)?;
    let mut chart = Chart::default();
    let mut place = Place::Elsewhere;
    let mut index: usize = 0;
    let mut in_text = false;
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.ns == "c" => match tag.name {
                "ser" => chart.series.push(Series::default()),
                "title" if tag.parent.1 == "chart" => place = Place::Title,
                "tx" if tag.parent.1 == "ser" => place = Place::Name,
                "cat" | "xVal" => place = Place::Category,
                "val" | "yVal" | "bubbleSize" => place = Place::Value,
                "pt" => index = tag.number("idx").unwrap_or(0),
                "v" => in_text = true,
                _ => {}
            },
            Event::Start(tag) => in_text |= (tag.ns, tag.name) == ("a", "t"),
            Event::Text(text) if in_text => chart.set(place, index, text, limits)?,
            // The text of a title stands in a `tx` of its own, which does not end it.
            Event::End("c", "tx") if place == Place::Title => {}
            Event::End("c", "title" | "tx" | "cat" | "xVal" | "val" | "yVal" | "bubbleSize") => {
                (place, index) = (Place::Elsewhere, 0);
            }
            Event::End("c", "v") | Event::End("a", "t") => in_text = false,
            Event::Eof => return Ok(chart.blocks()),
            Event::End(..) | Event::Text(_) => {}
        }
    }
}

impl Chart {
    fn set(&mut self, place: Place, index: usize, text: &str, limits: &Limits) -> Result<()> {
        let target = match (place, self.series.last_mut()) {
            (Place::Title, _) => &mut self.title,
            (Place::Name, Some(series)) => &mut series.name,
            (Place::Category, Some(series)) => slot(&mut series.categories, index, limits)?,
            (Place::Value, Some(series)) => slot(&mut series.values, index, limits)?,
            _ => return Ok(()),
        };
        target.push_str(text);
        Ok(())
    }

    fn blocks(self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if !self.title.trim().is_empty() {
            blocks.push(Block::paragraph(self.title.trim()));
        }
        let rows = self.series.iter().map(|series| series.values.len().max(series.categories.len())).max().unwrap_or(0);
        if rows == 0 {
            return blocks;
        }
        let categories = self.series.iter().map(|series| &series.categories).find(|found| !found.is_empty());
        let cells = |first: &str, rest: &dyn Fn(&Series) -> String| -> Vec<Cell> {
            let rest = self.series.iter().map(|series| Cell::plain(rest(series)));
            std::iter::once(Cell::plain(first)).chain(rest).collect()
        };
        let mut table = Table::of(1, [cells("", &|series| series.name.clone())]);
        for row in 0..rows {
            let category = categories.and_then(|found| found.get(row)).map_or("", String::as_str);
            table.push_row(cells(category, &|series| {
                series.values.get(row).map(|value| number(value)).unwrap_or_default()
            }));
        }
        blocks.push(Block::new(BlockKind::Table(table)));
        blocks
    }
}

/// The point of this index. Its number is the file's word, so it is held to the limit on cells.
fn slot<'s>(points: &'s mut Vec<String>, index: usize, limits: &Limits) -> Result<&'s mut String> {
    /// Points of one series; a chart shows fewer than a sheet has rows.
    const POINTS_MAX: usize = 100_000;
    if index >= POINTS_MAX || index as u64 >= limits.cells {
        return Err(Error::LimitExceeded { limit: Limit::Cells });
    }
    if points.len() <= index {
        points.resize(index + 1, String::new());
    }
    points.get_mut(index).ok_or(Error::LimitExceeded { limit: Limit::Cells })
}

/// A number without the noise of binary fractions: `0.30000000000000004` is 0.3.
fn number(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && text.len() > 15 => {
            let rounded = format!("{value:.10}");
            rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => text.to_owned(),
    }
}

/// The texts of a diagram (SmartArt) as a list, in the order of its data.
pub(crate) fn diagram(package: &Package<'_>, part: &str, limits: &Limits) -> Result<Vec<Block>> {
    let Some(source) = package.part(part)? else { return Err(Error::corrupt(format!("{part} is missing"))) };
    let mut xml = Xml::new(source, part, limits)?;
    let (mut items, mut text, mut in_text) = (Vec::new(), String::new(), false);
    loop {
        match xml.next()? {
            Event::Start(tag) if (tag.ns, tag.name) == ("a", "t") => in_text = true,
            Event::Text(piece) if in_text => text.push_str(piece),
            Event::End("a", "t") => in_text = false,
            Event::End("a", "p") if !text.is_empty() => text.push(' '),
            Event::End("dgm", "pt") => {
                let item = std::mem::take(&mut text);
                if !item.trim().is_empty() {
                    items.push(ListItem { depth: 0, number: None, text: vec![Span::plain(item.trim())] });
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(if items.is_empty() { Vec::new() } else { vec![Block::new(BlockKind::List(items))] })
}

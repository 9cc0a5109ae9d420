//! A table. A sheet has millions of cells, most of them a few plain letters: so they are kept as one text with the ends
//! of its cells, and only cells with a style, a link, a note or a span are kept whole.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::ser::{SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};

use super::{Span, Style};

/// A table: rows of cells. A cell that spans is written once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// How many of the first rows are its header.
    pub header_rows: usize,
    #[serde(rename = "rows")]
    cells: Cells,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its text; paragraphs are separated by a `\n` span.
    pub text: Vec<Span>,
    /// Columns it covers, at least 1.
    pub columns: u32,
    /// Rows it covers, at least 1.
    pub rows: u32,
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    cells: &'a Cells,
    first: usize,
    end: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Cells {
    /// The text of all plain cells, one after the other.
    text: String,
    /// Where the text of each cell ends. That of a whole one is empty.
    ends: Vec<u32>,
    /// Behind the last cell of each row.
    rows: Vec<u32>,
    /// Whole cells, each behind its number.
    whole: Vec<(u32, Cell)>,
}

impl Table {
    /// A table with no row yet.
    pub fn new(header_rows: usize) -> Self {
        Self { header_rows, ..Self::default() }
    }

    /// A table of these rows.
    pub fn of(header_rows: usize, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        let mut table = Self::new(header_rows);
        rows.into_iter().for_each(|row| table.push_row(row));
        table
    }

    /// Adds a row.
    pub fn push_row(&mut self, row: impl IntoIterator<Item = Cell>) {
        row.into_iter().for_each(|cell| self.push(cell));
        self.end_row();
    }

    /// Adds a cell to the row that is open.
    pub fn push(&mut self, cell: Cell) {
        match cell.plain_text() {
            Some(text) => self.push_text(text),
            None => {
                self.cells.whole.push((number(self.cells.ends.len()), cell));
                self.push_text("");
            }
        }
    }

    /// Adds a cell of plain text that covers one position to the row that is open.
    pub fn push_text(&mut self, text: &str) {
        self.cells.text.push_str(text);
        self.cells.ends.push(number(self.cells.text.len()));
    }

    /// Ends the row that is open, even if it has no cell.
    pub fn end_row(&mut self) {
        self.cells.rows.push(number(self.cells.ends.len()));
    }

    /// The rows.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.cells.rows()
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.ends.len()
    }

    /// Whether it has no cell.
    pub fn is_empty(&self) -> bool {
        self.cells.ends.is_empty()
    }

    /// The text of its plain cells, one after the other.
    pub(crate) fn plain_text(&self) -> &str {
        &self.cells.text
    }

    /// The cells that have more to them than plain text.
    pub(crate) fn whole_cells(&self) -> impl Iterator<Item = &Cell> {
        self.cells.whole.iter().map(|(_, cell)| cell)
    }

    /// The same, to change their texts.
    pub(crate) fn whole_cells_mut(&mut self) -> impl Iterator<Item = &mut Cell> {
        self.cells.whole.iter_mut().map(|(_, cell)| cell)
    }

    /// Lets go of the room that it has grown into.
    pub(crate) fn fit(&mut self) {
        let cells = &mut self.cells;
        cells.text.shrink_to_fit();
        cells.ends.shrink_to_fit();
        cells.rows.shrink_to_fit();
        for (_, cell) in &mut cells.whole {
            cell.text.shrink_to_fit();
        }
        cells.whole.shrink_to_fit();
    }

    /// Lets the text of the plain cells go.
    pub(crate) fn forget_plain(&mut self) {
        (self.cells.text, self.cells.ends, self.cells.rows) = (String::new(), Vec::new(), Vec::new());
    }

    /// Changes the text of each plain cell.
    pub(crate) fn change_plain(&mut self, change: impl Fn(&mut String)) {
        let (mut text, mut one, mut start) = (String::with_capacity(self.cells.text.len()), String::new(), 0);
        for end in &mut self.cells.ends {
            one.clear();
            one.push_str(self.cells.text.get(start..*end as usize).unwrap_or_default());
            start = *end as usize;
            change(&mut one);
            text.push_str(&one);
            *end = number(text.len());
        }
        self.cells.text = text;
    }
}

/// A place in a table. Text that goes beyond four gigabytes is beyond every limit, too.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

impl<'a> Row<'a> {
    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.end - self.first
    }

    /// Whether it has no cell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its cells; positions that another cell spans over have none.
    pub fn cells(&self) -> impl Iterator<Item = Cow<'a, Cell>> + use<'a> {
        let cells = self.cells;
        (self.first..self.end).map(|at| match cells.at(at) {
            Ok("") => Cow::Owned(Cell { text: Vec::new(), columns: 1, rows: 1 }),
            Ok(text) => Cow::Owned(Cell::plain(text)),
            Err(cell) => Cow::Borrowed(cell),
        })
    }
}

impl Cells {
    fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().enumerate().map(|(nth, end)| {
            let first = nth.checked_sub(1).and_then(|before| self.rows.get(before)).copied().unwrap_or(0);
            Row { cells: self, first: first as usize, end: *end as usize }
        })
    }

    /// A cell's text if it is plain, else the cell.
    fn at(&self, at: usize) -> Result<&str, &Cell> {
        let (start, end) = (at.checked_sub(1).and_then(|before| self.ends.get(before)), self.ends.get(at));
        let (start, end) = (start.copied().unwrap_or(0) as usize, end.copied().unwrap_or(0) as usize);
        let text = self.text.get(start..end).unwrap_or_default();
        if !text.is_empty() {
            return Ok(text);
        }
        match self.whole.binary_search_by_key(&number(at), |(number, _)| *number) {
            Ok(found) => self.whole.get(found).map_or(Ok(text), |(_, cell)| Err(cell)),
            Err(_) => Ok(text),
        }
    }
}

impl Cell {
    /// A cell of plain text that covers one position.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: vec![Span::plain(text)], columns: 1, rows: 1 }
    }

    /// Its text, if there is no more to it.
    fn plain_text(&self) -> Option<&str> {
        if (self.columns, self.rows) != (1, 1) {
            return None;
        }
        match self.text.as_slice() {
            [] => Some(""),
            [span] if span.style == Style::default() && span.link.is_none() && span.note.is_none() => Some(&span.text),
            _ => None,
        }
    }
}

/// A row on the wire: plain cells are strings.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written<'a> {
    Plain(Cow<'a, str>),
    Whole(Cow<'a, Cell>),
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_seq(Some(self.len()))?;
        for at in self.first..self.end {
            row.serialize_element(&match self.cells.at(at) {
                Ok(text) => Written::Plain(Cow::Borrowed(text)),
                Err(cell) => Written::Whole(Cow::Borrowed(cell)),
            })?;
        }
        row.end()
    }
}

impl Serialize for Cells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows())
    }
}

impl<'de> Deserialize<'de> for Cells {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = Table::default();
        deserializer.deserialize_seq(Rows(&mut table))?;
        Ok(table.cells)
    }
}

/// Reads rows into a table, one cell after the other.
struct Rows<'t>(&'t mut Table);

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows of cells")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while rows.next_element_seed(OneRow(self.0))?.is_some() {
            self.0.end_row();
        }
        Ok(())
    }
}

struct OneRow<'t>(&'t mut Table);

impl<'de> DeserializeSeed<'de> for OneRow<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for OneRow<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the cells of a row")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<(), A::Error> {
        while let Some(cell) = cells.next_element::<Written<'_>>()? {
            match cell {
                Written::Plain(text) => self.0.push_text(&text),
                Written::Whole(cell) => self.0.push(cell.into_owned()),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<Vec<Cell>> {
        let wide = Cell { columns: 2, ..Cell::plain("wide") };
        let linked = Span { link: Some("x".to_owned()), ..Span::plain("") };
        let empty = Cell { text: Vec::new(), columns: 1, rows: 1 };
        vec![
            vec![Cell::plain("a"), empty.clone(), wide],
            vec![],
            vec![Cell { text: vec![linked], columns: 1, rows: 1 }, Cell::plain("é\n"), empty],
        ]
    }

    #[test]
    fn cells_come_out_as_they_went_in() {
        let table = Table::of(1, sample());
        let rows: Vec<Vec<Cell>> = table.rows().map(|row| row.cells().map(Cow::into_owned).collect()).collect();
        assert_eq!((rows, table.len(), table.plain_text()), (sample(), 6, "aé\n"));
    }

    #[test]
    fn a_table_goes_over_the_wire_in_few_bytes() {
        let table = Table::of(1, sample());
        let text = serde_json::to_string(&table).expect("writing");
        let whole = r#"{"text":[{"text":"wide"}],"columns":2,"rows":1}"#;
        let linked = r#"{"text":[{"text":"","link":"x"}],"columns":1,"rows":1}"#;
        assert_eq!(text, format!(r#"{{"header_rows":1,"rows":[["a","",{whole}],[],[{linked},"é\n",""]]}}"#));
        assert_eq!(serde_json::from_str::<Table>(&text).expect("reading"), table);
    }

    #[test]
    fn plain_text_is_changed_cell_by_cell() {
        let mut table = Table::of(0, [vec![Cell::plain("a\0b"), Cell::plain("c")]]);
        table.change_plain(|text| text.retain(|character| character != '\0'));
        assert_eq!(table, Table::of(0, [vec![Cell::plain("ab"), Cell::plain("c")]]));
    }
}

//! The cells of a sheet, wherever they lie, and the table that they become.

use std::collections::{BTreeSet, HashMap};

use crate::{Block, BlockKind, Cell, Error, Limit, Marker, Output, Result, Span, Table, WarningKind};

/// A sheet in the making. Only cells that hold something are kept, so that a far corner costs nothing.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    cells: Vec<Filled>,
    /// The texts of all cells, one after the other.
    text: String,
    merges: Vec<Area>,
    hidden_rows: Ranges,
    hidden_columns: Ranges,
    links: HashMap<(u32, u32), String>,
    notes: HashMap<(u32, u32), String>,
    /// The row that the sheet itself calls its header.
    header: Option<u32>,
}

/// A cell that holds something. There may be millions of them: their texts are kept together.
#[derive(Debug, Clone, Copy)]
struct Filled {
    row: u32,
    column: u32,
    /// Where its text begins.
    text: u32,
    /// Bytes of its text, and above them whether it is words.
    length: u32,
}

/// The bit of [`Filled::length`] that tells words from numbers and dates.
const IS_TEXT: u32 = 1 << 31;

impl Filled {
    fn is_text(self) -> bool {
        self.length & IS_TEXT != 0
    }
}

/// A rectangle of cells, its last row and column included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) first: (u32, u32),
    pub(crate) last: (u32, u32),
}

/// What a sheet is called and whether a person sees it.
#[derive(Debug)]
pub(crate) struct Sheet<'s> {
    pub(crate) name: &'s str,
    pub(crate) hidden: bool,
}

impl Area {
    /// An area as `B2:C7`, or a single cell as `B2`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        Some(Self { first: position(first)?, last: position(last)? })
    }
}

/// Row and column of `B2`, from 0.
pub(crate) fn position(text: &str) -> Option<(u32, u32)> {
    let text = text.trim().trim_start_matches('$');
    let letters = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (column, row) = text.split_at_checked(letters)?;
    let digit =
        |sum: u32, letter: u8| sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let column = column.bytes().try_fold(0u32, digit)?.checked_sub(1)?;
    let row = row.trim_start_matches('$').parse::<u32>().ok()?.checked_sub(1)?;
    Some((row, column))
}

impl Grid {
    /// Adds a cell. `is_text` tells words from numbers and dates.
    ///
    /// # Errors
    ///
    /// [`Error::LimitExceeded`] for more cells or more text than a document may have.
    pub(crate) fn push(&mut self, at: (u32, u32), text: &str, is_text: bool, output: &Output<'_>) -> Result<()> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if self.cells.len() as u64 >= output.limits().cells {
            return Err(Error::LimitExceeded { limit: Limit::Cells });
        }
        let (start, length) = (u32::try_from(self.text.len()), u32::try_from(text.len()));
        let (Ok(start), Ok(length)) = (start, length) else {
            return Err(Error::LimitExceeded { limit: Limit::BytesOut });
        };
        if (self.text.len() + text.len()) as u64 > output.limits().bytes_out || length & IS_TEXT != 0 {
            return Err(Error::LimitExceeded { limit: Limit::BytesOut });
        }
        self.text.push_str(text);
        let length = if is_text { length | IS_TEXT } else { length };
        self.cells.push(Filled { row: at.0, column: at.1, text: start, length });
        Ok(())
    }

    /// Merges cells.
    pub(crate) fn merge(&mut self, area: Area) {
        if area.first != area.last && area.first.0 <= area.last.0 && area.first.1 <= area.last.1 {
            self.merges.push(area);
        }
    }

    pub(crate) fn hide_rows(&mut self, first: u32, last: u32) {
        self.hidden_rows.0.push((first, last));
    }

    pub(crate) fn hide_columns(&mut self, first: u32, last: u32) {
        self.hidden_columns.0.push((first, last));
    }

    pub(crate) fn link(&mut self, at: (u32, u32), target: String) {
        self.links.insert(at, target);
    }

    pub(crate) fn comment(&mut self, at: (u32, u32), text: String) {
        self.notes.insert(at, text);
    }

    pub(crate) fn header(&mut self, row: u32) {
        self.header = Some(row);
    }

    /// Gives the sheet to `output`: its border, its table, and what is hidden in it apart.
    ///
    /// # Errors
    ///
    /// [`Error::LimitExceeded`] as the output says, and for a table that is mostly holes.
    pub(crate) fn finish(mut self, sheet: &Sheet<'_>, output: &mut Output<'_>) -> Result<()> {
        let marker = Block::marker(Marker::Sheet(sheet.name.to_owned()));
        output.push(Block { hidden: sheet.hidden, ..marker })?;
        self.hidden_rows.sort();
        self.hidden_columns.sort();
        // In place; of two cells in one place, the first stays the first.
        self.cells.sort_unstable_by_key(|cell| (cell.row, cell.column, cell.text));
        let has_hidden = self.cells.iter().any(|cell| self.hides(cell));
        if has_hidden {
            output.warn(WarningKind::Hidden, format!("rows or columns of the sheet {}", sheet.name));
        }
        if sheet.hidden && !self.cells.iter().all(|cell| self.hides(cell)) {
            output.warn(WarningKind::Hidden, format!("the sheet {}", sheet.name));
        }
        if !has_hidden {
            let cells = std::mem::take(&mut self.cells);
            return self.give(&cells, sheet.hidden, output);
        }
        let (hidden, visible): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.cells).into_iter().partition(|cell| self.hides(cell));
        self.give(&visible, sheet.hidden, output)?;
        self.give(&hidden, true, output)
    }

    fn give(&self, cells: &[Filled], hidden: bool, output: &mut Output<'_>) -> Result<()> {
        match self.table(cells, output)? {
            Some(kind) => output.push(Block { hidden, ..Block::new(kind) }),
            None => Ok(()),
        }
    }

    fn hides(&self, cell: &Filled) -> bool {
        self.hidden_rows.have(cell.row) || self.hidden_columns.have(cell.column)
    }

    /// The table of these cells, without the rows and columns in which nothing stands.
    fn table(&self, cells: &[Filled], output: &mut Output<'_>) -> Result<Option<BlockKind>> {
        let rows: Vec<u32> =
            cells.chunk_by(|one, next| one.row == next.row).filter_map(|row| Some(row.first()?.row)).collect();
        let columns: Vec<u32> = cells.iter().map(|cell| cell.column).collect::<BTreeSet<_>>().into_iter().collect();
        let covered = self.covered(&rows, &columns, output)?;
        let first_row = rows.first().copied();
        let header = self.header.is_some() && self.header == first_row || self.names_columns(cells);
        let mut table = Table::new(usize::from(header && rows.len() > 1));
        let mut positions: u64 = 0;
        for (index, cells) in cells.chunk_by(|one, next| one.row == next.row).enumerate() {
            let mut next_column = 0;
            for cell in cells {
                let Ok(column) = columns.binary_search(&cell.column) else { continue };
                positions += (column + 1).saturating_sub(next_column) as u64;
                if positions > output.limits().cells {
                    return Err(Error::LimitExceeded { limit: Limit::Cells });
                }
                // Two cells in one place: the file means one of them.
                if column < next_column {
                    continue;
                }
                for hole in next_column..column {
                    if !covered.is(index, hole) {
                        table.push_text("");
                    }
                }
                next_column = column + 1;
                if !covered.is(index, column) {
                    self.cell(*cell, &covered, &mut table, output)?;
                }
            }
            table.end_row();
        }
        Ok(simplified(table))
    }

    fn cell(&self, cell: Filled, covered: &Covered, table: &mut Table, output: &mut Output<'_>) -> Result<()> {
        let at = (cell.row, cell.column);
        let (span, link, note) = (covered.spans.get(&at), self.links.get(&at), self.notes.get(&at));
        if span.is_none() && link.is_none() && note.is_none() {
            table.push_text(self.text(cell));
            return Ok(());
        }
        let mut text = vec![Span { link: link.cloned(), ..Span::plain(self.text(cell)) }];
        if let Some(note) = note {
            let label = format!("c{}", output.document().notes.len() + 1);
            output.note(crate::Note { label: label.clone(), text: vec![Span::plain(note.as_str())] })?;
            text.push(Span::note(label));
        }
        let (rows, columns) = span.copied().unwrap_or((1, 1));
        table.push(Cell { text, columns, rows });
        Ok(())
    }

    fn text(&self, cell: Filled) -> &str {
        let start = cell.text as usize;
        self.text.get(start..start + (cell.length & !IS_TEXT) as usize).unwrap_or_default()
    }

    /// Whether the first row names the columns: words, each only once, where rows follow.
    fn names_columns(&self, cells: &[Filled]) -> bool {
        let Some(first) = cells.chunk_by(|one, next| one.row == next.row).next() else { return false };
        let mut names = BTreeSet::new();
        first.len() > 1 && first.iter().all(|cell| cell.is_text() && names.insert(self.text(*cell)))
    }

    /// Which places of the table merged cells cover, counted in the rows and columns that it has.
    fn covered(&self, rows: &[u32], columns: &[u32], output: &Output<'_>) -> Result<Covered> {
        let mut covered = Covered::default();
        let mut work: u64 = 0;
        for merge in &self.merges {
            let within = |all: &[u32], first: u32, last: u32| {
                all.partition_point(|place| *place < first)..all.partition_point(|place| *place <= last)
            };
            let (down, across) =
                (within(rows, merge.first.0, merge.last.0), within(columns, merge.first.1, merge.last.1));
            work += down.len() as u64 + 1;
            if work > output.limits().cells {
                return Err(Error::LimitExceeded { limit: Limit::Cells });
            }
            let (Some(top), Some(left)) = (rows.get(down.start), columns.get(across.start)) else { continue };
            // A merge whose own cell is empty shows nothing, and covers nothing that is kept.
            if (*top, *left) != merge.first || down.is_empty() || across.is_empty() {
                continue;
            }
            let size = |length: usize| u32::try_from(length).unwrap_or(1);
            covered.spans.insert(merge.first, (size(down.len()), size(across.len())));
            for row in down.clone() {
                let from = if row == down.start { across.start + 1 } else { across.start };
                covered.rows.entry(row).or_default().push((from, across.end));
            }
        }
        Ok(covered)
    }
}

/// Ranges of rows or columns, first and last included.
#[derive(Debug, Default)]
struct Ranges(Vec<(u32, u32)>);

impl Ranges {
    /// Sorts the ranges and joins those that touch, so that they can be searched.
    fn sort(&mut self) {
        self.0.sort_unstable();
        self.0.dedup_by(|next, before| {
            let joins = next.0 <= before.1.saturating_add(1);
            if joins {
                before.1 = before.1.max(next.1);
            }
            joins
        });
    }

    fn have(&self, place: u32) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= place);
        after.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, last)| place <= *last)
    }
}

/// Places that a merged cell covers: for each row of the table, ranges of columns; and how far each merged cell goes.
#[derive(Debug, Default)]
struct Covered {
    rows: HashMap<usize, Vec<(usize, usize)>>,
    spans: HashMap<(u32, u32), (u32, u32)>,
}

impl Covered {
    fn is(&self, row: usize, column: usize) -> bool {
        self.rows.get(&row).is_some_and(|ranges| ranges.iter().any(|(from, to)| (*from..*to).contains(&column)))
    }
}

/// A single cell is no table.
fn simplified(table: Table) -> Option<BlockKind> {
    match table.len() {
        0 => None,
        1 => table.rows().flat_map(|row| row.cells()).next().map(|cell| BlockKind::Paragraph(cell.into_owned().text)),
        _ => Some(BlockKind::Table(table)),
    }
}

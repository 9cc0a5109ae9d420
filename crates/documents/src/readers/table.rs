//! A table in the making: cells over a grid, merged down and across.

use crate::{
    Block, Cell, Table,
    readers::flow::{self, Flow},
};

/// Columns of a table that are told apart; Word itself allows 63.
const COLUMNS_MAX: u32 = 1_000;

/// A table in the making.
#[derive(Debug, Default)]
pub(crate) struct TableBuilder {
    rows: Vec<Vec<Placed>>,
    headers: usize,
    /// The table says that its first row is a header.
    first_row: bool,
    row: Vec<Placed>,
    column: u32,
    in_headers: bool,
    row_is_header: bool,
    row_is_deleted: bool,
    cell: CellProperties,
    /// Pages that begin inside the table; they are named after it.
    pub(crate) pages: Vec<Block>,
}

#[derive(Debug, Default)]
struct CellProperties {
    columns: Option<u32>,
    merge: Merge,
    goes_on: bool,
    /// Rows it covers, where the file says so; 0 where it does not.
    rows: u32,
}

/// How a cell belongs to the one above it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Merge {
    #[default]
    None,
    Begins,
    GoesOn,
}

/// A cell and the column of the grid where it begins.
#[derive(Debug)]
struct Placed {
    column: u32,
    columns: u32,
    rows: u32,
    merge: Merge,
    blocks: Vec<Block>,
}

impl TableBuilder {
    pub(crate) fn says_first_row_is_header(&mut self) {
        self.first_row = true;
    }

    /// The rows up to [`Self::end_headers`] are headers.
    pub(crate) fn begin_headers(&mut self) {
        self.in_headers = true;
    }

    pub(crate) fn end_headers(&mut self) {
        self.in_headers = false;
    }

    pub(crate) fn begin_row(&mut self) {
        (self.column, self.row_is_header, self.row_is_deleted) = (0, self.in_headers, false);
    }

    pub(crate) fn skip_columns(&mut self, columns: u32) {
        self.column = self.column.saturating_add(columns).min(COLUMNS_MAX);
    }

    pub(crate) fn row_is_header(&mut self) {
        self.row_is_header = true;
    }

    pub(crate) fn row_is_deleted(&mut self) {
        self.row_is_deleted = true;
    }

    pub(crate) fn begin_cell(&mut self) {
        self.cell = CellProperties::default();
    }

    pub(crate) fn cell_spans(&mut self, columns: u32) {
        self.cell.columns = Some(columns.clamp(1, COLUMNS_MAX));
    }

    /// The cell covers this many rows. The cells below it that it covers are passed by [`Self::skip_columns`].
    pub(crate) fn cell_covers_rows(&mut self, rows: u32) {
        self.cell.rows = rows.max(1);
    }

    /// The cell is merged with the one above (`down`) or before it; `begins` if it is the first of them.
    pub(crate) fn cell_merges(&mut self, down: bool, begins: bool) {
        match (down, begins) {
            (true, true) => self.cell.merge = Merge::Begins,
            (true, false) => self.cell.merge = Merge::GoesOn,
            (false, true) => {}
            (false, false) => self.cell.goes_on = true,
        }
    }

    pub(crate) fn end_cell(&mut self, content: Flow) {
        let columns = self.cell.columns.unwrap_or(1);
        let column = self.column;
        self.skip_columns(columns);
        if let Some(before) = self.row.last_mut().filter(|_| self.cell.goes_on) {
            before.columns += columns;
            before.blocks.extend(content.finish());
            return;
        }
        let merge = self.cell.merge;
        let rows = self.cell.rows.max(1);
        self.row.push(Placed { column, columns, rows, merge, blocks: content.finish() });
    }

    pub(crate) fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if self.row_is_deleted {
            return;
        }
        if self.row_is_header && self.headers == self.rows.len() {
            self.headers += 1;
        }
        self.rows.push(row);
    }

    /// The blocks that the table becomes.
    pub(crate) fn finish(mut self) -> Vec<Block> {
        self.merge_down();
        let mut rows = self.rows;
        if let [row] = rows.as_mut_slice()
            && let [cell] = row.as_mut_slice()
        {
            return flow::table_blocks(Table::default(), Some(std::mem::take(&mut cell.blocks)));
        }
        let first_row = self.first_row && rows.len() > 1;
        let header_rows = if self.headers > 0 { self.headers } else { usize::from(first_row) };
        let cell =
            |placed: Placed| Cell { text: flow::flatten(placed.blocks), columns: placed.columns, rows: placed.rows };
        let rows = rows.into_iter().map(|row| row.into_iter().map(cell).collect());
        flow::table_blocks(Table::of(header_rows, rows), None)
    }

    /// Gives the rows of cells that go on to the cell that begins above them.
    fn merge_down(&mut self) {
        // Where, for each column of the grid, the cell is that a merged one below belongs to.
        let mut above: std::collections::HashMap<u32, (usize, usize)> = std::collections::HashMap::new();
        for row in 0..self.rows.len() {
            let placed = std::mem::take(&mut self.rows[row]);
            let mut kept: Vec<Placed> = Vec::with_capacity(placed.len());
            for cell in placed {
                let owner = above.get(&cell.column).copied().filter(|_| cell.merge == Merge::GoesOn);
                if let Some((row, index)) = owner
                    && let Some(owner) = self.rows.get_mut(row).and_then(|row| row.get_mut(index))
                {
                    owner.rows += 1;
                    owner.blocks.extend(cell.blocks);
                    continue;
                }
                if cell.merge == Merge::Begins {
                    above.insert(cell.column, (row, kept.len()));
                } else {
                    above.remove(&cell.column);
                }
                kept.push(cell);
            }
            self.rows[row] = kept;
        }
    }
}

//! Tables: cells come as text, what they cover in the definition of their row.

use std::collections::HashMap;

use crate::{Cell, Error, Limit, Result, Span, Table, spans};

/// How one cell of a row is defined.
#[derive(Debug, Clone, Copy, Default)]
struct Defined {
    /// Joined to the cell before it.
    is_joined: bool,
    /// Joined to the cell above it.
    is_below: bool,
    /// Where it ends, in twentieths of a point.
    right: i32,
}

/// A table in the making.
#[derive(Debug, Default)]
pub(super) struct Making {
    rows: Vec<Vec<Cell>>,
    header_rows: usize,
    cells: Vec<Vec<Span>>,
    defined: Vec<Defined>,
    next: Defined,
    is_header: bool,
    /// Per right edge, the cell of a row above that goes on below.
    above: HashMap<i32, (usize, usize)>,
    count: u64,
}

impl Making {
    /// A row is defined anew.
    pub(super) fn define(&mut self) {
        self.defined.clear();
        self.next = Defined::default();
        self.is_header = false;
    }

    pub(super) fn header(&mut self) {
        self.is_header = true;
    }

    pub(super) fn join(&mut self) {
        self.next.is_joined = true;
    }

    pub(super) fn below(&mut self) {
        self.next.is_below = true;
    }

    pub(super) fn edge(&mut self, right: i32, cells_max: u64) -> Result<()> {
        self.defined.push(Defined { right, ..std::mem::take(&mut self.next) });
        if self.defined.len() as u64 > cells_max {
            return Err(Error::LimitExceeded { limit: Limit::Cells });
        }
        Ok(())
    }

    pub(super) fn cell(&mut self, mut text: Vec<Span>, cells_max: u64) -> Result<()> {
        self.count += 1;
        if self.count > cells_max {
            return Err(Error::LimitExceeded { limit: Limit::Cells });
        }
        spans::trim(&mut text);
        self.cells.push(text);
        Ok(())
    }

    pub(super) fn row(&mut self) {
        let at = self.rows.len();
        let mut row = Vec::<Cell>::new();
        for (nth, text) in std::mem::take(&mut self.cells).into_iter().enumerate() {
            let defined = self.defined.get(nth).copied().unwrap_or_default();
            if defined.is_joined
                && let Some(before) = row.last_mut()
            {
                before.columns += 1;
                spans::extend(&mut before.text, text);
                continue;
            }
            if defined.is_below
                && let Some((above, cell)) = self.above.get(&defined.right)
                && let Some(cell) = self.rows.get_mut(*above).and_then(|row| row.get_mut(*cell))
            {
                cell.rows += 1;
                continue;
            }
            self.above.insert(defined.right, (at, row.len()));
            row.push(Cell { text, columns: 1, rows: 1 });
        }
        if row.is_empty() {
            return;
        }
        if self.is_header && self.header_rows == at {
            self.header_rows += 1;
        }
        self.rows.push(row);
    }

    /// The table, if anything is said in it.
    pub(super) fn finish(mut self) -> Option<Table> {
        self.row();
        let is_said = self.rows.iter().flatten().any(|cell| !cell.text.is_empty());
        is_said.then(|| Table::of(self.header_rows, self.rows))
    }
}

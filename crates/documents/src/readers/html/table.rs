//! Tables of pages: those that hold data, and those that only arrange the page.

use crate::{Cell, Table, spans};

use super::tree::{Id, NONE, ROOT, Tree};

/// Positions that one cell may cover, as browsers have it.
const SPAN_MAX: u32 = 1000;

/// Which tables only arrange the page: those with another table, a heading or a single column in them.
pub(super) fn layout(tree: &Tree) -> Vec<Id> {
    struct Seen {
        table: Id,
        is_layout: bool,
        columns: usize,
        widest: usize,
    }
    let mut open: Vec<Seen> = Vec::new();
    let mut found = Vec::new();
    let close = |seen: Seen, found: &mut Vec<Id>| {
        if seen.is_layout || seen.columns.max(seen.widest) <= 1 {
            found.push(seen.table);
        }
    };
    let mut at = ROOT;
    loop {
        let last = open.last_mut();
        match (tree.name(at), last) {
            ("table", last) => {
                if let Some(outer) = last {
                    outer.is_layout = true;
                }
                let is_layout = matches!(tree.attribute(at, "role"), Some("presentation" | "none"));
                open.push(Seen { table: at, is_layout, columns: 0, widest: 0 });
            }
            ("tr", Some(seen)) => seen.widest = seen.widest.max(std::mem::take(&mut seen.columns)),
            ("td" | "th", Some(seen)) => seen.columns += span(tree, at, "colspan") as usize,
            ("h1" | "h2" | "h3", Some(seen)) => seen.is_layout = true,
            _ => {}
        }
        let Some(node) = tree.node(at) else { return found };
        if node.first != NONE {
            at = node.first;
            continue;
        }
        loop {
            if tree.name(at) == "table"
                && let Some(seen) = open.pop()
            {
                close(seen, &mut found);
            }
            let Some(node) = tree.node(at) else { return found };
            if node.next != NONE {
                at = node.next;
                break;
            }
            at = node.parent;
            if at == ROOT || at == NONE {
                found.sort_unstable();
                return found;
            }
        }
    }
}

/// How many positions a cell covers.
pub(super) fn span(tree: &Tree, id: Id, attribute: &str) -> u32 {
    let span = tree.attribute(id, attribute).and_then(|span| span.trim().parse::<u32>().ok());
    span.unwrap_or(1).clamp(1, SPAN_MAX)
}

/// A table in the making.
#[derive(Default)]
pub(super) struct Making {
    table: Table,
    row: Vec<Cell>,
    /// The cell that is open.
    pub(super) cell: Option<Cell>,
    /// The row is in the head of the table, or only has cells that head something.
    is_head: bool,
    in_head: bool,
    is_said: bool,
}

impl Making {
    pub(super) fn head(&mut self, is_in: bool) {
        self.in_head = is_in;
    }

    pub(super) fn open_cell(&mut self, columns: u32, rows: u32, is_head: bool) {
        self.is_head = (self.is_head || self.row.is_empty()) && is_head;
        self.cell = Some(Cell { text: Vec::new(), columns, rows });
    }

    pub(super) fn close_cell(&mut self) {
        self.row.extend(self.cell.take());
    }

    pub(super) fn close_row(&mut self) {
        self.close_cell();
        let mut cells = std::mem::take(&mut self.row);
        if cells.is_empty() {
            return;
        }
        if (self.in_head || self.is_head) && self.table.header_rows == self.table.rows().len() {
            self.table.header_rows += 1;
        }
        for cell in &mut cells {
            spans::trim(&mut cell.text);
            self.is_said |= !cell.text.is_empty();
        }
        self.table.push_row(cells);
    }

    /// The table, unless nothing is said in it.
    pub(super) fn finish(mut self) -> Option<Table> {
        self.close_row();
        self.is_said.then_some(self.table)
    }
}

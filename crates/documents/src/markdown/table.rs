//! Tables as GitHub writes them: one line per row. A cell that spans is written once, at its first position.

use crate::{Cell, Row, Table};

use super::inline;

/// Positions that one cell may cover; more is a bomb and not a table.
const SPAN_MAX: u32 = 1000;

/// Writes a table, and where its rows begin.
pub(super) fn write(table: &Table, out: &mut String, breaks: &mut Vec<usize>) {
    let cells = table.len();
    // Empty positions under spans, beyond which the rest of them is not written.
    let mut blanks = cells * 4 + 1000;
    // For each column, the row from which on no cell above covers it.
    let mut covered: Vec<usize> = Vec::new();
    let columns = table.rows().map(|row| row.cells().map(|cell| width(&cell)).sum()).max().unwrap_or(0);
    if columns == 0 {
        return;
    }
    let mut rows = table.rows().enumerate();
    let header = if table.header_rows > 0 { rows.next() } else { None };
    breaks.push(out.len());
    match header {
        Some(header) => row(header, &mut covered, &mut blanks, out),
        None => out.push_str(&"|  ".repeat(columns.min(blanks))),
    }
    out.push_str("|\n");
    out.push_str(&"| --- ".repeat(columns.min(cells + 1000)));
    out.push('|');
    for line in rows {
        out.push('\n');
        breaks.push(out.len());
        row(line, &mut covered, &mut blanks, out);
        out.push('|');
    }
}

fn width(cell: &Cell) -> usize {
    cell.columns.clamp(1, SPAN_MAX) as usize
}

fn row((nth, cells): (usize, Row<'_>), covered: &mut Vec<usize>, blanks: &mut usize, out: &mut String) {
    let mut at = 0;
    let start = out.len();
    for cell in cells.cells() {
        at = pass(at, nth, covered, blanks, out);
        out.push_str("| ");
        let said = inline::spans(&cell.text);
        let lines: Vec<&str> = said.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
        out.push_str(&lines.join("<br>").replace('|', "\\|"));
        out.push(' ');
        // Spans for which no blank is left are not followed: tables of a bomb are wider than they are long.
        let width = width(&cell).min(*blanks + 1);
        for _ in 1..width {
            blank(blanks, out);
        }
        if covered.len() < at + width {
            covered.resize(at + width, 0);
        }
        covered[at..at + width].fill(nth + cell.rows.clamp(1, SPAN_MAX) as usize);
        at += width;
    }
    if out.len() == start {
        out.push_str("|  ");
    }
}

/// Goes past the positions that cells above cover.
fn pass(mut at: usize, row: usize, covered: &[usize], blanks: &mut usize, out: &mut String) -> usize {
    while *blanks > 0 && covered.get(at).is_some_and(|until| *until > row) {
        blank(blanks, out);
        at += 1;
    }
    at
}

fn blank(blanks: &mut usize, out: &mut String) {
    if *blanks > 0 {
        *blanks -= 1;
        out.push_str("|  ");
    }
}

//! Tables without lines: rows whose cells stand under one another.

use super::columns::{Gutter, Item};
use super::ink::Rect;
use super::lines::Piece;
use super::lists;
use super::table::{Grid, GridCell};

/// Cells that fill less than this share of their column on average are no running text.
const TEXT_FILL: f32 = 0.6;
/// Words per line from which a column may be running text.
const TEXT_WORDS: f32 = 3.5;
/// Characters per line of a script without spaces from which a column may be running text.
const TEXT_CJK: f32 = 9.0;

/// One line of a band, cell by cell.
struct Line {
    y: f32,
    size: f32,
    cells: Vec<Vec<Piece>>,
}

/// The table that a band is, if it is one.
pub(super) fn table(band: &[Item], gutters: &[Gutter]) -> Option<Grid> {
    let lines = lines(band, gutters)?;
    let columns = gutters.len() + 1;
    if has_markers(&lines) && columns == 2 || text_columns(&lines, columns) {
        return None;
    }
    let several = lines.iter().filter(|line| line.cells.iter().filter(|cell| !cell.is_empty()).count() > 1).count();
    let enough = if columns > 2 { lines.len() >= 2 } else { lines.len() >= 3 };
    if !enough || several * 2 < lines.len() || several < 2 {
        return None;
    }
    grid(lines, columns)
}

/// Whether a band that is no table is columns of text, to be read one after the other.
pub(super) fn are_columns(band: &[Item], gutters: &[Gutter]) -> bool {
    let Some(lines) = lines(band, gutters) else { return true };
    if has_markers(&lines) {
        return gutters.len() > 1;
    }
    if text_columns(&lines, gutters.len() + 1) {
        return true;
    }
    let several = lines.iter().filter(|line| line.cells.iter().filter(|cell| !cell.is_empty()).count() > 1).count();
    several * 2 < lines.len()
}

/// Sorts the pieces of a band into lines and cells; `None` where a table stands among them.
fn lines(band: &[Item], gutters: &[Gutter]) -> Option<Vec<Line>> {
    let mut pieces = Vec::new();
    for item in band {
        match item {
            Item::Piece(piece) => pieces.push(piece),
            Item::Table(_) => return None,
        }
    }
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        let middle = (piece.rect.x0 + piece.rect.x1) / 2.0;
        let column = gutters.iter().filter(|gutter| middle > (gutter.x0 + gutter.x1) / 2.0).count();
        let joins = lines.last().is_some_and(|line| (piece.y - line.y).abs() <= 0.35 * line.size.min(piece.size));
        if !joins {
            let cells = (0..=gutters.len()).map(|_| Vec::new()).collect();
            lines.push(Line { y: piece.y, size: piece.size, cells });
        }
        if let Some(cell) = lines.last_mut().and_then(|line| line.cells.get_mut(column)) {
            cell.push(piece.clone());
        }
    }
    Some(lines)
}

/// The first column holds nothing but the bullets or numbers of a list.
fn has_markers(lines: &[Line]) -> bool {
    let mut cells = lines.iter().filter_map(|line| line.cells.first()).filter(|cell| !cell.is_empty());
    let is_marker = |cell: &Vec<Piece>| match cell.as_slice() {
        [piece] => match piece.words.as_slice() {
            [word] => lists::marker(&word.text).is_some(),
            _ => false,
        },
        _ => false,
    };
    cells.clone().next().is_some() && cells.all(is_marker)
}

/// Whether every column is running text: lines that mostly go to its edge, of several words.
fn text_columns(lines: &[Line], columns: usize) -> bool {
    (0..columns).all(|column| {
        let cells: Vec<&Vec<Piece>> =
            lines.iter().filter_map(|line| line.cells.get(column)).filter(|cell| !cell.is_empty()).collect();
        let count = cells.len() as f32;
        let rects: Vec<Rect> =
            cells.iter().filter_map(|cell| cell.iter().map(|piece| piece.rect).reduce(|a, b| a.union(&b))).collect();
        let Some(whole) = rects.iter().copied().reduce(|a, b| a.union(&b)) else { return false };
        let fill = rects.iter().map(Rect::width).sum::<f32>() / (count * whole.width().max(1.0));
        let words =
            cells.iter().flat_map(|cell| cell.iter()).map(|piece| piece.words.len()).sum::<usize>() as f32 / count;
        let cjk = cells
            .iter()
            .flat_map(|cell| cell.iter())
            .flat_map(|piece| &piece.words)
            .flat_map(|word| word.text.chars())
            .filter(|character| super::words::is_cjk(*character))
            .count() as f32
            / count;
        cells.len() >= 3 && fill >= TEXT_FILL && (words >= TEXT_WORDS || cjk >= TEXT_CJK)
    })
}

fn grid(lines: Vec<Line>, columns: usize) -> Option<Grid> {
    let rect =
        lines.iter().flat_map(|line| line.cells.iter().flatten()).map(|piece| piece.rect).reduce(|a, b| a.union(&b))?;
    let leading = leading(&lines);
    let mut rows: Vec<Vec<GridCell>> = Vec::new();
    let mut last_y = f32::MIN;
    for line in lines {
        let first_empty = line.cells.first().is_none_or(Vec::is_empty);
        let filled = line.cells.iter().filter(|cell| !cell.is_empty()).count();
        let continues = first_empty && filled < columns && line.y - last_y <= leading * 1.05;
        last_y = line.y;
        let words =
            line.cells.into_iter().map(|cell| cell.into_iter().flat_map(|piece| piece.words).collect::<Vec<_>>());
        match rows.last_mut().filter(|_| continues) {
            Some(row) => row.iter_mut().zip(words).for_each(|(cell, words)| cell.words.extend(words)),
            None => rows.push(words.map(GridCell::new).collect()),
        }
    }
    (rows.len() >= 2).then_some(Grid { rect, rows })
}

/// The smallest usual distance of two lines.
fn leading(lines: &[Line]) -> f32 {
    let mut gaps: Vec<f32> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(b.y - a.y),
            _ => None,
        })
        .collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 4).copied().unwrap_or(0.0)
}

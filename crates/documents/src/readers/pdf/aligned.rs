//! Tables without lines: rows whose cells stand under one another.

use super::columns::{Gutter, Item};
use super::ink::Rect;
use super::lines::Piece;
use super::lists;
use super::table::{Grid, GridCell};
use super::words::{self, Word};

/// Cells that fill less than this share of their column on average are no running text.
const TEXT_FILL: f32 = 0.6;
/// Words per line from which a column may be running text.
const TEXT_WORDS: f32 = 3.5;
/// Characters per line of a script without spaces from which a column may be running text.
const TEXT_CJK: f32 = 9.0;
/// A strip of white that goes through every row of a table parts its cells from this share of the em square on: wider
/// than a space.
const CELL_EM: f32 = 0.4;

/// A table in a band, with the lines above and below it that only stand in its way.
pub(super) struct Found {
    pub(super) above: Vec<Piece>,
    pub(super) grid: Grid,
    pub(super) below: Vec<Piece>,
}

/// One line of a band, cell by cell.
struct Line {
    y: f32,
    size: f32,
    cells: Vec<Vec<Piece>>,
}

impl Line {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }

    fn pieces(self) -> impl Iterator<Item = Piece> {
        self.cells.into_iter().flatten()
    }
}

/// The table that a band is, if it is one.
pub(super) fn table(band: &[Item], gutters: &[Gutter]) -> Option<Found> {
    let mut lines = lines(band, gutters)?;
    let columns = gutters.len() + 1;
    if has_markers(&lines) && columns == 2 || text_columns(&lines, columns) || is_code(&lines) {
        return None;
    }
    let first = lines.iter().position(|line| line.filled() > 1)?;
    let last = lines.iter().rposition(|line| line.filled() > 1)?;
    let below = lines.split_off(last + 1).into_iter().flat_map(Line::pieces).collect();
    let inner = lines.split_off(first);
    let above = lines.into_iter().flat_map(Line::pieces).collect();
    let several = inner.iter().filter(|line| line.filled() > 1).count();
    let enough = if columns > 2 { inner.len() >= 2 } else { inner.len() >= 3 };
    if !enough || several * 2 < inner.len() || several < 2 {
        return None;
    }
    Some(Found { above, grid: grid(inner)?, below })
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
    lines.iter().filter(|line| line.filled() > 1).count() * 2 < lines.len() && !is_code(&lines)
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

/// The first column holds nothing but the bullets or numbers of a list or of sections.
fn has_markers(lines: &[Line]) -> bool {
    let mut cells = lines.iter().filter_map(|line| line.cells.first()).filter(|cell| !cell.is_empty());
    let is_marker = |cell: &Vec<Piece>| match cell.as_slice() {
        [piece] => match piece.words.as_slice() {
            [word] => lists::marker(&word.text).is_some() || is_section(&word.text),
            _ => false,
        },
        _ => false,
    };
    cells.clone().next().is_some() && cells.all(is_marker)
}

/// The number of a section: 1.2 or 1.2.3; a single number counts a table's rows as often.
fn is_section(word: &str) -> bool {
    let parts = word.trim_end_matches('.').split('.');
    parts.clone().count() > 1
        && parts.clone().all(|part| (1..=2).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit()))
}

/// Set in a typewriter's letters, where everything stands under one another.
fn is_code(lines: &[Line]) -> bool {
    let words = || lines.iter().flat_map(|line| line.cells.iter().flatten()).flat_map(|piece| &piece.words);
    words().filter(|word| word.face.mono).count() * 5 > words().count() * 3
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
        let words = || cells.iter().flat_map(|cell| cell.iter()).flat_map(|piece| &piece.words);
        let cjk = words().flat_map(|word| word.text.chars()).filter(|c| words::is_cjk(*c)).count() as f32 / count;
        cells.len() >= 3 && fill >= TEXT_FILL && (words().count() as f32 / count >= TEXT_WORDS || cjk >= TEXT_CJK)
    })
}

/// The free strips that go through all rows part the columns.
fn edges(rows: &[Vec<Word>], size: f32) -> Vec<f32> {
    let mut taken: Vec<(f32, f32)> = rows.iter().flatten().map(|word| (word.x0, word.x1)).collect();
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut edges = Vec::new();
    let mut end = f32::MAX;
    for (x0, x1) in taken {
        if x0 - end >= CELL_EM * size {
            edges.push((x0 + end) / 2.0);
        }
        end = if end == f32::MAX { x1 } else { end.max(x1) };
    }
    edges
}

fn grid(lines: Vec<Line>) -> Option<Grid> {
    let rects = lines.iter().flat_map(|line| line.cells.iter().flatten()).map(|piece| piece.rect);
    let rect = rects.reduce(|a, b| a.union(&b))?;
    let leading = leading(&lines);
    let size = lines.iter().map(|line| line.size).fold(f32::MAX, f32::min);
    let places: Vec<f32> = lines.iter().map(|line| line.y).collect();
    let words: Vec<Vec<Word>> =
        lines.into_iter().map(|line| line.pieces().flat_map(|piece| piece.words).collect()).collect();
    let edges = edges(&words, size);
    let mut rows: Vec<Vec<GridCell>> = Vec::new();
    let mut last_y = f32::MIN;
    for (y, words) in places.into_iter().zip(words) {
        let mut cells: Vec<Vec<Word>> = (0..=edges.len()).map(|_| Vec::new()).collect();
        for word in words {
            let middle = (word.x0 + word.x1) / 2.0;
            if let Some(cell) = cells.get_mut(edges.iter().filter(|edge| middle > **edge).count()) {
                cell.push(word);
            }
        }
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let continues =
            cells.first().is_none_or(Vec::is_empty) && filled <= edges.len() && y - last_y <= leading * 1.05;
        last_y = y;
        match rows.last_mut().filter(|_| continues) {
            Some(row) => row.iter_mut().zip(cells).for_each(|(cell, words)| cell.words.extend(words)),
            None => rows.push(cells.into_iter().map(GridCell::new).collect()),
        }
    }
    (rows.len() >= 2 && !edges.is_empty()).then_some(Grid { rect, rows })
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

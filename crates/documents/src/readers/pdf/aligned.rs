//! Tables without lines: rows whose cells stand under one another.

use super::columns::{Gutter, Item};
use super::lines::Piece;
use super::lists;
use super::table::{Grid, GridCell};
use super::words::Word;

/// A strip of white that goes through every row of a table parts its cells from this share of the em square on: wider
/// than a space.
const CELL_EM: f32 = 0.4;

/// Lines and words per cell of two columns that are prose.
const PROSE_LINES: usize = 4;
const PROSE_WORDS: f32 = 2.4;
/// Two rows are a table if the strips between their cells are at least this wide.
const WIDE_EM: f32 = 1.2;

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
    if columns == 2 && (has_markers(&lines) || is_prose(&lines)) || is_code(&lines) {
        return None;
    }
    let first = lines.iter().position(|line| line.filled() > 1)?;
    let last = lines.iter().rposition(|line| line.filled() > 1)?;
    let below = lines.split_off(last + 1).into_iter().flat_map(Line::pieces).collect();
    let inner = lines.split_off(first);
    let above = lines.into_iter().flat_map(Line::pieces).collect();
    let several = inner.iter().filter(|line| line.filled() > 1).count();
    let enough = if columns > 2 && is_wide(gutters, &inner) { 2 } else { 3 };
    if inner.len() < enough || several * 2 < inner.len() || several < 2 {
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
    let apart = lines.iter().filter(|line| line.filled() > 1).count() * 2 < lines.len();
    (apart || gutters.len() == 1 && is_wide(gutters, &lines) && is_prose(&lines)) && !is_code(&lines)
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
    let is_marker = |cell: &Vec<Piece>| matches!(cell.as_slice(), [piece] if is_marker(piece));
    cells.clone().next().is_some() && cells.all(is_marker)
}

/// The bullet or the number of an item or a section, set apart from its text.
pub(super) fn is_marker(piece: &Piece) -> bool {
    match piece.words.as_slice() {
        [word] => lists::marker(&word.text).is_some() || is_section(&word.text),
        _ => false,
    }
}

/// The number of a section: 1.2 or 1.2.3; a single number counts a table's rows as often.
fn is_section(word: &str) -> bool {
    let parts = word.trim_end_matches('.').split('.');
    parts.clone().count() > 1
        && parts.clone().all(|part| (1..=2).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit()))
}

/// A few lines of several words each: too few to see that they are columns of text, too wordy for cells.
fn is_prose(lines: &[Line]) -> bool {
    let cells = lines.iter().map(Line::filled).sum::<usize>();
    let words = lines.iter().flat_map(|line| line.cells.iter().flatten()).map(|piece| piece.words.len()).sum::<usize>();
    lines.len() <= PROSE_LINES && words as f32 > PROSE_WORDS * cells as f32
}

/// Every strip is wider than the spaces of text that is spread out.
fn is_wide(gutters: &[Gutter], lines: &[Line]) -> bool {
    let size = lines.first().map_or(10.0, |line| line.size);
    gutters.iter().all(|gutter| gutter.x1 - gutter.x0 > WIDE_EM * size)
}

/// Set in a typewriter's letters, where everything stands under one another.
fn is_code(lines: &[Line]) -> bool {
    let words = || lines.iter().flat_map(|line| line.cells.iter().flatten()).flat_map(|piece| &piece.words);
    words().filter(|word| word.face.mono).count() * 5 > words().count() * 3
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
    let lines: Vec<(f32, Vec<Word>)> =
        lines.into_iter().map(|line| (line.y, line.pieces().flat_map(|piece| piece.words).collect())).collect();
    let rows = cells(lines.iter().map(|(_, words)| words.clone()).collect(), size);
    let mut grid: Vec<Vec<GridCell>> = Vec::new();
    let mut last_y = f32::MIN;
    for ((y, _), cells) in lines.iter().zip(rows) {
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let continues = cells.first().is_none_or(Vec::is_empty) && filled < cells.len() && y - last_y <= leading * 1.05;
        last_y = *y;
        match grid.last_mut().filter(|_| continues) {
            Some(row) => row.iter_mut().zip(cells).for_each(|(cell, words)| cell.words.extend(words)),
            None => grid.push(cells.into_iter().map(GridCell::new).collect()),
        }
    }
    let columns = grid.first().map_or(0, Vec::len);
    (grid.len() >= 2 && columns >= 2).then_some(Grid { rect, rows: grid })
}

/// Puts the words of rows into the cells of the columns that all rows share.
pub(super) fn cells(rows: Vec<Vec<Word>>, size: f32) -> Vec<Vec<Vec<Word>>> {
    let edges = edges(&rows, size);
    let mut rows: Vec<Vec<Vec<Word>>> = rows
        .into_iter()
        .map(|words| {
            let mut cells: Vec<Vec<Word>> = (0..=edges.len()).map(|_| Vec::new()).collect();
            for word in words {
                let middle = (word.x0 + word.x1) / 2.0;
                if let Some(cell) = cells.get_mut(edges.iter().filter(|edge| middle > **edge).count()) {
                    cell.push(word);
                }
            }
            cells
        })
        .collect();
    // A centred head over cells on one side stands in a strip of its own.
    let mut column = 0;
    while column + 1 < rows.first().map_or(0, Vec::len) {
        let filled = |row: &Vec<Vec<Word>>, column: usize| row.get(column).is_some_and(|cell| !cell.is_empty());
        let both = rows.iter().any(|row| filled(row, column) && filled(row, column + 1));
        let once = |column: usize| rows.iter().filter(|row| filled(row, column)).count() <= 1;
        if both || !(once(column) || once(column + 1)) {
            column += 1;
            continue;
        }
        for row in &mut rows {
            let words = row.remove(column + 1);
            if let Some(cell) = row.get_mut(column) {
                cell.extend(words);
            }
        }
    }
    rows
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

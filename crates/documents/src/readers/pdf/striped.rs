//! Tables with horizontal lines only: over and under the head, under the last row, or between all rows.

use super::aligned;
use super::columns::{Gutter, Item};
use super::ink::{Rect, Rule};
use super::lines;
use super::sides;
use super::table::{Grid, GridCell};
use super::words::Word;

/// Ends of lines that are this near, in points, are one above the other.
const NEAR: f32 = 4.0;
/// A table has at least this many lines.
const RULES_MIN: usize = 3;
/// With this many lines or fewer, the last space between two of them holds many rows.
const OPEN_RULES: usize = 4;

/// Takes the words of tables with horizontal lines out of the words of a page.
pub(super) fn tables(rules: &[Rule], words: &mut Vec<Word>) -> Vec<Grid> {
    let mut grids = Vec::new();
    for stack in stacks(rules) {
        let (Some(first), Some(last)) = (stack.first(), stack.last()) else { continue };
        let rect = Rect { x0: first.from - NEAR, y0: first.at, x1: first.to + NEAR, y1: last.at };
        let inside = |word: &Word| rect.contains((word.x0 + word.x1) / 2.0, word.y - word.size * 0.3);
        let (inner, outer): (Vec<Word>, Vec<Word>) = std::mem::take(words).into_iter().partition(inside);
        *words = outer;
        match grid(&stack, inner.clone(), rect) {
            Some(grid) => grids.push(grid),
            None => words.extend(inner),
        }
    }
    grids
}

/// Lines of one length, one above the other.
fn stacks(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut stacks: Vec<Vec<Rule>> = Vec::new();
    for rule in rules.iter().filter(|rule| rule.horizontal) {
        let under = |stack: &&mut Vec<Rule>| {
            stack.last().is_some_and(|last| (last.from - rule.from).abs() < NEAR && (last.to - rule.to).abs() < NEAR)
        };
        match stacks.iter_mut().find(under) {
            Some(stack) => stack.push(*rule),
            None => stacks.push(vec![*rule]),
        }
    }
    stacks.retain(|stack| stack.len() >= RULES_MIN);
    stacks
}

fn grid(stack: &[Rule], words: Vec<Word>, rect: Rect) -> Option<Grid> {
    let pieces = lines::pieces(words);
    let size = pieces.iter().map(|piece| piece.size).fold(f32::MAX, f32::min);
    let mut rows: Vec<(f32, usize, Vec<Word>)> = Vec::new();
    let items: Vec<Item> = pieces.iter().cloned().map(Item::Piece).collect();
    for piece in pieces {
        let band = stack.iter().filter(|rule| rule.at < piece.y - piece.size * 0.3).count();
        let joins = |(y, last, _): &&mut (f32, usize, Vec<Word>)| {
            *last == band && (stack.len() > OPEN_RULES || (piece.y - *y).abs() <= 0.35 * piece.size)
        };
        match rows.last_mut().filter(joins) {
            Some((.., words)) => words.extend(piece.words),
            None => rows.push((piece.y, band, piece.words)),
        }
    }
    let edges = rows.iter().map(|(.., words)| words.clone()).collect();
    let cells = aligned::cells(edges, size);
    let columns = cells.first().map_or(0, Vec::len);
    if columns < 2 || rows.len() < 2 || is_text(&items, &cells) {
        return None;
    }
    let mut grid: Vec<Vec<GridCell>> = Vec::new();
    let mut last_band = usize::MAX;
    for ((_, band, _), cells) in rows.iter().zip(cells) {
        let continues = *band == last_band && cells.first().is_none_or(Vec::is_empty);
        last_band = *band;
        match grid.last_mut().filter(|_| continues) {
            Some(row) => row.iter_mut().zip(cells).for_each(|(cell, words)| cell.words.extend(words)),
            None => grid.push(cells.into_iter().map(GridCell::new).collect()),
        }
    }
    (grid.len() >= 2).then_some(Grid { rect, rows: grid })
}

/// Columns of text between the lines that part the sections of a page.
fn is_text(items: &[Item], cells: &[Vec<Vec<Word>>]) -> bool {
    let columns = cells.first().map_or(0, Vec::len);
    let edge = |column: usize, end: fn(&Word) -> f32, pick: fn(f32, f32) -> f32, from: f32| {
        cells.iter().filter_map(|row| row.get(column)).flatten().map(end).fold(from, pick)
    };
    let gutters: Vec<Gutter> = (1..columns)
        .map(|column| {
            let left = edge(column - 1, |word| word.x1, f32::max, f32::MIN);
            Gutter::between(left, edge(column, |word| word.x0, f32::min, f32::MAX))
        })
        .collect();
    sides::columns(items, &gutters).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::lines::tests::word;
    use super::*;

    #[test]
    fn a_head_between_lines_and_rows_under_it_are_a_table() {
        let rule = |at| Rule { horizontal: true, at, from: 0.0, to: 200.0 };
        let mut words = vec![
            word("Name", 5.0, 12.0, 10.0),
            word("Size", 105.0, 12.0, 10.0),
            word("one", 5.0, 32.0, 10.0),
            word("1", 105.0, 32.0, 10.0),
            word("two", 5.0, 44.0, 10.0),
            word("2", 105.0, 44.0, 10.0),
        ];
        let grids = tables(&[rule(0.0), rule(20.0), rule(50.0)], &mut words);
        let texts: Vec<Vec<&str>> =
            grids[0].rows.iter().map(|row| row.iter().map(|cell| cell.words[0].text.as_str()).collect()).collect();
        assert_eq!(texts, [["Name", "Size"], ["one", "1"], ["two", "2"]]);
        assert_eq!(words, []);
    }
}

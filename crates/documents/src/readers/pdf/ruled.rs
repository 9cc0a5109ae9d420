//! Tables by their ruling lines.

use super::ink::{Rect, Rule};
use super::striped;
use super::table::{Grid, GridCell};
use super::words::Word;

/// Lines that are this near to one another are one, and meet.
const NEAR: f32 = 3.0;
/// Positions of one grid; a page of squared paper is no table.
const CELLS_MAX: usize = 20_000;
/// Lines of a page that are looked at.
const RULES_MAX: usize = 4_000;

/// The lines of one table, before its words are put in.
#[derive(Debug, Clone, PartialEq)]
struct Lattice {
    xs: Vec<f32>,
    ys: Vec<f32>,
    rules: Vec<Rule>,
}

/// Takes the words that stand in ruled tables out of the words of a page.
pub(super) fn tables(rules: &[Rule], words: &mut Vec<Word>) -> Vec<Grid> {
    let mut grids = Vec::new();
    let rules = merge(rules);
    for lattice in lattices(rules.clone()) {
        let Some(rect) = lattice.rect() else { continue };
        let centre = |word: &Word| ((word.x0 + word.x1) / 2.0, word.y - word.size * 0.3);
        let (inside, outside): (Vec<Word>, Vec<Word>) = std::mem::take(words).into_iter().partition(|word| {
            let (x, y) = centre(word);
            rect.contains(x, y)
        });
        *words = outside;
        match lattice.fill(&inside, rect) {
            Some(grid) => grids.push(grid),
            None => words.extend(inside),
        }
    }
    grids.extend(striped::tables(&rules, words));
    grids
}

/// Joins the pieces of lines that continue one another.
fn merge(rules: &[Rule]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = rules.iter().copied().take(RULES_MAX).collect();
    rules.sort_by(|a, b| a.horizontal.cmp(&b.horizontal).then(a.at.total_cmp(&b.at)).then(a.from.total_cmp(&b.from)));
    let mut merged: Vec<Rule> = Vec::new();
    for rule in rules {
        let near = merged
            .iter_mut()
            .rev()
            .take_while(|last| last.horizontal == rule.horizontal && rule.at - last.at <= 1.5)
            .find(|last| rule.from <= last.to + NEAR && last.from <= rule.to + NEAR);
        match near {
            Some(last) => (last.from, last.to) = (last.from.min(rule.from), last.to.max(rule.to)),
            None => merged.push(rule),
        }
    }
    merged
}

fn meet(a: &Rule, b: &Rule) -> bool {
    a.horizontal != b.horizontal
        && (a.from - NEAR..=a.to + NEAR).contains(&b.at)
        && (b.from - NEAR..=b.to + NEAR).contains(&a.at)
}

/// Groups the lines that meet, directly or through others.
fn lattices(rules: Vec<Rule>) -> Vec<Lattice> {
    let mut group: Vec<Option<usize>> = vec![None; rules.len()];
    let mut groups = Vec::new();
    for start in 0..rules.len() {
        if group.get(start).copied().flatten().is_some() {
            continue;
        }
        let mut members = Vec::new();
        let mut queue = vec![start];
        if let Some(slot) = group.get_mut(start) {
            *slot = Some(groups.len());
        }
        while let Some(index) = queue.pop() {
            let Some(rule) = rules.get(index) else { continue };
            members.push(*rule);
            for (other, slot) in
                rules.iter().zip(group.iter_mut()).enumerate().filter_map(|(other, (rule_b, slot))| {
                    (slot.is_none() && meet(rule, rule_b)).then_some((other, slot))
                })
            {
                *slot = Some(groups.len());
                queue.push(other);
            }
        }
        groups.push(members);
    }
    groups.into_iter().filter_map(Lattice::new).collect()
}

fn positions(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_by(f32::total_cmp);
    values.dedup_by(|later, first| *later - *first <= NEAR);
    values
}

impl Lattice {
    fn new(rules: Vec<Rule>) -> Option<Self> {
        let at = |horizontal| rules.iter().filter(move |rule| rule.horizontal == horizontal);
        let mut xs: Vec<f32> = at(false).map(|rule| rule.at).collect();
        let ys = positions(at(true).map(|rule| rule.at).collect());
        if xs.is_empty() || ys.len() < 2 {
            return None;
        }
        // Tables that are open on their sides end where their lines end.
        let left = at(true).map(|rule| rule.from).fold(f32::MAX, f32::min);
        let right = at(true).map(|rule| rule.to).fold(f32::MIN, f32::max);
        for side in [left, right] {
            if xs.iter().all(|x| (x - side).abs() > 3.0 * NEAR) {
                xs.push(side);
            }
        }
        let xs = positions(xs);
        let cells = xs.len().saturating_sub(1) * ys.len().saturating_sub(1);
        (xs.len() >= 2 && (2..=CELLS_MAX).contains(&cells)).then_some(Self { xs, ys, rules })
    }

    fn rect(&self) -> Option<Rect> {
        Some(Rect { x0: *self.xs.first()?, y0: *self.ys.first()?, x1: *self.xs.last()?, y1: *self.ys.last()? })
    }

    /// Whether a line of this direction stands at `at` beside `along`.
    fn parted(&self, horizontal: bool, at: f32, along: f32) -> bool {
        self.rules.iter().any(|rule| {
            rule.horizontal == horizontal && (rule.at - at).abs() <= NEAR && rule.from <= along && along <= rule.to
        })
    }

    /// The cells, with the positions that each covers: row, column, rows, columns.
    fn cells(&self) -> Vec<(usize, usize, usize, usize)> {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let middle = |values: &[f32], index: usize| match (values.get(index), values.get(index + 1)) {
            (Some(a), Some(b)) => (a + b) / 2.0,
            _ => 0.0,
        };
        let mut taken = vec![false; columns * rows];
        let mut cells = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                if taken.get(row * columns + column).copied().unwrap_or(true) {
                    continue;
                }
                let (y, x) = (middle(&self.ys, row), middle(&self.xs, column));
                let free = |row: usize, column: usize| !taken.get(row * columns + column).copied().unwrap_or(true);
                let mut wide = 1;
                while column + wide < columns
                    && free(row, column + wide)
                    && !self.parted(false, self.xs.get(column + wide).copied().unwrap_or(0.0), y)
                {
                    wide += 1;
                }
                let mut high = 1;
                while row + high < rows
                    && (column..column + wide).all(|column| free(row + high, column))
                    && !self.parted(true, self.ys.get(row + high).copied().unwrap_or(0.0), x)
                {
                    high += 1;
                }
                for slot in
                    (row..row + high).flat_map(|row| (column..column + wide).map(move |column| row * columns + column))
                {
                    if let Some(slot) = taken.get_mut(slot) {
                        *slot = true;
                    }
                }
                cells.push((row, column, high, wide));
            }
        }
        cells
    }

    /// Puts words into the cells; `None` where the lines are a frame around text and no table.
    fn fill(&self, words: &[Word], rect: Rect) -> Option<Grid> {
        let cells = self.cells();
        let mut rows: Vec<Vec<GridCell>> = Vec::new();
        let mut last_row = usize::MAX;
        let mut filled = 0;
        for (row, column, high, wide) in cells {
            let bounds = Rect {
                x0: *self.xs.get(column)?,
                y0: *self.ys.get(row)?,
                x1: *self.xs.get(column + wide)?,
                y1: *self.ys.get(row + high)?,
            };
            let inside: Vec<Word> = words
                .iter()
                .filter(|word| {
                    let (x, y) = ((word.x0 + word.x1) / 2.0, word.y - word.size * 0.3);
                    bounds.x0 <= x && x < bounds.x1 && bounds.y0 <= y && y < bounds.y1
                })
                .cloned()
                .collect();
            filled += usize::from(!inside.is_empty());
            if row != last_row {
                rows.push(Vec::new());
                last_row = row;
            }
            rows.last_mut()?.push(GridCell { columns: wide as u32, rows: high as u32, words: inside });
        }
        // Rows and columns that only thick or doubled lines made hold nothing.
        rows.retain(|row| row.iter().any(|cell| !cell.words.is_empty() || cell.rows > 1));
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        (filled >= 2 && (rows.len() >= 2 && columns >= 2 || rows.len() == 1 && columns >= 3))
            .then_some(Grid { rect, rows })
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::tests::word;
    use super::*;

    fn horizontal(at: f32, from: f32, to: f32) -> Rule {
        Rule { horizontal: true, at, from, to }
    }

    fn vertical(at: f32, from: f32, to: f32) -> Rule {
        Rule { horizontal: false, at, from, to }
    }

    fn cells(grid: &Grid) -> Vec<Vec<(String, u32, u32)>> {
        grid.rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|cell| {
                        let text: Vec<&str> = cell.words.iter().map(|word| word.text.as_str()).collect();
                        (text.join(" "), cell.columns, cell.rows)
                    })
                    .collect()
            })
            .collect()
    }

    #[test]
    fn a_missing_line_joins_cells() {
        let rules = [
            horizontal(0.0, 0.0, 200.0),
            horizontal(20.0, 0.0, 200.0),
            horizontal(40.0, 0.0, 200.0),
            vertical(0.0, 0.0, 40.0),
            vertical(100.0, 20.0, 40.0),
            vertical(200.0, 0.0, 40.0),
        ];
        let mut words = vec![
            word("head", 80.0, 14.0, 10.0),
            word("a", 5.0, 34.0, 10.0),
            word("b", 105.0, 34.0, 10.0),
            word("out", 5.0, 60.0, 10.0),
        ];
        let grids = tables(&rules, &mut words);
        let text = |text: &str, columns| (text.to_owned(), columns, 1);
        assert_eq!(
            grids.iter().map(cells).collect::<Vec<_>>(),
            [[vec![text("head", 2)], vec![text("a", 1), text("b", 1)]]]
        );
        assert_eq!(words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(), ["out"]);
    }

    #[test]
    fn a_frame_around_text_is_no_table() {
        let rules = [
            horizontal(0.0, 0.0, 200.0),
            horizontal(50.0, 0.0, 200.0),
            vertical(0.0, 0.0, 50.0),
            vertical(200.0, 0.0, 50.0),
        ];
        let mut words = vec![word("text", 5.0, 20.0, 10.0)];
        assert_eq!(tables(&rules, &mut words), []);
        assert_eq!(words.len(), 1);
    }
}

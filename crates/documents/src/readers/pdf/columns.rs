//! Pieces of lines → columns, in reading order.
//!
//! From the top of the page downwards, pieces are taken together as long as one vertical strip of white stays free
//! between them: that is a band of columns, or a table. What crosses the strip ends the band.

use super::ink::Rect;
use super::lines::Piece;
use super::table::Grid;
use super::{aligned, sides};

/// A strip of white narrower than this share of the em square parts no columns.
const GUTTER_EM: f32 = 0.5;
/// One narrower than this must go between more pieces: the spaces of a few lines may stand under one another by chance.
const GUTTER_SURE_EM: f32 = 1.0;
const SUPPORT_NARROW: usize = 3;
/// Pieces on either side of a strip before it counts.
const SUPPORT: usize = 2;
/// Pieces without a strip that counts after which a band is given up.
const PATIENCE: usize = 80;
/// The share of a page's height that its margins take.
const MARGIN: f32 = 0.12;
/// Items after the first at which a better band is looked for.
const LOOK_AHEAD: usize = 4;
/// Columns inside columns.
const DEPTH_MAX: u8 = 8;

/// What is to be put in order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Piece(Piece),
    Table(Grid),
}

/// What follows one another in reading order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Region {
    /// Lines of one column.
    Lines(Vec<Piece>),
    Table(Grid),
}

impl Item {
    fn rect(&self) -> Rect {
        match self {
            Self::Piece(piece) => piece.rect,
            Self::Table(grid) => grid.rect,
        }
    }
}

/// A strip of white, with how many pieces stand on its sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gutter {
    pub(super) x0: f32,
    pub(super) x1: f32,
    left: usize,
    right: usize,
}

impl Gutter {
    /// A strip from one place to another.
    pub(super) fn between(x0: f32, x1: f32) -> Self {
        Self { x0, x1, left: 0, right: 0 }
    }
}

/// Puts the items of a page in reading order.
pub(super) fn arrange(items: Vec<Item>) -> Vec<Region> {
    let mut regions = Vec::new();
    let mut stack = vec![(items, 0)];
    while let Some((items, depth)) = stack.pop() {
        let parts = cut(items, &mut regions, depth);
        stack.extend(parts.into_iter().rev().map(|items| (items, depth + 1)));
    }
    regions
}

/// Takes the line at the top and the one at the bottom apart if they stand in the margins, well away from what is next
/// to them: they belong to no column.
pub(super) fn margins(items: Vec<Item>, page: Rect) -> [Vec<Item>; 3] {
    let [above, rest] = margin(items, page.y0 + MARGIN * page.height(), |rect| rect.y0, |rect| rect.y1);
    let [below, rest] = margin(rest, -(page.y1 - MARGIN * page.height()), |rect| -rect.y1, |rect| -rect.y0);
    [above, rest, below]
}

fn margin(items: Vec<Item>, limit: f32, outer: fn(Rect) -> f32, inner: fn(Rect) -> f32) -> [Vec<Item>; 2] {
    let edge = items.iter().map(|item| outer(item.rect())).fold(f32::MAX, f32::min);
    let size = median_size(&items);
    let (row, rest): (Vec<Item>, Vec<Item>) =
        items.into_iter().partition(|item| outer(item.rect()) < edge + 0.6 * size);
    let end = row.iter().map(|item| inner(item.rect())).fold(f32::MIN, f32::max);
    let next = rest.iter().map(|item| outer(item.rect())).fold(f32::MAX, f32::min);
    let pieces = row.iter().all(|item| matches!(item, Item::Piece(_)));
    if pieces && end < limit && next - end > 0.8 * size && !rest.is_empty() {
        [row, rest]
    } else {
        [Vec::new(), row.into_iter().chain(rest).collect()]
    }
}

/// Gives what stands before the first band of columns to the regions; what is left is to be cut again, one part after
/// the other.
fn cut(mut items: Vec<Item>, regions: &mut Vec<Region>, depth: u8) -> Vec<Vec<Item>> {
    items.sort_by(|a, b| a.rect().y0.total_cmp(&b.rect().y0).then(a.rect().x0.total_cmp(&b.rect().x0)));
    let size = median_size(&items);
    let mut lines = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let rest = items.get(at..).unwrap_or_default();
        let found = if depth < DEPTH_MAX { band(rest, size) } else { None };
        let found = found.map(|(length, gutters)| {
            let parting = sides::columns(rest.get(..length).unwrap_or_default(), &gutters);
            (length, gutters, parting)
        });
        let found = found.filter(|(.., parting)| parting.is_some() || !columns_follow(rest, size));
        if let Some((length, gutters, parting)) = found {
            let skip = belongs_above(rest.get(..length).unwrap_or_default(), lines.last(), &gutters);
            let mut tail = items.split_off(at);
            let rest = tail.split_off(length);
            let mut band = tail.split_off(skip);
            lines.extend(tail.into_iter().filter_map(as_piece));
            if parting.is_none()
                && let Some(found) = aligned::table(&band, &gutters)
            {
                lines.extend(found.above);
                flush(&mut lines, regions);
                regions.push(Region::Table(found.grid));
                let below = found.below.into_iter().map(Item::Piece);
                return vec![below.chain(rest).collect()];
            }
            flush(&mut lines, regions);
            let parting = parting.or_else(|| aligned::are_columns(&band, &gutters).then(|| widest(&gutters)).flatten());
            if let Some(gutter) = parting {
                let [left, right] = split(std::mem::take(&mut band), gutter);
                return vec![left, right, rest];
            }
            lines.extend(band.into_iter().filter_map(as_piece));
            flush(&mut lines, regions);
            return vec![rest];
        }
        match items.get(at) {
            Some(Item::Piece(piece)) => lines.push(piece.clone()),
            Some(Item::Table(grid)) => {
                flush(&mut lines, regions);
                regions.push(Region::Table(grid.clone()));
            }
            None => {}
        }
        at += 1;
    }
    flush(&mut lines, regions);
    Vec::new()
}

fn as_piece(item: Item) -> Option<Piece> {
    match item {
        Item::Piece(piece) => Some(piece),
        Item::Table(_) => None,
    }
}

fn flush(lines: &mut Vec<Piece>, regions: &mut Vec<Region>) {
    if !lines.is_empty() {
        regions.push(Region::Lines(std::mem::take(lines)));
    }
}

/// The longest run from the first item on that a strip of white goes through, with its strips.
fn band(items: &[Item], size: f32) -> Option<(usize, Vec<Gutter>)> {
    let mut gutters = vec![Gutter { x0: f32::NEG_INFINITY, x1: f32::INFINITY, left: 0, right: 0 }];
    let mut best: Option<(usize, Vec<Gutter>)> = None;
    for (index, item) in items.iter().enumerate() {
        // What stands between a bullet and its text parts nothing.
        let weight = usize::from(!matches!(item, Item::Piece(piece) if aligned::is_marker(piece)));
        gutters = narrow(&gutters, item.rect(), weight, GUTTER_EM * size);
        let counting: Vec<Gutter> = gutters.iter().copied().filter(|gutter| counts(gutter, size)).collect();
        if let Some((_, before)) = &best
            && sure(before) > 0.0
            && width(&counting) < 0.6 * sure(before)
            && sides::columns(items.get(..index).unwrap_or_default(), before).is_some()
        {
            // What is left of the strip is another one that happens to go on.
            break;
        }
        if !counting.is_empty() {
            best = Some((index + 1, counting));
        } else if best.is_some() || index >= PATIENCE || gutters.is_empty() {
            break;
        }
    }
    // A table that was found by its lines needs no columns around it.
    best.filter(|(length, _)| {
        items.iter().take(*length).filter(|item| matches!(item, Item::Piece(_))).count() > 2 * SUPPORT - 1
    })
}

/// Whether columns begin a few items later: what stands above them may leave a narrow strip free that goes through one of
/// them, and looks like a table's.
fn columns_follow(items: &[Item], size: f32) -> bool {
    (1..=LOOK_AHEAD).filter_map(|skip| items.get(skip..)).any(|rest| {
        band(rest, size)
            .is_some_and(|(length, gutters)| sides::columns(rest.get(..length).unwrap_or_default(), &gutters).is_some())
    })
}

fn width(gutters: &[Gutter]) -> f32 {
    gutters.iter().map(|gutter| gutter.x1 - gutter.x0).fold(0.0, f32::max)
}

/// The width of the widest strip that is more than chance.
fn sure(gutters: &[Gutter]) -> f32 {
    let sure = gutters.iter().filter(|gutter| gutter.left >= SUPPORT_NARROW && gutter.right >= SUPPORT_NARROW);
    sure.map(|gutter| gutter.x1 - gutter.x0).fold(0.0, f32::max)
}

fn counts(gutter: &Gutter, size: f32) -> bool {
    let support = if gutter.x1 - gutter.x0 >= GUTTER_SURE_EM * size { SUPPORT } else { SUPPORT_NARROW };
    gutter.left >= support && gutter.right >= support
}

/// What is left of the strips beside a box that counts for so many pieces.
fn narrow(gutters: &[Gutter], rect: Rect, weight: usize, width: f32) -> Vec<Gutter> {
    let mut left = Vec::with_capacity(gutters.len() + 1);
    for gutter in gutters {
        if rect.x1 <= gutter.x0 {
            left.push(Gutter { left: gutter.left + weight, ..*gutter });
        } else if rect.x0 >= gutter.x1 {
            left.push(Gutter { right: gutter.right + weight, ..*gutter });
        } else {
            if rect.x0 - gutter.x0 >= width {
                left.push(Gutter { x1: rect.x0, right: gutter.right + weight, ..*gutter });
            }
            if gutter.x1 - rect.x1 >= width {
                left.push(Gutter { x0: rect.x1, left: gutter.left + weight, ..*gutter });
            }
        }
    }
    left
}

/// How many of the first items of a band are the last lines of the paragraph above it: short, so that they do not reach
/// the other column, which begins lower.
fn belongs_above(band: &[Item], above: Option<&Piece>, gutters: &[Gutter]) -> usize {
    let (Some(above), Some(gutter)) = (above, gutters.first()) else { return 0 };
    let right = band
        .iter()
        .map(Item::rect)
        .filter(|rect| rect.x0 >= gutter.x1 - 0.1)
        .map(|rect| rect.y0)
        .fold(f32::MAX, f32::min);
    let mut last = above.clone();
    let mut count = 0;
    for item in band {
        let Item::Piece(piece) = item else { break };
        let follows = piece.y - last.y < 1.5 * last.size && last.rect.x1 > gutter.x0;
        if !follows || piece.rect.y1 > right + 0.3 * piece.size {
            break;
        }
        last = piece.clone();
        count += 1;
    }
    count
}

fn split(band: Vec<Item>, gutter: Gutter) -> [Vec<Item>; 2] {
    let middle = (gutter.x0 + gutter.x1) / 2.0;
    let (left, right) = band.into_iter().partition(|item| (item.rect().x0 + item.rect().x1) / 2.0 < middle);
    [left, right]
}

fn widest(gutters: &[Gutter]) -> Option<Gutter> {
    gutters.iter().copied().max_by(|a, b| (a.x1 - a.x0).total_cmp(&(b.x1 - b.x0)))
}

fn median_size(items: &[Item]) -> f32 {
    let mut sizes: Vec<f32> = items
        .iter()
        .filter_map(|item| match item {
            Item::Piece(piece) => Some(piece.size),
            Item::Table(_) => None,
        })
        .collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(10.0)
}

#[cfg(test)]
mod tests {
    use super::super::lines::{pieces, tests::word};
    use super::super::words::Word;
    use super::*;

    fn line(text: &str, x: f32, y: f32) -> Vec<Word> {
        let mut x0 = x;
        text.split(' ')
            .map(|part| {
                let word = word(part, x0, y, 10.0);
                x0 = word.x1 + 2.5;
                word
            })
            .collect()
    }

    fn read(words: Vec<Word>) -> Vec<String> {
        arrange(pieces(words).into_iter().map(Item::Piece).collect())
            .into_iter()
            .map(|region| match region {
                Region::Lines(pieces) => pieces
                    .iter()
                    .map(|piece| piece.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "))
                    .collect::<Vec<_>>()
                    .join(" / "),
                Region::Table(_) => "table".to_owned(),
            })
            .collect()
    }

    #[test]
    fn two_columns_are_read_one_after_the_other_under_their_title() {
        let mut words = line("A title that goes over the whole width of both columns here", 0.0, 10.0);
        for row in 0..4 {
            let y = 40.0 + row as f32 * 12.0;
            words.extend(line("left side of the page is", 0.0, y));
            words.extend(line("right one of the page is", 160.0, y + 2.0));
        }
        assert_eq!(
            read(words),
            [
                "A title that goes over the whole width of both columns here".to_owned(),
                ["left side of the page is"; 4].join(" / "),
                ["right one of the page is"; 4].join(" / "),
            ]
        );
    }

    #[test]
    fn one_column_stays_one() {
        let words = (0..5)
            .flat_map(|row| line("words that fill one line and no more than that", 0.0, row as f32 * 12.0))
            .collect();
        assert_eq!(read(words), [["words that fill one line and no more than that"; 5].join(" / ")]);
    }
}

//! The order in which a person reads what lies on a slide.

use crate::Block;

/// From here on shapes are only sorted, not cut into columns: a slide with more is no slide.
const SHAPES_MAX: usize = 500;

/// A rectangle, in the units of the slide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Rect {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) width: i64,
    pub(crate) height: i64,
}

/// What lies in one place of a slide.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) place: Option<Rect>,
    pub(crate) is_title: bool,
    pub(crate) blocks: Vec<Block>,
}

/// The blocks of these shapes as they are read: the title, then what has no place, then by the widest gaps between them,
/// so that columns stay columns and rows stay rows.
pub(crate) fn in_order(items: Vec<Item>) -> Vec<Block> {
    let (titles, rest): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| item.is_title);
    let (placed, placeless): (Vec<_>, Vec<_>) = rest.into_iter().partition(|item| item.place.is_some());
    let mut ordered = titles;
    ordered.extend(placeless);
    if placed.len() > SHAPES_MAX {
        ordered.extend(by_rows(placed));
    } else {
        cut(placed, &mut ordered);
    }
    ordered.into_iter().flat_map(|item| item.blocks).collect()
}

/// Cuts shapes apart at the widest gap, again and again.
fn cut(items: Vec<Item>, ordered: &mut Vec<Item>) {
    let mut open = vec![items];
    while let Some(items) = open.pop() {
        let across = widest_gap(&items, |place| (place.x, place.width));
        let down = widest_gap(&items, |place| (place.y, place.height));
        let at = match (across, down) {
            (None, None) => {
                ordered.extend(by_rows(items));
                continue;
            }
            (Some((across, at)), down) if down.is_none_or(|(down, _)| across > down) => (at, true),
            (_, Some((_, at))) => (at, false),
            (Some((_, at)), None) => (at, true),
        };
        let before = |item: &Item| {
            let place = item.place.unwrap_or_default();
            (if at.1 { place.x } else { place.y }) < at.0
        };
        let (first, second): (Vec<_>, Vec<_>) = items.into_iter().partition(before);
        open.push(second);
        open.push(first);
    }
}

/// The widest gap between shapes along one direction: how wide it is, and where what follows it begins.
fn widest_gap(items: &[Item], side: impl Fn(Rect) -> (i64, i64)) -> Option<(i64, i64)> {
    let mut sides: Vec<(i64, i64)> = items.iter().filter_map(|item| item.place).map(&side).collect();
    sides.sort_unstable();
    let mut widest: Option<(i64, i64)> = None;
    let mut end = i64::MIN;
    for (start, length) in sides {
        let gap = start.saturating_sub(end);
        if end != i64::MIN && gap >= 0 && widest.is_none_or(|(before, _)| gap > before) {
            widest = Some((gap, start));
        }
        end = end.max(start.saturating_add(length.max(1)));
    }
    widest
}

/// Shapes from top to bottom, and from left to right where they begin at one height.
fn by_rows(mut items: Vec<Item>) -> Vec<Item> {
    items.sort_by_key(|item| item.place.map(|place| (place.y, place.x)));
    items
}

//! Pure: where a window lies on a branch, and which of its turns fit into it.

use std::ops::Range;

/// The places of the `limit` turns that follow the one at `place`. Places on a branch count from its
/// head, so smaller is newer.
pub(super) fn after(place: usize, limit: usize) -> Range<usize> {
    place.saturating_sub(limit)..place
}

/// The places of `limit` turns with the one at `place` in their middle, on a branch of `length`. Near
/// the head the window holds more older ones instead; near the beginning it is shorter.
pub(super) fn around(place: usize, limit: usize, length: usize) -> Range<usize> {
    let newest = place.saturating_sub(limit / 2);
    newest..length.min(newest + limit)
}

/// Which turns, of these sizes and oldest first, to show of `bytes` at most: the one at `anchor`, what
/// follows it, and, where that leaves room, what goes before it. The anchor is shown at any size.
pub(super) fn fitting(sizes: &[usize], anchor: usize, bytes: usize) -> Range<usize> {
    let anchor = anchor.min(sizes.len());
    let end = anchor + count_fitting(sizes[anchor..].iter(), bytes);
    let start = end - count_fitting(sizes[..end].iter().rev(), bytes);
    start..end
}

/// How many of the first ones fit, at least one where there is one.
fn count_fitting<'a>(sizes: impl Iterator<Item = &'a usize>, bytes: usize) -> usize {
    let sums = sizes.scan(0_usize, |sum, size| {
        *sum = sum.saturating_add(*size);
        Some(*sum)
    });
    sums.enumerate().take_while(|(index, sum)| *index == 0 || *sum <= bytes).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_after_a_turn_ends_just_before_it() {
        for (place, limit, expected) in [(0, 3, 0..0), (1, 3, 0..1), (3, 3, 0..3), (7, 3, 4..7), (7, 1, 6..7)] {
            assert_eq!(after(place, limit), expected, "after {place}, {limit} at most");
        }
    }

    #[test]
    fn a_window_around_a_turn_has_it_in_the_middle_and_stays_on_the_branch() {
        let cases = [
            // place, limit, length
            ((5, 3, 10), 4..7),
            ((5, 4, 10), 3..7),
            ((5, 1, 10), 5..6),
            // At the head.
            ((0, 3, 10), 0..3),
            ((1, 4, 10), 0..4),
            // At the beginning.
            ((9, 3, 10), 8..10),
            ((9, 50, 10), 0..10),
            ((0, 1, 1), 0..1),
        ];
        for ((place, limit, length), expected) in cases {
            let window = around(place, limit, length);
            assert_eq!(window, expected, "around {place} of {length}, {limit} at most");
            assert!(window.contains(&place));
        }
    }

    #[test]
    fn what_follows_the_anchor_is_shown_before_what_goes_before_it() {
        let cases: [(&[usize], usize, Range<usize>); _] = [
            (&[], 0, 0..0),
            (&[4, 4], 0, 0..2),
            // The newest is the anchor: as many older ones as fit.
            (&[4, 4, 4, 4], 3, 2..4),
            (&[4, 4, 2, 4], 3, 1..4),
            // The oldest is: as many newer ones.
            (&[4, 4, 4, 4], 0, 0..2),
            // In the middle: the newer ones first, then what is left.
            (&[4, 4, 4, 4, 4], 2, 2..4),
            (&[4, 4, 4, 4, 1], 3, 2..5),
            (&[1, 4, 4, 40, 4], 2, 0..3),
            (&[0, 0, 10, 0, 0], 2, 0..5),
            // A turn that is too large is alone.
            (&[4, 40, 4], 1, 1..2),
            (&[40, 4, 40], 2, 2..3),
            (&[40, 40], 0, 0..1),
            (&[0, 40, 0], 1, 1..2),
        ];
        for (sizes, anchor, expected) in cases {
            assert_eq!(fitting(sizes, anchor, 10), expected, "{sizes:?} from {anchor}");
        }
    }

    #[test]
    fn any_window_holds_its_anchor_and_could_not_hold_more() {
        const BYTES: usize = 10;
        for number in 0..4_usize.pow(5) {
            let sizes: Vec<usize> = (0..5).map(|digit| [0, 3, 6, 11][number / 4_usize.pow(digit) % 4]).collect();
            for anchor in 0..sizes.len() {
                let Range { start, end } = fitting(&sizes, anchor, BYTES);
                let bytes: usize = sizes[start..end].iter().sum();
                assert!((start..end).contains(&anchor), "{sizes:?} from {anchor}");
                assert!(bytes <= BYTES || end - start == 1, "{sizes:?} from {anchor}: {start}..{end}");
                let more = [start.checked_sub(1), Some(end)].into_iter().flatten().filter_map(|it| sizes.get(it));
                assert!(more.min().is_none_or(|size| bytes + size > BYTES), "{sizes:?} from {anchor}: {start}..{end}");
            }
        }
    }
}

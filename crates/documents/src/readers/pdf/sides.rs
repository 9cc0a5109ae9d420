//! Whether a strip of white parts columns of text or the cells of a table.

use super::columns::{Gutter, Item};
use super::ink::Rect;
use super::lines::Piece;
use super::words;

/// Lines of running text fill at least this share of their column on average.
const TEXT_FILL: f32 = 0.6;
/// Words per line from which a side may be running text.
const TEXT_WORDS: f32 = 3.5;
/// Characters per line of a script without spaces from which it may be.
const TEXT_CJK: f32 = 9.0;
/// Lines from which on a side can be judged.
const LINES_MIN: usize = 3;
/// Words of one line that are this far apart are cells; justified text is spread out less.
const SPREAD_EM: f32 = 0.8;
/// Baselines this near, in points, are the same.
const ALIGNED: f32 = 0.6;

/// What stands on one side of a strip.
#[derive(Default)]
struct Side {
    /// Per line: its baseline, its box, its words, its pieces.
    lines: Vec<(f32, Rect, usize, usize)>,
    cjk: usize,
}

/// The strip that parts columns, if one of them does. Where both sides are running text, it does; where one is, it does
/// unless the other stands on its lines, as the names in front of their descriptions do.
pub(super) fn columns(band: &[Item], gutters: &[Gutter]) -> Option<Gutter> {
    let judged = gutters.iter().filter_map(|gutter| {
        let middle = (gutter.x0 + gutter.x1) / 2.0;
        let [left, right] = sides(band, middle);
        let score = match (left.is_text(), right.is_text()) {
            (true, true) => 2,
            (true, false) if right.aligned_to(&left) < 0.6 => 1,
            (false, true) if left.aligned_to(&right) < 0.6 => 1,
            _ => return None,
        };
        Some((score, gutter.x1 - gutter.x0, *gutter))
    });
    judged.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))).map(|(.., gutter)| gutter)
}

fn sides(band: &[Item], middle: f32) -> [Side; 2] {
    let mut pieces: Vec<&Piece> = band
        .iter()
        .filter_map(|item| match item {
            Item::Piece(piece) => Some(piece),
            Item::Table(_) => None,
        })
        .collect();
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut sides = [Side::default(), Side::default()];
    for piece in pieces {
        let [left, right] = &mut sides;
        let side = if (piece.rect.x0 + piece.rect.x1) / 2.0 < middle { left } else { right };
        side.add(piece);
    }
    sides
}

impl Side {
    fn add(&mut self, piece: &Piece) {
        self.cjk += piece.words.iter().flat_map(|word| word.text.chars()).filter(|c| words::is_cjk(*c)).count();
        match self.lines.last_mut() {
            Some((y, rect, words, pieces)) if (piece.y - *y).abs() <= 0.3 * piece.size => {
                *rect = rect.union(&piece.rect);
                *words += piece.words.len();
                // The words of a line that is spread out are not cells.
                *pieces += usize::from(piece.rect.x0 - rect.x1 > SPREAD_EM * piece.size);
            }
            _ => self.lines.push((piece.y, piece.rect, piece.words.len(), 1)),
        }
    }

    fn is_text(&self) -> bool {
        let count = self.lines.len();
        let Some(whole) = self.lines.iter().map(|(_, rect, ..)| *rect).reduce(|a, b| a.union(&b)) else { return false };
        let per_line = |sum: f32| sum / count as f32;
        let fill = per_line(self.lines.iter().map(|(_, rect, ..)| rect.width()).sum()) / whole.width().max(1.0);
        let words = per_line(self.lines.iter().map(|(.., words, _)| *words as f32).sum());
        let whole_lines = self.lines.iter().filter(|(.., pieces)| *pieces == 1).count();
        count >= LINES_MIN
            && fill >= TEXT_FILL
            && (words >= TEXT_WORDS || per_line(self.cjk as f32) >= TEXT_CJK)
            && whole_lines * 10 >= count * 7
    }

    /// The share of its lines that stand on a line of the other side.
    fn aligned_to(&self, other: &Self) -> f32 {
        let stands = |y: f32| other.lines.iter().any(|(other, ..)| (other - y).abs() <= ALIGNED);
        self.lines.iter().filter(|(y, ..)| stands(*y)).count() as f32 / self.lines.len().max(1) as f32
    }
}

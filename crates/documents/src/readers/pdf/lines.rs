//! Words → the pieces of lines that stand together.

use super::ink::Rect;
use super::lists::{self, Marker};
use super::words::Word;

/// A gap wider than this share of the em square may part columns.
pub(super) const PIECE_EM: f32 = 0.5;
/// Baselines that differ by less than this share of the em square are one line.
const BASELINE_EM: f32 = 0.3;
/// Rows that are looked back at for a word of the same line.
const OPEN_ROWS: usize = 8;

/// Words that follow one another on one line with nothing but spaces between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) words: Vec<Word>,
    pub(super) rect: Rect,
    /// Its baseline.
    pub(super) y: f32,
    /// The size that most of its characters have.
    pub(super) size: f32,
}

impl Piece {
    pub(super) fn new(words: Vec<Word>) -> Self {
        let mut rect = Rect { x0: f32::MAX, y0: f32::MAX, x1: f32::MIN, y1: f32::MIN };
        let mut sizes: Vec<(f32, f32, usize)> = Vec::new();
        for word in &words {
            rect = rect.union(&Rect { x0: word.x0, y0: word.top(), x1: word.x1, y1: word.bottom() });
            match sizes.iter_mut().find(|(size, ..)| (*size - word.size).abs() < 0.1) {
                Some(entry) => entry.2 += word.count(),
                None => sizes.push((word.size, word.y, word.count())),
            }
        }
        let (size, y, _) = sizes.iter().copied().max_by_key(|entry| entry.2).unwrap_or_default();
        Self { words, rect, y, size }
    }

    /// Characters in it.
    pub(super) fn count(&self) -> usize {
        self.words.iter().map(Word::count).sum()
    }
}

/// Arranges words into pieces of lines, from top to bottom and left to right.
pub(super) fn pieces(mut words: Vec<Word>) -> Vec<Piece> {
    words.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut rows: Vec<(f32, f32, Vec<Word>)> = Vec::new();
    for word in words {
        let open = rows.len().saturating_sub(OPEN_ROWS);
        let row = rows.iter_mut().skip(open).rev().find(|(y, size, _)| {
            let (small, large) = (size.min(word.size), size.max(word.size));
            (word.y - y).abs() <= if large < 1.6 * small { BASELINE_EM * small } else { 0.1 * small }
        });
        match row {
            Some((_, _, words)) => words.push(word),
            None => rows.push((word.y, word.size, vec![word])),
        }
    }
    let mut pieces: Vec<Piece> = rows.into_iter().flat_map(|(_, _, words)| split(words)).collect();
    attach_raised(&mut pieces);
    settle_bullets(&mut pieces);
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.rect.x0.total_cmp(&b.rect.x0)));
    pieces
}

/// Cuts one row into pieces, and joins what is one word in them.
fn split(mut row: Vec<Word>) -> Vec<Piece> {
    row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let stretch = letter_spacing(&row);
    let mut pieces: Vec<Vec<Word>> = Vec::new();
    for mut word in row {
        let Some(piece) = pieces.last_mut() else {
            pieces.push(vec![word]);
            continue;
        };
        let Some(last) = piece.last_mut() else { continue };
        let gap = word.x0 - last.x1;
        if last.text == word.text && (last.x0 - word.x0).abs() < 0.3 * word.size.min(word.x1 - word.x0) {
            continue;
        }
        if gap > PIECE_EM * last.size.max(word.size) && gap > stretch {
            pieces.push(vec![word]);
        } else if last.space_before(&word) && (last.spaced || gap > stretch) {
            piece.push(word);
        } else if last.face == word.face && last.mark == word.mark && (last.size - word.size).abs() < 0.15 * last.size {
            last.append(word);
        } else {
            word.glued = true;
            piece.push(word);
        }
    }
    pieces.into_iter().map(Piece::new).collect()
}

/// The gap up to which the letters of a spaced-out row belong together; 0 for a usual row.
fn letter_spacing(row: &[Word]) -> f32 {
    let single = |word: &&Word| word.count() == 1 && word.text.chars().all(char::is_alphabetic);
    if row.len() < 5 || row.iter().filter(single).count() * 5 < row.len() * 4 {
        return 0.0;
    }
    let mut gaps: Vec<f32> = row
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(b.x0 - a.x1),
            _ => None,
        })
        .collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(0.0).max(0.0) * 1.5
}

/// Puts small pieces that stand above or below the end of a word into the line that they belong to.
fn attach_raised(pieces: &mut Vec<Piece>) {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut moves: Vec<(usize, usize)> = Vec::new();
    for (index, small) in pieces.iter().enumerate() {
        if small.count() > 12 {
            continue;
        }
        let near = |host: &Piece| {
            let shift = small.y - host.y;
            small.size <= 0.85 * host.size
                && (-0.7 * host.size..=0.4 * host.size).contains(&shift)
                && (gap_to_words(host, small.rect.x0)
                    || (-0.1 * host.size..=0.4 * host.size).contains(&(host.rect.x0 - small.rect.x1)))
        };
        let before = pieces.iter().enumerate().take(index).rev().take(12);
        let after = pieces.iter().enumerate().skip(index + 1).take(12);
        let host = after.chain(before).filter(|(_, host)| near(host)).map(|(host, _)| host).next();
        if let Some(host) = host {
            moves.push((index, host));
        }
    }
    for (from, to) in &moves {
        // A host that moves itself would take its guests along twice.
        if moves.iter().any(|(index, _)| index == to) {
            continue;
        }
        let Some(small) = pieces.get_mut(*from) else { continue };
        let words = std::mem::take(&mut small.words);
        let Some(host) = pieces.get_mut(*to) else { continue };
        let mut all = std::mem::take(&mut host.words);
        for mut word in words {
            word.raised = word.y < host.y - 0.15 * host.size;
            word.glued = all.iter().any(|other| {
                let gap = word.x0 - other.x1;
                (-0.15 * host.size..=0.2 * host.size).contains(&gap) && !other.spaced
            });
            all.push(word);
        }
        all.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        *host = Piece::new(all);
    }
    pieces.retain(|piece| !piece.words.is_empty());
}

/// Puts bullets, which often come from another font and stand a little higher or lower, on the line that they begin.
fn settle_bullets(pieces: &mut [Piece]) {
    let hosts: Vec<(Rect, f32, f32)> = pieces.iter().map(|piece| (piece.rect, piece.y, piece.size)).collect();
    for bullet in pieces.iter_mut() {
        let [word] = bullet.words.as_mut_slice() else { continue };
        if lists::marker(&word.text) != Some(Marker::Bullet) {
            continue;
        }
        let begins = |(rect, y, size): &&(Rect, f32, f32)| {
            (0.0..3.0 * size).contains(&(rect.x0 - word.x1)) && (y - word.y).abs() <= 0.6 * size
        };
        let nearest =
            |a: &&(Rect, f32, f32), b: &&(Rect, f32, f32)| (a.1 - word.y).abs().total_cmp(&(b.1 - word.y).abs());
        if let Some((_, y, size)) = hosts.iter().filter(begins).min_by(nearest) {
            (word.y, word.size) = (*y, *size);
            *bullet = Piece::new(std::mem::take(&mut bullet.words));
        }
    }
}

/// Whether a place is where a word of a line ends.
fn gap_to_words(host: &Piece, x: f32) -> bool {
    host.words.iter().any(|word| (-0.15 * host.size..=0.3 * host.size).contains(&(x - word.x1)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::ink::Face;
    use super::*;

    /// A word of letters half an em wide.
    pub(in super::super) fn word(text: &str, x0: f32, y: f32, size: f32) -> Word {
        Word {
            text: text.to_owned(),
            x0,
            x1: x0 + text.chars().count() as f32 * size / 2.0,
            y,
            size,
            face: Face::default(),
            mark: None,
            spaced: false,
            glued: false,
            raised: false,
            link: None,
        }
    }

    fn texts(words: Vec<Word>) -> Vec<Vec<String>> {
        pieces(words).into_iter().map(|piece| piece.words.into_iter().map(|word| word.text).collect()).collect()
    }

    #[test]
    fn words_of_one_baseline_are_one_line_unless_a_wide_gap_parts_them() {
        let row = vec![word("two", 23.0, 100.0, 10.0), word("one", 5.0, 100.5, 10.0), word("far", 60.0, 101.0, 10.0)];
        assert_eq!(texts(row), [vec!["one", "two"], vec!["far"]]);
    }

    #[test]
    fn the_number_of_a_footnote_joins_its_line() {
        let row = vec![word("word", 0.0, 100.0, 10.0), word("1", 20.2, 96.0, 6.0), word("next", 24.5, 100.0, 10.0)];
        let pieces = pieces(row);
        assert_eq!(pieces.len(), 1);
        let raised: Vec<_> = pieces[0].words.iter().map(|word| (word.text.as_str(), word.raised, word.glued)).collect();
        assert_eq!(raised, [("word", false, false), ("1", true, true), ("next", false, false)]);
    }

    #[test]
    fn spaced_out_letters_are_one_word() {
        let row = "TITLE".chars().enumerate().map(|(n, c)| word(&c.to_string(), n as f32 * 9.0, 50.0, 10.0)).collect();
        assert_eq!(texts(row), [vec!["TITLE"]]);
    }
}

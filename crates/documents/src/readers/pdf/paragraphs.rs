//! Lines of one column → paragraphs.

use crate::{Span, Style};

use super::ink::{Face, Rect};
use super::lines::Piece;
use super::lists::{self, Marker};
use super::words::Word;
use super::{bidi, text};

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paragraph {
    pub(super) lines: Vec<Piece>,
    pub(super) rect: Rect,
    /// The size that most of it has.
    pub(super) size: f32,
    /// What all of it has in common.
    pub(super) face: Face,
    /// The bullet or number it begins with.
    pub(super) marker: Option<Marker>,
}

/// Cuts the pieces of one column into paragraphs.
pub(super) fn paragraphs(pieces: Vec<Piece>) -> Vec<Paragraph> {
    let lines = lines(pieces);
    let leading = leading(&lines);
    let mut paragraphs: Vec<Vec<Piece>> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let right = right_edge(&lines, index);
        let left = left_edge(&lines, index);
        match paragraphs.last_mut() {
            Some(paragraph) if continues(paragraph, line, &Column { left, right, leading }) => {
                paragraph.push(line.clone())
            }
            _ => paragraphs.push(vec![line.clone()]),
        }
    }
    paragraphs.into_iter().filter_map(Paragraph::new).collect()
}

/// Joins the pieces that stand on one line.
fn lines(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let joins = rows
            .last()
            .and_then(|row| row.last())
            .is_some_and(|last| (piece.y - last.y).abs() <= 0.3 * last.size.min(piece.size));
        match rows.last_mut().filter(|_| joins) {
            Some(row) => row.push(piece),
            None => rows.push(vec![piece]),
        }
    }
    rows.into_iter()
        .map(|mut row| {
            row.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
            Piece::new(row.into_iter().flat_map(|piece| piece.words).collect())
        })
        .collect()
}

/// What is known about the column around a line.
struct Column {
    left: f32,
    right: f32,
    leading: f32,
}

/// The usual distance of baselines in ems.
fn leading(lines: &[Piece]) -> f32 {
    let mut gaps: Vec<f32> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some((b.y - a.y) / a.size.max(b.size).max(0.1)),
            _ => None,
        })
        .filter(|gap| (0.8..2.2).contains(gap))
        .collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 3).copied().unwrap_or(1.3)
}

fn around(lines: &[Piece], index: usize) -> impl Iterator<Item = &Piece> {
    lines.iter().skip(index.saturating_sub(5)).take(10)
}

fn right_edge(lines: &[Piece], index: usize) -> f32 {
    around(lines, index).map(|line| line.rect.x1).fold(f32::MIN, f32::max)
}

fn left_edge(lines: &[Piece], index: usize) -> f32 {
    around(lines, index).map(|line| line.rect.x0).fold(f32::MAX, f32::min)
}

fn continues(paragraph: &[Piece], line: &Piece, column: &Column) -> bool {
    let (Some(first), Some(last)) = (paragraph.first(), paragraph.last()) else { return false };
    let size = last.size.max(line.size);
    let gap = (line.y - last.y) / size.max(0.1);
    if (last.size - line.size).abs() > 0.1 * size || gap > column.leading * 1.22 + 0.08 || gap <= 0.0 {
        return false;
    }
    let (before, face) = (common_face(last), common_face(line));
    if line.words.first().is_some_and(|word| word.raised) || has_leader(last) {
        return false;
    }
    if before.bold != face.bold || before.mono != face.mono || line_marker(line).is_some() {
        return false;
    }
    if face.mono {
        return true;
    }
    let step = line.rect.x0 - last.rect.x0;
    let centred = ((line.rect.x0 + line.rect.x1) - (last.rect.x0 + last.rect.x1)).abs() < size;
    if line_marker(first).is_some() {
        // What hangs under the text of an item belongs to it.
        return line.rect.x0 > first.rect.x0 - 0.3 * size && !ends_early(last, line, column);
    }
    if right_to_left(line) || centred && step.abs() > 0.7 * size {
        return true;
    }
    if step > 0.7 * size && (paragraph.len() > 1 || (last.rect.x0 - column.left).abs() < 0.5 * size) {
        return false;
    }
    if step < -0.7 * size && paragraph.len() > 1 {
        return false;
    }
    !ends_early(last, line, column)
}

/// The line is broken off although the next word would have had room.
fn ends_early(last: &Piece, line: &Piece, column: &Column) -> bool {
    if right_to_left(last) {
        return false;
    }
    let room = column.right - last.rect.x1;
    let next = line.words.first().map_or(0.0, |word| word.x1 - word.x0);
    let stops = last.words.last().is_some_and(|word| word.text.ends_with(['.', '!', '?', ':', '。', '！', '？']));
    room > next + last.size * if stops { 0.8 } else { 2.5 }
}

/// The line leads with dots to a page number.
fn has_leader(line: &Piece) -> bool {
    line.words.iter().any(|word| text::is_leader(&word.text))
}

fn right_to_left(line: &Piece) -> bool {
    line.words.iter().any(|word| word.text.chars().any(bidi::is_rtl))
}

/// The marker that a line begins with, if something follows it.
fn line_marker(line: &Piece) -> Option<Marker> {
    let word = line.words.first().filter(|word| !word.raised && line.words.len() > 1)?;
    let follows = line.words.get(1).is_some_and(|next| !next.glued);
    lists::marker(&word.text).filter(|_| follows)
}

fn common_face(line: &Piece) -> Face {
    let letters = |word: &&Word| word.text.chars().any(char::is_alphanumeric) && !word.raised;
    let mut words = line.words.iter().filter(letters).peekable();
    if words.peek().is_none() {
        return line.words.first().map(|word| word.face).unwrap_or_default();
    }
    let face = Face { bold: true, italic: true, mono: true };
    words.fold(face, |all, word| Face {
        bold: all.bold && word.face.bold,
        italic: all.italic && word.face.italic,
        mono: all.mono && word.face.mono,
    })
}

impl Paragraph {
    fn new(lines: Vec<Piece>) -> Option<Self> {
        let rect = lines.iter().map(|line| line.rect).reduce(|a, b| a.union(&b))?;
        let size = lines.iter().max_by_key(|line| line.count())?.size;
        let face = lines.iter().map(common_face).reduce(|a, b| Face {
            bold: a.bold && b.bold,
            italic: a.italic && b.italic,
            mono: a.mono && b.mono,
        })?;
        let marker = lines.first().and_then(line_marker);
        Some(Self { lines, rect, size, face, marker })
    }

    /// Its text. A style that all of it has is left out: it says what the paragraph is, not what is stressed in it.
    pub(super) fn spans(&self, links: &[String]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let words = self.lines.iter().flat_map(|line| &line.words).map(|word| word.text.as_str());
        let goes_left = bidi::goes_left(words);
        for (index, line) in self.lines.iter().enumerate() {
            for (place, (word, text)) in read(line, goes_left).into_iter().enumerate() {
                let style = self.style(word);
                let link = word.link.and_then(|link| links.get(usize::from(link))).cloned();
                let text = text::clean(&text);
                let starts_line = place == 0 && index > 0;
                let joint = match spans.last_mut() {
                    Some(last) if starts_line => text::join(&mut last.text, &text),
                    Some(_) if !word.glued => " ",
                    _ => "",
                };
                let note = (word.raised && is_note(&text)).then(|| text.clone());
                append(&mut spans, joint, Span { text, style, link, note });
            }
        }
        spans
    }

    fn style(&self, word: &Word) -> Style {
        Style {
            strong: word.face.bold && !self.face.bold,
            emphasis: word.face.italic && !self.face.italic,
            code: word.face.mono && !self.face.mono,
            ..Style::default()
        }
    }

    /// Its lines as they stand, with the spaces that indent them.
    pub(super) fn code(&self) -> String {
        let unit = self.size * 0.6;
        let mut code = String::new();
        for line in &self.lines {
            let mut column = 0;
            for word in &line.words {
                let at = ((word.x0 - self.rect.x0) / unit.max(0.1)).round().clamp(0.0, 200.0) as usize;
                let spaces = at.saturating_sub(column).max(usize::from(column > 0 && !word.glued));
                code.extend(std::iter::repeat_n(' ', spaces));
                let text = text::clean(&word.text);
                column += spaces + text.chars().count();
                code.push_str(&text);
            }
            code.push('\n');
        }
        code
    }
}

/// Adds a word; the space before it goes where no style is.
fn append(spans: &mut Vec<Span>, joint: &str, mut word: Span) {
    match spans.last_mut() {
        Some(last)
            if last.style == word.style && last.link == word.link && word.note.is_none() && last.note.is_none() =>
        {
            last.text.push_str(joint);
            last.text.push_str(&word.text);
        }
        Some(last) if is_plain(last) => {
            last.text.push_str(joint);
            spans.push(word);
        }
        Some(_) if is_plain(&word) => {
            word.text.insert_str(0, joint);
            spans.push(word);
        }
        Some(_) if !joint.is_empty() => spans.extend([Span::plain(joint), word]),
        Some(_) | None => spans.push(word),
    }
}

/// Whether a raised word may refer to a note.
fn is_note(text: &str) -> bool {
    let number = text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit());
    number || matches!(text, "*" | "**" | "†" | "‡" | "§" | "¶")
}

fn is_plain(span: &Span) -> bool {
    span.style == Style::default() && span.link.is_none() && span.note.is_none()
}

/// The words of a line in reading order.
fn read(line: &Piece, goes_left: Option<bool>) -> Vec<(&Word, String)> {
    let Some(goes_left) = goes_left else {
        return line.words.iter().map(|word| (word, word.text.clone())).collect();
    };
    let texts: Vec<&str> = line.words.iter().map(|word| word.text.as_str()).collect();
    bidi::order(&texts, goes_left)
        .into_iter()
        .filter_map(|index| line.words.get(index))
        .map(|word| (word, bidi::turn(&word.text)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines::{pieces, tests::word};
    use super::*;

    fn column(lines: &[(&str, f32)]) -> Vec<Piece> {
        let mut words = Vec::new();
        for (row, (text, indent)) in lines.iter().enumerate() {
            let mut x0 = *indent;
            for part in text.split(' ') {
                let word = word(part, x0, row as f32 * 12.0, 10.0);
                x0 = word.x1 + 2.5;
                words.push(word);
            }
        }
        pieces(words)
    }

    fn texts(lines: &[(&str, f32)]) -> Vec<String> {
        paragraphs(column(lines))
            .iter()
            .map(|paragraph| paragraph.spans(&[]).into_iter().map(|span| span.text).collect())
            .collect()
    }

    #[test]
    fn an_indented_line_begins_a_paragraph() {
        assert_eq!(
            texts(&[
                ("the first line of it is long", 10.0),
                ("and the second one is longer", 0.0),
                ("another paragraph is indented", 10.0),
                ("and goes on to its second end", 0.0),
            ]),
            [
                "the first line of it is long and the second one is longer",
                "another paragraph is indented and goes on to its second end"
            ]
        );
    }

    #[test]
    fn a_word_cut_at_the_end_of_a_line_is_joined() {
        assert_eq!(
            texts(&[("this line ends with hyphen-", 0.0), ("ation and goes on like this", 0.0)]),
            ["this line ends with hyphenation and goes on like this"]
        );
    }

    #[test]
    fn what_hangs_under_an_item_belongs_to_it() {
        assert_eq!(
            texts(&[("• an item that is longer than", 0.0), ("one line of it", 7.5), ("• another item", 0.0)]),
            ["• an item that is longer than one line of it", "• another item"]
        );
    }
}

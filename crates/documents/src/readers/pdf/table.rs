//! A table as it stands on the page, and how it becomes a table of the document.

use crate::{Cell, Span, Table};

use super::ink::Rect;
use super::lines::{self, Piece};
use super::paragraphs;
use super::words::Word;

/// Cells with their words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    pub(super) rect: Rect,
    pub(super) rows: Vec<Vec<GridCell>>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GridCell {
    pub(super) columns: u32,
    pub(super) rows: u32,
    pub(super) words: Vec<Word>,
}

impl GridCell {
    /// A cell of one position.
    pub(super) fn new(words: Vec<Word>) -> Self {
        Self { columns: 1, rows: 1, words }
    }
}

impl Grid {
    /// The table that it says.
    pub(super) fn into_table(self, links: &[String]) -> Table {
        let header_rows = usize::from(self.has_header());
        let rows = self.rows.into_iter().map(|row| {
            row.into_iter()
                .map(|cell| Cell { text: text(cell.words, links), columns: cell.columns, rows: cell.rows })
                .collect()
        });
        Table::of(header_rows, rows)
    }

    /// A first row without numbers, or one in bold over rows that are not.
    fn has_header(&self) -> bool {
        let Some((first, rest)) = self.rows.split_first() else { return false };
        let words = |row: &[GridCell]| row.iter().flat_map(|cell| cell.words.clone()).collect::<Vec<_>>();
        let top = words(first);
        if top.is_empty() || rest.is_empty() {
            return false;
        }
        let bold = top.iter().all(|word| word.face.bold);
        let numbers = top.iter().any(|word| is_number(&word.text));
        bold || !numbers
    }
}

/// Whether a word is a quantity; years are names as often as numbers.
fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits > 0 && digits != 4 && text.chars().all(|c| c.is_ascii_digit() || ".,%-+$€£()".contains(c))
}

fn text(words: Vec<Word>, links: &[String]) -> Vec<Span> {
    let pieces: Vec<Piece> = lines::pieces(words);
    let mut spans: Vec<Span> = Vec::new();
    for paragraph in paragraphs::paragraphs(pieces) {
        if !spans.is_empty() {
            spans.push(Span::plain("\n"));
        }
        spans.extend(paragraph.spans(links));
    }
    spans
}

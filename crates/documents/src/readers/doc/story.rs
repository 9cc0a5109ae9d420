//! Characters become paragraphs, headings, tables and references.

use super::pieces::Character;
use super::properties::{Paragraph, Properties};
use crate::{Block, BlockKind, Cell, Error, Limit, Output, Result, Span, Style, Table, spans};

/// Bytes of a field's instruction that are looked at.
const INSTRUCTION_BYTES_MAX: usize = 4096;
/// Fields inside one another.
const FIELDS_MAX: usize = 64;

/// A field: what it is told to do, and then what it shows.
#[derive(Default)]
struct Field {
    instruction: String,
    shows: bool,
    link: Option<String>,
}

/// A part of the text in the making.
pub(super) struct Story<'a> {
    properties: Option<&'a Properties>,
    /// References that lead to a note, and how many there were.
    referred: usize,
    references: usize,
    text: Vec<Span>,
    fields: Vec<Field>,
    row: Vec<Cell>,
    table: Table,
    /// The last character ended a cell.
    after_cell: bool,
}

impl<'a> Story<'a> {
    pub(super) fn new(properties: Option<&'a Properties>, referred: usize) -> Self {
        Self {
            properties,
            referred,
            references: 0,
            text: Vec::new(),
            fields: Vec::new(),
            row: Vec::new(),
            table: Table::default(),
            after_cell: false,
        }
    }

    pub(super) fn character(&mut self, character: Character, output: &mut Output<'_>) -> Result<()> {
        let after_cell = std::mem::take(&mut self.after_cell);
        match character.said {
            '\u{13}' if self.fields.len() < FIELDS_MAX => self.fields.push(Field::default()),
            '\u{14}' => self.fields.last_mut().into_iter().for_each(Field::show),
            '\u{15}' => drop(self.fields.pop()),
            '\r' | '\u{c}' => self.end_paragraph(self.paragraph(character), output)?,
            '\u{7}' => self.end_cell(self.paragraph(character), after_cell, output)?,
            '\u{2}' => {
                self.references += 1;
                if self.references <= self.referred {
                    self.text.push(Span::note(self.references.to_string()));
                }
            }
            '\u{b}' => self.write("\n"),
            '\u{1e}' => self.write("-"),
            said if said == '\t' || !said.is_control() => self.write(said.encode_utf8(&mut [0; 4])),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn finish(mut self, output: &mut Output<'_>) -> Result<()> {
        if !self.row.is_empty() {
            self.end_row(output)?;
        }
        self.end_paragraph(Paragraph::default(), output)?;
        self.end_table(output)
    }

    fn paragraph(&self, character: Character) -> Paragraph {
        self.properties.map(|properties| properties.at(character.place)).unwrap_or_default()
    }

    fn write(&mut self, text: &str) {
        if let Some(field) = self.fields.iter_mut().find(|field| !field.shows) {
            if field.instruction.len() < INSTRUCTION_BYTES_MAX {
                field.instruction.push_str(text);
            }
            return;
        }
        let link = self.fields.iter().rev().find_map(|field| field.link.as_deref());
        spans::append(&mut self.text, text, Style::default(), link);
    }

    fn end_paragraph(&mut self, paragraph: Paragraph, output: &mut Output<'_>) -> Result<()> {
        if paragraph.in_table {
            spans::append(&mut self.text, "\n", Style::default(), None);
            return Ok(());
        }
        if !self.row.is_empty() {
            self.end_row(output)?;
        }
        self.end_table(output)?;
        let mut text = std::mem::take(&mut self.text);
        spans::trim(&mut text);
        if text.is_empty() {
            return Ok(());
        }
        let kind = match paragraph.style {
            level @ 1..=9 => BlockKind::Heading { level: (level as u8).min(6), text },
            _ => BlockKind::Paragraph(text),
        };
        output.push(Block::new(kind))
    }

    /// Ends a cell, or a row: where no properties tell, an empty cell behind another ends the row.
    fn end_cell(&mut self, paragraph: Paragraph, after_cell: bool, output: &mut Output<'_>) -> Result<()> {
        let ends_row = match self.properties {
            Some(_) => paragraph.ends_row,
            None => after_cell && self.text.is_empty(),
        };
        if ends_row {
            return self.end_row(output);
        }
        let mut text = std::mem::take(&mut self.text);
        spans::trim(&mut text);
        self.row.push(Cell { text, columns: 1, rows: 1 });
        self.after_cell = true;
        Ok(())
    }

    fn end_row(&mut self, output: &mut Output<'_>) -> Result<()> {
        self.table.push_row(std::mem::take(&mut self.row));
        if self.table.len() as u64 > output.limits().cells {
            return Err(Error::LimitExceeded { limit: Limit::Cells });
        }
        Ok(())
    }

    fn end_table(&mut self, output: &mut Output<'_>) -> Result<()> {
        let table = std::mem::take(&mut self.table);
        if table.is_empty() {
            return Ok(());
        }
        output.push(Block::new(BlockKind::Table(table)))
    }
}

impl Field {
    fn show(&mut self) {
        self.shows = true;
        let mut words = self.instruction.split_whitespace();
        if words.next().is_some_and(|word| word.eq_ignore_ascii_case("hyperlink")) {
            let address = words.find(|word| !word.starts_with('\\')).map(|word| word.trim_matches('"'));
            self.link = address.filter(|address| !address.is_empty()).map(str::to_owned);
        }
    }
}

/// The notes of a part: each begins with its own sign.
pub(super) fn notes(characters: impl Iterator<Item = Character>) -> Vec<Vec<Span>> {
    let mut notes: Vec<String> = Vec::new();
    for character in characters {
        match (character.said, notes.last_mut()) {
            ('\u{2}', _) => notes.push(String::new()),
            ('\r' | '\u{b}', Some(note)) => note.push('\n'),
            (said, Some(note)) if !said.is_control() => note.push(said),
            _ => {}
        }
    }
    notes.into_iter().map(|note| vec![Span::plain(note.trim())]).collect()
}

//! The one writer: a document as Markdown that people can read and that means what the document means.
//!
//! Pages, slides and speaker's notes are HTML comments (`<!-- page 3 -->`); a sheet is a heading (`## Sheet: Costs`),
//! because its name is part of what it says. A line break is a plain line break. Footnotes stand at the end. Blocks that
//! a person would not see are left out.

mod escape;
mod inline;
mod table;

use std::ops::Range;

use crate::{Block, BlockKind, Document, ListItem, Marker};

/// Deepest indentation, in columns: a list in a list in a list, each line of which is indented, must not multiply a text.
const INDENT_MAX: usize = 64;

/// A document as Markdown, and where each part of it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Rendered {
    /// The Markdown.
    pub text: String,
    /// The bytes of each block, in the order of the document; empty for one that is left out.
    pub blocks: Vec<Range<usize>>,
    /// The bytes of each note, in the order of the document.
    pub notes: Vec<Range<usize>>,
    /// Where the items of lists and the rows of tables begin, ascending.
    pub breaks: Vec<usize>,
}

/// Writes a document.
pub fn markdown(document: &Document) -> Rendered {
    let mut out = Rendered::default();
    for block in &document.blocks {
        let range = if block.hidden { out.text.len()..out.text.len() } else { out.block(block) };
        out.blocks.push(range);
    }
    for note in &document.notes {
        let start = out.open();
        out.text.push_str(&format!("[^{}]: ", inline::label(&note.label)));
        let said = inline::spans(&note.text);
        indented(&mut out.text, &said, 4);
        out.notes.push(start..out.text.len());
    }
    if !out.text.is_empty() {
        out.text.push('\n');
    }
    out
}

impl Rendered {
    /// Ends the line of the block before; gives where the next one begins.
    fn open(&mut self) -> usize {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.len()
    }

    fn block(&mut self, block: &Block) -> Range<usize> {
        let before = self.text.len();
        let start = self.open();
        match &block.kind {
            BlockKind::Heading { level, text } => {
                let said = inline::spans(text).replace('\n', " ");
                if !said.is_empty() {
                    self.text.push_str(&"#".repeat(usize::from((*level).clamp(1, 6))));
                    self.text.push(' ');
                    self.text.push_str(&escape::heading(&said));
                }
            }
            BlockKind::Paragraph(text) => self.text.push_str(&escape::lines(&inline::spans(text))),
            BlockKind::Quote(text) => {
                for (nth, line) in escape::lines(&inline::spans(text)).split('\n').enumerate() {
                    self.text.push_str(if nth == 0 { "> " } else { "\n> " });
                    self.text.push_str(line);
                }
            }
            BlockKind::List(items) => self.list(items),
            BlockKind::Table(table) => table::write(table, &mut self.text, &mut self.breaks),
            BlockKind::Code { language, text } => self.code(language.as_deref(), text),
            BlockKind::Math(formula) => self.text.push_str(&format!("$$\n{}\n$$", formula.trim())),
            BlockKind::Image { alt, target } => self.text.push_str(&inline::image(alt, target)),
            BlockKind::Marker(marker) => self.text.push_str(&match marker {
                Marker::Page(number) => format!("<!-- page {number} -->"),
                Marker::Slide(number) => format!("<!-- slide {number} -->"),
                Marker::SpeakerNotes => "<!-- speaker notes -->".to_owned(),
                Marker::Sheet(name) => format!("## Sheet: {}", escape::heading(&escape::text(name).replace('\n', " "))),
            }),
        }
        if self.text.len() == start {
            self.text.truncate(before);
            return before..before;
        }
        start..self.text.len()
    }

    fn list(&mut self, items: &[ListItem]) {
        // How far the text of the items around is indented.
        let mut around: Vec<usize> = Vec::new();
        for (nth, item) in items.iter().enumerate() {
            around.truncate(usize::from(item.depth));
            let indent = around.last().copied().unwrap_or(0).min(INDENT_MAX);
            if nth > 0 {
                self.text.push('\n');
            }
            self.breaks.push(self.text.len());
            let mark = item.number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
            self.text.extend(std::iter::repeat_n(' ', indent));
            self.text.push_str(&mark);
            around.push(indent + mark.len());
            let said = escape::lines(&inline::spans(&item.text));
            indented(&mut self.text, &said, indent + mark.len());
        }
    }

    fn code(&mut self, language: Option<&str>, text: &str) {
        let fence = "`".repeat((escape::longest_run(text, '`') + 1).max(3));
        let language = language.unwrap_or_default();
        self.text.push_str(&format!("{fence}{}\n", language.split(['`', '\n', ' ']).next().unwrap_or_default()));
        self.text.push_str(text);
        if !text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str(&fence);
    }
}

/// Writes lines, all but the first indented.
fn indented(out: &mut String, text: &str, indent: usize) {
    for (nth, line) in text.split('\n').enumerate() {
        if nth > 0 {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(line);
    }
}

#[cfg(test)]
mod tests;

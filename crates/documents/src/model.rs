//! The block model: what every reader gives, and what the Markdown writer and the chunker take.
//!
//! It is flat on purpose: list items carry their depth and text is a row of spans, so that nothing has to recurse on
//! what a file contains.

mod table;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use table::{Cell, Row, Table};

/// What one file says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What the file says about itself.
    pub metadata: Metadata,
    /// The text in reading order.
    pub blocks: Vec<Block>,
    /// Footnotes and endnotes, in the order of their first reference.
    pub notes: Vec<Note>,
    /// What the reader could not give in full.
    pub warnings: Vec<Warning>,
}

/// What a file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Title.
    pub title: Option<String>,
    /// Authors, in the file's order.
    pub authors: Vec<String>,
    /// Created: RFC 3339 where the file gives a whole time, else as much of it as is there (`2024-05`).
    pub created: Option<String>,
    /// Last changed, in the same form.
    pub modified: Option<String>,
    /// Language, BCP 47, as declared or as guessed from the text.
    pub language: Option<String>,
    /// Pages, slides or sheets.
    pub pages: Option<u32>,
    /// Whatever else the file declares and a reader may want to see: subject, sender, keywords.
    pub other: Vec<(String, String)>,
}

/// One block of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// A person who opens the file does not see it: invisible ink, hidden sheets, vanished text. Kept out of the
    /// Markdown, because hidden text is how instructions are smuggled to a model.
    pub hidden: bool,
    /// Where it stands in the file's bytes, for formats that are text.
    pub source: Option<Range<usize>>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading, level 1 to 6.
    Heading {
        /// 1 is the highest.
        level: u8,
        /// Its text.
        text: Vec<Span>,
    },
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A quotation, one paragraph of it.
    Quote(Vec<Span>),
    /// A whole list with the lists inside it.
    List(Vec<ListItem>),
    /// A table.
    Table(Table),
    /// Code or anything else whose spaces matter.
    Code {
        /// Its language, where known.
        language: Option<String>,
        /// The text as it stands.
        text: String,
    },
    /// A formula, in LaTeX where the reader can say it so.
    Math(String),
    /// A picture.
    Image {
        /// What the file says it shows; empty where it says nothing.
        alt: String,
        /// Its name or address in the file.
        target: String,
    },
    /// What follows stands on a new page, slide or sheet.
    Marker(Marker),
}

/// A border between parts of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marker {
    /// A page, counted from 1.
    Page(u32),
    /// A slide, counted from 1.
    Slide(u32),
    /// A sheet, by name.
    Sheet(String),
    /// The speaker's notes of the slide before.
    SpeakerNotes,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListItem {
    /// 0 is the outermost.
    pub depth: u8,
    /// Its number, for a numbered list.
    pub number: Option<u64>,
    /// Its text.
    pub text: Vec<Span>,
}

/// A run of text in one style. A `\n` in it is a line break.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The text.
    pub text: String,
    /// How it is set.
    #[serde(default, skip_serializing_if = "Style::is_plain")]
    pub style: Style,
    /// Where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The label of the note it refers to; its text is then empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How a run of text is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Style {
    /// Bold.
    #[serde(default, skip_serializing_if = "is_off")]
    pub strong: bool,
    /// Italic.
    #[serde(default, skip_serializing_if = "is_off")]
    pub emphasis: bool,
    /// Struck through.
    #[serde(default, skip_serializing_if = "is_off")]
    pub strike: bool,
    /// Code.
    #[serde(default, skip_serializing_if = "is_off")]
    pub code: bool,
    /// An inline formula.
    #[serde(default, skip_serializing_if = "is_off")]
    pub math: bool,
}

/// A footnote, an endnote or a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What spans refer to it by; unique within a document.
    pub label: String,
    /// Its text; paragraphs are separated by a `\n` span.
    pub text: Vec<Span>,
}

/// Something that a reader could not give in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What.
    pub kind: WarningKind,
    /// Where, in words: a page, a part of the package.
    pub place: String,
}

/// What a reader could not give in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// A page that is only a picture: text recognition may read it.
    Scanned,
    /// Text was there that a person does not see; it was left out.
    Hidden,
    /// Characters have no known meaning in the file's fonts.
    Unmapped,
    /// A part is damaged and was left out.
    Damaged,
    /// The encoding of the text was guessed.
    EncodingGuessed,
    /// The name or the declared type says something else than the content.
    TypeDisagrees,
    /// A part is of a kind that the reader does not know.
    Skipped,
}

impl Block {
    /// A block that a person sees, with no place in the bytes.
    pub fn new(kind: BlockKind) -> Self {
        Self { kind, hidden: false, source: None }
    }

    /// A paragraph of plain text.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::new(BlockKind::Paragraph(vec![Span::plain(text)]))
    }

    /// A border between parts.
    pub fn marker(marker: Marker) -> Self {
        Self::new(BlockKind::Marker(marker))
    }
}

impl Style {
    /// Whether it is none.
    fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

impl Span {
    /// A run of text with no style.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A reference to a note.
    pub fn note(label: impl Into<String>) -> Self {
        Self { note: Some(label.into()), ..Self::default() }
    }
}

fn is_off(flag: &bool) -> bool {
    !flag
}

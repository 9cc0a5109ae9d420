//! Reading a file for somebody who keeps it: its text comes back and nothing is stored.

mod segments;
mod types;

use documents::{Extracted, Format, Warning, WarningKind};

use crate::context::Context;
use crate::error::Result;

pub use segments::{CHARACTERS_MAX, OVERLAP, SEGMENT_CHARACTERS_MAX, SEGMENTS_MAX, Segment, Segments};
pub use types::{SupportedTypes, supported_types};

/// Largest file.
pub const FILE_BYTES_MAX: usize = 10 << 20;
/// Most files of one request.
pub const FILES_MAX: usize = 10;
/// Most characters of the text that can be asked for.
pub const TEXT_CHARACTERS_MAX: usize = 500_000;

/// A file to read.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name; may be empty.
    pub name: String,
    /// What the sender says it is.
    pub media_type: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Most characters of its text.
    pub characters_max: usize,
    /// Of a web page only the article.
    pub article: bool,
}

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What it is, as a word: `pdf`, `docx`, `text`.
    pub kind: String,
    /// The media type of what it is.
    pub media_type: &'static str,
    /// Its text, as Markdown.
    pub markdown: String,
    /// Its title, where it names one.
    pub title: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// Its language, BCP 47.
    pub language: Option<String>,
    /// Pages, slides or sheets.
    pub pages: Option<u32>,
    /// When it was made, as far as it says.
    pub created: Option<String>,
    /// When it was last changed, as far as it says.
    pub modified: Option<String>,
    /// What could not be read in full, in sentences.
    pub warnings: Vec<String>,
}

/// Reads a file.
///
/// # Errors
///
/// [`crate::error::Error::UnsupportedFile`] and [`crate::error::Error::Unreadable`] where the file is the reason.
pub async fn read(cx: &Context, file: &File, wanted: Wanted) -> Result<Text> {
    let (media_type, name) = (file.media_type.as_deref(), file.name.as_str());
    let extracted = if wanted.article {
        cx.extractor.extract_article(&file.bytes, media_type, name).await
    } else {
        cx.extractor.extract(&file.bytes, media_type, Some(name)).await
    };
    Ok(text(extracted?, wanted.characters_max))
}

fn text(extracted: Extracted, characters_max: usize) -> Text {
    let Extracted { format, document } = extracted;
    let mut markdown = documents::markdown(&document).text;
    if let Some((end, _)) = markdown.char_indices().nth(characters_max) {
        markdown.truncate(end);
    }
    let warnings = document.warnings.iter().map(sentence).collect();
    let metadata = document.metadata;
    Text {
        kind: types::word(format),
        media_type: media_type(format),
        markdown,
        title: metadata.title,
        authors: metadata.authors,
        language: metadata.language,
        pages: metadata.pages,
        created: metadata.created,
        modified: metadata.modified,
        warnings,
    }
}

fn media_type(format: Format) -> &'static str {
    let known = documents::supported().into_iter().find(|known| known.format == format);
    known.and_then(|known| known.media_types.first().copied()).unwrap_or("application/octet-stream")
}

fn sentence(warning: &Warning) -> String {
    let what = match warning.kind {
        WarningKind::Scanned => "only a picture, without text",
        WarningKind::Hidden => "text that a reader does not see was left out",
        WarningKind::Unmapped => "some characters have no known meaning",
        WarningKind::Damaged => "a part is damaged and was left out",
        WarningKind::EncodingGuessed => "the encoding was guessed",
        WarningKind::TypeDisagrees => "it is not what it is called",
        WarningKind::Skipped => "a part of an unknown kind was left out",
    };
    if warning.place.is_empty() { what.to_owned() } else { format!("{}: {what}", warning.place) }
}

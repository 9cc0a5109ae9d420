//! JSON shapes of files that were read, in the words of BrainDrive's clients.

use managers::extraction::{
    CHARACTERS_MAX, File, OVERLAP, SEGMENT_CHARACTERS_MAX, SEGMENTS_MAX, Segment, Segments, Text,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::ApiError;

/// A file that was read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProcessedDocument)]
pub(super) struct ProcessedBody {
    filename: String,
    /// What the file is: `pdf`, `docx`, `text`.
    file_type: String,
    content_type: String,
    /// In bytes.
    file_size: usize,
    /// As Markdown.
    extracted_text: String,
    /// In characters.
    text_length: usize,
    /// Always true.
    processing_success: bool,
    detected_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<MetadataBody>,
    /// What could not be read in full.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chunks: Option<Vec<SegmentBody>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chunk_metadata: Option<SegmentsBody>,
}

/// What a file says about itself.
#[derive(Debug, PartialEq, Default, Serialize, ToSchema)]
#[schema(as = ProcessedMetadata)]
struct MetadataBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
}

/// A piece of a text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProcessedChunk)]
struct SegmentBody {
    /// From 1.
    index: usize,
    text: String,
    char_count: usize,
}

/// How a text was cut.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProcessedChunks)]
struct SegmentsBody {
    /// Whether the text has more.
    truncated: bool,
    total_chunks: usize,
    segment_count: usize,
}

/// A file that was read or could not be.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = ProcessedOrFailed)]
pub(super) enum ProcessedOrFailed {
    /// It was read.
    Processed(Box<ProcessedBody>),
    /// It could not be.
    Failed {
        filename: String,
        /// Why, in a sentence.
        error: String,
        /// Always false.
        processing_success: bool,
    },
}

/// Files in the order of the form.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProcessedDocuments)]
pub(super) struct ProcessedListBody {
    results: Vec<ProcessedOrFailed>,
    total_files: usize,
    successful_files: usize,
    failed_files: usize,
}

/// A file in pieces that fit into a conversation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TextContext)]
pub(super) struct TextContextBody {
    filename: String,
    file_type: String,
    content_type: String,
    /// In bytes.
    file_size: usize,
    /// Of the whole text.
    total_input_chars: usize,
    segments: Vec<SegmentBody>,
    segment_count: usize,
    /// Whether the text has more than the pieces.
    truncated: bool,
    max_total_chars: usize,
    max_segments: usize,
    max_chars_per_segment: usize,
    overlap_chars: usize,
    /// Always true.
    processing_success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    truncation_notice: Option<&'static str>,
    /// What could not be read in full.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

impl ProcessedBody {
    pub(super) fn new(file: &File, text: Text, segments: Option<Segments>) -> Self {
        let chunk_metadata = segments.as_ref().map(|segments| SegmentsBody {
            truncated: segments.truncated,
            total_chunks: segments.pieces.len(),
            segment_count: segments.pieces.len(),
        });
        let metadata = MetadataBody {
            title: text.title,
            authors: text.authors,
            language: text.language,
            pages: text.pages,
            created: text.created,
            modified: text.modified,
        };
        Self {
            filename: file.name.clone(),
            file_type: text.kind.clone(),
            content_type: text.media_type.to_owned(),
            file_size: file.bytes.len(),
            text_length: text.markdown.chars().count(),
            extracted_text: text.markdown,
            processing_success: true,
            detected_type: text.kind,
            metadata: (metadata != MetadataBody::default()).then_some(metadata),
            warnings: text.warnings,
            chunks: segments.map(|segments| numbered(segments.pieces)),
            chunk_metadata,
        }
    }
}

impl ProcessedOrFailed {
    pub(super) fn failed(filename: String, error: &ApiError) -> Self {
        Self::Failed { filename, error: error.message(), processing_success: false }
    }
}

impl ProcessedListBody {
    pub(super) fn new(results: Vec<ProcessedOrFailed>) -> Self {
        let total_files = results.len();
        let failed_files = results.iter().filter(|it| matches!(it, ProcessedOrFailed::Failed { .. })).count();
        Self { results, total_files, successful_files: total_files - failed_files, failed_files }
    }
}

impl TextContextBody {
    pub(super) fn new(file: &File, text: Text) -> Self {
        let segments = Segments::of(&text.markdown);
        let notice = "The document is longer than a conversation takes; only its first segments are included.";
        Self {
            filename: file.name.clone(),
            file_type: text.kind,
            content_type: text.media_type.to_owned(),
            file_size: file.bytes.len(),
            total_input_chars: text.markdown.chars().count(),
            segment_count: segments.pieces.len(),
            truncated: segments.truncated,
            truncation_notice: segments.truncated.then_some(notice),
            segments: numbered(segments.pieces),
            max_total_chars: CHARACTERS_MAX,
            max_segments: SEGMENTS_MAX,
            max_chars_per_segment: SEGMENT_CHARACTERS_MAX,
            overlap_chars: OVERLAP,
            processing_success: true,
            warnings: text.warnings,
        }
    }
}

fn numbered(pieces: Vec<Segment>) -> Vec<SegmentBody> {
    let body = |(index, piece): (usize, Segment)| SegmentBody { index, text: piece.text, char_count: piece.characters };
    (1..).zip(pieces).map(body).collect()
}

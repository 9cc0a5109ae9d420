//! JSON shapes of documents.

use chrono::{DateTime, Utc};
use managers::knowledge::documents::Listed;
use models::knowledge::{Document, DocumentState, Remark};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A file, a page or another text that is read.
#[derive(Serialize, ToSchema)]
#[schema(as = Document)]
pub(crate) struct DocumentBody {
    id: Uuid,
    /// `null` for a file in a chat.
    #[schema(required)]
    collection_id: Option<Uuid>,
    /// `null` for an upload.
    #[schema(required)]
    source_id: Option<Uuid>,
    /// The file in a chat that it is the text of.
    #[schema(required)]
    attachment_id: Option<Uuid>,
    name: String,
    /// Where it is in its source: a path or an address.
    #[schema(required)]
    path: Option<String>,
    media_type: String,
    /// Size of the file.
    bytes: i64,
    sha256: String,
    state: DocumentStateBody,
    /// Why it could not be read.
    #[schema(required)]
    error: Option<RemarkBody>,
    /// What could not be read in full.
    warnings: Vec<RemarkBody>,
    #[schema(required)]
    title: Option<String>,
    #[schema(required)]
    author: Option<String>,
    /// BCP 47.
    #[schema(required)]
    language: Option<String>,
    /// Pages, slides or sheets.
    #[schema(required)]
    pages: Option<u32>,
    /// Of its text.
    characters: u32,
    chunks: u32,
    /// Its source has it otherwise now, or no more.
    stale: bool,
    /// When its text was last made searchable.
    #[schema(required)]
    indexed_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// How far a document is.
#[derive(Serialize, ToSchema)]
#[schema(as = DocumentState)]
#[serde(rename_all = "snake_case")]
enum DocumentStateBody {
    Queued,
    Processing,
    Ready,
    Failed,
}

/// What is to be said about a document.
#[derive(Serialize, ToSchema)]
#[schema(as = DocumentRemark)]
struct RemarkBody {
    /// For programs, such as `encrypted`.
    code: String,
    /// A sentence for people.
    message: String,
}

/// A document's text.
#[derive(Serialize, ToSchema)]
#[schema(as = DocumentText)]
pub(super) struct TextBody {
    /// Empty until it was read once.
    pub(super) markdown: String,
    pub(super) characters: usize,
}

/// A piece of a document.
#[derive(Serialize, ToSchema)]
#[schema(as = DocumentChunk)]
pub(super) struct ChunkBody {
    id: Uuid,
    /// Its place in the document, from 0.
    index: u32,
    /// The headings above it, outermost first.
    heading_path: Vec<String>,
    /// The page, slide or sheet on which it begins, from 1.
    #[schema(required)]
    page: Option<u32>,
    /// Where it begins in the Markdown, in characters.
    start: u32,
    /// Where it ends.
    end: u32,
    text: String,
    tokens: u32,
    /// Whether it can be found by its meaning.
    embedded: bool,
}

impl From<Document> for DocumentBody {
    fn from(it: Document) -> Self {
        Self {
            id: it.id.0,
            collection_id: it.collection_id.map(|id| id.0),
            source_id: it.source_id.map(|id| id.0),
            attachment_id: it.attachment_id.map(|id| id.0),
            name: it.name.as_str().to_owned(),
            path: it.path,
            media_type: it.media_type,
            bytes: it.bytes,
            sha256: it.blob,
            state: it.state.into(),
            error: it.error.map(Into::into),
            warnings: it.facts.warnings.into_iter().map(Into::into).collect(),
            title: it.facts.title,
            author: it.facts.author,
            language: it.facts.language,
            pages: it.facts.pages,
            characters: it.facts.characters,
            chunks: it.chunks,
            stale: it.stale,
            indexed_at: it.indexed_at,
            created_at: it.created_at,
            updated_at: it.updated_at,
        }
    }
}

impl From<DocumentState> for DocumentStateBody {
    fn from(it: DocumentState) -> Self {
        match it {
            DocumentState::Queued => Self::Queued,
            DocumentState::Processing => Self::Processing,
            DocumentState::Ready => Self::Ready,
            DocumentState::Failed => Self::Failed,
        }
    }
}

impl From<Remark> for RemarkBody {
    fn from(it: Remark) -> Self {
        Self { code: it.code, message: it.message }
    }
}

impl From<Listed> for ChunkBody {
    fn from(Listed { chunk, embedded }: Listed) -> Self {
        Self {
            id: chunk.id.0,
            index: chunk.index,
            heading_path: chunk.heading_path,
            page: chunk.page,
            start: chunk.start,
            end: chunk.end,
            text: chunk.text,
            tokens: chunk.tokens,
            embedded,
        }
    }
}

//! JSON shapes of what a run was given beside the conversation.

use models::run_source::{FileUse, RunFile, RunSource, SourceOrigin};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A passage that a model was given.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunSource)]
pub(crate) struct RunSourceBody {
    /// What the answer cites it by, from 1.
    number: u32,
    kind: SourceKind,
    /// A document's title or name, or a page's title.
    title: String,
    /// The document; `null` for a page on the web.
    #[schema(required)]
    document_id: Option<Uuid>,
    /// The page on the web; `null` for a document.
    #[schema(required)]
    url: Option<String>,
    /// The document's page, slide or sheet on which the passage begins, from 1.
    #[schema(required)]
    page: Option<u32>,
    /// Where the passage begins in the document's Markdown, in characters.
    #[schema(required)]
    start: Option<u32>,
    /// Where it ends, in characters.
    #[schema(required)]
    end: Option<u32>,
    /// The headings above it, outermost first.
    heading_path: Vec<String>,
    /// What the model was given.
    text: String,
}

/// Where a passage comes from.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = RunSourceKind)]
#[serde(rename_all = "snake_case")]
enum SourceKind {
    /// A document that was searched.
    Document,
    /// A search on the web.
    Web,
}

/// A file that came with a message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunFile)]
pub(crate) struct RunFileBody {
    attachment_id: Uuid,
    /// Its text; `null` where that is gone.
    #[schema(required)]
    document_id: Option<Uuid>,
    name: String,
    how: FileUseName,
    /// Why the model was given nothing of it.
    #[schema(required)]
    reason: Option<String>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = FileUse)]
#[serde(rename_all = "snake_case")]
enum FileUseName {
    /// The model was given all of its text.
    Whole,
    /// It was searched; the model was given what was found.
    Searched,
    /// The model was given nothing of it.
    Failed,
}

impl From<RunSource> for RunSourceBody {
    fn from(it: RunSource) -> Self {
        let RunSource { number, origin, title, text } = it;
        match origin {
            SourceOrigin::Document { document_id, page, start, end, heading_path } => Self {
                number,
                kind: SourceKind::Document,
                title,
                document_id: Some(document_id.0),
                url: None,
                page,
                start: Some(start),
                end: Some(end),
                heading_path,
                text,
            },
            SourceOrigin::Web { url } => Self {
                number,
                kind: SourceKind::Web,
                title,
                document_id: None,
                url: Some(url),
                page: None,
                start: None,
                end: None,
                heading_path: Vec::new(),
                text,
            },
        }
    }
}

impl From<RunFile> for RunFileBody {
    fn from(it: RunFile) -> Self {
        let (how, reason) = match it.how {
            FileUse::Whole => (FileUseName::Whole, None),
            FileUse::Searched => (FileUseName::Searched, None),
            FileUse::Failed { reason } => (FileUseName::Failed, Some(reason)),
        };
        Self {
            attachment_id: it.attachment_id.0,
            document_id: it.document_id.map(|id| id.0),
            name: it.name,
            how,
            reason,
        }
    }
}

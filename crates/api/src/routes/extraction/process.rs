//! The text of files.

use actix_multipart::Multipart;
use actix_web::{post, web};
use managers::context::Context;
use managers::extraction::{self, FILES_MAX, Segments, TEXT_CHARACTERS_MAX, Wanted};
use models::invalid::Invalid;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::files::{self, Held};
use super::shapes::{ProcessedBody, ProcessedListBody, ProcessedOrFailed};
use crate::error::ApiError;
use crate::extract::{Actor, Json, Query};

/// How files are read.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct ProcessQuery {
    /// Whether the text comes in pieces too.
    include_chunks: bool,
    /// Most characters of the text.
    #[param(minimum = 1, maximum = 500_000)]
    max_chars: Option<usize>,
    /// Taken and without effect: the text is Markdown, which keeps a file's structure.
    preserve_layout: bool,
    /// Of a web page, whether only the article is read.
    strip_boilerplate: bool,
}

impl Default for ProcessQuery {
    fn default() -> Self {
        Self { include_chunks: false, max_chars: None, preserve_layout: false, strip_boilerplate: true }
    }
}

impl ProcessQuery {
    fn wanted(&self) -> Result<Wanted, ApiError> {
        let characters_max = self.max_chars.unwrap_or(TEXT_CHARACTERS_MAX);
        if !(1..=TEXT_CHARACTERS_MAX).contains(&characters_max) {
            let wrong = Invalid::new("max_chars", format!("must be from 1 to {TEXT_CHARACTERS_MAX}"));
            return Err(managers::error::Error::from(wrong).into());
        }
        Ok(Wanted { characters_max, article: self.strip_boilerplate })
    }

    async fn process(&self, cx: &Context, held: Held) -> Result<ProcessedBody, ApiError> {
        let text = extraction::read(cx, &held.file, self.wanted()?).await?;
        let segments = self.include_chunks.then(|| Segments::of(&text.markdown));
        Ok(ProcessedBody::new(&held.file, text, segments))
    }
}

/// A file in a form.
#[derive(ToSchema)]
#[schema(as = ProcessDocument)]
#[expect(dead_code, reason = "only the document reads it")]
pub(super) struct FileForm {
    /// At most 10 MiB.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// Files in a form.
#[derive(ToSchema)]
#[schema(as = ProcessDocuments)]
#[expect(dead_code, reason = "only the document reads it")]
struct FilesForm {
    /// At most 10 MiB each.
    #[schema(value_type = Vec<String>, format = Binary, max_items = 10)]
    files: Vec<Vec<u8>>,
}

/// Read a file's text
///
/// Nothing is kept.
#[utoipa::path(tag = "documents", params(ProcessQuery), request_body(content = FileForm, content_type = "multipart/form-data"), responses((status = 200, body = ProcessedBody), ApiError), security(("bearer" = [])))]
#[post("/documents/process")]
pub(super) async fn process_document(
    cx: web::Data<Context>,
    _actor: Actor,
    query: Query<ProcessQuery>,
    form: Multipart,
) -> Result<Json<ProcessedBody>, ApiError> {
    query.0.wanted()?;
    let held = files::only(form).await?;
    Ok(Json(query.0.process(&cx, held).await?))
}

/// Read the text of several files
///
/// Nothing is kept. A file that cannot be read does not keep the others from being read.
#[utoipa::path(tag = "documents", params(ProcessQuery), request_body(content = FilesForm, content_type = "multipart/form-data"), responses((status = 200, body = ProcessedListBody), ApiError), security(("bearer" = [])))]
#[post("/documents/process-multiple")]
pub(super) async fn process_documents(
    cx: web::Data<Context>,
    _actor: Actor,
    query: Query<ProcessQuery>,
    mut form: Multipart,
) -> Result<Json<ProcessedListBody>, ApiError> {
    query.0.wanted()?;
    let mut results = Vec::new();
    while let Some(held) = files::next(&mut form, "files").await? {
        if results.len() == FILES_MAX {
            let wrong = Invalid::new("files", format!("must be at most {FILES_MAX}"));
            return Err(managers::error::Error::from(wrong).into());
        }
        let name = held.file.name.clone();
        results.push(match query.0.process(&cx, held).await {
            Ok(processed) => ProcessedOrFailed::Processed(Box::new(processed)),
            Err(error) => ProcessedOrFailed::failed(name, &error),
        });
    }
    if results.is_empty() {
        return Err(managers::error::Error::from(Invalid::new("files", "must be at least one")).into());
    }
    Ok(Json(ProcessedListBody::new(results)))
}

//! The file of a document.

use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpResponse, get, web};
use managers::context::Context;
use managers::knowledge::documents;
use models::ids::DocumentId;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath};
use crate::respond::chunks;

/// Documents the bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only the document reads it")]
struct FileBytes(Vec<u8>);

/// Read a document's file
///
/// PDF and text are shown by browsers; everything else is saved.
#[utoipa::path(tag = "documents", params(IdPath), responses((
        status = 200,
        description = "The file as it came",
        content((FileBytes = "application/octet-stream"), (FileBytes = "*/*"))
    ), ApiError), security(("bearer" = [])))]
#[get("/documents/{id}/file")]
pub(super) async fn get_document_file(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<DocumentId>,
) -> Result<HttpResponse, ApiError> {
    let (document, file) = documents::open(&cx, &actor, id.0).await?;
    let (content_type, disposition) = shown_as(&document.media_type);
    let named = ContentDisposition {
        disposition,
        parameters: vec![DispositionParam::Filename(document.name.as_str().to_owned())],
    };
    Ok(HttpResponse::Ok()
        .content_type(content_type)
        .insert_header(named)
        .insert_header((header::ETAG, format!("\"{}\"", document.blob)))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .no_chunking(u64::try_from(document.bytes).unwrap_or_default())
        .streaming(chunks(file)))
}

/// A page or a drawing could hold scripts: text is shown as plain text, and the rest is not shown.
fn shown_as(media_type: &str) -> (String, DispositionType) {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence {
        "application/pdf" | "image/png" | "image/jpeg" | "image/gif" | "image/webp" => {
            (essence.to_owned(), DispositionType::Inline)
        }
        "text/html" => ("application/octet-stream".to_owned(), DispositionType::Attachment),
        text if text.starts_with("text/") || text == "application/json" => {
            ("text/plain; charset=utf-8".to_owned(), DispositionType::Inline)
        }
        other => (other.to_owned(), DispositionType::Attachment),
    }
}

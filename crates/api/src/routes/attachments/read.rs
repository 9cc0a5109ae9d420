//! Seeing what was uploaded.

use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpResponse, get, web};
use managers::attachments;
use managers::context::Context;
use models::ids::AttachmentId;
use utoipa::ToSchema;

use super::AttachmentBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::respond::chunks;

/// Read what is known about an attachment
#[utoipa::path(tag = "attachments", params(IdPath), responses((status = 200, body = AttachmentBody), ApiError), security(("bearer" = [])))]
#[get("/attachments/{id}")]
pub(super) async fn get_attachment(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<AttachmentId>,
) -> Result<Json<AttachmentBody>, ApiError> {
    Ok(Json(attachments::describe(&cx, &actor, id.0).await?.into()))
}

/// Documents the bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only the document reads it")]
struct FileBytes(Vec<u8>);

/// Read an attachment's bytes
#[utoipa::path(tag = "attachments", params(IdPath), responses((
        status = 200,
        description = "The file, as its own media type",
        content((FileBytes = "image/png"), (FileBytes = "image/jpeg"), (FileBytes = "image/gif"), (FileBytes = "image/webp"), (FileBytes = "application/octet-stream"), (FileBytes = "*/*"))
    ), ApiError), security(("bearer" = [])))]
#[get("/attachments/{id}/content")]
pub(super) async fn get_attachment_content(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<AttachmentId>,
) -> Result<HttpResponse, ApiError> {
    let (attachment, file) = attachments::open(&cx, &actor, id.0).await?;
    let named = ContentDisposition {
        disposition: disposition(&attachment.media_type),
        parameters: vec![DispositionParam::Filename(attachment.name.as_str().to_owned())],
    };
    let length = u64::try_from(attachment.bytes).unwrap_or_default();
    Ok(HttpResponse::Ok()
        .content_type(attachment.media_type)
        .insert_header(named)
        // The bytes of an id never change; only their owner's browser may keep them.
        .insert_header((header::CACHE_CONTROL, "private, max-age=31536000, immutable"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .no_chunking(length)
        .streaming(chunks(file)))
}

/// Pictures, PDFs and plain text are shown; what else a browser would run or render is saved.
fn disposition(media_type: &str) -> DispositionType {
    let shown = media_type.starts_with("image/") || matches!(media_type, "application/pdf" | "text/plain");
    if shown { DispositionType::Inline } else { DispositionType::Attachment }
}

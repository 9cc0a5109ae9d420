//! A file in pieces that fit into a conversation.

use actix_multipart::Multipart;
use actix_web::{post, web};
use managers::context::Context;
use managers::extraction::{self, TEXT_CHARACTERS_MAX, Wanted};

use super::files;
use super::process::FileForm;
use super::shapes::TextContextBody;
use crate::error::ApiError;
use crate::extract::{Actor, Json};

/// Read a file in pieces that fit into a conversation
///
/// Nothing is kept.
#[utoipa::path(tag = "documents", request_body(content = FileForm, content_type = "multipart/form-data"), responses((status = 200, body = TextContextBody), ApiError), security(("bearer" = [])))]
#[post("/documents/process-text-context")]
pub(super) async fn process_text_context(
    cx: web::Data<Context>,
    _actor: Actor,
    form: Multipart,
) -> Result<Json<TextContextBody>, ApiError> {
    let held = files::only(form).await?;
    let wanted = Wanted { characters_max: TEXT_CHARACTERS_MAX, article: true };
    let text = extraction::read(&cx, &held.file, wanted).await?;
    Ok(Json(TextContextBody::new(&held.file, text)))
}

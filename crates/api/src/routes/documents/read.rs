//! Seeing documents.

use actix_web::{get, web};
use managers::context::Context;
use managers::knowledge::documents;
use models::ids::DocumentId;

use super::shapes::{ChunkBody, DocumentBody, TextBody};
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, Page};
use crate::page::List;

/// Read what is known about a document
#[utoipa::path(tag = "documents", params(IdPath), responses((status = 200, body = DocumentBody), ApiError), security(("bearer" = [])))]
#[get("/documents/{id}")]
pub(super) async fn get_document(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<DocumentId>,
) -> Result<Json<DocumentBody>, ApiError> {
    Ok(Json(documents::get(&cx, &actor, id.0).await?.into()))
}

/// Read a document's text as Markdown
#[utoipa::path(tag = "documents", params(IdPath), responses((status = 200, body = TextBody), ApiError), security(("bearer" = [])))]
#[get("/documents/{id}/text")]
pub(super) async fn get_document_text(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<DocumentId>,
) -> Result<Json<TextBody>, ApiError> {
    let markdown = documents::text(&cx, &actor, id.0).await?;
    let characters = markdown.chars().count();
    Ok(Json(TextBody { markdown, characters }))
}

/// List a document's chunks in reading order
#[utoipa::path(tag = "documents", params(IdPath, Page), responses((status = 200, body = List<ChunkBody>), ApiError), security(("bearer" = [])))]
#[get("/documents/{id}/chunks")]
pub(super) async fn list_document_chunks(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<DocumentId>,
    page: Page,
) -> Result<Json<List<ChunkBody>>, ApiError> {
    let after = documents::cursor(page.cursor.as_deref())?;
    Ok(Json(documents::chunks(&cx, &actor, id.0, after, page.limit).await?.into()))
}

//! Reading documents again, and removing them.

use actix_web::{delete, post, web};
use managers::context::Context;
use managers::knowledge::documents;
use models::ids::DocumentId;

use super::shapes::DocumentBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath};
use crate::respond::{Accepted, NoContent};

/// Remove a document
#[utoipa::path(tag = "documents", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/documents/{id}")]
pub(super) async fn delete_document(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<DocumentId>,
) -> Result<NoContent, ApiError> {
    documents::delete(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

/// Read a document's file again
#[utoipa::path(tag = "documents", params(IdPath), responses((status = 202, body = DocumentBody), ApiError), security(("bearer" = [])))]
#[post("/documents/{id}/retry")]
pub(super) async fn retry_document(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<DocumentId>,
) -> Result<Accepted<DocumentBody>, ApiError> {
    Ok(Accepted(documents::retry(&cx, &actor, id.0).await?.into()))
}

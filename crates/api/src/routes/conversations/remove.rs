//! The bin.

use actix_web::{delete, post, web};
use managers::context::Context;
use managers::conversations::remove as verbs;
use models::ids::ConversationId;

use super::shapes::ConversationBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::respond::NoContent;

/// Put a conversation into the bin
///
/// It stays there for 30 days.
#[utoipa::path(tag = "conversations", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/conversations/{id}")]
pub(super) async fn delete_conversation(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConversationId>,
) -> Result<NoContent, ApiError> {
    verbs::delete(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

/// Take a conversation out of the bin
#[utoipa::path(tag = "conversations", params(IdPath), responses((status = 200, body = ConversationBody), ApiError), security(("bearer" = [])))]
#[post("/conversations/{id}/restore")]
pub(super) async fn restore_conversation(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConversationId>,
) -> Result<Json<ConversationBody>, ApiError> {
    Ok(Json(verbs::restore(&cx, &actor, id.0).await?.into()))
}

/// Remove a conversation in the bin for good
#[utoipa::path(tag = "conversations", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[post("/conversations/{id}/purge")]
pub(super) async fn purge_conversation(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConversationId>,
) -> Result<NoContent, ApiError> {
    verbs::purge(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

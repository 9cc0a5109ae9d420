//! Reading and changing a conversation.

use actix_web::{get, patch, post, web};
use managers::context::Context;
use managers::conversations::change::{self as verbs, ChangeConversation};
use models::conversation::Title;
use models::ids::{ConversationId, FolderId, RunId, TagId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::{ConversationBody, ModelChoiceBody, ParametersBody};
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, nullable};
use crate::respond::NoContent;

/// Read a conversation
#[utoipa::path(tag = "conversations", params(IdPath), responses((status = 200, body = ConversationBody), ApiError), security(("bearer" = [])))]
#[get("/conversations/{id}")]
pub(super) async fn get_conversation(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConversationId>,
) -> Result<Json<ConversationBody>, ApiError> {
    Ok(Json(managers::conversations::get(&cx, &actor, id.0).await?.into()))
}

/// What to change; absent fields stay as they are.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = UpdateConversation)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct UpdateConversationBody {
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
    pinned: Option<bool>,
    archived: Option<bool>,
    /// `null` takes it out of its folder.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<Uuid>)]
    folder_id: Option<Option<Uuid>>,
    /// All tags.
    #[schema(max_items = 50)]
    tag_ids: Option<Vec<Uuid>>,
    /// `null` goes back to the default.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<ModelChoiceBody>)]
    model: Option<Option<ModelChoiceBody>>,
    parameters: Option<ParametersBody>,
    /// A run of the branch to show; its newest descendant becomes the head.
    head_run_id: Option<Uuid>,
}

/// Change a conversation
#[utoipa::path(tag = "conversations", params(IdPath), request_body = UpdateConversationBody, responses((status = 200, body = ConversationBody), ApiError), security(("bearer" = [])))]
#[patch("/conversations/{id}")]
pub(super) async fn update_conversation(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConversationId>,
    body: Json<UpdateConversationBody>,
) -> Result<Json<ConversationBody>, ApiError> {
    let Json(body) = body;
    let command = ChangeConversation {
        title: body.title.as_deref().map(Title::parse).transpose().map_err(managers::error::Error::from)?,
        pinned: body.pinned,
        archived: body.archived,
        folder_id: body.folder_id.map(|id| id.map(FolderId)),
        tag_ids: body.tag_ids.map(|ids| ids.into_iter().map(TagId).collect()),
        model: body.model.map(|model| model.map(Into::into)),
        parameters: body.parameters.map(Into::into),
        head_run_id: body.head_run_id.map(RunId),
    };
    Ok(Json(verbs::change(&cx, &actor, id.0, command).await?.into()))
}

/// Note that the user looked at a conversation
#[utoipa::path(tag = "conversations", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[post("/conversations/{id}/seen")]
pub(super) async fn mark_conversation_seen(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ConversationId>,
) -> Result<NoContent, ApiError> {
    verbs::mark_seen(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

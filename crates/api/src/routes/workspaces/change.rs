//! Making, renaming and deleting workspaces.

use actix_web::{HttpRequest, HttpResponse, delete, patch, post, web};
use managers::context::Context;
use managers::workspaces;
use models::ids::WorkspaceId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::WorkspaceBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::idempotent::{IdempotencyKey, once};
use crate::respond::NoContent;

/// What a workspace is called.
#[derive(Deserialize, ToSchema)]
#[schema(as = WorkspaceInput)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkspaceInputBody {
    #[schema(min_length = 1, max_length = 80)]
    name: String,
}

/// Make a shared workspace
///
/// For admins. Its maker is its first member, an owner.
#[utoipa::path(tag = "workspaces", params(IdempotencyKey), request_body = WorkspaceInputBody, responses((status = 201, body = WorkspaceBody), ApiError), security(("bearer" = [])))]
#[post("/workspaces")]
pub(super) async fn create_workspace(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<WorkspaceInputBody>,
    req: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let (context, who, name) = (Context::clone(&cx), actor.0.clone(), body.0.name);
    once(&cx, &actor, &req, async move { Ok(WorkspaceBody::from(workspaces::create(&context, &who, name).await?)) })
        .await
}

/// Rename a workspace
#[utoipa::path(tag = "workspaces", params(IdPath), request_body = WorkspaceInputBody, responses((status = 200, body = WorkspaceBody), ApiError), security(("bearer" = [])))]
#[patch("/workspaces/{id}")]
pub(super) async fn update_workspace(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<WorkspaceId>,
    body: Json<WorkspaceInputBody>,
) -> Result<Json<WorkspaceBody>, ApiError> {
    Ok(Json(workspaces::rename(&cx, &actor, id.0, body.0.name).await?.into()))
}

/// Delete a shared workspace
///
/// For its owners and for admins. Keys that spend from it are revoked. What was spent stays in the ledger, under its
/// name.
#[utoipa::path(tag = "workspaces", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/workspaces/{id}")]
pub(super) async fn delete_workspace(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<WorkspaceId>,
) -> Result<NoContent, ApiError> {
    workspaces::delete(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

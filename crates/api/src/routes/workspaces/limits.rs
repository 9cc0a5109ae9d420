//! What may be spent in a workspace.

use actix_web::{get, put, web};
use managers::context::Context;
use managers::workspaces;
use models::ids::WorkspaceId;

use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::limits::LimitsBody;

/// Read what may be spent in a workspace
#[utoipa::path(tag = "workspaces", params(IdPath), responses((status = 200, body = LimitsBody), ApiError), security(("bearer" = [])))]
#[get("/workspaces/{id}/limits")]
pub(super) async fn get_workspace_limits(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<WorkspaceId>,
) -> Result<Json<LimitsBody>, ApiError> {
    Ok(Json(workspaces::limits(&cx, &actor, id.0).await?.into()))
}

/// Set what may be spent in a workspace
///
/// For admins. All limits anew; they count from the next call on, beside those of each key and user.
#[utoipa::path(tag = "workspaces", params(IdPath), request_body = LimitsBody, responses((status = 200, body = LimitsBody), ApiError), security(("bearer" = [])))]
#[put("/workspaces/{id}/limits")]
pub(super) async fn put_workspace_limits(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<WorkspaceId>,
    body: Json<LimitsBody>,
) -> Result<Json<LimitsBody>, ApiError> {
    Ok(Json(workspaces::put_limits(&cx, &actor, id.0, body.0.into()).await?.into()))
}

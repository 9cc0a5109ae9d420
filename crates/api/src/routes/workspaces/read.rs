//! Seeing workspaces.

use actix_web::{get, web};
use managers::context::Context;
use managers::workspaces;
use models::ids::WorkspaceId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::shapes::WorkspaceBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, Page, Query};
use crate::page::{List, cursor_id};

/// Which workspaces.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WorkspacesQuery {
    /// Every shared one, for admins; else those that one belongs to.
    #[serde(default)]
    all: bool,
}

/// List workspaces, the oldest first
#[utoipa::path(tag = "workspaces", params(WorkspacesQuery, Page), responses((status = 200, body = List<WorkspaceBody>), ApiError), security(("bearer" = [])))]
#[get("/workspaces")]
pub(super) async fn list_workspaces(
    cx: web::Data<Context>,
    actor: Actor,
    query: Query<WorkspacesQuery>,
    page: Page,
) -> Result<Json<List<WorkspaceBody>>, ApiError> {
    let cursor = cursor_id(page.cursor.as_deref())?;
    Ok(Json(workspaces::list(&cx, &actor, query.0.all, page.limit, cursor).await?.into()))
}

/// Read a workspace
#[utoipa::path(tag = "workspaces", params(IdPath), responses((status = 200, body = WorkspaceBody), ApiError), security(("bearer" = [])))]
#[get("/workspaces/{id}")]
pub(super) async fn get_workspace(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<WorkspaceId>,
) -> Result<Json<WorkspaceBody>, ApiError> {
    Ok(Json(workspaces::get(&cx, &actor, id.0).await?.into()))
}

//! Who belongs to a workspace.

use actix_web::{delete, get, put, web};
use managers::context::Context;
use managers::workspaces::{self, PutMember};
use models::ids::WorkspaceId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::member_path::{MemberOf, MemberPath};
use super::shapes::{MemberBody, WorkspaceRoleBody};
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, Page};
use crate::page::{List, cursor_id};
use crate::respond::NoContent;

/// What a member may do.
#[derive(Deserialize, ToSchema)]
#[schema(as = WorkspaceMemberInput)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberInputBody {
    role: WorkspaceRoleBody,
}

/// List who belongs to a workspace
#[utoipa::path(tag = "workspaces", params(IdPath, Page), responses((status = 200, body = List<MemberBody>), ApiError), security(("bearer" = [])))]
#[get("/workspaces/{id}/members")]
pub(super) async fn list_workspace_members(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<WorkspaceId>,
    page: Page,
) -> Result<Json<List<MemberBody>>, ApiError> {
    let cursor = cursor_id(page.cursor.as_deref())?;
    Ok(Json(workspaces::members(&cx, &actor, id.0, page.limit, cursor).await?.into()))
}

/// Add a member, or give one another role
///
/// A viewer's keys of the workspace do not work.
#[utoipa::path(tag = "workspaces", params(MemberPath), request_body = MemberInputBody, responses((status = 200, body = MemberBody), ApiError), security(("bearer" = [])))]
#[put("/workspaces/{id}/members/{user_id}")]
pub(super) async fn put_workspace_member(
    cx: web::Data<Context>,
    actor: Actor,
    member: MemberOf,
    body: Json<MemberInputBody>,
) -> Result<Json<MemberBody>, ApiError> {
    let put = PutMember { id: member.id, user_id: member.user_id, role: body.0.role.into() };
    Ok(Json(workspaces::put_member(&cx, &actor, put).await?.into()))
}

/// Take a member out, or leave
///
/// The keys that he made in the workspace work no more from the next call on.
#[utoipa::path(tag = "workspaces", params(MemberPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/workspaces/{id}/members/{user_id}")]
pub(super) async fn remove_workspace_member(
    cx: web::Data<Context>,
    actor: Actor,
    member: MemberOf,
) -> Result<NoContent, ApiError> {
    workspaces::remove_member(&cx, &actor, member.id, member.user_id).await?;
    Ok(NoContent)
}

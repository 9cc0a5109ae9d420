//! Folders of conversations.

use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use managers::context::Context;
use managers::folders;
use models::conversation::Folder;
use models::ids::FolderId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::idempotent::{IdempotencyKey, once};
use crate::page::List;
use crate::respond::NoContent;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(list_folders).service(create_folder).service(update_folder).service(delete_folder);
}

/// A folder of conversations.
#[derive(Serialize, ToSchema)]
#[schema(as = Folder)]
pub(crate) struct FolderBody {
    id: Uuid,
    name: String,
    created_at: DateTime<Utc>,
}

/// A folder to make, or its new name.
#[derive(Deserialize, ToSchema)]
#[schema(as = FolderInput)]
#[serde(deny_unknown_fields)]
pub(crate) struct FolderInputBody {
    #[schema(min_length = 1, max_length = 80)]
    name: String,
}

/// List one's own folders
#[utoipa::path(tag = "folders", responses((status = 200, body = List<FolderBody>), ApiError), security(("bearer" = [])))]
#[get("/folders")]
pub(super) async fn list_folders(cx: web::Data<Context>, actor: Actor) -> Result<Json<List<FolderBody>>, ApiError> {
    let folders = folders::list(&cx, &actor).await?;
    Ok(Json(List::whole(folders.into_iter().map(Into::into).collect())))
}

/// Make a folder
#[utoipa::path(tag = "folders", params(IdempotencyKey), request_body = FolderInputBody, responses((status = 201, body = FolderBody), ApiError), security(("bearer" = [])))]
#[post("/folders")]
pub(super) async fn create_folder(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<FolderInputBody>,
    req: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let name = body.0.name;
    let (context, who) = (Context::clone(&cx), actor.0.clone());
    once(&cx, &actor, &req, async move { Ok(FolderBody::from(folders::create(&context, &who, &name).await?)) }).await
}

/// Rename a folder
#[utoipa::path(tag = "folders", params(IdPath), request_body = FolderInputBody, responses((status = 200, body = FolderBody), ApiError), security(("bearer" = [])))]
#[patch("/folders/{id}")]
pub(super) async fn update_folder(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<FolderId>,
    body: Json<FolderInputBody>,
) -> Result<Json<FolderBody>, ApiError> {
    Ok(Json(folders::rename(&cx, &actor, id.0, &body.0.name).await?.into()))
}

/// Remove a folder
///
/// Its conversations stay, without a folder.
#[utoipa::path(tag = "folders", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/folders/{id}")]
pub(super) async fn delete_folder(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<FolderId>,
) -> Result<NoContent, ApiError> {
    folders::delete(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

impl From<Folder> for FolderBody {
    fn from(it: Folder) -> Self {
        Self { id: it.id.0, name: it.name.as_str().to_owned(), created_at: it.created_at }
    }
}

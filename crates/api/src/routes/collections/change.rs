//! Making, changing and removing collections.

use actix_web::{delete, patch, post, web};
use managers::context::Context;
use managers::knowledge::collections::{self, ChangeCollection, NewCollection};
use models::ids::{CollectionId, WorkspaceId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::CollectionBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, nullable};
use crate::respond::{Created, NoContent};
use crate::routes::conversations::shapes::ModelChoiceBody;

/// A collection to be made.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateCollection)]
#[serde(deny_unknown_fields)]
struct CreateBody {
    name: String,
    #[serde(default)]
    description: String,
    /// The space whose members search it too.
    #[serde(default)]
    workspace_id: Option<Uuid>,
    /// The model that makes its vectors; without one, words alone are searched.
    #[serde(default)]
    embedding: Option<ModelChoiceBody>,
}

/// Fields to be changed; absent ones stay.
#[derive(Deserialize, ToSchema)]
#[schema(as = UpdateCollection)]
#[serde(deny_unknown_fields)]
struct UpdateBody {
    name: Option<String>,
    description: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Uuid>)]
    workspace_id: Option<Option<Uuid>>,
    /// Another model's vectors are made while the old ones are searched; `null` lets them go.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<ModelChoiceBody>)]
    embedding: Option<Option<ModelChoiceBody>>,
}

/// Make a collection
#[utoipa::path(tag = "collections", request_body = CreateBody, responses((status = 201, body = CollectionBody), ApiError), security(("bearer" = [])))]
#[post("/collections")]
pub(super) async fn create_collection(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<CreateBody>,
) -> Result<Created<CollectionBody>, ApiError> {
    let CreateBody { name, description, workspace_id, embedding } = body.0;
    let embedding = embedding.map(Into::into);
    let new = NewCollection { name, description, workspace_id: workspace_id.map(WorkspaceId), embedding };
    Ok(Created(collections::create(&cx, &actor, new).await?.into()))
}

/// Change a collection
#[utoipa::path(tag = "collections", params(IdPath), request_body = UpdateBody, responses((status = 200, body = CollectionBody), ApiError), security(("bearer" = [])))]
#[patch("/collections/{id}")]
pub(super) async fn update_collection(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<CollectionId>,
    body: Json<UpdateBody>,
) -> Result<Json<CollectionBody>, ApiError> {
    let UpdateBody { name, description, workspace_id, embedding } = body.0;
    let change = ChangeCollection {
        name,
        description,
        workspace_id: workspace_id.map(|id| id.map(WorkspaceId)),
        embedding: embedding.map(|choice| choice.map(Into::into)),
    };
    Ok(Json(collections::change(&cx, &actor, id.0, change).await?.into()))
}

/// Remove a collection with its documents
#[utoipa::path(tag = "collections", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/collections/{id}")]
pub(super) async fn delete_collection(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<CollectionId>,
) -> Result<NoContent, ApiError> {
    collections::delete(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

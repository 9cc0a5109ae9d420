//! Changing, removing and looking at sources again.

use actix_web::{delete, patch, post, web};
use managers::context::Context;
use managers::knowledge::sources::{self, ChangeSource};
use models::ids::SourceId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::SourceBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, nullable};
use crate::respond::{Accepted, NoContent};
use crate::routes::jobs::JobBody;

/// Fields to be changed; absent ones stay.
#[derive(Deserialize, ToSchema)]
#[schema(as = UpdateSource)]
#[serde(deny_unknown_fields)]
struct UpdateBody {
    location: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    reference: Option<Option<String>>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    ignore: Option<Option<String>>,
    #[schema(maximum = 3)]
    depth: Option<u32>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<u32>, minimum = 5)]
    refresh_minutes: Option<Option<u32>>,
}

/// Change a source
#[utoipa::path(tag = "sources", params(IdPath), request_body = UpdateBody, responses((status = 200, body = SourceBody), ApiError), security(("bearer" = [])))]
#[patch("/sources/{id}")]
pub(super) async fn update_source(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<SourceId>,
    body: Json<UpdateBody>,
) -> Result<Json<SourceBody>, ApiError> {
    let UpdateBody { location, reference, ignore, depth, refresh_minutes } = body.0;
    let change = ChangeSource { location, reference, ignore, depth, refresh_minutes };
    Ok(Json(sources::change(&cx, &actor, id.0, change).await?.into()))
}

/// Remove a source with its documents
#[utoipa::path(tag = "sources", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/sources/{id}")]
pub(super) async fn delete_source(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<SourceId>,
) -> Result<NoContent, ApiError> {
    sources::delete(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

/// Look at a source again
#[utoipa::path(tag = "sources", params(IdPath), responses((status = 202, body = JobBody), ApiError), security(("bearer" = [])))]
#[post("/sources/{id}/sync")]
pub(super) async fn sync_source(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<SourceId>,
) -> Result<Accepted<JobBody>, ApiError> {
    Ok(Accepted(sources::sync(&cx, &actor, id.0).await?.into()))
}

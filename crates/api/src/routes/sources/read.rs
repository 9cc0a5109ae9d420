//! Seeing sources.

use actix_web::{get, web};
use managers::context::Context;
use managers::knowledge::sources;
use models::ids::{CollectionId, SourceId};

use super::shapes::SourceBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::page::List;

/// List a collection's sources, the oldest first
#[utoipa::path(tag = "sources", params(IdPath), responses((status = 200, body = List<SourceBody>), ApiError), security(("bearer" = [])))]
#[get("/collections/{id}/sources")]
pub(super) async fn list_sources(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<CollectionId>,
) -> Result<Json<List<SourceBody>>, ApiError> {
    let all = sources::list(&cx, &actor, id.0).await?;
    Ok(Json(List::whole(all.into_iter().map(Into::into).collect())))
}

/// Read a source
#[utoipa::path(tag = "sources", params(IdPath), responses((status = 200, body = SourceBody), ApiError), security(("bearer" = [])))]
#[get("/sources/{id}")]
pub(super) async fn get_source(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<SourceId>,
) -> Result<Json<SourceBody>, ApiError> {
    Ok(Json(sources::get(&cx, &actor, id.0).await?.into()))
}

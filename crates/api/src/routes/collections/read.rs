//! Seeing collections.

use actix_web::{get, web};
use managers::context::Context;
use managers::knowledge::collections;
use models::ids::CollectionId;

use super::shapes::CollectionBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, Page};
use crate::page::{List, cursor_id};

/// List the collections that you may search
#[utoipa::path(tag = "collections", params(Page), responses((status = 200, body = List<CollectionBody>), ApiError), security(("bearer" = [])))]
#[get("/collections")]
pub(super) async fn list_collections(
    cx: web::Data<Context>,
    actor: Actor,
    page: Page,
) -> Result<Json<List<CollectionBody>>, ApiError> {
    let cursor = cursor_id(page.cursor.as_deref())?;
    Ok(Json(collections::list(&cx, &actor, cursor, page.limit).await?.into()))
}

/// Read a collection
#[utoipa::path(tag = "collections", params(IdPath), responses((status = 200, body = CollectionBody), ApiError), security(("bearer" = [])))]
#[get("/collections/{id}")]
pub(super) async fn get_collection(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<CollectionId>,
) -> Result<Json<CollectionBody>, ApiError> {
    Ok(Json(collections::get(&cx, &actor, id.0).await?.into()))
}

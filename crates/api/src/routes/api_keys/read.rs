//! Seeing keys.

use actix_web::{get, web};
use managers::context::Context;
use managers::gateway::{Whose, keys};
use models::ids::{ApiKeyId, UserId};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::shapes::ApiKeyBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, Page, Query};
use crate::page::{List, cursor_id};

/// Whose keys.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct KeysQuery {
    /// Another user's, for admins.
    owner_id: Option<Uuid>,
    /// Everyone's, for admins.
    #[serde(default)]
    all: bool,
}

/// List keys, the newest first
///
/// One's own unless asked otherwise; also those that work no more.
#[utoipa::path(tag = "api keys", params(KeysQuery, Page), responses((status = 200, body = List<ApiKeyBody>), ApiError), security(("bearer" = [])))]
#[get("/api-keys")]
pub(super) async fn list_api_keys(
    cx: web::Data<Context>,
    actor: Actor,
    query: Query<KeysQuery>,
    page: Page,
) -> Result<Json<List<ApiKeyBody>>, ApiError> {
    let cursor = cursor_id(page.cursor.as_deref())?;
    Ok(Json(keys::list(&cx, &actor, query.0.into(), page.limit, cursor).await?.into()))
}

/// Read a key
#[utoipa::path(tag = "api keys", params(IdPath), responses((status = 200, body = ApiKeyBody), ApiError), security(("bearer" = [])))]
#[get("/api-keys/{id}")]
pub(super) async fn get_api_key(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ApiKeyId>,
) -> Result<Json<ApiKeyBody>, ApiError> {
    Ok(Json(keys::get(&cx, &actor, id.0).await?.into()))
}

impl From<KeysQuery> for Whose {
    fn from(it: KeysQuery) -> Self {
        match (it.owner_id, it.all) {
            (Some(owner), _) => Self::Of(UserId(owner)),
            (None, true) => Self::Everyone,
            (None, false) => Self::Own,
        }
    }
}

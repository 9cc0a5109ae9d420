//! Changing and ending keys.

use actix_web::{delete, patch, web};
use chrono::{DateTime, Utc};
use managers::context::Context;
use managers::gateway::keys::{self, ChangeKey};
use models::ids::ApiKeyId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::{ApiKeyBody, ScopeBody};
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json, nullable};
use crate::limits::LimitsBody;
use crate::respond::NoContent;

/// What to change; absent fields stay as they are.
#[derive(Deserialize, ToSchema)]
#[schema(as = UpdateApiKey)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateApiKeyBody {
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    /// Only the owner adds `api`.
    #[schema(min_items = 1)]
    scopes: Option<Vec<ScopeBody>>,
    #[schema(max_items = 100)]
    allowed_models: Option<Vec<String>>,
    /// All of them anew. Only admins loosen them.
    limits: Option<LimitsBody>,
    /// `null` is never.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<DateTime<Utc>>)]
    expires_at: Option<Option<DateTime<Utc>>>,
}

/// Change a key
///
/// It counts from the next call on.
#[utoipa::path(tag = "api keys", params(IdPath), request_body = UpdateApiKeyBody, responses((status = 200, body = ApiKeyBody), ApiError), security(("bearer" = [])))]
#[patch("/api-keys/{id}")]
pub(super) async fn update_api_key(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ApiKeyId>,
    body: Json<UpdateApiKeyBody>,
) -> Result<Json<ApiKeyBody>, ApiError> {
    let Json(UpdateApiKeyBody { name, scopes, allowed_models, limits, expires_at }) = body;
    let change = ChangeKey {
        id: id.0,
        name,
        scopes: scopes.map(|scopes| scopes.into_iter().map(Into::into).collect()),
        allowed_models,
        limits: limits.map(Into::into),
        expires_at: expires_at.map(|end| end.map(models::time::to_micros)),
    };
    Ok(Json(keys::change(&cx, &actor, change).await?.into()))
}

/// Revoke a key
///
/// It works no more from the next call on, at every replica. The entry stays in the list.
#[utoipa::path(tag = "api keys", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/api-keys/{id}")]
pub(super) async fn revoke_api_key(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ApiKeyId>,
) -> Result<NoContent, ApiError> {
    keys::revoke(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

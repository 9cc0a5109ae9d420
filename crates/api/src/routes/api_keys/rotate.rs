//! Exchanging a key's text.

use std::time::Duration;

use actix_web::{post, web};
use managers::context::Context;
use managers::gateway::keys::{self, OVERLAP_DEFAULT, Rotate};
use models::ids::ApiKeyId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::ApiKeyWithTextBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};

/// How to exchange a key's text.
#[derive(Deserialize, ToSchema)]
#[schema(as = RotateApiKey)]
#[serde(deny_unknown_fields)]
pub(crate) struct RotateApiKeyBody {
    /// For how long the old text still works; 0 ends it at once.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 604_800, default = 3600)]
    overlap_seconds: Option<u64>,
}

/// Exchange a key's text for a new one
///
/// The new text is in this answer and nowhere else. A text that an earlier exchange left working ends
/// at once.
#[utoipa::path(tag = "api keys", params(IdPath), request_body = RotateApiKeyBody, responses((status = 200, body = ApiKeyWithTextBody), ApiError), security(("bearer" = [])))]
#[post("/api-keys/{id}/rotate")]
pub(super) async fn rotate_api_key(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<ApiKeyId>,
    body: Json<RotateApiKeyBody>,
) -> Result<Json<ApiKeyWithTextBody>, ApiError> {
    let overlap = body.0.overlap_seconds.map_or(OVERLAP_DEFAULT, Duration::from_secs);
    let rotated = keys::rotate(&cx, &actor, Rotate { id: id.0, overlap }).await?;
    Ok(Json(ApiKeyWithTextBody::new(rotated)))
}

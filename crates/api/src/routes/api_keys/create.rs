//! Making keys.

use actix_web::{HttpRequest, HttpResponse, post, web};
use chrono::{DateTime, Utc};
use managers::context::Context;
use managers::gateway::keys::{self, NewKey};
use models::ids::{UserId, WorkspaceId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::{ApiKeyWithTextBody, ScopeBody};
use crate::error::ApiError;
use crate::extract::{Actor, Json};
use crate::idempotent::{IdempotencyKey, once_secret};
use crate::limits::LimitsBody;

/// A key to make.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateApiKey)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateApiKeyBody {
    /// Whose it will be; one's own where absent. Admins make keys for those whose accounts they
    /// manage, with the scope `gateway` alone.
    #[serde(default)]
    owner_id: Option<Uuid>,
    /// A shared workspace that its owner works in; his private one where absent.
    #[serde(default)]
    workspace_id: Option<Uuid>,
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    #[serde(default = "gateway")]
    #[schema(min_items = 1)]
    scopes: Vec<ScopeBody>,
    /// Names of models, or beginnings of names with a `*`; empty is all.
    #[serde(default)]
    #[schema(max_items = 100)]
    allowed_models: Vec<String>,
    #[serde(default)]
    limits: LimitsBody,
    /// Never where absent.
    #[serde(default)]
    expires_at: Option<DateTime<Utc>>,
}

fn gateway() -> Vec<ScopeBody> {
    vec![ScopeBody::Gateway]
}

/// Make a key
///
/// Its text is in this answer and nowhere else. The same request under the same `Idempotency-Key` is
/// answered again without it.
#[utoipa::path(tag = "api keys", params(IdempotencyKey), request_body = CreateApiKeyBody, responses((status = 201, body = ApiKeyWithTextBody), ApiError), security(("bearer" = [])))]
#[post("/api-keys")]
pub(super) async fn create_api_key(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<CreateApiKeyBody>,
    req: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let Json(CreateApiKeyBody { owner_id, workspace_id, name, scopes, allowed_models, limits, expires_at }) = body;
    let new = NewKey {
        owner_id: owner_id.map(UserId),
        workspace_id: workspace_id.map(WorkspaceId),
        name,
        scopes: scopes.into_iter().map(Into::into).collect(),
        allowed_models,
        limits: limits.into(),
        expires_at: expires_at.map(models::time::to_micros),
    };
    let (context, who) = (Context::clone(&cx), actor.0.clone());
    let work = async move { Ok(ApiKeyWithTextBody::new(keys::create(&context, &who, new).await?)) };
    once_secret(ApiKeyWithTextBody::without_text, &cx, &actor, &req, work).await
}

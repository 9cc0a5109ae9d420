//! Where one is logged in.

use actix_web::{delete, get, web};
use chrono::{DateTime, Utc};
use managers::auth::logins;
use managers::context::Context;
use models::auth_session::AuthSession;
use models::ids::AuthSessionId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::page::List;
use crate::respond::NoContent;

/// A browser that is logged in.
#[derive(Serialize, ToSchema)]
#[schema(as = Login)]
pub(crate) struct LoginBody {
    id: Uuid,
    created_at: DateTime<Utc>,
    last_used_at: DateTime<Utc>,
    /// When it ends unless it is used before.
    expires_at: DateTime<Utc>,
    /// What the browser calls itself.
    user_agent: String,
    /// Where it was last used from.
    address: String,
    /// Whether it is the one that asks.
    current: bool,
}

impl LoginBody {
    fn new(login: AuthSession, current: Option<AuthSessionId>) -> Self {
        Self {
            id: login.id.0,
            created_at: login.created_at,
            last_used_at: login.last_used_at,
            expires_at: login.expires_at,
            user_agent: login.user_agent,
            address: login.address,
            current: Some(login.id) == current,
        }
    }
}

/// List one's own logins
#[utoipa::path(tag = "account", responses((status = 200, body = List<LoginBody>), ApiError), security(("bearer" = [])))]
#[get("/auth/logins")]
pub(super) async fn list_logins(cx: web::Data<Context>, actor: Actor) -> Result<Json<List<LoginBody>>, ApiError> {
    let logins = logins::list(&cx, &actor).await?;
    let current = actor.login().ok();
    Ok(Json(List::whole(logins.into_iter().map(|login| LoginBody::new(login, current)).collect())))
}

/// End one of one's own logins
#[utoipa::path(tag = "account", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/auth/logins/{id}")]
pub(super) async fn revoke_login(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<AuthSessionId>,
) -> Result<NoContent, ApiError> {
    logins::revoke(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

/// End all of one's own logins but this one
#[utoipa::path(tag = "account", responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/auth/logins")]
pub(super) async fn revoke_other_logins(cx: web::Data<Context>, actor: Actor) -> Result<NoContent, ApiError> {
    logins::revoke_others(&cx, &actor).await?;
    Ok(NoContent)
}

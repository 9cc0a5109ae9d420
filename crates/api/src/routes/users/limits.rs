//! What users may spend over all of their keys.

use actix_web::{get, put, web};
use managers::context::Context;
use managers::gateway::spending;
use models::ids::UserId;

use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::limits::LimitsBody;

/// Read what a user may spend
///
/// One's own, and everyone's for admins.
#[utoipa::path(tag = "users", params(IdPath), responses((status = 200, body = LimitsBody), ApiError), security(("bearer" = [])))]
#[get("/users/{id}/limits")]
pub(super) async fn get_user_limits(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<UserId>,
) -> Result<Json<LimitsBody>, ApiError> {
    Ok(Json(spending::limits(&cx, &actor, id.0).await?.into()))
}

/// Set what a user may spend
///
/// All limits anew; they count from the next call on, beside those of each key.
#[utoipa::path(tag = "users", params(IdPath), request_body = LimitsBody, responses((status = 200, body = LimitsBody), ApiError), security(("bearer" = [])))]
#[put("/users/{id}/limits")]
pub(super) async fn put_user_limits(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<UserId>,
    body: Json<LimitsBody>,
) -> Result<Json<LimitsBody>, ApiError> {
    Ok(Json(spending::put_limits(&cx, &actor, id.0, body.0.into()).await?.into()))
}

//! Changing accounts.

use actix_web::{patch, post, web};
use managers::context::Context;
use managers::users::{self, ChangeUser};
use models::ids::UserId;
use models::secret::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::UserBody;
use super::shapes::RoleBody;
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::respond::NoContent;

/// What to change; absent fields stay as they are.
#[derive(Deserialize, ToSchema)]
#[schema(as = UpdateUser)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateUserBody {
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    role: Option<RoleBody>,
    /// Whether the user may not log in. Disabling ends all logins of the account.
    disabled: Option<bool>,
}

/// Change someone's account
#[utoipa::path(tag = "users", params(IdPath), request_body = UpdateUserBody, responses((status = 200, body = UserBody), ApiError), security(("bearer" = [])))]
#[patch("/users/{id}")]
pub(super) async fn update_user(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<UserId>,
    body: Json<UpdateUserBody>,
) -> Result<Json<UserBody>, ApiError> {
    let Json(UpdateUserBody { name, role, disabled }) = body;
    let change = ChangeUser { id: id.0, name, role: role.map(Into::into), disabled };
    Ok(Json(users::change(&cx, &actor, change).await?.into()))
}

/// A password for someone who forgot theirs.
#[derive(Deserialize, ToSchema)]
#[schema(as = ResetPassword)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResetPasswordBody {
    #[schema(value_type = String, format = Password, min_length = 8)]
    new_password: SecretString,
}

/// Set someone's password
///
/// All logins of the account end.
#[utoipa::path(tag = "users", params(IdPath), request_body = ResetPasswordBody, responses((status = 204), ApiError), security(("bearer" = [])))]
#[post("/users/{id}/reset-password")]
pub(super) async fn reset_password(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<UserId>,
    body: Json<ResetPasswordBody>,
) -> Result<NoContent, ApiError> {
    users::reset_password(&cx, &actor, id.0, body.0.new_password).await?;
    Ok(NoContent)
}

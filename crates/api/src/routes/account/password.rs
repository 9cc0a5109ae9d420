//! The password.

use actix_web::{post, web};
use managers::auth::account;
use managers::context::Context;
use models::secret::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::extract::{Actor, Json};
use crate::respond::NoContent;

/// The password and the one that follows it.
#[derive(Deserialize, ToSchema)]
#[schema(as = ChangePassword)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangePasswordBody {
    #[schema(value_type = String, format = Password)]
    current_password: SecretString,
    #[schema(value_type = String, format = Password, min_length = 8)]
    new_password: SecretString,
}

/// Change one's own password
///
/// All other logins end.
#[utoipa::path(tag = "account", request_body = ChangePasswordBody, responses((status = 204), ApiError), security(("bearer" = [])))]
#[post("/auth/password")]
pub(super) async fn change_password(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<ChangePasswordBody>,
) -> Result<NoContent, ApiError> {
    let Json(ChangePasswordBody { current_password, new_password }) = body;
    account::change_password(&cx, &actor, current_password, new_password).await?;
    Ok(NoContent)
}

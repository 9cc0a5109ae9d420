//! Name and e-mail address.

use actix_web::{get, patch, web};
use managers::auth::account::{self, ChangeAccount};
use managers::context::Context;
use models::secret::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::extract::{Actor, Json};
use crate::routes::users::UserBody;

/// Read one's own account
#[utoipa::path(tag = "account", responses((status = 200, body = UserBody), ApiError), security(("bearer" = [])))]
#[get("/auth/me")]
pub(super) async fn get_me(actor: Actor) -> Result<Json<UserBody>, ApiError> {
    Ok(Json(actor.0.user.into()))
}

/// What to change; absent fields stay as they are.
#[derive(Deserialize, ToSchema)]
#[schema(as = UpdateMe)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateMeBody {
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    #[schema(max_length = 254)]
    email: Option<String>,
    /// Needed to change the e-mail address.
    #[schema(value_type = Option<String>, format = Password)]
    current_password: Option<SecretString>,
}

/// Change one's own name or e-mail address
#[utoipa::path(tag = "account", request_body = UpdateMeBody, responses((status = 200, body = UserBody), ApiError), security(("bearer" = [])))]
#[patch("/auth/me")]
pub(super) async fn update_me(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<UpdateMeBody>,
) -> Result<Json<UserBody>, ApiError> {
    let Json(UpdateMeBody { name, email, current_password }) = body;
    let change = ChangeAccount { name, email, current_password };
    Ok(Json(account::change(&cx, &actor, change).await?.into()))
}

//! Making accounts.

use actix_web::{HttpRequest, HttpResponse, post, web};
use managers::context::Context;
use managers::users::{self, NewUser};
use models::secret::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::UserBody;
use super::shapes::RoleBody;
use crate::error::ApiError;
use crate::extract::{Actor, Json};
use crate::idempotent::{IdempotencyKey, once};

/// An account to make.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateUser)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateUserBody {
    #[schema(max_length = 254)]
    email: String,
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[schema(value_type = String, format = Password, min_length = 8)]
    password: SecretString,
    role: RoleBody,
}

/// Make an account for someone
#[utoipa::path(tag = "users", params(IdempotencyKey), request_body = CreateUserBody, responses((status = 201, body = UserBody), ApiError), security(("bearer" = [])))]
#[post("/users")]
pub(super) async fn create_user(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<CreateUserBody>,
    req: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let Json(CreateUserBody { email, name, password, role }) = body;
    let new = NewUser { email, name, password, role: role.into() };
    let (context, who) = (Context::clone(&cx), actor.0.clone());
    once(&cx, &actor, &req, async move { Ok(UserBody::from(users::create(&context, &who, new).await?)) }).await
}

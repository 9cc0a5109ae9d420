//! Logging in.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, post, web};
use managers::auth::{self, Login};
use managers::context::Context;
use models::secret::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::session::{self, SessionBody};
use crate::error::ApiError;
use crate::extract::{Client, Json};

/// Who wants to log in.
#[derive(Deserialize, ToSchema)]
#[schema(as = LoginRequest)]
#[serde(deny_unknown_fields)]
pub(crate) struct LoginRequestBody {
    #[schema(example = "ada@example.org")]
    email: String,
    #[schema(value_type = String, format = Password)]
    password: SecretString,
}

/// Log in
#[utoipa::path(tag = "auth", request_body = LoginRequestBody, responses((status = 200, body = SessionBody), ApiError))]
#[post("/auth/login")]
pub(super) async fn login(
    cx: web::Data<Context>,
    client: Client,
    body: Json<LoginRequestBody>,
) -> Result<HttpResponse, ApiError> {
    let Json(LoginRequestBody { email, password }) = body;
    let login = Box::pin(auth::login(&cx, &session::caller(&client), Login { email, password })).await?;
    Ok(session::answer(StatusCode::OK, login, &client))
}

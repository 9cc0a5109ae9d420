//! Making one's own account.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, post, web};
use managers::auth::{self, Register};
use managers::context::Context;
use models::secret::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::session::{self, SessionBody};
use crate::error::ApiError;
use crate::extract::{Client, Json};

/// An account to make.
#[derive(Deserialize, ToSchema)]
#[schema(as = Register)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterBody {
    #[schema(max_length = 254, example = "ada@example.org")]
    email: String,
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[schema(value_type = String, format = Password, min_length = 8)]
    password: SecretString,
    /// From the link that the server printed; only the first account may need it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    setup_token: Option<SecretString>,
}

/// Make an account
///
/// The first account owns the instance. Later ones need registration to be switched on.
#[utoipa::path(tag = "auth", request_body = RegisterBody, responses((status = 201, body = SessionBody), ApiError))]
#[post("/auth/register")]
pub(super) async fn register(
    cx: web::Data<Context>,
    client: Client,
    body: Json<RegisterBody>,
) -> Result<HttpResponse, ApiError> {
    let Json(RegisterBody { email, name, password, setup_token }) = body;
    let form = Register { email, name, password, setup_token };
    let login = Box::pin(auth::register(&cx, &session::caller(&client), form)).await?;
    Ok(session::answer(StatusCode::CREATED, login, &client))
}

//! The answer to a login.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use managers::auth::{Caller, LoggedIn};
use serde::Serialize;
use utoipa::ToSchema;

use super::cookie;
use crate::extract::Client;
use crate::routes::users::UserBody;

/// A login. The refresh token comes beside it, in a cookie that scripts cannot read.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub(crate) struct SessionBody {
    /// For `Authorization: Bearer`.
    access_token: String,
    /// Always `bearer`.
    #[schema(example = "bearer")]
    token_type: &'static str,
    /// Seconds until the access token ends.
    expires_in: u64,
    user: UserBody,
}

/// Answers with a login and its cookie. No cache may keep either.
pub(super) fn answer(status: StatusCode, login: LoggedIn, client: &Client) -> HttpResponse {
    let cookie = cookie::of(&login, client);
    let body = SessionBody {
        access_token: login.access_token.expose().to_owned(),
        token_type: "bearer",
        expires_in: login.expires_in.as_secs(),
        user: login.user.into(),
    };
    HttpResponse::build(status).cookie(cookie).insert_header((header::CACHE_CONTROL, "no-store")).json(body)
}

/// The caller as managers know one.
pub(super) fn caller(client: &Client) -> Caller {
    Caller { address: client.address.clone(), user_agent: client.user_agent.clone(), local: client.local }
}

//! Renewing a login.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, ResponseError, post, web};
use managers::auth;
use managers::context::Context;
use managers::error::{Error, Unauthenticated};

use super::cookie;
use super::session::{self, SessionBody};
use crate::error::ApiError;
use crate::extract::Client;

/// Exchange the refresh cookie for a new one and an access token
///
/// A cookie is good for one exchange; one that comes back ends the login.
#[utoipa::path(tag = "auth", responses((status = 200, body = SessionBody), ApiError))]
#[post("/auth/refresh")]
pub(super) async fn refresh_session(cx: web::Data<Context>, client: Client, req: HttpRequest) -> HttpResponse {
    let ended = Error::Unauthenticated(Unauthenticated::LoginEnded);
    let outcome = match cookie::token(&req) {
        Some(token) => auth::refresh(&cx, &session::caller(&client), &token).await,
        None => Err(ended),
    };
    match outcome {
        Ok(login) => session::answer(StatusCode::OK, login, &client),
        Err(error) => refuse(error, &client),
    }
}

/// A cookie that is no longer good is taken away, so that the browser stops sending it. One whose
/// exchange failed for another reason is kept.
fn refuse(error: Error, client: &Client) -> HttpResponse {
    let is_over = matches!(error, Error::Unauthenticated(_));
    let mut answer = ApiError::from(error).error_response();
    if is_over && let Err(error) = answer.add_cookie(&cookie::removal(client)) {
        tracing::error!(%error, "the removal of a cookie is no valid header");
    }
    answer
}

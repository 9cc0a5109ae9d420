//! Logging out.

use actix_web::{HttpRequest, HttpResponse, post, web};
use managers::auth;
use managers::context::Context;

use super::{cookie, session};
use crate::error::ApiError;
use crate::extract::{Actor, Client};

/// Log out
///
/// Ends the login of the cookie, and the one of the access token where it comes with one.
#[utoipa::path(tag = "auth", responses((status = 204), ApiError), security((), ("bearer" = [])))]
#[post("/auth/logout")]
pub(super) async fn logout(
    cx: web::Data<Context>,
    client: Client,
    actor: Option<Actor>,
    req: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let token = cookie::token(&req);
    auth::logout(&cx, &session::caller(&client), token.as_deref(), actor.as_deref()).await?;
    Ok(HttpResponse::NoContent().cookie(cookie::removal(&client)).finish())
}

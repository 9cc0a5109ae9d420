//! The cookie that carries the refresh token. Scripts cannot read it, other sites' requests do not
//! carry it, and no other route than those under `/api/v1/auth` gets it.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time};
use managers::auth::LoggedIn;

use crate::extract::Client;

const NAME: &str = "pallium_refresh";
const PATH: &str = "/api/v1/auth";

/// The cookie for a login.
pub(super) fn of(login: &LoggedIn, client: &Client) -> Cookie<'static> {
    let seconds = i64::try_from(login.refresh_expires_in.as_secs()).unwrap_or(i64::MAX);
    build(login.refresh_token.expose().to_owned(), time::Duration::seconds(seconds), client)
}

/// The cookie that takes it away.
pub(super) fn removal(client: &Client) -> Cookie<'static> {
    build(String::new(), time::Duration::ZERO, client)
}

/// The token that came with a request.
pub(super) fn token(req: &HttpRequest) -> Option<String> {
    req.cookie(NAME).map(|cookie| cookie.value().to_owned())
}

fn build(value: String, age: time::Duration, client: &Client) -> Cookie<'static> {
    Cookie::build(NAME, value)
        .path(PATH)
        .max_age(age)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(client.secure)
        .finish()
}

//! Becoming known: registration, login, renewal, logout. The only routes under `/api/v1`, with
//! `/instance`, that need no login.

mod cookie;
mod login;
mod logout;
mod refresh;
mod register;
mod session;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(register::register).service(login::login).service(refresh::refresh_session).service(logout::logout);
}
